/** Texts, numbers, dates and prices in the visitor's language. */
const LANGUAGES = ["en", "de", "fr", "es"];

export const languageOf = (locale) => {
  const language = locale.slice(0, 2).toLowerCase();
  return LANGUAGES.includes(language) ? language : "en";
};

export async function wordsFor(locale) {
  const { default: texts } = await import(`./texts/${languageOf(locale)}.js`);
  return new Words(texts, locale);
}

export class Words {
  constructor(texts, locale) {
    this.texts = texts;
    this.language = languageOf(locale);
    // en-XA is the pseudo language of testers: whatever is not in brackets was not translated.
    this.isPseudo = /-XA$/i.test(locale);
    this.locale = Intl.DateTimeFormat.supportedLocalesOf([locale.replace("_", "-")])[0] ?? this.language;
    // An unsupported language is written in English, so its numbers are too.
    if (!this.locale.startsWith(this.language)) this.locale = this.language;
    this.plurals = new Intl.PluralRules(this.language);
  }

  /** The text, by number where it has forms, with {names} filled in. */
  t(key, values = {}) {
    let text = this.texts[key];
    if (typeof text === "object") text = text[this.plurals.select(values.n)] ?? text.other;
    const filled = text.replace(/\{(\w+)\}/g, (_, name) => (typeof values[name] === "number" ? this.number(values[name]) : values[name] ?? ""));
    return this.isPseudo ? `⟦${filled}⟧` : filled;
  }

  /** One word of a list of words, else what the service called it. */
  of(key, word) {
    const found = this.texts[key][word];
    if (!found) return String(word ?? "").replaceAll("_", " ");
    return this.isPseudo ? `⟦${found}⟧` : found;
  }

  number(value) {
    return new Intl.NumberFormat(this.locale).format(value);
  }

  money({ amount_minor: minor, currency, text }) {
    if (!currency) return text ?? "";
    const format = new Intl.NumberFormat(this.locale, { style: "currency", currency });
    return format.format(minor / 10 ** format.resolvedOptions().maximumFractionDigits);
  }

  day(iso) {
    const style = new Date(iso).getFullYear() === new Date().getFullYear() ? { day: "numeric", month: "short" } : { dateStyle: "medium" };
    // A day without a time is that day everywhere.
    return new Intl.DateTimeFormat(this.locale, { ...style, ...(iso.length === 10 ? { timeZone: "UTC" } : {}) }).format(new Date(iso));
  }

  moment(iso) {
    return `${this.day(iso)}, ${this.time(iso)}`;
  }

  time(at) {
    return new Intl.DateTimeFormat(this.locale, { timeStyle: "short" }).format(new Date(at));
  }

  list(values) {
    return new Intl.ListFormat(this.locale, { type: "unit", style: "short" }).format(values);
  }
}
