"""What a message asks of the products on the table: one of them, all of them, the one that is the most of something.

On the table is what was shown last: a list, several side by side, or the one product that was looked at. Pure. Nobody
is asked "which product?" while some lie there: "it" is the one looked at, and where none was, all are answered for.
"""

from collections.abc import Sequence
from typing import Any

from agent.dialogue.answers import wonders
from agent.dialogue.further_questions import in_own_words
from agent.dialogue.last_answer import is_of_last_answer
from agent.goods.likened import by_likeness, named_of_table, of_what_lies_here
from agent.goods.looks import MOST, by_looks, called_first, coloured, liked
from agent.goods.of_rules import asks_for_store, is_of_own_order, is_of_shop, of_codes, told_of_rules
from agent.goods.of_shelf import of_another_shelf, of_shelf
from agent.goods.pointing import (
    at_places,
    besides_lead,
    both_meant,
    compared_with,
    focus_as_it,
    pointed_at,
    slots_said,
    without_empty,
    worn,
)
from agent.goods.price_lifted import besides_lifted, lifts_price
from agent.goods.purposes import free_of
from agent.goods.ranking import Rank, plain_word, rank
from agent.goods.refining import OF_KINDS, kind_of
from agent.goods.shopping import NOT_DRESSED, facets
from agent.goods.table_words import (
    ASKS,
    BACK,
    BARE,
    BEST_SELLER,
    BUYING,
    COMPARES,
    FIRST_FEW,
    FURTHER,
    GOES_WITH_IT,
    IS_FOR_SALE,
    IS_IT,
    LIKE_ONE,
    LONG,
    LOOKS,
    MAY_ASK,
    NAMED_FIRST,
    OF_A_PART,
    OF_ANYTHING,
    OF_KIND,
    OTHER,
    PLACE,
    POINTS,
    REDUCED,
    SHOP,
    SHOPS_OWN,
    SORTS,
    SUPPOSES,
    SURELY,
    TAKES,
    TELL_THEN,
    TELL_WHEN,
    TOGETHER,
    WORTH,
    asks_when_it_comes,
)
from agent.goods.vague import besides_frame
from agent.goods.wishes import wished
from agent.intents.plain_questions import SIZES, asked_plainly
from agent.intents.registry import INTENTS
from agent.state import Memory
from agent.table.questions import QUESTIONS
from agent.understanding.heard import Heard
from agent.understanding.local_reading import SURE, Request
from agent.understanding.slots import fill

SHORT = 6


def asked_of_table(memory: Memory, request: Request, heard: Heard) -> tuple[str, str, dict[str, Any]] | None:
    """The message as (intent, text, slots), where it is about what lies on the table; None: it is not."""
    table = [each["value"] for each in heard.shown.get("products", ())]
    if memory["looking_at"] != "products" or not table or is_of_last_answer(memory, request, heard):
        return None
    request = focus_as_it(besides_lead(request), heard)
    heard = heard.of(request)
    if of_shop := told_of_rules(memory, request, heard):
        return of_shop
    if lifts_price(request.text) and memory["search"].get("limits"):
        open_limits = {name: value for name, value in memory["search"]["limits"].items() if name != "max_price_minor"}
        memory = {**memory, "search": {**memory["search"], "limits": open_limits}}
    request = of_what_lies_here(memory, request, heard, table)
    if (
        _says_itself(request, table)
        or is_of_own_order(request, heard)
        or (OF_KINDS.search(request.text) and len(request.entities.materials) > 1)
    ):
        return None  # "is linen cooler than cotton": of neither that is shown
    if is_of_shop(request, heard) and not lifts_price(request.text):
        return ("product_question", request.text, {}) if request.intent == "product_question" else None
    if elsewhere := of_another_shelf(request, heard):
        return elsewhere
    told = None if named_of_table(request, table) else _by_words(memory, request, heard, table)
    asked = by_likeness(memory, request, heard, table, _by_words, told) or told or of_shelf(request, heard)
    if asked is None and (picked := liked(heard)):
        return "product_question", request.text, {"product_ids": picked, "facets": ["overview"]}
    return asked


def _by_words(
    memory: Memory, request: Request, heard: Heard, table: list[str]
) -> tuple[str, str, dict[str, Any]] | None:
    text, focus = request.text, [each["value"] for each in heard.shown.get("product", ())][:1]
    if (outright := _outright(memory, request, heard, table, focus)) is not None:
        return outright
    if SHOPS_OWN.search(text) or (memory["topic"] and not _speaks_of_goods(memory, request, heard)):
        return None
    if asked_plainly(text, SIZES) is not None and not OF_KIND.search(text):
        meant = pointed_at(heard, table, focus) or table[:MOST]
        said = {**slots_said(heard), **fill(("worn_size",), heard)}
        return "product_question", text, {**without_empty(said), "product_ids": meant}
    if BACK.search(text):
        meant = focus or table[:MOST]
        asked = {"product_ids": meant, "facets": ["stock"], "back": True}
        return "product_question", text, {**asked, **worn(memory, heard, meant)}
    pair = compared_with(heard, table, focus) or at_places(text, table)
    if len(pair) > 1 and (FIRST_FEW.search(text) or not request.entities.categories):
        return "product_question", text, {**slots_said(heard), "product_ids": pair}
    is_of_all = len(table) == 1 and BEST_SELLER.search(text) is not None
    if not request.entities.categories and not is_of_all and (wanted := rank(text)) is not None:
        return _most(memory, text, both_meant(heard, table, focus) if len(table) == 1 else table, wanted)
    if asked := _question(memory, request, heard, table):
        return asked
    looks = by_looks(heard) if LOOKS.search(text) and len(text.split()) <= SHORT else []
    looks = focus if {*focus} & {*looks} else looks
    return ("product_question", text, {**without_empty(slots_said(heard)), "product_ids": looks}) if looks else None


def _outright(
    memory: Memory, request: Request, heard: Heard, table: list[str], focus: list[str]
) -> tuple[str, str, dict[str, Any]] | None:
    """What the words alone decide, whatever the message sounds like."""
    text, before = request.text, memory["search"]
    if TELL_WHEN.search(text):
        named = {"product_ids": focus} if focus else {}
        return "stock_alert", text, fill(INTENTS["stock_alert"].slots, heard) | named
    if TELL_THEN.match(text) and "stock" in (memory["search"].get("asked") or ()):
        named = {"product_ids": focus or table} if focus or len(table) == 1 else {}
        return "stock_alert", text, {**named, **without_empty(fill(("limits",), heard))}
    if REDUCED.search(text) and (of_code := of_codes(heard)):
        return of_code
    if REDUCED.search(text):
        meant = pointed_at(heard, table, focus) or table[:MOST]
        return "product_question", text, {"product_ids": meant, "facets": ["price", "discount"]}
    if (own := called_first(heard)) and (limits := fill(("limits",), heard)):
        return "product_question", text, {**limits, "product_ids": own, "facets": ["stock"]}
    if focus and GOES_WITH_IT.search(text):
        if request.entities.categories and (search := wished(memory, request, heard, "goes_with")):
            return search
        return "product_question", text, {"product_ids": focus, "matter": "goes_with"}
    if NOT_DRESSED.search(text):
        return "product_search", text, {}
    if WORTH.search(text):
        worth = {"product_ids": focus or table[:MOST], "facets": ["price", "rating", "warranty"]}
        return "product_question", text, worth
    if TOGETHER.search(text) and len(both := both_meant(heard, table, focus)) > 1:
        return "product_question", text, {"product_ids": both, "facets": ["price", "total"]}
    if (
        asks_when_it_comes(text)
        and not heard.shown.get("orders")
        and (request.confidence < SURELY or SUPPOSES.search(text))
    ):
        return "shipping_policy", "how long does delivery take", {}
    is_taken = TAKES.search(text) is not None
    if is_taken and asks_for_store(heard):
        return "contact_info", QUESTIONS["shop"]["store"], {}
    meant = (pointed_at(heard, table, focus) or coloured(heard)) if is_taken else []
    if len(meant) == 1:
        return "place_order", text, {"product_ids": meant, **worn(memory, heard, meant)}
    is_searched = bool(before.get("text")) and not request.entities.categories
    return _search_changed(text, before, heard) if is_searched else None


def _search_changed(text: str, before: dict[str, Any], heard: Heard) -> tuple[str, str, dict[str, Any]] | None:
    """The last search with other limits, in another order, or for what is like it."""
    same = {"limits": before["limits"], **kind_of(before)}
    if thing := free_of(text):
        return "product_search", before["text"], {**same, "wish": f"{thing} free"}
    if lifts_price(text) and ((said := fill(("limits",), heard)) or not besides_frame(besides_lifted(text))):
        limits = {**before["limits"], **said.get("limits", {})}
        return "product_search", before["text"], {**same, "limits": limits, "narrows": True}
    if sorts := SORTS.search(text):
        return "product_search", f"{before['text']} {sorts['how'] or 'cheapest'}", same
    if (like := LIKE_ONE.match(text)) and not fill(("limits",), heard):
        return "product_search", before["text"], {**same, "wish": " ".join(map(plain_word, like["word"].split()))}
    return None


def _most(memory: Memory, text: str, table: list[str], wanted: Rank) -> tuple[str, str, dict[str, Any]]:
    """Of one alone what there is to say of it."""
    before = memory["search"]
    if len(table) > 1:
        same = {"limits": before.get("limits") or {}, "searched": before["text"]} if before.get("kind") else {}
        return "product_choice", text, {"product_ids": table[:MOST], "rank": wanted, **same, **kind_of(before)}
    asked = {"facets": [wanted["by"]]} if wanted["by"] in ("price", "rating") else {}
    return "product_question", text, {"product_ids": table, **asked}


def _speaks_of_goods(memory: Memory, request: Request, heard: Heard) -> bool:
    """After an answer about the shop "how much is it" asks on about that; "what is it made of" does not."""
    entities, wanted = request.entities, rank(request.text)
    if (wanted is not None and wanted["by"] != "price") or by_looks(heard):
        return True
    is_of_product = request.intent == "product_question" and request.confidence >= SURE
    if is_of_product and not (OF_ANYTHING.search(request.text) or SHOP.search(request.text)):
        return True
    if memory["topic"] in ("product_question", "product_search") and BARE.match(in_own_words(request.text)):
        return True
    asked = set(facets(request.text) or ()) - {"price", "returns", "warranty", "care"}
    return bool(
        asked
        or entities.materials
        or entities.sizes
        or entities.colours
        or PLACE.search(request.text)
        or COMPARES.search(request.text)
    )


def taken_from_table(memory: Memory, heard: Heard) -> tuple[str, str, dict[str, Any]] | None:
    """ "Alright, I'll get that", "thanks, I'll have both": no yes to anything, and of what was shown."""
    table = [each["value"] for each in heard.shown.get("products", ())]
    if memory["tasks"] or memory["looking_at"] != "products" or not TAKES.search(heard.text):
        return None
    focus = [each["value"] for each in heard.shown.get("product", ())][:1]
    meant = (pointed_at(heard, table, focus) or table)[:MOST]
    return ("place_order", heard.text, {"product_ids": meant, **worn(memory, heard, meant)}) if meant else None


def _says_itself(request: Request, table: list[str]) -> bool:
    """Names another product, an order or a claim; asks for something else outright; or tells a story."""
    entities, intent = request.entities, INTENTS.get(request.intent or "")
    others = () if named_of_table(request, table) else (entities.products, entities.product_ids)
    named = (*others, entities.order_numbers, entities.claim_numbers, entities.emails)
    is_outright = intent is not None and intent.cues is not None and intent.cues.search(request.text) is not None
    is_elsewhere = is_outright and intent is not None and intent.route != "product"
    return any(named) or is_elsewhere or (len(request.text.split()) > LONG and not IS_IT.match(request.text))


def _question(
    memory: Memory, request: Request, heard: Heard, table: Sequence[str]
) -> tuple[str, str, dict[str, Any]] | None:
    """ "Whats it made of", "how much are they", "and the second one?": facts of what is meant."""
    text, said = request.text, slots_said(heard)
    focus = [each["value"] for each in heard.shown.get("product", ())][:1]
    goes_on = FURTHER.match(text) is not None or (OTHER.search(text) is not None and len(text.split()) <= 6)
    is_bare = BARE.match(text) is not None or BARE.match(in_own_words(text)) is not None
    asks = _asks_of_shown(request)
    intent = INTENTS.get(request.intent or "")
    is_elsewhere = intent is not None and intent.route not in ("product", "chat", "oos")
    is_of_focus = bool(focus) and not heard.shown.get("orders") and IS_IT.match(text) is not None
    if is_elsewhere and request.confidence >= SURE and request.intent not in BUYING and not (is_bare or is_of_focus):
        return None
    meant = pointed_at(heard, table, focus)
    if goes_on and meant and meant != list(table) and (meant != focus or PLACE.search(text)):
        before = memory["search"]
        asked = said if said.get("facets") else {**said, "facets": before.get("asked")}
        is_same = not said.get("facets") and not before.get("asked") and bool(before.get("question"))
        words = f"{before['question']} {text}" if is_same else text
        return "product_question", words, {**without_empty(asked), "product_ids": meant}
    if not (asks or is_bare) or (request.entities.categories and not PLACE.search(text)):
        return None
    if any(limit.value.relative is None for limit in request.entities.money_limits):
        return None  # "which of those are under 80" narrows the list
    if request.entities.materials and not said.get("facets") and not by_looks(heard):
        said["facets"] = ["material"]  # "the linen one" asks of something else
    if said.get("limits") and not IS_FOR_SALE.search(text):
        said.pop("limits")  # "are they real gold?" asks for no gold ones
    if not focus and said.get("limits") and not PLACE.search(text) and said.get("facets") in (None, ["stock"]):
        return None  # "is it available in M?" of a list: those that are, which narrows it
    if not said.get("facets") and not (is_bare or is_of_focus or (asks and request.intent in MAY_ASK)):
        return None
    return "product_question", text, {**without_empty(said), "product_ids": meant or list(table[:MOST])}


def _asks_of_shown(request: Request) -> bool:
    """A question with an "it" or a place in it, or one that can only be about goods and names none of its own."""
    text = request.text
    if POINTS.search(text) or PLACE.search(text):
        return any(ASKS.match(NAMED_FIRST.sub("", each)) for each in (text, in_own_words(text)))
    names_goods = bool(request.entities.categories or request.entities.materials)
    if OF_A_PART.match(text) and request.intent in MAY_ASK:
        return True
    is_of_product = request.intent == "product_question" and request.confidence >= SURE
    return is_of_product and wonders(in_own_words(text)) and not names_goods and not SHOP.search(text)
