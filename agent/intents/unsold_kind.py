"""A kind of thing that was asked for by name and that the shop has none of: said first, then what is nearest to it.

Without it the shelf beside ("necklaces": earrings) would pass for what was asked for.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from agent.entities.vocabulary import NOT_A_CATEGORY, singular
from agent.intents.spec import View
from agent.intents.wished_products import MOST_LOOKED_AT, SHOWN, say_found
from agent.intents.written_of import is_noted, sentences_having, words_of
from agent.state import Task
from agent.steps import Call, Say, Step
from domain.catalog import Product
from tools.garments import KINDS
from tools.products import SearchResult

_HARD = ("categories", "genders", "for_someone_else", "without", "min_price_minor", "max_price_minor")
"""What stays when the looks are let go."""
_CHILD = r"(?:kid|child|baby|babie|toddler|infant|newborn|children)"
_WHOM = re.compile(
    rf"\bfor (?:(?:my|our|the|a|an|some|small|little|young|two|three) )*(?P<whom>{_CHILD}|dog|cat|pet)['’]?s?\b"
    r"(?!['’]?s? (?:shower|party|parties|birthday|wedding|event|school|graduation|photo\w*|walk\w*))"
    rf"|\b(?P<before>{_CHILD}|dog|cat|pet)['’]?s?['’]? (?:(?:rain|winter|summer|sun|warm) )?"
    r"(?:clothes|clothing|wear|coat|jacket|jumper|sweater|dress|shirt|t-?shirt|tee|shoe|boot|sock|hat|trouser)(?:e?s)?\b"
    r"|\b(?:son|daughter|nephew|niece|grand(?:son|daughter|child)|kid)(?: who)?(?:['’]?s| is| turns| turned| aged?)?"
    r" (?:(?:only|just|turning) )*(?P<age>[1-9]|1[0-2])\b(?! ?(?:cm|in(?:ch)?|fe?e?t|%|months? pregnant|\d))"
    r"|\b(?P<old>[1-9]|1[0-2])[- ](?:years?|yrs?)[- ]olds?\b(?! (?:\w+ )?(?:coat|jacket|order|one|dress|shoe)s?\b)",
    re.IGNORECASE,
)
""" "A rain coat for kids", "my niece is 9": whom most shops of clothes have nothing for."""


def none_for_them(view: View) -> Step | None:
    """None where it is for nobody in particular, or where something is written to be for them."""
    said = _WHOM.search(view.text)
    if said is None:
        return None
    word = (said["whom"] or said["before"] or "child").casefold()
    whom = "children" if re.fullmatch(_CHILD, word) else f"{word}s"
    names = [singular(word), "kid", "child", "children"] if whom == "children" else [word]
    found = view.results.get("for_them")
    if not isinstance(found, SearchResult):
        return Call("search_products", {"query": whom, "loosely": True, "limit": MOST_LOOKED_AT}, "for_them")
    if any(
        is_noted([name], hit.product) or sentences_having([name], hit.product) for hit in found.hits for name in names
    ):
        return None
    return Say("none_for_them", {"whom": whom})


_HEAD = re.compile(
    r"(?<!\bmy )(?<!\bhis )(?<!\bher )(?<!\bthe )\b(?P<noun>[a-z-]{3,})"
    r"(?=\W*$|[,.?!;]| (?:in|under|below|up to|max|size)\b)",
    re.IGNORECASE,
)
_OF_GOODS = frozenset({"colours", "sizes", "materials", "max_price_minor", "min_price_minor"})


def _unheard_of(task: Task, view: View) -> Step | None:
    """ "A swimsuit in navy", where no shelf is called so: what else is navy is none."""
    nouns = (found["noun"] for found in _HEAD.finditer(view.text))
    word = next((noun for noun in nouns if singular(noun.casefold()) in KINDS), "")
    if not word or word.casefold() in NOT_A_CATEGORY or not (task["slots"].get("limits") or {}).keys() & _OF_GOODS:
        return None
    of_kind = view.results.get("of_kind")
    if not isinstance(of_kind, SearchResult):
        return Call("search_products", {"query": word, "limit": SHOWN}, "of_kind")
    noun = singular(word.casefold())
    is_sold = any(_is_one(noun, hit.product) or _is_akin(noun, hit.product) for hit in of_kind.hits)
    return None if is_sold else Say("none_of_kind", {"kind": word.casefold()})


_OTHER_THINGS = re.compile(
    r"\b(?:(?:sleeping|punch(?:ing)?|tea|bin|garbage|trash|rubbish|bean|air|sand|freezer|sandwich|vacuum|ice)[ -]?bags?"
    r"|(?:book|dust|record|life) jackets?|(?:brake|horse)[ -]?shoes?|(?:shower|bottle) caps?|seat ?belts?)\b",
    re.IGNORECASE,
)
""" "Sleeping bags": no bags, whatever shelf is called so."""


def unsold_kind(task: Task, view: View) -> Step | None:
    """None where the kind is sold, or none was named; it takes one look for the kind alone to know."""
    kind, limits = task["slots"].get("kind"), task["slots"].get("limits") or {}
    found = view.results.get("search")
    if isinstance(found, SearchResult) and (other := _OTHER_THINGS.search(view.text)):
        said = other[0].casefold()
        names = (hit.product.name.casefold() for hit in found.hits)
        return None if any(singular(said) in name for name in names) else Say("not_sold")
    if not limits.get("categories") and (gone := _unheard_of(task, view)):
        return gone
    if not kind or not limits.get("categories") or not isinstance(found, SearchResult):
        return None
    noun = singular(kind.casefold().split()[-1])
    if any(_is_one(noun, hit.product) for hit in found.hits):
        return None
    of_kind = view.results.get("of_kind")
    if not isinstance(of_kind, SearchResult):
        return Call("search_products", {"query": kind, "limit": SHOWN}, "of_kind")
    return None if of_kind.hits else _beside(kind, noun, limits, view)


def _beside(kind: str, noun: str, limits: Mapping[str, Any], view: View) -> Step | None:
    """What is nearest on the shelf that it would stand on, within the limits; then without those of its looks."""
    hard = {name: limits[name] for name in _HARD if name in limits}
    for name, within in (("beside", dict(limits)), ("beside_hard", hard)):
        shelf = view.results.get(name)
        if not isinstance(shelf, SearchResult):
            return Call("search_products", {"query": "something", "limit": MOST_LOOKED_AT, **within}, name)
        if any(_is_one(noun, hit.product) for hit in shelf.hits):
            return None
        if near := tuple(hit for hit in shelf.hits if _is_akin(noun, hit.product))[:SHOWN]:
            return say_found("kind_not_sold", replace(shelf, hits=near), kind=kind)
    return Say("none_of_kind", {"kind": kind})


def _is_akin(noun: str, product: Product) -> bool:
    """Earrings are to necklaces, and bags to purses; gloves, which share only the widest shelf, are to neither."""
    near = {*KINDS.get(noun, ())[:-1]}
    return any(word in near or near & {*KINDS.get(word, ())} for word in map(singular, words_of(product.name)))


def _is_one(noun: str, product: Product) -> bool:
    said = [singular(word) for word in words_of(" ".join((product.name, *product.tags)))]
    is_called_so = any(word.endswith(noun) or noun in KINDS.get(word, ()) for word in said)
    return is_called_so or noun == singular(product.category.casefold())
