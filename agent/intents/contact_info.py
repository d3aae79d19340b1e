"""Hours, addresses, phone numbers and facts about the shop, from its own words."""

from agent.intents.answering import from_passages
from agent.intents.spec import Intent, View
from agent.state import Task
from agent.steps import Say, Step

_from_passages = from_passages("contact, hours, shops, company")


def next_step(task: Task, view: View) -> Step:
    step = _from_passages(task, view)
    return Say("contact") if isinstance(step, Say) and step.say == "not_known" else step


INTENT = Intent(
    name="contact_info",
    meaning="shops, hours, phone number, dealers, company facts",
    route="policy",
    label="reach or learn about the shop",
    next_step=next_step,
    tools=("find_passages",),
)
