"""Finding products: the words rank, the limits filter, an empty list is said as one."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from agent.goods.kindred import kindred
from agent.goods.ranking import besides_price, plain_word, price_order
from agent.goods.sale import REDUCED
from agent.goods.seasons import besides_season, in_season, season
from agent.goods.shopping import NOT_DRESSED, asks_of_kind
from agent.goods.vague import besides_frame, is_vague, names_no_kind, wanted_of
from agent.intents.answering import SURE, answer
from agent.intents.bent_limits import MAY_BEND, bent_limits, besides_the_dear, fewer, lacking, without_kept
from agent.intents.by_kind import of_kinds
from agent.intents.for_occasion import for_occasion
from agent.intents.most_of_kind import most_of_kind
from agent.intents.of_kind import ANYTHING, first_fitting, fit_to_give, near, to_give, with_near
from agent.intents.only_of_kind import only_of_kind
from agent.intents.reduced_goods import reduced
from agent.intents.size_chart import by_chart, us_size, without_size
from agent.intents.size_systems import by_measures
from agent.intents.sold_out import instead_of_gone
from agent.intents.spec import Intent, View
from agent.intents.unsold_kind import none_for_them, unsold_kind
from agent.intents.wished_products import (
    MOST_LOOKED_AT,
    SHOWN,
    as_wished,
    dearer,
    in_stock_so,
    named_so,
    say_found,
    unlike,
    wished,
)
from agent.state import Task
from agent.steps import Call, Say, Step
from tools.policies import PassagesFound
from tools.products import SearchResult

_WELL_LIKED = re.compile(
    r"\bbest[- ]?(?:sell(?:ers?|ing)|rated|loved)\b|\b(?:most|very) popular\b|\btop[- ](?:sell\w+|rated|picks?)\b"
    r"|\bwhat(?:'s|s| is| are)? (?:(?:the|your|really) )*(?:popular|trending|favou?rites?)\b|\bcustomer favou?rites?\b",
    re.IGNORECASE,
)
_NEWEST = re.compile(
    r"^(?!.*\b(?:access|account|how|when|tell me|notify|member\w*|bought|ordered)\b).*(?:\bnew(?:est)? (?:arrivals?"
    r"|in\b(?! (?:box|condition))|collections?|seasons?|styles?|stuff|things|products|items|clothes)\b"
    r"(?!.{0,20}\b(?:i|we) (?:bought|ordered|got))"
    r"|\bwhat(?:'s|s| is) new\b(?= \w)|\bjust (?:came|come) in\b|\blatest (?:collections?|styles?"
    r"|arrivals?|products?|stuff|things|drop)\b)",
    re.IGNORECASE,
)
_KINDS_OF = re.compile(
    r"\b(?:what|which|any|all|different) (?:kinds?|types?|sorts?|styles?) of\b"
    r"|\b(?:what|which|how many) (?:colou?rs|sizes|shades) (?:do|does|are|is|of)\b|\bcomes? in\W*$",
    re.IGNORECASE,
)
"""The frame of a question, which no product's text has."""
_LIKENED = re.compile(
    r"\b(?P<word>small|bigg?|larg|long|short|warm|light|thick|thinn?|soft|dark|wid|loos|slimm?|heav|high|low)(?:er|ier)"
    r" (?P<kind>[a-z-]{3,})",
    re.IGNORECASE,
)
""" "Any smaller bags": bags, and those first of which it is written."""
_OUTDOORS = re.compile(r"\b(?:garden|beach|pool|summer|barbecue|bbq) part(?:y|ies)\b", re.IGNORECASE)  # no velvet
_ASIDE = re.compile(
    r"\b(?:(?:can|may|could) i see|every|matching|to match|instead|rather|maybe|then|just|only|mainly)\b", re.IGNORECASE
)
"""How it is asked for; no product's text has it."""
FIRST, _ONE = 3, re.compile(r"^\W*(?:(?:ok(?:ay)?|and|so|hi|hey)\W+)*(?:what|which)", re.IGNORECASE)  # asks for one
_PICKED, _PRICES = ("seen", "wish"), ("min_price_minor", "max_price_minor")
_SURE_OF_ARTICLE = 0.85


def next_step(task: Task, view: View) -> Step:
    """A size of the US or a measure is put as the shop's own size first, where its chart tells which that is."""
    if look := none_for_them(view) or most_of_kind(task, view) or by_measures(task, view):
        return look
    if (worn := us_size(task["slots"].get("limits") or {})) and (look := by_chart(worn, task, view)):
        return look
    step = only_of_kind(task, view) or of_kinds(task, view) or _of_one_kind(task, view)
    charted = task["slots"].get("charted")
    return replace(step, facts={**step.facts, "charted": charted}) if charted and isinstance(step, Say) else step


def _of_one_kind(task: Task, view: View) -> Step:
    step = unsold_kind(task, view) or reduced(task, view) or _searched(task, view)
    more = (
        (way(step, task, view) for way in (instead_of_gone, for_occasion, with_near)) if isinstance(step, Say) else ()
    )
    return next(filter(None, more), step)


def _searched(task: Task, view: View) -> Step:
    result = view.results.get("search")
    if not isinstance(result, SearchResult):
        return _first_look(task, view)
    if result.hits:
        return _told(task, result, view)
    return _in_other_words(task, view) or _with_less(task, result, view) or _nothing_found(task, view)


def _first_look(task: Task, view: View) -> Call:
    limits = task["slots"].get("limits", {})
    is_at_large = _WELL_LIKED.search(view.text) or _NEWEST.search(view.text)
    text = without_size(besides_season(view.text, is_of_kind="categories" in limits), task["slots"].get("charted"))
    kind = limits.get("categories") and task["slots"].get("kind")
    text = _OUTDOORS.sub("summery", text)
    query = (kind or ANYTHING) if is_at_large else besides_price(_ASIDE.sub(" ", _KINDS_OF.sub("", text)))
    if limits.get("categories") and (likened := _LIKENED.search(query)):
        task["slots"].setdefault("wish", plain_word(likened["word"]))
        query = _LIKENED.sub(likened["kind"], query)
    if limits.get("categories") and (
        so := next((word for word in besides_frame(query).split() if (kin := kindred([word])) and word not in kin), "")
    ):  # "rain jackets" are called so; "warm coats" are what is written of as warm
        task["slots"].setdefault("wish", so)
    ordered = _ordered(to_give(limits, query), price_order(view.text), view.text)
    return Call("search_products", {"query": query, **ordered, **_more(task)}, "search")


def _told(task: Task, result: SearchResult, view: View) -> Step:
    """What was found, as it was asked for: the newest, the cheapest, what is as it is wished, or all of it."""
    slots = task["slots"]
    if _NEWEST.search(view.text) or _WELL_LIKED.search(view.text):
        rated = sorted(result.hits, key=lambda hit: -(hit.product.rating or 0) if slots.get("kind") else 0)
        say = "newest_unknown" if _NEWEST.search(view.text) else "well_liked"
        return say_found(say, replace(result, hits=tuple(rated)))
    if order := price_order(view.text):
        return _in_order(result, order, view)
    if wish := slots.get("wish"):
        seen = slots.get("seen") or ()
        return unlike(wish.split(), result, seen) if slots.get("unlike") else wished(wish, result, task, view)
    is_of_kind = slots.get("limits", {}).get("categories") or slots.get("item")
    fit = result if is_of_kind else fit_to_give(result)
    return _of_those(task, fit if fit.hits else result)


def _in_other_words(task: Task, view: View) -> Step | None:
    """What speaks of the wish, then what is specially for it, then the kind of thing that was named."""
    slots, limits = task["slots"], task["slots"].get("limits", {})
    loose, named, special = (view.results.get(name) for name in ("loose", "named", "special"))
    said = wanted_of(view.text, limits)
    words = " ".join(kindred(said.split())[:1]) or said
    if words != said and isinstance(loose, SearchResult) and not loose.hits:
        words, loose = said, view.results.get("loose_said")
        if not isinstance(loose, SearchResult):
            return Call(
                "search_products", {"query": said, "loosely": True, "limit": MOST_LOOKED_AT, **limits}, "loose_said"
            )
    if words and not isinstance(loose, SearchResult):
        return Call("search_products", {"query": words, "loosely": True, "limit": MOST_LOOKED_AT, **limits}, "loose")
    if words and isinstance(loose, SearchResult):
        return _loosely(words, loose, task, view)
    if (kind := _special_kind(view.text, slots)) and not isinstance(special, SearchResult):
        return Call("search_products", {"query": kind, **limits, **_more(task)}, "special")
    if isinstance(special, SearchResult) and special.hits:
        return _of_those(task, special)
    # One more look and no more: six in a turn are all there are.
    is_of_kind = bool(limits.get("categories") or slots.get("narrows")) and not slots.get("facets")
    item = slots.get("kind") or slots.get("item") or (ANYTHING if is_of_kind else None)
    otherwise = ANYTHING if names_no_kind(view.text, limits) else item
    if otherwise and not isinstance(named, SearchResult):
        return Call("search_products", {"query": otherwise, **to_give(limits, otherwise), **_more(task)}, "named")
    if isinstance(named, SearchResult) and (fit := fit_to_give(named) if otherwise == ANYTHING else named).hits:
        said = _of_those(task, fit)
        return (said.say == "wish_untold" and dearer(task, view)) or said
    return None


def _with_less(task: Task, result: SearchResult, view: View) -> Step | None:
    """The shelf of the kind, then all of it with one limit after the other let go."""
    slots, limits = task["slots"], task["slots"].get("limits", {})
    if limits.get("categories") and not limits.keys() & {*MAY_BEND, *_PRICES}:
        shelf = view.results.get("shelf")
        if not isinstance(shelf, SearchResult):
            return Call("search_products", {"query": ANYTHING, **limits}, "shelf")
        if shelf.hits:
            return say_found("products_found", shelf)  # "a dress for a garden party": dresses
    steps = bent_limits(limits)
    if "special" in view.results:
        steps = fewer(steps)
    for name, bent in steps:
        found = view.results.get(name)
        if not isinstance(found, SearchResult):
            is_wish = bool(limits.get("categories")) and not slots.get("facets")
            kind = slots.get("kind") or slots.get("item") if name != "of_category" else None
            if name == "of_kind_alone" and not kind:
                continue
            query = (kind or ANYTHING) if is_wish or slots.get("narrows") else view.text
            most = FIRST if kind else SHOWN
            return Call("search_products", {"query": query, "limit": most, **bent}, name)
        if (found := besides_the_dear(found, limits, slots.get("seen") or ())).hits and limits:
            lacks = {hit.product.product_id: lacking(hit.product, limits) for hit in found.hits}
            return say_found("nothing_within_limits", found, limits=result, bent=name, lacks=lacks)
    return None


def _loosely(words: str, loose: SearchResult, task: Task, view: View) -> Step:
    """What speaks of what was said, at first within all limits, then in other looks."""
    limits = task["slots"].get("limits", {})
    if (fit := fit_to_give(loose)).hits:
        return _of_those(task, named_so(fit, words))
    bent = view.results.get("loose_bent")
    hard = {name: value for name, value in limits.items() if name not in MAY_BEND}
    if hard != limits and not isinstance(bent, SearchResult):
        return Call("search_products", {"query": words, "loosely": True, "limit": FIRST, **hard}, "loose_bent")
    if isinstance(bent, SearchResult) and (fit := fit_to_give(bent)).hits:
        return say_found("nothing_within_limits", fit, limits=loose)
    named = view.results.get("named")
    if not names_no_kind(view.text, limits):
        return _nothing_found(task, view)
    if not isinstance(named, SearchResult):
        return Call("search_products", {"query": ANYTHING, **to_give(limits, ANYTHING), **_more(task)}, "named")
    fit = fit_to_give(named)
    is_begun = limits.get("for_someone_else") and "sizes" not in limits and not task["slots"].get("narrows")
    say = "gift_ideas" if is_begun else "wish_untold"
    return say_found(say, fit) if fit.hits else _nothing_found(task, view)


def _ordered(limits: Mapping[str, Any], order: str, text: str) -> dict[str, Any]:
    """ "The cheapest" sets an order; a limit only where a sum is said as well."""
    if not order:
        return dict(limits)
    is_said = any(character.isdigit() for character in text)
    kept = {name: value for name, value in limits.items() if is_said or name not in _PRICES}
    return {**kept, "by_price": order}


def _in_order(result: SearchResult, order: str, view: View) -> Say:
    fit = replace(result, hits=result.hits[: 1 if _ONE.match(view.text) else FIRST])
    return say_found("found_by_price", fit, is_dearest=order == "falling")


def _more(task: Task) -> dict[str, int]:
    """More than are shown, where some are known already or one has to be found among them."""
    slots = task["slots"]
    is_by_price = "by_price" in slots.get("limits", {})  # the cheapest of a category may be of another kind
    return {"limit": MOST_LOOKED_AT} if any((*map(slots.get, _PICKED), is_by_price, season(task["text"]))) else {}


def _of_those(task: Task, result: SearchResult) -> Say:
    """All that was found; without what was shown before; or what is said to be as it is wished."""
    slots = task["slots"]
    if wish := slots.get("wish"):
        return (unlike if slots.get("unlike") else as_wished)(wish.split(), result, slots.get("seen") or ())
    if seen := slots.get("seen"):
        fresh = tuple(hit for hit in result.hits if hit.product.product_id not in seen)[:SHOWN]
        return say_found("products_found", replace(result, hits=fresh)) if fresh else Say("no_more_products")
    if not slots.get("narrows"):  # of what was listed it is said of each
        result = in_stock_so(result)
    is_of_kind = bool(slots.get("limits", {}).get("categories"))
    fit = near(result) if is_of_kind else result
    if season(task["text"]):
        fit = replace(fit, hits=in_season(fit.hits, task["text"])[:SHOWN])
    if not is_of_kind:
        return say_found("products_found", fit)
    if order := slots["limits"].get("by_price"):
        return say_found("found_by_price", first_fitting(fit, FIRST), is_dearest=order == "falling")
    return say_found("products_found", fit)


def _special_kind(text: str, slots: Mapping[str, Any]) -> str:
    """ "Running shoes", of a sentence in which no more of the words is to be looked for; "" for just any shoes."""
    kind = str(slots.get("kind") or "")
    before = re.search(rf"\b([a-z]{{3,}}) {re.escape(kind)}\b", text.casefold()) if kind else None
    return before[0] if before is not None and besides_frame(before[1]) else ""


def _nothing_found(task: Task, view: View) -> Step:
    """What sounds like goods may be a question ("do you sell my data?"), or a wish that names no kind of thing."""
    passages, limits = view.results.get("passages"), task["slots"].get("limits", {})
    if not limits and not isinstance(passages, PassagesFound):
        return Call("find_passages", {"query": view.text}, "passages")
    found = passages.found if isinstance(passages, PassagesFound) else ()
    is_question = asks_of_kind(view.text)
    if sure := [each for each in found if each.confidence >= (SURE if is_question else _SURE_OF_ARTICLE)]:
        return answer(sure, asked=view.text)
    if is_question:
        return Say("not_known", opens="human_agent")
    if isinstance(step := without_kept(task, view), Call | Say):
        return step
    if (limits.get("categories") or task["slots"].get("narrows")) and not task["slots"].get("facets"):
        return Say("none_meets")  # facets are asked of one thing by its name
    names_nothing = not (limits or NOT_DRESSED.search(view.text) or re.search(r"[a-z]{3,}", besides_frame(view.text)))
    return Say("what_kind" if is_vague(view.text) or names_nothing else "not_sold")


INTENT = Intent(
    name="product_search",
    meaning="find or recommend products",
    route="product",
    label="find a product",
    next_step=next_step,
    slots=("limits", "item", "kind"),
    tools=("find_passages", "search_products"),
    cues=re.compile(f"{_WELL_LIKED.pattern}|{_NEWEST.pattern}|{REDUCED}", re.IGNORECASE),
)
