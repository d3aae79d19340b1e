"""Typed facts out of the values that tools return, without knowing the tools.

What a whole number means is told by the name of its field: `window_days` is a duration, `amount_minor` money.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date, datetime, time, tzinfo
from decimal import Decimal
from enum import Enum
from functools import cache, lru_cache
from typing import Any, Literal

from pydantic import BaseModel

from agent.grounding.durations import Span, span_of
from agent.grounding.receipts import RECEIPTS, STATES
from domain.catalog import Product
from domain.money import Money

# Fields that a customer is never told, or that count nothing.
_UNSPOKEN = frozenset({"confidence", "score", "customer_id", "line", "lines_inside", "fence", "event_id", "is_new"})
_UNCOUNTED = frozenset({"events", "tags", "materials", "variants", "history"})
# The domain documents these as working days.
_WORKING_DAYS = frozenset({"refund_days", "working_days", "review_days", "photo_days", "trace_days", "repair_days"})
_UNITS = {
    "days": "day",
    "day": "day",
    "weeks": "week",
    "months": "month",
    "month": "month",
    "years": "year",
    "hours": "hour",
    "minutes": "minute",
}
# The amount that makes something free when it is zero; `fee` is that of a return claim.
_FREE_AT_ZERO = {
    "fee": "return",
    "return_fee": "return",
    "return_shipping_fee_minor": "return",
    "shipping": "shipping",
    "shipping_minor": "shipping",
}
# A moment that is on file proves what happened at it.
_PROVED_BY = {
    "placed_at": frozenset({"ordered"}),
    "shipped_at": STATES["shipped"],
    "delivered_at": STATES["delivered"],
    "filed_at": frozenset({"filed", "opened"}),
}
_ALIASES = {"left": "stock", "stock": "stock", "rating": "rating", "quantity": "quantity", "hits": "products"}


@dataclass(slots=True)
class Facts:
    """`amounts` are minor units and a currency (None: any); `numbers` are kept by what they count."""

    amounts: set[tuple[int, str | None]] = field(default_factory=set)
    percentages: set[Decimal] = field(default_factory=set)
    dates: set[date] = field(default_factory=set)
    times: set[tuple[int, int]] = field(default_factory=set)
    durations: set[Span] = field(default_factory=set)
    numbers: dict[str, set[Decimal]] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    receipts: set[str] = field(default_factory=set)
    states: set[str] = field(default_factory=set)
    offers: set[tuple[str, str]] = field(default_factory=set)
    options: set[str] = field(default_factory=set)
    """What can be chosen of a product and has a figure in it, in small letters: "5x", "13-inch", a shoe's "8"."""

    def take_in(self, others: "Facts") -> None:
        for name in _SETS:
            getattr(self, name).update(getattr(others, name))
        for name, numbers in others.numbers.items():
            self.numbers.setdefault(name, set()).update(numbers)
        self.texts += others.texts


_SETS = tuple(part.name for part in fields(Facts) if part.name not in ("numbers", "texts"))


def facts_of(values: Iterable[Any], *, zone: tzinfo | None = None) -> Facts:
    """`zone` is where the shop's clock hangs: times are known in it, dates both in it and as stored."""
    collector = _Collector(Facts(), zone)
    for value in values:
        collector.add(value, "")
    return collector.facts


_products: dict[int, tuple[Product, Facts]] = {}
"""By identity. A product of the catalogue is one object for as long as it does not change, shown in many turns."""
_MOST_PRODUCTS = 4096


def _facts_of_product(product: Product) -> Facts:
    kept = _products.get(id(product))
    if kept is None or kept[0] is not product:
        if len(_products) >= _MOST_PRODUCTS:
            _products.clear()
        collector = _Collector(Facts(), None)
        collector.read(product)
        kept = _products[id(product)] = product, collector.facts
    return kept[1]


@dataclass(slots=True)
class _Collector:
    facts: Facts
    zone: tzinfo | None
    seen: dict[int, Any] = field(default_factory=dict)
    """Records by identity, held so that none makes room for another: what is met twice is read once."""

    def add(self, value: Any, name: str) -> None:
        if value is None or (name in _UNSPOKEN and not _is_record(type(value))):
            return
        if name in _PROVED_BY:
            self.facts.states |= _PROVED_BY[name]
        kind = _kind(type(value))
        if kind == "text":
            self._text(value, name)
        elif kind == "number":
            self._number(value, name)
        elif kind == "money":
            self._money(value.amount_minor, value.currency, name)
        elif kind == "moment":
            self._moment(value)
        elif kind == "mapping":
            self._mapping(value, name)
        elif kind == "sequence":
            self._sequence(value, name)
        elif kind == "enum":
            self.add(value.value, name)
        elif kind == "record":
            self._record(value)

    def _text(self, value: str, name: str) -> None:
        text = value.value if isinstance(value, Enum) else value
        self.facts.texts.append(text)
        if isinstance(value, Enum) or name in ("status", "state", "order_status", "claim_status"):
            self.facts.states |= STATES.get(text, frozenset())
            if "_" in text:
                self.facts.texts.append(text.replace("_", " "))
        if text[:4].isdigit() and (moment := _iso(text)):
            self._moment(moment)
        if name == "size" and _has_digit(text):
            self.facts.options.add(text.casefold())
        if name in ("name", "item", "product", "product_name", "title"):
            self.facts.names.add(text)
        if name == "refund_method" and text == "store_credit":
            self.facts.offers.add(("credit", ""))

    def _number(self, value: bool | int | float | Decimal, name: str) -> None:
        if isinstance(value, bool):
            return
        number = Decimal(str(value))
        unit, words = _unit(name), name.split("_")
        if unit:
            self.facts.durations.add(span_of(number, "workday" if name in _WORKING_DAYS else unit))
        elif {"percent", "pct", "percentage"} & set(words):
            self.facts.percentages.add(number.normalize())
        elif words[-1] == "minor":
            self._money(int(number), None, name)
        else:
            self._count(number, name)

    def _count(self, number: Decimal, name: str) -> None:
        self.facts.numbers.setdefault(_ALIASES.get(name, name), set()).add(number.normalize())

    def _money(self, minor: int, currency: str | None, name: str) -> None:
        self.facts.amounts.add((minor, currency))
        if minor == 0 and name in _FREE_AT_ZERO:
            self.facts.offers.add(("free", _FREE_AT_ZERO[name]))
        elif minor and "discount" in name:
            self.facts.offers.add(("discount", ""))

    def _moment(self, value: datetime | date | time) -> None:
        if isinstance(value, time):
            self.facts.times.add((value.hour, value.minute))
        elif isinstance(value, datetime):
            here = value.astimezone(self.zone) if self.zone and value.tzinfo else value
            self.facts.dates |= {value.date(), here.date()}
            self.facts.times.add((here.hour, here.minute))
        else:
            self.facts.dates.add(value)

    def _mapping(self, value: Mapping[Any, Any], name: str) -> None:
        if isinstance(value.get("amount_minor"), int):
            self._money(value["amount_minor"], value.get("currency"), name)
            return
        if name == "options":
            self.facts.options |= {part.casefold() for part in value.values() if _has_digit(part)}
        unit_of_all = name if _unit(name) else None
        for key, part in value.items():
            self.add(part, unit_of_all or str(key))

    def _sequence(self, value: Iterable[Any], name: str) -> None:
        parts = list(value)
        is_plain = bool(parts) and isinstance(parts[0], (str, int, float)) and name not in ("sizes", "colours")
        if parts and name not in _UNCOUNTED and not is_plain:
            self._count(Decimal(len(parts)), name)
        if name == "lines" and parts and isinstance(parts[0], int):
            return
        for part in parts:
            self.add(part, name)

    def _record(self, value: Any) -> None:
        if id(value) in self.seen:
            return
        self.seen[id(value)] = value
        if isinstance(value, Product):
            self.facts.take_in(_facts_of_product(value))
        else:
            self.read(value)

    def read(self, value: Any) -> None:
        kind = type(value)
        self.facts.receipts |= RECEIPTS.get(kind.__name__, frozenset())
        for name in _fields(kind):
            self.add(getattr(value, name), name)
        if getattr(value, "is_eligible", None) is True:
            self.facts.states |= STATES["eligible"]


def _has_digit(value: Any) -> bool:
    return isinstance(value, str) and any(character.isdigit() for character in value)


def _iso(text: str) -> date | datetime | None:
    """Dates in JSON are strings."""
    try:
        return date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)
    except ValueError:
        return None


@cache
def _kind(
    kind: type,
) -> Literal["text", "number", "money", "moment", "mapping", "sequence", "enum", "record", "other"]:
    """How values of a type are read; asked once a type, since one turn's evidence holds hundreds of values."""
    if issubclass(kind, str):
        return "text"
    if issubclass(kind, (bool, int, float, Decimal)):
        return "number"
    if issubclass(kind, Money):
        return "money"
    if issubclass(kind, (datetime, date, time)):
        return "moment"
    if issubclass(kind, Mapping):
        return "mapping"
    if issubclass(kind, (list, tuple, set, frozenset)):
        return "sequence"
    if issubclass(kind, Enum):
        return "enum"
    return "record" if is_dataclass(kind) or issubclass(kind, BaseModel) else "other"


@lru_cache(maxsize=1024)
def _unit(name: str) -> str | None:
    """The unit that a field's name tells: `window_days` -> day. Keys of mappings come here too, hence a bound."""
    return next((_UNITS[word] for word in reversed(name.split("_")) if word in _UNITS), None)


@cache
def _is_record(kind: type) -> bool:
    return is_dataclass(kind)


@cache
def _fields(kind: type) -> tuple[str, ...]:
    """Stored fields, and properties: what the domain derives itself (a line's total) is a fact too."""
    stored = tuple(kind.model_fields) if issubclass(kind, BaseModel) else tuple(part.name for part in fields(kind))
    derived = (
        ()
        if issubclass(kind, BaseModel)
        else tuple(name for name, member in vars(kind).items() if isinstance(member, property))
    )
    return (*stored, *derived)
