"""Something for the trouble: money off, or a bit of the price back. A colleague decides; nothing is promised."""

import re

from agent.intents.spec import Intent, View
from agent.state import Task
from agent.steps import Say, Step


def next_step(task: Task, view: View) -> Step:
    return Say("compensation", opens="human_agent")


INTENT = Intent(
    name="compensation",
    meaning="wants money off or a voucher for the trouble",
    route="returns",
    label="ask for something for the trouble",
    next_step=next_step,
    cues=re.compile(
        r"\b(?:compensat(?:ion|e me)|goodwill (?:gesture|credit|voucher|payment)|money off because|make it up to me)\b"
        r"|\b(?:something|anything|money off|discount|voucher|refund) for (?:the|my|all (?:the|this)|this)"
        r" (?:\w+ )?(?:trouble|wait|delay|inconvenience|hassle)\b",
        re.IGNORECASE,
    ),
)
