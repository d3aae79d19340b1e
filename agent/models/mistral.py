"""Mistral, hosted or self-hosted, or any server that speaks its chat API (vLLM, Ollama).

ChatMistralAI does the wire. What it does not do is done here: one client for the process, a deadline over the
whole call, retries (`transport`), a breaker, a cap on calls at once, and a look at how each answer ended. Seen of
langchain-mistralai 1.1.6: an error object inside a stream ends it silently, so only a finish_reason tells a whole
answer from half of one; whatever else a server can answer comes out as KeyError, IndexError or ValueError.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
from langchain_core.messages import AIMessageChunk
from langsmith import configure
from pydantic import SecretStr

from agent.models.breaker import Breaker
from agent.models.budget import Budget
from agent.models.call import Call, RoleSettings
from agent.models.instruments import CallSeen, watched
from agent.models.lines import Lines
from agent.models.port import Ask, Completion, Role
from agent.models.streamed import StreamedMistral
from agent.models.transport import RetryTransport
from domain.errors import ModelFailed, ModelNonsense, ModelTruncated, ModelUnavailable


@dataclass(frozen=True, slots=True)
class Endpoint:
    base_url: str
    """With /v1, without a closing slash."""
    api_key: str = field(repr=False)
    """Empty for a server that wants none."""
    at_once: int = 16
    """Calls under way in this process; more wait, within their deadline."""


@asynccontextmanager
async def open_mistral(
    endpoint: Endpoint,
    roles: Mapping[Role, RoleSettings],
    budget: Budget,
    *,
    transport: httpx.AsyncBaseTransport | None = None,
    breaker: Breaker | None = None,
) -> AsyncIterator["MistralModels"]:
    """Opened once a process, on its event loop. `transport` is what the retries send through."""
    # LangChain would send every message to LangSmith as it is, as soon as LANGSMITH_TRACING is set.
    configure(enabled=False)
    headers = {"authorization": f"Bearer {endpoint.api_key}"} if endpoint.api_key else {}
    async with httpx.AsyncClient(
        base_url=endpoint.base_url,
        headers=headers | {"content-type": "application/json", "accept": "application/json"},
        timeout=httpx.Timeout(connect=2.0, read=15.0, write=5.0, pool=None),
        transport=RetryTransport(transport or Lines()),
    ) as client:
        # Never used, but ChatMistralAI would open one of its own and never close it.
        with httpx.Client(base_url=endpoint.base_url) as unused:
            models: dict[Role, StreamedMistral] = {
                role: _chat(settings, endpoint, client, unused) for role, settings in roles.items()
            }
            slots = asyncio.Semaphore(endpoint.at_once)
            yield MistralModels(
                models, roles, budget, breaker=breaker or Breaker(), slots=slots, base_url=endpoint.base_url
            )


def _chat(
    settings: RoleSettings, endpoint: Endpoint, client: httpx.AsyncClient, unused: httpx.Client
) -> StreamedMistral:
    return StreamedMistral(
        model_name=settings.model,
        temperature=settings.temperature,
        max_tokens=settings.max_tokens,
        api_key=SecretStr(endpoint.api_key or "none"),
        base_url=endpoint.base_url,
        max_retries=1,
        async_client=client,
        client=unused,
    )


class MistralModels:
    """`agent.models.port.ChatModel`."""

    def __init__(
        self,
        models: Mapping[Role, StreamedMistral],
        roles: Mapping[Role, RoleSettings],
        budget: Budget,
        *,
        breaker: Breaker,
        slots: asyncio.Semaphore,
        base_url: str,
    ) -> None:
        self._models = models
        self._roles = roles
        self._budget = budget
        self._breaker = breaker
        self._slots = slots
        self._base_url = base_url

    async def complete(self, ask: Ask) -> Completion:
        async with self._call(ask) as call:
            async with asyncio.timeout_at(call.ends_at):
                answer = await call.model.ainvoke(list(ask.messages), **_options(ask))
            return call.whole(answer)

    async def stream(self, ask: Ask) -> AsyncGenerator[str | Completion]:
        async with self._call(ask, is_streamed=True) as call:
            pieces = call.model.hear(ask.messages, **_options(ask))
            answer: AIMessageChunk | None = None
            try:
                while (piece := await _next(pieces, call.ends_at)) is not None:
                    if isinstance(piece, str):
                        call.heard(piece)
                        yield piece
                    else:
                        answer = piece
            finally:
                await pieces.aclose()
            if answer is None:
                raise ModelTruncated("the stream was empty")
            completion = call.whole(answer)
        yield completion

    @asynccontextmanager
    async def _call(self, ask: Ask, *, is_streamed: bool = False) -> AsyncIterator["Call"]:
        """Everything around one call: budget, breaker, a free slot, a span, and what went wrong as a ModelFailed."""
        await self._budget.admit(ask.conversation_id)
        settings = self._roles[ask.role]
        call = Call(ask, settings, self._models[ask.role])
        seen = self._seen(ask, settings, is_streamed=is_streamed)
        with self._breaker.watch(), watched(seen):
            try:
                async with _errors_mapped(call), _slot(self._slots, call):
                    yield call
            finally:
                call.tell(seen)
                # Also what a failed call cost: a server bills the words it sent before it fell silent.
                await self._budget.spend(ask.conversation_id, call.prompt_tokens + call.completion_tokens)

    def _seen(self, ask: Ask, settings: RoleSettings, *, is_streamed: bool) -> CallSeen:
        return CallSeen(
            model=settings.model,
            role=ask.role,
            prompt=ask.prompt,
            conversation_id=ask.conversation_id,
            base_url=self._base_url,
            temperature=settings.temperature,
            max_tokens=settings.max_tokens,
            is_streamed=is_streamed,
            is_json=ask.schema is not None,
        )


def _options(ask: Ask) -> dict[str, Any]:
    """What the wire wants beside messages and settings."""
    options: dict[str, Any] = {"tools": list(ask.tools)} if ask.tools else {}
    if ask.schema is not None:
        schema = {"name": ask.schema.__name__, "schema": ask.schema.model_json_schema(), "strict": True}
        options["response_format"] = {"type": "json_schema", "json_schema": schema}
    return options


async def _next(pieces: AsyncIterator[str | AIMessageChunk], ends_at: float) -> str | AIMessageChunk | None:
    async with asyncio.timeout_at(ends_at):
        return await anext(pieces, None)


@asynccontextmanager
async def _slot(slots: asyncio.Semaphore, call: Call) -> AsyncIterator[None]:
    async with asyncio.timeout_at(call.ends_at):
        await slots.acquire()
    try:
        yield
    finally:
        slots.release()


@asynccontextmanager
async def _errors_mapped(call: Call) -> AsyncIterator[None]:
    """Every way in which the client, the line and the server fail, as one of three."""
    try:
        yield
    except ModelFailed:
        raise
    except (TimeoutError, httpx.TransportError) as error:
        if call.characters:
            raise ModelTruncated(f"{type(error).__name__} after {call.characters} characters") from error
        raise ModelUnavailable(type(error).__name__) from error
    except httpx.HTTPStatusError as error:
        raise ModelUnavailable(f"status {error.response.status_code}") from error
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        # Not JSON, no choices, an error object under 200: the client raises whatever it stumbles over.
        raise ModelNonsense(type(error).__name__) from error
