"""Questions about one product or several: price, sizes, stock, material, care, how they compare."""

import re
from collections.abc import Sequence
from dataclasses import replace

from agent.goods.on_table import on_table
from agent.goods.shopping import asks_of_kind
from agent.intents import product_search
from agent.intents.answering import LOOKED_AT, answer, answers
from agent.intents.bought_items import products_bought
from agent.intents.plain_questions import SIZES, as_plain, asked_plainly, opening
from agent.intents.price_delivered import price_delivered, price_with_code
from agent.intents.product_facts import asks_between, is_shoe, size_meant, sizing, told_of, with_fibre
from agent.intents.several_products import colour_said, of_several, variants_of
from agent.intents.size_chart import ChartRow, row_of
from agent.intents.size_systems import by_other_sizes
from agent.intents.spec import Intent, View
from agent.intents.stock_grid import in_order
from agent.intents.written_of import asked_words, asks_a_point, is_unwritten, named_detail, sentences_on, words_of
from agent.state import Task
from agent.steps import Ask, Call, Say, Step
from domain.catalog import Product
from domain.money import Money
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
SPOKEN_OF = 2
"""Products whose cut is told before the size guide is quoted; more would bury it."""
_PICTURES = re.compile(r"\b(?:pics?|pictures?|photos?|photographs?|images?)\b", re.IGNORECASE)
_OF_NOTHING = frozenset({"in_stock_only", "in_my_size", "sizes"})
"""What may be asked of one thing, and finds no other."""
_OF_LOOKS = frozenset({"sizes", "colours", "max_price_minor"})
_BETWEEN_SIZES = "size guide: between two sizes"
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
        _leave_out_name(task, details)
        if slots.get("code") and (summed := price_with_code(details.products, task, view)):
            return summed
        if slots.get("delivered") and (summed := price_delivered(details.products, view)):
            return summed
        if sized := by_other_sizes(task, details.products, view):
            return sized
        if (limits := slots.get("limits") or {}).get("in_my_size") and not limits.get("sizes"):
            return _in_own_size(details, task, view)
        is_sized = any(len(product.sizes) > 1 for product in details.products)
        is_of_size = is_sized and asked_plainly(view.text, SIZES) is not None
        return _on_size(details, task, view) if is_of_size else _of_these(details, task, view)
    if slots.get("product_ids"):
        return Call("get_products", {"product_ids": slots["product_ids"]}, "details")
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
    sure = [each for each in answers(found) if is_of_kind or each.confidence >= _SURE_OF_ARTICLE]
    if not _ASKS_OF_CARE.search(view.text):
        sure = [each for each in sure if not _OF_CARE.search(f"{each.passage.title} {each.passage.heading}")]
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
    said, found = _say(details, task, view), view.results.get("passages")
    if said.say not in _UNTOLD:
        return said
    if not isinstance(found, PassagesFound):
        query = task["slots"].get("plainly") or _nameless(view.text, details.products)
        return Call("find_passages", {"query": query}, "passages")
    sure = [each for each in answers(found) if each.confidence >= _SURE_OF_ARTICLE]
    return replace(answer(sure, asked=view.text), shows=said.shows, shows_kind=said.shows_kind) if sure else said


def _nameless(text: str, products: Sequence[Product]) -> str:
    """ "Is the organic tee see through" asks nothing of organic cotton."""
    named = {word.rstrip("s") for product in products for word in re.findall(r"[a-z]+", product.name.casefold())}
    kept = [word for word in text.split() if re.sub(r"[^a-z]", "", word.casefold()).rstrip("s") not in named]
    return " ".join(kept) or text


def _pictures(products: Sequence[Product]) -> Say:
    shown = tuple(product for product in products if product.image) or tuple(products)
    return Say("product_pictures", {"products": shown}, shows=on_table(products), shows_kind="products")


def _say(details: ProductDetails, task: Task, view: View) -> Say:
    products, slots = details.products, task["slots"]
    if len(products) > 1 and not slots.get("facets") and _PICTURES.search(view.text):
        return _pictures(products)
    if len(products) > 1:
        return with_fibre(of_several(products, slots, view.text), products, view.text)
    product, shows = next(iter(products)), on_table(products)
    limits = slots.get("limits", {})
    size, colours = next(iter(limits.get("sizes", ())), None), limits.get("colours", ())
    facets = slots.get("facets") or (["stock"] if size or colours else ["overview"])
    size = size or (size_meant(product, view.text) if {"colours", "stock"} & {*facets} else None)
    is_asked = bool(slots.get("matter"))
    if facets == ["overview"] and _PICTURES.search(view.text):
        return _pictures(products)
    if facets == ["overview"] and is_unwritten(view.text, product, is_asked=is_asked):
        detail = named_detail(view.text, product) if slots.get("matter", "details") == "details" else ""
        facts = {"product": product, "matter": slots.get("matter", ""), "asked": detail}
        return Say("not_in_description", facts, shows=shows, shows_kind="products", opens="human_agent")
    if facets == ["overview"] and (is_asked or asks_a_point(view.text)) and (told := _told(view.text, product)):
        return Say("product_told", {"product": product, "told": told}, shows=shows, shows_kind="products")
    variants = variants_of(product, size=size, colours=colours)
    may_wait = "stock" in facets and bool(variants) and not any(variant.stock for variant in variants)
    wanted = {"limits": limits} if limits else {}
    return Say(
        "product_facets",
        {
            "product": product,
            "facets": facets,
            "size": size,
            "colour": colour_said(slots),
            "variants": in_order(product, variants),
            "may_wait": may_wait,
            "together": _together(product, slots.get("quantity")),
            **told_of(product, view.text, size=size, colours=colours),
        },
        shows=shows,
        shows_kind="products",
        opens="stock_alert" if may_wait else "",
        opens_slots={"product_ids": [product.product_id], **wanted} if may_wait else {},
    )


def _together(product: Product, quantity: int | None) -> tuple[int, Money] | None:
    """How many, and what they come to, where more than one is spoken of."""
    return (quantity, product.price * quantity) if quantity and quantity > 1 else None


def _on_size(details: ProductDetails, task: Task, view: View) -> Step:
    """Which size to take: how it is cut and what there is, and how the shop says to find out."""
    first, is_one = next(iter(details.products)), len(details.products) == 1
    if is_one and task["slots"].get("worn_size") in first.sizes and not asks_between(view.text):
        return _say(details, _of_size_worn(task), view)
    if is_one and not task["slots"].get("worn_size") and sizing(first):
        return _say(details, {**task, "slots": {**task["slots"], "facets": ["fit"]}}, view)
    guide = view.results.get("guide")
    if not isinstance(guide, PassagesFound):
        asked = _on_chart(task, details)
        more = {"limit": LOOKED_AT} if asked else {}
        is_between = asks_between(view.text) or (is_one and is_shoe(first))
        plain = _BETWEEN_SIZES if is_between else as_plain(view.text, SIZES)
        return Call("find_passages", {"query": asked or plain, **more}, "guide")
    row = _row_on_chart(guide, task, details)
    if row is None and not answers(guide):
        return _say(details, task, view)
    sure = answers(guide) if row is None else [Found(row.passage, 1.0)]
    quoted, products = answer(sure, asked=view.text), details.products[:SPOKEN_OF]
    told = {"worn": task["slots"].get("worn_size") if row else None, "size": row.size if row else None}
    facts = {"products": products, **told, "sizing": sizing(first) if is_one else "", **quoted.facts}
    return replace(quoted, say="size_advice", facts=facts, shows=on_table(details.products), shows_kind="products")


def _of_size_worn(task: Task) -> Task:
    """ "He's a 43", of shoes that are sold by that very number."""
    slots = task["slots"]
    limits = {**(slots.get("limits") or {}), "sizes": [slots["worn_size"]]}
    return {**task, "slots": {**slots, "limits": limits, "facets": ["stock"]}}


def _on_chart(task: Task, details: ProductDetails) -> str:
    """Where the size that is worn elsewhere stands in a size chart; "" where none was said."""
    product = next(iter(details.products))
    if not (said := task["slots"].get("worn_size")):
        return ""
    of = "shoe size EU to US foot length" if all(size.isdigit() for size in product.sizes) else "clothing chest waist"
    return f"US size {said} {product.gender or ''}'s {of}"


def _row_on_chart(guide: PassagesFound, task: Task, details: ProductDetails) -> ChartRow | None:
    product, worn = next(iter(details.products)), task["slots"].get("worn_size")
    whom = product.gender if product.gender in ("men", "women") else ""
    passages = [found.passage for found in guide.found]
    return row_of(passages, worn, whom=whom or "", sizes=product.sizes) if worn else None


def _told(text: str, product: Product) -> str:
    return sentences_on(asked_words(text, product), product)


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
