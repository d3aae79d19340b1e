"""What may stand in a scenario as a value: numbers and ranges, patterns, and variables within texts."""

import re
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field

PLACE = re.compile(r"\{(?P<role>[a-z][a-z_0-9]*)(?P<days>(?<=\{today)[+-]\d{1,3})?(?:\.(?P<fact>[a-z_]+))?\}")
"""A variable in a text: {order}, {order.email} or {today+14}. Digits cannot begin one, so {2} stays a regular
expression's."""
_RANGE = re.compile(r"^(<=?|>=?)\s*(\d+(?:\.\d+)?)$|^(\d+(?:\.\d+)?)\.\.(\d+(?:\.\d+)?)$")


class Range(BaseModel, frozen=True, extra="forbid"):
    """Written as 3, "<30", ">=2" or "10..20" (both ends count)."""

    low: float = float("-inf")
    high: float = float("inf")
    is_open: bool = False
    """The ends themselves do not count."""

    def has(self, value: float | None) -> bool:
        if value is None:
            return False
        return self.low < value < self.high if self.is_open else self.low <= value <= self.high


def _range(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return value
    if isinstance(value, int | float):
        return Range(low=value, high=value)
    found = _RANGE.match(value.strip())
    if found is None:
        raise ValueError(f'{value!r} is no number, "<30", ">=2" or "10..20"')
    sign, limit, low, high = found.groups()
    if sign is None:
        return Range(low=float(low), high=float(high))
    edge = {"low": float(limit)} if sign.startswith(">") else {"high": float(limit)}
    return Range(**edge, is_open=not sign.endswith("="))


Wanted = Annotated[Range, BeforeValidator(_range)]


def one_or_many(value: Any) -> Any:
    return value if isinstance(value, list) else [value]


def _pattern(value: str) -> str:
    """Compiled with variables standing for a word, so that a mistake is found before anything runs."""
    try:
        re.compile(PLACE.sub("x", value))
    except re.error as error:
        raise ValueError(f"{value!r} is no regular expression: {error}") from error
    return value


Pattern = Annotated[str, Field(min_length=1), AfterValidator(_pattern)]
AnyOf = Annotated[tuple[Pattern, ...], BeforeValidator(one_or_many), Field(min_length=1)]
Patterns = Annotated[tuple[AnyOf, ...], BeforeValidator(one_or_many)]
