"""A complaint is recorded with the people who can act on it."""

import re

from agent.intents.spec import Intent, View
from agent.state import Task
from agent.steps import HandOver, Say, Step

_OUTBURST = re.compile(
    r"^\W*(?:(?:you|u|you guys|you people|(?:this|that|it)(?: bot| shop| chat| service| company)?)"
    r"(?:'re|'s| are| r| is)?|what)(?: (?:a|an|so|all|just|really|absolutely|totally|completely))* "
    r"(?:useless|pathetic|ridiculous|hopeless|terrible|horrible|joke|disgrace|stupid|unacceptable)\W*$",
    re.IGNORECASE,
)
VENTING = 6
"""Words up to which an outburst is met with an offer: there is nothing in it yet to record."""


def next_step(task: Task, view: View) -> Step:
    if len(view.text.split()) <= VENTING and "complain" not in view.text.lower():
        return Say("sorry_offer_person", opens="human_agent")
    return HandOver("complaint", say="complaint_recorded")


INTENT = Intent(
    name="complaint",
    meaning="complains about service or company, wants it recorded",
    route="human",
    label="make a complaint",
    next_step=next_step,
    slots=("order_id",),
    tools=("hand_off",),
    cues=_OUTBURST,
)
