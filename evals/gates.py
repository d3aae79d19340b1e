"""The marks of gates.toml, and whether a run reached them."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError, model_validator

from domain.errors import InvalidInput
from evals.result import SuiteResult

SHIPPED = Path(__file__).with_name("gates.toml")


class BadGates(InvalidInput):
    """The file of marks cannot be read; no run may pass by that."""

    code = "bad_gates"


class Mark(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    min: float | None = None
    max: float | None = None

    @model_validator(mode="after")
    def has_an_end(self) -> "Mark":
        if self.min is None and self.max is None:
            raise ValueError("needs `min` or `max`")
        return self

    def __str__(self) -> str:
        ends = (f"≥ {self.min:g}" if self.min is not None else "", f"≤ {self.max:g}" if self.max is not None else "")
        return ", ".join(end for end in ends if end)


Marks = Mapping[str, Mapping[str, Mark]]
"""By suite and metric."""

_MARKS = TypeAdapter(dict[str, dict[str, Mark]])


@dataclass(frozen=True, slots=True)
class Gate:
    """One mark and what was reached; None: the suite gave no such figure."""

    metric: str
    mark: Mark
    reached: float | None

    @property
    def passed(self) -> bool:
        if self.reached is None or self.reached != self.reached:
            return False
        return (self.mark.min is None or self.reached >= self.mark.min) and (
            self.mark.max is None or self.reached <= self.mark.max
        )


def read_marks(path: Path = SHIPPED) -> dict[str, dict[str, Mark]]:
    """Raises BadGates."""
    try:
        return _MARKS.validate_python(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError, ValidationError) as error:
        raise BadGates(f"{path.name}: {error}") from error


def gates_of(result: SuiteResult, marks: Marks, *, is_partial: bool = False) -> list[Gate]:
    """One for each mark of the suite. `is_partial`: foreign data or a selection need not give every figure."""
    gates = [Gate(metric, mark, result.metrics.get(metric)) for metric, mark in marks.get(result.suite, {}).items()]
    return [gate for gate in gates if gate.reached is not None] if is_partial else gates
