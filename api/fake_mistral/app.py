"""The routes. Loopback only; any key is taken, and none."""

import asyncio
import random
import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import msgspec
from litestar import Litestar, Request, get, post
from litestar.datastructures import State
from litestar.response import Response, Stream

from api.fake_mistral.answers import Answer, Asked, Call, Mode, answer
from api.fake_mistral.faults import NONE, Fault, Faults
from api.fake_mistral.wire import ChatRequest, chunks, completion

STALL_S = 600.0
_DIMENSIONS = 1024


@dataclass(slots=True)
class Behaviour:
    """May be changed while the server runs."""

    mode: Mode = Mode.GOOD
    first_s: float = 0.0
    """Until the first token."""
    token_s: float = 0.0
    """Between tokens."""
    tokens: int | None = None
    """How many an answer of words is, however long; None: one a word."""
    faults: Faults = NONE
    seed: int = 7
    dice: random.Random = field(init=False)
    requests: list[ChatRequest] = field(default_factory=list)
    """The last thousand, for tests."""
    answers: list[Answer] = field(default_factory=list)
    """What was said to them, before any fault."""

    def __post_init__(self) -> None:
        self.dice = random.Random(self.seed)

    def due_s(self, tokens: int) -> float:
        """When the last of so many tokens is there, after the request is."""
        return self.first_s + self.token_s * max(tokens - 1, 0)

    def keep(self, request: ChatRequest, said: Answer) -> None:
        self.requests.append(request)
        self.answers.append(said)
        del self.requests[:-1000], self.answers[:-1000]


class _Dropped(Exception):
    """Breaks the connection: raised where the server has no other way to hang up."""


def create_fake(behaviour: Behaviour | None = None) -> Litestar:
    return Litestar(
        route_handlers=[chat, models, embeddings],
        state=State({"behaviour": behaviour or Behaviour()}),
        openapi_config=None,
        logging_config=None,
    )


@post("/v1/chat/completions", status_code=200)
async def chat(request: Request[Any, Any, Any], state: State) -> Response[Any]:
    behaviour: Behaviour = state["behaviour"]
    try:
        asked = msgspec.json.decode(await request.body(), type=ChatRequest)
    except msgspec.ValidationError as error:
        detail = [{"loc": ["body"], "msg": str(error), "type": "value_error"}]
        return Response({"detail": detail}, status_code=422)
    said = answer(_asked(asked), behaviour.mode, behaviour.dice)
    behaviour.keep(asked, said)
    fault = behaviour.faults.drawn(behaviour.dice)
    if refusal := _refused(fault):
        return refusal
    given = _faulty(said, fault)
    request_id = uuid.UUID(int=behaviour.dice.getrandbits(128)).hex
    if asked.stream:
        found = chunks(given, asked, request_id=request_id, tokens=behaviour.tokens)
        return Stream(_events(found, fault, behaviour), media_type="text/event-stream")
    await asyncio.sleep(behaviour.due_s(behaviour.tokens or len(given.words)))
    return await _at_once(completion(given, asked, request_id=request_id), fault)


@get("/v1/models")
async def models(state: State) -> dict[str, Any]:
    names = ("mistral-small-latest", "mistral-medium-latest", "open-mistral-7b", "mistral-embed")
    found = [
        {
            "id": name,
            "object": "model",
            "type": "base",
            "owned_by": "mistralai",
            "capabilities": {"completion_chat": "embed" not in name},
        }
        for name in names
    ]
    return {"object": "list", "data": found}


@post("/v1/embeddings", status_code=200)
async def embeddings(request: Request[Any, Any, Any]) -> Response[Any]:
    """Vectors that depend on the text alone: alike only for the same text."""
    body = msgspec.json.decode(await request.body())
    texts = body["input"] if isinstance(body["input"], list) else [body["input"]]
    found = [
        {"object": "embedding", "index": position, "embedding": _vector(text)} for position, text in enumerate(texts)
    ]
    tokens = sum(len(text) // 4 + 1 for text in texts)
    usage = {"prompt_tokens": tokens, "completion_tokens": 0, "total_tokens": tokens}
    return Response({"id": "embd-1", "object": "list", "model": body["model"], "data": found, "usage": usage})


def _vector(text: str) -> list[float]:
    dice = random.Random(text)
    values = [dice.gauss(0, 1) for _ in range(_DIMENSIONS)]
    length = sum(value * value for value in values) ** 0.5
    return [round(value / length, 6) for value in values]


def _asked(request: ChatRequest) -> Asked:
    wrapped = request.response_format.json_schema if request.response_format else None
    return Asked(
        texts=[message.text for message in request.messages],
        tools=[tool.function.name for tool in request.tools or ()],
        schema=(wrapped.get("schema") or wrapped.get("schema_definition")) if wrapped else None,
    )


def _refused(fault: Fault | None) -> Response[Any] | None:
    if fault is Fault.TOO_MANY:
        body = _error("Rate limit exceeded", "rate_limited", "1300")
        return Response(body, status_code=429, headers={"retry-after": "1"})
    if fault is Fault.BROKEN:
        return Response("<html>500 Internal Server Error</html>", status_code=500, media_type="text/html")
    if fault is Fault.OVERLOADED:
        kind = "service_tier_capacity_exceeded"
        return Response(_error("Service tier capacity exceeded for this model.", kind, "3505"), status_code=503)
    return None


def _faulty(given: Answer, fault: Fault | None) -> Answer:
    """The answer itself, gone wrong."""
    if fault is Fault.EMPTY:
        return Answer("")
    if fault is Fault.ENDLESS:
        return Answer("and so on and so forth " * 1_000)
    if fault is Fault.LENGTH:
        return Answer(given.text[: len(given.text) // 2], finish_reason="length")
    if fault is Fault.INVENTED_TOOL:
        return Answer(calls=(Call("grant_wish", '{"wish": "all"}'),), finish_reason="tool_calls")
    if fault is Fault.BAD_ARGUMENTS:
        name = given.calls[0].name if given.calls else "get_order"
        return Answer(calls=(Call(name, '{"order_id": "VM-1'),), finish_reason="tool_calls")
    return given


async def _at_once(body: dict[str, Any], fault: Fault | None) -> Response[Any]:
    """An answer that was not asked for as a stream, so that what breaks streams breaks the body."""
    if fault is Fault.STALLED:
        await asyncio.sleep(STALL_S)
    if fault is Fault.DROPPED:
        return Stream(_hangs_up(), media_type="application/json")
    if fault in (Fault.CUT, Fault.NO_JSON):
        return Response(msgspec.json.encode(body)[:-40], media_type="application/json")
    if fault is Fault.NO_CHOICES:
        return Response(body | {"choices": []})
    if fault in (Fault.ERROR_OK, Fault.ERROR_EVENT):
        return Response(_error())
    if fault is Fault.NO_FINISH:
        body["choices"][0]["finish_reason"] = None
    return Response(body)


async def _hangs_up() -> AsyncIterator[bytes]:
    yield b"{"
    raise _Dropped


async def _events(found: list[dict[str, Any]], fault: Fault | None, behaviour: Behaviour) -> AsyncIterator[bytes]:
    if fault is Fault.DROPPED:
        raise _Dropped
    if fault is Fault.ERROR_OK:
        yield _event(_error())
        return
    clock = asyncio.get_running_loop().time
    middle, began = len(found) // 2, clock()
    for position, chunk in enumerate(found):
        # By the clock: forty sleeps on a busy machine would take longer than asked for. The end comes with the last.
        left = began + behaviour.due_s(min(position, len(found) - 2)) - clock()
        if left > 0:
            await asyncio.sleep(left)
        if position == middle and fault is not None:
            if fault is Fault.CUT:
                return
            if fault is Fault.STALLED:
                await asyncio.sleep(STALL_S)
            yield _broken(chunk, fault)
            if fault is Fault.ERROR_EVENT:
                return
        elif fault is Fault.NO_CHOICES and position > middle:
            yield _event(chunk | {"choices": []})
        elif fault is not Fault.NO_FINISH or chunk["choices"][0]["finish_reason"] is None:
            yield _event(chunk)
    yield b"data: [DONE]\n\n"


def _broken(chunk: dict[str, Any], fault: Fault) -> bytes:
    if fault is Fault.NO_JSON:
        return b'data: {"id": "x", "choices": [{"delta": {"cont\n\n'
    if fault is Fault.NO_CHOICES:
        return _event(chunk | {"choices": []})
    return _event(_error() if fault is Fault.ERROR_EVENT else chunk)


def _event(value: dict[str, Any]) -> bytes:
    return b"data: " + msgspec.json.encode(value) + b"\n\n"


def _error(message: str = "Internal error", kind: str = "internal_server_error", code: str = "3000") -> dict[str, Any]:
    return {"object": "error", "message": message, "type": kind, "param": None, "code": code}
