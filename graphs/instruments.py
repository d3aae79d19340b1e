"""What OpenTelemetry is told of a turn: how long it took, and what became of a model's words. Numbers only.

Rates are for the reader to divide: fallbacks by wordings begun (`shopsmart.wording.settled`, all outcomes), sentences
held back by sentences checked (`shopsmart.sentence.checked`, both outcomes).
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from opentelemetry import metrics
from opentelemetry.metrics import Meter

from agent.models.turn import TurnModel
from domain.errors import ShopSmartError

_FALLBACK = "fallback_"
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 20.0)


class TurnInstruments:
    def __init__(self, meter: Meter) -> None:
        self._duration = meter.create_histogram(
            "shopsmart.turn.duration", "s", explicit_bucket_boundaries_advisory=_SECONDS
        )
        self._withheld = meter.create_counter("shopsmart.statement.withheld", "{statement}")
        self._wordings = meter.create_counter("shopsmart.wording.settled", "{wording}")
        self._checked = meter.create_counter("shopsmart.sentence.checked", "{sentence}")
        self._settled = meter.create_counter("shopsmart.sentence.settled", "{sentence}")
        self._readings = meter.create_counter("shopsmart.reading.settled", "{reading}")

    def turn_ended(self, turn: "TurnMeasures", *, seconds: float, error: str | None) -> None:
        self._duration.record(seconds, {"error.type": error} if error else {})
        if turn.withheld:
            self._withheld.add(turn.withheld)

    def model_used(self, model: TurnModel) -> None:
        """What became of the model's words; its calls are measured where they are made."""
        counts = model.counts
        for name, counter in {
            "released": self._checked,
            "held_back": self._checked,
            "mended": self._settled,
            "replaced": self._settled,
            "dropped": self._settled,
            "put_plainly": self._readings,
            "read_locally": self._readings,
            "found_out": self._readings,
            "not_found_out": self._readings,
        }.items():
            if number := counts.get(name):
                counter.add(number, {"shopsmart.outcome": name})
        fallbacks = {name: number for name, number in counts.items() if name.startswith(_FALLBACK)}
        for name, number in fallbacks.items():
            self._wordings.add(number, {"shopsmart.outcome": name})
        if worded := _begun(model.calls) - sum(fallbacks.values()):
            self._wordings.add(max(worded, 0), {"shopsmart.outcome": "worded"})


def _begun(calls: Sequence[Mapping[str, Any]]) -> int:
    return sum(str(call.get("prompt", "")).startswith("respond@") for call in calls)


_instruments = TurnInstruments(metrics.get_meter("shopsmart.turns"))


@dataclass(slots=True)
class TurnMeasures:
    withheld: int = 0
    """Statements of the templates that nothing backed."""


@contextmanager
def measured(model: TurnModel | None) -> Iterator[TurnMeasures]:
    """Around one turn; also one that breaks off."""
    began = time.perf_counter()
    turn = TurnMeasures()
    error: str | None = None
    try:
        yield turn
    except BaseException as raised:
        error = raised.code if isinstance(raised, ShopSmartError) else type(raised).__name__
        raise
    finally:
        _instruments.turn_ended(turn, seconds=time.perf_counter() - began, error=error)
        if model is not None:
            _instruments.model_used(model)
