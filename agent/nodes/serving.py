"""A lead names a customer or an order: find whom it is about, and serve them from then on."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from langgraph.runtime import Runtime

from agent.context import Context
from agent.dialogue import tasks
from agent.entities.found import Entities
from agent.nodes.state import Answer, Desk, TurnState
from agent.nodes.tooling import run_tool
from agent.speaker.desk import ASKED_OF_THEM, name_alone, name_in
from agent.speaker.leads import announces, ask_postcode, introduced, named
from agent.speaker.mentions import known_by, somebody_named
from agent.state import Memory, Task
from agent.steps import Ask, Choice, Say
from agent.understanding.local_reading import entities_of
from domain.customers import Customer
from domain.errors import NotFound, ShopSmartError
from tools.execute import ToolCall
from tools.leads import CustomersFound
from tools.spec import ToolResult


async def serve(state: TurnState, runtime: Runtime[Context]) -> None:
    """Runs for every message of a lead that names somebody; an order named is its customer named."""
    desks = list(state["desks"].values())
    entities = entities_of(state["typed"], runtime.context.turn, runtime.context.services)
    whom = _whom(state, entities)
    known, asks = state["memory"]["served"], not (whom or state.get("given")) and state["understood"].requests
    somebody = somebody_named(state["typed"], known, entities) if asks else None
    if not whom and (_takes_leave(state) or await _calls_another(state, runtime, somebody)):
        state["principal"] = replace(state["principal"], acting_for=None)
        _leave_others_behind(state)
    whom = whom or ({} if somebody else _of_what_is_seen(state))
    if somebody and state["principal"].subject is None:
        return _ask(desks, ask_postcode(somebody))
    if not whom or not desks:
        return _keep_name(state)
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
    customer = found.customers[0]
    if outcome.principal.acting_for != state["principal"].acting_for:
        if state["principal"].acting_for is not None:
            _leave_others_behind(state)
        if not _is_shown_whole(state):
            state["answers"] = [*state["answers"], Answer(Say("lead_for", {"customer": customer}))]
    elif not state["aside"] and announces(state["text"]):
        state["answers"] = [*state["answers"], Answer(Say("lead_for_still", {"customer": customer}))]
    state["principal"] = outcome.principal
    _remember(state["memory"], customer)
    for task in state["memory"]["tasks"]:
        task["slots"].pop("name_said", None)
    return None


def _is_shown_whole(state: TurnState) -> bool:
    """Nothing but the customer is asked for, and that answer begins with who it is."""
    own = _own_tasks(state)
    return len(own) == 1 and own[0]["intent"] == "find_customer" and own[0]["slots"].get("matter", "serve") == "serve"


def _remember(memory: Memory, customer: Customer) -> None:
    """By whose name alone they are found from now on."""
    others = [each for each in memory["served"] if each["email"] != customer.email]
    memory["served"] = [*others[1 - _MOST_REMEMBERED :], {"name": customer.name, "email": customer.email}]


_MOST_REMEMBERED = 12


async def _calls_another(state: TurnState, runtime: Runtime[Context], somebody: str | None) -> bool:
    """ "Ok, other customer, tyler jensen": by a name that the one who is served does not have."""
    names = [task["slots"].get("name_meant") for task in _own_tasks(state) if task["slots"].get("matter") == "serve"]
    name = somebody or next((name for name in names if name), None)
    if name is None or state["principal"].subject is None:
        return False
    profile = await run_tool(ToolCall("get_profile", {}), state, runtime)
    served = profile.value if isinstance(profile, ToolResult) else None
    return isinstance(served, Customer) and not set(name.casefold().split()) & set(served.name.casefold().split())


def _keep_name(state: TurnState) -> None:
    """Said alone, in answer to whom it is about: its postcode is asked for next."""
    given = state.get("given")
    name = _as_typed(name_alone, state) if given is not None and given.kind == "whom" else None
    for task in _own_tasks(state) if name else ():
        task["slots"]["name_said"] = name


def _as_typed(find: Callable[[str], str | None], state: TurnState) -> str | None:
    """A name is no slip, and a slip is no name: "which thnig did she order" asks for nobody called Thnig."""
    return find(state["typed"]) if find(state["text"]) else None


def _own_tasks(state: TurnState) -> list[Task]:
    return [task for task in state["memory"]["tasks"] if task["key"] in state["desks"]]


def _whom(state: TurnState, entities: Entities) -> dict[str, str]:
    """Where somebody is looked up, a postcode goes with the name that is in the message, else with the one before.

    `entities`: of the whole message as it was typed.
    """
    if not state["text"] or (state["principal"].subject is not None and _gives_new_contact(state)):
        return {}
    own, text = _own_tasks(state), state["typed"]
    is_lookup = any(task["intent"] == "find_customer" for task in own) or len(text.split()) <= _BRIEF
    said = [task["slots"].get("name_said") for task in (*own, *state["memory"]["tasks"])]
    asked_after = next((name for name in said if name), None)
    name = introduced(text, entities) or (_as_typed(name_in, state) if is_lookup else None) or asked_after
    called = None if entities.order_numbers or entities.emails else known_by(text, state["memory"]["served"])
    if called:
        return {"email": called}
    return named(text, entities, name=name)


_BRIEF = 8
_ABOUT_NOBODY = ("decide_claim", "find_customer", "tickets", "desk_help")


def _of_what_is_seen(state: TurnState) -> dict[str, str]:
    """ "Has she returned a lot", with a claim's file on the table: whose it is."""
    if not state["text"] or (state["principal"].subject is not None and _gives_new_contact(state)):
        return {}
    own = _own_tasks(state)
    seen = state["memory"]["shown"].get("order", ())
    if len(seen) != 1 or "-" not in seen[0]["value"]:
        return {}
    asks_of_them = any(task["slots"].get("matter") in ASKED_OF_THEM for task in own)
    is_for_nobody = state["principal"].subject is None and any(task["intent"] not in _ABOUT_NOBODY for task in own)
    return {"order_id": seen[0]["value"]} if asks_of_them or is_for_nobody else {}


def _gives_new_contact(state: TurnState) -> bool:
    """ "Change her e-mail to jo@example.com": the address is theirs to be, and names nobody else."""
    return any(task["intent"] in _TAKES_CONTACT for task in _own_tasks(state))


_TAKES_CONTACT = ("contact_details", "feedback_newsletter")


def _takes_leave(state: TurnState) -> bool:
    """ "Next caller", without a word of who it is."""
    return any(task["slots"].get("matter") == "next_customer" for task in _own_tasks(state))


def _leave_others_behind(state: TurnState) -> None:
    """What was open for, or shown of, one customer is no business of the next."""
    memory, own = state["memory"], _own_tasks(state)
    for task in [task for task in memory["tasks"] if task not in own]:
        tasks.close(memory, task)
    for task in own:
        task["slots"].pop("order_in_view", None)
    memory.update(closed=None, claim=None, shown={}, looking_at="", quoted=None)


def _ask(desks: list[Desk], question: Ask) -> None:
    for desk in desks:
        desk.results["identity"] = question


def _unknown(whom: dict[str, Any]) -> Ask:
    if "order_id" in whom:
        return Ask("whom", "lead_order_unknown", {"order_id": whom["order_id"]})
    kept = {"name_said": whom["name"]} if "name" in whom else {}
    return Ask("whom", "lead_nobody_found", keeps=kept)


def _which(found: CustomersFound) -> Ask:
    choices = tuple(
        Choice(customer.email, customer.email, f"{customer.name} {customer.postcode or ''}")
        for customer in found.customers
    )
    return Ask("whom", "lead_which_customer", {"customers": found.customers}, choices)
