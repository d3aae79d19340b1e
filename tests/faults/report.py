"""What a fault run found, as a table."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One promise, and how it was kept."""

    promise: str
    measured: str
    is_kept: bool
    is_of_time: bool = False
    """Tells of the machine as well: `./dev faults` holds it against its limit, the tests do not."""


def markdown(title: str, findings: list[Finding]) -> str:
    rows = [f"| {one.promise} | {one.measured} | {'kept' if one.is_kept else '**broken**'} |" for one in findings]
    return "\n".join([f"### {title}", "", "| promise | measured | |", "| --- | --- | --- |", *rows, ""])


def none_of(promise: str, number: int, *, of: str = "") -> Finding:
    return Finding(promise, f"{number}{f' of {of}' if of else ''}", number == 0)


def at_most(promise: str, value: float, limit: float, *, unit: str) -> Finding:
    return Finding(promise, f"{value:,.1f} {unit}", value <= limit, is_of_time=unit == "s")
