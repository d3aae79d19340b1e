"""What a customer sees of a conversation, and what it leaves behind in the shop's data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from domain.conversations import Reply


@dataclass(frozen=True, slots=True)
class Said:
    """One reply, and what the assistant did and keeps in mind."""

    text: str
    cards: Sequence[tuple[str, str]] = ()
    """Kind and text."""
    quick_replies: Sequence[str] = ()
    sources: Sequence[str] = ()
    """Ids of documents."""
    handed_off: bool = False
    asks: str = "nothing"
    open: int = 0
    """Requests that are not finished."""
    intents: Sequence[str] = ()
    tools: Sequence[str] = ()
    withheld: int = 0
    """Sentences that the grounding check took out."""
    model: Mapping[str, Any] = field(default_factory=dict)
    """The turn's record of the language model; empty where none was used."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What is other than before the conversation."""

    claims: Sequence[Mapping[str, Any]] = ()
    """New ones."""
    orders: Mapping[str, str] = field(default_factory=dict)
    """Status by number of those that are not as before."""
    handoffs: int = 0
    mails: int = 0
    """Queued, whether sent yet or not."""
    customers: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Changed facts of customers, by the e-mail address they had before."""
    stock: Mapping[str, int] = field(default_factory=dict)
    """By sku, how many pieces there are more (or, below zero, fewer)."""
    others: Sequence[str] = ()
    """Rows of the shop's other tables, and claims from before, that are not as before."""


def said_by(reply: Reply, state: Mapping[str, Any], trace: Mapping[str, Any]) -> Said:
    tasks = state.get("tasks") or []
    asked = tasks[-1].get("asked") if tasks else None
    pending = state.get("pending")
    is_confirming = pending and tasks and pending.get("task") == tasks[-1].get("key")
    withheld = trace.get("withheld") or 0
    return Said(
        text=reply.text,
        cards=[(card.kind, card.text) for card in reply.cards],
        quick_replies=reply.quick_replies,
        sources=[str(source.get("document")) for source in reply.sources],
        handed_off=bool(reply.handoff and reply.handoff.get("ticket_id")),
        asks="confirmation" if is_confirming else asked or "nothing",
        open=len(tasks),
        intents=[str(request["intent"]) for request in trace.get("requests", ())],
        tools=[str(tool) for tool in trace.get("tools", ())],
        withheld=withheld if isinstance(withheld, int) else len(withheld),
        model=trace.get("model") or {},
    )
