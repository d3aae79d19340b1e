/** What a visitor fills in: return, sign-in, code, rating, an address to be answered at. */
import { h } from "./vendor/preact.js";
import htm from "./vendor/htm.js";
import { useEffect, useId, useRef, useState } from "./vendor/hooks.js";

const html = htm.bind(h);
const EMAIL = /^\S+@\S+\.\S+$/;

/** A label, its field, and the error bound to it. */
function Field({ label, error, children }) {
  const id = useId();
  const problem = `${id}-problem`;
  return html`<div class="field">
    <label for=${id}>${label}</label>
    ${children({ id, "aria-invalid": error ? "true" : null, "aria-describedby": error ? problem : null })}
    ${error && html`<p class="problem" id=${problem}>${error}</p>`}
  </div>`;
}

/** Errors by field name; the first bad field gets the focus. */
function useErrors() {
  const [errors, setErrors] = useState({});
  const form = useRef(null);
  const check = (found) => {
    setErrors(found);
    const [first] = Object.keys(found);
    const field = form.current?.elements[first];
    // Radio buttons of one name are a list.
    (field?.focus ? field : field?.[0])?.focus();
    return !first;
  };
  return { errors, form, check };
}

const select = (name, label, options, words) => (bound) => html`<select name=${name} ...${bound}>
  <option value="">${words.t("choose")}</option>
  ${options.map(([value, text]) => html`<option value=${value}>${text}</option>`)}
</select>`;

export function ReturnForm({ data, context }) {
  const { words } = context;
  const { errors, form, check } = useErrors();
  const [line, setLine] = useState(data.lines.length === 1 ? data.lines[0] : null);
  const [isDone, setDone] = useState(false);
  if (!context.isOpen || isDone) return null;
  const submit = (event) => {
    event.preventDefault();
    const given = Object.fromEntries(new FormData(event.target));
    const picked = data.lines.find((each) => String(each.line) === given.line) ?? (data.lines.length === 1 ? data.lines[0] : null);
    const count = Number(given.quantity || 1);
    const found = {};
    if (!picked) found.line = words.t("required");
    if (picked && !(Number.isInteger(count) && count >= 1 && count <= picked.quantity)) found.quantity = words.t("quantityWrong", { n: picked.quantity });
    if (!given.reason) found.reason = words.t("required");
    if (!check(found)) return;
    setDone(true);
    const item = [picked.name, [picked.size, picked.colour].filter(Boolean).join(", ")].filter(Boolean).join(", ");
    const reason = data.reasons.find((each) => each.value === given.reason).label.toLowerCase();
    context.say(words.t("returnSaid", { item, id: data.order_id, quantity: count, reason }));
  };
  return html`<form class="card" novalidate ref=${form} onSubmit=${submit} aria-label=${words.t("returnTitle", { id: data.order_id })}>
    <p><strong>${words.t("returnTitle", { id: data.order_id })}</strong></p>
    ${data.lines.length > 1 && html`<${Field} label=${words.t("returnItem")} error=${errors.line}>${(bound) => html`
      <select name="line" ...${bound} onChange=${(event) => setLine(data.lines.find((each) => String(each.line) === event.target.value))}>
        <option value="">${words.t("choose")}</option>
        ${data.lines.map((each) => html`<option value=${each.line}>${[each.name, each.size, each.colour].filter(Boolean).join(", ")}</option>`)}
      </select>`}<//>`}
    ${line?.quantity > 1 && html`<${Field} label=${words.t("howMany")} error=${errors.quantity}>${(bound) => html`
      <input name="quantity" type="number" min="1" max=${line.quantity} inputmode="numeric" defaultValue="1" ...${bound} />`}<//>`}
    <${Field} label=${words.t("returnReason")} error=${errors.reason}>
      ${select("reason", "", data.reasons.map((each) => [each.value, each.label]), words)}<//>
    <button type="submit">${words.t("returnGo")}</button>
  </form>`;
}

export function CodeForm({ data, context }) {
  const { words } = context;
  const { errors, form, check } = useErrors();
  const [isDone, setDone] = useState(false);
  if (!context.isOpen || isDone) return null;
  const submit = (event) => {
    event.preventDefault();
    const code = String(new FormData(event.target).get("code")).replace(/\D/g, "");
    if (!check(code.length === (data.digits ?? 6) ? {} : { code: words.t("codeShape") })) return;
    setDone(true);
    context.say(code);
  };
  return html`<form class="card" novalidate ref=${form} onSubmit=${submit}>
    <${Field} label=${words.t("code")} error=${errors.code}>${(bound) => html`
      <input name="code" class="code" inputmode="numeric" autocomplete="one-time-code" maxlength="11" ...${bound} />`}<//>
    <button type="submit">${words.t("codeSend")}</button>
  </form>`;
}

/** Sign in here where the service keeps accounts, else on the shop's own page. */
export function SignInCard({ data, context }) {
  const { words, config, talk, host } = context;
  const { errors, form, check } = useErrors();
  const [step, setStep] = useState({ kind: config.sign_in.kind });
  const [isBusy, setBusy] = useState(false);
  if (!context.isOpen || context.isSignedIn) return null;
  const elsewhere = () => {
    if (!host.tell("sign-in")) return;
    if (config.sign_in.page) location.assign(config.sign_in.page);
  };
  const submit = async (event) => {
    event.preventDefault();
    const given = Object.fromEntries(new FormData(event.target));
    const found = {};
    if (step.kind !== "mfa" && !EMAIL.test(given.email)) found.email = words.t("emailShape");
    if (step.kind === "accounts" && !given.password) found.password = words.t("required");
    if (step.kind === "mfa" && !given.code) found.code = words.t("required");
    if (!check(found)) return;
    setBusy(true);
    try {
      await (SIGN_IN[step.kind])({ given, step, setStep, talk, context });
    } catch (error) {
      // The demo asks for no password, except where an account has more to lose.
      if (error.code === "mfa_setup_needed" && step.kind === "demo") setStep({ kind: "accounts" });
      else check({ [step.kind === "mfa" ? "code" : "email"]: words.t("signInFailed") });
    } finally {
      setBusy(false);
    }
  };
  const isForm = step.kind !== "page";
  return html`<form class="card" novalidate ref=${form} onSubmit=${submit} aria-label=${words.t("signIn")}>
    <p><strong>${words.t("signInTitle")}</strong></p>
    ${isForm && step.kind !== "mfa" && html`<${Field} label=${words.t("signInWith")} error=${errors.email}>${(bound) => html`
      <input name="email" type="email" autocomplete="username" ...${bound} />`}<//>`}
    ${step.kind === "accounts" && html`<${Field} label=${words.t("password")} error=${errors.password}>${(bound) => html`
      <input name="password" type="password" autocomplete="current-password" ...${bound} />`}<//>`}
    ${step.kind === "mfa" && html`<${Field} label=${words.t("mfa")} error=${errors.code}>${(bound) => html`
      <input name="code" class="code" inputmode="numeric" autocomplete="one-time-code" ...${bound} />`}<//>`}
    ${isForm
      ? html`<button type="submit" aria-disabled=${isBusy ? "true" : null}>${words.t("signIn")}</button>`
      : html`<button type="button" onClick=${elsewhere}>${words.t("signIn")}</button>`}
    ${data?.guest !== false && html`<p class="fine">${words.t("signInGuest")}</p>`}
  </form>`;
}

const SIGN_IN = {
  async demo({ given, talk, context }) {
    const { customer_token: token } = await talk.wire.call("POST", "/v1/demo/sign-in", { body: { email: given.email } });
    await context.signedIn(token);
  },
  async accounts({ given, setStep, talk, context }) {
    const found = await talk.wire.call("POST", "/v1/sessions", { body: { email: given.email, password: given.password } });
    if (found.mfa_required) setStep({ kind: "mfa", token: found.mfa_token });
    else await context.signedIn(found.access_token);
  },
  async mfa({ given, step, talk, context }) {
    const found = await talk.wire.call("POST", "/v1/sessions/mfa", { body: { mfa_token: step.token, code: given.code } });
    await context.signedIn(found.access_token);
  },
};

export function Csat({ context }) {
  const { words, talk } = context;
  const [state, setState] = useState("open");
  const [score, setScore] = useState(0);
  const [problem, setProblem] = useState("");
  if (state === "sent") return html`<p class="card settled" role="status">${words.t("thanks")}</p>`;
  if (context.isRated || state === "skipped") return null;
  const submit = async (event) => {
    event.preventDefault();
    if (state === "sending") return;
    setState("sending");
    try {
      await talk.rate(score, new FormData(event.target).get("comment"));
      setState("sent");
    } catch {
      setState("open");
      setProblem(words.t("serverTrouble"));
    }
  };
  return html`<form class="card csat" novalidate onSubmit=${submit}>
    <fieldset><legend>${words.t("csat")}</legend>
      <div class="stars">${[1, 2, 3, 4, 5].map((n) => html`<label>
        <input type="radio" name="score" value=${n} aria-label=${words.t("stars", { n })} onChange=${() => setScore(n)} /><span aria-hidden="true">★</span></label>`)}</div>
    </fieldset>
    ${score > 0 && html`<${Field} label=${words.t("csatComment")}>${(bound) => html`<input name="comment" maxlength="500" ...${bound} />`}<//>`}
    <p class="problem" role="alert">${problem}</p>
    <div class="deeds">${score > 0 && html`<button type="submit">${words.t("csatSend")}</button>`}
      <button type="button" class="plain" onClick=${() => { setState("skipped"); talk.skipRating(); }}>${words.t("skip")}</button></div>
  </form>`;
}

/** Where a request for a person stands. */
export function Handoff({ handoff, context }) {
  const { words, talk } = context;
  const { errors, form, check } = useErrors();
  const [isAsking, setAsking] = useState(false);
  // The button that was pressed is gone: the focus goes on with what came in its place.
  useEffect(() => { if (isAsking) form.current?.elements.email.focus(); }, [isAsking]);
  const submit = async (event) => {
    event.preventDefault();
    const email = String(new FormData(event.target).get("email")).trim();
    if (!check(EMAIL.test(email) ? {} : { email: words.t("emailShape") })) return;
    try {
      await talk.leaveAddress(email);
      setAsking(false);
      context.toBox();
    } catch {
      check({ email: words.t("serverTrouble") });
    }
  };
  const who = { name: handoff.agent || words.t("person") };
  const isWaiting = ["waiting", "open", "away"].includes(handoff.status);
  return html`<section class="handoff" aria-label=${words.t("person")}>
    <div role="status">
      ${isWaiting && handoff.status !== "away" && html`<p><strong>${words.t("handoffWaiting")}</strong>
        ${handoff.place ? ` ${words.t("handoffPlace", { n: handoff.place })}` : ""}
        ${handoff.estimate_minutes ? ` ${words.t("handoffEstimate", { n: handoff.estimate_minutes })}` : ""}</p>`}
      ${handoff.status === "away" && html`<p>${words.t("handoffAway")}</p>`}
      ${["joined", "assigned"].includes(handoff.status) && html`<p><strong>${words.t("handoffJoined", who)}</strong></p>`}
      ${handoff.status === "typing" && html`<p>${words.t("handoffTyping", who)}</p>`}
      ${handoff.email && html`<p>${words.t("left_", { email: handoff.email })}</p>`}
    </div>
    ${isWaiting && handoff.support_hours && html`<p class="fine">${words.t("handoffHours", { hours: handoff.support_hours })}</p>`}
    ${handoff.ticket_id && html`<p class="fine">${words.t("handoffTicket", { id: handoff.ticket_id })}</p>`}
    ${isWaiting && !handoff.email && (isAsking || handoff.status === "away") && html`<form novalidate ref=${form} onSubmit=${submit}>
      <${Field} label=${words.t("signInWith")} error=${errors.email}>${(bound) => html`
        <input name="email" type="email" autocomplete="email" ...${bound} />`}<//>
      <button type="submit">${words.t("leave")}</button></form>`}
    <div class="deeds">
      ${isWaiting && handoff.status !== "away" && !handoff.email && !isAsking && html`<button type="button" class="plain" onClick=${() => setAsking(true)}>${words.t("leaveAddress")}</button>`}
      <button type="button" class="plain" onClick=${() => talk.backToAssistant().catch(() => {})}>${words.t("back")}</button>
    </div>
  </section>`;
}
