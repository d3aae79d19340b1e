"""What is looked for next, as the talk goes: the same with another wish, cheaper, more of it, or another kind of thing.

Read by likeness, so that neither the number of words nor the form of the sentence decides. Whom it is for stays. Pure.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from agent.dialogue.answers import wonders
from agent.dialogue.further_questions import in_own_words
from agent.goods.anew import opens_anew
from agent.goods.asked import plain_question
from agent.goods.refining import ONLY, kind_of, refinement, wish_in_words
from agent.state import Memory
from agent.table.clauses import clauses
from agent.understanding.heard import Heard
from agent.understanding.local_reading import SURE, Request
from agent.understanding.slots import fill

WISHES = frozenset({"narrower", "cheaper", "more", "another_thing", "goes_with", "gift", "no_thanks"})
_SAME_KIND = ("narrower", "cheaper", "more")
_STAYS = ("genders", "for_someone_else", "reduced_only")
_PRICES = ("max_price_minor",)
"""A present of about 60 may be socks of 20: what costs less of a kind that is named is no less welcome."""


def wished(memory: Memory, request: Request, heard: Heard, name: str) -> tuple[str, str, dict[str, Any]] | None:
    """The search that comes of it, as (intent, text, slots); None where nothing was looked for before."""
    if not memory["search"].get("text"):
        return None
    limits = fill(("limits",), heard).get("limits") or {}
    before = memory["search"]
    if search := _without(memory, request, heard):
        return search
    if name == "cheaper" and not limits and (typical := before.get("typical_minor")):
        less = {**before["limits"], "max_price_minor": typical - 1}
        return "product_search", before["text"], {"limits": less, "narrows": True, **kind_of(before)}
    if request.entities.categories or (name == "another_thing" and request.entities.materials):
        return _of_kind(memory, request, heard)
    if name not in _SAME_KIND:
        return None
    heard = replace(heard, entities=replace(heard.entities, references=()))  # "cheaper ones" points at none
    said = replace(request, intent="product_search", confidence=SURE)
    if (plain := plain_question(name, request.text)) and not fill(("limits",), heard):
        return refinement(memory, replace(heard, text=plain), replace(said, text=plain))
    narrowed = refinement(memory, heard, said, is_wish=True)
    if name == "cheaper" and narrowed is not None:
        return narrowed[0], memory["search"]["text"], narrowed[2]  # what else was said of it is no word to look for
    return narrowed


def otherwise(memory: Memory, request: Request, heard: Heard) -> tuple[str, str, dict[str, Any]] | None:
    """ "The skirt i have, and velvet feels a bit wintery. got anything lighter": the same, without these, and so."""
    is_looking = memory["looking_at"] == "products" and bool(memory["search"].get("text")) and not memory["tasks"]
    return _without(memory, request, heard) if is_looking and request.intent == "product_search" else None


def _without(memory: Memory, request: Request, heard: Heard) -> tuple[str, str, dict[str, Any]] | None:
    before, said = memory["search"], fill(("limits",), heard).get("limits") or {}
    if said.get("categories") or not said.keys() & {"without", "owned"}:
        return None
    last, at = clauses(request.text)[-1]
    named = request.entities.within(at, len(request.text))
    wish = {} if at == 0 or named.materials or named.categories else wish_in_words(last)
    return "product_search", before["text"], {"limits": {**before["limits"], **said}, **kind_of(before), **wish}


def of_size(memory: Memory, heard: Heard) -> tuple[str, str, dict[str, Any]] | None:
    """ "She's a 12 if that helps", told of a list: the same in that size, with no other word to look for."""
    before, said = memory["search"], fill(("limits",), heard).get("limits") or {}
    if not before.get("text") or not said.get("sizes") or wonders(in_own_words(heard.text)):
        return None
    limits = {**before["limits"], **said}
    return "product_search", before["text"], {"limits": limits, "narrows": True, **kind_of(before)}


def _of_kind(memory: Memory, request: Request, heard: Heard) -> tuple[str, str, dict[str, Any]]:
    """ "Forget the shoes. got scarves": of the clause that names a kind last, for whom it was all along."""
    start = end = 0
    for clause, at in clauses(request.text):
        own = request.entities.within(at, at + len(clause))
        if own.categories or (own.materials and not request.entities.categories):
            start, end = at, at + len(clause)
    own = replace(heard, text=request.text[start:end], entities=request.entities.cut_out(start, end))
    before, all_said = memory["search"].get("limits") or {}, fill(("limits",), heard).get("limits") or {}
    kept = {name: each[name] for each in (before, all_said) for name in _staying(own, before) if name in each}
    said = fill(("limits",), own).get("limits") or {}
    return "product_search", own.text, {**fill(("item", "kind"), own), "limits": {**kept, **said}}


def _staying(own: Heard, before: Mapping[str, Any]) -> Iterable[str]:
    """Limits of the search before that hold for the kind named now."""
    if ONLY.match(own.text):
        return before
    if opens_anew(own):
        return ()
    return _STAYS if before.get("categories") else (*_STAYS, *_PRICES)
