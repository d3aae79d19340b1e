"""A lead names a customer or an order: find whom it is about, and serve them from then on."""

from typing import Any

from langgraph.runtime import Runtime

from agent.context import Context
from agent.dialogue import tasks
from agent.nodes.state import Answer, Desk, TurnState
from agent.nodes.tooling import run_tool
from agent.speaker.leads import named
from agent.steps import Ask, Choice, Say
from domain.errors import NotFound, ShopSmartError
from tools.execute import ToolCall
from tools.leads import CustomersFound


async def serve(state: TurnState, runtime: Runtime[Context]) -> None:
    """Runs for every message of a lead that names somebody; an order named is its customer named."""
    understood, desks = state.get("understood"), list(state["desks"].values())
    whom = named(understood.text, understood.entities) if understood is not None else {}
    if not whom or not desks:
        return None
    state["called"].append("find_customer")
    outcome = await run_tool(ToolCall("find_customer", whom), state, runtime)
    if isinstance(outcome, NotFound):
        return _ask(desks, _unknown(whom))
    if isinstance(outcome, ShopSmartError):
        for desk in desks:
            desk.failures["whom"] = outcome
        return None
    found: CustomersFound = outcome.value
    if outcome.principal is None:
        return _ask(desks, _which(found) if found.customers else _unknown(whom))
    if outcome.principal.acting_for != state["principal"].acting_for:
        _leave_others_behind(state)
        state["answers"] = [*state["answers"], Answer(Say("lead_for", {"customer": found.customers[0]}))]
    state["principal"] = outcome.principal
    return None


def _leave_others_behind(state: TurnState) -> None:
    """What was open for one customer is no business of the next."""
    memory = state["memory"]
    for task in [task for task in memory["tasks"] if task["key"] not in state["desks"]]:
        tasks.close(memory, task)


def _ask(desks: list[Desk], question: Ask) -> None:
    for desk in desks:
        desk.results["identity"] = question


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
