"""What is said of goods by some word of their names: "which of the fisher and the hearth is warmer", "put one aside".

Those that are named need not lie on the table; of what lies there a word that only one of them is called by is enough.
Nothing is bought or held by it: where it is bought is all that is said. Pure.
"""

import re
from typing import Any

from agent.goods.figures import asks_figures
from agent.goods.keeping import keeps
from agent.goods.less_share import less_share
from agent.goods.own_version import asked_of_own_version
from agent.goods.pointing import at_places, both_meant, worn
from agent.goods.ranking import Rank, rank
from agent.goods.shopping import facets
from agent.goods.spoken_of import wanted
from agent.goods.table_words import ADVISED, FOR_WHOM, HOLDS, IS_MORE, LONG, SEES, TELL_MORE
from agent.intents.plain_questions import SIZES, asked_plainly
from agent.intents.written_of import words_of
from agent.state import Memory
from agent.table.clauses import clauses
from agent.table.questions import question
from agent.understanding.heard import Heard
from agent.understanding.local_reading import Request
from agent.understanding.owned import is_mine
from agent.understanding.slots import fill

Opened = tuple[str, str, dict[str, Any]]

_MOST, _TWO = 6, 2
_WHICH = re.compile(r"\bwhich\b.*", re.IGNORECASE | re.DOTALL)
_OF_THOSE = re.compile(
    r"\bof (?:the |these |those )?[\w ,'’/&-]+?(?= (?:is|are|would|has|have|looks?|feels?|do|does|should|keeps?)\b)",
    re.I,
)
_OR_THOSE = re.compile(r"[,:-]? (?:the )?[\w ]+(?:,| or | and )(?: ?(?:or |and )?the)? ?[\w ]+\W*$", re.IGNORECASE)
_MORE_THAN = re.compile(r"^\W*(?:is|are) .*\b(?P<more>[a-z]{3,}er|more [a-z]{4,}) than\b", re.IGNORECASE)
""" "Is the fisher warmer than the hearth": which of the two is."""
_TELL_OF_SALE = re.compile(
    r"\b(?:tell|let|notify|e-?mail|message|text|ping|remind|alert|inform) (?:me|us)\b.{0,30}"
    r"\b(?:if|when|once|as soon as)\b.{0,40}"
    r"\b(?:on sale|sales?\W*$|reduced|cheaper|discounted|marked down|(?:price|it|they) (?:drops?|falls?|goe?s? down))",
    re.IGNORECASE,
)
""" "Tell me when it is reduced": alerts are of what is sold out."""
_ON_SALE_DAYS = re.compile(
    r"^(?!.*\b(?:orders?|ordered|bought|arriv\w*|deliver\w*|ship\w*|return\w*|refund\w*|codes?|parcels?|late)\b)"
    r".*\b(?:black ?friday|cyber ?(?:monday|week)|boxing day|singles['’]? day|prime day)\b",
    re.IGNORECASE | re.DOTALL,
)
""" "Any Black Friday deals": of a sale that the shop may or may not hold, and of no codes."""
_TILL_WHEN = re.compile(
    r"^(?!.*\b(?:return\w*|refund\w*|order\w*|deliver\w*)\b)"
    r".*\b(?:how (?:long|much longer)|until when|till when|when|what day)\b.{0,20}\b(?:the|this|your) sales?\b"
    r"(?! items?| price).{0,12}\b(?:on|last\w*|end(?:s|ing)?|runs?|running|over|finish\w*|go\w*|stops?)\b",
    re.IGNORECASE,
)
""" "How long is the sale on"."""
_OR_THIS = re.compile(
    r"\b(?:this|that|it)(?: one)? (?:or|vs\.?|versus|and) the\b"
    r"|\b(?:or|vs\.?|versus|than|and) (?:this|that|it)(?: one)?\b",
    re.IGNORECASE,
)
""" "This one or the osprey": the one looked at beside the one that is named."""
_DELIVERED = re.compile(
    r"\b(?:how much|costs?|price|total|come to|what (?:would|will|do) (?:i|we|it|they))\b.{0,80}"
    r"\b(?:with|including|incl\w*|plus|and)\b.{0,14}"
    r"\b(?:shipping|delivery|postage)\b",
    re.IGNORECASE,
)
""" "How much is it in total with shipping to France"."""
_BACK_IN = re.compile(
    r"^(?!.*\b(?:notify|alert|remind|tell|let me know|e-?mail|message|ping|money|sen[dt]|sending"
    r"|things|items|products|stuff|something|bring|take|give|gave|get|getting|refund\w*|my|i|order\w*)\b)"
    r".*\b(?:when|will|is|are)\b.*\b(?:back(?: in(?: stock)?)?|restocked|(?:in stock|available) again)\b",
    re.IGNORECASE | re.DOTALL,
)
""" "When is the Pacific Linen Shorts back"."""
_ORDERS = re.compile(r"^\W*(?:please )?(?:order|buy) (?!again|status|number|the same|another)", re.IGNORECASE)
""" "Order the Hearth Merino Sweater in oat in M"."""
_ON_LABEL = frozenset({"certificates", "footprint"})
"""What is written of all goods at large, and of each on its label."""
_FIRST_WORDS = 2
"""Of a name; behind them stands the kind of thing, which many are."""


def asked_of_those(memory: Memory, request: Request, heard: Heard) -> Opened | None:
    """The message as (intent, text, slots); None where it names nothing that is for sale, or says nothing of these."""
    entities, text = request.entities, request.text
    if of_sale := _of_the_sale(text):
        return of_sale
    if asks_figures(text):
        return "product_question", text, {"untold": True}
    if owned := asked_of_own_version(memory, request, heard):
        return owned
    if entities.order_numbers or entities.claim_numbers:
        return None
    if (so := keeps(text)) and (ids := _one_named(request) or _looked_at(memory, heard) or _on_table(memory, heard)):
        return "product_question", f"is it {so}?", {"product_ids": ids}
    if is_mine(text, entities):
        return None
    several = named_each(request) or called_by_word(heard)
    if len(several) < 2 and _OR_THIS.search(text):
        several = list(dict.fromkeys([*_looked_at(memory, heard), *(several or _one_named(request))]))
    if chosen := _which_of(memory, text, several, heard):
        return chosen
    meant = _one_named(request) or (several if len(several) == 1 else []) or _looked_at(memory, heard)
    if len(meant) == 1 and _names_other_kind(request, heard):
        meant = []
    if len(meant) == 1 and (reckoned := less_share(memory, text)):
        return "product_question", text, {"product_ids": meant, **reckoned}
    if (sent := meant if len(meant) == 1 else named_each(request)) and _DELIVERED.search(text):
        return "product_question", text, {"product_ids": sent, "facets": ["price"], "delivered": True}
    if asks_if_back(text) and (meant or entities.categories):
        said = worn(memory, heard, meant) if meant else fill(("limits", "kind", "colour"), heard)
        return "product_question", text, {**said, "product_ids": meant, "facets": ["stock"], "back": True}
    if (_ORDERS.match(text) or HOLDS.search(text)) and (held := meant or _on_table(memory, heard)):
        return "place_order", text, {"product_ids": held, **worn(memory, heard, held)}
    is_of_size = len(text.split()) > LONG and asked_plainly(text, SIZES) is not None
    if is_of_size and not wanted(text, entities).categories:
        meant = meant or _on_table(memory, heard)
    if FOR_WHOM.search(text) and (whom := at_places(text, _on_table(memory, heard)) or meant):
        return "product_question", text, {"product_ids": whom, "facets": ["gender"]}
    if not meant or (len(meant) > 1 and not is_of_size):
        return None
    if _one_named(request) and (label := _ON_LABEL & {*(facets(text) or ())}):
        return "product_question", text, {"product_ids": meant, "facets": sorted(label)}
    if TELL_MORE.search(text) or (SEES.search(text) and not facets(text)):
        return "product_question", text, {"product_ids": meant, "facets": ["overview"]}
    worn_size = fill(("worn_size",), heard)
    if is_of_size or (ADVISED.search(text) and (entities.sizes or worn_size)):
        return "product_question", "which size should i take", {"product_ids": meant, "size_said": text, **worn_size}
    return None


def _of_the_sale(text: str) -> Opened | None:
    """When there is one, and until when."""
    is_asked = any(asks.search(text) for asks in (_TELL_OF_SALE, _ON_SALE_DAYS, _TILL_WHEN))
    plain = question("payment", "next_sale", ()) if is_asked else None
    return ("promo_discount", plain, {"plainly": plain, "likely": 1.0}) if plain else None


def asks_if_back(text: str) -> bool:
    """ "When will the ivory trousers in L be back in stock"."""
    return _BACK_IN.search(text) is not None


def _names_other_kind(request: Request, heard: Heard) -> bool:
    """ "What would the boots cost with the code", when socks are looked at."""
    if request.entities.products:
        return False
    kinds = [str(found.value).casefold() for found in wanted(request.text, request.entities).categories]
    shown = " ".join(each.get("words", "").casefold() for each in heard.shown.get("product", ()))
    return bool(shown and kinds) and not any(kind in shown for kind in kinds)


def named_each(request: Request) -> list[str]:
    """Two or more, each by a name that fits no other."""
    named = [found.value.product_ids for found in request.entities.products]
    ids = list(dict.fromkeys(each[0] for each in named)) if all(len(each) == 1 for each in named) else []
    return ids[:_MOST] if len(ids) > 1 else []


def called_by_word(heard: Heard) -> list[str]:
    """ "The fisher, lodge and hearth": of those shown, each that alone is called so."""
    shown = heard.shown.get("products", ())
    names = {each["value"]: words_of(each.get("label", ""))[:_FIRST_WORDS] for each in shown}
    looks = {word for each in shown for word in words_of(each.get("words", ""))}
    said, every = {*words_of(heard.text)}, [word for name in names.values() for word in {*name}]
    return [
        value
        for value, name in names.items()
        if any(word in said and word not in looks and every.count(word) == 1 for word in name)
    ][:_MOST]


def _one_named(request: Request) -> list[str]:
    named = [found.value.product_ids for found in request.entities.products]
    is_one = len(named) == 1 and len(named[0]) == 1
    return [named[0][0]] if is_one else []


def _looked_at(memory: Memory, heard: Heard) -> list[str]:
    """The one product that was spoken of last; else all that lie there, if that is one."""
    if memory["looking_at"] != "products":
        return []
    focus = [each["value"] for each in heard.shown.get("product", ())][:1]
    table = _on_table(memory, heard)
    return focus or (table if len(table) == 1 else [])


def _on_table(memory: Memory, heard: Heard) -> list[str]:
    shown = heard.shown.get("products", ()) if memory["looking_at"] == "products" else ()
    return [each["value"] for each in shown][:_MOST]


def _which_of(memory: Memory, text: str, several: list[str], heard: Heard) -> Opened | None:
    """Which of those named, or of the two that are meant, is the more of something."""
    if len(several) > 1 and (asked := _most(text)) is not None:
        return "product_choice", text, {"product_ids": several, "rank": asked}
    more, two = IS_MORE.match(text), _two_of(memory, heard)
    if more and len(two) == _TWO and (asked := rank(f"which is {more['more']}")):
        return "product_choice", text, {"product_ids": two, "rank": asked}
    return None


def _two_of(memory: Memory, heard: Heard) -> list[str]:
    """Of which one is asked to be more of something: by their places, else what is looked at and what was before."""
    table = _on_table(memory, heard)
    places = at_places(heard.text, table)
    return places if len(places) == _TWO else both_meant(heard, table, _looked_at(memory, heard)) if table else []


def _most(text: str) -> Rank | None:
    """ "Which of the fisher, lodge and hearth is the warmest", wherever in the message it stands."""
    if more := _MORE_THAN.search(text):
        return rank(f"which is {more['more']}")
    for clause, _ in clauses(text):
        if (asked := _WHICH.search(clause)) is None:
            continue
        plain = _OF_THOSE.sub("of them", asked[0])
        if wanted := rank(plain) or rank(_OR_THOSE.sub("", plain)):
            return wanted
    return None
