/**
 * Cards: data of the service as elements. `context` has {words, say, talk, service, host, isOpen}; `isOpen` is whether
 * the card is of the newest answer, so that it may still be acted upon. An unknown kind shows its text.
 */
import { h, Fragment } from "./vendor/preact.js";
import htm from "./vendor/htm.js";
import { useState } from "./vendor/hooks.js";
import { Link, safeUrl } from "./markdown.js";
import { CodeForm, Csat, ReturnForm, SignInCard } from "./forms.js";

const html = htm.bind(h);

function Time({ iso, text, words, withTime }) {
  if (!iso) return text ?? null;
  return html`<time datetime=${iso}>${withTime ? words.moment(iso) : words.day(iso)}</time>`;
}

/** Only pictures that the service itself keeps: a page's picture must not tell a third party who looks. */
function pictureOf(image, service) {
  if (!image) return null;
  const url = safeUrl(new URL(image, `${service}/shop/`).href);
  return url?.startsWith(`${service}/`) ? url : null;
}

function stockText(stock, words) {
  if (!(stock > 0)) return words.t("soldOut");
  return stock <= 5 ? words.t("fewLeft", { n: stock }) : words.t("inStock");
}

function Product({ product, context }) {
  const { words, service, config } = context;
  const [isBroken, setBroken] = useState(false);
  const picture = pictureOf(product.image, service);
  const page = config.product_page ? new URL(config.product_page.replace("{id}", encodeURIComponent(product.product_id)), service).href : null;
  return html`<li class="product">
    <div class="picture">${picture && !isBroken &&
      html`<img src=${picture} alt="" width="150" height="150" loading="lazy" onError=${() => setBroken(true)} />`}</div>
    <p class="name" dir="auto">${product.name}</p>
    <p class="price">${words.money(product.price)}${product.original_price && html` <s>${words.money(product.original_price)}</s>`}</p>
    <p class=${`stock ${product.stock > 5 ? "" : product.stock > 0 ? "few" : "out"}`}>${stockText(product.stock, words)}</p>
    ${product.sizes?.filter(Boolean).length > 1 && html`<p class="fine">${words.t("sizes", { list: words.list(product.sizes) })}</p>`}
    ${product.colours?.filter(Boolean).length > 0 && html`<p class="fine">${words.t("colours", { list: words.list(product.colours) })}</p>`}
    <div class="deeds">
      ${page && html`<a class="button" href=${page} aria-label=${words.t("view", { name: product.name })}>${words.t("viewShort")}</a>`}
      <button type="button" class="plain" aria-label=${words.t("askAbout", { name: product.name })}
        onClick=${() => context.say(words.t("askAbout", { name: product.name }))}>${words.t("more")}</button>
    </div>
  </li>`;
}

function Products({ data, context }) {
  return html`<ul class="products" tabindex="0" aria-label=${context.words.t("products")}>
    ${data.products.map((product) => html`<${Product} key=${product.product_id} product=${product} context=${context} />`)}
  </ul>`;
}

const STEPS = ["paid", "packed", "shipped", "delivered"];
const AT = { pending: 0, paid: 0, packed: 1, shipped: 2, delayed: 2, in_transit: 2, delivered: 3 };

function Progress({ status, words }) {
  const at = AT[status];
  if (at === undefined) return null;
  return html`<ol class="progress" aria-label=${words.t("progress")}>
    ${STEPS.map((step, i) => html`<li class=${i <= at ? "done" : ""} aria-current=${i === at ? "step" : null}>${words.of("steps", step)}</li>`)}
  </ol>`;
}

function Parcel({ parcel, number, words }) {
  return html`<section class="parcel">
    <h4>${number ? words.t("parcelOf", { n: number }) : words.t("parcel")}${words.t("colon")}${parcel.carrier}</h4>
    <p>${words.of("states", parcel.status)}${parcel.tracking_number && html` · <span class="number">${parcel.tracking_number}</span>`}</p>
    ${parcel.delivered
      ? html`<p>${words.t("delivered", { day: "" })}<${Time} iso=${parcel.delivered_at} text=${parcel.delivered} words=${words} /></p>`
      : parcel.expected && html`<p>${words.t("expected", { day: "" })}<${Time} iso=${parcel.expected_on} text=${parcel.expected} words=${words} /></p>`}
    ${parcel.events?.length > 0 && html`<details>
      <summary>${words.t("events")}</summary>
      <ol class="events">${parcel.events.map((event) => html`<li>
        <${Time} iso=${event.time} text=${event.at} words=${words} withTime=${true} /> ${event.description}${event.location && `, ${event.location}`}</li>`)}</ol>
    </details>`}
    ${parcel.tracking_url && html`<p><${Link} href=${parcel.tracking_url} class="button"
      aria-label=${words.t("track", { number: parcel.tracking_number, carrier: parcel.carrier })}>${words.t("trackShort", { carrier: parcel.carrier })}<//></p>`}
  </section>`;
}

function Order({ data, context, isShort }) {
  const { words } = context;
  const number = words.t("order", { id: data.order_id });
  return html`<div class="card order">
    <h3>${isShort
      ? html`<button type="button" class="plain" onClick=${() => context.say(number)}>${number}</button>` : number}</h3>
    <p><strong>${words.of("states", data.status)}</strong>${data.placed && html` · ${words.t("placed", { day: "" })}<${Time} iso=${data.placed_at} text=${data.placed} words=${words} />`}</p>
    ${!isShort && html`<${Progress} status=${data.status} words=${words} />`}
    <ul class="lines">${(data.lines ?? []).map((line) => html`<li dir="auto">${words.t("quantity", { n: line.quantity })}${line.name}${" "}
      <span class="fine">${[line.size, line.colour].filter(Boolean).join(", ")}</span></li>`)}</ul>
    ${data.total && html`<p>${words.t("total")}${words.t("colon")}<strong>${words.money(data.total)}</strong></p>`}
    ${!isShort && (data.parcels ?? []).map((parcel, i) => html`<${Parcel} parcel=${parcel} number=${data.parcels.length > 1 && i + 1} words=${words} />`)}
  </div>`;
}

const OrderList = ({ data, context }) =>
  html`<div class="stack">${data.orders.map((order) => html`<${Order} key=${order.order_id} data=${order} context=${context} isShort=${true} />`)}</div>`;

function Claim({ claim, words }) {
  return html`<div class="card claim">
    <h3>${words.t("claim", { id: claim.claim_id })}</h3>
    <p><strong>${words.of("states", claim.status)}</strong> · ${words.of("claimKinds", claim.kind)}</p>
    <p dir="auto">${words.t("quantity", { n: claim.quantity })}${claim.item} <span class="fine">${words.t("order", { id: claim.order_id })}</span></p>
    ${claim.refund?.amount_minor > 0 && html`<p>${words.t("refund")}${words.t("colon")}<strong>${words.money(claim.refund)}</strong> ${claim.method && html`<span class="fine">${claim.method}</span>`}</p>`}
    ${claim.send_back_by && html`<p>${words.t("sendBackBy", { day: claim.send_back_by })}</p>`}
    ${claim.due_by && html`<p>${words.t("dueBy", { day: claim.due_by })}</p>`}
    ${claim.events?.length > 0 && html`<ol class="events">${claim.events.map((event) => html`<li><${Time} iso=${event.time} text=${event.at} words=${words} /> ${words.of("states", event.status)}</li>`)}</ol>`}
  </div>`;
}

const Claims = ({ data, context }) =>
  html`<div class="stack">${data.claims.map((claim) => html`<${Claim} key=${claim.claim_id} claim=${claim} words=${context.words} />`)}</div>`;

/** Two buttons that answer for the visitor, once; afterwards, and after a reload, the choice stands. */
function Confirm({ context }) {
  const { words } = context;
  const [chosen, setChosen] = useState(null);
  const choice = chosen ?? context.answer;
  if (!context.isOpen || chosen) {
    return html`<p class="card settled">${choice === true ? words.t("confirmed") : choice === false ? words.t("declined") : words.t("answered")}</p>`;
  }
  const choose = (isYes) => {
    if (chosen !== null) return;
    setChosen(isYes);
    context.say(isYes ? words.t("confirmYesSaid") : words.t("confirmNoSaid"));
  };
  return html`<div class="card confirm" role="group" aria-label=${words.t("confirmTitle")}>
    <p><strong>${words.t("confirmTitle")}</strong></p>
    <div class="deeds">
      <button type="button" onClick=${() => choose(true)}>${words.t("confirm")}</button>
      <button type="button" class="plain" onClick=${() => choose(false)}>${words.t("confirmNo")}</button>
    </div>
  </div>`;
}

function Receipt({ data, context }) {
  const { words } = context;
  return html`<div class="card receipt">
    <p><strong>✓ ${words.t("receipt")}</strong></p>
    ${data.number && html`<p>${words.t("reference", { id: data.number })}</p>`}
  </div>`;
}

const KINDS = { products: Products, order: Order, order_list: OrderList, claim: Claims, confirm: Confirm, receipt: Receipt,
  return_form: ReturnForm, sign_in: SignInCard, code: CodeForm, csat: Csat };

/** `said`: the words of the message the card came with; a card of an unknown kind that only repeats them adds nothing. */
export function Card({ card, said, context }) {
  const Kind = KINDS[card.kind];
  try {
    if (Kind) return html`<${Kind} data=${card.data} context=${context} />`;
  } catch {
    // A card this version cannot draw is as good as an unknown one.
  }
  return said?.includes(card.text) ? null : html`<p class="card" dir="auto">${card.text}</p>`;
}

export function Sources({ sources, words }) {
  if (!sources?.length) return null;
  return html`<details class="sources">
    <summary>${words.t("sources")} (${words.number(sources.length)})</summary>
    <ul>${sources.map((source) => html`<li dir="auto">${source.url ? html`<${Link} href=${source.url}>${source.title}<//>` : source.title}${source.heading && `, ${source.heading}`}
      ${source.last_updated && html`<${Fragment}>, ${words.t("updated", { day: "" })}<${Time} iso=${source.last_updated} words=${words} /><//>`}</li>`)}</ul>
  </details>`;
}
