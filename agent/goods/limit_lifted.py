"""A limit that is let go of: "doesn't have to be plum", "any colour is fine", "plum was about the boots". Pure.

It is of the last search, which goes on without it. What the price may be is told in `agent.goods.price_lifted`.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from agent.goods.refining import MORE_WANTED, kind_of
from agent.state import Memory
from agent.understanding.heard import Heard
from agent.understanding.local_reading import Request
from agent.understanding.slots import fill
from tools.words import singular

_NOT = r"(?:n['’]?t| not)"
_NEED_NOT = re.compile(
    rf"\b(?:(?:the|my) [\w ]{{2,40}}? )?(?:(?:do(?:es)?{_NOT} (?:really |necessarily )?(?:have|need) to|need{_NOT}) be"
    r"|not necessarily)\b[^,.;:!?]*?"
    r"(?=[,.;:!?]|$| (?:but|and|or|that|if)\b)",
    re.IGNORECASE,
)
_OF_OTHERS = re.compile(
    r"\b(?:(?:\w+ )?(?:\w+ (?:was|is) |was )(?:just |only )?(?:about|for|meant for)|i (?:only|just) meant(?: it for)?)"
    r" the (?:\w+ )?\w+(?=[,.;:!?]|$)",
    re.IGNORECASE,
)
_SORTS = {"colour": "colours", "color": "colours", "size": "sizes", "material": "materials", "fabric": "materials"}
_SORT = rf"(?P<sort>{'|'.join(_SORTS)})s?"
_ANY = (
    re.compile(
        rf"\b(?:any|whatever|whichever|every) {_SORT}(?:['’]?s| is| are| would be| will be)? ?"
        r"(?:fine|ok(?:ay)?|good|great|works?|do|goes|possible|welcome)\b",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?:^|[,.;:!?] ?|\b(?:in|and|so) )(?:any|whatever|whichever) {_SORT}(?: please| pls)?\W*$", re.IGNORECASE
    ),
    re.compile(rf"\b{_SORT} (?:does{_NOT} matter|is(?: not|n['’]?t) (?:important|an issue))", re.IGNORECASE),
    re.compile(rf"\b(?:do{_NOT} (?:mind|care)|not fussy)(?: about)?(?: the| which| what)? {_SORT}\b", re.IGNORECASE),
)
_BETWEEN_CLAUSES = re.compile(r"(?<=[?.!,;])\s+")


def limit_lifted(memory: Memory, heard: Heard) -> tuple[str, str, dict[str, Any]] | None:
    """The last search without the limit, as (intent, text, slots)."""
    before, named = memory["search"], (heard.entities.products, heard.entities.order_numbers)
    limits: dict[str, Any] = before.get("limits") or {}
    if memory["looking_at"] != "products" or memory["tasks"] or not before.get("text") or any(named):
        return None
    lifted, rest = _let_go(heard)
    is_any = any(pattern.search(heard.text) for pattern in _ANY)
    if not lifted or (not lifted & limits.keys() and (is_any or before.get("product"))):
        return None
    said = fill(("limits",), rest).get("limits") or {}
    if _names_another(rest, before):
        return None
    is_more = any(MORE_WANTED.match(clause) for clause in _BETWEEN_CLAUSES.split(heard.text))
    seen = [each["value"] for each in heard.shown.get("products", ())] if is_more else []
    same = {name: value for name, value in limits.items() if name not in lifted} | said
    if seen and before.get("kind"):
        return "product_search", before["kind"], {"limits": same, "seen": seen, **kind_of(before)}
    text = _without(before["text"], [str(word) for name in lifted for word in limits.get(name, ())])
    return "product_search", text, {"limits": same, "narrows": True, "seen": seen, **kind_of(before)}


def besides_let_go(memory: Memory, request: Request, heard: Heard) -> Request:
    """Another kind, which is looked for anew: "the hat doesn't have to be slate. Which warm hats do you have?"."""
    if memory["looking_at"] != "products":
        return request
    lifted, rest = _let_go(heard.of(request))
    is_another = bool(lifted) and _names_another(rest, memory["search"])
    return replace(request, text=rest.text.strip(" ,.;"), entities=rest.entities) if is_another else request


def _names_another(rest: Heard, before: Mapping[str, Any]) -> bool:
    said = {singular(found.text.casefold()) for found in rest.entities.categories}
    return bool(said - {singular(str(before.get("kind") or "").casefold())})


def _let_go(heard: Heard) -> tuple[set[str], Heard]:
    """Which limits, and the message without the words that say so."""
    text, entities = heard.text, heard.entities
    lifted: set[str] = set()
    for pattern in (*_ANY, _NEED_NOT, _OF_OTHERS):
        for found in pattern.finditer(heard.text):
            within = entities.within(*found.span())
            told = {"colours": within.colours, "materials": within.materials, "sizes": within.sizes}
            lifted |= {_SORTS[found["sort"].casefold()]} if pattern in _ANY else {name for name in told if told[name]}
            entities = entities.outside(*found.span())
            text = f"{text[: found.start()]}{' ' * len(found[0])}{text[found.end() :]}"
    return lifted, replace(heard, text=text, entities=entities)


def _without(text: str, words: list[str]) -> str:
    named = [word for each in words for word in each.split()]
    return re.sub(rf"\b(?:{'|'.join(map(re.escape, named))})\b", " ", text, flags=re.IGNORECASE) if named else text
