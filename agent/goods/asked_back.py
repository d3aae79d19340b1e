"""Which goods a question about returning is of: some can never go back, whatever the rules say of all the others.

Which those are is decided by the rules in force (`agent.intents.not_taken_back`). Pure.
"""

import re
from collections.abc import Sequence
from typing import Any

from agent.goods.table_words import POINTS
from agent.state import Memory
from agent.understanding.heard import Heard

OF_RULES = ("returns_policy", "further_question", "return_deadline")
_BACK = re.compile(
    r"\breturn(?:s|ed|ing|able)?\b|\bexchang\w+|\bswap\w*"
    r"|\b(?:sen[dt]|sending|give|bring|take|taken|go|goes)\b(?: \w+){0,3} back\b",
    re.IGNORECASE,
)
_OF_A_CLAIM = re.compile(
    r"\brefund\w*|\bmoney\b|\bdamaged\b|\bbroken\b|\bfault\w*|\bdefect\w*|\bwrong\b|\bi(?:['’]ve| have)? bought\b",
    re.IGNORECASE,
)
"""Of what comes after, or of what goes back whatever it is."""
_GIVEN = re.compile(r"\ba (?:gift|present)\b(?! card)", re.IGNORECASE)
_SEVERAL = re.compile(r"\b(?:them|they|these|those|all)\b|['’]em\b", re.IGNORECASE)
_MOST = 6


def with_goods_asked_back(memory: Memory, heard: Heard, worked_on: Sequence[str]) -> None:
    """Puts them, or the kinds that were named, to the questions of the rules that were just opened."""
    meant: dict[str, Any] | None = None
    for task in memory["tasks"]:
        if task["key"] not in worked_on or task["intent"] not in OF_RULES:
            continue
        asked = f"{heard.text} {task['slots'].get('plainly') or ''}"
        if _BACK.search(asked) and not _OF_A_CLAIM.search(asked):
            meant = _meant(memory, heard) if meant is None else meant
            task["slots"] |= meant


def _meant(memory: Memory, heard: Heard) -> dict[str, Any]:
    named = [found.value.product_ids for found in heard.entities.products]
    if len(named) == 1 and len(named[0]) == 1:
        return {"asked_back": [named[0][0]]}
    kinds = list(dict.fromkeys(found.value for found in heard.entities.categories))
    is_shopping = memory["looking_at"] == "products"
    focus = heard.shown.get("product", ())[:1] if is_shopping else ()
    shown = [*focus, *heard.shown.get("products", ())] if is_shopping else []
    if kinds:
        fitting = [each["value"] for each in focus if _is_of(each.get("words", ""), kinds)]
        return {"asked_back": fitting} if fitting else {"kinds_back": [_as_said(heard, kind) for kind in kinds]}
    if not focus and not _SEVERAL.search(heard.text):
        return {}  # "who pays for that", of several: of the sending
    if shown and (POINTS.search(heard.text) or _GIVEN.search(heard.text)):
        return {"asked_back": list(dict.fromkeys(each["value"] for each in focus or shown))[:_MOST]}
    return {}


def _as_said(heard: Heard, kind: str) -> list[str]:
    """The category, and what it was called: socks may be listed as underwear."""
    said = next(found.text for found in heard.entities.categories if found.value == kind).casefold()
    return [kind, said if said.endswith("s") else kind.casefold()]


def _is_of(words: str, kinds: Sequence[str]) -> bool:
    return any(words.casefold().startswith(kind.casefold()) for kind in kinds)
