"""Whether a message says why something goes back, when that was asked. Pure."""

import re
from typing import Any

from agent.intents.complaint import is_outburst
from agent.state import Task
from agent.understanding.heard import Heard
from agent.understanding.local_reading import Request, Understanding
from agent.understanding.requests import begins_anew, opens_request
from agent.understanding.slots import FILLERS
from domain.claims import ReturnReason

MAY_BE_A_REASON = ("return_item", "exchange_item", "refund_request", "complaint", "product_question")
"""What "the seams came apart in the wash" may sound like to the classifier."""
_OF_ORDERS = ("track_order", "order_question", "lost_parcel")
_ASKS_US = re.compile(r"\W*(?:are|do|does|can|could|will|would|have) (?:you|u)\b", re.IGNORECASE)
_MY_ORDER = re.compile(r"\b(?:my|an?|the) (?:order|parcel|package|delivery)\b", re.IGNORECASE)


def reason_told(task: Task, value: Any, understood: Understanding, heard: Heard) -> dict[str, Any]:
    """`value` is the reason in words that a list has; {} where none was told."""
    is_elsewhere = any(_cannot_be_a_reason(request) for request in understood.requests)
    if value is None and (is_elsewhere or is_outburst(heard.text) or _only_points(heard)):
        return {}
    return {"note": heard.quotable, **({"reason": value} if value else _fault_told(task, heard))}


def is_of_another_thing(request: Request) -> bool:
    """ "Does the hoodie run small?", "my order is late": no reason why something goes back."""
    is_of_goods = request.intent == "product_question" and bool(request.entities.products)
    return is_of_goods or (request.intent in _OF_ORDERS and _MY_ORDER.search(request.text) is not None)


def why_back(heard: Heard) -> str | None:
    """The reason told for a return: "does the hoodie run small?" tells none."""
    is_of_other_goods = bool(heard.entities.products) and heard.text.rstrip().endswith("?")
    return None if is_of_other_goods else FILLERS["reason"](heard)


def gives_reason(task: Task | None, heard: Heard) -> bool:
    """ "I changed my mind" answers why something goes back; elsewhere it drops the matter."""
    return task is not None and task["asked"] == "reason" and bool(heard.entities.reasons)


def _fault_told(task: Task, heard: Heard) -> dict[str, Any]:
    """In words that no list has: to "what is wrong with it?" a fault; to "why?" one that is asked for more closely."""
    if task["choices"] and all(ReturnReason(each["value"]).is_our_fault for each in task["choices"]):
        return {"reason": ReturnReason.DEFECTIVE.value}
    return {"trouble": True} if FILLERS["trouble"](heard) else {"reason": ReturnReason.OTHER.value}


def _only_points(heard: Heard) -> bool:
    """ "The blue one" says which, not why."""
    said = [found for found in heard.entities.references if found.value.kind in ("attribute", "ordinal")]
    return any(found.text.strip() == heard.text.strip(" .,!?") for found in said)


def _cannot_be_a_reason(request: Request) -> bool:
    """A question of its own: asked as one, for goods, or clearly of another matter."""
    asks_for_goods = bool(request.entities.money_limits or request.entities.categories)
    is_question = request.text.rstrip().endswith("?") or asks_for_goods or _ASKS_US.match(request.text) is not None
    is_other_matter = request.intent not in MAY_BE_A_REASON and request.confidence >= 0.45
    is_anew = begins_anew(request.text) and opens_request(request.text) and not request.entities.reasons
    return request.intent is not None and (is_question or is_other_matter or is_anew)
