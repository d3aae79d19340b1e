"""What a message tells the task in hand: the answer to its question, a detail it needs, or something else.

Pure: reads the task and the words, changes neither.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from agent.claims.words import described
from agent.dialogue import tasks
from agent.dialogue.address_told import order_named_beside, place_told
from agent.dialogue.asked_of_rules import asks_of_no_order, asks_of_rules
from agent.dialogue.picking import pick, pick_by_place, pick_exactly
from agent.dialogue.reasons_told import MAY_BE_A_REASON, is_of_another_thing, reason_told
from agent.intents.registry import INTENTS
from agent.orders.by_status import asks_what_came_last
from agent.state import Task
from agent.understanding.heard import Heard
from agent.understanding.local_reading import FLOOR, SURE, Request, Understanding
from agent.understanding.requests import opens_request
from agent.understanding.slots import FILLERS, fill

BRIEF = 6
"""Words up to which a message that fits the open task is taken for it, whatever it sounds like alone."""

_BARE = 4
"""Words of an answer that is nothing but that."""
LONG_ANSWERS = ("instead", "line", "address")
"""Slots whose answers take many words, and sound like a search for goods by themselves."""

TELLING = (
    *("reason", "quantity", "order_id", "which", "dates", "item", "email_said", "phone_said"),
    *("instead", "pieces", "pays_with", "address", "address_of", "same_place", "cancel_reason", "without", "remedy"),
)
"""Slots that, when said unasked, still belong to the task in hand."""

_AGREES = re.compile(r"^\W*(?:(?:yes|yeah|yep|ok(?:ay)?|sure|fine|please)\W+)+", re.IGNORECASE)
""" "Yes cancel it", to "which one would you like to send back": a wish behind a yes to something else."""


def for_this_task(task: Task, understood: Understanding, heard: Heard) -> Heard | None:
    """The part of the message that may be about the task; None when all of it asks for something else."""
    if pick_exactly(task["choices"], heard.text) or _tells_which(task, heard):
        return heard
    others = [
        request
        for request in understood.requests
        if _is_second(request, task, heard)
        or (asks_elsewhere(request, task) and not _names_choice(request, task, heard))
    ]
    if not others:
        return heard
    if task["asked"] == "reason" and FILLERS["reason"](heard) and not any(map(is_of_another_thing, others)):
        return heard
    mine = [request for request in understood.requests if request not in others]
    return replace(heard, text=mine[0].text, entities=mine[0].entities) if mine else None


def _tells_which(task: Task, heard: Heard) -> bool:
    """ "The last order", "the cheaper one", when asked which: nothing else that it sounds like."""
    is_brief = len(heard.text.split()) <= _BARE and not heard.text.rstrip().endswith("?")
    if task["asked"] != "order_id" or not is_brief:
        return False
    is_wish = opens_request(_AGREES.sub("", heard.text)) or wonders(heard.text)
    return FILLERS["which"](heard) is not None or (not is_wish and pick(task["choices"], heard) is not None)


def asks_elsewhere(request: Request, task: Task) -> bool:
    """Another matter, and put as a request: "where's VM-10217?" is no answer to "which order?"."""
    if not is_another(request, task):
        return False
    if task["asked"] == "reason" and is_of_another_thing(request):
        return True
    is_outright = task["asked"] == "order_id" or bool(request.entities.order_numbers)
    is_of_orders = request.intent == "order_question" or asks_what_came_last(request.text)
    if is_of_orders or (is_outright and is_said_outright(request)):
        return True
    is_asked = opens_request(_AGREES.sub("", request.text)) or is_question(request.text) or asks_of_rules(request)
    return is_asked or bool(request.entities.money_limits)


_OF_NO_TASK = ("product_search", "product_question", "out_of_scope", "affirm_deny")
_IT = re.compile(r"\b(?:it|them|that|this|ones?)\b", re.IGNORECASE)


def wishes_instead(request: Request, task: Task, heard: Heard) -> bool:
    """ "Can I have it in blue instead?", to an exchange that is summed up: what it is to be, and no other matter."""
    is_summed_up = "instead" in INTENTS[task["intent"]].slots and not task["asked"]
    if not is_summed_up or request.intent not in _OF_NO_TASK or wonders(request.text):
        return False
    own = heard.of(request)
    is_pointed = _IT.search(request.text) is not None and len(request.text.split()) <= 2 * BRIEF
    return is_pointed and FILLERS["instead"](own) is not None


def _names_choice(request: Request, task: Task, heard: Heard) -> bool:
    """ "Can it be two beanies", when asked which item: goods that are on the table are not looked for in the shop."""
    if wishes_instead(request, task, heard):
        return True
    if task["asked"] not in ("line", "instead") or request.intent is None or INTENTS[request.intent].route != "product":
        return False
    own = heard.of(request)
    if task["asked"] == "instead":
        return FILLERS["instead"](own) is not None and len(request.text.split()) <= BRIEF
    return pick(task["choices"], own) is not None


def is_said_outright(request: Request) -> bool:
    """In the words of that very wish, whatever else is going on: "same order again", "withdraw the claim"."""
    intent = INTENTS.get(request.intent or "")
    return intent is not None and intent.cues is not None and intent.cues.search(request.text) is not None


def _is_second(request: Request, task: Task, heard: Heard) -> bool:
    """ "I want to return the trousers" while the shirt's return waits for its reason: one more, not an answer."""
    names_order = bool(request.entities.order_numbers) and len(request.text.split()) > 2
    if request.intent != task["intent"] or not (names_order or opens_request(request.text)):
        return False
    own = heard.of(request)
    return tasks.is_other_thing(task["slots"], besides(task, own))


def is_another(request: Request, task: Task) -> bool:
    """Clearly about something else; a whole question needs less certainty than a fragment."""
    enough = FLOOR if is_question(request.text) or asks_of_rules(request) else SURE
    return request.intent is not None and request.intent != task["intent"] and request.confidence >= enough


_OPENS_A_QUESTION = re.compile(
    r"^\W*(?:(?:and|so|but|ok(?:ay)?|oh|btw|also)\W+)*"
    r"(?:do (?:you|u) (?:also |still |even )?(?:have|sell|ship|take|accept|offer|deliver)"
    r"|where(?:'s| is| are)|how (?:much|long) (?:is|are|does|do|will))\b",
    re.IGNORECASE,
)
"""Whether or not its mark was left out."""


def only_says_why(request: Request) -> bool:
    """ "No, I just wanted to know if I can": what fits nothing, beside a no."""
    return request.intent == "out_of_scope" and not is_question(request.text)


def is_question(text: str) -> bool:
    """A whole one; "in blue?" is a fragment that leans on what is being done."""
    is_asked = text.rstrip().endswith("?") or _OPENS_A_QUESTION.match(text) is not None
    return is_asked and len(text.split()) > 3


_WONDERS = re.compile(
    r"^\W*(?:(?:and|but|so|ok(?:ay)?|hm+|also|then|well|wait|oh|hi|hey|please)\W+)*"
    r"(?:(?:(?:by|until|till|since|from|for|to|on|at|in|with) )?wh(?:at(?! an? )|en|ere|y|o|ich)(?:'?s|'?re|'?ll)?"
    r"|how|if|do|does|did|is|are|was|were|will|would|has|have|should"
    r"|must|(?:can|could|may) (?:you (?:tell|explain)|it|they|that)|am)\b",
    re.IGNORECASE,
)


def wonders(text: str) -> bool:
    """Asks to be told, question mark or not; "can I have a new one" and "could you just refund it" are wishes."""
    return _WONDERS.match(text) is not None


def answer(task: Task, understood: Understanding, heard: Heard) -> dict[str, Any]:
    """Slots that the message fills as the answer to the task's question; {} when it is no answer."""
    asked = task["asked"] or ""
    if asked == "proof":
        if bare := [found.value for found in heard.entities.postcodes if found.text.strip() == heard.text.strip(" .!")]:
            return {"postcode": bare[0]}
        return {name: value for name in ("email", "postcode", "order_id") if (value := FILLERS[name](heard))}
    if asked == "instead" and _speaks_of_another(task, heard):
        return {}
    if asked == "instead" and (wanted := _wanted(task, heard)):
        return {asked: wanted}
    if task["choices"] and (picked := pick(task["choices"], heard)):
        return {asked: typed(asked, picked)}
    if asked == "line":
        return {"item": item} if (item := FILLERS["item"](heard)) else {}
    if asked == "order_id":
        names = ("order_id", "odd_order_id", "which", "dates", "item", "email", "postcode")
        if asks_of_no_order(heard.text):
            names = ("order_id", "item", "email", "postcode")  # "are they in on a saturday": of no order of that day
        found = {name: value for name in names if (value := FILLERS[name](heard)) is not None}
        return found if found.keys() - {"email", "postcode"} else {}
    value = FILLERS[asked](heard) if asked in FILLERS else None
    if asked == "address":
        value = place_told(task, value, heard)
    if asked == "reason":
        return reason_told(task, value, understood, heard)
    if asked == "address" and value is not None and (named := order_named_beside(value, heard)):
        # It gets the address, also when the account's was being changed.
        return {asked: value, "order_id": named, "address_of": FILLERS["address_of"](heard) or "order"}
    return {asked: value} if value is not None else {}


def _speaks_of_another(task: Task, heard: Heard) -> bool:
    """ "The thermostat for one with Wi-Fi", when asked what the keyboard is to become."""
    thing, of = described(heard), task["slots"].get("asked_item")
    if thing is None or of is None:
        return False
    return not {*of.casefold().split()} & {*thing.partition(",")[0].casefold().split()}


def _wanted(task: Task, heard: Heard) -> Any:
    """The options that the words name: the list that was shown may be a part of all there is."""
    if not heard.vocabulary.options or pick_by_place(task["choices"], heard):
        return None
    return FILLERS["instead"](heard)


def typed(slot: str, value: str) -> str | int:
    """Choices are text; a line number is a number."""
    return int(value) if slot == "line" else value


def besides(task: Task, heard: Heard) -> dict[str, Any]:
    """All that the words say of the task's slots."""
    return fill(INTENTS[task["intent"]].slots, heard) if task["intent"] in INTENTS else {}


def telling(task: Task, heard: Heard) -> set[str]:
    """Slots of the task that the words name and that would change."""
    said = besides(task, heard)
    if "remedy" in said and wonders(heard.text):
        said.pop("remedy")
    return {name for name in TELLING if name in said and task["slots"].get(name) != said[name]}


_TELLS = re.compile(
    r"^\W*(?:(?:and|so|but|because|cause|well|yeah|oh|also|hm+|actually)\W+)*"
    r"(?:it|they|this|that|these|those|(?:the|my) \w+|i)(?:'s|'re|s)? ?(?:just |really |only |simply )?"
    r"(?:was|were|is|are|has|had|came|come|looks?|looked|feels?|felt|smells?|arrived|does|doesn't|do|don't|did|didn't|got"
    r"|too|not|all|broke|fell|stopped|wasn't|isn't|aren't|weren't|completely|totally|wore|used|bought|ordered|expected)\b",
    re.IGNORECASE,
)


def tells_more(task: Task, understood: Understanding, heard: Heard) -> bool:
    """ "It was a different colour", while it is asked which order: told of the thing, and no question."""
    intent = INTENTS.get(task["intent"])
    if intent is None or "note" not in intent.slots or heard.text.rstrip().endswith("?"):
        return False
    of_things = (*MAY_BE_A_REASON, None, "out_of_scope", "affirm_deny", "chitchat")
    is_of_it = all(each.intent in of_things and not opens_request(each.text) for each in understood.requests)
    return is_of_it and _TELLS.match(heard.text) is not None


def names_it(task: Task, understood: Understanding, heard: Heard) -> bool:
    """ "Just the coat", while the coat's return waits for a yes: no search for coats."""
    entities = heard.entities
    if not task["slots"].get("item") or not (entities.categories or entities.products) or wonders(heard.text):
        return False
    if len(heard.text.split()) > BRIEF or heard.text.rstrip().endswith("?"):
        return False
    routes = {INTENTS[request.intent].route for request in understood.requests if request.intent}
    is_opener = any(opens_request(request.text) for request in understood.requests)
    return routes == {"product"} and not is_opener and not tasks.is_other_thing(task["slots"], besides(task, heard))


_IT = re.compile(r"\b(?:it|that|this|them)\b", re.IGNORECASE)
_FOUND_IN_ANYTHING = frozenset({"parts", "note", "why", "more", "everything"})


def leans_on_it(task: Task, heard: Heard) -> bool:
    """ "No wait, change it to jo@example.com": worded as a wish of its own, and yet a detail of this one."""
    return _IT.search(heard.text) is not None and bool(besides(task, heard).keys() - _FOUND_IN_ANYTHING)


def names_same_order(task: Task, heard: Heard) -> bool:
    orders = heard.entities.order_numbers
    return len(heard.text.split()) <= 3 and bool(orders) and task["slots"].get("order_id") == orders[0].value


def meant_lines(choices: Sequence[dict[str, str]], heard: Heard) -> list[str]:
    """ "Both", "all of them except the socks": the values meant, when several are."""
    kinds = {found.value.kind for found in heard.entities.references}
    if not kinds & {"both", "all"}:
        return []
    left_out = heard.excepted()
    out = pick(choices, left_out) if left_out is not None else None
    return [choice["value"] for choice in choices if choice["value"] != out]
