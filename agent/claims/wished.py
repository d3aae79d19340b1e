"""What is wished of the claim in hand: another remedy or version, a thing more or less, another reason.

By its words where they say so, else by its likeness to examples. Each leads to a summary or a question, none to a deed.
"""

import re
from collections.abc import Callable
from typing import Any

from agent.claims.asked import LIKELY, SURELY
from agent.claims.choosing import stands
from agent.claims.in_hand import speaks_of_another
from agent.claims.likeness import CLAIMING, likely_wished
from agent.claims.otherwise import fewer_of, known_of
from agent.claims.told_why import without_unsaid_reason
from agent.claims.words import SAME
from agent.dialogue import tasks
from agent.dialogue.answers import wonders
from agent.dialogue.interpretation import Interpretation
from agent.dialogue.openings import IN_ADDITION, open_one
from agent.intents.registry import INTENTS, UNSURE
from agent.state import ClaimInHand, Memory, Task
from agent.steps import Say
from agent.understanding.heard import Heard
from agent.understanding.local_reading import FLOOR, SURE, Understanding
from agent.understanding.requests import begins_anew
from agent.understanding.slots import FILLERS, fill
from domain.claims import ReturnReason

_WISHES = ("return_item", "exchange_item", "refund_request", "warranty_claim", "override_refusal")
_RETURNS = ("return_item", "refund_request")
_SWAPS = re.compile(r"\b(?:swap|exchange)\b(?! (?:polic|rule|window))", re.IGNORECASE)
_NOT = re.compile(r"\b(?:not|no|never|keep(?:ing)?|cancel|stop|forget|drop|leave)\b|n['’]?t\b", re.IGNORECASE)
_INSTEAD = re.compile(r"\b(?:instead|rather|prefer)\b", re.IGNORECASE)
_BRIEF = 10
_OF_THE_THINGS = ("order_id", "line", "lines", "item", "category", "quantity", "reason", "note")


def wishes_remedy(memory: Memory, result: Interpretation, understood: Understanding, heard: Heard) -> bool:
    """ "I'd rather have another one", of what was our fault: that claim, put right otherwise, planned or filed."""
    claim, task = memory["claim"], _being_made(memory)
    if claim is None:
        return False
    if _takes_money_for_swap(memory, result, claim, heard):
        return True
    slots = task["slots"] if task is not None else claim["slots"]
    is_changed = task is not None and _INSTEAD.search(heard.text) is not None
    needed = LIKELY if FILLERS["remedy"](heard) or is_changed else SURELY
    is_read = likely_wished(memory, understood, heard, at=needed) == "other_remedy"
    remedy = _remedy(slots, heard, is_read=is_read)
    is_ours = ReturnReason(slots.get("reason") or "other").is_our_fault
    if remedy is None or not is_ours or "order_id" not in slots or speaks_of_another(claim, heard):
        return False
    if not is_read and (wonders(heard.text) or len(heard.text.split()) > _BRIEF or heard.entities.reasons):
        return False
    if begins_anew(heard.text):
        return False
    if task is not None:
        slots["remedy"] = remedy
        _put_anew(memory, result, task)
        return True
    if not claim["claim_ids"]:
        return False
    if remedy == (slots.get("remedy") or "refund"):
        told = {**claim["slots"], "asked": "amount", "of_claim": dict(claim)}
        open_one(memory, result, "claim_terms", heard.text, told)
        return True
    open_one(memory, result, claim["intent"], heard.text, {**slots, "remedy": remedy})
    return True


def _takes_money_for_swap(memory: Memory, result: Interpretation, claim: ClaimInHand, heard: Heard) -> bool:
    """ "Hm, then rather the money", asked which one it shall be instead: what began as a fault is that again."""
    task = _being_made(memory)
    if task is None or task["intent"] != "exchange_item" or speaks_of_another(claim, heard):
        return False
    is_asked = wonders(heard.text) or heard.text.rstrip().endswith("?")
    if is_asked or FILLERS["remedy"](heard) != "refund" or len(heard.text.split()) > _BRIEF:
        return False
    return _switched(memory, result, claim, heard, to="return_item")


def _remedy(slots: dict[str, Any], heard: Heard, *, is_read: bool) -> str | None:
    """ "I'd rather swap it", of what is broken, is the same again, where no other version of it is named."""
    said = FILLERS["remedy"](heard)
    is_same = SAME.search(heard.text) is not None
    wished = None if is_same else FILLERS["instead"](heard)
    if said is None and (is_same or (_SWAPS.search(heard.text) and not wished)):
        said = "replacement"
    if said is None and is_read and not wished and not FILLERS["pays_with"](heard):
        said = "refund" if slots.get("remedy") == "replacement" else "replacement"
    return said if said in ("refund", "replacement", "repair") else None


def wishes_of_claim(memory: Memory, result: Interpretation, understood: Understanding, heard: Heard) -> bool:
    """ "Then exchange it", after a refusal or some questions in between: with the things in hand."""
    claim, task = memory["claim"], tasks.current(memory)
    wished = _wish(understood)
    if claim is None or "order_id" not in claim["slots"] or not wished:
        return False
    if task is not None and task["intent"] in CLAIMING and wished != "override_refusal":
        return False
    if wonders(heard.text) or begins_anew(heard.text) or IN_ADDITION.search(heard.text):
        return False
    if heard.entities.products or heard.entities.categories or heard.entities.order_numbers:
        return False
    if _is_no_all_the_same(claim, wished, heard):
        _told_what_is_left(memory, result, claim, heard)
        return True
    kept = {name: value for name, value in claim["slots"].items() if name != "remedy"}
    if claim["refusal"] and wished != "override_refusal":
        kept.pop("reason", None)
    said = without_unsaid_reason(kept, fill(INTENTS[wished].slots, heard), heard)
    open_one(memory, result, wished, heard.text, kept | said)
    return True


def _told_what_is_left(memory: Memory, result: Interpretation, claim: ClaimInHand, heard: Heard) -> None:
    """After a no: every way that the rules leave open, and a person; the second time round a person."""
    told = {**claim["slots"], "of_claim": dict(claim), "told_before": claim["is_told"]}
    claim["is_told"] = True
    open_one(memory, result, "claim_options", heard.text, told)


def _is_no_all_the_same(claim: ClaimInHand, wished: str, heard: Heard) -> bool:
    """Another remedy of what was refused for that very fault, or why it goes back where it may not: "too big"."""
    if not claim["refusal"] or stands(claim) or wished not in _RETURNS:
        return False
    said = ReturnReason(FILLERS["reason"](heard) or "other")
    if FILLERS["remedy"](heard) and not said.is_our_fault:
        return ReturnReason(claim["slots"].get("reason") or "other").is_our_fault
    return said is not ReturnReason.OTHER and not said.is_our_fault


def _wish(understood: Understanding) -> str:
    if len(understood.requests) != 1:
        return ""
    request = understood.requests[0]
    is_wish = request.intent in _WISHES and request.confidence >= FLOOR
    return request.intent or "" if is_wish else ""


def wishes_as_read(memory: Memory, result: Interpretation, understood: Understanding, heard: Heard) -> bool:
    """In words that no list has: "id be happier with a fresh one", "theres one more thing thats going back"."""
    claim, wished = memory["claim"], likely_wished(memory, understood, heard)
    if claim is None or not wished or (wished == "withdraw" and _wishes_it_done(memory, understood)):
        return False
    if wished != "another_too" and speaks_of_another(claim, heard):
        return False
    return _WISHED[wished](memory, result, claim, heard)


def _wishes_it_done(memory: Memory, understood: Understanding) -> bool:
    """ "Return it please", to a summary: the very thing that waits for a yes, and not that it be dropped."""
    task = _being_made(memory)
    requests = understood.requests
    is_same = task is not None and len(requests) == 1 and requests[0].intent == task["intent"]
    return is_same and requests[0].confidence >= SURE and _NOT.search(requests[0].text) is None


def wishes_version(memory: Memory, result: Interpretation, heard: Heard) -> bool:
    """ "Could i get M instead", named in so many words: likely is enough."""
    claim, asked = memory["claim"], heard.read("claim", heard.text)
    is_read = asked.name == "other_size" and asked.probability >= LIKELY and FILLERS["instead"](heard) is not None
    return claim is not None and is_read and _another_version(memory, result, claim, heard)


def _another_version(memory: Memory, result: Interpretation, claim: ClaimInHand, heard: Heard) -> bool:
    task = _being_made(memory)
    if task is None or task["intent"] != "exchange_item":
        return not wonders(heard.text) and _switched(memory, result, claim, heard, to="exchange_item")
    if not tasks.correct(task, INTENTS["exchange_item"], heard):
        for name in ("swaps", "swapping", "instead", "wished"):
            task["slots"].pop(name, None)
    _put_anew(memory, result, task)
    return True


def _another_way(memory: Memory, result: Interpretation, claim: ClaimInHand, heard: Heard) -> bool:
    """Money instead of the exchange, an exchange instead of the money."""
    intent = (_being_made(memory) or claim)["intent"]
    if intent in _RETURNS and FILLERS["remedy"](heard) != "refund" and not FILLERS["pays_with"](heard):
        return _switched(memory, result, claim, heard, to="exchange_item")
    return intent == "exchange_item" and _switched(memory, result, claim, heard, to="return_item")


def _switched(memory: Memory, result: Interpretation, claim: ClaimInHand, heard: Heard, *, to: str) -> bool:
    task = _being_made(memory)
    slots = task["slots"] if task is not None else known_of(memory, claim)
    if "order_id" not in slots or (task or claim)["intent"] not in (*_RETURNS, "exchange_item"):
        return False
    known = {name: value for name, value in slots.items() if name in _OF_THE_THINGS}
    if task is not None:
        known |= tasks.replaced(memory, task)
    said = {name: value for name in ("instead", "pays_with") if (value := FILLERS[name](heard)) is not None}
    if to == "exchange_item" and slots.get("wondered_at"):
        said = {"instead": slots["wondered_at"], **said}
    open_one(memory, result, to, heard.text, known | said)
    return True


def _one_more(memory: Memory, result: Interpretation, _claim: ClaimInHand, heard: Heard) -> bool:
    """Another thing, which is asked for where it is not named; why this one goes says nothing of that one."""
    slots = fill(INTENTS["return_item"].slots, heard)
    if heard.entities.reasons and "item" not in slots:
        return False  # "too tight": why, and of this one
    if slots.get("reason") == ReturnReason.OTHER.value:
        slots.pop("reason")  # "something else" is the thing
    task = tasks.open_task(memory, INTENTS["return_item"], text=heard.text, slots=slots, is_another=True)
    result.work_on.append(task["key"])
    return True


def _fewer(memory: Memory, result: Interpretation, _claim: ClaimInHand, heard: Heard) -> bool:
    """In a summary: so many of them, or how many is asked."""
    task = _being_made(memory)
    if task is None or not task["slots"].get("quantity") or task["intent"] not in _RETURNS:
        return False
    number = fewer_of(task["slots"], heard.text)
    if number is None:
        task["slots"].pop("quantity")
    else:
        task["slots"]["quantity"] = number
    _put_anew(memory, result, task)
    return True


def _not_at_all(memory: Memory, result: Interpretation, _claim: ClaimInHand, _heard: Heard) -> bool:
    """What is being made; what is filed is withdrawn by a yes of its own."""
    task = _being_made(memory)
    if task is None:
        return False
    tasks.close(memory, task)
    result.say.append(Say("dropped", {"task": INTENTS.get(task["intent"], UNSURE).label}))
    result.resumes = True
    return True


def _another_reason(memory: Memory, result: Interpretation, claim: ClaimInHand, heard: Heard) -> bool:
    """The one that is told; where none is told, it is asked for once more. What is filed gives way to another claim."""
    task, told = _being_made(memory), FILLERS["reason"](heard)
    is_fault = ReturnReason(told or "other").is_our_fault
    if task is None and told and (stands(claim) or is_fault) and "order_id" in claim["slots"]:
        known = {**known_of(memory, claim), "reason": told, "note": heard.quotable}
        open_one(memory, result, "return_item", heard.text, known)
        return True
    if task is None and claim["refusal"] and not stands(claim) and not wonders(heard.text):
        _told_what_is_left(memory, result, claim, heard)
        return True
    if task is None or "reason" not in task["slots"]:
        return False
    said = FILLERS["reason"](heard)
    for name in ("reason", "note", "remedy"):
        task["slots"].pop(name, None)
    if said is not None:
        task["slots"] |= {"reason": said, "note": heard.quotable}
    _put_anew(memory, result, task)
    return True


def _being_made(memory: Memory) -> Task | None:
    task = tasks.current(memory)
    return task if task is not None and task["intent"] in CLAIMING else None


def _put_anew(memory: Memory, result: Interpretation, task: Task) -> None:
    """The summary that waited is void; another takes its place."""
    if (waiting := tasks.waiting(memory)) is not None:
        result.voided, memory["pending"] = waiting["digest"], None
    task["asked"], task["choices"] = None, []
    result.work_on.append(task["key"])


_WISHED: dict[str, Callable[[Memory, Interpretation, ClaimInHand, Heard], bool]] = {
    "other_remedy": _another_way,
    "other_size": _another_version,
    "another_too": _one_more,
    "fewer": _fewer,
    "withdraw": _not_at_all,
    "wrong_reason": _another_reason,
}
