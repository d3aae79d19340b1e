"""The service with a language model behind it, which takes its time: what of a turn is ours, and what is waiting.

The model is `shopsmart fake-mistral`: as many tokens in each answer, at a steady pace. So its own time is known, and
what a turn takes beyond it is what the service adds: its CPU, its queue, its way to the model and back.
"""

from collections import Counter
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from api.bench import measure, processes
from api.bench.measure import Figures, Turn, percentile
from api.bench.processes import Measured
from api.bench.talk import scripts
from api.settings import Settings
from api.storage import open_storage
from store.database import Database

FIRST_MS, TOKEN_MS, TOKENS = 300, 20, 40
ANSWER_MS = FIRST_MS + TOKEN_MS * (TOKENS - 1)
"""A call's own time, from the request to the last token."""
_UNBOUNDED = {f"SHOPSMART_MISTRAL__{name}": "1000000000" for name in ("CONVERSATION_TOKENS", "DAY_TOKENS")}

_Record = dict[str, Any]
"""As `agent.models.turn.TurnModel.record` has it; empty where there was no model."""
_RECORDS = """
SELECT conversation_id, first_seq, trace -> 'model' AS model FROM turns WHERE conversation_id = ANY($1)
"""


@dataclass(frozen=True, slots=True)
class Load:
    """A level to be measured."""

    name: str
    side_by_side: int
    rounds: int = 1
    explained: bool = True
    """Every turn needs the model; else the five turns of the bench without one, where some are sure."""
    think_s: float = 0.0
    p95_ms: float | None = None
    """The mark: no more than."""
    per_second: float | None = None
    """The mark: no less than."""
    overhead_ms: float | None = None
    """The mark for the median of what we add."""


LOADS = (
    Load("one conversation", 1, rounds=4, overhead_ms=60),
    Load("256, each turn a model's", 256, p95_ms=2_500, per_second=100),
    Load("256, the usual five turns", 256, explained=False, p95_ms=2_500, per_second=100),
    Load("1,000 that think 20 s", 1_000, explained=False, think_s=20.0, p95_ms=2_500),
)


@dataclass(frozen=True, slots=True)
class Modelled:
    load: Load
    figures: Figures
    calls: int
    """To the model that ended well."""
    worded: int
    """Turns with such a call."""
    overhead: float
    """Median of what such a turn took beyond the model's own time, in ms."""
    outcomes: dict[str, int]
    """Everything else that the turns' records count: calls that failed, sentences held back, fallbacks."""
    cpu_model: float | None
    """Of the stand-in, ms a turn: it takes part of the same machine."""

    def misses(self) -> list[str]:
        load, found = self.load, self.figures
        marks = [
            ("p95", load.p95_ms is None or found.p95 <= load.p95_ms),
            ("turns/s", load.per_second is None or found.per_second >= load.per_second),
            ("overhead", load.overhead_ms is None or self.overhead <= load.overhead_ms),
            ("errors", not found.refused and not found.failed),
        ]
        return [name for name, is_met in marks if not is_met]


@dataclass(frozen=True, slots=True)
class Stand:
    """What is measured: services on one database, and the model behind them."""

    services: Sequence[Measured]
    model: Measured
    database: Database


@asynccontextmanager
async def standing(data_dir: Path, *, count: int) -> AsyncIterator[Stand]:
    """So many processes of the service. Raises processes.NotStarted."""
    pace = ("--first-ms", str(FIRST_MS), "--token-ms", str(TOKEN_MS), "--tokens", str(TOKENS))
    async with AsyncExitStack() as stack:
        model = await stack.enter_async_context(processes.model(data_dir, *pace))
        more = {"MISTRAL_BASE_URL": f"http://127.0.0.1:{model.port}/v1"} | _UNBOUNDED
        services: list[Measured] = []
        for _ in range(count):
            # One after the other: the first loads the shop.
            services.append(await stack.enter_async_context(processes.service(data_dir, more)))
        database = await stack.enter_async_context(open_storage(Settings(data_dir=data_dir)))
        yield Stand(services, model, database)


async def warm_up(stand: Stand, settings: Settings) -> None:
    spoken = scripts(settings.shop_dir, seed=1)
    await measure.conversations(stand.services, spoken, side_by_side=8 * len(stand.services), rounds=1)


async def measured(stand: Stand, load: Load, settings: Settings) -> Modelled:
    """Raises api.bench.wire.Unanswered: a turn was answered with an error."""
    spoken = scripts(settings.shop_dir, seed=load.side_by_side, explained=load.explained)
    before, turns = stand.model.cpu().own, list[Turn]()
    figures = await measure.conversations(
        stand.services, spoken, side_by_side=load.side_by_side, rounds=load.rounds, think_s=load.think_s, turns=turns
    )
    after = stand.model.cpu().own
    used = None if before is None or after is None else (after - before) * 1000 / len(turns)
    records = await _records(stand.database, turns)
    calls = {key: _whole_calls(record) for key, record in records.items()}
    beyond = [
        turn.seconds * 1000 - ANSWER_MS * count
        for turn in turns
        if (count := calls.get((turn.conversation_id, turn.seq), 0))
    ]
    return Modelled(
        load,
        figures,
        calls=sum(calls.values()),
        worded=len(beyond),
        overhead=percentile(beyond, 50) if beyond else 0.0,
        outcomes=dict(_outcomes(records.values())),
        cpu_model=used,
    )


async def _records(database: Database, turns: Sequence[Turn]) -> dict[tuple[str, int], _Record]:
    """What each turn's record says of the model, by conversation and message."""
    asked = list({turn.conversation_id for turn in turns})
    async with database.connection() as connection:
        rows = await connection.fetch(_RECORDS, asked)
    return {(row["conversation_id"], row["first_seq"]): row["model"] or {} for row in rows}


def _whole_calls(record: _Record) -> int:
    return sum(call["outcome"] == "whole" for call in record.get("calls", ()))


def _outcomes(records: Iterable[_Record]) -> Counter[str]:
    found: Counter[str] = Counter()
    for record in records:
        for name, value in record.items():
            if name == "calls":
                found.update(f"call {call['outcome']}" for call in value if call["outcome"] != "whole")
            elif name != "released":
                found[name] += value
    return found
