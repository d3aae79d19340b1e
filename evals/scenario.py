"""The format of a scripted conversation: what is said, what must come of it. Reference: docs/evals.md.

Strict, because a scenario that checks nothing, or whose check is misspelt, would pass for ever.
"""

from collections.abc import Iterable, Iterator
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

from evals.scenario_values import PLACE, Pattern, Patterns, Wanted, one_or_many

ORDER_FACTS = (
    *("number", "email", "postcode", "customer", "name", "placed", "total", "status", "delivered", "expected"),
    *("tracking", "carrier", "item", "line", "size", "colour", "price"),
)
MAILED = ("code", "wrong_code")
"""What every text may name besides roles: the code mailed last in this conversation, and one that is not it."""
TODAY = "today"
"""The day on which the scenario runs; `{today+14}` is two weeks later."""
DAY_FACTS = ("weekday", "iso")
CUSTOMER_FACTS = ("email", "customer", "name", "postcode")


class Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)
    """The docstrings are the reference in docs/scenarios.md."""


class OrderWanted(Part):
    """The order that a role stands for: the first by number that has all this. Line facts must hold for one line."""

    number: str | None = None
    """As stored: `VM-10234`."""
    customer: str | None = None
    """E-mail address of whose order it is."""
    not_customer: str | None = None
    """E-mail address of whose order it is not."""
    status: str | None = None
    """As stored: `shipped`."""
    country: str | None = None
    """Of the delivery address, two letters: `US`."""
    days_since_order: Wanted | None = None
    """Whole days until today."""
    days_since_delivery: Wanted | None = None
    """Of the matching line; of an order without delivery nothing holds."""
    days_late: Wanted | None = None
    """Days since the estimated delivery, of an order that has not arrived."""
    parcels: Wanted | None = None
    """How many parcels it travels in."""
    lines: Wanted | None = None
    """How many lines it has."""
    category: str | None = None
    """The line's category."""
    not_category: tuple[str, ...] = ()
    """Categories that the line is not of."""
    item: str | None = None
    """Part of the line's product name."""
    quantity: Wanted | None = None
    """Pieces on the line."""
    price: Wanted | None = None
    """Of one piece, in the shop's currency."""
    final_sale: bool | None = None
    """Whether the line was a final sale."""
    claimed: bool | None = None
    """Whether there is a claim on any line of the order."""
    orders_of_customer: Wanted | None = None
    """How many orders its customer has."""
    open_orders_of_customer: Wanted | None = None
    """How many of them are under way."""


class CustomerWanted(Part):
    """The customer that a role stands for: the first by number."""

    kind: Literal["customer"]
    """Always `customer`: an order is meant otherwise."""
    email: str | None = None
    """E-mail address."""
    orders: Wanted | None = None
    """How many orders there are."""
    open_orders: Wanted | None = None
    """How many of them are under way."""
    claims: Wanted | None = None
    """How many claims there are."""
    locale: str | None = None
    """As stored: `en-US`."""


class Expect(Part):
    """What one reply must be. Patterns are regular expressions, case does not matter."""

    said: Patterns = ()
    """Each must be found in the reply's text; of a list in the list, any one."""
    not_said: Patterns = ()
    """None may be found: not in the text, nor in a card's, nor in a quick reply."""
    cards: tuple[str | dict[str, Pattern], ...] = ()
    """Kinds that must be shown, or {kind: pattern of the card's text}."""
    not_cards: tuple[str, ...] = ()
    """Kinds of which none may be shown."""
    quick_replies: Patterns = ()
    """Each must fit one that is offered."""
    sources: Patterns = ()
    """Each must be the id of a document that the reply names as its source."""
    intents: tuple[str, ...] = ()
    """Each must be among those recognised in the message."""
    tools: tuple[str, ...] = ()
    """Each must have been called."""
    not_tools: tuple[str, ...] = ()
    """None may have been called."""
    asks: str | None = None
    """The slot that the reply asks for; `confirmation` when it waits for a yes; `nothing` when neither."""
    open: int | None = None
    """How many requests are not finished after the reply: 0 when all is done or dropped."""
    handoff: bool | None = None
    """Whether a person has been asked in this very reply."""
    keep: dict[str, Pattern] = {}
    """Variables for later turns: the first group of the pattern, or what it matches, in the reply's text."""

    @model_validator(mode="after")
    def refuse_empty(self) -> Self:
        if all(getattr(self, name) in ((), {}, None) for name in self.model_fields_set - {"keep"}):
            raise ValueError("`expect` checks nothing: say what is expected, or leave it out")
        return self


class Turn(Part):
    user: Annotated[tuple[str, ...], BeforeValidator(one_or_many), Field(min_length=1)]
    """One message, or the messages of a burst."""
    expect: Expect | None = None
    """What the reply must be; at least one check. Left out: anything but silence."""
    minutes_later: int = Field(default=0, ge=0, le=7 * 24 * 60)
    """How long the customer takes to say it."""
    new_conversation: bool = False
    """It opens a new conversation of the same person: what is still known then was kept."""
    exact: bool = False
    """The wording is the point: variants leave it alone."""

    @field_validator("user")
    @classmethod
    def has_words(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if not all(text.strip() for text in value):
            raise ValueError("a message is empty")
        return value


class ClaimExpected(Part):
    """A claim that must be new. What is left out may be anything."""

    order: str
    """Number of the order."""
    line: int | str | None = None
    """Number of the line."""
    item: str | None = None
    """Name of the piece."""
    quantity: int = 1
    """How many pieces."""
    reason: str | None = None
    """As stored: `too_big`."""
    status: str | None = None
    """As stored: `filed`."""
    kind: str | None = None
    """As stored: `return`."""
    refund: float | None = None
    """In the shop's currency."""


class End(Part):
    """The shop's data after the conversation. What is not named here must be as before: no claim, change or ticket."""

    claims: tuple[ClaimExpected, ...] = ()
    """Exactly the claims that are new."""
    orders: dict[str, str] = {}
    """Status by number of every order that has changed."""
    handoffs: int | Literal["any"] = 0
    """Tickets that were opened."""
    customers: dict[str, dict[str, str | bool]] = {}
    """What is other than before, by the e-mail address that the customer had: {maya@...: {phone: "+1..."}}."""
    stock: dict[str, int] | Literal["any"] = {}
    """By sku, how many pieces there are more (or, below zero, fewer) than before; where orders change and it is left
    out, anything."""
    mails: int | None = None
    """E-mails that were queued; left out: as many as you like."""
    unchanged: bool | None = None
    """`true` says aloud that there are no claims and no changed orders, customers or stock."""

    @model_validator(mode="after")
    def agree(self) -> Self:
        if not self.model_fields_set:
            raise ValueError("`end` is empty: say what is expected, or leave it out")
        if self.unchanged is False:
            raise ValueError("`unchanged: false` says nothing: name the claims or orders that change")
        if self.unchanged and (self.claims or self.orders or self.customers or self.stock):
            raise ValueError("`unchanged: true` contradicts the claims, orders or customers that are to change")
        return self


class Scenario(Part):
    name: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    """Unique; small letters, digits, hyphens."""
    description: str = ""
    """A sentence for whoever reads the failure."""
    tags: tuple[str, ...] = ()
    """Used by `--only`, and counted apart: `passed.claim`."""
    customer: str | None = Field(default=None, alias="as")
    """Who is signed in: the e-mail address of a customer, or of one of the support team; nobody when left out."""
    channel: str = "web"
    """`web`, `sms` or `whatsapp`."""
    locale: str = "en-US"
    """The customer's language and country."""
    given: dict[str, OrderWanted | CustomerWanted] = {}
    """Roles: what an order or a customer of this conversation is like, instead of its number."""
    turns: tuple[Turn, ...] = Field(min_length=1)
    """What the customer says, and what is expected."""
    end: End | None = None
    """The shop's data afterwards. Left out: all must be as before."""
    verbatim: bool = False
    """No variants of this one."""

    @model_validator(mode="after")
    def refuse_what_checks_nothing(self) -> Self:
        if self.end is None and not any(turn.expect for turn in self.turns):
            raise ValueError("checks nothing: give a turn an `expect`, or the scenario an `end`")
        return self

    @model_validator(mode="after")
    def know_every_variable(self) -> Self:
        facts: dict[str, tuple[str, ...]] = {**dict.fromkeys(MAILED, ()), TODAY: DAY_FACTS}
        if taken := facts.keys() & self.given:
            raise ValueError(f"{', '.join(sorted(taken))}: means something else already, name the role otherwise")
        for role, wanted in self.given.items():
            facts[role] = ORDER_FACTS if isinstance(wanted, OrderWanted) else CUSTOMER_FACTS
        _refuse_unknown(_texts((self.customer, self.end)), facts)
        for turn in self.turns:
            _refuse_unknown(turn.user, facts)
            if turn.expect:
                _refuse_unknown(_texts(turn.expect), facts)
                facts |= dict.fromkeys(turn.expect.keep, ())
        return self


def _refuse_unknown(texts: Iterable[str], facts: dict[str, Any]) -> None:
    for role, fact in (found.group("role", "fact") for text in texts for found in PLACE.finditer(text)):
        if role not in facts:
            raise ValueError(f"{{{role}}} is nowhere given")
        if fact and fact not in facts[role]:
            raise ValueError(f"{{{role}.{fact}}}: a {role} has only {', '.join(facts[role]) or 'itself'}")


def _texts(value: Any) -> Iterator[str]:
    """Every string in it, keys included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, BaseModel):
        yield from _texts(dict(value))
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts((key, inner))
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)
