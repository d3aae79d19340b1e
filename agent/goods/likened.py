"""What no rule reads of the goods on the table, by what others asked in such words: "how does it hold up in the rain".

What is named and lies on the table is what is meant: "I'll take the Storm one". Nothing is bought by it: what may be
ordered, and where, is all that is said. Pure.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from agent.dialogue.answers import wonders
from agent.dialogue.further_questions import asks, in_own_words
from agent.dialogue.leaning import may_lean
from agent.entities import Entities
from agent.goods.asked import FACETS, SURELY, WRITTEN, plain_question, read_of_goods
from agent.goods.looks import MOST, coloured
from agent.goods.of_rules import OF_RULES, asks_for_store, of_codes, of_promotions, of_rules
from agent.goods.pointing import at_places, both_meant, compared_with, pointed_at, slots_said, without_empty, worn
from agent.goods.table_words import BOTH, PLACE, POINTS
from agent.goods.wishes import WISHES, of_size, wished
from agent.goods.worn_size import worn_size
from agent.intents.invoice import asks_sum
from agent.intents.registry import INTENTS, UNSURE
from agent.state import Memory
from agent.table.clauses import clauses, last_clause
from agent.table.questions import question
from agent.table.reader import Asked
from agent.understanding.heard import Heard
from agent.understanding.local_reading import SURE, Request
from agent.understanding.slots import fill

Opened = tuple[str, str, dict[str, Any]]
Rules = Callable[[Memory, Request, Heard, list[str]], Opened | None]

_OF_THEM = re.compile(
    r"^\W*(?:and |but |so )?(?:do|does|is|are|can|could|will|would|has|have) (?:it|they)\b", re.IGNORECASE
)
_BEYOND_DOUBT = 0.95
_FEW = 3
_OF_LOOKS = ("stock", "colours", "sizes")
_ARTICLE = re.compile(r"\bthe$", re.IGNORECASE)
_SETTLED = frozenset({*FACETS, *WRITTEN, "buy", "discount", "which_size", "returns", "compare"})
"""What may be read where the rules heard something else."""


def is_bare(told: Opened) -> bool:
    """That the rules heard which products are spoken of, and nothing that is asked of them."""
    intent, _, slots = told
    return intent == "product_question" and not slots.get("facets") and not slots.get("limits")


def by_likeness(
    memory: Memory, request: Request, heard: Heard, table: list[str], by_words: Rules, told: Opened | None
) -> Opened | None:
    """The message as (intent, text, slots); None where it is not likely enough, or of something else.

    `told` is what the rules heard of it: then only what is surely asked, and something else, says more.
    """
    is_of_rules = bool(memory["topic"]) and INTENTS.get(memory["topic"], UNSURE).route != "product"
    named = named_of_table(request, table)
    own = replace(request.entities, products=(), product_ids=()) if named else request.entities
    nameless = without_names(request) if named else request.text
    request = replace(request, entities=replace(own, references=()))  # "both", "the first": of what lies here
    is_told = told is not None and not _is_search(request, told)
    asked = read_of_goods(request, heard, is_of_rules=is_of_rules or is_told, text=nameless)
    if told is not None and (asked is None or not _says_more(asked, told)):
        return None
    if asked is None and told is None and _asks_of_them(request):
        asked = Asked("details", SURELY)
    if asked is None or not may_lean(memory, request, heard):
        return None
    is_open = told is None or is_bare(told) or _is_kind_alone(told)
    if asked.name in WISHES and is_open and (search := wished(memory, request, heard, asked.name)):
        return search
    if request.entities.categories and not (PLACE.search(request.text) or named or _is_of_shown(asked, request, heard)):
        return None
    return _as_asked(memory, request, heard, asked, (table, named), by_words, told)


def _as_asked(
    memory: Memory,
    request: Request,
    heard: Heard,
    asked: Asked,
    lying: tuple[list[str], list[str]],
    by_words: Rules,
    told: Opened | None,
) -> Opened | None:
    """`lying`: what lies on the table, and what of it was named."""
    table, named = lying
    focus = [each["value"] for each in heard.shown.get("product", ())][:1]
    if asked.name == "buy" and asks_for_store(heard):
        return of_rules(Asked("store", asked.probability), memory, heard)
    if asked.name == "buy":
        ids = (named or _taken(heard, table, focus))[:MOST]
        return "place_order", request.text, {"product_ids": ids, **worn(memory, heard, ids)}
    if asked.name == "compare":
        return _side_by_side(told, named, heard, table, focus)
    is_sum_asked = asked.name == "total" or (asked.name == "price" and BOTH.search(request.text) is not None)
    if is_sum_asked and (summed := _summed(heard, table, focus)):
        return "product_question", request.text, summed
    if asked.name == "discount" and (promotion := of_codes(heard) or of_promotions(heard)):
        return promotion
    if asked.name in OF_RULES and (request.intent == "product_search" or _wishes_return(request)):
        return None  # "gifts for my dad under 50": to be shown some
    if asked.name in OF_RULES:
        return of_rules(asked, memory, heard)
    is_sum = any(limit.value.relative is None for limit in request.entities.money_limits)
    is_of_all = not (named or pointed_at(heard, table, focus))
    is_few = POINTS.search(request.text) is not None and len(table) <= _FEW
    is_of_all = is_of_all and not is_few  # "do you have them in 38", of two that lie there
    if asked.name == "which_size" and len(table) > 1 and not focus and (sized := of_size(memory, heard)):
        return sized
    if told is None and (is_sum or (is_of_all and asked.name in _OF_LOOKS and fill(("limits",), heard))):
        return wished(memory, request, heard, "narrower")  # "any of them in blue": those that are
    if plain := plain_question(asked.name, request.text):
        other = replace(request, text=plain, intent="product_question", confidence=SURE)
        return _with_worn_size(by_words(memory, other, replace(heard, text=plain), table), request.text)
    if asked.name not in (*FACETS, *WRITTEN):
        return None
    ids = (told[2].get("product_ids") if told else None) or named or pointed_at(heard, table, focus) or table[:MOST]
    return _detail(asked, request, heard, ids)


def _wishes_return(request: Request) -> bool:
    """ "I want to return something", after goods were looked at: of what was bought."""
    is_return = request.intent in INTENTS and INTENTS[request.intent].route == "returns"
    return is_return and not any(asks(clause) for clause, _ in clauses(request.text))


def _detail(asked: Asked, request: Request, heard: Heard, ids: list[str]) -> Opened | None:
    """One thing that is asked of the goods; what only may be written of them, where it surely is a question."""
    is_asked = wonders(in_own_words(request.text)) or asked.probability >= SURELY
    if asked.name in WRITTEN and not is_asked:
        return None
    said = slots_said(heard) | ({"facets": [asked.name]} if asked.name in FACETS else matter(asked, heard))
    if asked.name in _OF_LOOKS and said.get("limits"):
        said["facets"] = ["stock"]  # "and in black?"
    return "product_question", request.text, {**without_empty(said), "product_ids": ids}


def _side_by_side(
    told: Opened | None, named: list[str], heard: Heard, table: list[str], focus: list[str]
) -> Opened | None:
    """The two that were pointed at; else all that lie there, or what is looked at and what was before it."""
    ids = [*((told[2].get("product_ids") or ()) if told else ()), *named]
    for several in (ids, at_places(heard.text, table), compared_with(heard, table, focus), table):
        if len(several) > 1:
            return "product_question", "compare them", {"product_ids": list(dict.fromkeys(several))[:MOST]}
    both = both_meant(heard, table, focus)
    return ("product_question", "compare them", {"product_ids": both}) if len(both) > 1 else None


def _summed(heard: Heard, table: list[str], focus: list[str]) -> dict[str, Any] | None:
    """ "Whats the total then": of both, where two are spoken of; of the one that is looked at."""
    both = both_meant(heard, table, focus) if not focus or BOTH.search(heard.text) else []
    if len(both) > 1:
        return {"product_ids": both, "facets": ["price", "total"]}
    one = focus or (table if len(table) == 1 else [])
    return {"product_ids": one, "facets": ["total"]} if one and not fill(("quantity",), heard) else None


def _asks_of_them(request: Request) -> bool:
    """ "Do they work with a touchscreen": no matter that is known, and yet of nothing else."""
    clause = last_clause(request.text)
    is_lost = request.intent in (None, "out_of_scope", "product_question") and not request.entities.money_limits
    return is_lost and _OF_THEM.match(in_own_words(clause)) is not None


def _with_worn_size(opened: Opened | None, text: str) -> Opened | None:
    """ "I'm usually a 12": for the size chart, whatever words the question was put in."""
    if opened is None:
        return None
    intent, plain, slots = opened
    return intent, plain, {**slots, **without_empty({"worn_size": worn_size(text), "size_said": text})}


def _says_more(asked: Asked, told: Opened) -> bool:
    """ "Would M fit me" is of no cut, whatever the rules made of "fit"; of what is in stock they know."""
    intent, _, slots = told
    facets = slots.get("facets") or []
    is_other = intent == "product_question" and asked.name not in facets and "stock" not in facets
    return is_other and asked.name in (WISHES | _SETTLED if is_bare(told) or _is_kind_alone(told) else _SETTLED)


def _is_kind_alone(told: Opened) -> bool:
    """That a material was heard, and no more: "any linen stuff" may ask for some."""
    return told[0] == "product_question" and told[2].get("facets") == ["material"]


def _is_search(request: Request, told: Opened) -> bool:
    return request.intent == "product_search" and request.confidence >= SURE and _is_kind_alone(told)


def _is_of_shown(asked: Asked, request: Request, heard: Heard) -> bool:
    """ "Has it got a hood", "is the jacket lined": the kind that is named is of what lies there."""
    if asked.probability < SURELY:
        return False
    kinds = [str(found.value).casefold() for found in request.entities.categories]
    shown = " ".join(each.get("words", "").casefold() for each in heard.shown.get("products", ()))
    return POINTS.search(request.text) is not None or all(kind in shown for kind in kinds)


def without_names(request: Request) -> str:
    """ "Is the cascade warm" as "is it warm": what a product is called tells nothing of what is asked."""
    return _nameless(request.text, request.entities)


def _nameless(text: str, entities: Entities) -> str:
    for named in sorted(entities.products, key=lambda each: each.start, reverse=True):
        before = text[: named.start].rstrip()
        text = f"{_ARTICLE.sub('', before)} it {text[named.end :].lstrip()}"
    return text.strip()


def matter(asked: Asked, heard: Heard) -> dict[str, str]:
    """That it is a question of what is written, and what the shop may have written of all its goods instead."""
    if asked.name not in WRITTEN:
        return {}
    of_shop = heard.read("shop", _nameless(heard.text, heard.entities))
    needed = SURELY if asked.name == "origin" else _BEYOND_DOUBT  # "is it lined" is of this very thing
    plain = question("shop", of_shop.name, ()) if of_shop.probability >= needed else None
    return {"matter": asked.name, **({"plainly": plain} if plain else {})}


def named_of_table(request: Request, table: list[str]) -> list[str]:
    """Products named that lie on the table; [] where another is named too."""
    found = [[each for each in named.value.product_ids if each in table] for named in request.entities.products]
    return list(dict.fromkeys(each for ids in found for each in ids)) if all(found) else []


def of_what_lies_here(memory: Memory, request: Request, heard: Heard, table: list[str]) -> Request:
    """Without what a word sounded like: "the shirt, is it see through" claims nothing before there is an order."""
    request = _without_chance_names(request, heard, table)
    if _asks_price(memory, request, heard):
        return replace(request, intent="product_question", confidence=0.0, alternatives=("product_question", "invoice"))
    intent = INTENTS.get(request.intent or "", UNSURE)
    is_cued = intent.cues is not None and intent.cues.search(request.text) is not None
    named = (request.entities.order_numbers, request.entities.claim_numbers)
    if intent.route != "returns" or is_cued or memory["tasks"] or any(named):
        return request
    asked = heard.read("goods", request.text)
    is_asked = wonders(in_own_words(last_clause(request.text)))
    if not is_asked or asked.name not in (*WRITTEN, *FACETS) or asked.probability < _BEYOND_DOUBT:
        return request
    return replace(request, intent="product_question", confidence=0.0, alternatives=("product_question", intent.name))


def _asks_price(memory: Memory, request: Request, heard: Heard) -> bool:
    """ "Ok both, what does that cost me", of goods: no order was spoken of, and nothing was paid."""
    if request.intent != "invoice" or memory["tasks"] or request.entities.order_numbers or request.entities.dates:
        return False
    asked = heard.read("goods", request.text)
    return asked.name in ("price", "total") and asked.probability >= _BEYOND_DOUBT and asks_sum(request.text)


def _without_chance_names(request: Request, heard: Heard, table: list[str]) -> Request:
    """ "Does my laptop fit in it" asks for no laptop sleeve: a word of a name, beside what is pointed at."""
    entities = request.entities
    is_by_chance = all(named.value.score < 1 for named in entities.products) and not named_of_table(request, table)
    if not entities.products or not is_by_chance or not (PLACE.search(request.text) or POINTS.search(request.text)):
        return request
    asked = heard.read("goods", request.text)
    if asked.name not in (*WRITTEN, *FACETS, "goes_with") or asked.probability < SURELY:
        return request
    return replace(request, entities=replace(entities, products=()))


def _taken(heard: Heard, table: list[str], focus: list[str]) -> list[str]:
    """Which is to be bought; all of them, where nothing tells."""
    both = both_meant(heard, table, focus) if "both" in heard.text.casefold().split() else []
    return both or pointed_at(heard, table, focus) or coloured(heard) or table
