"""What is asked of a kind of thing that does not lie on the table, though it is pointed at. Pure."""

import re
from typing import Any

from agent.dialogue.answers import wonders
from agent.dialogue.further_questions import in_own_words
from agent.entities.found import Found
from agent.entities.vocabulary import singular
from agent.goods.looks import MOST
from agent.goods.pointing import slots_said, without_empty
from agent.goods.table_words import LOST
from agent.understanding.heard import Heard
from agent.understanding.local_reading import Request

_THE = re.compile(r"\b(?:the|those|these) $", re.IGNORECASE)
_THAT = re.compile(r"\b(?:that|this|the|those|these|your) (?P<own>(?:[\w-]+ ){0,2})$", re.IGNORECASE)


def of_another_shelf(request: Request, heard: Heard) -> tuple[str, str, dict[str, Any]] | None:
    """ "Is that merino sweater itchy", when jeans lie there: a kind that is pointed at by name is no other thing."""
    kinds, entities = request.entities.categories, request.entities
    is_asked = request.intent in (*LOST, "product_question", "product_search") and (
        "?" in request.text or wonders(in_own_words(request.text))
    )
    if len(kinds) != 1 or not is_asked or entities.products or entities.money_limits:
        return None
    noun = _called(kinds[0], heard)
    if entities.sizes and noun == str(kinds[0].value):
        return None
    that = _THAT.search(request.text[: kinds[0].start])
    shown = [f"{each.get('label', '')} {each.get('words', '')}".casefold() for each in heard.shown.get("products", ())]
    made_of = [str(each.value) for each in entities.materials if that and each.start >= that.start()]
    said = [noun, *made_of]
    if that is None or any(all(word.casefold() in words for word in said) for words in shown):
        return None
    own = without_empty({name: slots_said(heard).get(name) for name in ("facets", "limits", "colour")})
    return "product_question", request.text, {**own, "shelf": f"{that['own']}{kinds[0].text}"}


def _called(kind: Found[str], heard: Heard) -> str:
    """ "Chino", where goods are called so; of "pants" the category: trousers may be meant that are called neither."""
    noun = singular(kind.text.casefold())
    return noun if any(noun in name.split() for name in heard.vocabulary.names) else str(kind.value)


def of_shelf(request: Request, heard: Heard) -> tuple[str, str, dict[str, Any]] | None:
    """ "What's the scarf made of", when socks were shown last: of those there are, and not of what lies there."""
    kinds, asked = request.entities.categories, slots_said(heard).get("facets")
    is_the = len(kinds) == 1 and _THE.search(request.text[: kinds[0].start]) is not None
    if not is_the or not asked or request.entities.products or request.intent not in (*LOST, "product_question"):
        return None
    if here := _lying_here(kinds[0], heard):
        return "product_question", request.text, {"facets": asked, "product_ids": here}
    return "product_question", request.text, {"facets": asked, "shelf": kinds[0].text}


def _lying_here(kind: Found[str], heard: Heard) -> list[str]:
    """ "Are the jeans stretchy": those shown that are called so; of them the one that is looked at."""
    noun, focus = singular(kind.text.casefold()), [each["value"] for each in heard.shown.get("product", ())][:1]
    here = [
        each["value"]
        for each in heard.shown.get("products", ())
        if noun in map(singular, each.get("label", "").casefold().split())
    ]
    return focus if {*focus} & {*here} else here[:MOST]
