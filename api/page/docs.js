/** Draws openapi.json: each route with what it takes and gives, examples, and a command to try it. */
import { make } from "./cards.js";

const routes = document.getElementById("routes");

function draw(description) {
  document.getElementById("about").textContent = description.info.description;
  const sections = Object.entries(description.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => section(path, method, operation)));
  routes.replaceChildren(...sections);
  routes.removeAttribute("aria-busy");
}

function section(path, method, operation) {
  const request = operation.requestBody?.content["application/json"];
  return make(
    "section",
    {},
    make("h2", {}, `${method.toUpperCase()} ${path}`),
    make("p", {}, operation.description ?? operation.summary ?? ""),
    parameters(operation.parameters ?? []),
    request && example("Request", request.example),
    ...Object.entries(operation.responses).flatMap(([status, response]) => answers(status, response)),
    make("h3", {}, "Try it"),
    code(command(path, method, operation, request?.example)),
  );
}

function parameters(list) {
  if (!list.length) return null;
  const items = list.map((one) =>
    make("li", {}, make("code", {}, one.name), ` (${one.in}${one.required ? ", required" : ""}) ${one.description ?? ""}`));
  return make("ul", {}, ...items);
}

function answers(status, response) {
  return Object.entries(response.content ?? {}).map(([type, content]) =>
    example(`${status === "default" ? "Any problem" : status}: ${type}`, content.example));
}

function example(title, value) {
  if (value === undefined) return null;
  const text = typeof value === "string" ? value : JSON.stringify(value, null, 2);
  return make("div", {}, make("h3", {}, title), code(text));
}

function code(text) {
  return make("pre", { tabindex: "0" }, make("code", {}, text));
}

function command(path, method, operation, body) {
  const parts = [`curl -X ${method.toUpperCase()} ${location.origin}${path.replace("{conversation_id}", "$ID")}`];
  if (operation.security) parts.push(`-H "Authorization: Bearer $TOKEN"`);
  if (body) parts.push(`-H "Content-Type: application/json"`, `-d '${JSON.stringify(body)}'`);
  return parts.join(" \\\n  ");
}

fetch("/openapi.json")
  .then((response) => response.json())
  .then(draw)
  .catch(() => routes.replaceChildren(make("p", { class: "problem" }, "openapi.json cannot be read.")));
