"""What the extractor hands out: values with the place where they stood. Plain data, nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Generic, Literal, TypeVar

from domain.claims import ReturnReason
from domain.orders import OrderId

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Found(Generic[Value]):
    """`text` is `message[start:end]` as the customer typed it; `value` is what it means."""

    value: Value
    start: int
    end: int
    text: str


def first_value(found: Sequence[Found[Value]]) -> Value | None:
    return found[0].value if found else None


@dataclass(frozen=True, slots=True)
class Amount:
    amount_minor: int
    currency: str | None
    """None: no currency was said, so the shop's own is meant."""


PriceWord = Literal["cheap", "expensive"]


@dataclass(frozen=True, slots=True)
class MoneyRange:
    """A price limit, both ends included; `relative` when only "cheap" or "expensive" was said."""

    min_minor: int | None = None
    max_minor: int | None = None
    currency: str | None = None
    relative: PriceWord | None = None


@dataclass(frozen=True, slots=True)
class DateSpan:
    """Days from `start` to `end`, both included; None is an open end ("before May")."""

    start: date | None
    end: date | None


@dataclass(frozen=True, slots=True)
class Colour:
    name: str
    """The shop's own spelling when it sells that colour, else as typed in lower case."""
    family: str | None
    """"navy" and "dark blue" are of the family "blue"; None for a shop colour of no known family."""


@dataclass(frozen=True, slots=True)
class ProductMention:
    product_ids: tuple[str, ...]
    """Best first; more than one when the words fit several products equally well."""
    score: float
    """Share of the name that was said, weighted by how telling each word is; 1.0 is the whole name."""


ReferenceKind = Literal[
    "ordinal",  # "the second one": index 2; "the last one": index -1
    "pronoun",  # "it", "that one", "them"
    "noun",  # "that shirt": attribute "shirt"
    "attribute",  # "the blue one": attribute "blue"
    "superlative",  # "the cheaper one": attribute "cheap"
    "other",  # "the other one"
    "before",  # "the one before that": index -1; "the one after that": index 1
    "both",
    "all",
    "order",  # "my last order": index -1; "my first order": index 1; "my order": index None
]


@dataclass(frozen=True, slots=True)
class Reference:
    """Something named by pointing: it must be resolved against what the conversation has shown."""

    kind: ReferenceKind
    index: int | None = None
    attribute: str | None = None


@dataclass(frozen=True, slots=True)
class Entities:
    """All that was found, each kind in the order of the message.

    A bare five-digit answer is reported both as order number and as postcode, and a bare small number
    both as quantity and as ordinal: only the question that was asked can tell.
    """

    order_numbers: tuple[Found[OrderId], ...] = ()
    product_ids: tuple[Found[str], ...] = ()
    claim_numbers: tuple[Found[str], ...] = ()
    odd_order_numbers: tuple[Found[str], ...] = ()
    """Meant as an order number, with a digit missing or too many; only when no whole one is there."""
    emails: tuple[Found[str], ...] = ()
    phones: tuple[Found[str], ...] = ()
    """E.164, such as +14155552671."""
    postcodes: tuple[Found[str], ...] = ()
    money_limits: tuple[Found[MoneyRange], ...] = ()
    amounts: tuple[Found[Amount], ...] = ()
    dates: tuple[Found[DateSpan], ...] = ()
    sizes: tuple[Found[str], ...] = ()
    colours: tuple[Found[Colour], ...] = ()
    materials: tuple[Found[str], ...] = ()
    categories: tuple[Found[str], ...] = ()
    products: tuple[Found[ProductMention], ...] = ()
    quantities: tuple[Found[int], ...] = ()
    references: tuple[Found[Reference], ...] = ()
    reasons: tuple[Found[ReturnReason], ...] = field(default=())

    def within(self, start: int, end: int) -> "Entities":
        """Only what stands in that stretch of the message."""
        kept = {
            field.name: tuple(item for item in getattr(self, field.name) if start <= item.start and item.end <= end)
            for field in fields(self)
        }
        return Entities(**kept)

    def cut_out(self, start: int, end: int) -> "Entities":
        """As `within`, with places in `text[start:end]` in place of the whole message."""
        kept = self.within(start, end)
        moved = {
            field.name: tuple(
                replace(item, start=item.start - start, end=item.end - start) for item in getattr(kept, field.name)
            )
            for field in fields(self)
        }
        return Entities(**moved)

    def outside(self, start: int, end: int) -> "Entities":
        """Only what does not stand in that stretch of the message."""
        kept = {
            field.name: tuple(item for item in getattr(self, field.name) if item.end <= start or item.start >= end)
            for field in fields(self)
        }
        return Entities(**kept)

    @property
    def price_range(self) -> MoneyRange | None:
        """All limits together ("over 20 but under 50"): the last one said wins where they collide."""
        if not self.money_limits:
            return None
        said = [limit.value for limit in self.money_limits]
        low = next((limit.min_minor for limit in reversed(said) if limit.min_minor is not None), None)
        high = next((limit.max_minor for limit in reversed(said) if limit.max_minor is not None), None)
        if low is not None and high is not None and low > high:
            return said[-1]
        currency = next((limit.currency for limit in reversed(said) if limit.currency), None)
        words: list[PriceWord] = [limit.relative for limit in said if limit.relative is not None]
        relative = words[-1] if words else None
        return MoneyRange(low, high, currency, relative)
