/** The service over HTTP: JSON calls, problem+json as errors, server-sent events read through fetch. */
import { createParser } from "./vendor/eventsource-parser.js";

const LONGEST_WAIT_S = 30;

/** What the service, or the way to it, answered instead. `status` 0: there was no answer. */
export class Problem extends Error {
  constructor(status, { code = "unreachable", detail = "", retryAfterS = 0 } = {}) {
    super(detail || code);
    Object.assign(this, { status, code, retryAfterS });
  }
}

export class Wire {
  constructor(service) {
    this.service = service;
  }

  /** Raises Problem. An answer without a body is null. */
  async call(method, path, { token, body, signal } = {}) {
    const answer = await this.#send(method, path, { token, body, signal, accept: "application/json" });
    const type = answer.headers.get("content-type") ?? "";
    if (answer.status === 204) return null;
    return type.includes("json") ? answer.json() : answer.text();
  }

  /**
   * Read events until the other side is done; each goes to `onEvent` as {id, kind, data}.
   * @returns {Promise<boolean>} whether an event came at all. Raises Problem for a refusal or a cut line.
   */
  async stream(method, path, { token, body, signal, onOpen = () => {}, onEvent }) {
    const answer = await this.#send(method, path, { token, body, signal, accept: "text/event-stream" });
    onOpen();
    let some = false;
    const parser = createParser({
      onEvent: ({ id, event, data }) => {
        some = true;
        onEvent({ id: id ? Number(id) : 0, kind: event ?? "message", data: JSON.parse(data) });
      },
    });
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    try {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return some;
        parser.feed(value);
      }
    } catch (error) {
      if (signal?.aborted) throw error;
      throw new Problem(0);
    }
  }

  async #send(method, path, { token, body, signal, accept }) {
    const headers = { accept };
    if (token) headers.authorization = `Bearer ${token}`;
    const isForm = body instanceof FormData;
    if (body && !isForm) headers["content-type"] = "application/json";
    let answer;
    try {
      answer = await fetch(this.service + path, {
        method, headers, signal, credentials: "omit", cache: "no-store",
        body: body && !isForm ? JSON.stringify(body) : body,
      });
    } catch (error) {
      if (signal?.aborted) throw error;
      throw new Problem(0);
    }
    if (answer.ok) return answer;
    const found = await answer.json().catch(() => ({}));
    throw new Problem(answer.status, {
      code: found.code ?? "unknown", detail: found.detail, retryAfterS: Number(answer.headers.get("retry-after")) || 0,
    });
  }
}

/** Seconds before try number `tries` (from 0): doubling, with jitter, never above half a minute. */
export function backOffS(tries) {
  const most = Math.min(LONGEST_WAIT_S, 2 ** tries);
  return most / 2 + (Math.random() * most) / 2;
}

/** Resolves after so many seconds, at once when `wake` fires, and rejects when `signal` does. */
export function pause(seconds, signal, wake) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(done, seconds * 1000);
    function done() {
      clearTimeout(timer);
      wake?.removeEventListener("online", done);
      signal.removeEventListener("abort", failed);
      resolve();
    }
    function failed() {
      clearTimeout(timer);
      wake?.removeEventListener("online", done);
      reject(signal.reason);
    }
    wake?.addEventListener("online", done, { once: true });
    signal.addEventListener("abort", failed, { once: true });
  });
}
