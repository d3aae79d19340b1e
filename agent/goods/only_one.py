"""Whether what is shown is all there is of its kind: "is the Cascade your only rain jacket". Pure.

"Only" says nothing of the thing itself; the kind is looked for, and what was not shown of it is the answer.
"""

import re
from typing import Any

from agent.goods.refining import kind_of
from agent.goods.shopping import limits
from agent.state import Memory
from agent.understanding.heard import Heard
from agent.understanding.local_reading import Request

_ALL_THERE_IS = re.compile(
    r"\b(?:is|are|was|were|isn['’]?t|aren['’]?t)\b(?P<what>.{1,50}?)\b(?:(?:your|the|my)(?: one and)? (?:only|sole)"
    r"|all (?:the|your|of the))\b(?P<kind>.*)"
    r"|\b(?:do|have) (?:you|u)(?: guys)? (?:really |just )?(?:only (?:have|sell|got|do)|(?:have|sell|got) only)\b"
    r"(?P<of>.*)"
    r"|\b(?:is|are) (?:that|this|those|these|it|they) all (?:you|u|there)\b(?P<all>.*)",
    re.IGNORECASE,
)
_NOT_OF_GOODS = re.compile(
    r"\b(?:colou?rs?|sizes?|shades?|materials?|way|reason|option|shipping|delivery|payment|code|discount|difference"
    r"|problem|question|thing|in stock|for (?:wo)?men\?|available in|one left|left)\b",
    re.IGNORECASE,
)
_NO_WORDS_OF_ITS_OWN = frozenset({"the", "one", "other", "your", "kind", "single"})
_ONES = re.compile(r"^\W*(?:ones?\b|that\b|this\b|the one\b|you\b|u\b|there\b|have\b|\W*$)", re.IGNORECASE)


def asks_if_only(memory: Memory, request: Request, heard: Heard) -> tuple[str, str, dict[str, Any]] | None:
    """The kind looked for beyond what lies on the table, as (intent, text, slots)."""
    table = [each["value"] for each in heard.shown.get("products", ())]
    asked = _ALL_THERE_IS.search(request.text)
    if asked is None or memory["looking_at"] != "products" or not table or request.entities.order_numbers:
        return None
    behind = next((asked[name] for name in ("kind", "of", "all") if asked[name] is not None), "")
    if _NOT_OF_GOODS.search(behind):
        return None
    start = asked.end() - len(behind)
    own, before = request.entities.within(start, len(request.text)), memory["search"]
    said = limits(request.text[start:], own, heard.vocabulary) or {}
    kept = {name: before["limits"][name] for name in ("genders",) if name in (before.get("limits") or {})}
    if own.categories:
        kind = " ".join([*_own_words(behind, own.categories[-1].text), own.categories[-1].text])
        slots = {"item": kind, "kind": own.categories[-1].text, "limits": {**kept, **said}}
        return "product_search", kind, {**slots, "only": True, "seen": _seen(request, heard, table)}
    if not _ONES.match(behind) or not before.get("text"):
        return None
    same = {"limits": {**before["limits"], **said}, **kind_of(before)}
    return "product_search", before["text"], {**same, "only": True, "seen": table}


def _own_words(behind: str, kind: str) -> list[str]:
    """ "Rain", of "your only rain jacket"."""
    before = behind[: behind.casefold().find(kind.casefold())]
    words = re.findall(r"[a-z]{3,}", before.casefold())
    return [word for word in words if word not in _NO_WORDS_OF_ITS_OWN][-1:]


def _seen(request: Request, heard: Heard, table: list[str]) -> list[str]:
    """What the question is of: the one that is named; else all that lie there."""
    named = [found.value.product_ids for found in request.entities.products]
    ids = [each[0] for each in named if len(each) == 1]
    return list(dict.fromkeys([*ids, *(each["value"] for each in heard.shown.get("product", ())), *table]))
