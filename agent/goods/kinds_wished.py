"""Kinds of things that are looked for by name: "a coat or a thick jumper", "no coats?", "your coats and jackets".

Each kind is looked for by itself, in the few words that are its own; what is said of all of them ("warm for winter")
decides which come first, also when it was said with the same kind before. Pure.
"""

import re
from dataclasses import replace
from typing import Any

from agent.dialogue.answers import wonders
from agent.entities.found import Found
from agent.entities.vocabulary import singular
from agent.goods.kindred import kindred
from agent.goods.not_so import not_so
from agent.goods.price_lifted import besides_lifted
from agent.goods.refining import besides_limits
from agent.goods.shopping import facets, is_unwanted
from agent.goods.spoken_of import besides_spoken_of, wanted
from agent.goods.vague import besides_frame
from agent.state import Memory
from agent.understanding.heard import Heard
from agent.understanding.local_reading import Request
from agent.understanding.owned import is_mine
from agent.understanding.slots import fill
from tools.words import word_set

Opened = tuple[str, str, dict[str, Any]]

MOST = 3
_BETWEEN = re.compile(
    r"(?: for (?:(?:the|my|our|an?|his|her) )?[\w'’-]+(?: [\w'’-]+)?)?"
    r"\s*(?:,|\bor\b|\band\b|/|&|\+|\s)+\s*(?:(?:an?|some|the|your|any|maybe|even)\s+)*(?:[\w-]+\s+){0,2}"
)
_JOINS = re.compile(r",|\bor\b|\band\b|[/&+]")
_SHARED = re.compile(
    r"\b(?:al)?l? ?together\b|\bin total\b|\bfor (?:both|all(?: of (?:it|them))?|everything|the (?:two|three|lot))\b"
    r"|\b(?:combined|overall|all in)\b",
    re.IGNORECASE,
)
""" "200 dollars all together": for what is looked for as a whole."""
_SOMETHING = re.compile(
    r"(?P<led>,|\band\b|\bplus\b|&)\s+(?:(?:maybe|also|then)\s+)*something (?P<so>[a-z]{3,})\b"
    r"(?P<under>(?: to wear| to put on| for)? (?:under|beneath)\w*)?",
    re.IGNORECASE,
)
""" "A rain jacket and something warm to wear under it"."""
_CHEAPER = re.compile(
    r"\b(?:cheaper|less expensive|more affordable)\b"
    r"|\b(?:over|above|beyond|more than) (?:my|the|our)\b|\btoo (?:much|expensive|dear|pricey)\b",
    re.IGNORECASE,
)
_ALL = re.compile(r"\b(?:all|every one) (?:of )?(?:your|the|those)\b|\bevery\b", re.IGNORECASE)
_OTHERS = re.compile(r"\b(?:others?|else|another|different)\b", re.IGNORECASE)
""" "Any other boots?", after hiking boots: what was not shown, whatever it is for."""
_OTHER_SUCH = re.compile(r"\b(?:others?|another|different) (?:[\w-]+ ){0,2}$", re.IGNORECASE)
_WITHOUT = re.compile(r"\b(?:without|no|not|except)\b[^,.;:!?]*", re.IGNORECASE)
_OWN_WORDS = re.compile(r"(?:[\w-]+ ){0,2}$")
_NO_SUCH = re.compile(
    r"^\W*(?:(?:and|so|but|ok|oh|what|hm+|really)\W+)*no (?:[\w-]+ ){0,2}?(?=\w+\W*\?)"
    r"|\b(?:do|have) (?:you|u)(?: guys)? (?:really |even )?(?:have |got )?(?:any"
    r"|no) (?:[\w-]+ ){0,2}?\w+ (?:or not|at all)\W*$"
    r"|\b(?:don['’]?t|do not|haven['’]?t) (?:you|u) (?:have|sell|got|do) (?:any )?(?:[\w-]+ ){0,2}?(?=\w+\W*$)"
    r"|\b(?:is|are)(?:n['’]?t)? there (?:no|any) (?:[\w-]+ ){0,2}?(?=\w+\W*\?)",
    re.IGNORECASE,
)
""" "No coats?", "do you have any winter coats or not": a wish to be shown some."""
_WISH_ROUTES = ("product_search", "product_question", "out_of_scope", "chitchat", "affirm_deny", None)
_NO_WISH = word_set(
    """
    every see show usually normally pretty reasonably actually possibly perhaps either one ones gift go goes your ur our
    my their any
    other others another all both these those else still also even right now today new shop store sale stock pls please
    """
)


def kinds_asked_for(memory: Memory, request: Request, heard: Heard) -> Opened | None:
    """The message as (intent, text, slots); None where one kind is looked for as ever, or none."""
    entities = wanted(request.text, request.entities)
    is_missed = _NO_SUCH.search(request.text) is not None and request.intent in _WISH_ROUTES
    kinds = tuple(found for found in entities.categories if is_missed or not is_unwanted(request.text, found))
    if not kinds or request.entities.order_numbers or entities.products or is_mine(request.text, entities):
        return None
    several = _side_by_side(request.text, kinds)
    if not is_missed and request.intent != "product_search" and not (len(several) > 1 and _is_bare(request)):
        return None
    own = replace(heard, text=besides_lifted(besides_spoken_of(request.text, request.entities)), entities=entities)
    loose = _something(request.text)[: MOST - len(several)]
    before = memory["search"]
    is_again = bool(before.get("text")) and any(_is_in(found.text, str(before["text"])) for found in kinds)
    is_again = is_again or _are_others_of_shown(request.text, kinds, heard)
    if not (is_missed or is_again or len(several) + len(loose) > 1) or (len(several) == 1 and not_so(request.text)):
        return None
    limits = {
        name: value for name, value in (fill(("limits",), own).get("limits") or {}).items() if name != "categories"
    }
    if is_missed:
        limits.pop("without", None)
    said = _wish(besides_limits(own))
    told = before.get("speaks_of") or _wish(_without_kinds(str(before.get("text", "")), kinds))
    is_other = is_again and _OTHERS.search(request.text) is not None
    is_of_same = is_again and not is_other and not _ALL.search(request.text)
    wish = said or (told if is_of_same or is_missed else [])
    together = _sum_for_all(request) if len(several) + len(loose) > 1 else None
    if together:
        limits["max_price_minor"] = together
    slots = {"limits": {**limits, "categories": list(dict.fromkeys(found.value for found in several))}}
    starts = [0, *(found.end for found in several)]
    queries = [_query(request.text[at : found.start], found) for at, found in zip(starts, several, strict=False)]
    slots |= {"kinds": [*queries, *loose], "kind": several[-1].text}
    slots |= {"seen": [each["value"] for each in heard.shown.get("products", ())]} if is_other else {}
    return "product_search", request.text, {**slots, "speaks_of": wish, "together_minor": together}


def _are_others_of_shown(text: str, kinds: tuple[Found[str], ...], heard: Heard) -> bool:
    """ "Any other black coat", after one coat that was looked at."""
    others = [found for found in kinds if _OTHER_SUCH.search(text[: found.start])]
    return any(_is_in(found.text, each["label"]) for found in others for each in heard.shown.get("products", ()))


def _is_bare(request: Request) -> bool:
    """ "Beanie and mittens in matching colours": named, and nothing asked of them."""
    asks = wonders(request.text) or facets(request.text) or "?" in request.text
    return request.intent == "product_question" and not asks


def _something(text: str) -> list[str]:
    """ "Something warm under", of "and something warm to wear under it"; ", something warm" is of the kind named."""
    said = (each for each in _SOMETHING.finditer(text) if kindred([each["so"].casefold()]))
    found = [each for each in said if each["led"] != "," or each["under"]]
    return [f"something {each['so'].casefold()}{' under' if each['under'] else ''}" for each in found]


def _sum_for_all(request: Request) -> int | None:
    if not _SHARED.search(request.text):
        return None
    sums = [each.value.max_minor for each in request.entities.money_limits]
    said = [each for each in (*sums, *(each.value.amount_minor for each in request.entities.amounts)) if each]
    return said[0] if said else None


def cheaper_together(memory: Memory, request: Request) -> Opened | None:
    """ "That's over my 200, anything cheaper?": of each of the kinds that were looked for, and of none left out."""
    before, entities = memory["search"], request.entities
    kinds, total, most = (before.get(name) for name in ("kinds", "total_minor", "together_minor"))
    named = (entities.categories, entities.products, entities.order_numbers, entities.colours, entities.sizes)
    if len(kinds or ()) < 2 or memory["tasks"] or any(named) or not _CHEAPER.search(request.text):
        return None
    said = [each.value.max_minor for each in entities.money_limits if each.value.max_minor]
    if said and not most:
        return None  # "anything under 50": each of them
    less = said[0] if said else most if most and total and total > most else 0
    limits = {name: value for name, value in before["limits"].items() if name != "max_price_minor"}
    limits |= {"max_price_minor": less} if less else {}
    slots = {"limits": limits, "kinds": kinds, "kind": before.get("kind"), "speaks_of": before.get("speaks_of")}
    return "product_search", before["text"], {**slots, "together_minor": less}


def _side_by_side(text: str, kinds: tuple[Found[str], ...]) -> list[Found[str]]:
    """Those that stand in one row, with nothing between them but a word or two of their own."""
    ordered = sorted(kinds, key=lambda found: found.start)
    row = ordered[:1]
    for found in ordered[1:]:
        if _BETWEEN.fullmatch(text[row[-1].end : found.start]) and singular(found.text) != singular(row[-1].text):
            row.append(found)
    return row[:MOST]


def _query(before_it: str, kind: Found[str]) -> str:
    """ "Thick jumper": the kind, with what stands before it."""
    before = _OWN_WORDS.search(_JOINS.split(before_it)[-1])
    own = _wish(besides_frame(before[0] if before else ""))
    return " ".join([*own[-1:], kind.text])


def _wish(said: str) -> list[str]:
    return [word for word in besides_frame(said).split() if word not in _NO_WISH][:6]


def _without_kinds(text: str, kinds: tuple[Found[str], ...]) -> str:
    gone = {singular(word) for found in kinds for word in found.text.casefold().split()}
    said = _WITHOUT.sub(" ", text.casefold())
    return " ".join(word for word in re.findall(r"[a-z][a-z'-]+", said) if singular(word) not in gone)


def _is_in(kind: str, text: str) -> bool:
    said = {singular(word) for word in re.findall(r"[a-z]+", text.casefold())}
    return all(singular(word) in said for word in kind.casefold().split())
