"""A limit on the price that was said wrongly and is put right: "sorry, I meant up to 180, not 120". Pure.

It is of the last search, whatever was asked in between. A bare number is a price only beside the one that it replaces.
"""

import re
from typing import Any

from agent.entities.found import Entities
from agent.goods.refining import kind_of
from agent.state import Memory
from agent.understanding.local_reading import Request

_CORRECTS = re.compile(
    r"\bi (?:actually |really )?(?:mean|meant|said)\b|\bshould (?:have been|have said|be|say|read)\b"
    r"|\bmake (?:it|that)\b|\b(?:my )?mistake\b|\bmy bad\b|\bo+ps\b|\btypo\b|\bcorrection\b|\bsorry\b|\bactually\b"
    r"|\bchange (?:it|that|the \w+)\b|\bnot (?:up to |under |max |over )?[$€£]?\d",
    re.IGNORECASE,
)
_REPLACED = re.compile(
    r"(?:\bnot|\binstead of|\brather than|\bno longer|\band no|\bfrom)\W{0,2}(?:up to |under |max |over )?[$€£]?\s?"
    r"(?P<sum>\d{1,5})\b(?: ?(?:dollars|bucks|euros?|pounds))?(?! ?(?:cm|inch|%))",
    re.IGNORECASE,
)
_BARE = re.compile(r"(?<![\w.,/-])[$€£]?\s?(?P<sum>\d{1,5})(?![\w./%-])")
_LONG = 20
_PRICES = ("max_price_minor", "min_price_minor")


def price_corrected(memory: Memory, request: Request) -> tuple[str, str, dict[str, Any]] | None:
    """The last search within the limit that was meant, as (intent, text, slots)."""
    before, text, entities = memory["search"], request.text, request.entities
    limits: dict[str, Any] = before.get("limits") or {}
    named = (entities.categories, entities.products, entities.order_numbers, entities.claim_numbers, entities.sizes)
    if not before.get("text") or memory["tasks"] or any(named) or len(text.split()) > _LONG:
        return None
    bound = next((name for name in _PRICES if limits.get(name)), "")
    if not bound or not _CORRECTS.search(text) or (meant := _meant(text, entities, limits[bound])) is None:
        return None
    same = {**limits, bound: meant}
    return "product_search", str(before["text"]), {"limits": same, "narrows": True, **kind_of(before)}


def _meant(text: str, entities: Entities, before_minor: int) -> int | None:
    """In the smallest unit; a number without a currency is as large as the one it replaces was."""
    replaced = _REPLACED.search(text)
    kept = entities.outside(*replaced.span()) if replaced else entities
    said = [each.value.max_minor or each.value.min_minor for each in kept.money_limits]
    said += [each.value.amount_minor for each in kept.amounts]
    if sums := [each for each in said if each]:
        return sums[0]
    old = int(replaced["sum"]) if replaced else 0
    if replaced is None or not old or before_minor % old or before_minor // old not in (1, 10, 100, 1000):
        return None
    rest = f"{text[: replaced.start()]} {text[replaced.end() :]}"
    bare = [int(found["sum"]) for found in _BARE.finditer(rest)]
    return bare[0] * (before_minor // old) if len(bare) == 1 else None
