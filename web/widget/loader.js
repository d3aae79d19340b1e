/**
 * The one line a shop puts on its pages:
 *
 *   <script type="module" src="https://SERVICE/widget/loader.js" data-shop="KEY" async></script>
 *
 * Draws the launcher and nothing else; the panel and its libraries are fetched when the page is idle or the launcher
 * is touched. Also defines <support-chat> for pages that place the element by hand, and window.SupportChat.
 */

const SERVICE = new URL(import.meta.url).origin;
const TAG = "support-chat";
const RTL = /^(ar|he|fa|ur|ps|yi)\b/i;
const LABELS = {
  en: ["Chat with us", "Close chat", { one: "1 unread message", other: "{n} unread messages" }],
  de: ["Mit uns chatten", "Chat schließen", { one: "1 ungelesene Nachricht", other: "{n} ungelesene Nachrichten" }],
  fr: ["Discuter avec nous", "Fermer le chat", { one: "1 message non lu", other: "{n} messages non lus" }],
  es: ["Chatee con nosotros", "Cerrar el chat", { one: "1 mensaje sin leer", other: "{n} mensajes sin leer" }],
};
const CSS = `
:host{all:initial!important;color-scheme:light dark!important;--a:var(--chat-accent,var(--accent,#2f5d43));--on:var(--on-accent,#fff)}
:host([theme=light]){color-scheme:light!important}:host([theme=dark]){color-scheme:dark!important}
:host([hidden]){display:none!important}
.launcher{position:fixed;z-index:2147483000;inset-block-end:20px;inset-inline-end:20px;inline-size:60px;block-size:60px;
 margin:0;padding:0;border:2px solid light-dark(#fff,#111);border-radius:50%;background:var(--a);color:var(--on);
 cursor:pointer;display:grid;place-items:center;box-shadow:0 4px 16px #0005;font:600 13px/1 system-ui,sans-serif}
:host([position=start]) .launcher{inset-inline:20px auto}
.launcher:focus-visible{outline:3px solid light-dark(#111,#fff);outline-offset:3px}
.launcher svg{inline-size:28px;block-size:28px;fill:none;stroke:currentColor;stroke-width:2;stroke-linejoin:round;
 stroke-linecap:round}
.badge{position:absolute;inset-block-start:-4px;inset-inline-end:-4px;min-inline-size:22px;block-size:22px;
 box-sizing:border-box;padding-inline:5px;border-radius:11px;background:#b3161b;color:#fff;line-height:22px}
.unseen{position:absolute;inline-size:1px;block-size:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
[hidden]{display:none!important}
.launcher .down,.launcher.is-open .talk{display:none}.launcher.is-open .down{display:block}
@media (max-width:639px),(max-height:479px){.launcher.is-open{display:none}}
@media (forced-colors:active){.launcher{border-color:ButtonText}.badge{border:1px solid}}
@media (prefers-reduced-motion:no-preference){.launcher{transition:transform .15s}.launcher:hover{transform:scale(1.05)}}
@media print{.launcher{display:none}}`;

/** @param {string} name @param {Record<string, string>} [attributes] @param {(Node | string)[]} children */
function make(name, attributes = {}, ...children) {
  const svg = name === "svg" || name === "path";
  const element = svg ? document.createElementNS("http://www.w3.org/2000/svg", name) : document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

const luminance = ([r, g, b]) =>
  [r, g, b].map((c) => ((c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
const contrast = (a, b) => {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
};
const css = (rgb) => `rgb(${rgb.map(Math.round).join(" ")})`;

/** The hue of `rgb`, lighter or darker by `step` until it stands out from `ground`; white or black where none does. */
function readable(rgb, step, ground) {
  const [most, least] = [Math.max(...rgb), Math.min(...rgb)].map((c) => c / 255);
  const spread = most - least;
  const middle = (most + least) / 2;
  // Mixed with white or black a colour turns grey, and a button looks switched off: what is a colour stays one.
  const chroma = spread < 0.06 ? 0 : Math.max(0.35, spread / (1 - Math.abs(2 * middle - 1)));
  // A grey has no colour to be told apart by, only its strength.
  const wanted = chroma ? 5 : 11;
  for (let light = middle; light >= 0 && light <= 1; light += step) {
    const reach = chroma * (1 - Math.abs(2 * light - 1));
    const mixed = rgb.map((c) => 255 * (light + reach * (spread ? (c / 255 - least) / spread - 0.5 : 0)));
    if (contrast(mixed, ground) >= wanted) return mixed;
  }
  return step > 0 ? [255, 255, 255] : [0, 0, 0];
}

/** What the accent makes: text on it, and itself as text on light and on dark ground. Any colour will do. */
export function accents(rgb) {
  return {
    "--accent": css(rgb),
    "--on-accent": contrast(rgb, [255, 255, 255]) >= contrast(rgb, [0, 0, 0]) ? "#fff" : "#000",
    // An accent that is like the ground gets an outline.
    "--edge-on-light": contrast(rgb, [255, 255, 255]) >= 1.6 ? css(rgb) : "#8a8d90",
    "--edge-on-dark": contrast(rgb, [25, 27, 28]) >= 1.6 ? css(rgb) : "#7c8083",
    "--accent-on-light": css(readable(rgb, -0.02, [244, 243, 240])),
    "--accent-on-dark": css(readable(rgb, 0.02, [44, 47, 49])),
  };
}

const wait = (shop, locale) => {
  const query = new URLSearchParams({ shop, locale });
  return fetch(`${SERVICE}/v1/widget?${query}`, { credentials: "omit" }).then((answer) => {
    if (answer.ok) return answer.json();
    return answer.json().catch(() => ({})).then((problem) => Promise.reject(new Error(problem.detail || answer.status)));
  });
};

class SupportChatElement extends HTMLElement {
  static observedAttributes = ["locale", "theme", "accent", "dir"];
  #panel = null;
  #loading = null;
  #controls = new AbortController();
  #identity = null;
  #isPlacedByLoader = false;
  #isDestroyed = false;
  config = null;
  unread = 0;

  static byLoader(script) {
    const element = document.createElement(TAG);
    element.#isPlacedByLoader = true;
    for (const [key, value] of Object.entries(script.dataset)) element.setAttribute(key, value);
    document.body.append(element);
    return element;
  }

  get locale() {
    return this.getAttribute("locale") || document.documentElement.lang || navigator.language || "en";
  }

  get direction() {
    return this.getAttribute("dir") || (RTL.test(this.locale) ? "rtl" : "ltr");
  }

  get service() {
    return SERVICE;
  }

  get isOpen() {
    return Boolean(this.#panel?.isOpen);
  }

  get identity() {
    return this.#identity;
  }

  get hasConsent() {
    return this.getAttribute("consent") === "granted";
  }

  connectedCallback() {
    if (this.shadowRoot) return;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(CSS);
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [sheet];
    wait(this.getAttribute("shop") || "", this.locale).then(
      (config) => this.#start(config),
      (error) => {
        this.hidden = true;
        console.warn(`SupportChat: no chat on ${location.origin}: ${error.message}`);
        this.tell("error", { message: error.message });
      },
    );
  }

  /** A router may swap the page's body; what the loader placed comes back with all it holds. */
  disconnectedCallback() {
    if (this.#isDestroyed || !this.#isPlacedByLoader) {
      if (!this.#isDestroyed) this.#panel?.pause();
      return;
    }
    queueMicrotask(() => this.#isDestroyed || this.isConnected || document.body?.append(this));
  }

  attributeChangedCallback(name, before, now) {
    if (!this.launcher || before === now) return;
    if (name === "accent") this.#colour();
    this.#label();
    this.#panel?.changed(name);
  }

  #start(config) {
    if (this.#isDestroyed) return;
    this.config = config;
    for (const name of ["accent", "theme", "position"]) {
      if (!this.hasAttribute(name) && config[name]) this.setAttribute(name, config[name]);
    }
    this.launcher = make("button", { class: "launcher", type: "button", part: "launcher", "aria-expanded": "false",
      "aria-haspopup": "dialog" },
    make("svg", { viewBox: "0 0 24 24", "aria-hidden": "true" },
      make("path", { class: "talk", d: "M4 5h16v11H10l-5 4v-4H4zM8 9h8M8 12h5" }),
      make("path", { class: "down", d: "M5 9l7 7 7-7" })));
    this.badge = make("span", { class: "badge", "aria-hidden": "true", hidden: "" });
    this.launcher.append(this.badge);
    this.news = make("div", { class: "unseen", role: "status" });
    this.shadowRoot.append(this.launcher, this.news);
    const { signal } = this.#controls;
    this.launcher.addEventListener("click", () => (this.isOpen ? this.close() : this.open()), { signal });
    for (const touch of ["pointerdown", "pointerenter", "focus"]) {
      this.launcher.addEventListener(touch, () => this.load(), { signal, once: true });
    }
    this.#colour();
    this.#label();
    const isIdle = window.requestIdleCallback ?? ((run) => setTimeout(run, 1500));
    isIdle(() => this.#isDestroyed || this.load(), { timeout: 5000 });
    this.tell("ready");
    const link = location.hash.match(/^#support-chat=([\w.-]+)$/);
    if (link) this.#resume(link[1]);
    else if (this.hasAttribute("open")) this.open();
  }

  #colour() {
    // A style that is set, read and taken away again works whatever form the colour was written in.
    const probe = make("i", { hidden: "" });
    probe.style.color = this.getAttribute("accent") || "";
    this.shadowRoot.append(probe);
    const found = probe.style.color && getComputedStyle(probe).color.match(/^rgba?\((\d+), (\d+), (\d+)/);
    probe.remove();
    const rgb = found ? found.slice(1, 4).map(Number) : [47, 93, 67];
    for (const [name, value] of Object.entries(accents(rgb))) this.style.setProperty(name, value);
  }

  #label() {
    const language = this.locale.slice(0, 2).toLowerCase();
    const [open, close, unread] = LABELS[language] ?? LABELS.en;
    const form = unread[new Intl.PluralRules(language).select(this.unread)] ?? unread.other;
    const count = this.unread ? `, ${form.replace("{n}", this.unread)}` : "";
    const [before, after] = /XA$/i.test(this.locale) ? ["⟦", "⟧"] : ["", ""];
    this.launcher.setAttribute("aria-label", before + (this.isOpen ? close : open) + count + after);
    this.launcher.setAttribute("aria-expanded", String(this.isOpen));
    this.launcher.classList.toggle("is-open", this.isOpen);
    this.launcher.dir = this.direction;
    this.launcher.style.direction = this.direction;
    this.badge.hidden = !this.unread;
    this.badge.textContent = this.unread > 9 ? "9+" : String(this.unread);
  }

  /** Fetch the panel, once; after a failure the next touch tries again. */
  load() {
    this.#loading ??= (async () => {
      const base = SERVICE + this.config.base;
      for (const file of this.config.preload) {
        document.head.append(make("link", { rel: "modulepreload", href: base + file, crossorigin: "" }));
      }
      const { createPanel } = await import(`${base}panel.js`);
      if (!this.#isDestroyed) this.#panel = await createPanel(this);
    })().catch((error) => {
      this.#loading = null;
      throw error;
    });
    this.#loading.catch(() => {});
    return this.#loading;
  }

  /** The panel says so. */
  refresh({ unread, news } = {}) {
    if (unread !== undefined && unread !== this.unread) {
      this.unread = unread;
      this.tell("unread", { count: unread });
    }
    if (news !== undefined) this.news.textContent = news;
    this.#label();
  }

  tell(name, detail = {}) {
    return this.dispatchEvent(
      new CustomEvent(`supportchat:${name}`, { bubbles: true, composed: true, cancelable: name === "sign-in", detail }),
    );
  }

  /** By the link in a mail, whose key does not stay in the address. */
  async #resume(key) {
    history.replaceState(history.state, "", location.pathname + location.search);
    await this.open();
    await this.#panel?.resume(key);
  }

  async open() {
    if (!this.config || this.#isDestroyed) {
      this.setAttribute("open", "");
      return;
    }
    try {
      await this.load();
    } catch (error) {
      console.warn(`SupportChat: the chat could not be loaded: ${error.message}`);
      this.tell("error", { message: error.message });
      return;
    }
    this.#panel?.open();
    this.#label();
    this.tell("open");
  }

  close() {
    this.removeAttribute("open");
    if (!this.isOpen) return;
    this.#panel.close();
    this.#label();
    this.launcher.focus();
    this.tell("close");
  }

  /** @param {string | (() => string | Promise<string>) | null} token what the shop's backend signed, or how to get it */
  identify(token) {
    this.#identity = token;
    this.#panel?.identify();
  }

  setLocale(locale) {
    this.setAttribute("locale", locale);
  }

  /** The visitor allowed (or no longer allows) that the chat is remembered in this tab. */
  consent(isGiven = true) {
    this.setAttribute("consent", isGiven ? "granted" : "refused");
    this.#panel?.consented(isGiven);
  }

  destroy() {
    this.#isDestroyed = true;
    this.#controls.abort();
    this.#panel?.destroy();
    for (const link of document.head.querySelectorAll(`link[rel=modulepreload][href^="${SERVICE}/widget/"]`)) link.remove();
    this.remove();
    if (element === this) element = null;
  }
}

let element = null;

if (!customElements.get(TAG)) {
  customElements.define(TAG, SupportChatElement);
  const the = () => element ?? document.querySelector(TAG);
  const api = {};
  for (const name of ["open", "close", "identify", "setLocale", "consent", "destroy"]) {
    api[name] = (...given) => the()?.[name](...given);
  }
  const waiting = Array.isArray(window.SupportChat) ? window.SupportChat : [];
  window.SupportChat = Object.freeze({ ...api, push: ([name, ...given]) => api[name]?.(...given) });
  const begin = () => {
    const script = [...document.querySelectorAll("script[data-shop]")].find((each) => each.src === import.meta.url);
    if (script && !document.querySelector(TAG)) element = SupportChatElement.byLoader(script);
    waiting.forEach(window.SupportChat.push);
  };
  if (document.body) begin();
  else document.addEventListener("DOMContentLoaded", begin, { once: true });
}
