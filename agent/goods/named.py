"""What is asked of a product that the message itself names: "is the crop tee back yet", "what does the duffel weigh".

Read by the same examples as what is asked of the goods on the table; where the words' own rules heard which fact is
meant, they stand. Pure.
"""

import re
from dataclasses import replace
from typing import Any

from agent.goods.asked import FACETS, LIKELY, WRITTEN, of_measure
from agent.goods.likened import matter, without_names
from agent.goods.pointing import slots_said, without_empty
from agent.goods.shopping import facets
from agent.goods.table_words import ASKS, POINTS
from agent.intents.registry import INTENTS
from agent.state import Memory
from agent.table.clauses import clauses
from agent.table.reader import ELSEWHERE
from agent.understanding.heard import Heard
from agent.understanding.local_reading import Request
from agent.understanding.owned import is_mine
from agent.understanding.slots import fill

_MOST = 4
_LOST = (None, "out_of_scope", "chitchat", "affirm_deny", "product_question")
_BESIDE_ORDERS = frozenset({"material", "care", "fit", "colours", "sizes", "rating", "warranty"})
"""Of a thing that may well have been bought: what is so of every one of them."""
_OF_SIZES = {"sizes", "fit"}
_YOU_HAVE = re.compile(
    r"\b(?:do|have)? ?(?:you|u|ya)(?: guys)?(?: have| got|['’]ve got| sell| carry| stock)\b", re.IGNORECASE
)
_IN_PLACE = re.compile(
    r"\b(?:exchang\w*|swap\w*|replac\w*|return\w*|instead|chang\w+|switch\w*|trade|different|another|bigger|larger|smaller"
    r"|order(?:ed)?|bought|received|arrived|came|wrong)\b",
    re.IGNORECASE,
)
""" "The jeans came in M, do you have them in L": asks for others in their place."""
_POINTED_AT = re.compile(
    r"(?:(?:and|so|ok(?:ay)?|no|oh|wait|sorry|then|i (?:mean|meant)|(?:what|how) about)\W+)*it ones?\W*", re.IGNORECASE
)
""" "The trench one", without its name: told of, and not looked for."""
_PLAIN = {"which_size": "which size should i take", "compare": "compare them", "goes_with": ""}


def asked_of_named(memory: Memory, request: Request, heard: Heard) -> tuple[str, str, dict[str, Any]] | None:
    """The message as (intent, text, slots); None where it names none for sure, or the rules heard what is asked."""
    request = _of_it(request)
    ids = _named(request)
    if len(ids) == 1 and _POINTED_AT.fullmatch(without_names(request)):
        return "product_question", request.text, {"product_ids": ids, "facets": ["overview"]}
    if not ids or not _may_ask(request):
        return None
    heard = heard.of(request)
    nameless = without_names(request)
    asked, known = of_measure(heard.read("goods", nameless), nameless), set(facets(nameless) or ())
    if known - (_OF_SIZES if asked.name == "which_size" else set()):
        is_lost = request.intent != "product_question" and asked.name != ELSEWHERE
        said = {**without_empty(slots_said(heard)), "product_ids": ids, "facets": sorted(known)}
        return ("product_question", request.text, said) if is_lost else None
    if asked.probability < LIKELY:
        return None
    is_beside_orders = memory["looking_at"] == "orders" or memory["claim"] is not None or bool(memory["tasks"])
    if is_beside_orders and asked.name not in _BESIDE_ORDERS:
        return None
    said = {**without_empty({**slots_said(heard), **fill(("worn_size",), heard)}), "product_ids": ids}
    if asked.name in FACETS:
        return "product_question", request.text, {**said, "facets": [asked.name]}
    if asked.name in WRITTEN:
        return "product_question", request.text, {"product_ids": ids, **matter(asked, heard)}
    if asked.name == "discount":
        return "product_question", request.text, {"product_ids": ids, "facets": ["price", "discount"]}
    if asked.name == "compare" and len(ids) < 2:
        focus = [each["value"] for each in heard.shown.get("product", ())] if memory["looking_at"] == "products" else []
        ids = said["product_ids"] = list(dict.fromkeys([*focus[:1], *ids]))
    if asked.name == "compare" and len(ids) < 2:
        return None
    if (plain := _PLAIN.get(asked.name)) is not None:
        return (
            "product_question",
            plain or request.text,
            {**said, **({"size_said": request.text} if plain else {"matter": asked.name})},
        )
    return None


def _of_it(request: Request) -> Request:
    """ "The Nimbus beanie sounds good. What is it made of": the question alone, where its "it" was named before."""
    last, at = clauses(request.text)[-1]
    named = [found for found in request.entities.products if found.end <= at][-1:]
    if request.intent != "product_search" or not named or not POINTS.search(last) or not ASKS.match(last):
        return request
    entities = replace(request.entities.cut_out(at, len(request.text)), products=tuple(named))
    return replace(request, text=last, intent=None, entities=entities)


def _named(request: Request) -> list[str]:
    """Each product by a name that fits no other; [] where one of the names fits several."""
    mentions = [found.value.product_ids for found in request.entities.products]
    return list(dict.fromkeys(ids[0] for ids in mentions))[:_MOST] if all(len(ids) == 1 for ids in mentions) else []


def _may_ask(request: Request) -> bool:
    entities, intent = request.entities, INTENTS.get(request.intent or "")
    is_outright = intent is not None and intent.cues is not None and intent.cues.search(request.text) is not None
    named = (entities.order_numbers, entities.claim_numbers, entities.emails)
    is_of_goods = request.intent in _LOST or (request.intent == "exchange_item" and _asks_for_size(request))
    return is_of_goods and not is_outright and not any(named)


def _asks_for_size(request: Request) -> bool:
    """ "You got the clay jeans in large": of no pair that is owned, and nothing is to go back for it."""
    text, entities = request.text, request.entities
    is_owned = is_mine(text, entities) or entities.reasons or _IN_PLACE.search(text)
    return bool(entities.sizes or entities.colours) and not is_owned and _YOU_HAVE.search(text) is not None
