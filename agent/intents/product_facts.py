"""What is told of one product beyond a bare list: a fibre that was named, its sizing in the shop's words, what is left.

Pure. A yes or no is said of what is listed for the product, and of nothing else.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from agent.goods.measures import of_height_or_weight
from agent.goods.shopping import FACETS, OF_ANIMALS
from agent.intents.labelled import certified, is_pure, listed_fibres
from agent.intents.several_products import colour_of, variants_of
from agent.intents.stock_grid import asks_if_gone, grouped, in_order
from agent.intents.written_of import asked_words, asks_a_point, sentences_on, words_of
from agent.steps import Say
from agent.table.clauses import last_clause
from domain.catalog import Product
from tools.words import word_set

_FIBRES = (
    r"wool|merino|alpaca|mohair|cashmere|silk|down|cotton|linen|hemp|denim|cork|rubber|polyester|nylon|acrylic"
    r"|viscose"
    r"|lyocell|modal|bamboo|elastane|spandex|lycra|leather|suede|plastic"
)
_FIBRE = re.compile(rf"\b(?P<fibre>{_FIBRES})\b", re.IGNORECASE)
_STRETCHES = re.compile(r"\bstretch(?:y|iness)?\b", re.IGNORECASE)
""" "Are they stretchy": what is listed of them tells."""
_ONLY = re.compile(
    r"%|\b(?:percent|pure(?:ly)?|only|(?<!at )all|entirely|blends?|mix(?:ed|ture)?|real|genuine|how much)\b", re.I
)
"""Asks for a share, which a list of materials does not tell."""
_ASKS_WHAT = re.compile(
    r"\bwhat(?! about)\b.{0,16}\b(?:made|materials?|fabrics?)\b"
    r"|^\W*(?:(?:and|so|ok|but|wait)\W+)*(?:what(?! about)|how|why)\b",
    re.IGNORECASE,
)
""" "What is it made of, I itch from wool", "how does linen feel": takes no yes."""
_REACTS = re.compile(
    r"\b(?:allerg\w+|reacts?|reaction|sensitive|intolerant|rash(?:es)?|itch\w*|hives|eczema) (?:to|from|with|of)"
    r" (?:any |the |some )?(?P<what>(?!it\b|them|that|this|these|those|you|wearing)[a-z]{3,})\b",
    re.IGNORECASE,
)
_OF_CLOTH = word_set(
    "material fabric cloth yarn fibre fiber contain content blend mix mixed inside part composition piece really"
)
_VEGAN = re.compile(r"\b(?:vegan|animals?)\b", re.IGNORECASE)
_ANIMAL = re.compile(rf"\b(?:{'|'.join(OF_ANIMALS)}|(?<!vegan )leather|suede)\b", re.IGNORECASE)
_ON_SIZING = re.compile(
    r"\bsize (?:as usual|up|down)\b|\b(?:usual|normal) size\b|\btrue to size\b|\b(?:one|a) size (?:up|down)\b"
    r"|\bbetween (?:two )?sizes\b|\b(?:runs?|comes? (?:up|out)) (?:\w+ )?(?:small|large|big)\b",
    re.IGNORECASE,
)
_LETTERS = re.compile(r"(?<![\w'’-])(?:x{0,3}[sl]|m)(?![\w'’-])", re.IGNORECASE)
_BETWEEN = re.compile(r"\bbetween\b|\bin[- ]between\b|\bhalf sizes?\b", re.IGNORECASE)
SMALLEST_SHOE = 30
"""Sizes that are bare numbers from here up are those of shoes."""


def told_of(product: Product, text: str, *, size: str | None, colours: Sequence[str]) -> Mapping[str, Any]:
    """Facts for the phrase, beside the product's own."""
    text = besides_name(product, text)
    there = [variant for variant in variants_of(product, size=size, colours=colours) if variant.stock]
    gone = [variant for variant in product.variants if not variant.stock]
    return {
        "named": _named(product, text),
        "pure": is_pure(product, fibre, text) if (fibre := _fibre_said(text)) else None,
        "certified": certified(product, text),
        "there_groups": grouped(in_order(product, there)),
        "gone_groups": grouped(in_order(product, gone)),
        "asks_gone": asks_if_gone(text),
        "animal": _of_animals(product) if _VEGAN.search(text) else None,
        "sizing": sizing(product),
        "by_body": of_height_or_weight(text),
        "reacts_to": _reacted_to(product, text),
        "of_fibre": _of_fibre(product, text),
        "elsewise": in_other_colours(product, size, colours),
    }


def _reacted_to(product: Product, text: str) -> tuple[str, bool] | None:
    """ "She gets a rash from nickel": what is reacted to, and whether it is listed; of a fibre `_named` tells."""
    said = _REACTS.search(text)
    if said is None or _fibre_said(text) or not product.materials:
        return None
    listed = {*words_of(" ".join((product.composition, *product.materials)))}
    return said["what"].casefold(), {*words_of(said["what"])} <= listed


def besides_name(product: Product, text: str) -> str:
    """ "Is it 100% wool" of "is the Everett Wool Coat 100% wool"; two words of the name in a row are it."""
    words = [re.escape(word) for word in product.name.split()]
    for length in range(len(words), 1, -1):
        for at in range(len(words) - length + 1):
            named = re.compile(rf"(?:\bthe )?\b{' '.join(words[at : at + length])}\b", re.IGNORECASE)
            if named.search(text):
                return named.sub("it", text)
    return text


def _named(product: Product, text: str) -> tuple[str, bool] | None:
    """The fibre that was asked after, and whether it is listed; None where more is asked than a list tells."""
    if _ONLY.search(text) or _ASKS_WHAT.search(text):
        return None
    if not (said := _fibre_said(text)):
        return (made, True) if (made := of_its_materials(product, text)) else None
    is_listed = any(said in words_of(material) for material in listed_fibres(product))
    is_near = said == "leather" and is_listed  # "vegan leather" is neither a yes nor a no to leather
    return None if is_near or not product.materials else (said, is_listed)


def of_its_materials(product: Product, text: str) -> str:
    """ "Recycled", of "is it recycled?", where all that is asked after stands in what it is made of; else ""."""
    made = {word for material in product.materials for word in words_of(material)}
    asked = [word for word in asked_words(text, product) if word not in _OF_CLOTH] if asks_a_point(text) else []
    return asked[0] if asked and made.issuperset(asked) else ""


def beside_fibre(text: str, product: Product) -> str:
    """ "Is it itchy" of "is the merino itchy": asked of what it is made of, and of no material; "" where nothing is."""
    plain = _FIBRE.sub("it", last_clause(text))
    is_of_more = asks_a_point(plain) and [word for word in asked_words(plain, product) if word not in _OF_CLOTH]
    return plain if _fibre_said(text) and is_of_more and not FACETS["material"].search(plain) else ""


def with_fibre(step: Say, products: Sequence[Product], text: str) -> Say:
    """ "Is any of those wool": a yes or no to that, before what each is made of."""
    if "material" not in (step.facts.get("facets") or ()):
        return step
    named = [(product, _named(product, text)) for product in products]
    fibre = next((each[0] for _, each in named if each), "")
    if not fibre or any(each is None for _, each in named):
        return step
    having = [product.name for product, each in named if each and each[1]]
    return replace(step, facts={**step.facts, "fibre": fibre, "having": having})


def _fibre_said(text: str) -> str:
    """The one fibre that was asked after; "" for none or several."""
    said = list(dict.fromkeys(found["fibre"].casefold() for found in _FIBRE.finditer(last_clause(text))))
    if not said and _STRETCHES.search(text):
        return "elastane"
    return said[0] if len(said) == 1 else ""


def _of_fibre(product: Product, text: str) -> str:
    """ "Is it itchy?": no word of it is written, but what is written of its yarn is."""
    if not asks_a_point(text) or FACETS["material"].search(text) or _FIBRE.search(text):
        return ""
    return sentences_on([word for material in product.materials for word in words_of(material)], product)


def _of_animals(product: Product) -> tuple[str, ...]:
    return tuple(material for material in product.materials if _ANIMAL.search(material))


def sizing(product: Product) -> str:
    """The sentences of its description that say how its sizes come out; "" when none does."""
    sentences = re.split(r"(?<=[.!?])\s+", product.description.strip())
    return " ".join(each for each in sentences if _ON_SIZING.search(each))


def size_meant(product: Product, text: str) -> str | None:
    """ "Which colours have m": beside a product's own sizes a letter alone is one."""
    own = {size.casefold(): size for size in product.sizes}
    said = [found.group().casefold() for found in _LETTERS.finditer(text)]
    return next((own[size] for size in said if size in own), None)


def is_shoe(product: Product) -> bool:
    return bool(product.sizes) and all(size.isdigit() and int(size) >= SMALLEST_SHOE for size in product.sizes)


def asks_between(text: str) -> bool:
    """ "I'm between 43 and 44"."""
    return _BETWEEN.search(text) is not None


def in_other_colours(product: Product, size: str | None, colours: Sequence[str]) -> tuple[str, ...]:
    """In stock in that size, where the colours that were asked for are not."""
    if not colours:
        return ()
    asked = {colour_of(product, colour) for colour in colours}
    there = [variant.colour for variant in product.matching(size=size) if variant.stock]
    return () if asked & {*there} else tuple(dict.fromkeys(there))
