/**
 * Markdown as elements: marked cuts it into tokens, each known token becomes a node, everything else stays text.
 * No HTML is ever parsed, so there is nothing to sanitise; pictures become their description.
 */
import { h } from "./vendor/preact.js";
import { lexer } from "./vendor/marked.js";

const SAFE = /^(https?|mailto|tel):/i;

/** The address if a visitor may follow it, else null. */
export function safeUrl(address) {
  try {
    const url = new URL(address);
    return SAFE.test(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

export function Link({ href, children, ...rest }) {
  const url = safeUrl(href);
  if (!url) return h("span", null, children);
  return h("a", { href: url, target: "_blank", rel: "noopener noreferrer nofollow", ...rest }, children);
}

const DRAWN = {
  paragraph: (token) => h("p", null, all(token.tokens)),
  heading: (token) => h("p", null, h("strong", null, all(token.tokens))),
  text: (token) => (token.tokens ? all(token.tokens) : token.text),
  escape: (token) => token.text,
  strong: (token) => h("strong", null, all(token.tokens)),
  em: (token) => h("em", null, all(token.tokens)),
  del: (token) => h("del", null, all(token.tokens)),
  codespan: (token) => h("code", null, token.text),
  code: (token) => h("pre", { tabIndex: 0 }, h("code", null, token.text)),
  br: () => h("br"),
  hr: () => h("hr"),
  blockquote: (token) => h("blockquote", null, all(token.tokens)),
  list: (token) =>
    h(token.ordered ? "ol" : "ul", token.ordered && token.start > 1 ? { start: token.start } : null,
      token.items.map((item) => h("li", null, all(item.tokens)))),
  checkbox: (token) => (token.checked ? "☑ " : "☐ "),
  link: (token) => h(Link, { href: token.href }, all(token.tokens)),
  image: (token) => token.text,
  space: () => null,
  def: () => null,
  table: (token) =>
    h("div", { class: "wide", tabIndex: 0, role: "group" },
      h("table", null,
        h("thead", null, h("tr", null, token.header.map((cell) => h("th", { scope: "col" }, all(cell.tokens))))),
        h("tbody", null, token.rows.map((row) => h("tr", null, row.map((cell) => h("td", null, all(cell.tokens)))))))),
};

const all = (tokens) => (tokens ?? []).map((token) => (DRAWN[token.type] ?? ((other) => other.raw))(token));

/** A line right after a list's last point is meant as a line of its own, not as part of that point. */
const parted = (text) => text.replace(/^([-*] .*)\n(?=[^\s*-])/gm, "$1\n\n");

export function Markdown({ text }) {
  return h("div", { class: "text", dir: "auto" }, all(lexer(parted(text), { gfm: true, breaks: true })));
}
