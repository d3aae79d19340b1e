"""What a tool is: a declaration that code enforces, and a docstring that a model reads."""

import hashlib
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, get_type_hints

from pydantic import BaseModel, ConfigDict

from domain.customers import Principal, Role, Rung
from domain.errors import NotFound
from domain.knowledge import Passage
from domain.memories import Remembered
from domain.orders import Order
from store.database import Database
from tools.knowledge.port import Knowledge
from tools.shops.port import Shop


class Effect(StrEnum):
    READ = "read"
    """Changes nothing; may run in parallel and again."""
    PROOF = "proof"
    """Changes only how surely the speaker is known, or whom a lead serves."""
    NOTE = "note"
    """Keeps what speakers say of themselves: harmless unasked, twice is once, and they can have it forgotten."""
    WRITE = "write"
    """Changes the shop: runs once, after a confirmation, with a receipt."""


class Arguments(BaseModel):
    """Base of every tool's arguments. There is never a customer id among them."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, str_max_length=500)


class NoArguments(Arguments):
    pass


@dataclass(frozen=True, slots=True)
class ToolContext:
    """All a tool may use. Built by the agent for one turn; `principal` comes from the session."""

    principal: Principal
    conversation_id: str
    channel: str
    locale: str
    now: datetime
    shop: Shop
    knowledge: Knowledge
    database: Database
    origin: str = ""
    """A keyed hash of the client's network address, for limits; empty where there is none."""
    secret: bytes = b""
    """The installation's key for keyed hashes."""
    order: Order | None = None
    """The order that the tool's order argument names, once `execute` has found that the speaker may see it."""
    home: str = ""
    """The country that the speaker said they are in, ISO 3166; "" where they did not."""
    learnt: tuple[Remembered, ...] = ()
    """What the speaker told in this conversation and is not kept in the store, because who it is is not known."""
    can_text: bool = False
    """Whether this shop sends text messages."""
    service_url: str = ""
    """Where the links in mails lead: the service as the world reaches it."""
    action_key: str = ""
    """Of the confirmed action that a WRITE tool is run for: the same however often it is run."""
    packet: Mapping[str, Any] = field(default_factory=dict)
    """What a person needs if this turn hands over: goal, slots, actions tried."""

    @property
    def authorised_order(self) -> Order:
        """Raises NotFound: the tool declares no order argument, or was run past `execute`."""
        if self.order is None:
            raise NotFound("order")
        return self.order

    @property
    def today(self) -> date:
        return self.now.date()


@dataclass(frozen=True, slots=True)
class ToolResult:
    """What a tool found or did.

    `value` is a frozen dataclass of domain values: templates print it, cards show it, a model reads it
    as JSON, and every figure in a reply must occur in it or in a passage.
    """

    value: Any
    passages: tuple[Passage, ...] = ()
    principal: Principal | None = None
    """The speaker as a PROOF tool leaves them; None: as before."""


EVERYBODY = frozenset(Role)
STAFF = frozenset({Role.LEAD, Role.ADMIN})


@dataclass(frozen=True, slots=True)
class ToolSpec:
    name: str
    effect: Effect
    rung: Rung
    order_argument: str | None
    """The argument that names an order: `execute` checks that the speaker may see that order."""
    confirmation: bool
    """False only for writes that harm nobody when unasked: asking for a person."""
    arguments: type[Arguments]
    result: type | None
    """Type of a WRITE tool's value, so that a kept receipt can be read back."""
    run: Callable[..., Awaitable[ToolResult]]
    description: str
    roles: frozenset[Role] = EVERYBODY
    """Who may call it at all, whatever they have proved."""

    def normalise(self, arguments: Mapping[str, Any]) -> Arguments:
        """Raises pydantic.ValidationError when an argument is missing, unknown or of a wrong shape."""
        return self.arguments.model_validate(dict(arguments))


def tool(
    *,
    effect: Effect,
    rung: Rung = Rung.ANONYMOUS,
    order_argument: str | None = None,
    confirmation: bool = True,
    result: type | None = None,
    roles: frozenset[Role] = EVERYBODY,
) -> Callable[[Callable[..., Awaitable[ToolResult]]], ToolSpec]:
    """Declare a coroutine function a tool. Its first parameter's type is the argument schema."""

    def declare(run: Callable[..., Awaitable[ToolResult]]) -> ToolSpec:
        first = next(iter(get_type_hints(run).values()))
        return ToolSpec(
            name=run.__name__,
            effect=effect,
            rung=rung,
            order_argument=order_argument,
            confirmation=confirmation and effect is Effect.WRITE,
            arguments=first,
            result=result,
            run=run,
            description=run.__doc__ or "",
            roles=roles,
        )

    return declare


def digest(tool_name: str, arguments: Arguments, actor: str) -> str:
    """What a confirmation is bound to: exactly this tool, these normalised arguments, this `Principal.signature`."""
    text = json.dumps([tool_name, arguments.model_dump(mode="json"), actor], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
