"""What is asked of the claim in hand: "do I have to pay for that?", "what are my options?", and what answers it.

By its words or by its likeness to examples; each question is a task of its own, beside the claim that is being made.
"""

import re
from dataclasses import replace
from typing import Any

from agent.acts import Act
from agent.claims.asked import SURELY, asked_of_claim
from agent.claims.choosing import stands
from agent.claims.in_hand import speaks_of_another
from agent.claims.likeness import CLAIMING, NOT_YET, as_of_it, likely_asked
from agent.claims.other_way import is_named, names_wish
from agent.claims.refunds import asked_of_refund
from agent.claims.who_pays import asks_to_send_back
from agent.dialogue import tasks
from agent.dialogue.answers import wonders
from agent.dialogue.interpretation import Interpretation
from agent.dialogue.leaning import is_of_shop
from agent.dialogue.openings import open_one
from agent.dialogue.repairs import repaired
from agent.dialogue.turning import is_of_goods
from agent.goods.of_rules import of_promotions
from agent.state import ClaimInHand, Closed, Memory
from agent.table.clauses import last_clause
from agent.table.reader import ELSEWHERE, UNREAD, Asked
from agent.understanding.heard import Heard
from agent.understanding.local_reading import Understanding
from agent.understanding.slots import FILLERS, fill

_OF_THE_THING = ("order_id", "line", "item", "category")
_LONGEST = 16
"""Words of a question about the claim in hand; longer ones speak for themselves."""
_OF_THE_LABEL = ("cost", "mail", "until")
_NEEDS_NO_QUESTION = ("options", "undo", "status", "keeping", "mail", "others")
_SURELY_ELSEWHERE = 0.95
_OF_A_REFUSED = {
    **{asked: asked for asked in ("options", "others", "in_store", "keeping", "why_no", "anyway", "repair")},
    **dict.fromkeys(("next", "back", "who_decides"), "options"),
}
"""What is asked of a no, and what that comes to: "who decides that", "and what do i do with it now"."""
_LEFT_OF_A_REFUSED = {"repair": "repair", "refund": "options"}
_OF_A_VERSION = ("stock", "amount", "cost")
_OF_ANY_SWAP = ("amount", "cost", "when", "back", "next", "until")
_OF_A_SWAP = re.compile(r"\b(?:exchange|exchang\w+|swap\w*)\b(?!.*\breturn)", re.IGNORECASE)
_OF_MONEY = ("amount", "cost")
_RETURNS = re.compile(
    r"^(?!.*\b(?:not|n['’]t|no) ).*(?:\b(?:or|just|simply|rather)\b.{0,20}\b(?:return|send|give|bring)(?:ing)?"
    r" (?:it|them)(?: back)?\b|\b(?:return(?:ing)? (?:it|them)|send(?:ing)? (?:it|them) back|refund|money back)\b"
    r".{0,12}\binstead\b)",
    re.IGNORECASE | re.DOTALL,
)
_DOES_IT = re.compile(r"^\W*(?:(?:ok(?:ay)?|then|so|yes|well|please)\W+)*do (?:the|an?) ", re.IGNORECASE)
""" "Do the exchange then" wishes for it, where "do I pay" asks."""
_WHO_DECIDES = "Why does a colleague have to look at it?"
_MAY_I = re.compile(r"^\W*(?:\w+\W+){0,2}(?:can|could|may)\b", re.IGNORECASE)
_LABEL = re.compile(r"\b(?:return |shipping )?label\b", re.IGNORECASE)
_PLEADS = re.compile(
    r"^\W*(?:(?:oh|hm+|well|ok|no)\W+)*(?:but|come on|please)\b|\b(?:only|just) (?:a|one|two|\d+) days?\b"
    r"|^\W*(?:it|they|this|that) (?:was|were|is|are|'?s)\b.*\bplease\W*$",
    re.IGNORECASE,
)
""" "But it's never been worn", "it was a gift, please", after a no: a wish that there were a way."""


def asks_of_claim(
    memory: Memory, result: Interpretation, understood: Understanding, heard: Heard, closed: Closed | None
) -> bool:
    """ "Do I have to pay for that?", "what are my options?": of the claim in hand, not of the shop's rules at large."""
    claim = memory["claim"]
    if claim is not None and len(understood.requests) == 1:
        own = as_of_it(claim, understood.requests[0])
        if own is not understood.requests[0]:
            understood = replace(understood, requests=(own,))
            heard = heard.of(own)
    if understood.act.kind == "correct" and _is_put(heard.text):
        understood = replace(understood, act=Act("none"))  # "I mean where do I take it"
    if understood.act.kind == "status" and not understood.requests:
        heard = replace(heard, text=last_clause(heard.text))  # what stands in front of it says nothing of the claim
    is_brief = len(heard.text.split()) <= _LONGEST or bool(asked_of_refund(heard.text))
    asked = asked_in(memory, understood, heard) if claim is not None and is_brief else ""
    if claim is not None and not asked and _is_of_number_alone(memory, claim) and FILLERS["remedy"](heard):
        asked = "options"
    if claim is None or not asked or (asked == "status" and _tells_status(understood)):
        return False
    if asked == "why_no":
        return repaired(memory, result, "why_not")
    of_return = _is_of_two_ways(memory, claim, asked)
    open_one(memory, result, *answered_by(memory, claim, asked, heard))
    if of_return:
        open_one(memory, result, *answered_by(memory, claim, asked, heard, as_return=True), is_apart=True)
    memory["closed"] = closed
    return True


def _is_of_two_ways(memory: Memory, claim: ClaimInHand, asked: str) -> bool:
    """ "Could I swap it or just send it back? What does that cost": of either way, until one was agreed to."""
    task = tasks.current(memory)
    is_begun = task is not None and task["intent"] == claim["intent"]
    return task is not None and is_begun and asked in _OF_MONEY and speaks_of_return(claim, task["text"])


def speaks_of_return(claim: ClaimInHand, text: str) -> bool:
    """ "Or just send it back", beside an exchange that is not filed."""
    return claim["intent"] == "exchange_item" and not stands(claim) and _RETURNS.search(text) is not None


def _is_of_number_alone(memory: Memory, claim: ClaimInHand) -> bool:
    """Named, and neither filed nor shown in this talk: nothing is known of it yet but its number."""
    shown = {each["label"] for each in memory["shown"].get("orders", ())}
    return not claim["slots"] and bool(claim["claim_ids"]) and not shown.intersection(claim["claim_ids"])


def _tells_status(understood: Understanding) -> bool:
    """How far it is, and nothing else: told with all its steps."""
    return [each.intent for each in understood.requests] == ["refund_status"]


def _is_put(text: str) -> bool:
    return text.rstrip().endswith("?") or any(map(wonders, re.split(r"[,.;!]|\b(?:i mean|i meant)\b", text)))


def asked_in(memory: Memory, understood: Understanding, heard: Heard) -> str:
    """Which question of the claim in hand these words put; "" where they put none."""
    claim = memory["claim"]
    is_one = claim is not None and len(claim["claim_ids"]) == 1 and not heard.entities.claim_numbers
    if is_one and (refund := asked_of_refund(heard.text)):
        return refund
    if (task := tasks.current(memory)) is not None and names_wish(task["intent"], heard) and not wonders(heard.text):
        return ""
    if claim is None or speaks_of_another(claim, heard) or is_of_goods(memory, heard) or of_promotions(heard):
        return ""
    if len(understood.requests) == 1 and is_of_shop(understood.requests[0], heard):
        return ""
    asked = _asked(claim, heard, read=likely_asked(memory, understood, heard))
    return asked or ("exchange" if _wonders_at_exchange(claim, heard) else "")


def _wonders_at_exchange(claim: ClaimInHand, heard: Heard) -> bool:
    """ "What if I exchange it instead", of a return that is not filed yet."""
    if claim["intent"] != "return_item" or claim["refusal"] or stands(claim) or not wonders(heard.text):
        return False
    if not is_named(_OF_A_SWAP, heard.text) or _DOES_IT.match(heard.text):
        return False  # "is too big for me" tells why
    asked = heard.read("returns", heard.text)
    return asked.name == "exchange" and asked.probability >= SURELY and not FILLERS["instead"](heard)


def answered_by(
    memory: Memory, claim: ClaimInHand, asked: str, heard: Heard, *, as_return: bool = False
) -> tuple[str, str, dict[str, Any]]:
    """Intent, words and slots of the task that answers it. `as_return`: of the return that an exchange might be."""
    if asked == "repair" and claim["refusal"] and not stands(claim):
        known = {name: claim["slots"][name] for name in _OF_THE_THING if claim["slots"].get(name)}
        return "warranty_claim", heard.text, known
    if asked == "keeping":
        return "compensation", heard.text, {}
    if asked == "who_decides":
        return "claim_question", _WHO_DECIDES, {}
    if asked == "undo" and len(claim["claim_ids"]) > 1:
        return "withdraw_claim", heard.text, fill(("item",), heard)
    if asked == "exchange":
        claim, asked = {**claim, "intent": "exchange_item"}, "cost"
    as_return = as_return or speaks_of_return(claim, heard.text)
    of_claim = {**claim, "intent": "return_item"} if as_return else _of_what(claim, asked, heard)
    slots = {**claim["slots"], "asked": asked, "of_claim": of_claim, "is_other_way": as_return}
    if asked in _OF_A_VERSION:
        slots["instead"] = _wanted_instead(memory, heard)
        _keep_in_mind(memory, slots["instead"])
    if asked == "options":
        slots["told_before"], claim["is_told"] = claim["is_told"], True
    if (task := tasks.current(memory)) is not None:
        task["put_off"] = 0  # it is about that very task, and no detour
        slots["is_choosing"] = task["asked"] == "instead"
        slots["summary_follows"] = task["intent"] in CLAIMING and not tasks.is_summed_up(memory, task)
    return "claim_options" if asked == "options" else "claim_terms", heard.text, slots


def _keep_in_mind(memory: Memory, version: Any) -> None:
    """ "Got it in L?" "swap it then": the version asked about is the one that is wished, if one is."""
    task = tasks.current(memory)
    if task is not None and task["intent"] in CLAIMING and isinstance(version, dict) and not version.get("same"):
        task["slots"]["wondered_at"] = version


def _of_what(claim: ClaimInHand, asked: str, heard: Heard) -> dict[str, Any]:
    """ "What if I take the S, is that more?", of a return: of the exchange that it would be."""
    may_swap = claim["intent"] == "return_item" and asked in _OF_ANY_SWAP
    is_swap = may_swap and (FILLERS["instead"](heard) or is_named(_OF_A_SWAP, heard.text))
    return {**claim, "intent": "exchange_item"} if is_swap and not stands(claim) else dict(claim)


def _wanted_instead(memory: Memory, heard: Heard) -> Any:
    """What the claim in the making is to bring, as far as size, colour or words of it were said."""
    task = tasks.current(memory)
    slots = task["slots"] if task is not None else {}
    before = slots.get("wished") or slots.get("instead") or next(iter((slots.get("swaps") or {}).values()), None)
    said = {**_colour(heard), **(FILLERS["instead"](heard) or {})}
    return {**(before if isinstance(before, dict) else {}), **said} if said else before


def _colour(heard: Heard) -> dict[str, str]:
    """ "Do you have it in black too?": in a question, where it is no wish yet."""
    return {"colour": heard.entities.colours[0].value.name} if heard.entities.colours else {}


def _asked(claim: ClaimInHand, heard: Heard, *, read: Asked) -> str:
    """A sure reading goes before the words of a list, which goes before a likely one."""
    elsewhere = heard.read("claim", heard.text)
    is_elsewhere = elsewhere.name == ELSEWHERE and elsewhere.probability >= _SURELY_ELSEWHERE
    is_sure = read.probability >= SURELY or is_elsewhere
    text, named = heard.text, "" if is_sure else asked_of_claim(heard.text)
    asked = named or (read.name if read is not UNREAD else "")
    if asked == "shipping" and asks_to_send_back(text):
        asked = "cost"
    if _LABEL.search(text) and not stands(claim) and asked not in _OF_THE_LABEL:
        return "where"
    is_question = "?" in text or _MAY_I.match(text) is not None or any(map(wonders, re.split(r"[,.;!]", text)))
    is_refused = bool(claim["refusal"]) and not stands(claim)
    is_early = claim["refusal"] == "not_delivered" and asked != "keeping"
    if is_refused and asked == "covered":
        asked = "why_no"
    if is_early or is_refused:
        asked = "" if is_early else _OF_A_REFUSED.get(asked, "")  # there are no terms of what cannot be filed
    may_be_left = is_refused and claim["refusal"] not in NOT_YET and not heard.entities.reasons
    if may_be_left and not asked and (left := _LEFT_OF_A_REFUSED.get(FILLERS["remedy"](heard) or "")):
        return left
    if asked == "filed" and not is_question and not stands(claim):
        return ""  # "yes, file the boots"
    if asked and (is_question or not named or asked in _NEEDS_NO_QUESTION):
        return asked
    if claim["refusal"] in ("already_claimed", "open_claim") and not is_question and FILLERS["remedy"](heard):
        return "options"  # another remedy than the one that stands
    pleads = _PLEADS.match(text) is not None and not is_question and not heard.entities.reasons
    return "options" if claim["refusal"] and pleads else ""
