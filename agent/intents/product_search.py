"""Finding products: the words rank, the limits filter, an empty list is said as one."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from agent.intents.answering import SURE, answer
from agent.intents.on_table import on_table
from agent.intents.spec import Intent, View
from agent.shopping import asks_of_kind
from agent.state import Task
from agent.steps import Call, Say, Step
from tools.policies import PassagesFound
from tools.products import SearchResult

_VAGUE = re.compile(
    r"\b(gifts?|presents?|something|anything|stuff|clothes|outfit|recommend\w*|suggest\w*)\b", re.IGNORECASE
)


_NOT_DRESSED = re.compile(
    r"\b(?:kids?|child(?:ren)?|bab(?:y|ies)|toddlers?|infants?|newborns?|boys?|girls?|teens?|dogs?|cats?|pets?"
    r"|maternity)\b",
    re.IGNORECASE,
)
"""Asked for in vain, they are not what kind of piece it should be."""
_WELL_LIKED = re.compile(
    r"\bbest[- ]?(?:sell(?:ers?|ing)|rated|loved)\b|\b(?:most|very) popular\b|\btop[- ](?:sell\w+|rated|picks?)\b"
    r"|\bwhat(?:'s|s| is| are)? (?:(?:the|your|really) )*(?:popular|trending|favou?rites?)\b|\bcustomer favou?rites?\b",
    re.IGNORECASE,
)
_NEWEST = re.compile(
    r"^(?!.*\b(?:access|account|how|when|tell me|notify|member\w*|bought|ordered)\b).*(?:\bnew(?:est)? (?:arrivals?"
    r"|in\b(?! (?:box|condition))|collections?|seasons?|styles?|stuff|things|products|items"
    r"|clothes)\b"
    r"(?!.{0,20}\b(?:i|we) (?:bought|ordered|got))"
    r"|\bwhat(?:'s|s| is) new\b(?= \w)|\bjust (?:came|come) in\b"
    r"|\blatest (?:collections?|styles?|arrivals?|products?|stuff|things|drop)\b)",
    re.IGNORECASE,
)
_KINDS_OF = re.compile(
    r"\b(?:what|which|any|all|different) (?:kinds?|types?|sorts?|styles?) of\b"
    r"|\b(?:what|which|how many) (?:colou?rs|sizes|shades) (?:do|does|are|is|of)\b|\bcomes? in\W*$",
    re.IGNORECASE,
)
"""The frame of a question, which no product's text has."""
_PERSONAL = re.compile(r"\b(?:underwear|lingerie|intimates|hosiery)\b", re.IGNORECASE)
ANYTHING = "something"
"""A search for no thing in particular lists what meets the limits, the best rated first."""
_SURE_OF_ARTICLE = 0.85

_MAY_BEND = frozenset({"materials", "colours", "sizes", "in_my_size"})
"""Limits that are let go first when nothing meets all of them: before the price, and never for whom it is."""


def next_step(task: Task, view: View) -> Step:
    result = view.results.get("search")
    well_liked = _WELL_LIKED.search(view.text) or _NEWEST.search(view.text)
    if not isinstance(result, SearchResult):
        query = ANYTHING if well_liked else _KINDS_OF.sub("", view.text)
        return Call("search_products", {"query": query, **task["slots"].get("limits", {})}, "search")
    if result.hits and well_liked:
        return _found("newest_unknown" if _NEWEST.search(view.text) else "well_liked", result)
    if result.hits:
        return _found("products_found", result)
    limits = task["slots"].get("limits", {})
    named = view.results.get("named")
    # One more look and no more: six in a turn are all there are.
    otherwise = ANYTHING if _names_no_kind(view.text, limits) else task["slots"].get("item")
    if otherwise and not isinstance(named, SearchResult):
        return Call("search_products", {"query": otherwise, **limits}, "named")
    if isinstance(named, SearchResult) and (fit := _fit_to_give(named) if otherwise == ANYTHING else named).hits:
        return _found("products_found", fit)
    for name, bent in _bent(limits):
        found = view.results.get(name)
        if not isinstance(found, SearchResult):
            return Call("search_products", {"query": view.text, "limit": 3, **bent}, name)
        if found.hits and limits:
            return _found("nothing_within_limits", found, limits=result)
    return _nothing_found(limits, view)


def _fit_to_give(result: SearchResult) -> SearchResult:
    """What is shown to somebody who named no kind of thing; underwear is asked for by name."""
    return replace(result, hits=tuple(hit for hit in result.hits if not _PERSONAL.search(hit.product.category)))


def _nothing_found(limits: Mapping[str, Any], view: View) -> Step:
    """What sounds like goods may be a question ("do you sell my data?"), or a wish that names no kind of thing."""
    passages = view.results.get("passages")
    if not limits and not isinstance(passages, PassagesFound):
        return Call("find_passages", {"query": view.text}, "passages")
    found = passages.found if isinstance(passages, PassagesFound) else ()
    is_question = asks_of_kind(view.text)
    if sure := [each for each in found if each.confidence >= (SURE if is_question else _SURE_OF_ARTICLE)]:
        return answer(sure, asked=view.text)
    if is_question:
        return Say("not_known", opens="human_agent")
    is_vague = _VAGUE.search(view.text) and not _NOT_DRESSED.search(view.text)
    return Say("what_kind" if is_vague else "not_sold")


def _names_no_kind(text: str, limits: Mapping[str, Any]) -> bool:
    """ "A present for my dad, around 50": no kind of thing, and yet enough to show some."""
    is_vague = _VAGUE.search(text) is not None and _NOT_DRESSED.search(text) is None
    return is_vague and bool(limits.keys() - {"for_someone_else", "in_stock_only"})


def _bent(limits: Mapping[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """The limits let go one after the other, as long as that lets anything go: looks, then a little money, then all."""
    hard = {name: value for name, value in limits.items() if name not in _MAY_BEND}
    steps: list[tuple[str, dict[str, Any]]] = [("in_other_looks", hard)] if hard != limits else []
    if most := hard.get("max_price_minor"):
        steps.append(("a_little_dearer", {**hard, "max_price_minor": most * 107 // 100}))
    whom = {"genders": limits["genders"]} if limits.get("genders") else {}
    return [*steps, ("without_limits", whom)]


def _found(say: str, result: SearchResult, *, limits: SearchResult | None = None) -> Say:
    return Say(
        say,
        {"result": result, "limits": (limits or result).filters},
        shows=on_table(hit.product for hit in result.hits),
        shows_kind="products",
    )


INTENT = Intent(
    name="product_search",
    meaning="find or recommend products",
    route="product",
    label="find a product",
    next_step=next_step,
    slots=("limits", "item"),
    tools=("find_passages", "search_products"),
    cues=re.compile(f"{_WELL_LIKED.pattern}|{_NEWEST.pattern}", re.IGNORECASE),
)
