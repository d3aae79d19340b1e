"""Hours, addresses, phone numbers and facts about the shop, from its own words."""

import re

from agent.intents.answering import from_passages
from agent.intents.plain_company import COMPANY
from agent.intents.plain_questions import opening
from agent.intents.spec import Intent, View
from agent.state import Task
from agent.steps import Say, Step

_WANTS_TO_REACH = re.compile(
    r"\b(?:reach|contact|call|phone|telephone|ring|speak|talk|e-?mail|write|number|address|hours?|open|closed?|support"
    r"|customer (?:service|care))\b",
    re.IGNORECASE,
)
_SURE = 0.62
"""The topic's words are the shop's own, and lift what has nothing to do with the question ("who founded you?")."""
_from_passages = from_passages("contact, hours, shops, company", plain=COMPANY, wider_sure=_SURE)


def next_step(task: Task, view: View) -> Step:
    step = _from_passages(task, view)
    is_unknown = isinstance(step, Say) and step.say == "not_known"
    return Say("contact") if is_unknown and _WANTS_TO_REACH.search(view.text) else step


INTENT = Intent(
    name="contact_info",
    meaning="shops, hours, phone number, dealers, company facts",
    route="policy",
    label="reach or learn about the shop",
    next_step=next_step,
    tools=("find_passages",),
    cues=opening(COMPANY),
)
