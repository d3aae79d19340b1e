"""Turns as traces in LangSmith, for an operator who asked for it: LANGSMITH_API_KEY and LANGSMITH_TRACING are set.

A trace is what was said, what the model was asked and answered, and the turn's record. LangChain's own tracing would
send every node's whole state and error texts as they are, so it is switched off, and this is sent instead: built after
the turn, with every personal value taken out (`domain.redact`): those known of the customers concerned, from the shop,
and whatever looks like one. If the shop cannot say whom it is about, the trace is dropped.

The turn waits for none of it. Traces wait in a short queue; what LangSmith does not take is dropped.
"""

import asyncio
import contextlib
import logging
import uuid
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import httpx
from langchain_core.messages import AIMessage, BaseMessage
from langsmith import configure

from agent.models.turn import Exchange, TurnModel
from agent.turn import TurnInput, TurnResult
from domain.customers import CustomerId, Principal
from domain.errors import ShopSmartError
from domain.orders import OrderId
from domain.people import known_values
from domain.redact import Redactor
from tools.shops.port import Shop

ENDPOINT = "https://api.smith.langchain.com"
WAITING = 200
"""Turns; of more, the newest are dropped."""
AT_ONCE = 20
"""Turns in one request."""
CLOSE_S = 1.0
"""For what still waits when the process stops."""
PAUSE_S = 10.0
"""After LangSmith did not take something."""

_log = logging.getLogger(__name__)
_ON = frozenset({"true", "1", "yes"})


@dataclass(frozen=True, slots=True)
class Destination:
    url: str
    project: str
    api_key: str = field(repr=False)


def destination_of(environment: Mapping[str, str]) -> Destination | None:
    """None unless there is a key and tracing is wished for. LangSmith's older names count too."""

    def value(name: str) -> str:
        return environment.get(f"LANGSMITH_{name}") or environment.get(f"LANGCHAIN_{name}") or ""

    is_wished = (value("TRACING") or environment.get("LANGCHAIN_TRACING_V2", "")).lower() in _ON
    if not (is_wished and value("API_KEY")):
        return None
    return Destination((value("ENDPOINT") or ENDPOINT).rstrip("/"), value("PROJECT") or "shopsmart", value("API_KEY"))


@dataclass(slots=True)
class Traced:
    """One turn with its words."""

    turn: TurnInput
    exchanges: Sequence[Exchange]
    began_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    ended_at: datetime | None = None
    result: TurnResult | None = None
    """None: it broke off."""
    error: str = ""
    """What kind it was; never its text, which may hold what was said."""


class TurnTraces:
    """Takes turns at any rate, sends what it can. Open it with `open_turn_traces`."""

    def __init__(self, destination: Destination, shop: Shop, client: httpx.AsyncClient) -> None:
        self._destination = destination
        self._shop = shop
        self._client = client
        self._waiting: asyncio.Queue[Traced] = asyncio.Queue(WAITING)
        self.dropped = 0

    @contextmanager
    def tracing(self, turn: TurnInput, model: TurnModel | None) -> Iterator[Traced]:
        """Around one turn, whose result the caller puts in."""
        exchanges = model.exchanges if model else None
        traced = Traced(turn, () if exchanges is None else exchanges)
        try:
            yield traced
        except BaseException as error:
            traced.error = error.code if isinstance(error, ShopSmartError) else type(error).__name__
            raise
        finally:
            traced.ended_at = datetime.now(UTC)
            self._keep(traced)

    def _keep(self, traced: Traced) -> None:
        try:
            self._waiting.put_nowait(traced)
        except asyncio.QueueFull:
            self.dropped += 1

    async def work(self) -> None:
        """Until cancelled."""
        while True:
            batch = [await self._waiting.get()]
            while len(batch) < AT_ONCE and not self._waiting.empty():
                batch.append(self._waiting.get_nowait())
            took_it = await self._send(batch)
            for _ in batch:
                self._waiting.task_done()
            if not took_it:
                await asyncio.sleep(PAUSE_S)

    async def finish(self) -> None:
        """When everything that waited has been sent or dropped."""
        await self._waiting.join()

    async def _send(self, batch: Sequence[Traced]) -> bool:
        try:
            runs = [run for traced in batch for run in await self._runs(traced)]
            response = await self._client.post("/runs/batch", json={"post": runs, "patch": []})
            response.raise_for_status()
        except Exception as error:
            # Whatever it was, by its type alone: a text may hold what was about to be sent.
            self.dropped += len(batch)
            _log.warning("LangSmith did not take %s turns: %s", len(batch), type(error).__name__)
            return False
        return True

    async def _runs(self, traced: Traced) -> list[dict[str, Any]]:
        redactor = Redactor(await self._known(traced))
        turn = _turn_run(traced, redactor, project=self._destination.project)
        return [turn, *(_call_run(exchange, redactor, turn) for exchange in traced.exchanges)]

    async def _known(self, traced: Traced) -> list[tuple[str, str]]:
        """Of everybody whom the speaker is, stands for, or has named an order of."""
        principals = [traced.turn.principal, *([traced.result.principal] if traced.result else [])]
        values: list[tuple[str, str]] = []
        for customer_id in await self._concerned(principals):
            customer = await self._shop.customer(customer_id)
            orders = await self._shop.orders_of(customer_id)
            values += known_values(customer, orders)
        return values

    async def _concerned(self, principals: Sequence[Principal]) -> set[CustomerId]:
        found: set[CustomerId] = set()
        for principal in principals:
            found |= {each for each in (principal.customer_id, principal.acting_for, principal.recognised) if each}
        for order_id in {order_id for principal in principals for order_id in principal.orders_until}:
            if order := await self._shop.order(OrderId(order_id)):
                found.add(order.customer_id)
        return found


@asynccontextmanager
async def open_turn_traces(environment: Mapping[str, str], shop: Shop) -> AsyncIterator[TurnTraces | None]:
    """None where no traces are wished for. Either way, LangChain's own tracing is off from here on."""
    configure(enabled=False)
    destination = destination_of(environment)
    if destination is None:
        yield None
        return
    async with httpx.AsyncClient(
        base_url=destination.url,
        headers={"x-api-key": destination.api_key},
        timeout=httpx.Timeout(3.0, connect=1.0),
        follow_redirects=False,
    ) as client:
        traces = TurnTraces(destination, shop, client)
        working = asyncio.create_task(traces.work())
        try:
            yield traces
        finally:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(CLOSE_S):
                    await traces.finish()
            working.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await working


def _turn_run(traced: Traced, redactor: Redactor, *, project: str) -> dict[str, Any]:
    run_id = uuid.uuid4()
    result = traced.result
    record = result.trace if result else {}
    return {
        "id": str(run_id),
        "trace_id": str(run_id),
        "dotted_order": _order(traced.began_at, run_id),
        "session_name": project,
        "name": "turn",
        "run_type": "chain",
        "start_time": traced.began_at.isoformat(),
        "end_time": (traced.ended_at or traced.began_at).isoformat(),
        "inputs": {"messages": redactor.tree([message.text for message in traced.turn.messages])},
        "outputs": {"reply": redactor.text(result.reply.text)} if result else None,
        "error": traced.error or None,
        "extra": {
            "metadata": {
                # LangSmith's own name: turns of one conversation are shown as a thread.
                "thread_id": traced.turn.conversation_id,
                "channel": traced.turn.channel,
                "locale": traced.turn.locale,
                "role": traced.turn.principal.role.value,
                "record": redactor.tree(record),
            }
        },
    }


def _call_run(exchange: Exchange, redactor: Redactor, turn: Mapping[str, Any]) -> dict[str, Any]:
    run_id = uuid.uuid4()
    completion = exchange.completion
    return {
        "id": str(run_id),
        "trace_id": turn["trace_id"],
        "parent_run_id": turn["id"],
        "dotted_order": f"{turn['dotted_order']}.{_order(exchange.began_at, run_id)}",
        "session_name": turn["session_name"],
        "name": exchange.ask.role,
        "run_type": "llm",
        "start_time": exchange.began_at.isoformat(),
        "end_time": exchange.ended_at.isoformat(),
        "inputs": {"messages": [_message(each, redactor) for each in exchange.ask.messages]},
        "outputs": None
        if completion is None
        else {
            "messages": [
                {
                    "role": "assistant",
                    "content": redactor.text(completion.text),
                    "tool_calls": [
                        {"name": redactor.text(each.name), "args": redactor.tree(dict(each.arguments))}
                        for each in completion.tool_requests
                    ],
                }
            ],
            "usage_metadata": {
                "input_tokens": completion.usage.prompt_tokens,
                "output_tokens": completion.usage.completion_tokens,
                "total_tokens": completion.usage.tokens,
            },
        },
        "error": exchange.error or None,
        "extra": {
            "metadata": {
                "prompt": exchange.ask.prompt,
                "ls_provider": "mistral",
                "ls_model_type": "chat",
                **({"ls_model_name": completion.usage.model} if completion else {}),
            }
        },
    }


def _message(message: BaseMessage, redactor: Redactor) -> dict[str, Any]:
    role = {"human": "user", "ai": "assistant"}.get(message.type, message.type)
    said: dict[str, Any] = {"role": role, "content": redactor.tree(message.content)}
    if isinstance(message, AIMessage) and message.tool_calls:
        said["tool_calls"] = [
            {"name": redactor.text(call["name"]), "args": redactor.tree(call["args"])} for call in message.tool_calls
        ]
    return said


def _order(began_at: datetime, run_id: uuid.UUID) -> str:
    return f"{began_at.astimezone(UTC).strftime('%Y%m%dT%H%M%S%fZ')}{run_id}"
