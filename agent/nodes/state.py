"""What the nodes of one turn hand each other. Lives for one turn; only `memory` and `principal` outlive it."""

from dataclasses import dataclass, field
from typing import Any, TypedDict

from agent.dialogue.interpretation import Interpretation
from agent.speaker.proofs import Given
from agent.state import Memory
from agent.steps import Ask, Call, HandOver, Propose, Say
from agent.understanding.local_reading import Understanding
from domain.conversations import Reply
from domain.customers import Principal
from domain.errors import ShopSmartError
from domain.knowledge import Passage

UNHELPFUL = ("not_sold", "not_known", "out_of_scope", "yes_to_what", "what_kind", "say_more")
"""Phrases that help nobody further."""


@dataclass(slots=True)
class Desk:
    """What lies on the table for one task in this turn."""

    results: dict[str, Any] = field(default_factory=dict)
    failures: dict[str, ShopSmartError] = field(default_factory=dict)
    is_finished: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """One piece of the reply: the step that ended a task for this turn, in the order of saying."""

    step: Say | Ask | Propose | HandOver
    task: str | None = None
    intent: str | None = None
    lead: str = ""
    """A phrase said in front of it."""
    resumes: bool = False
    """The question of a task that was interrupted."""
    is_reminder: bool = False
    """A question or summary that the last reply ended with: it is named, not put in full again."""


@dataclass(frozen=True, slots=True)
class Served:
    """One question of a message that asked several, and its answers."""

    part: str
    answers: list[Answer]


@dataclass(frozen=True, slots=True)
class PlannedCall:
    task: str
    call: Call


class TurnState(TypedDict):
    text: str
    """In the customer's own words; what is understood of them is in `understood`, in English."""
    typed: str
    """The same before any slip was mended: for names."""
    locale: str
    """Where the reply is read: the conversation's language, and with it how days and amounts are written."""
    part: str
    """The question of the message that is being read, in English; "" where the message is read as a whole."""
    unread: list[str]
    """Those of the same message that come after it, see `agent.understanding.asked_apart`."""
    aside: list[Served]
    """The questions before it."""
    untouched: Memory | None
    """As it was before the first of several questions was read."""
    memory: Memory
    principal: Principal
    understood: Understanding
    interpretation: Interpretation
    given: Given | None
    """What the message gave towards proving who speaks; never kept."""
    desks: dict[str, Desk]
    """By task key."""
    calls: list[PlannedCall]
    """Tools to run before planning goes on; empty when the plan is done."""
    rounds: int
    answers: list[Answer]
    passages: list[Passage]
    called: list[str]
    """Names of the tools that ran, for the trace and the handoff packet."""
    reply: Reply
    times: dict[str, float]
    """Milliseconds by node."""
    findings: int
    """Statements the gate held back."""


Update = dict[str, Any]
"""The fields of TurnState that a node changes."""
