"""What every suite returns: figures, cases, and a confusion table where labels are confused."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class CaseResult:
    """One case; `detail` says in a sentence what a reader of a failed case wants to know."""

    case_id: str
    passed: bool
    expected: str
    actual: str
    detail: str = ""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Confusion:
    """`counts[i][j]` cases with `labels[i]` as the right answer were given `labels[j]`."""

    labels: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class SuiteResult:
    """`metrics` are the figures that `gates.toml` names; shares are 0 to 1."""

    suite: str
    metrics: dict[str, float]
    cases: list[CaseResult] = field(default_factory=list)
    confusion: Confusion | None = None

    @property
    def failures(self) -> list[CaseResult]:
        return [case for case in self.cases if not case.passed]
