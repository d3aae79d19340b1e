/**
 * The chat page. Everything shown comes from the conversation's events, so a reload, a second tab and a
 * broken line all end in the same picture. Customers' words and ours are set as text, never as markup.
 */
import { draw, handoff, make, sources } from "./cards.js";
import { Problem, call, follow } from "./service.js";

const byId = (id) => document.getElementById(id);
const log = byId("log"), draft = byId("draft"), choices = byId("choices"), scroll = byId("scroll");
const status = byId("status"), box = byId("message"), composer = byId("composer");
const KEY = "verdemuse-chat";

let conversation = null;
let following = null;
let writing = null;
/** Messages sent from this tab that no event has shown yet: client_message_id -> list item */
const echoes = new Map();
const shown = new Set();

function remembered() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY));
  } catch {
    return null;
  }
}

async function begin() {
  const kept = remembered();
  if (kept) {
    try {
      await restore(kept);
      return;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
    }
  }
  await open(null);
}

async function restore(kept) {
  conversation = kept;
  let after = 0, page;
  do {
    page = await call("GET", `/v1/conversations/${kept.id}/messages?after=${after}&limit=200`, { token: kept.token });
    if (after === 0) {
      clear();
      greet(kept.greeting);
    }
    for (const message of page.messages) {
      showStored(message);
      after = message.seq;
    }
  } while (page.has_more);
  named(kept.name);
  listen(page.last_event_id);
}

async function open(customer) {
  const body = { locale: navigator.language.slice(0, 35) };
  if (customer) body.customer_token = customer.customer_token;
  const opened = await call("POST", "/v1/conversations", { body });
  conversation = { id: opened.conversation_id, token: opened.token, greeting: opened.greeting, name: customer?.name ?? null };
  sessionStorage.setItem(KEY, JSON.stringify(conversation));
  clear();
  named(conversation.name);
  greet(opened.greeting);
  listen(0);
}

function listen(after) {
  following?.abort();
  following = new AbortController();
  const { signal } = following;
  follow(conversation, after, {
    signal,
    onEvent: (event) => signal.aborted || HANDLERS[event.kind]?.(event.data),
    onConnection: (isUp) => tell(isUp ? "" : "Connection lost. Reconnecting."),
  }).catch((error) => tell(error.message));
}

const HANDLERS = {
  start(data) {
    discard();
    data.messages.forEach(showAsked);
    choices.replaceChildren();
    writing = { text: "", parts: make("div"), bubble: make("div", { class: "bubble typing" }, "Writing"), replies: [] };
    draft.replaceChildren(make("div", { class: "said assistant" }, writing.bubble, writing.parts));
    draft.hidden = false;
    tell("The assistant is writing.");
    toEnd();
  },
  delta(data) {
    if (!writing) return;
    writing.text += data.text;
    writing.bubble.classList.remove("typing");
    writing.bubble.textContent = bulleted(writing.text);
    toEnd();
  },
  message(data) {
    if (data.sender === "customer") showAsked(data);
    else if (!shown.has(data.seq)) show(data.sender, data.text, data.seq);
  },
  card: (data) => attach(draw(data, say)),
  sources: (data) => attach(sources(data.sources)),
  handoff: (data) => attach(handoff(data)),
  quick_replies(data) {
    if (writing) writing.replies = data.replies;
  },
  end(data) {
    const done = writing ?? { parts: make("div"), replies: [] };
    discard();
    tell("");
    if (!shown.has(data.seq)) show("assistant", data.text, data.seq, done.parts);
    offer(done.replies);
    toEnd();
  },
  error() {
    discard();
    tell("");
  },
};

function attach(element) {
  if (element) writing?.parts.append(element);
  toEnd();
}

function discard() {
  writing = null;
  draft.replaceChildren();
  draft.hidden = true;
}

function showAsked(message) {
  const echo = echoes.get(message.client_message_id);
  echoes.delete(message.client_message_id);
  if (shown.has(message.seq)) return;
  if (echo) shown.add(message.seq);
  else show("customer", message.text, message.seq);
}

function showStored(message) {
  const parts = make("div", {}, ...message.cards.map((card) => draw(card, say)).filter(Boolean));
  if (message.sources.length) parts.append(sources(message.sources));
  show(message.sender, message.text, message.seq, parts);
  offer(message.quick_replies);
  toEnd();
}

/** Lines that begin with a dash are points of a list; everything else stands as written. */
function bulleted(text) {
  return text.replace(/^- /gm, "\u2022 ");
}

function show(sender, text, seq, parts = null) {
  const name = { customer: "You", assistant: "Assistant", staff: "Colleague" }[sender] ?? "Note";
  const bubble = make("div", { class: "bubble", dir: "auto" }, make("span", { class: "unseen" }, `${name}: `), bulleted(text));
  const item = make("div", { class: `said ${sender}` }, bubble, parts);
  log.append(item);
  if (seq) shown.add(seq);
  toEnd();
  return item;
}

function greet(greeting) {
  show("assistant", greeting.text, 0);
  offer(greeting.quick_replies);
}

function offer(replies) {
  choices.replaceChildren(...replies.map((text) => {
    const button = make("button", { type: "button" }, text);
    button.addEventListener("click", () => say(text));
    return button;
  }));
}

async function say(text) {
  const to = conversation;
  const clientMessageId = crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`;
  const item = show("customer", text, 0);
  echoes.set(clientMessageId, item);
  choices.replaceChildren();
  box.focus();
  await deliver(to, item, { text, client_message_id: clientMessageId });
}

/** The same picture again is the same message, on the service's side. */
async function sendPhoto(file) {
  const to = conversation;
  const body = new FormData();
  body.append("file", file);
  const item = show("customer", `Photo: ${file.name}`, 0);
  await deliver(to, item, body, "files", (sent) => shown.has(sent.seq) ? item.remove() : shown.add(sent.seq));
}

/** The same id each time: however often it is sent, it is one message. */
async function deliver(to, item, body, route = "messages", onSent = () => {}) {
  item.classList.remove("failed");
  try {
    onSent(await call("POST", `/v1/conversations/${to.id}/${route}`, { token: to.token, body }));
  } catch (error) {
    item.classList.add("failed");
    const why = error instanceof Problem ? error.message : "The service cannot be reached.";
    const again = make("button", { type: "button", class: "quiet" }, "Send again");
    const note = make("p", { class: "problem" }, `Not sent. ${why} `, again);
    again.addEventListener("click", () => {
      note.remove();
      deliver(to, item, body, route, onSent);
    });
    item.append(note);
    toEnd();
  }
}

function clear() {
  discard();
  echoes.clear();
  shown.clear();
  log.replaceChildren();
  choices.replaceChildren();
}

function named(name) {
  byId("account-state").textContent = name ? `Signed in as ${name}.` : "You are a guest. Sign in to see your orders.";
}

function tell(text) {
  if (status.textContent !== text) status.textContent = text;
}

function toEnd() {
  scroll.scrollTop = scroll.scrollHeight;
}

composer.addEventListener("submit", (event) => {
  event.preventDefault();
  const text = box.value;
  if (!text.trim() || !conversation) return;
  box.value = "";
  fit();
  say(text);
});
box.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    composer.requestSubmit();
  }
});
byId("photo").addEventListener("change", (event) => {
  const [file] = event.target.files;
  event.target.value = "";
  if (file && conversation) sendPhoto(file);
});
box.addEventListener("input", fit);
function fit() {
  box.rows = Math.min(5, box.value.split("\n").length);
}
byId("restart").addEventListener("click", () => open(null).catch((error) => tell(error.message)));
byId("sign-in").addEventListener("submit", async (event) => {
  event.preventDefault();
  const problem = byId("sign-in-problem");
  problem.textContent = "";
  try {
    const customer = await call("POST", "/v1/demo/sign-in", { body: { email: byId("email").value } });
    await open(customer);
    byId("account").open = false;
    box.focus();
  } catch (error) {
    problem.textContent = error.code === "invalid_input" ? "Please enter an e-mail address." : error.message;
  }
});
begin().catch(() => tell("The service cannot be reached. Please reload the page."));
