/**
 * The widget alone, for shops that insist on an iframe: <iframe src="https://SERVICE/widget/frame?shop=KEY">.
 * The page around it may send {supportChat: "identify" | "setLocale" | "consent", value}; only our parent is heard,
 * only from an origin that the shop allows, and answers go to that origin and nowhere else.
 */
import "../loader.js";

const query = new URLSearchParams(location.search);
const allowed = new Set([location.origin, ...document.querySelector("meta[name=support-chat-origins]").content.split(" ")].filter(Boolean));
const HEARD = new Set(["identify", "setLocale", "consent", "open"]);
let parentOrigin = null;

const element = document.createElement("support-chat");
for (const name of ["shop", "locale", "theme", "accent", "consent"]) {
  if (query.has(name)) element.setAttribute(name, query.get(name));
}
element.setAttribute("frame", "");
element.setAttribute("open", "");
document.body.append(element);

addEventListener("message", (event) => {
  if (event.source !== parent || !allowed.has(event.origin)) return;
  const { supportChat: name, value } = event.data ?? {};
  if (!HEARD.has(name)) return;
  parentOrigin = event.origin;
  element[name](value);
});

for (const name of ["ready", "open", "close", "message", "unread", "handoff", "sign-in"]) {
  element.addEventListener(`supportchat:${name}`, (event) => {
    if (parentOrigin && parent !== window) parent.postMessage({ supportChat: name, detail: event.detail }, parentOrigin);
  });
}
