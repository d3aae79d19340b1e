"""What one of the team may do in this chat, how far, and what is done elsewhere: notes, and chats taken over."""

from agent.intents.spec import Intent, View
from agent.state import Task
from agent.steps import Say, Step
from domain.overrides import LIMITS

STARTERS = ("What is waiting?", "Look up a customer", "Who waits for a person?")
"""What one of the team may begin with, in place of a customer's."""


def next_step(task: Task, view: View) -> Step:
    limit = LIMITS.get(view.principal.role)
    if limit is None:
        return Say("about_me")
    matter = task["slots"].get("matter", "able")
    facts = {"days": limit.extra_days, "refusals": limit.refusals, "most_minor": limit.amount_minor}
    says = {"take_over": "lead_take_over", "note": "lead_no_notes"}
    return Say(says.get(matter, "lead_help"), facts, quick_replies=STARTERS)


INTENT = Intent(
    name="desk_help",
    meaning="a support lead asks what they can do in this chat",
    route="chat",
    label="hear what a lead can do here",
    next_step=next_step,
    goes_on=True,
)
