"""Mistral's wire format, as its OpenAPI document of July 2026 has it: requests read, answers written."""

import time
from typing import Any

import msgspec

from api.fake_mistral.answers import Answer


class Function(msgspec.Struct):
    name: str
    description: str = ""
    parameters: dict[str, Any] = {}


class Tool(msgspec.Struct):
    function: Function
    type: str = "function"


class Message(msgspec.Struct):
    role: str
    content: str | list[dict[str, Any]] | None = None
    tool_calls: list[dict[str, Any]] | None = None
    tool_call_id: str | None = None
    name: str | None = None

    @property
    def text(self) -> str:
        if isinstance(self.content, list):
            return "".join(str(part.get("text", "")) for part in self.content)
        return self.content or ""


class ResponseFormat(msgspec.Struct):
    type: str = "text"
    json_schema: dict[str, Any] | None = None


class ChatRequest(msgspec.Struct):
    """What the fake looks at; the rest of a request is taken and ignored, as its checking is a contract test's."""

    model: str
    messages: list[Message]
    stream: bool = False
    max_tokens: int | None = None
    tools: list[Tool] | None = None
    response_format: ResponseFormat | None = None
    random_seed: int | None = None


def completion(answer: Answer, request: ChatRequest, *, request_id: str) -> dict[str, Any]:
    """A `chat.completion` object."""
    message: dict[str, Any] = {"role": "assistant", "content": answer.text}
    if answer.calls:
        message["tool_calls"] = _calls(answer)
    return {
        "id": request_id,
        "object": "chat.completion",
        "created": int(time.time()),
        "model": request.model,
        "choices": [{"index": 0, "message": message, "finish_reason": answer.finish_reason}],
        "usage": usage(answer, request),
    }


def chunks(answer: Answer, request: ChatRequest, *, request_id: str, tokens: int | None = None) -> list[dict[str, Any]]:
    """The same answer as `chat.completion.chunk` objects: role, a word (or token) each, and the end with the usage."""
    deltas: list[dict[str, Any]] = [{"role": "assistant", "content": ""}]
    deltas += [{"content": word} for word in answer.pieces(tokens)]
    if answer.calls:
        deltas.append({"content": "", "tool_calls": _calls(answer)})
    found = [_chunk(delta, None, request, request_id) for delta in deltas]
    last = _chunk({"content": ""}, answer.finish_reason, request, request_id)
    return [*found, last | {"usage": usage(answer, request)}]


def _chunk(delta: dict[str, Any], finish_reason: str | None, request: ChatRequest, request_id: str) -> dict[str, Any]:
    return {
        "id": request_id,
        "object": "chat.completion.chunk",
        "created": int(time.time()),
        "model": request.model,
        "choices": [{"index": 0, "delta": delta, "finish_reason": finish_reason}],
    }


def _calls(answer: Answer) -> list[dict[str, Any]]:
    return [
        {
            "id": f"call{position:05d}",
            "type": "function",
            "index": position,
            "function": {"name": call.name, "arguments": call.arguments},
        }
        for position, call in enumerate(answer.calls)
    ]


def usage(answer: Answer, request: ChatRequest) -> dict[str, int]:
    """Four characters a token, as everybody estimates."""
    prompt = sum(len(message.text) for message in request.messages) // 4 + 1
    said = (len(answer.text) + sum(len(call.arguments) for call in answer.calls)) // 4 + 1
    return {"prompt_tokens": prompt, "completion_tokens": said, "total_tokens": prompt + said}
