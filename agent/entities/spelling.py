"""Typo-tolerant word look-up: exact first, then one slip (two in long words), never for known English.

A table of each word with one letter left out finds candidates in a few dictionary look-ups however large
the vocabulary is; rapidfuzz then measures the true distance. "back" is a word, so it is never "black".
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from rapidfuzz.distance import OSA

_SHORTEST = 4
_TWO_SLIPS_FROM = 9


@dataclass(frozen=True, slots=True)
class Speller:
    words: frozenset[str]
    _without_one: dict[str, tuple[str, ...]]
    _english: frozenset[str]

    @classmethod
    def build(cls, words: Iterable[str], *, english: frozenset[str], only_exact: Iterable[str] = ()) -> "Speller":
        """Slips are forgiven towards `words`, never towards `only_exact`."""
        known = frozenset(words)
        shortened: dict[str, list[str]] = {}
        for word in known:
            if len(word) >= _SHORTEST and word.isalpha():
                for key in _left_out(word):
                    shortened.setdefault(key, []).append(word)
        return cls(
            known | frozenset(only_exact), {key: tuple(sorted(near)) for key, near in shortened.items()}, english
        )

    def correct(self, token: str) -> str | None:
        """The vocabulary word meant by `token`, itself when it is one; None when it is none or unclear."""
        if token in self.words:
            return token
        if len(token) < _SHORTEST or not token.isalpha() or token in self._english:
            return None
        if token.endswith("s") and token[:-1] in self._english:
            return None
        near = {word for key in _left_out(token) for word in self._without_one.get(key, ())}
        return _closest(token, near)


def _left_out(word: str) -> set[str]:
    return {word, *(word[:index] + word[index + 1 :] for index in range(len(word)))}


def _closest(token: str, candidates: Collection[str]) -> str | None:
    allowed = 2 if len(token) >= _TWO_SLIPS_FROM else 1
    ranked = sorted(
        (distance, word)
        for word in candidates
        if word[0] == token[0] or len(token) > 5
        if (distance := OSA.distance(token, word, score_cutoff=allowed)) <= allowed
    )
    if not ranked or (len(ranked) > 1 and ranked[0][0] == ranked[1][0]):
        return None
    return ranked[0][1]


@lru_cache(maxsize=1)
def common_english() -> frozenset[str]:
    """Frequent words of shop talk and small talk, read once from the packaged list."""
    return _listed("english_words.txt")


@lru_cache(maxsize=1)
def known_words() -> frozenset[str]:
    """Many more words that exist: none of them is a slip unless a word of support is one letter away."""
    return _listed("known_words.txt")


def _listed(name: str) -> frozenset[str]:
    text = files("agent.entities").joinpath(name).read_text(encoding="utf-8")
    return frozenset(line for line in text.splitlines() if line and not line.startswith("#"))
