"""Which of the goods on the table a message means, and what it says of them. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from agent.dialogue.picking import pick_by_place
from agent.entities import Entities
from agent.goods.looks import MOST, by_looks, called
from agent.goods.shopping import facets
from agent.goods.table_words import ASKS, COMPARES, COUNTS, EVERY, FIRST_FEW, LONG, LOOKS, OTHER, PLACE, PLACES
from agent.state import Memory
from agent.table.clauses import clauses
from agent.understanding.heard import Heard
from agent.understanding.local_reading import Request
from agent.understanding.slots import fill


def pointed_at(heard: Heard, table: Sequence[str], focus: list[str]) -> list[str]:
    """Which of them: by place or price, the others, else the one in focus; [] when all are."""
    if EVERY.search(heard.text):
        return []
    if OTHER.search(heard.text):
        earlier = [each["value"] for each in heard.shown.get("earlier_product", ())][:1]
        others = [each for each in table if each not in focus] or earlier
        return others[:MOST] if focus else []
    if (places := at_places(heard.text, table)) and not heard.entities.colours:
        return places
    picked = pick_by_place(heard.shown.get("products", ()), heard)
    if picked and len(table) > 1:
        return [picked]
    like_it = (by_looks(heard) or called(heard)) if len(table) > 1 else []
    return focus if not like_it or {*focus} & {*like_it} else like_it  # "the mustard one" of what is looked at


def fits_focus(entities: Entities, heard: Heard) -> bool:
    """ "That linen dress": the one looked at, where it is a dress and of linen, whatever else was near it once."""
    looks = [f" {each.get('words', '')} ".casefold() for each in heard.shown.get("product", ())[:1]]
    said = [*(found.value for found in entities.categories), *(found.value for found in entities.materials)]
    return bool(looks and entities.categories) and all(f"{each} ".casefold() in looks[0] for each in said)


_ASIDE = 6
"""Words up to which what is said before a question, and names nothing, is said in passing."""
_POINTED = re.compile(r"\b(?:the|that|this|those|these) (?:[\w-]+ ){0,2}$", re.IGNORECASE)


def besides_lead(request: Request) -> Request:
    """ "Its fine, ill check the pics. is the sage one in stock in L": what is asked, where the rest names nothing."""
    last, at = clauses(request.text)[-1]
    named = replace(request.entities.within(0, at), references=()) != Entities()
    is_told = named or len(request.text[:at].split()) > _ASIDE
    if is_told or not ASKS.match(last) or len(request.text.split()) <= LONG:
        return request
    return replace(request, text=last, entities=request.entities.cut_out(at, len(request.text)))


def focus_as_it(request: Request, heard: Heard) -> Request:
    """ "How much is that linen dress again": "how much is it again", where that is what is looked at."""
    entities, text = request.entities, request.text
    kind = entities.categories[0] if len(entities.categories) == 1 and fits_focus(entities, heard) else None
    found = _POINTED.search(text[: kind.start]) if kind is not None else None
    if kind is None or found is None or entities.products or entities.colours:
        return request
    said = f"{text[: found.start()]}it{text[kind.end :]}"
    return replace(request, text=said, entities=replace(entities, categories=(), materials=()))


def compared_with(heard: Heard, table: Sequence[str], focus: list[str]) -> list[str]:
    """ "Is this better than the dearer one": the one looked at, and the one pointed at."""
    if not focus or not COMPARES.search(heard.text):
        return []
    picked = pick_by_place(heard.shown.get("products", ()), heard)
    return [*focus, picked] if picked and picked not in focus else []


def at_places(text: str, table: Sequence[str]) -> list[str]:
    """ "The first and the third": in the order named; "the first two"."""
    if few := FIRST_FEW.search(text):
        count = 2 if few["count"].casefold() in ("two", "2") else 3
        return list(table[-count:] if few["end"].casefold() == "last" else table[:count])
    said = (next(word for word in match.groups() if word) for match in PLACE.finditer(text))
    found = [PLACES[word.casefold()] for word in said]
    return list(dict.fromkeys(table[place] for place in found if -len(table) <= place < len(table)))


def both_meant(heard: Heard, table: list[str], focus: list[str]) -> list[str]:
    """What is meant by both: the two that are shown, else the one looked at and the one before it."""
    earlier = [each["value"] for each in heard.shown.get("earlier_product", ())][:1]
    if len(table) > 1 and (not focus or len(table) == 2):
        return table if len(table) == 2 else []
    return list(dict.fromkeys([*earlier, *focus]))


def worn(memory: Memory, heard: Heard, ids: Sequence[str]) -> dict[str, Any]:
    """The size and colour in which it is to be had: as said now, else as they were asked after before."""
    before = memory["search"]
    said = without_empty(fill(("limits", "colour"), heard))
    is_one = [before.get("product")] == list(ids)
    looks = (before.get("looks") or {}) if is_one else (before.get("limits") or {}) if not before.get("product") else {}
    limits = {
        name: value
        for name in ("sizes", "colours")
        if (value := (said.get("limits") or {}).get(name) or looks.get(name))
    }
    colour = said.get("colour") or (looks.get("colour") if "colours" not in (said.get("limits") or {}) else None)
    return without_empty({"limits": limits, "colour": colour})


def slots_said(heard: Heard) -> dict[str, Any]:
    counted = ("quantity",) if COUNTS.search(heard.text) else ()
    said = fill(("limits", "facets", "colour", *counted), heard)
    if said.get("facets") and LOOKS.search(heard.text):
        said["facets"] = facets(LOOKS.sub(" ", heard.text))  # "the slim one" asks for no fit
    return said


def without_empty(said: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in said.items() if value}
