"""The person who was asked for is not needed after all."""

import re

from agent.intents.spec import Intent, View
from agent.state import Task
from agent.steps import Call, Say, Step
from tools.handoff import HandOffCalledOff

_A_PERSON = (
    r"(?:an? |the |any )?(?:real |live )?"
    r"(?:person|human|agent|colleague|manager|supervisor|somebody|someone|handoff|ticket)"
)
# "no longer need of a person" is what a gloss makes of the French.
_NAMED = (
    rf"\b(?:do ?n[o'’]?t|do not|no longer) (?:need|want)(?: of)? {_A_PERSON}(?: any ?(?:more|longer))?\b"
    rf"|\bno need for {_A_PERSON}\b|\b(?:cancel|close|call off|withdraw) (?:the|my) (?:ticket|handoff|hand-off)\b"
    r"|\bback to (?:the )?(?:bot|assistant)\b|^\W*no (?:person|human|agent)(?:,? please)?\W*$"
)
# Said to a person, "not needed" and "you can do it" are about something else: here the words must name who is meant.
_CALLS_OFF = re.compile(
    rf"{_NAMED}"
    r"|\b(?:zurück|zurueck) zum (?:assistenten|bot|chatbot)\b"
    r"|\bbrauche (?:doch |jetzt )?(?:keinen?|niemanden?) (?:menschen|mitarbeiter|person)? ?mehr\b"
    r"|\bretour (?:à|a) l['’]assistant\b|\bplus besoin d['’](?:une personne|un humain)\b"
    r"|\b(?:volver|vuelta) al (?:asistente|bot)\b|\bya no necesito (?:a nadie|(?:a )?una persona|un humano)\b",
    re.IGNORECASE,
)


def calls_off(text: str) -> bool:
    """Whether the customer of a person who has joined wants the assistant back; asked before it is a turn."""
    return _CALLS_OFF.search(text) is not None


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
        rf"{_NAMED}"
        r"|^(?:(?:no|oh|wait|actually|sorry|ok|okay|never ?mind|it'?s|that'?s)\b|\W)*"
        r"(?:not (?:needed|necessary)|no longer (?:needed|necessary))(?: any ?more| after all)?\W*$"
        r"|\b(?:you|the bot) can (?:handle|do) (?:it|this)\b",
        re.IGNORECASE,
    ),
)
