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
    """Why this customer may like it, most telling first. A size counts where it is in stock, a colour in that size."""
    found: list[Reason] = []
    in_stock = [offer for offer in liked.offers if offer.in_stock]
    fitting = [("size", size) for size in taste.sizes if any(_same(size, offer.size) for offer in in_stock)][:1]
    found += fitting or _unfit(taste, liked)
    found += [("like", liked.like)] if liked.like else []
    # "In your size M; in green, which you like" is said of one and the same piece.
    worn = [o for o in in_stock if _same(fitting[0][1], o.size)] if fitting else in_stock
    found += [("colour", colour) for colour in taste.colours if any(_within(colour, o.colour) for o in worn)][:1]
    found += [("material", wish) for wish in taste.materials if any(_within(wish, m) for m in liked.materials)][:1]
    found += [("category", wish) for wish in taste.categories if _within(wish, liked.category)][:1]
    return tuple(found)


def _unfit(taste: Taste, liked: Liked) -> list[Reason]:
    """Shoes, which are made in numbers, and in none that this customer is known to wear."""
    made = {offer.size for offer in liked.offers}
    own = [size for size in taste.sizes if size.isdigit()]
    is_shoe = len(made) > 1 and all(size.isdigit() for size in made)
    return [("no_size", own[0])] if own and is_shoe and not made & {*own} else []


def _same(wish: str, value: str) -> bool:
    return bool(value) and wish.casefold() == value.casefold()


def _within(wish: str, value: str) -> bool:
    wanted = _words(wish)
    return bool(wanted) and wanted <= _words(value)


@lru_cache(maxsize=4096)
def _words(text: str) -> frozenset[str]:
    """A catalogue has few colours and materials, and every search compares them again."""
    return frozenset(words(text))
