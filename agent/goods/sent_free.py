"""Whether goods would be sent free: "with the sweater and the dress, is shipping free". Pure.

Those that are named or were looked at in this talk are reckoned; where none is meant, the rule itself is asked for.
"""

import re
from collections.abc import Mapping
from typing import Any

from agent.dialogue.further_questions import speaks_of_own
from agent.entities.vocabulary import singular
from agent.goods.pointing import both_meant
from agent.goods.spoken_of import wanted
from agent.goods.table_words import BOTH
from agent.state import Memory
from agent.understanding.heard import Heard
from agent.understanding.local_reading import Request
from agent.understanding.owned import is_mine
from tools.garments import KINDS
from tools.homes import name_of_country
from tools.places import places_said

_SENDING = r"(?:shipping|shipped|ship|delivery|delivered|deliver|postage|sent|p&p)"
_FREE = re.compile(
    rf"\bfree\b.{{0,24}}\b{_SENDING}\b|\b{_SENDING}\b.{{0,50}}\bfree\b"
    rf"|\bpay\w*\b(?: (?:for|any|extra|the|on top))* {_SENDING}\b",
    re.IGNORECASE,
)
_ONLY_FREE = re.compile(r"\bfree\b|\benough\b", re.IGNORECASE)
""" "Would it be free with the dress", after a word of shipping."""
_OF_ELSE = re.compile(
    r"\bback\b|\breturn\w*|\b(?:ex)?chang\w+|\bswap\w*|\brefund\w*|\bgift\b|\bexpress\b|\b(?:when|why)\b"
    r"|\bcodes?\b|\bagain\b|\btwice\b|\b(?:same|one) (?:parcel|box|package)\b"
    r"|\bhow (?:long|do i get)\b|\bcustoms\b|\bfree (?:size|stuff|sample|item)",
    re.IGNORECASE,
)
_WITH_IT = re.compile(
    r"\b(?:for|with|on|get|buy|order|take|ship|deliver|send|pick)(?: just| only)? (?:it|that|this|them|those|these)\b"
    r"|\b(?:is|are|would|will) (?:it|that|this|they|those|these)(?: be)? enough\b"
    r"|\b(?:it|that|this|they|those|these)(?: one| ones)? (?:get|qualif|ship|be (?:shipped|sent)|come|go)\w*\b",
    re.IGNORECASE,
)
_THOSE_TWO = re.compile(r"\b(?:those|these) two\b", re.IGNORECASE)
_NUMBER = re.compile(
    r"(?<![$€£.,])\b(?:\d{1,3}|two|three|four|five|six|couple|several|few|dozen|multiple)\b", re.IGNORECASE
)
_NUMBERS = {"two": 2, "three": 3, "four": 4, "couple": 2}
_MOST = 4
"""Of one thing, which are summed one by one."""
_OF_DELIVERY = ("shipping_policy", "arrival_estimate")


def asked_if_sent_free(memory: Memory, request: Request, heard: Heard) -> tuple[str, str, dict[str, Any]] | None:
    """The message as (intent, text, slots); None where it is of no goods that are known."""
    text, entities = request.text, request.entities
    is_of_delivery = memory["topic"] in _OF_DELIVERY
    asks = _FREE.search(text) or (is_of_delivery and _ONLY_FREE.search(text))
    if not asks or _OF_ELSE.search(text) or speaks_of_own(text) or is_mine(text, entities):
        return None
    if entities.order_numbers or entities.claim_numbers or entities.money_limits or entities.amounts:
        return None
    ids, count = _meant(memory, request, heard), _count(text)
    if count == len(ids):
        count = 1  # "those two"
    if not ids or (count > 1 and len(ids) > 1) or count > _MOST:
        return None
    quoted = memory["quoted"]
    before = places_said(quoted["question"]) if quoted is not None and is_of_delivery else ()
    home = (name_of_country(heard.home),) if heard.home else ()
    place = next(iter(places_said(text) or before or home), "")
    return "product_question", text, {"product_ids": ids, "delivered": "free", "place": place, "pieces": count}


def _count(text: str) -> int:
    """How many of one thing: 1, where no number is said."""
    found = _NUMBER.search(text)
    said = found[0].casefold() if found else "1"
    return int(said) if said.isdigit() else _NUMBERS.get(said, _MOST + 1)


def _meant(memory: Memory, request: Request, heard: Heard) -> list[str]:
    """By name, by what kind each is called of what was looked at, or all that "both" and "it" stand for."""
    entities = wanted(request.text, request.entities)
    named = [found.value.product_ids for found in entities.products]
    if any(len(each) != 1 for each in named):
        return []
    ids = [each[0] for each in named]
    for kind in entities.categories:
        if any(name.start <= kind.start and kind.end <= name.end for name in entities.products):
            continue
        if (found := _looked_at(heard, singular(kind.text.casefold().split()[-1]))) is None:
            return []
        ids.append(found)
    if ids or memory["looking_at"] == "orders":
        return list(dict.fromkeys(ids))
    table = [each["value"] for each in heard.shown.get("products", ())]
    focus = [each["value"] for each in heard.shown.get("product", ())][:1]
    if BOTH.search(request.text) or _THOSE_TWO.search(request.text):
        both = both_meant(heard, table, focus)
        return both if len(both) > 1 else []
    one = focus or (table if len(table) == 1 else [])
    return one if _WITH_IT.search(request.text) else []


def _looked_at(heard: Heard, noun: str) -> str | None:
    """The last thing called so that was looked at, else the only one of what lies there."""
    for name in ("product", "earlier_product"):
        for each in heard.shown.get(name, ()):
            if _is_called(each, noun):
                return each["value"]
    listed = [each["value"] for each in heard.shown.get("products", ()) if _is_called(each, noun)]
    return listed[0] if len(listed) == 1 else None


def _is_called(shown: Mapping[str, str], noun: str) -> bool:
    """ "The jumper" of the Hearth Merino Sweater."""
    words = [singular(word) for word in shown.get("label", "").casefold().split()]
    return any(noun == word or noun in KINDS.get(word, ()) for word in words)
