/**
 * One conversation, from the visitor's side: what was said, what waits to be sent, what is being said now.
 *
 * Knows nothing of the page. Everything shown comes from the service's events, so a reload, a second tab and a broken
 * line end in the same picture. A message has one id for ever: however often it is sent, it is one message.
 */
import { backOffS, pause, Problem, Wire } from "./wire.js";

const PAGE = 200;
const TYPING_MS = 6000;
const PRESENT = ["joined", "assigned", "typing"];

const blank = () => ({
  items: [], draft: null, replies: [], handoff: null, notice: null, isOnline: navigator.onLine, isCut: false,
  isRestoring: false, name: null, isSignedIn: false, needsSignIn: false, isRated: false, unread: 0, isStarted: false,
});

export class Talk {
  /** @param {{service: string, locale: () => string, identity: () => any, memory: Memory}} about */
  constructor({ service, locale, identity, memory }) {
    this.wire = new Wire(service);
    this.locale = locale;
    this.identity = identity;
    this.memory = memory;
    this.state = blank();
    this.conversation = null;
    this.lastId = 0;
    this.queue = [];
    this.listeners = new Set();
    this.life = new AbortController();
    this.following = null;
    this.isSending = false;
    this.resuming = null;
    this.isWatched = false;
    this.typing = null;
    for (const name of ["online", "offline"]) {
      window.addEventListener(name, () => this.#network(), { signal: this.life.signal });
    }
  }

  subscribe(listener) {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  set(changes) {
    this.state = { ...this.state, ...changes };
    for (const listener of this.listeners) listener(this.state);
  }

  // --- opening, restoring, ending ---------------------------------------------------------------------------

  /** Take up what this tab remembers, if it may remember. */
  async restore() {
    const kept = this.memory.read();
    if (!kept || this.conversation) return;
    this.conversation = { id: kept.id, token: kept.token };
    this.set({ isRestoring: true, name: kept.name ?? null, isSignedIn: Boolean(kept.name), isRated: Boolean(kept.isRated) });
    try {
      await this.#reread(0);
      this.set({ isStarted: true });
      this.place().catch(() => {});
      for (const each of kept.queue ?? []) this.#enqueue(each);
    } catch (error) {
      if (error instanceof Problem && [401, 403, 404].includes(error.status)) this.forget();
      else this.#follow(0);
    } finally {
      this.set({ isRestoring: false });
    }
  }

  /** The stored messages above `after`, then on from there. */
  async #reread(after) {
    const items = after ? [...this.state.items] : [];
    let page;
    do {
      page = await this.#call("GET", `/messages?after=${after}&limit=${PAGE}`);
      for (const message of page.messages) {
        items.push(fromStored(message));
        after = message.seq;
      }
    } while (page.has_more);
    this.lastId = Math.max(this.lastId, page.last_event_id);
    const last = items.at(-1);
    this.set({ items, replies: last?.sender === "assistant" ? last.replies : [] });
    if (this.isWatched || last?.status === "received") this.#follow(0);
  }

  #path(rest) {
    return `/v1/conversations/${this.conversation.id}${rest}`;
  }

  #call(method, rest, options = {}) {
    return this.wire.call(method, this.#path(rest), { ...options, token: this.conversation.token, signal: this.life.signal });
  }

  /** What `identify` was given, or `token`, by the name that the service has for it. */
  async #credential(token = null) {
    const given = this.identity();
    token ??= typeof given === "function" ? await given() : given;
    if (!token) return {};
    // The shop's signed word is a JWT, of three parts; the demo's has two; a session's token is one word.
    return { [["access_token", "customer_token", "identity_token"][token.split(".").length - 1] ?? "identity_token"]: token };
  }

  /** There is no conversation before somebody says something. */
  async #ensure() {
    if (this.conversation) return;
    let opened;
    const open = async () => {
      const { access_token: token, ...credential } = await this.#credential();
      return this.wire.call("POST", "/v1/conversations", {
        token, body: { locale: this.locale(), ...credential }, signal: this.life.signal,
      });
    };
    try {
      opened = await open();
    } catch (error) {
      // Once more with a fresh token, where the page gave us a way to get one.
      if (error.status !== 401 || typeof this.identity() !== "function") throw error;
      opened = await open();
    }
    this.conversation = { id: opened.conversation_id, token: opened.token };
    this.lastId = 0;
    this.set({ isStarted: true, isSignedIn: opened.signed_in });
    this.keep();
  }

  keep() {
    if (!this.conversation) return;
    const { name, isRated } = this.state;
    this.memory.write({ ...this.conversation, name, isRated, queue: this.queue.filter((each) => each.text !== undefined) });
  }

  /** Nothing of it stays here; the service's copy is another matter. */
  forget() {
    this.#unfollow();
    this.memory.clear();
    this.conversation = null;
    this.queue = [];
    this.resuming = null;
    this.lastId = 0;
    this.set({ ...blank(), isOnline: this.state.isOnline });
  }

  async erase() {
    if (this.conversation) await this.#call("DELETE", "");
    this.forget();
  }

  transcript() {
    return this.#call("GET", "/transcript");
  }

  end() {
    this.#unfollow();
    this.life.abort();
    this.listeners.clear();
  }

  /** Somebody looks at it, or not any more: only then is a line kept open, or while a person may write. */
  watch(isWatched) {
    this.isWatched = isWatched;
    if (isWatched) this.set({ unread: 0 });
    if (isWatched || this.state.handoff) this.#follow();
    else this.#unfollow();
  }

  // --- saying something -------------------------------------------------------------------------------------

  say(text) {
    this.#enqueue({ key: newKey(), text });
  }

  /** @param {File} file */
  show(file, text = "") {
    this.#enqueue({ key: newKey(), file, caption: text });
  }

  #enqueue(message) {
    const { items } = this.state;
    if (!items.some((item) => item.key === message.key)) {
      const item = { key: message.key, sender: "customer", text: message.text ?? message.caption, file: message.file,
        status: "waiting", at: Date.now(), cards: [], sources: [], isOwn: true };
      this.set({ items: [...items, item], replies: [], needsSignIn: false });
    } else if (items.find((item) => item.key === message.key).status === "sent") return;
    this.queue.push(message);
    this.keep();
    this.#pump();
  }

  retry(key) {
    this.#mark(key, { status: "waiting", problem: null });
    this.set({ notice: null });
    this.#pump();
  }

  /** Give a message up that could not be sent. @returns {string} its text, for the message box */
  drop(key) {
    const dropped = this.queue.find((each) => each.key === key);
    this.queue = this.queue.filter((each) => each.key !== key);
    this.set({ items: this.state.items.filter((item) => item.key !== key), notice: null });
    this.keep();
    this.#pump();
    return dropped?.text ?? "";
  }

  #mark(key, changes) {
    this.set({ items: this.state.items.map((item) => (item.key === key ? { ...item, ...changes } : item)) });
  }

  /** Send what waits, one after the other: the next only when the one before is known to be there. */
  async #pump() {
    if (this.isSending) return;
    this.isSending = true;
    let tries = 0;
    try {
      while (this.queue.length && !this.life.signal.aborted) {
        const [message] = this.queue;
        if (this.state.items.find((item) => item.key === message.key)?.status === "failed") return;
        try {
          if (!navigator.onLine) throw new Problem(0);
          await this.#ensure();
          await this.#deliver(message);
          tries = 0;
        } catch (error) {
          if (this.life.signal.aborted) return;
          if (!(error instanceof Problem)) throw error;
          if (!(await this.#failed(message, error, tries++))) return;
        }
      }
    } finally {
      this.isSending = false;
      if (this.queue.length === 0) this.#follow();
    }
  }

  async #deliver(message) {
    this.#unfollow();
    const arrived = () => {
      this.queue = this.queue.filter((each) => each !== message);
      this.#mark(message.key, { status: "sent", problem: null });
      this.set({ notice: null, isCut: false });
      this.keep();
    };
    const [rest, body] = message.file
      ? ["/files", formOf(message)]
      : ["/messages", { text: message.text, client_message_id: message.key }];
    let isThere = false;
    try {
      await this.wire.stream("POST", this.#path(rest), {
        token: this.conversation.token, body, signal: this.life.signal,
        onOpen: () => { isThere = true; arrived(); },
        onEvent: (event) => this.apply(event, message.key),
      });
    } catch (error) {
      if (!isThere) throw error;
      // It was taken; the rest of the answer is read from where the line broke.
      this.#follow(0);
    }
  }

  /** @returns {Promise<boolean>} whether to try again now */
  async #failed(message, error, tries) {
    if (error.status === 0) {
      this.set({ isCut: true });
      await pause(navigator.onLine ? backOffS(tries) : 3600, this.life.signal, window);
      return true;
    }
    if (error.status === 429) {
      const seconds = error.retryAfterS || 10;
      this.set({ notice: { kind: "limit", until: Date.now() + seconds * 1000 } });
      await pause(seconds, this.life.signal);
      this.set({ notice: null });
      return true;
    }
    if (error.status === 404 && this.conversation && tries === 0) {
      this.conversation = null;
      return true;
    }
    if (error.status === 401) {
      if (tries === 0 && this.conversation && typeof this.identity() === "function") {
        await this.signIn().catch(() => {});
        return true;
      }
      this.set({ needsSignIn: true });
    }
    this.#mark(message.key, { status: "failed", problem: { code: error.code, text: error.message } });
    return false;
  }

  // --- listening --------------------------------------------------------------------------------------------

  #unfollow() {
    this.following?.abort();
    this.following = null;
  }

  #follow(tries = 0) {
    if (!this.conversation || this.following || this.isSending && tries === 0 && !this.state.draft) return;
    if (!this.isWatched && !this.state.handoff && !this.state.draft) return;
    const mine = new AbortController();
    this.following = mine;
    const signal = AbortSignal.any([mine.signal, this.life.signal]);
    (async () => {
      for (;;) {
        try {
          await this.wire.stream("GET", this.#path(`/events?after=${this.lastId}`), {
            token: this.conversation.token, signal,
            onOpen: () => { tries = 0; this.set({ isCut: false }); },
            onEvent: (event) => this.apply(event),
          });
        } catch (error) {
          if (signal.aborted) return;
          if (error instanceof Problem && [401, 403, 404].includes(error.status)) return;
          this.set({ isCut: true });
        }
        await pause(backOffS(tries++), signal, window);
      }
    })().catch(() => {}).finally(() => {
      if (this.following === mine) this.following = null;
    });
  }

  #network() {
    this.set({ isOnline: navigator.onLine });
    if (navigator.onLine) this.#pump();
  }

  /** One event, from whichever line it came; one that was seen before changes nothing. */
  apply({ id, kind, data }, key = null) {
    if (id && id <= this.lastId) return;
    const { draft } = this.state;
    // A person may have said something just before what was sent to them: it is read once more, and in order.
    const isToPerson = key && !draft && ["message", "handoff"].includes(kind);
    if (id && !isToPerson) this.lastId = id;
    const turn = Math.floor(id / 1000);
    switch (kind) {
      case "start":
        this.#asked(data.messages, key);
        this.set({ draft: { turn, text: "", cards: [], sources: [], replies: [], handoff: null, doing: [] }, replies: [] });
        break;
      case "status":
        if (draft) this.set({ draft: { ...draft, doing: data.doing ?? [] } });
        break;
      case "delta":
        if (draft) this.set({ draft: { ...draft, text: draft.text + data.text } });
        break;
      case "card":
        if (draft) this.set({ draft: { ...draft, cards: [...draft.cards, data] } });
        break;
      case "sources":
        if (draft) this.set({ draft: { ...draft, sources: data.sources } });
        break;
      case "quick_replies":
        if (draft) this.set({ draft: { ...draft, replies: data.replies } });
        break;
      case "handoff":
        this.#handedOff(data);
        break;
      case "message":
        this.#said(data, key);
        break;
      case "end":
        this.#ended(data, turn);
        break;
      case "error":
        this.set({ draft: null });
    }
  }

  /** What is being answered; from another tab we may not have seen it. */
  #asked(messages, key) {
    const items = [...this.state.items];
    for (const message of messages) {
      const at = items.findIndex((item) => item.seq === message.seq || item.key === message.client_message_id
        || (key && item.key === key && item.file));
      if (at >= 0) items[at] = { ...items[at], seq: message.seq, status: "sent", fileId: fileIdOf(message.client_message_id) };
      else items.push(fromStored({ ...message, sender: "customer", cards: [], sources: [], quick_replies: [] }));
    }
    this.set({ items });
  }

  #handedOff(data) {
    clearTimeout(this.typing);
    if (data.status === "typing") {
      const { handoff } = this.state;
      if (!PRESENT.includes(handoff?.status)) return;
      this.set({ handoff: { ...handoff, ...data } });
      this.typing = setTimeout(() => this.#stoppedTyping(), TYPING_MS);
      return;
    }
    const handoff = { status: "waiting", ...data };
    if (this.state.draft) this.set({ draft: { ...this.state.draft, handoff } });
    this.set({ handoff: handoff.status === "returned" ? null : handoff });
  }

  #stoppedTyping() {
    clearTimeout(this.typing);
    const { handoff } = this.state;
    if (handoff?.status === "typing") this.set({ handoff: { ...handoff, status: "joined" } });
  }

  #said(data, key) {
    if (data.sender === "customer") {
      // To the person who has joined, from here or from another tab.
      this.#asked([data], key);
      return;
    }
    this.#stoppedTyping();
    if (this.state.items.some((item) => item.seq === data.seq)) return;
    this.#add(fromStored({ quick_replies: [], cards: [], sources: [], sender: "staff", ...data }));
  }

  #ended(data, turn) {
    const { draft, items } = this.state;
    const stopped = items.find((item) => item.status === "stopped" && item.turn === turn);
    this.set({ draft: null });
    // The assistant answers: the person was called off in words, or has not been heard of for long.
    if (!draft?.handoff && PRESENT.includes(this.state.handoff?.status)) this.place().catch(() => {});
    if (stopped) {
      // The service's words count: what had been on its way, and what was done. Too late to stop it, all of it is there.
      this.#mark(stopped.key, data.stopped ? { seq: data.seq, text: data.text } : { seq: data.seq, whole: data.text });
      return;
    }
    if (items.some((item) => item.seq === data.seq)) return;
    const { cards = [], sources = [], replies = [], handoff = null } = draft ?? {};
    this.#add({ key: `s${data.seq}`, seq: data.seq, sender: "assistant", text: data.text, cards, sources, replies, handoff,
      status: data.stopped ? "stopped" : "sent", at: Date.now(), isLive: true });
    this.set({ replies });
  }

  #add(item) {
    const unread = this.isWatched ? 0 : this.state.unread + 1;
    this.set({ items: [...this.state.items, item], unread });
  }

  /** No more of the answer that is being written: shown at once, and told to the service. What it did stays done. */
  stop() {
    const { draft, items } = this.state;
    if (!draft) return;
    // Not heard, or too late: then the whole answer comes, and is shown when it is asked for.
    this.#call("POST", "/stop", { body: { event_id: this.lastId } }).catch(() => {});
    const item = { key: `stopped-${draft.turn}`, turn: draft.turn, sender: "assistant", text: draft.text, cards: draft.cards,
      sources: [], replies: [], status: "stopped", whole: null, at: Date.now() };
    this.set({ draft: null, items: [...items, item] });
  }

  /** After all: the whole answer that was stopped. */
  unstop(key) {
    const item = this.state.items.find((each) => each.key === key);
    if (item?.whole) this.#mark(key, { text: item.whole, status: "sent" });
  }

  // --- identity, rating, people -----------------------------------------------------------------------------

  /** Say who speaks, in the running conversation if there is one. Raises Problem. */
  async signIn(token = null) {
    if (!this.conversation) return;
    const credential = await this.#credential(token);
    if (!Object.keys(credential).length) return;
    const { name } = await this.#call("PUT", "/identity", { body: credential });
    this.set({ name, isSignedIn: true, needsSignIn: false });
    this.keep();
  }

  /** Take up a conversation by the key in a mail's link. Raises Problem: 401 until its customer is signed in. */
  async resume(key) {
    this.resuming = key;
    const { access_token: token, ...credential } = await this.#credential();
    const opened = await this.wire.call("POST", "/v1/resumptions", {
      body: { token: key, ...(token ? { access_token: token } : credential) }, signal: this.life.signal,
    });
    this.forget();
    this.conversation = { id: opened.conversation_id, token: opened.token };
    this.set({ isStarted: true, isSignedIn: opened.signed_in, isRestoring: true });
    try {
      await this.#reread(0);
      await this.place();
    } finally {
      this.set({ isRestoring: false });
      this.#follow(0);
    }
    this.keep();
  }

  async rate(score, comment) {
    await this.#call("PUT", "/rating", { body: { score, comment } });
    this.set({ isRated: true });
    this.keep();
  }

  skipRating() {
    this.set({ isRated: true });
    this.keep();
  }

  async place() {
    if (!this.conversation) return;
    const { handoff } = this.state;
    const found = await this.#call("GET", "/handoff");
    if (this.state.handoff !== handoff) return; // what was told meanwhile is newer
    this.set({ handoff: found.status === "none" ? null : { ...handoff, ...found } });
  }

  async leaveAddress(email) {
    await this.#call("PUT", "/handoff", { body: { email } });
    this.set({ handoff: { ...this.state.handoff, email } });
  }

  async backToAssistant() {
    await this.#call("DELETE", "/handoff");
    this.set({ handoff: null });
  }

  picture(fileId) {
    return fetch(this.wire.service + this.#path(`/files/${fileId}`), {
      headers: { authorization: `Bearer ${this.conversation.token}` }, credentials: "omit", signal: this.life.signal,
    }).then((answer) => (answer.ok ? answer.blob() : Promise.reject(new Problem(answer.status))));
  }
}

/** What one tab may remember, and only after the visitor or the shop agreed. */
export class Memory {
  constructor(key, mayKeep) {
    this.key = `support-chat:${key}`;
    this.mayKeep = mayKeep;
  }

  read() {
    try {
      return this.mayKeep || sessionStorage.getItem(this.key) ? JSON.parse(sessionStorage.getItem(this.key)) : null;
    } catch {
      return null;
    }
  }

  write(value) {
    if (!this.mayKeep) return;
    try {
      sessionStorage.setItem(this.key, JSON.stringify({ ...this.read(), ...value }));
    } catch {
      // No storage, no memory: the chat works all the same.
    }
  }

  clear() {
    try {
      sessionStorage.removeItem(this.key);
    } catch {
      // As above.
    }
  }
}

function newKey() {
  return crypto.randomUUID?.() ?? `${Date.now()}-${Math.random().toString(36).slice(2)}`;
}

const fileIdOf = (clientMessageId) => (/^f_[0-9a-f]{32}$/.test(clientMessageId ?? "") ? clientMessageId : null);

function fromStored(message) {
  return {
    key: message.client_message_id ?? `s${message.seq}`, seq: message.seq, sender: message.sender, text: message.text,
    status: ["received", "stopped"].includes(message.status) ? message.status : "sent", at: message.created_at ? Date.parse(message.created_at) : Date.now(),
    cards: message.cards, sources: message.sources, replies: message.quick_replies, name: message.name,
    fileId: message.sender === "customer" ? fileIdOf(message.client_message_id) : null,
  };
}

function formOf({ file, caption }) {
  const form = new FormData();
  form.append("file", file);
  if (caption) form.append("text", caption);
  return form;
}
