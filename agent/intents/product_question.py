"""Questions about one product or several: price, sizes, stock, material, care, how they compare."""

import re
from collections.abc import Sequence
from dataclasses import replace

from agent.goods.shopping import asks_of_kind
from agent.intents import product_search
from agent.intents.answering import answer, answers
from agent.intents.bought_items import products_bought
from agent.intents.plain_questions import SIZES, as_plain, asked_plainly, opening
from agent.intents.price_delivered import price_delivered, price_with_code
from agent.intents.product_facts import size_meant
from agent.intents.said_of_products import say_of
from agent.intents.size_asked import SPOKEN_OF, on_size
from agent.intents.size_systems import asks_measures, by_other_sizes, measures_of
from agent.intents.sold_out import gone_of_kind
from agent.intents.spec import Intent, View
from agent.intents.written_of import words_of
from agent.state import Task
from agent.steps import Ask, Call, Say, Step
from domain.catalog import Product
from tools.knowledge.port import Found
from tools.policies import PassagesFound
from tools.products import ProductDetails, SearchResult

_POINTS = re.compile(r"\b(it|its|this|that|these|those|they|them|one)\b", re.IGNORECASE)
_WANTS_TO_KNOW = re.compile(r"^\W*(?:\w+\W+){0,3}?(?:how|why|what)\b", re.IGNORECASE)
"""What a list of products would not tell."""
_CUES = opening(
    SIZES,
    also=r"\b(?:how many|what|which) (?:other )?(?:colou?rs|sizes|shades)\b.{0,60}\b(?:is|are|does|do|has|have|come)\b"
    r"(?!.{0,30}\b(?:i|you|we) (?:\w+ )?(?:order|buy|wear|like|take|have|know|remember))"
    r"|^(?!.*\b(?:leave|write|post|give|submit)\b).*\b(?:reviews?|ratings?) (?:of|for|on|about)\b",
)
_COMPARES_KINDS = re.compile(
    r"\b(?:differ\w*|compared?|versus|vs|(?:better|warmer|softer|cooler|stronger|lighter) than)\b", re.IGNORECASE
)
_OF_CARE = re.compile(r"\b(?:care|wash)\b", re.IGNORECASE)
_ASKS_OF_CARE = re.compile(
    r"\b(?:wash|car(?:e|ing)\b|clean|iron|bleach|tumble|dry|dri|shr[iau]nk|stor(?:e|ing)\b|keep|stain|pill|smell|soften"
    r"|polish|look(?:ing)? after|maintain|moth|fade|fading|dark|wax|what (?:can|should|do) i do|wear out|last)",
    re.IGNORECASE,
)
"""Whoever does not ask for it is not told how a thing is washed, however near the words are."""
_TELLING = 2
_A_SHELF = 4
_OF_NOTHING = frozenset({"in_stock_only", "in_my_size", "sizes"})
"""What may be asked of one thing, and finds no other."""
_OF_LOOKS = frozenset({"sizes", "colours", "max_price_minor"})
_UNTOLD = ("not_in_description", "none_told")
_SURE_OF_ARTICLE = 0.62
"""A question with no product in it is answered by an article (care, size guide) only from here up."""


def next_step(task: Task, view: View) -> Step:
    slots = task["slots"]
    details = view.results.get("details")
    if slots.get("untold"):
        return Say("not_known", opens="human_agent")
    if looked_up := products_bought(task, view, most=SPOKEN_OF):
        return looked_up
    if not slots.get("product_ids") and (sized := by_other_sizes(task, (), view)):
        return sized
    if isinstance(details, ProductDetails):
        return _of_known(details, task, view)
    if slots.get("product_ids"):
        return Call("get_products", {"product_ids": slots["product_ids"]}, "details")
    if slots.get("back") and (gone := gone_of_kind(task, view)):
        return gone
    if slots.get("shelf") and (shelf := _from_shelf(slots["shelf"], view)):
        return shelf
    if _is_wish(task, view):
        return product_search.next_step(task, view)
    found = view.results.get("passages")
    if not isinstance(found, PassagesFound):
        return Call("find_passages", {"query": as_plain(view.text, SIZES)}, "passages")
    if _COMPARES_KINDS.search(view.text) and (slots.get("limits") or {}).get("materials"):
        return _of_several_kinds(found, view)
    is_of_kind = asks_of_kind(view.text) or asked_plainly(view.text, SIZES) is not None
    sure = _asked_after([each for each in answers(found) if is_of_kind or each.confidence >= _SURE_OF_ARTICLE], view)
    if sure and (is_of_kind or not slots.get("limits")):
        return answer(sure, asked=view.text)
    if slots.get("facets") and _POINTS.search(view.text) and not slots.get("limits", {}).keys() - _OF_NOTHING:
        return Ask("product_ids", "which_product")  # "do you have this in stock", and nothing was shown
    if not slots.get("limits"):
        return answer(answers(found), asked=view.text) if answers(found) else _unknown(view)
    search = view.results.get("search")
    may_be_one = bool(slots.get("facets")) or is_of_kind
    if may_be_one and (product_id := _named_best(view)):
        return Call("get_products", {"product_ids": [product_id]}, "details")
    if is_of_kind and isinstance(search, SearchResult) and (_WANTS_TO_KNOW.match(view.text) or not search.hits):
        return Say("not_known", opens="human_agent")
    if isinstance(search, SearchResult) and not search.hits and answers(found):
        return answer(answers(found), asked=view.text)
    return product_search.next_step(task, view)


def _of_known(details: ProductDetails, task: Task, view: View) -> Step:
    """The products are known: the sum that is asked for, the size to take, else what is told of them."""
    _leave_out_name(task, details)
    slots = task["slots"]
    if (slots.get("code") or slots.get("share")) and (summed := price_with_code(details.products, task, view)):
        return summed
    if slots.get("delivered") and (summed := price_delivered(details.products, task, view)):
        return summed
    if sized := by_other_sizes(task, details.products, view):
        return sized
    first = details.products[0]
    if len(details.products) == 1 and asks_measures(view.text) and (size := size_meant(first, view.text)):
        return measures_of(first, size, view.text, view) or _of_these(details, task, view)
    if (limits := slots.get("limits") or {}).get("in_my_size") and not limits.get("sizes"):
        return _in_own_size(details, task, view)
    is_sized = any(len(product.sizes) > 1 for product in details.products)
    is_of_size = is_sized and asked_plainly(view.text, SIZES) is not None
    return on_size(details, task, view) if is_of_size else _of_these(details, task, view)


def _leave_out_name(task: Task, details: ProductDetails) -> None:
    """ "You got the clay jeans in large?": the Clay Relaxed Jeans, which come in no such colour."""
    names = {word for product in details.products for word in words_of(product.name)}
    made = {colour.casefold() for product in details.products for colour in product.colours}
    slots = task["slots"]
    if (colour := slots.get("colour")) and colour.casefold() not in made and set(words_of(colour)) <= names:
        slots["colour"] = None
    limits = slots.get("limits") or {}
    if colours := limits.get("colours"):
        kept = [each for each in colours if each.casefold() in made or not set(words_of(each)) <= names]
        slots["limits"] = {**limits, "colours": kept}


def _from_shelf(kind: str, view: View) -> Step | None:
    """Those of the kind, where they are few enough to answer for each."""
    found = view.results.get("shelf")
    if not isinstance(found, SearchResult):
        return Call("search_products", {"query": kind, "limit": _A_SHELF + 1}, "shelf")
    own = [hit.product.product_id for hit in found.hits if not hit.is_near]
    if len(own) > _A_SHELF:
        return Ask("product_ids", "which_product")
    return Call("get_products", {"product_ids": own}, "details") if own else None


def _is_wish(task: Task, view: View) -> bool:
    """ "Black dress, us 12": a kind of thing in certain looks, and nothing asked of it."""
    limits = task["slots"].get("limits") or {}
    is_bare = not task["slots"].get("facets") and _POINTS.search(view.text) is None and not asks_of_kind(view.text)
    is_named = bool(limits.get("categories")) and bool(limits.keys() & _OF_LOOKS)
    return is_bare and is_named and asked_plainly(view.text, SIZES) is None


def _unknown(view: View) -> Step:
    """ "How long is it?" wants to know which product; "are your clothes made in China?" does not."""
    if _POINTS.search(view.text):
        return Ask("product_ids", "which_product")
    return Say("not_known", opens="human_agent")


def _of_several_kinds(found: PassagesFound, view: View) -> Step:
    """How one of them is washed does not tell which of two is warmer."""
    sure = [each for each in answers(found) if _COMPARES_KINDS.search(each.passage.text)]
    return answer(sure, asked=view.text) if sure else Say("not_known", opens="human_agent")


def _named_best(view: View) -> str | None:
    """ "The linen trousers": the one hit that has more of the words in its name than any other, two at least."""
    said = set(words_of(view.text))
    results = [view.results.get(name) for name in ("search", "named")]
    hits = [hit for result in results if isinstance(result, SearchResult) for hit in result.hits]
    shared = {hit.product.product_id: len(said & set(words_of(hit.product.name))) for hit in hits}
    best = max(shared.values(), default=0)
    named = [product_id for product_id, count in shared.items() if count == best]
    return named[0] if best >= _TELLING and len(named) == 1 else None


def _in_own_size(details: ProductDetails, task: Task, view: View) -> Step:
    """ "Is it in my size": in what the customer is known to wear; else which sizes there are."""
    found, slots = view.results.get("own_size"), task["slots"]
    first = next(iter(details.products))
    if not isinstance(found, SearchResult):
        return Call("search_products", {"query": first.name, "in_my_size": True}, "own_size")
    sizes = [size for size in found.filters.sizes if size in first.sizes][:1]
    asked = {"limits": {**slots["limits"], "sizes": sizes}, "facets": ["stock"]} if sizes else {"facets": ["sizes"]}
    return _of_these(details, {**task, "slots": {**slots, **asked}}, view)


def _of_these(details: ProductDetails, task: Task, view: View) -> Step:
    """What is written of them; where nothing is, what the shop writes of all its goods."""
    said, found = say_of(details, task, view), view.results.get("passages")
    if said.say not in _UNTOLD:
        return said
    if not isinstance(found, PassagesFound):
        query = task["slots"].get("plainly") or _nameless(view.text, details.products)
        return Call("find_passages", {"query": query}, "passages")
    sure = _asked_after([each for each in answers(found) if each.confidence >= _SURE_OF_ARTICLE], view)
    return replace(answer(sure, asked=view.text), shows=said.shows, shows_kind=said.shows_kind) if sure else said


def _asked_after(found: list[Found], view: View) -> list[Found]:
    """Without how things are washed, where that is not asked."""
    if _ASKS_OF_CARE.search(view.text):
        return found
    return [each for each in found if not _OF_CARE.search(f"{each.passage.title} {each.passage.heading}")]


def _nameless(text: str, products: Sequence[Product]) -> str:
    """ "Is the organic tee see through" asks nothing of organic cotton."""
    named = {word.rstrip("s") for product in products for word in re.findall(r"[a-z]+", product.name.casefold())}
    kept = [word for word in text.split() if re.sub(r"[^a-z]", "", word.casefold()).rstrip("s") not in named]
    return " ".join(kept) or text


INTENT = Intent(
    name="product_question",
    meaning="features, size, stock, price, authenticity, comparison of a product",
    route="product",
    label="ask about a product",
    next_step=next_step,
    slots=("product_ids", "limits", "facets", "item", "kind", "colour", "quantity", "worn_size"),
    tools=("get_products", "find_passages", "search_products", "list_orders"),
    cues=_CUES,
)
