"""What the shop sells at all: its kinds of goods and whom they are for, counted in the catalogue."""

import re
from collections import Counter

from agent.intents.spec import Intent, View
from agent.state import Task
from agent.steps import Call, Say, Step
from tools.products import ProductTypes

_OFFERED = 3
"""Kinds that a button shows."""
_GOODS = r"(?:products?|items?|goods|things?|stuff|clothes|clothing|garments|pieces|categories|merch\w*)"
_SELLER = r"(?:you|u|ya|y'?all|they|(?:this|the|your) (?:shop|store|company|brand|site|website|place))"
_SELLS = r"(?:sells?|have|has|offers?|carr(?:y|ies)|stocks?|makes?|got)"
_ALL = rf"(?:(?:all )?(?:kinds?|types?|sorts?) of {_GOODS} |{_GOODS} |is it (?:that )?)?"
_WORN_BY = {"women": r"women|ladies|girls|her|females?", "men": r"men|guys|gentlemen|him|males?"}
_END = (
    rf"(?: for (?:{'|'.join(_WORN_BY.values())}))?"
    r"(?: (?:here|there|so|then|exactly|actually|anyway|in (?:store|stock|general)|for sale|at all))*\W*$"
)
CUES = re.compile(
    rf"\b(?:what|which) {_ALL}(?:(?:do|does|have) )?{_SELLER}(?: guys| folks)?"
    rf"(?: (?:even|actually|all|really|usually|mostly|mainly))* {_SELLS}(?: to (?:sell|offer))?{_END}"
    rf"|\bwhat (?:all )?(?:can|could) (?:i|we|one|people) (?:buy|get|order|purchase|find|shop for){_END}"
    rf"|\bwhat(?: is|'s|’s|s)? (?:there to (?:buy|get)|for sale|in (?:your|the|this) (?:shop|store)"
    rf"|(?:your|the) (?:range|assortment|selection|product range|catalog(?:ue)?)){_END}"
    rf"|\b(?:show|list|tell)(?: me)?(?: all(?: of)?| everything(?: in)?)? (?:your|the|what)"
    rf" (?:range|assortment|selection|product(?: range|s)|catalog(?:ue)?|categories|you (?:have|sell|offer|got)){_END}"
    rf"|\bshow(?: me)? (?:everything|all you have|all of it){_END}"
    rf"|\bwhat(?: is|'s|’s|s) (?:this|your|the) (?:shop|store|site|website|company|brand|place)(?: all)?(?: about)?\W*$"
    rf"|\b(?:what|which) (?:kind|type|sort) of (?:a )?(?:shop|store|site|website|company|brand|place) (?:is|are)\b"
    rf"|\btell me (?:\w+ ){{0,3}}about (?:this|your|the) (?:shop|store|company|brand)\W*$",
    re.IGNORECASE,
)

_WISHES = re.compile(
    r"\b(?:looking for|searching for|shopping for|(?:i|we)(?: really| just| also)? (?:need|want)(?! to)"
    r"|i['’]?d (?:like|love)(?! to (?:know|see|ask))|in need of)\b",
    re.IGNORECASE,
)


def wish_before(text: str, *, names_kind: bool) -> str:
    """ "I'm looking for a linen dress, what do you have?": all but that question, in its place; "" where none is."""
    asked = CUES.search(text)
    if asked is None or not (names_kind or _WISHES.search(text[: asked.start()])):
        return ""
    return f"{text[: asked.start()]}{' ' * len(asked[0])}{text[asked.end() :]}".rstrip()


def next_step(task: Task, view: View) -> Step:
    """Raises nothing: an empty catalogue is said as one."""
    found = view.results.get("types")
    if not isinstance(found, ProductTypes):
        return Call("list_product_types", {}, "types")
    worn_by = [each for each in _WORN_BY if any(kind.gender == each for kind in found.types)]
    said = [each for each in worn_by if re.search(rf"\bfor (?:{_WORN_BY[each]})\b", view.text, re.IGNORECASE)]
    others = set(worn_by) - set(said) if said else ()
    counted = Counter(kind.category.lower() for kind in found.types if kind.gender not in others)
    kinds = [category for category, _ in counted.most_common()]
    return Say(
        "assortment",
        {"kinds": kinds, "worn_by": said or worn_by},
        quick_replies=tuple(f"Show me {kind}" for kind in kinds[:_OFFERED]),
    )


INTENT = Intent(
    name="assortment",
    meaning="ask what the shop sells at all",
    route="product",
    label="see what we sell",
    next_step=next_step,
    tools=("list_product_types",),
    cues=CUES,
)
