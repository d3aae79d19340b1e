/** Cards: data drawn with textContent alone. A kind that is not known here shows its text. */

/** Make an element: `make("p", { class: "soft" }, "text", child)`. */
export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined) element.setAttribute(key, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

/** Forms of the widget. The message they come with asks the same in words, which is enough here. */
const QUESTIONS = new Set(["sign_in", "code", "return_form"]);

/**
 * @param {{kind: string, data: any, text: string}} card
 * @param {(text: string) => void} say sends a message in the customer's name
 */
export function draw(card, say) {
  if (QUESTIONS.has(card.kind)) return null;
  const artist = ARTISTS[card.kind];
  try {
    return artist ? artist(card.data, say, card) : plain(card);
  } catch {
    return plain(card);
  }
}

function plain(card) {
  return box(null, make("p", {}, card.text));
}

function box(title, ...children) {
  return make("div", { class: "card" }, title && make("h3", {}, title), ...children);
}

const ARTISTS = {
  products: (data, say) => make("div", { class: "products" }, ...data.products.map((one) => product(one, say))),
  order: (data) => order(data),
  order_list: (data, say) =>
    make("div", {}, ...data.orders.map((one) => orderLine(one, say))),
  confirm: () => confirm(),
  receipt: (data) => box("Done", data.number && make("p", {}, "Your number: ", make("strong", {}, data.number))),
  claim: (data) => make("div", {}, ...data.claims.map(claim)),
  sources: (data) => sources(data.sources ?? []),
};

function product(one, say) {
  const ask = make("button", { type: "button", class: "quiet", "aria-label": `Tell me more about ${one.name}` }, "More");
  ask.addEventListener("click", () => say(`Tell me more about ${one.name}`));
  return make(
    "div",
    { class: "card" },
    one.image && picture(one.image),
    make("h3", {}, one.name),
    make("p", {}, one.price.text),
    make("p", { class: "soft" }, one.stock > 0 ? one.colours.join(", ") : "Sold out"),
    one.stock > 0 ? make("p", { class: "soft" }, one.sizes.join(" · ")) : null,
    ask,
  );
}

/** The shop's own picture; nothing where there is none. */
function picture(path) {
  const image = make("img", { src: `/shop/${path}`, alt: "", loading: "lazy" });
  image.addEventListener("error", () => image.remove());
  return image;
}

function order(one) {
  return box(
    `Order ${one.order_id}`,
    make("p", {}, make("span", { class: "tag" }, words(one.status)), ` placed ${one.placed}, ${one.total.text}`),
    make("ul", {}, ...one.lines.map((line) => make("li", {}, lineText(line)))),
    ...one.parcels.map(parcel),
  );
}

function lineText(line) {
  const detail = [line.size, line.colour].filter(Boolean).join(", ");
  return `${line.quantity} × ${line.name}${detail ? ` (${detail})` : ""}, ${line.price.text}`;
}

function parcel(one) {
  const when = one.delivered ? `delivered ${one.delivered}` : one.expected ? `expected ${one.expected}` : words(one.status);
  const events = [...one.events].reverse().map((event) =>
    make("li", {}, `${event.at}: ${event.description}${event.location ? `, ${event.location}` : ""}`));
  return make(
    "div",
    {},
    make("p", {}, `${one.carrier} `, link(one.tracking_url, one.tracking_number), `, ${when}`),
    events.length ? make("details", {}, make("summary", {}, "Journey"), make("ol", {}, ...events)) : null,
  );
}

/** Only https leaves this page; anything else stays text. */
function link(address, text) {
  const isWeb = address && URL.canParse(address) && new URL(address).protocol === "https:";
  return isWeb ? make("a", { href: address, rel: "noopener noreferrer", target: "_blank" }, text) : make("span", {}, text);
}

function orderLine(one, say) {
  const track = make("button", { type: "button", class: "quiet" }, "Track", make("span", { class: "unseen" }, ` order ${one.order_id}`));
  track.addEventListener("click", () => say(`Where is order ${one.order_id}?`));
  const names = one.lines.map((line) => line.name).join(", ");
  return box(
    one.order_id,
    make("p", {}, make("span", { class: "tag" }, words(one.status)), ` ${one.placed}, ${one.total.text}`),
    make("p", { class: "soft" }, names),
    make("div", { class: "row" }, track),
  );
}

/** Its answers are the suggested replies below, which go away with the next message: a yes on an old card
 * could agree to something newer. */
function confirm() {
  return box("Please confirm", make("p", {}, "Nothing happens before you say yes."));
}

function claim(one) {
  return box(
    `Return ${one.claim_id}`,
    make("p", {}, make("span", { class: "tag" }, words(one.status)), ` ${one.quantity} × ${one.item}, refund ${one.refund.text}`),
    make("p", { class: "soft" }, `Order ${one.order_id}. Send back by ${one.send_back_by}.`),
  );
}

export function sources(found) {
  return make(
    "ul",
    { class: "sources", "aria-label": "Sources" },
    ...found.map((one) => make("li", {}, `Source: ${one.title}${one.date ? `, ${one.date}` : ""}`)),
  );
}

export function handoff(data) {
  return box("A person takes over", data.ticket_id && make("p", {}, "Your ticket: ", make("strong", {}, data.ticket_id)));
}

function words(text) {
  return text.replaceAll("_", " ");
}
