"""Which product of the catalogue is named: by its whole name, part of it, or with a slip of the finger.

A word's weight is its rarity among product names, so "meadow" tells more than "shirt". Words that describe
(garment, colour, fabric) never name a product on their own: "linen shirt" is a search, not a product.
"""

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from agent.entities.found import Found, ProductMention
from agent.entities.reading import Reading, overlaps
from agent.entities.spelling import Speller
from agent.entities.words import Word, stems, words

_REACH = 4
"""A name's words stand this close together."""
_MOST_CANDIDATES = 5
_TOO_COMMON = 200
"""A word in more names than this finds no candidates; it only adds to the score."""
_GLUE = frozenset(["the", "a", "an", "of", "and", "for", "in", "with", "to", "my", "on", "&", "by"])
_POINTING = frozenset(["the", "my", "that", "this", "your"])
_ENOUGH = 0.6
_HEAD_WEIGHT_SHARE = 0.45
_ENOUGH_OF_PLAIN_WORDS = 0.75
"""A \"wrap dress\" is a kind of dress before it is the \"Willow Wrap Dress\"."""
_RARE = 3
"""A word in so few names points at one of them."""
_WORDS_OF_A_NAME = 3
"""Describing words alone are a name only when all of at least so many are said."""
_WHOLE = 0.98


class _Fit(NamedTuple):
    share: float
    product_id: str
    places: tuple[int, ...]
    matched: frozenset[str]


@dataclass(frozen=True, slots=True)
class ProductNames:
    _names: Mapping[str, tuple[str, ...]]
    _holding: Mapping[str, tuple[str, ...]]
    """Word -> ids of the products whose name has it."""
    _weights: Mapping[str, float]
    _descriptive: frozenset[str]
    _kinds: frozenset[str]
    """Words for kinds of goods; they describe too."""
    _english: frozenset[str]
    _speller: Speller

    @classmethod
    def build(
        cls,
        names: Mapping[str, str],
        *,
        descriptive: frozenset[str],
        english: frozenset[str],
        kinds: frozenset[str] = frozenset(),
    ) -> "ProductNames":
        stemmed = {
            product_id: tuple(dict.fromkeys(s for s in stems(name) if s not in _GLUE))
            for product_id, name in names.items()
        }
        counts = Counter(stem for name in stemmed.values() for stem in name)
        holding: dict[str, list[str]] = {}
        for product_id, name in stemmed.items():
            for stem in name:
                holding.setdefault(stem, []).append(product_id)
        total = max(len(stemmed), 1)
        return cls(
            _names=stemmed,
            _holding={stem: tuple(ids) for stem, ids in holding.items()},
            _weights={stem: 0.3 + math.log(1 + total / count) for stem, count in counts.items()},
            _descriptive=descriptive,
            _kinds=kinds,
            _english=english,
            _speller=Speller.build(counts, english=english),
        )

    def find(self, reading: Reading) -> tuple[Found[ProductMention], ...]:
        if not self._names:
            return ()
        said = words(reading.free)
        known = [self._speller.correct(word.stem) if word.stem not in _GLUE else None for word in said]
        mentions: list[Found[ProductMention]] = []
        for index, stem in enumerate(known):
            if stem is not None and self._may_start(stem):
                mention = self._around(index, said, known, reading)
                if mention is not None:
                    mentions.append(mention)
        return self._without_overlap(mentions)

    def _is_naming(self, stem: str) -> bool:
        return stem not in self._descriptive and len(self._holding[stem]) <= _TOO_COMMON and len(stem) > 1

    def _may_start(self, stem: str) -> bool:
        """A describing word starts a search too when few names have it: it may be the "Plum Corduroy Trousers"."""
        return self._is_naming(stem) or len(self._holding[stem]) <= _RARE

    def _around(
        self, index: int, said: list[Word], known: list[str | None], reading: Reading
    ) -> Found[ProductMention] | None:
        """The best reading of the words around one telling word."""
        low, high = max(0, index - _REACH), min(len(said), index + _REACH + 1)
        fits: list[_Fit] = []
        for product_id in self._holding[known[index] or ""]:
            name = self._names[product_id]
            places = _nearest_run(index, {i: known[i] for i in range(low, high) if known[i] in name})
            matched = frozenset(known[place] or "" for place in places)
            share = sum(self._weights[s] for s in name if s in matched) / sum(self._weights[s] for s in name)
            if self._is_enough(share, places, name, said, known):
                fits.append(_Fit(share, product_id, places, matched))
        if not fits:
            return None
        best = min(fits, key=lambda fit: (-len(fit.matched), -fit.share, fit.product_id))
        ids = tuple(fit.product_id for fit in _equally_good(best, fits))[:_MOST_CANDIDATES]
        start, end = said[best.places[0]].start, said[best.places[-1]].end
        return reading.found(ProductMention(ids, round(best.share, 3)), start, end)

    def _is_enough(
        self, share: float, places: tuple[int, ...], name: tuple[str, ...], said: list[Word], known: list[str | None]
    ) -> bool:
        first = places[0]
        pointed_at = first > 0 and said[first - 1].text in _POINTING
        matched = {known[place] or "" for place in places}
        if pointed_at and len(matched) == 1 and self._is_only_one(known[first] or "", said[first], name):
            return True
        if len(matched) == 1:
            return self._names_alone(known[first] or "", said[first], name, pointed_at=pointed_at or len(said) <= 2)
        naming = {stem for stem in matched if self._is_naming(stem)}
        if not naming:
            is_whole = share >= _WHOLE and len(matched) >= _WORDS_OF_A_NAME
            return is_whole or (pointed_at and self._are_ends_of_one(name, matched))
        if naming <= self._english and not pointed_at:
            return share >= _ENOUGH_OF_PLAIN_WORDS
        held_by = min(len(self._holding[stem]) for stem in naming)
        has_head = name[-1] in matched
        is_rare = held_by <= _RARE and (has_head or len(naming) >= 2)
        return share >= _ENOUGH or (share >= _HEAD_WEIGHT_SHARE and has_head) or is_rare

    def _is_only_one(self, stem: str, word: Word, name: tuple[str, ...]) -> bool:
        """ "The tote", in a shop with one tote."""
        return stem in self._kinds and stem == word.stem and stem in name[-2:] and len(self._holding[stem]) == 1

    def _are_ends_of_one(self, name: tuple[str, ...], matched: set[str]) -> bool:
        """ "The clay jeans", of the only jeans whose name begins with "Clay": a colour, and yet a name."""
        ends = {name[0], name[-1]}
        others = [each for each in self._holding[name[0]] if ends <= {*self._names[each]}]
        return len(ends) > 1 and ends <= matched and len(others) == 1

    def _names_alone(self, stem: str, word: Word, name: tuple[str, ...], *, pointed_at: bool) -> bool:
        """One word is enough when it is a model number, the whole name, or a rare word pointed at."""
        if len(self._holding[stem]) > _RARE or not self._is_naming(stem):
            return False
        if _is_model_number(stem):
            return True
        if stem != word.stem:
            return False
        return len(name) == 1 or (pointed_at and stem not in self._english)

    def _without_overlap(self, mentions: list[Found[ProductMention]]) -> tuple[Found[ProductMention], ...]:
        kept: list[Found[ProductMention]] = []
        for mention in sorted(mentions, key=lambda m: (-m.value.score, m.start - m.end)):
            if not overlaps(mention, kept):
                kept.append(mention)
        return tuple(sorted(kept, key=lambda mention: mention.start))


def _equally_good(best: _Fit, fits: list[_Fit]) -> list[_Fit]:
    """The whole name beats all others; parts of names are equal when the same words fit."""
    if best.share >= _WHOLE:
        equal = [fit for fit in fits if fit.share >= _WHOLE and fit.matched == best.matched]
    else:
        equal = [fit for fit in fits if fit.matched == best.matched]
    return sorted(equal, key=lambda fit: (-fit.share, fit.product_id))


def _nearest_run(index: int, places: Mapping[int, str | None]) -> tuple[int, ...]:
    """The places linked to `index` by steps of at most two words.

    No word counts twice: in "the Pace Sneaker and the Court Sneaker" each name has its own.
    """
    run = [index]
    for place in sorted(p for p in places if p > index):
        if place - run[-1] > 2 or places[place] in {places[p] for p in run}:
            break
        run.append(place)
    for place in sorted((p for p in places if p < index), reverse=True):
        if run[0] - place > 2 or places[place] in {places[p] for p in run}:
            break
        run.insert(0, place)
    return tuple(run)


def _is_model_number(stem: str) -> bool:
    return len(stem) >= 5 and any(c.isdigit() for c in stem) and any(c.isalpha() for c in stem)
