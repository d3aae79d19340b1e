"""The person who was asked for is not needed after all."""

import re

from agent.intents.spec import Intent, View
from agent.state import Task
from agent.steps import Call, Say, Step
from tools.handoff import HandOffCalledOff

_A_PERSON = r"(?:an? |the |any )?(?:real |live )?(?:person|human|agent|colleague|somebody|someone|handoff|ticket)"


def next_step(task: Task, view: View) -> Step:
    called_off = view.results.get("called_off")
    if not isinstance(called_off, HandOffCalledOff):
        return Call("call_off_hand_off", {}, "called_off")
    return Say("person_called_off" if called_off.was_open else "no_person_asked")


INTENT = Intent(
    name="no_person",
    meaning="no longer wants the person who was asked for",
    route="human",
    label="go on without a person",
    next_step=next_step,
    tools=("call_off_hand_off",),
    cues=re.compile(
        rf"\b(?:do ?n[o']?t|do not|no longer) (?:need|want) {_A_PERSON}(?: any ?(?:more|longer))?\b"
        rf"|\bno need for {_A_PERSON}\b|\b(?:cancel|close|call off|withdraw) (?:the|my) (?:ticket|handoff|hand-off)\b"
        r"|^(?:(?:no|oh|wait|actually|sorry|ok|okay|never ?mind|it'?s|that'?s)\b|\W)*"
        r"(?:not (?:needed|necessary)|no longer (?:needed|necessary))(?: any ?more| after all)?\W*$"
        r"|\bback to the (?:bot|assistant)\b|\b(?:you|the bot) can (?:handle|do) (?:it|this)\b",
        re.IGNORECASE,
    ),
)
