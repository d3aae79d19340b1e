"""A lead names a customer or an order: find whom it is about, and serve them from then on."""

import re
from typing import Any

from langgraph.runtime import Runtime

from agent.context import Context
from agent.nodes.state import TurnState
from agent.nodes.tooling import run_tool
from agent.steps import Ask, Choice
from domain.errors import NotFound, ShopSmartError
from tools.execute import ToolCall
from tools.leads import CustomersFound

_FULL_NAME = re.compile(
    r"\b(?:customer|for|of|behalf of|name(?:d| is)?|find|look(?:ing)? up|pull up|called|it'?s|about|is)\s+"
    r"(?P<name>[A-Z][\w'’-]+(?:\s+(?:(?:van|von|de|der|da|del|la)\s+)*[A-Z][\w'’-]+)+)"
)
_ALONE = re.compile(r"^\W*(?P<name>[A-Z][\w'’-]+(?:\s+[A-Z][\w'’-]+)+)(?=\s*(?:[,;]|\d|$))")


async def serve(state: TurnState, runtime: Runtime[Context]) -> None:
    """Runs for every message of a lead that names somebody; an order named is its customer named."""
    whom = _named(state)
    if not whom or not state["desks"]:
        return
    state["called"].append("find_customer")
    outcome = await run_tool(ToolCall("find_customer", whom), state, runtime)
    keys = list(state["desks"])
    if isinstance(outcome, ShopSmartError):
        step = _unknown(whom) if isinstance(outcome, NotFound) else None
        for key in keys:
            if step is not None:
                state["desks"][key].results["identity"] = step
            else:
                state["desks"][key].failures["whom"] = outcome
        return
    found: CustomersFound = outcome.value
    if outcome.principal is not None:
        state["principal"] = outcome.principal
        return
    step = _which(found) if found.customers else _unknown(whom)
    for key in keys:
        state["desks"][key].results["identity"] = step


def _named(state: TurnState) -> dict[str, Any]:
    """Of whom the message speaks, most certain first: an order, an e-mail, a phone, a name with its postcode."""
    understood = state.get("understood")
    if understood is None:
        return {}
    entities = understood.entities
    if entities.order_numbers:
        return {"order_id": str(entities.order_numbers[0].value)}
    if entities.emails:
        return {"email": entities.emails[0].value}
    if entities.phones:
        return {"phone": entities.phones[0].value}
    name = _FULL_NAME.search(state["text"]) or _ALONE.search(state["text"])
    if name and entities.postcodes:
        return {"name": name["name"], "postcode": entities.postcodes[0].value}
    return {}


def _unknown(whom: dict[str, Any]) -> Ask:
    if "order_id" in whom:
        return Ask("whom", "lead_order_unknown", {"order_id": whom["order_id"]})
    return Ask("whom", "lead_nobody_found")


def _which(found: CustomersFound) -> Ask:
    choices = tuple(
        Choice(customer.email, customer.email, f"{customer.name} {customer.postcode or ''}")
        for customer in found.customers
    )
    return Ask("whom", "lead_which_customer", {"customers": found.customers}, choices)
