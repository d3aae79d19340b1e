"""Finding products: the words rank, the limits filter, an empty list is said as one."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from agent.goods.ranking import besides_price, plain_word, price_order
from agent.goods.shopping import NOT_DRESSED, asks_of_kind
from agent.intents.answering import SURE, answer
from agent.intents.spec import Intent, View
from agent.intents.wished_products import MOST_LOOKED_AT, SHOWN, as_wished, say_found, unlike, wished
from agent.intents.written_of import is_noted, sentences_having
from agent.state import Task
from agent.steps import Call, Say, Step
from tools.policies import PassagesFound
from tools.products import SearchResult

_VAGUE = re.compile(
    r"\b(gifts?|presents?|something|anything|stuff|clothes|outfit|recommend\w*|suggest\w*)\b", re.IGNORECASE
)


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
_OF_WISH = re.compile(
    r"\b(?:i'?m|i|we|he|she|they|his|her|my|our|the|an?|some|of|for|to|as|and|or|in|on|at|is|are|be|was|who|that|it|this"
    r"|with|looking|search\w*|find|need|needs|want|wants|would|could|can|do|does|you|have|has|got|get|give|buy|sell|show"
    r"|me|like|likes|loves?|enjoys?|into|really|very|nice|good|great|special|small|something|anything|stuff|things?|gifts?"
    r"|presents?|ideas?|recommend\w*|suggest\w*|outfits?|clothes|birthday|christmas|xmas|anniversary|mother'?s|father'?s|day"
    r"|dad|father|mom|mum|mother|husband|wife|boyfriend|girlfriend|brother|sister|son|daughter|friend|colleague|boss"
    r"|grandma|grandpa|grandmother|grandfather|uncle|aunt|auntie|nephew|niece|cousin|partner|fiance\w*|parents?|kids?"
    r"|teacher|neighbou?r|someone|somebody|guy|girl|lady|woman|man|women|men|though|also|think|lots?|going|go|wear|wearing"
    r"|around|about|under|over|below|max|budget|dollars?|bucks|euros?|pounds?|cheap\w*|not|no|too|please"
    r"|pls|hi|hey|hello|what|which|how|any|but|so|just|more|less|than|up|maybe|expensive|affordable|hm+|ok)\b",
    re.IGNORECASE,
)
"""The frame of a wish: what is left says what the thing should be like."""
_LIKENED = re.compile(
    r"\b(?P<word>small|bigg?|larg|long|short|warm|light|thick|thinn?|soft|dark|wid|loos|slimm?|heav|high|low)(?:er|ier)"
    r" (?P<kind>[a-z-]{3,})",
    re.IGNORECASE,
)
""" "Any smaller bags": bags, and those first of which it is written."""
_ASIDE = re.compile(r"\b(?:matching|to match|instead|rather|maybe|then)\b", re.IGNORECASE)
"""How it is asked for; no product's text has it."""
FIRST = 3
_ONE = re.compile(r"^\W*(?:(?:ok(?:ay)?|and|so|hi|hey)\W+)*(?:what|which)", re.IGNORECASE)
""" "What's the cheapest jacket" asks for one."""
_IS_OF_KIND, _ALIKE = 3.0, 0.75
"""Score from which a hit is of the kind that was named, and the share of it that another has to reach."""
_PRICES = ("min_price_minor", "max_price_minor")
ANYTHING = "something"
"""A search for no thing in particular lists what meets the limits, the best rated first."""
_SURE_OF_ARTICLE = 0.85

_MAY_BEND = frozenset({"materials", "colours", "sizes", "in_my_size"})
"""Limits that are let go first when nothing meets all of them: before the price, and never for whom it is."""


def next_step(task: Task, view: View) -> Step:
    result, limits = view.results.get("search"), task["slots"].get("limits", {})
    well_liked = _WELL_LIKED.search(view.text) or _NEWEST.search(view.text)
    order = price_order(view.text)
    if not isinstance(result, SearchResult):
        query = ANYTHING if well_liked else besides_price(_ASIDE.sub(" ", _KINDS_OF.sub("", view.text)))
        if limits.get("categories") and (likened := _LIKENED.search(query)):
            task["slots"].setdefault("wish", plain_word(likened["word"]))
            query = _LIKENED.sub(likened["kind"], query)
        return Call("search_products", {"query": query, **_ordered(limits, order, view.text), **_more(task)}, "search")
    if result.hits and well_liked:
        return say_found("newest_unknown" if _NEWEST.search(view.text) else "well_liked", result)
    if result.hits and order:
        return _in_order(result, order, view)
    if result.hits and (wish := task["slots"].get("wish")):
        seen = task["slots"].get("seen") or ()
        return unlike(wish.split(), result, seen) if task["slots"].get("unlike") else wished(wish, result, task, view)
    if result.hits:
        fit = result if limits.get("categories") or task["slots"].get("item") else _fit_to_give(result)
        return _of_those(task, fit if fit.hits else result)
    loose = view.results.get("loose")
    if (words := _wanted(view.text, limits)) and not isinstance(loose, SearchResult):
        return Call("search_products", {"query": words, "loosely": True, "limit": MOST_LOOKED_AT, **limits}, "loose")
    if words and isinstance(loose, SearchResult):
        return _loosely(words, loose, task, view)
    named = view.results.get("named")
    slots = task["slots"]
    if (special := _special_kind(view.text, slots)) and not isinstance(view.results.get("special"), SearchResult):
        return Call("search_products", {"query": special, **limits, **_more(task)}, "special")
    if isinstance(kinds := view.results.get("special"), SearchResult) and kinds.hits:
        return _of_those(task, kinds)
    # One more look and no more: six in a turn are all there are.
    is_of_kind = bool(limits.get("categories") or slots.get("narrows")) and not slots.get("facets")
    item = slots.get("kind") or slots.get("item") or (ANYTHING if is_of_kind else None)
    otherwise = ANYTHING if _names_no_kind(view.text, limits) else item
    if otherwise and not isinstance(named, SearchResult):
        return Call("search_products", {"query": otherwise, **_to_give(limits, otherwise), **_more(task)}, "named")
    if isinstance(named, SearchResult) and (fit := _fit_to_give(named) if otherwise == ANYTHING else named).hits:
        return _of_those(task, fit)
    if limits.get("categories") and not limits.keys() & {*_MAY_BEND, *_PRICES}:
        shelf = view.results.get("shelf")
        if not isinstance(shelf, SearchResult):
            return Call("search_products", {"query": ANYTHING, **limits}, "shelf")
        if shelf.hits:
            return say_found("products_found", shelf)  # "a dress for a garden party": dresses
    for name, bent in _bent(limits)[-2 if "special" in view.results else 0 :]:
        found = view.results.get(name)
        if not isinstance(found, SearchResult):
            is_wish = bool(limits.get("categories")) and not task["slots"].get("facets")
            kind = task["slots"].get("kind") or task["slots"].get("item") if name != "of_category" else None
            query = (kind or ANYTHING) if is_wish else view.text
            return Call("search_products", {"query": query, "limit": SHOWN if not kind else FIRST, **bent}, name)
        if found.hits and limits:
            return say_found("nothing_within_limits", found, limits=result)
    return _nothing_found(task, view)


def _loosely(words: str, loose: SearchResult, task: Task, view: View) -> Step:
    """What speaks of what was said, at first within all limits, then in other looks."""
    limits = task["slots"].get("limits", {})
    if (fit := _fit_to_give(loose)).hits:
        return _of_those(task, _named_so(fit, words))
    bent = view.results.get("loose_bent")
    hard = {name: value for name, value in limits.items() if name not in _MAY_BEND}
    if hard != limits and not isinstance(bent, SearchResult):
        return Call("search_products", {"query": words, "loosely": True, "limit": FIRST, **hard}, "loose_bent")
    if isinstance(bent, SearchResult) and (fit := _fit_to_give(bent)).hits:
        return say_found("nothing_within_limits", fit, limits=loose)
    named = view.results.get("named")
    if not _names_no_kind(view.text, limits):
        return _nothing_found(task, view)
    if not isinstance(named, SearchResult):
        return Call("search_products", {"query": ANYTHING, **_to_give(limits, ANYTHING), **_more(task)}, "named")
    fit = _fit_to_give(named)
    return say_found("wish_untold", fit) if fit.hits else _nothing_found(task, view)


def _named_so(result: SearchResult, words: str) -> SearchResult:
    """What has it in its name or its tags; else of what it is written; else what speaks of it: "warm iron"."""
    said = words.split()
    noted = tuple(hit for hit in result.hits if is_noted(said, hit.product))
    told = tuple(hit for hit in result.hits if sentences_having(said, hit.product))
    return replace(result, hits=(noted or told or result.hits)[:SHOWN])


def _ordered(limits: Mapping[str, Any], order: str, text: str) -> dict[str, Any]:
    """ "The cheapest" sets an order; a limit only where a sum is said as well."""
    if not order:
        return dict(limits)
    is_said = any(character.isdigit() for character in text)
    kept = {name: value for name, value in limits.items() if is_said or name not in _PRICES}
    return {**kept, "by_price": order}


def _in_order(result: SearchResult, order: str, view: View) -> Say:
    hits = result.hits[: 1 if _ONE.match(view.text) else FIRST]
    return say_found("found_by_price", replace(result, hits=hits), is_dearest=order == "falling")


def _more(task: Task) -> dict[str, int]:
    """More than are shown, where some are known already or one has to be found among them."""
    slots = task["slots"]
    return {"limit": MOST_LOOKED_AT} if slots.get("seen") or slots.get("wish") else {}


def _of_those(task: Task, result: SearchResult) -> Say:
    """All that was found; without what was shown before; or what is said to be as it is wished."""
    slots = task["slots"]
    if wish := slots.get("wish"):
        return (unlike if slots.get("unlike") else as_wished)(wish.split(), result, slots.get("seen") or ())
    if seen := slots.get("seen"):
        fresh = tuple(hit for hit in result.hits if hit.product.product_id not in seen)[:SHOWN]
        return say_found("products_found", replace(result, hits=fresh)) if fresh else Say("no_more_products")
    return say_found("products_found", _near(result) if slots.get("limits", {}).get("categories") else result)


def _near(result: SearchResult) -> SearchResult:
    """Where a kind was named and found, things of another kind are no more than in the way."""
    best = result.hits[0].score
    return replace(result, hits=tuple(hit for hit in result.hits if best < _IS_OF_KIND or hit.score >= _ALIKE * best))


def _wanted(text: str, limits: Mapping[str, Any]) -> str:
    """What a vague wish says of the thing: "hiking" of "a present for my dad, he likes hiking"."""
    if not _VAGUE.search(text) or NOT_DRESSED.search(text) or limits.get("categories"):
        return ""
    said = [_besides_frame(clause) for clause in re.split(r"[,.;!?]+", text) if _VAGUE.search(clause)]
    return next(filter(None, said), "") or _besides_frame(text)


def _besides_frame(text: str) -> str:
    return " ".join(re.findall(r"[a-z][a-z'-]+", _OF_WISH.sub(" ", text.casefold())))


def _fit_to_give(result: SearchResult) -> SearchResult:
    """What is shown to somebody who named no kind of thing; underwear is asked for by name."""
    return replace(result, hits=tuple(hit for hit in result.hits if not _PERSONAL.search(hit.product.category)))


def _special_kind(text: str, slots: Mapping[str, Any]) -> str:
    """ "Running shoes", of a sentence in which no more of the words is to be looked for; "" for just any shoes."""
    kind = str(slots.get("kind") or "")
    before = re.search(rf"\b([a-z]{{3,}}) {re.escape(kind)}\b", text.casefold()) if kind else None
    return before[0] if before is not None and _OF_WISH.sub("", before[1]).strip() else ""


def _to_give(limits: Mapping[str, Any], query: str) -> dict[str, Any]:
    """A present of no kind and no size is one that fits whoever gets it."""
    is_open = query == ANYTHING and limits.get("for_someone_else") and not limits.keys() & {"categories", "sizes"}
    return {**limits, "one_size_only": True} if is_open else dict(limits)


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
    is_vague = _VAGUE.search(view.text) and not NOT_DRESSED.search(view.text)
    is_narrowed = bool(limits.get("categories") or task["slots"].get("narrows"))
    if is_narrowed and not task["slots"].get("facets"):  # those are asked of one thing by its name
        return Say("none_meets")
    names_nothing = (
        not limits
        and not NOT_DRESSED.search(view.text)
        and not re.search(r"[a-z]{3,}", _OF_WISH.sub(" ", view.text.casefold()))
    )
    return Say("what_kind" if is_vague or names_nothing else "not_sold")


def _names_no_kind(text: str, limits: Mapping[str, Any]) -> bool:
    """ "A present for my dad, around 50": no kind of thing, and yet enough to show some."""
    is_vague = _VAGUE.search(text) is not None and NOT_DRESSED.search(text) is None
    return is_vague and not limits.get("categories") and bool(limits.keys() - {"for_someone_else", "in_stock_only"})


def _bent(limits: Mapping[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """The limits let go one after the other, as long as that lets anything go: looks, then a little money, then all."""
    hard = {name: value for name, value in limits.items() if name not in _MAY_BEND}
    sized = {name: value for name, value in limits.items() if name not in ("sizes", "in_my_size")}
    steps: list[tuple[str, dict[str, Any]]] = [("in_other_sizes", sized)] if sized not in (limits, hard) else []
    steps += [("in_other_looks", hard)] if hard != limits else []
    most = hard.get("max_price_minor")
    if most and limits.get("categories"):
        steps = [*steps[-1:], ("of_category", hard)]
    elif most:
        steps.append(("a_little_dearer", {**hard, "max_price_minor": most * 107 // 100}))
    whom = {"genders": limits["genders"]} if limits.get("genders") else {}
    nearest = {"by_price": "rising"} if most and limits.get("categories") else {}
    return [*steps, ("without_limits", {**whom, **nearest})]


INTENT = Intent(
    name="product_search",
    meaning="find or recommend products",
    route="product",
    label="find a product",
    next_step=next_step,
    slots=("limits", "item", "kind"),
    tools=("find_passages", "search_products"),
    cues=re.compile(f"{_WELL_LIKED.pattern}|{_NEWEST.pattern}", re.IGNORECASE),
)
