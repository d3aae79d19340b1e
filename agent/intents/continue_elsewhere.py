"""What was begun on another channel goes on here: "I started a return on your website". What was said there stands."""

import re

from agent.intents.chitchat import STARTERS
from agent.intents.spec import Intent, View
from agent.speaker.proofs import CODE_SENT, NO_NUMBER
from agent.state import Task
from agent.steps import Call, Say, Step
from tools.continuations import OpenRequest, OpenRequests

_PLACE = (
    r"(?:(?:on|in|from|via|by|over|through|with) (?:the |your |my |our |a )?(?:(?:web|live|online|other|earlier) ?)?"
    r"(?:web ?site|site|chat|widget|app|computer|laptop|pc|browser|whats ?app|texts?|texting|sms|text messages?|phone"
    r"|conversation|channel)\b|\bonline\b)"
)
_MATTER = r"(?:return|exchange|cancell?ation|claim|request|conversation|chat|address change|reorder)"
_CUES = re.compile(
    rf"\b(?:continue|carry on|go on|resume|finish|pick up|proceed|complete)\b.{{0,60}}{_PLACE}"
    rf"|\b(?:i|we)(?:'ve|'d| have| had| was| were)?(?: just| already)? (?:started|start|began|begun|left off|left"
    rf"|doing|in the middle of|talking|chatting|busy)\b.{{0,60}}{_PLACE}"
    rf"|^\W*(?:my|the|our|that) {_MATTER} {_PLACE}\W*$",
    re.IGNORECASE,
)
_OF_THAT_TALK = frozenset({CODE_SENT, NO_NUMBER, "email", "postcode", "odd_order_id"})
"""Settled who spoke there; here it is settled anew."""


CARRIED = frozenset(
    {
        "return_item", "exchange_item", "cancel_order", "change_address", "change_order", "refund_request",
        "warranty_claim", "lost_parcel", "place_order", "withdraw_claim", "reopen_claim", "contact_details",
        "track_order", "invoice",
    }
)  # fmt: skip
"""What is worth going on with; the phrase names each."""


def next_step(task: Task, view: View) -> Step:
    found = view.results.get("elsewhere")
    if not isinstance(found, OpenRequests):
        return Call("find_open_requests", {}, "elsewhere")
    request = next((one for one in found.requests if one.intent in CARRIED), None)
    if request is None:
        return Say("nothing_elsewhere", quick_replies=STARTERS)
    slots = {name: value for name, value in request.slots.items() if name not in _OF_THAT_TALK}
    return Say("found_elsewhere", _facts(request), opens=request.intent, opens_slots=slots)


def _facts(request: OpenRequest) -> dict[str, object]:
    return {
        "intent": request.intent,
        "channel": request.channel,
        "order_id": request.slots.get("order_id", ""),
    }


INTENT = Intent(
    name="continue_elsewhere",
    meaning="go on here with something begun in another conversation or on another channel",
    route="account",
    label="go on with something you started elsewhere",
    next_step=next_step,
    tools=("find_open_requests",),
    cues=_CUES,
)
