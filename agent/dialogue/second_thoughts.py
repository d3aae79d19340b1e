"""Second thoughts: one thing less in the summary on the table, and what was just done taken back.

Nothing is undone here: a way back is a task of its own, with its own summary and yes.
"""

import re
from typing import Any

from agent.dialogue import tasks
from agent.dialogue.interpretation import Interpretation
from agent.dialogue.openings import open_one
from agent.intents.chitchat import STARTERS
from agent.intents.registry import INTENTS
from agent.orders.in_hand import order_in_hand
from agent.state import Closed, Memory
from agent.steps import Say
from agent.understanding.heard import Heard
from agent.understanding.local_reading import Understanding
from agent.understanding.requests import opens_request
from agent.understanding.slots import FILLERS, fill

_LEAD = (
    r"(?:(?:oh|no|wait|oops|sorry|please|can|could|you|i|we|want|wanted|need|to|actually|hm+|ah|god|shit|well|ok|okay"
    r"|like|would|i'd|is|it|possible|there|a|way|and|now|just|wrong|one|order)\W+)*"
)
_TAKES_BACK = re.compile(
    rf"^\W*{_LEAD}(?:undo|reverse|revert|revoke|take back|cancel|scratch|change back|call off|put back)\b"
    r"(?:\W+(?:it|that|this|what (?:you|i|we) (?:just )?did|the last (?:one|thing|action|step)))?"
    r"(?:\W+(?:again|back|please|pls|now|off|quick(?:ly)?|for me|if possible|thanks?|how|it was|that was|was|an?"
    r"|mistake))*\W*$"
    rf"|^\W*{_LEAD}(?:put|take|change|turn|call|get|have) (?:it|that|this|the order|my order) (?:back|off)\b"
    r"(?: (?:please|again|how it was))*\W*$",
    re.IGNORECASE,
)
""" "Oh no, undo that", "can you take it back": a whole message."""
_UNDOES = re.compile(rf"^\W*{_LEAD}undo (?:it|that|this)\b(?=\s*[,.;!-])", re.IGNORECASE)
""" "Undo that, sorry, my sister wants it", right after it was done."""
_OH_NO = re.compile(
    r"^\W*(?:(?:oh|wait|oops|omg|hold on|sorry|shit|damn)\W+)+no+(?:\W+(?:wait|sorry))?\W*$", re.IGNORECASE
)
"""Enough right after it was done, and at no other time."""


_RATHER = re.compile(
    r"^\W*(?:(?:oh|ok|hm+|sorry|oops)\W+)*(?:no|wait|actually|i mean\w*|make (?:it|that))\b", re.IGNORECASE
)
_NOT_BUT = re.compile(r"\bnot\b", re.IGNORECASE)


def leaves_out(memory: Memory, result: Interpretation, heard: Heard) -> bool:
    """ "No, leave the socks" to a summary: shown again without them; what is in the order, the intent finds out."""
    task = tasks.current(memory)
    if task is None or tasks.waiting(memory) is None or heard.text.rstrip().endswith("?"):
        return False
    if "without" not in INTENTS[task["intent"]].slots or (words := FILLERS["without"](heard)) is None:
        return False
    if _NOT_BUT.search(heard.text) and FILLERS["item"](heard) is not None:
        return False  # "not the shirt, the socks" names what it is to be instead
    before = task["slots"].get("without")
    task["slots"]["without"] = f"{before}, {words}" if before else words
    memory["pending"] = None
    result.work_on.append(task["key"])
    return True


_IN_ADDITION = re.compile(r"\b(?:too|also|as well)\b", re.IGNORECASE)
_OF_ACCOUNT = re.compile(r"\b(?:account|profile|default|saved)\b", re.IGNORECASE)
_WHICH_ORDER = frozenset({"order_id", "which", "dates"})
_GOES_ALONG = ("invoice_wish", "to", "address")
"""What one more of the same takes along."""
_FEW = 9


def adds_another(
    memory: Memory, result: Interpretation, understood: Understanding, heard: Heard, closed: Closed | None
) -> bool:
    """ "The one before that too" beside an order's summary, "in my account as well": the same once more, for that."""
    task = tasks.current(memory)
    same = task if tasks.waiting(memory) is not None else closed if task is None else None
    if same is None or same["intent"] not in INTENTS or len(heard.text.split()) > _FEW:
        return False
    if not _IN_ADDITION.search(heard.text):
        return False
    intent = INTENTS[same["intent"]]
    slots = {name: value for name, value in same["slots"].items() if name in _GOES_ALONG}
    if "address_of" in intent.slots and slots and _OF_ACCOUNT.search(heard.text):
        open_one(memory, result, intent.name, heard.text, {**slots, "address_of": "account"})
        return True
    said = fill(tuple(name for name in intent.slots if name in _WHICH_ORDER), heard)
    is_other = bool(said) and said.get("order_id") != same["slots"].get("order_id")
    is_wish = any(request.intent in INTENTS and opens_request(request.text) for request in understood.requests)
    if (
        "line" in intent.slots
        or intent.in_passing
        or not is_other
        or is_wish
        or intent.route not in ("order", "account")
    ):
        return False
    open_one(memory, result, intent.name, heard.text, slots | said)
    return True


def _said_of_place(closed: Closed, heard: Heard) -> dict[str, Any]:
    """ "Wait no, 11 High Street", "back to my old address": the same order goes somewhere else again."""
    if INTENTS[closed["intent"]].undone_by != closed["intent"] or "address" not in INTENTS[closed["intent"]].slots:
        return {}
    if FILLERS["same_place"](heard):
        return {"same_place": True}
    address = FILLERS["address"](heard) if _RATHER.match(heard.text) else None
    return {"address": address} if address and "street" in address else {}


def takes_back(memory: Memory, result: Interpretation, heard: Heard, closed: Closed | None) -> bool:
    """ "Undo that", said of what was just done: the way back that there is, instead of a polite nothing."""
    if tasks.current(memory) is not None:
        return False
    if closed is None or not closed["is_done"]:
        return _takes_back_the_last(memory, result, heard)
    said = _said_of_place(closed, heard)
    if not said and not any(words.match(heard.text) for words in (_TAKES_BACK, _OH_NO, _UNDOES)):
        return False
    focus = heard.shown.get("order", ())
    shown = focus[0] if len(focus) == 1 else {"label": "", "value": closed["slots"].get("order_id", "")}
    if shown["label"].startswith("CL-"):
        open_one(memory, result, "withdraw_claim", heard.text, {"claim_id": shown["label"]})
        return True
    way = INTENTS[closed["intent"]].undone_by
    if not way or not shown["value"]:
        return False
    slots = {"order_id": shown["value"], **(said or {"same_place": True})}
    open_one(memory, result, way, heard.text, {name: slots[name] for name in slots if name in INTENTS[way].slots})
    return True


_ALL_BACK = re.compile(
    rf"^\W*{_LEAD}(?:undo|revert|reverse)\b(?: (?:it|that|this))?(?: (?:please|again|now))*\W*$"
    rf"|^\W*{_LEAD}(?:change|put|turn) (?:it|that|this) back\b(?: (?:please|again|now))*\W*$",
    re.IGNORECASE,
)
""" "Change it back", where nothing was done: said as it is."""


_CANCELS = re.compile(r"\bcancel", re.IGNORECASE)


def _takes_back_the_last(memory: Memory, result: Interpretation, heard: Heard) -> bool:
    """ "Can I undo that", when something was only asked since: the last thing that was done."""
    done = next((past for past in reversed(memory["past"]) if past["came_of_it"] == "done"), None)
    if done is None and _ALL_BACK.match(heard.text):
        result.say.append(Say("nothing_done", quick_replies=STARTERS))
        return True
    way = INTENTS[done["intent"]].undone_by if done is not None and done["intent"] in INTENTS else ""
    if done is None or not way or not done["about"] or not _TAKES_BACK.match(heard.text):
        return False
    if _CANCELS.search(heard.text) and order_in_hand(memory) not in (None, done["about"]):
        return False  # "can you just cancel it": the order that was asked about since
    slots = {"order_id": done["about"], "same_place": True}
    open_one(memory, result, way, heard.text, {name: slots[name] for name in slots if name in INTENTS[way].slots})
    return True
