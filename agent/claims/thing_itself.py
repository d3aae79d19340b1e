"""What is asked of the very thing that a claim, an offer or an order on the table is about: "which one did I get".

Beside a claim it was read as one of its sums, and of goods as a search. What was bought is told from the order, what
it comes in from its product, and what was open stays so. Pure.
"""

import re
from typing import Any

from agent.dialogue.interpretation import Interpretation
from agent.dialogue.openings import open_one
from agent.goods.measures import measures_said
from agent.goods.shopping import facets
from agent.goods.those_named import asks_if_back
from agent.intents.size_systems import asks_measures
from agent.state import Memory, Offer
from agent.understanding.heard import Heard
from agent.understanding.local_reading import Understanding
from agent.understanding.slots import fill

_LEAD = r"^\W*(?:(?:and|so|but|or|wait|oh|ok(?:ay)?|hm+|sorry|btw|then|again|remind me|tell me)\W+)*"
_VERSION = r"(?:one|colou?r|shade|size|version)"
_WHICH_IS_MINE = re.compile(
    rf"{_LEAD}(?:(?:which|what) {_VERSION}(?: of (?:it|them|those|these))? (?:did i|have i|do i)"
    r" (?:\w+ )?(?:get|got|buy|bought|order|ordered|choose|chosen|pick|picked|take|taken|have)\b.{0,24}"
    rf"|(?:what|which)(?: {_VERSION})? (?:is|was|are|were)"
    r" (?:mine|the ones? i (?:got|ordered|bought|have|chose)).{0,12}"
    r"|mine(?:'?s| is| was| are)?|(?:what|how) about mine|(?:which|what) i (?:got|ordered|bought))\W*$",
    re.IGNORECASE,
)
_STILL_SOLD = re.compile(
    rf"{_LEAD}(?:(?:do|have) you (?:still )?(?:have|got|sell)|is|are) (?:the|that|those|this|these) .*"
    r"(?:\bin (?:an? |size )?\w+|\bin stock|\bavailable|\bstill)\W*$",
    re.IGNORECASE,
)
""" "Do you still have the shirt in L", of an order that was shown."""
_OF_ITSELF = frozenset({"colours", "sizes", "material", "care"})
_IT = re.compile(r"\b(?:it|its|they|them|that|those|these|this|there|other)\b", re.IGNORECASE)
_ASKS = re.compile(r"\?|\b(?:how|what|which|would|will|does|do|is|are)\b", re.IGNORECASE)
""" "Waist 32, so L please" asks for nothing."""
_LONGEST = 12
_SENTENCES = re.compile(r"[^.!?;\n]+[.!?;\n]*")


def asks_of_the_thing(
    memory: Memory, result: Interpretation, understood: Understanding, heard: Heard, offer: Offer | None
) -> bool:
    """ "What colours does it come in? And which one did I get": of the goods, and nothing of the claim."""
    if _asks_when_restocked(heard):
        said = {**fill(("limits", "kind", "colour"), heard), "facets": ["stock"], "back": True}
        open_one(memory, result, "product_question", heard.text, said)
        result.passed_over = offer
        return True
    thing = _on_the_table(memory)
    if not thing or understood.act.kind != "none" or len(understood.requests) != 1:
        return False
    if (bought := _still_sold(memory, thing, heard)) is None and _names_another(heard):
        return False
    if bought is not None:
        said = {**fill(("limits", "colour"), heard), "facets": ["stock"]}
        open_one(memory, result, "product_question", heard.text, {"bought": bought, **said})
    elif _WHICH_IS_MINE.match(heard.text):
        open_one(memory, result, "bought_items", heard.text, {**thing, "is_beside": True})
    elif "product_ids" not in thing and asks_if_back(heard.text):
        said = {**fill(("limits", "colour"), heard), "facets": ["stock"], "back": True}
        open_one(memory, result, "product_question", heard.text, {"bought": thing, **said})
    elif "product_ids" not in thing and (asked := _asked_of_it(understood, heard)):
        open_one(memory, result, "product_question", heard.text, {"bought": thing, "facets": asked})
    else:
        return False
    result.passed_over = offer
    return True


def _asks_when_restocked(heard: Heard) -> bool:
    """ "When will the ivory trousers in L be back in stock": of goods for sale, whatever claim was filed before."""
    entities = heard.entities
    is_named = bool(entities.categories) and not (entities.products or entities.order_numbers or entities.claim_numbers)
    is_version = bool(entities.sizes or entities.colours) or re.search(r"\bstock", heard.text, re.I) is not None
    return is_named and is_version and asks_if_back(heard.text)


def _still_sold(memory: Memory, thing: dict[str, Any], heard: Heard) -> dict[str, Any] | None:
    """What of the order that was shown is named, where it is asked whether that is still sold."""
    is_of_order = "order_id" in thing and memory["claim"] is None and not heard.entities.products
    named = fill(("item",), heard) if is_of_order and _STILL_SOLD.match(heard.text) else {}
    return {**thing, **named} if named else None


def _on_the_table(memory: Memory) -> dict[str, Any]:
    """The order and thing of the claim in hand, the one product looked at, or the one order that is shown."""
    claim, shown = memory["claim"], memory["shown"]
    if claim is not None and claim["slots"].get("order_id") and not claim["claim_ids"]:
        named = {name: claim["slots"].get(name) for name in ("order_id", "item", "line")}
        return {name: value for name, value in named.items() if value is not None}
    if memory["looking_at"] == "products":
        focus = [each["value"] for each in shown.get("product", ())]
        return {"product_ids": focus} if len(focus) == 1 else {}
    orders = [each["value"] for each in shown.get("order", ()) if each["value"] == each["label"]]
    return {"order_id": orders[0]} if len(orders) == 1 and memory["looking_at"] == "orders" else {}


def _names_another(heard: Heard) -> bool:
    entities = heard.entities
    return bool(entities.products or entities.categories or entities.order_numbers or entities.claim_numbers)


def _asked_of_it(understood: Understanding, heard: Heard) -> list[str]:
    """Facets that are asked of "it"; none where somebody looks for goods. What is told beside the question is not."""
    asked_in = [each for each in _SENTENCES.findall(heard.text) if each.endswith("?")]
    text = asked_in[0] if len(asked_in) == 1 else heard.text
    if asks_measures(text) or (measures_said(text) and _ASKS.search(heard.text)):
        return ["fit"]
    if understood.requests[0].intent != "product_question" or len(text.split()) > _LONGEST:
        return []
    asked = [facet for facet in facets(text) or () if facet in _OF_ITSELF]
    return asked if _IT.search(text) else []
