"""What is told or wished of the claim in hand that is no answer and no question: more of it, or it otherwise.

"The little pin came off", "i never wore it though", "can i change it to XL", "only one of them". Pure.
"""

import re

from agent.claims.choosing import stands
from agent.claims.likeness import wishes_fewer
from agent.dialogue import tasks
from agent.dialogue.answers import wonders
from agent.dialogue.interpretation import Interpretation
from agent.dialogue.openings import IN_ADDITION, open_one
from agent.intents.registry import INTENTS
from agent.orders.others import is_of_another
from agent.state import ClaimInHand, Memory, Offer
from agent.steps import Say
from agent.understanding.heard import Heard
from agent.understanding.local_reading import Understanding
from agent.understanding.requests import begins_anew, opens_request
from agent.understanding.slots import FILLERS, fill
from domain.claims import ReturnReason

_RETURNS = ("return_item", "refund_request")
_SAYS_NOTHING = (None, "out_of_scope", "chitchat", "affirm_deny", "product_question", "complaint")
"""What words about a thing one has are taken for, out of context."""
_ORDERED = re.compile(r"\b(?:ordered|bought|chose|wanted|should(?:'?ve| have)? be(?:en)?|supposed|not|instead)\b", re.I)
_SEARCHED = ("product_search",)
_OF_ITS_STATE = re.compile(
    r"\b(?:never|only|not|n'?t|barely|hardly|just|still|once|twice)\b.{0,25}"
    r"\b(?:worn?|wore|used?|opened|washed|tried|touched|new|unworn|unused|original|packag\w+|sealed)\b"
    r"|\b(?:in|with) (?:the|its|their) (?:box|bag|packag\w+)\b|\btags?\b.{0,20}\bon\b|\b(?:unworn|unused|unopened"
    r"|brand new)\b",
    re.IGNORECASE,
)
""" "It still has the tags on": no wish, and yet it belongs to what is being decided."""
_FEWER = re.compile(
    r"\b(?:only|just) (?P<some>one|two|three|\d)(?: of (?:them|those|the \w+))?(?=\W*$| (?:instead|please|then|back"
    r"|of))"
    r"|\bkeep (?P<kept>one|two|\d)\b|\bnot (?:both|all)\b",
    re.IGNORECASE,
)
_MAY_IT = re.compile(r"^\W*(?:\w+\W+)?(?:can|could|may) (?:it|they|that|this)\b", re.IGNORECASE)
_NUMBERS = {"one": 1, "two": 2, "three": 3}
_LONGEST = 14
_NAMES_ONE = 7
_SOUNDS_LIKE_A_NAME = (*_SAYS_NOTHING, "product_search", "track_order", "return_item", "order_question")


def wishes_otherwise(memory: Memory, result: Interpretation, heard: Heard) -> bool:
    """ "Can i change it to XL", "only one of them instead", of what was filed: that claim gives way to another."""
    claim = memory["claim"]
    if claim is None or not claim["claim_ids"] or tasks.current(memory) is not None:
        return False
    is_asked = wonders(heard.text) and not _MAY_IT.match(heard.text)
    if len(heard.text.split()) > _LONGEST or is_asked or begins_anew(heard.text):
        return False
    entities = heard.entities
    if entities.products or entities.categories or entities.order_numbers or IN_ADDITION.search(heard.text):
        return False
    known = known_of(memory, claim)
    if "order_id" not in known:
        return False
    if claim["intent"] == "exchange_item" and (instead := FILLERS["instead"](heard)):
        open_one(memory, result, "exchange_item", heard.text, {**known, "instead": instead})
        return True
    if claim["intent"] in _RETURNS and (number := fewer_of(known, heard.text) or (1 if wishes_fewer(heard) else None)):
        open_one(memory, result, "return_item", heard.text, {**known, "quantity": number})
        return True
    return False


def names_another(memory: Memory, result: Interpretation, understood: Understanding, heard: Heard) -> bool:
    """ "The blouse from 69107", after a no to something else: the same wish, for the same reason, for that one."""
    claim = memory["claim"]
    if claim is None or not claim["refusal"] or stands(claim) or tasks.current(memory) is not None:
        return False
    if understood.act.kind not in ("none", "correct", "deny"):
        return False
    is_asked = heard.text.rstrip().endswith("?") or wonders(heard.text)
    if (
        is_of_another(heard.text)
        and not is_asked
        and len(heard.text.split()) <= _LONGEST
        and "order_id" in claim["slots"]
    ):
        _open_besides(memory, result, claim, heard)
        return True
    if len(heard.text.split()) > _NAMES_ONE:
        return False
    names_one = heard.entities.order_numbers or heard.entities.categories or heard.entities.products
    is_wish = any(
        request.intent not in _SOUNDS_LIKE_A_NAME or opens_request(request.text) for request in understood.requests
    )
    if not names_one or is_wish or is_asked:
        return False
    said = fill(INTENTS[claim["intent"]].slots, heard)
    if not tasks.is_other_thing(claim["slots"], said) or claim["intent"] not in INTENTS:
        return False
    kept = {name: claim["slots"][name] for name in ("reason", "remedy") if claim["slots"].get(name)}
    open_one(memory, result, claim["intent"], heard.text, kept | said)
    return True


def _open_besides(memory: Memory, result: Interpretation, claim: ClaimInHand, heard: Heard) -> None:
    """ "It's an older one, not that one": the same trouble, of any order but the one that was refused."""
    told = {name: claim["slots"][name] for name in ("reason", "remedy", "item", "category") if name in claim["slots"]}
    said = fill(INTENTS[claim["intent"]].slots, heard)
    said.pop("order_id", None)
    open_one(memory, result, claim["intent"], heard.text, told | said | {"not_order": claim["slots"]["order_id"]})


def tells_of_claim(
    memory: Memory, result: Interpretation, understood: Understanding, heard: Heard, offer: Offer | None
) -> bool:
    """A word about the thing itself: kept with the claim that is being made, a plea where it was refused."""
    claim, task = memory["claim"], tasks.current(memory)
    if claim is None or understood.act.kind not in ("none", "correct") or not _is_told(claim, understood, heard):
        return False
    if task is not None and task["intent"] in _RETURNS and tasks.waiting(memory) is not None:
        if FILLERS["reason"](heard) not in (None, task["slots"].get("reason")):
            return False  # another reason is a correction
        if (heard.entities.categories or heard.entities.products) and not task["slots"].get("item"):
            return False  # the only thing that was left to claim may be another than the one that is meant
        task["slots"]["note"] = f"{task['slots'].get('note') or ''} {heard.quotable}".strip()
        result.say.append(Say("noted_with_claim"))
        result.work_on.append(task["key"])
        return True
    is_other = offer is not None and offer["intent"] in _RETURNS  # offered above what still waits
    is_of_state = _OF_ITS_STATE.search(heard.text) is not None or _was_ordered(claim, heard)
    if (task is not None and not is_other) or not is_of_state:
        return False
    if claim["refusal"] and not stands(claim):
        slots = {**claim["slots"], "of_claim": dict(claim), "told_before": claim["is_told"]}
        claim["is_told"] = True
        open_one(memory, result, "claim_options", heard.text, slots)
        return True
    if offer is not None and offer["intent"] in _RETURNS:
        open_one(memory, result, offer["intent"], heard.text, dict(offer["slots"]))
        return True
    return False


def _is_told(claim: ClaimInHand, understood: Understanding, heard: Heard) -> bool:
    """A statement of some length that asks for nothing; a fault is one by itself."""
    text, words = heard.text, len(heard.text.split())
    is_of_state = _OF_ITS_STATE.search(text) is not None
    is_asked = text.rstrip().endswith("?") or (wonders(text) and not _was_ordered(claim, heard))
    if is_asked or not 3 - (is_of_state or _was_ordered(claim, heard)) <= words <= 2 * _LONGEST:
        return False
    if FILLERS["remedy"](heard) or heard.entities.order_numbers or heard.entities.claim_numbers:
        return False
    if _was_ordered(claim, heard):
        return True
    is_of_thing = bool(heard.entities.reasons) or is_of_state
    intents = {request.intent for request in understood.requests}
    others = intents - {*_SAYS_NOTHING, *(_RETURNS if is_of_thing else ()), *(_SEARCHED if is_of_state else ())}
    return is_of_thing and not others and not any(opens_request(request.text) for request in understood.requests)


def _was_ordered(claim: ClaimInHand, heard: Heard) -> bool:
    """ "Should be grey", "ivory, i ordered black": which one it ought to have been, of a wrong one that came."""
    is_wrong = claim["slots"].get("reason") == ReturnReason.WRONG_ITEM.value
    is_version = bool(heard.entities.colours or heard.entities.sizes)
    return is_wrong and is_version and _ORDERED.search(heard.text) is not None


def known_of(memory: Memory, claim: ClaimInHand) -> dict[str, object]:
    """Order and thing: as they were claimed, or of the one claim that was shown."""
    kept = {
        name: claim["slots"][name]
        for name in ("order_id", "line", "lines", "item", "category", "quantity", "reason")
        if claim["slots"].get(name) is not None
    }
    shown = [each for each in memory["shown"].get("orders", ()) if each["label"] in claim["claim_ids"]]
    if "order_id" not in kept and len(shown) == 1:
        kept |= {"order_id": shown[0]["value"], "item": shown[0]["words"]}
    return kept


def fewer_of(known: dict[str, object], text: str) -> int | None:
    match = _FEWER.search(text)
    if match is None:
        return None
    said = match["some"] or match["kept"] or "one"
    number = _NUMBERS.get(said.lower()) or int(said)
    claimed = known.get("quantity")
    if match["kept"] and isinstance(claimed, int) and claimed > number:
        return claimed - number
    return number
