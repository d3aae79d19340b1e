/** The panel: dialog, log, composer. Loaded by the launcher's element, which it is drawn into. */
import { h, render } from "./vendor/preact.js";
import { useEffect, useLayoutEffect, useRef, useState } from "./vendor/hooks.js";
import htm from "./vendor/htm.js";
import { Card, Sources } from "./cards.js";
import { Csat, Handoff, SignInCard } from "./forms.js";
import { wordsFor } from "./i18n.js";
import { Markdown } from "./markdown.js";
import css from "./styles.js";
import { Memory, Talk } from "./talk.js";

const html = htm.bind(h);
const SHOWN_AT_ONCE = 60;
const NEAR_END_PX = 48;
const SAME_WORDS_MS = 1000;
const RENEW_EVERY_MS = 3_600_000;
const PLACE_EVERY_MS = 15_000;
// A phone on its side, or a page at 200 %, has no room beside the panel either.
const NARROW = "(max-width: 639px), (max-height: 479px)";

const ICONS = {
  close: "M6 6l12 12M18 6L6 18", menu: "M5 12h.01M12 12h.01M19 12h.01", send: "M4 12h15M13 6l6 6-6 6", stop: "M7 7h10v10H7z",
  photo: "M4 8h4l2-3h4l2 3h4v11H4zM12 16.5a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4z",
};
const Icon = ({ name }) => html`<svg class=${`of-${name}`} viewBox="0 0 24 24" aria-hidden="true"><path d=${ICONS[name]} /></svg>`;

/** A picture on a canvas: no address, so the page's img-src has nothing to say about it. */
function Photo({ item, talk, words }) {
  const canvas = useRef(null);
  const [isDrawn, setDrawn] = useState(false);
  useEffect(() => {
    let isGone = false;
    (async () => {
      const blob = item.file ?? (await talk.picture(item.fileId));
      const picture = await createImageBitmap(blob, { resizeWidth: 220, resizeQuality: "medium" });
      if (isGone || !canvas.current) return;
      canvas.current.width = picture.width;
      canvas.current.height = picture.height;
      canvas.current.getContext("2d").drawImage(picture, 0, 0);
      setDrawn(true);
    })().catch(() => {});
    return () => { isGone = true; };
  }, [item.file, item.fileId]);
  const name = item.file ? words.t("photoOf", { name: item.file.name }) : words.t("photoSent");
  return html`<canvas ref=${canvas} width="220" height="0" role="img" aria-label=${name}></canvas>${!isDrawn && html`<span>${name}</span>`}`;
}

const SENDERS = { customer: "you", assistant: "assistant", staff: "person" };

function Problem({ item, context }) {
  const { words, talk } = context;
  if (item.status === "waiting" && context.isDelayed) return html`<p class="fine">${words.t("waiting")}</p>`;
  if (item.status !== "failed") return null;
  const { code, text } = item.problem ?? {};
  const why = code === "internal" || code === "unknown" || !text ? words.t("serverTrouble") : text;
  return html`<div class="problem" role="alert">${words.t("failed")} ${code === "bad_customer_token" ? words.t("signInAgain") : why}
    <div class="deeds"><button type="button" class="plain" onClick=${() => talk.retry(item.key)}>${words.t("retry")}</button>
    ${!item.file && html`<button type="button" class="plain" onClick=${() => context.edit(talk.drop(item.key))}>${words.t("edit")}</button>`}</div></div>`;
}

function Said({ item, context }) {
  const { words } = context;
  const isPhoto = item.file || item.fileId;
  const text = isPhoto && /^\[photo\]$/.test(item.text ?? "") ? "" : item.text;
  const name = item.name ?? words.t(SENDERS[item.sender] ?? "note");
  return html`<div class=${`said ${item.sender} ${item.status}`}>
    ${item.sender === "staff" && html`<p class="fine name" dir="auto">${name}</p>`}
    <div class=${`bubble ${isPhoto ? "is-photo" : ""}`}>
      ${item.sender !== "staff" && html`<span class="unseen">${name}: </span>`}
      ${isPhoto && html`<${Photo} item=${item} talk=${context.talk} words=${words} />`}
      ${text && (item.sender === "customer" ? html`<div dir="auto">${text}</div>` : html`<${Markdown} text=${text} />`)}
    </div>
    ${item.sender !== "customer" && (item.cards ?? []).map((card, i) => html`<${Card} key=${i} card=${card} said=${item.text} context=${context} />`)}
    <${Sources} sources=${item.sources} words=${words} />
    ${item.status === "stopped" && html`<p class="fine">${words.t("stopped")}
      ${item.whole && html` <button type="button" class="plain" onClick=${() => context.talk.unstop(item.key)}>${words.t("whole")}</button>`}</p>`}
    <${Problem} item=${item} context=${context} />
  </div>`;
}

/** The newest part of the log; earlier messages on demand, without a jump. */
function Log({ items, context, scroller }) {
  const [most, setMost] = useState(SHOWN_AT_ONCE);
  const before = useRef(null);
  const hidden = Math.max(0, items.length - most);
  useLayoutEffect(() => {
    if (before.current === null) return;
    const { first, top } = before.current;
    scroller.current.scrollTop += first.getBoundingClientRect().top - top;
    before.current = null;
  }, [most]);
  const more = () => {
    const first = scroller.current.querySelector(".log .said");
    before.current = { first, top: first.getBoundingClientRect().top };
    setMost(most + SHOWN_AT_ONCE);
  };
  useEffect(() => {
    const view = scroller.current;
    const look = () => hidden && view.scrollTop < NEAR_END_PX && before.current === null && more();
    view.addEventListener("scroll", look, { passive: true });
    return () => view.removeEventListener("scroll", look);
  }, [hidden, most]);
  const lastAsked = items.findLastIndex((item) => item.sender === "customer");
  const lastReceipt = items.findLastIndex((item) => item.isLive && item.cards.some((card) => card.kind === "receipt"));
  return html`${hidden > 0 && html`<button type="button" class="plain" onClick=${more}>${context.words.t("older")}</button>`}
  <div class="log" role="log" aria-label=${context.words.t("log")}>
    ${hidden === 0 && html`<div class="said assistant"><div class="bubble"><span class="unseen">${context.words.t("assistant")}: </span><${Markdown} text=${context.config.greeting.text} /></div></div>`}
    ${items.slice(hidden).map((item, i) => {
      const at = i + hidden;
      const answer = { [context.words.t("confirmYesSaid")]: true, [context.words.t("confirmNoSaid")]: false }[items.slice(at + 1).find((each) => each.sender === "customer")?.text];
      const own = { ...context, answer, isOpen: at > lastAsked };
      return html`<div key=${item.key}><${Said} item=${item} context=${own} />
        ${at === lastReceipt && html`<${Csat} context=${own} />`}</div>`;
    })}
  </div>`;
}

function Draft({ draft, isAwaited, words }) {
  if (!draft && !isAwaited) return null;
  return html`<div class="draft" inert><div class="said assistant"><div class="bubble">
    ${draft?.text ? html`<${Markdown} text=${draft.text} />` : html`<div class="dots"><i></i><i></i><i></i></div>`}</div></div></div>`;
}

function Composer({ context, state, box }) {
  const { words, talk, config } = context;
  const [length, setLength] = useState(0);
  const [problem, setProblem] = useState("");
  const most = config.message_characters;
  const fit = () => {
    const area = box.current;
    setLength(area.value.length);
    area.style.height = "auto";
    area.style.height = `${Math.min(area.scrollHeight + 2, 132)}px`;
  };
  context.refit.current = fit;
  const send = (event) => {
    event?.preventDefault();
    const text = box.current.value;
    if (!text.trim() || text.length > most) return;
    box.current.value = "";
    fit();
    talk.say(text.trim());
    box.current.focus();
  };
  const key = (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    send();
  };
  const photo = (event) => {
    const [file] = event.target.files;
    event.target.value = "";
    if (!file) return;
    const isWrong = !["image/jpeg", "image/png", "image/webp"].includes(file.type);
    const isLarge = file.size > config.photo_bytes;
    setProblem(isWrong ? words.t("photoWrong") : isLarge ? words.t("photoTooLarge", { n: Math.floor(config.photo_bytes / 2 ** 20) }) : "");
    if (!isWrong && !isLarge) talk.show(file);
  };
  const left = most - length;
  const counter = left < 0 ? words.t("tooLong", { n: -left }) : left <= 200 ? words.t("left", { n: left }) : "";
  return html`<div role="alert" class="state problem">${problem}</div>
  <div role="status" class=${`state ${left < 0 ? "problem" : ""}`}>${counter}</div>
  <form class="composer" onSubmit=${send} aria-label=${words.t("message")}>
    <label class="photo" title=${words.t("photo")}><${Icon} name="photo" />
      <input type="file" accept="image/jpeg,image/png,image/webp" aria-label=${words.t("photo")} onChange=${photo} /></label>
    <textarea ref=${box} rows="1" dir="auto" enterkeyhint="send" aria-label=${words.t("message")} placeholder=${words.t("placeholder")}
      aria-invalid=${left < 0 ? "true" : null} onInput=${fit} onKeyDown=${key}></textarea>
    ${state.draft
      ? html`<button type="button" class="send icon" aria-label=${words.t("stop")} onClick=${() => { talk.stop(); box.current.focus(); }}><${Icon} name="stop" /></button>`
      : html`<button type="submit" class="send icon" aria-label=${words.t("send")}><${Icon} name="send" /></button>`}
  </form>`;
}

function Countdown({ until, words }) {
  const left = () => Math.max(1, Math.ceil((until - Date.now()) / 1000));
  const [seconds, setSeconds] = useState(left);
  useEffect(() => {
    const timer = setInterval(() => setSeconds(left()), 1000);
    return () => clearInterval(timer);
  }, [until]);
  return words.t("limit", { n: seconds });
}

function Banners({ state, context }) {
  const { words, host, talk } = context;
  const waiting = state.items.filter((item) => item.status === "waiting").length;
  return html`<div role="status">
    ${!state.isOnline
      ? html`<div class="banner offline"><p>${waiting ? words.t("offlineWaiting", { n: waiting }) : words.t("offline")}</p></div>`
      : state.isCut && html`<div class="banner"><p>${words.t("reconnecting")}</p></div>`}
    ${state.notice?.kind === "limit" && html`<div class="banner"><p><${Countdown} until=${state.notice.until} words=${words} /></p></div>`}
    ${["linkOver", "trouble"].includes(state.notice?.kind) && html`<div class="banner"><p>${words.t(state.notice.kind === "trouble" ? "serverTrouble" : "linkOver")}</p></div>`}
    ${state.isRestoring && html`<div class="banner"><p>${words.t("restoring")}</p></div>`}
  </div>
  ${state.isStarted && !host.hasAttribute("consent") && html`<div class="banner consent"><p>${words.t("remember")}</p>
    <div class="deeds"><button type="button" class="plain" onClick=${() => host.consent(true)}>${words.t("yesRemember")}</button>
    <button type="button" class="plain" onClick=${() => host.consent(false)}>${words.t("noRemember")}</button></div></div>`}`;
}

function Menu({ state, context, onDone, onErase }) {
  const { words, talk, host } = context;
  const download = async () => {
    onDone();
    const text = await talk.transcript();
    const url = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
    const link = Object.assign(document.createElement("a"), { href: url, download: words.t("transcriptFile") });
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  };
  const first = useRef(null);
  useEffect(() => first.current?.focus(), []);
  return html`<div class="menu" id="menu">
    ${state.isSignedIn && state.name && html`<p class="fine" dir="auto">${words.t("signedInAs", { name: state.name })}</p>`}
    <button type="button" ref=${first} onClick=${() => { onDone(); talk.forget(); }}>${words.t("newChat")}</button>
    ${state.isStarted && html`<button type="button" onClick=${() => download().catch(() => {})}>${words.t("transcript")}</button>`}
    ${state.isSignedIn && html`<button type="button" onClick=${() => { onDone(); host.identify(null); }}>${words.t("signOut")}</button>`}
    ${state.isStarted && html`<button type="button" onClick=${() => { onDone(); onErase(); }}>${words.t("erase")}</button>`}
  </div>`;
}

function Erase({ context, onDone }) {
  const { words, talk } = context;
  const [problem, setProblem] = useState("");
  const first = useRef(null);
  useEffect(() => first.current?.focus(), []);
  const erase = () => talk.erase().then(() => onDone(true), () => setProblem(words.t("serverTrouble")));
  return html`<div class="ask"><div class="card" role="alertdialog" aria-modal="true" aria-label=${words.t("erase")}>
    <p>${words.t("eraseSure")}</p><p class="problem" role="alert">${problem}</p>
    <div class="deeds"><button type="button" ref=${first} onClick=${() => onDone(false)} class="plain">${words.t("cancel")}</button>
      <button type="button" class="grave" onClick=${erase}>${words.t("eraseYes")}</button></div>
  </div></div>`;
}

function Panel({ panel, words }) {
  const { host, talk, config } = panel;
  const [state, setState] = useState(talk.state);
  const [isMenuOpen, setMenuOpen] = useState(false);
  const [isErasing, setErasing] = useState(false);
  const [firstUnread, setFirstUnread] = useState(null);
  const [said, setSaid] = useState("");
  const scroller = useRef(null);
  const box = useRef(null);
  const menuButton = useRef(null);
  const refit = useRef(() => {});
  const justSaid = useRef(null);
  const isAtEnd = useRef(true);
  const counted = useRef(0);
  panel.box = box;

  useEffect(() => {
    let isDue = false;
    return talk.subscribe(() => {
      // Many events, one picture: the words of an answer are drawn once a frame.
      if (isDue) return;
      isDue = true;
      const draw = () => { isDue = false; setState(talk.state); };
      if (document.hidden) setTimeout(draw, 100);
      else requestAnimationFrame(draw);
    });
  }, []);

  const count = state.items.length;
  const last = state.items.at(-1);
  useEffect(() => setSaid(""), [state.draft !== null]);
  useLayoutEffect(() => {
    const view = scroller.current;
    // Who says something is taken to it, once; who then reads further up is left there.
    const isJustSaid = last?.isOwn && counted.current !== count;
    counted.current = count;
    if (isAtEnd.current || isJustSaid) {
      view.scrollTop = view.scrollHeight;
      // An answer taller than the panel is read from its beginning.
      const asked = [...view.querySelectorAll(".said.customer")].at(-1);
      if (last?.isLive && asked) view.scrollTop = Math.min(view.scrollTop, asked.offsetTop - view.offsetTop - 8);
      isAtEnd.current = view.scrollHeight - view.scrollTop - view.clientHeight < NEAR_END_PX;
    } else if (last && !state.draft) setFirstUnread((known) => known ?? last.key);
  }, [count, state.draft, state.handoff]);
  useEffect(() => {
    const view = scroller.current;
    const toEnd = () => { view.scrollTop = view.scrollHeight; isAtEnd.current = true; };
    panel.toEnd = toEnd;
    const resized = new ResizeObserver(() => isAtEnd.current && toEnd());
    resized.observe(view);
    resized.observe(view.querySelector(".all"));
    return () => resized.disconnect();
  }, []);
  const scrolled = () => {
    const view = scroller.current;
    isAtEnd.current = view.scrollHeight - view.scrollTop - view.clientHeight < NEAR_END_PX;
    if (isAtEnd.current) setFirstUnread(null);
  };
  const toNew = () => {
    setFirstUnread(null);
    panel.toEnd();
    box.current.focus();
  };
  const isWaiting = ["waiting", "open", "away"].includes(state.handoff?.status);
  useEffect(() => {
    if (!isWaiting) return undefined;
    talk.place().catch(() => {});
    const timer = setInterval(() => talk.place().catch(() => {}), PLACE_EVERY_MS);
    return () => clearInterval(timer);
  }, [isWaiting]);

  const isAwaited = !state.draft && last?.sender === "customer" && ["sent", "received", "waiting"].includes(last.status) && state.isOnline && !state.isCut && state.notice?.kind !== "limit"
    && !["joined", "assigned", "typing"].includes(state.handoff?.status);
  const context = {
    words, talk, host, config, refit, service: host.service,
    say(text) {
      // What is drawn may be a frame behind: the second of two quick clicks says nothing new.
      if (justSaid.current === text) return;
      justSaid.current = text;
      setTimeout(() => { justSaid.current = null; }, SAME_WORDS_MS);
      talk.say(text);
      box.current.focus();
    },
    isDelayed: !state.isOnline || state.isCut || state.notice?.kind === "limit", isSignedIn: state.isSignedIn && !state.needsSignIn, isRated: state.isRated,
    toBox() { box.current.focus(); },
    edit(text) { box.current.value = text; refit.current(); box.current.focus(); },
    async signedIn(token) {
      await panel.signedIn(token);
      if (talk.state.name) setSaid(words.t("signedInAs", { name: talk.state.name }));
      box.current.focus();
    },
  };
  // A confirm card has the two answers as its own buttons.
  const isAsked = last?.cards?.some((card) => card.kind === "confirm");
  const replies = state.items.length === 0 && !state.draft ? config.greeting.quick_replies : isAsked ? [] : state.replies;
  const title = words.t("title", { shop: config.shop });
  const escape = (event) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.preventDefault();
    event.stopPropagation();
    if (isErasing) { setErasing(false); menuButton.current.focus(); }
    else if (isMenuOpen) { setMenuOpen(false); menuButton.current.focus(); }
    else host.close();
  };
  panel.escape = escape;
  return html`<div class="body" onKeyDown=${escape}>
    <header inert=${isErasing}>
      <div class="who"><h2 dir="auto">${title}</h2><p>${words.t("ai")}</p></div>
      <button type="button" class="icon" ref=${menuButton} aria-label=${words.t("menu")} aria-expanded=${String(isMenuOpen)}
        onClick=${() => setMenuOpen(!isMenuOpen)}><${Icon} name="menu" /></button>
      <button type="button" class="icon" aria-label=${words.t("close")} onClick=${() => host.close()}><${Icon} name="close" /></button>
    </header>
    ${isMenuOpen && html`<${Menu} state=${state} context=${context} onDone=${() => { setMenuOpen(false); box.current.focus(); }} onErase=${() => setErasing(true)} />`}
    ${isErasing && html`<${Erase} context=${context} onDone=${(isGone) => { setErasing(false); setSaid(isGone ? words.t("erased") : ""); box.current.focus(); }} />`}
    <div class="body" inert=${isErasing}>
    <div class="body">
      <div class="scroll" ref=${scroller} onScroll=${scrolled} tabindex="0" role="region" aria-label=${words.t("log")}>
        <div class="all"><p class="fine notice">${words.t("aiNotice")}</p>
        <${Log} items=${state.items} context=${context} scroller=${scroller} />
        <${Draft} draft=${state.draft} isAwaited=${isAwaited} words=${words} />
        ${state.handoff && html`<${Handoff} handoff=${state.handoff} context=${context} />`}
        ${state.needsSignIn && html`<${SignInCard} data=${{ guest: false }} context=${{ ...context, isOpen: true, isSignedIn: false }} />`}</div>
      </div>
      ${firstUnread && html`<button type="button" class="new" onClick=${toNew}>${words.t("newMessages")} ↓</button>`}
    </div>
    <div class="state" role="status">${state.draft || isAwaited ? words.t(state.draft?.doing?.length ? "looking" : "writing") : said}</div>
    ${replies?.length > 0 && !state.draft && html`<div class="replies" role="group" aria-label=${words.t("suggestions")}>
      ${replies.map((text) => html`<button type="button" key=${text} onClick=${() => context.say(text)}>${text}</button>`)}</div>`}
    <${Banners} state=${state} context=${context} />
    <${Composer} context=${context} state=${state} box=${box} />
    </div>
  </div>`;
}

class PanelOfHost {
  constructor(host) {
    this.host = host;
    this.config = host.config;
    this.life = new AbortController();
    this.memory = new Memory(host.config.key, host.hasConsent);
    this.own = null;
    this.talk = new Talk({
      service: host.service, locale: () => host.locale, identity: () => this.own ?? host.identity, memory: this.memory,
    });
  }

  get isOpen() {
    return this.dialog.open;
  }

  async start() {
    const { host } = this;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    host.shadowRoot.adoptedStyleSheets = [...host.shadowRoot.adoptedStyleSheets, sheet];
    this.dialog = document.createElement("dialog");
    this.dialog.className = "panel";
    this.dialog.part = "panel";
    host.shadowRoot.append(this.dialog);
    const { signal } = this.life;
    this.narrow = matchMedia(NARROW);
    this.narrow.addEventListener("change", () => this.isOpen && this.#show(), { signal });
    this.dialog.addEventListener("cancel", (event) => { event.preventDefault(); this.host.close(); }, { signal });
    window.visualViewport?.addEventListener("resize", () => this.#fit(), { signal });
    this.talk.subscribe((state) => this.#tell(state));
    this.renewing = setInterval(() => this.#renew(), RENEW_EVERY_MS);
    await this.draw();
    // What this tab remembers was allowed to be remembered; nobody is asked twice.
    if (this.memory.read() && !host.hasAttribute("consent")) host.consent(true);
    await this.talk.restore();
    if (host.identity) this.identify();
    if (this.memory.read()?.isOpen && !this.isOpen && !host.hasAttribute("open")) host.open();
    return this;
  }

  async draw() {
    const { host } = this;
    this.words = await wordsFor(host.locale);
    this.dialog.lang = this.words.language;
    this.dialog.dir = host.direction;
    // The host has no direction of its own (all: initial), and which side the panel hangs on depends on it.
    this.dialog.style.direction = host.direction;
    this.dialog.setAttribute("aria-label", this.words.t("title", { shop: this.config.shop }));
    render(html`<${Panel} panel=${this} words=${this.words} />`, this.dialog);
  }

  #tell(state) {
    if (state.unread !== this.host.unread) {
      this.host.refresh({ unread: state.unread, news: state.unread ? this.words.t("unreadNews", { n: state.unread }) : "" });
    }
    const { handoff, items } = state;
    if (handoff?.status !== this.before?.handoff?.status) this.host.tell("handoff", { status: handoff?.status ?? "none" });
    if (items.length > (this.before?.items.length ?? 0)) this.host.tell("message", { sender: items.at(-1).sender });
    this.before = state;
  }

  open() {
    if (this.isOpen) return;
    this.#show();
    this.talk.watch(true);
    this.#remember(true);
    this.toEnd?.();
    this.box.current.focus();
  }

  close() {
    this.dialog.close();
    this.#lock(false);
    this.talk.watch(false);
    this.#remember(false);
  }

  #remember(isOpen) {
    if (this.talk.conversation) this.memory.write({ isOpen });
  }

  /** Beside the page where there is room, instead of it where there is not: then it is modal. */
  #show() {
    const isFull = this.narrow.matches && !this.host.hasAttribute("frame");
    const text = this.box.current === this.host.shadowRoot.activeElement;
    if (this.dialog.open) this.dialog.close();
    this.dialog.classList.toggle("is-full", isFull);
    if (isFull) this.dialog.showModal();
    else this.dialog.show();
    this.#lock(isFull);
    this.#fit();
    if (text) this.box.current.focus();
  }

  #lock(isLocked) {
    const page = document.documentElement.style;
    if (isLocked && this.overflow === undefined) {
      this.overflow = page.overflow;
      page.overflow = "hidden";
    } else if (!isLocked && this.overflow !== undefined) {
      page.overflow = this.overflow;
      this.overflow = undefined;
    }
  }

  /** The keyboard of a phone covers the page; the message box stays above it. */
  #fit() {
    const seen = window.visualViewport;
    if (seen && this.dialog.classList.contains("is-full")) this.dialog.style.setProperty("--seen", `${seen.height * seen.scale}px`);
  }

  changed(name) {
    if (name === "locale" || name === "dir") this.draw();
  }

  /** The page says who its visitor is, or that nobody is signed in any more: then nothing stays. */
  async identify() {
    this.own = null;
    if (!this.host.identity) {
      this.talk.forget();
      return;
    }
    this.talk.set({ needsSignIn: false });
    if (this.talk.resuming) {
      await this.resume(this.talk.resuming);
      return;
    }
    try {
      await this.talk.signIn();
    } catch (error) {
      if (error.status === 409) this.talk.forget();
      else if (error.status === 401) this.talk.set({ needsSignIn: true });
      else return;
    }
    this.#retryFailed();
  }

  /** By the link in a mail: the conversation goes on, once it is known who came if somebody had been signed in. */
  async resume(key) {
    try {
      await this.talk.resume(key);
      this.toEnd?.();
    } catch (error) {
      if (error.status === 401) this.talk.set({ needsSignIn: true });
      else this.talk.set({ notice: { kind: error.status === 404 ? "linkOver" : "trouble" } });
    }
  }

  /** A shop's word lasts two hours in a conversation; a page that can say it again is asked in time. */
  #renew() {
    if (typeof this.host.identity === "function") this.talk.signIn().catch(() => {});
  }

  /** Signed in inside the panel. */
  async signedIn(token) {
    this.own = token;
    if (this.talk.resuming) {
      await this.talk.resume(this.talk.resuming);
      this.host.tell("signed-in");
      return;
    }
    const asked = this.talk.state.items.findLast((item) => item.sender === "customer" && item.status === "sent");
    await this.talk.signIn(token);
    this.talk.set({ needsSignIn: false });
    // What could not be answered to a stranger is asked again, in the visitor's own words.
    if (!this.#retryFailed() && asked?.text) this.talk.say(asked.text);
    this.host.tell("signed-in");
  }

  #retryFailed() {
    const failed = this.talk.state.items.filter((item) => item.status === "failed");
    for (const item of failed) this.talk.retry(item.key);
    return failed.length > 0;
  }

  consented(isGiven) {
    this.memory.mayKeep = isGiven;
    if (!isGiven) this.memory.clear();
    else if (this.talk.conversation) {
      this.talk.keep();
      this.#remember(this.isOpen);
    }
    this.talk.set({});
  }

  pause() {
    this.talk.watch(false);
  }

  destroy() {
    clearInterval(this.renewing);
    this.talk.end();
    this.life.abort();
    this.#lock(false);
    render(null, this.dialog);
    this.dialog.remove();
  }
}

export async function createPanel(host) {
  return new PanelOfHost(host).start();
}
