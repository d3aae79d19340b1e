// What the links in our mails lead to: choosing a password, confirming an address.
// The token stands behind the '#', which browsers send to nobody; it is taken out of the address at once.

const token = location.hash.slice(1);
const kind = location.pathname === "/email" ? "confirm" : token ? "choose" : "ask";
history.replaceState(null, "", location.pathname);

const form = document.getElementById(kind);
const answer = document.getElementById("answer");

const REQUESTS = {
  ask: () => ["/v1/passwords/links", { email: form.elements.email.value.trim() }],
  choose: () => ["/v1/passwords", { token, password: form.elements.password.value }],
  confirm: () => ["/v1/account/email/confirmation", { token }],
};
const DONE = {
  choose: "Your password is set. You can sign in with it now.",
  confirm: "Done. This is your address from now on.",
};

function say(text, isProblem) {
  answer.textContent = text;
  answer.classList.toggle("problem", isProblem);
  answer.focus();
}

async function send() {
  const [path, body] = REQUESTS[kind]();
  const response = await fetch(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
    credentials: "omit",
  });
  const found = response.status === 204 ? {} : await response.json();
  if (!response.ok) return say(found.detail ?? "That did not work. Please try again.", true);
  say(DONE[kind] ?? found.message, false);
  form.hidden = kind !== "ask";
}

form.hidden = false;
form.querySelector("input, button").focus();
document.getElementById("show").addEventListener("change", (event) => {
  document.getElementById("choose-password").type = event.target.checked ? "text" : "password";
});
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = form.querySelector("button");
  button.disabled = true;
  try {
    await send();
  } catch {
    say("We could not be reached. Please try again.", true);
  } finally {
    button.disabled = false;
  }
});
