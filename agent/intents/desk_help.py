"""What one of the team may do in this chat, how far, and what is done elsewhere: notes, chats taken over, the team."""

from dataclasses import replace

from agent.intents.answering import from_passages
from agent.intents.spec import Intent, View
from agent.state import Task
from agent.steps import Call, Say, Step
from domain.customers import Customer, Role
from domain.overrides import LIMITS

STARTERS = ("What is waiting?", "Look up a customer", "Who waits for a person?")
"""What one of the team may begin with, in place of a customer's."""

_told_of_goodwill = from_passages("goodwill")
_GOODWILL = "How much store credit may a lead grant as goodwill for a bad experience?"


def next_step(task: Task, view: View) -> Step:
    limit = LIMITS.get(view.principal.role)
    if limit is None:
        return Say("about_me")
    matter = task["slots"].get("matter", "able")
    if matter == "self":
        return _self(view)
    if matter == "goodwill":
        return _told_of_goodwill(task, replace(view, text=_GOODWILL))
    is_admin = view.principal.role is Role.ADMIN
    facts = {
        "is_admin": is_admin,
        "days": limit.extra_days,
        "refusals": limit.refusals,
        "most_minor": limit.amount_minor,
    }
    return Say(_SAYS.get(matter, "lead_help"), facts, quick_replies=STARTERS)


_SAYS = {
    "take_over": "lead_take_over",
    "note": "lead_no_notes",
    "reword": "lead_no_rewording",
    **{matter: f"lead_{matter}" for matter in ("team", "writings", "figures", "settings")},
}


def _self(view: View) -> Step:
    """As what they are signed in, and whom they serve."""
    if view.principal.subject is None:
        return Say("lead_self", {"is_admin": view.principal.role is Role.ADMIN, "customer": None})
    customer = view.results.get("customer")
    if not isinstance(customer, Customer):
        return Call("get_profile", {}, "customer")
    return Say("lead_self", {"is_admin": view.principal.role is Role.ADMIN, "customer": customer})


INTENT = Intent(
    name="desk_help",
    meaning="a support lead asks what they can do in this chat",
    route="chat",
    label="hear what a lead can do here",
    next_step=next_step,
    tools=("find_passages", "get_profile"),
    goes_on=True,
)
