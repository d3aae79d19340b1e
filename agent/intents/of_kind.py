"""Of what was found for a kind of thing that was named: what is of that kind, and what only stands beside it. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from agent.entities.vocabulary import KINDS, LISTED_BESIDE, singular
from agent.intents.written_of import is_noted, words_of
from domain.catalog import Product
from tools.products import SearchResult

_IS_OF_KIND, _ALIKE = 3.0, 0.75
"""Score from which a hit is of the kind that was named, and the share of it that another has to reach."""
ANYTHING = "something"
"""A search for no thing in particular lists what meets the limits, the best rated first."""
_PERSONAL = re.compile(r"\b(?:underwear|lingerie|intimates|hosiery)\b", re.IGNORECASE)


def near(result: SearchResult) -> SearchResult:
    """Where a kind was named and found, things of another kind are no more than in the way."""
    best = max(hit.score for hit in result.hits)
    return replace(result, hits=tuple(hit for hit in result.hits if best < _IS_OF_KIND or hit.score >= _ALIKE * best))


def of_noun(result: SearchResult, kind: str | None) -> SearchResult:
    """ "Dresses": what is called so; then, as near to it, what the shop only lists beside them."""
    noun = singular((kind or "").casefold())
    beside = LISTED_BESIDE.get(noun, ())
    others = {hit.product.product_id for hit in result.hits if _is_beside(noun, beside, hit.product)}
    if not others or len(others) == len(result.hits):
        return result
    beside_it = tuple(replace(hit, is_near=True) for hit in result.hits if hit.product.product_id in others)
    return replace(result, hits=(*(hit for hit in result.hits if hit.product.product_id not in others), *beside_it))


def first_fitting(result: SearchResult, count: int) -> SearchResult:
    """What fits, and what is near only where nothing else fits."""
    fit = tuple(hit for hit in result.hits if not hit.is_near)
    return replace(result, hits=(fit or result.hits)[:count])


def fit_to_give(result: SearchResult) -> SearchResult:
    """What is shown to somebody who named no kind of thing; underwear is asked for by name."""
    return replace(result, hits=tuple(hit for hit in result.hits if not _PERSONAL.search(hit.product.category)))


def to_give(limits: Mapping[str, Any], query: str) -> dict[str, Any]:
    """A present of no kind and no size is one that fits whoever gets it."""
    is_open = query == ANYTHING and limits.get("for_someone_else") and not limits.keys() & {"categories", "sizes"}
    return {**limits, "one_size_only": True} if is_open else dict(limits)


def _is_beside(noun: str, beside: Sequence[str], product: Product) -> bool:
    """A tee among tops is one, and a beanie is a hat; a cardigan among hoodies is not."""
    if beside and is_noted(beside, product):
        return True
    is_of_category = not noun or noun == singular(product.category.casefold())
    said = words_of(" ".join((product.name, *product.tags)))
    is_called_so = any(word.endswith(noun) or KINDS.get(singular(word), ("",))[0] == noun for word in said)
    return not is_of_category and not is_called_so
