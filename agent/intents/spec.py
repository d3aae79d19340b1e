"""What an intent is: what it means, what it needs, and what happens next."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from agent.state import Task
from agent.steps import Step
from domain.customers import Principal
from domain.errors import ShopSmartError
from domain.order_changes import is_closed
from domain.orders import Order

Route = Literal["order", "returns", "policy", "account", "product", "human", "chat", "oos"]


@dataclass(frozen=True, slots=True)
class View:
    """All an intent may look at when it decides: values of this turn, never the outside."""

    principal: Principal
    now: datetime
    today: date
    text: str
    """The customer's words that opened or last touched the task."""
    results: Mapping[str, Any]
    """Values of the tools called for this task in this turn, by the name of the Call."""
    failures: Mapping[str, ShopSmartError]
    """Tools that said no, by the name of the Call."""
    is_new: bool
    """Opened by this very message."""
    cancel_reasons: tuple[str, ...] = ()
    """Why an order may be cancelled in this shop; empty: it does not ask."""
    changed_items_are_final: bool = False
    """Whether this shop leaves an order alone once its items were changed."""

    def is_closed(self, order: Order) -> bool:
        return is_closed(order, changed_items_are_final=self.changed_items_are_final)

    def proved_orders(self) -> list[str]:
        return [order_id for order_id, until in self.principal.orders_until.items() if self.now < until]


@dataclass(frozen=True, slots=True)
class Intent:
    """One thing customers want. Adding one is this declaration, example phrases, and a registry line."""

    name: str
    meaning: str
    route: Route
    label: str
    """How a clarifying question offers it: "track an order"."""
    next_step: Callable[[Task, View], Step]
    """Pure. Called again with more results until it asks, proposes, says or hands over."""
    slots: tuple[str, ...] = ()
    """Names of `agent.understanding.slots.FILLERS` that this intent collects."""
    tools: tuple[str, ...] = field(default=())
    """Tools it may call or propose; a call of another one is a bug that a test finds."""
    cues: re.Pattern[str] | None = None
    """Words that ask for this outright, whatever the classifier says; an intent it was not trained on needs them."""
    goes_on: bool = False
    """Opened by what was said before, or by who says it: neither words of its own nor the classifier name it."""
    in_passing: bool = False
    """Asked beside what is open, which stays open."""
    undone_by: str = ""
    """The intent that is the way back once this one was carried out; "": there is none."""
