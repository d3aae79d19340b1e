"""What a signed-in customer tends to like, as a small lift of products that are relevant anyway, with the reason."""

from dataclasses import dataclass
from functools import lru_cache

from tools.knowledge.facets import Offer
from tools.knowledge.port import Taste
from tools.words import words

Reason = tuple[str, str]

BOUGHT_ALIKE = 0.80
"""Cosine between two products from which one is said to be like the other."""


@dataclass(frozen=True, slots=True)
class Liked:
    """A product's facts that taste looks at; `like` is the bought product it resembles most, if any."""

    category: str
    offers: tuple[Offer, ...]
    materials: tuple[str, ...]
    like: str | None = None


def reasons_for(taste: Taste, liked: Liked) -> tuple[Reason, ...]:
    """Why this customer may like it, most telling first. A size counts only where it is in stock."""
    found: list[Reason] = []
    in_stock = [offer for offer in liked.offers if offer.in_stock]
    found += [("size", size) for size in taste.sizes if any(_same(size, offer.size) for offer in in_stock)][:1]
    found += [("like", liked.like)] if liked.like else []
    found += [("colour", colour) for colour in taste.colours if any(_within(colour, o.colour) for o in in_stock)][:1]
    found += [("material", wish) for wish in taste.materials if any(_within(wish, m) for m in liked.materials)][:1]
    found += [("category", wish) for wish in taste.categories if _within(wish, liked.category)][:1]
    return tuple(found)


def _same(wish: str, value: str) -> bool:
    return bool(value) and wish.casefold() == value.casefold()


def _within(wish: str, value: str) -> bool:
    wanted = _words(wish)
    return bool(wanted) and wanted <= _words(value)


@lru_cache(maxsize=4096)
def _words(text: str) -> frozenset[str]:
    """A catalogue has few colours and materials, and every search compares them again."""
    return frozenset(words(text))
