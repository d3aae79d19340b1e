/**
 * The demo shop's own page: who is signed in, told to the chat. A real shop's backend signs a token for its customer
 * instead; the call is the same.
 */
const KEY = "verdemuse-demo-account";
const all = (name) => document.querySelectorAll(`[data-${name}]`);
const account = () => JSON.parse(sessionStorage.getItem(KEY) ?? "null");
// Works before the chat's script has run: what is pushed is done when it has.
const chat = (...call) => (window.SupportChat ??= []).push(call);

function show() {
  const known = account();
  for (const link of all("account")) link.textContent = known ? known.name : "Sign in";
  for (const section of all("signed-out")) section.hidden = Boolean(known);
  for (const section of all("signed-in")) section.hidden = !known;
  for (const name of all("name")) name.textContent = known?.name ?? "";
}

async function signIn(email) {
  const answer = await fetch("/v1/demo/sign-in", {
    method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ email }),
  });
  const found = await answer.json();
  for (const problem of all("problem")) problem.textContent = answer.ok ? "" : found.detail;
  if (!answer.ok) return;
  sessionStorage.setItem(KEY, JSON.stringify({ token: found.customer_token, name: found.name }));
  show();
  chat("identify", found.customer_token);
}

for (const button of all("sign-in")) button.addEventListener("click", () => signIn(button.dataset.signIn));
for (const form of all("sign-in-form")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    signIn(new FormData(form).get("email"));
  });
}
for (const button of all("sign-out")) {
  button.addEventListener("click", () => {
    sessionStorage.removeItem(KEY);
    show();
    chat("identify", null);
  });
}
for (const button of all("ask")) button.addEventListener("click", () => chat("open"));
addEventListener("supportchat:sign-in", (event) => {
  event.preventDefault();
  location.assign("/account");
});
if (account()) chat("identify", account().token);
show();
