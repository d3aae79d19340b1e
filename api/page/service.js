/** Talking to the service: problem+json as exceptions, server-sent events over fetch with resumption. */

export class Problem extends Error {
  /** @param {{code: string, detail: string, status: number}} body */
  constructor(body, retryAfter = 0) {
    super(body.detail);
    this.code = body.code;
    this.status = body.status;
    this.retryAfter = retryAfter;
  }
}

/** @returns {Promise<any>} the JSON answer; throws Problem, or TypeError when the service cannot be reached */
export async function call(method, path, { token, body, signal } = {}) {
  const isForm = body instanceof FormData;
  const headers = isForm ? {} : { "content-type": "application/json" };
  if (token) headers.authorization = `Bearer ${token}`;
  const response = await fetch(path, { method, headers, signal, body: isForm ? body : body && JSON.stringify(body) });
  if (!response.ok) throw await problemOf(response);
  return response.json();
}

async function problemOf(response) {
  const retryAfter = Number(response.headers.get("retry-after") ?? 0);
  const body = await response.json().catch(() => ({ code: "internal", detail: "Something went wrong.", status: response.status }));
  return new Problem(body, retryAfter);
}

/**
 * Follow a conversation's events, coming back after every break with the last id seen.
 * Ends when the signal aborts, or with a Problem that coming back cannot mend.
 */
export async function follow(conversation, after, { onEvent, onConnection, signal }) {
  let last = after;
  let pause = 500;
  while (!signal.aborted) {
    try {
      const response = await fetch(`/v1/conversations/${conversation.id}/events?after=${last}`, {
        headers: { authorization: `Bearer ${conversation.token}`, accept: "text/event-stream" },
        signal,
      });
      if (!response.ok) throw await problemOf(response);
      onConnection(true);
      pause = 500;
      for await (const event of parse(response.body)) {
        if (event.id) last = event.id;
        onEvent(event);
      }
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof Problem && (error.status === 404 || error.status === 401)) throw error;
    }
    onConnection(false);
    await new Promise((resolve) => setTimeout(resolve, pause * (0.75 + Math.random() / 2)));
    pause = Math.min(pause * 2, 10000);
  }
}

/** @param {ReadableStream<Uint8Array>} body */
async function* parse(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    rest += value;
    const blocks = rest.split("\n\n");
    rest = blocks.pop();
    for (const block of blocks) {
      const event = eventOf(block);
      if (event) yield event;
    }
  }
}

function eventOf(block) {
  const fields = {};
  for (const line of block.split("\n")) {
    const colon = line.indexOf(": ");
    if (colon > 0) fields[line.slice(0, colon)] = line.slice(colon + 2);
  }
  if (!fields.event) return null;
  return { id: Number(fields.id ?? 0), kind: fields.event, data: JSON.parse(fields.data) };
}
