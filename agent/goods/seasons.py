"""What is for the season that a wish names comes first, and what is plainly for another last. Pure.

Told by tags, materials and what a thing is called; what nothing is known of stands between the two.
"""

import re
from collections.abc import Sequence
from typing import Literal

from agent.intents.written_of import words_of
from domain.catalog import Product
from tools.knowledge.port import ProductHit
from tools.words import word_set

_COLD = re.compile(
    r"\b(?:autumn\w*|winter\w*|(?:for|in|this|the|of) fall|fall (?:shoes|boots|jackets?|coats?|clothes|outfits?|season"
    r"|weather|wardrobe)|cold(?:er)? (?:weather|days|months|season))\b",
    re.IGNORECASE,
)
_WARM = re.compile(
    r"\b(?:summer\w*|spring(?:time)?|(?:warm|hot)(?:er)? (?:weather|days|months|season))\b", re.IGNORECASE
)
_FOR_SEASON = re.compile(r"\bfor (?:the |this |next )?(?:autumn|fall|winter|spring|summer)(?:time)?\b", re.IGNORECASE)
_OF_COLD = word_set(
    """
    autumn fall winter wool merino alpaca cashmere mohair fleece down thermal boot coat overcoat parka puffer glove
    mitten beanie turtleneck slipper
    """
)
_OF_WARM = word_set(
    """
    spring summer linen jute sandal espadrille flip-flop short sundress swim swimsuit bikini sleeveless beach straw
    """
)


def season(text: str) -> Literal["cold", "warm", ""]:
    """ "" where none is named, or both are."""
    is_cold, is_warm = _COLD.search(text) is not None, _WARM.search(text) is not None
    return "" if is_cold == is_warm else "cold" if is_cold else "warm"


def besides_season(text: str, *, is_of_kind: bool) -> str:
    """What is looked for, where a kind is named: a skirt with "winter" in its text is no dress for winter."""
    return _FOR_SEASON.sub(" ", text) if is_of_kind else text


def in_season(hits: Sequence[ProductHit], text: str) -> tuple[ProductHit, ...]:
    """As they were, where the text names no season."""
    sign = {"cold": 1, "warm": -1, "": 0}[season(text)]
    return tuple(sorted(hits, key=lambda hit: (hit.is_near, -sign * _coldness(hit.product))))


def _coldness(product: Product) -> int:
    """1 for what is for the cold, -1 for what is for the warmth, 0 where nothing tells or both do."""
    noted = {*words_of(" ".join((product.name, *product.tags, *product.materials)))}
    return bool(noted & _OF_COLD) - bool(noted & _OF_WARM)
