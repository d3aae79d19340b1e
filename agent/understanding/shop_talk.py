"""How often shoppers use a word, and which words they put side by side, counted over the packaged examples.

It tells what a misspelt word stood for: "for my paents" is of parents, "the blue paents" of trousers. The examples
hold slips themselves, as people make them; a word that nobody else knows and that is one slip away from a much
commoner one is taken for such a slip.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise
from math import log

from agent.entities.spelling import common_english, known_words

_FOLDERS = ("agent.intents", "agent.table")
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")
_STOP = re.compile(r"[.,;:!?()\d]+")
_PAIR_COUNTS = 2
"""Words side by side so often are remembered."""
_COMMONER = 4
_UNSEEN = 0.5
_BESIDE = 0.7
"""What the words beside it count for; the rest is how common it is at large."""


@dataclass(frozen=True, slots=True)
class ShopTalk:
    counts: Mapping[str, int]
    pairs: Mapping[tuple[str, str], int]
    """A word and the one behind it; "" is the edge of a clause."""
    total: int

    def likelihood(self, before: str, word: str, after: str, *, more: int = 0) -> float:
        """The logarithm of how likely the word is between these two. `more`: sights to add."""
        share = (self.counts.get(word, _UNSEEN) + more) / self.total
        ahead = self._behind(before, word, share)
        return log(ahead) + log(self._behind(word, after, self._share(after)) / self._share(after))

    def _behind(self, first: str, second: str, share: float) -> float:
        beside = self.pairs.get((first, second), 0) / max(self.counts.get(first, 0), 1)
        return _BESIDE * beside + (1 - _BESIDE) * share

    def _share(self, word: str) -> float:
        return self.counts.get(word, _UNSEEN) / self.total


@lru_cache(maxsize=1)
def shop_talk() -> ShopTalk:
    """Counted once a process, in about a fifth of a second."""
    counts: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for clause in _clauses():
        words = ["", *_WORD.findall(clause), ""]
        counts.update(words[1:])
        pairs.update(pairwise(words))
    words = {word: count for word, count in counts.items() if word in common_english() or not _is_slip(word, counts)}
    often = {pair: count for pair, count in pairs.items() if count >= _PAIR_COUNTS}
    return ShopTalk(words, often, counts.total())


def _clauses() -> Iterator[str]:
    for package in _FOLDERS:
        for file in sorted(files(package).joinpath("examples").iterdir(), key=lambda each: each.name):
            lines = file.read_text(encoding="utf-8").casefold().splitlines()
            texts = (line for line in lines if not line.startswith(("#", "[")))
            yield from (clause for line in texts for clause in _STOP.split(line) if clause.strip())


def _is_slip(word: str, counts: Mapping[str, int]) -> bool:
    """ "reciept" and "theres" are, "postage" is not: no far commoner word is near, but for its own other forms."""
    if word in known_words() or len(word) < 2:
        return False
    if any(f"{word[:at]}'{word[at:]}" in counts for at in (-1, -2)):
        return True
    commoner = (near for near in _one_off(word) if counts.get(near, 0) >= _COMMONER * counts[word])
    return any(not (near.startswith(word) or word.startswith(near)) for near in commoner)


def _one_off(word: str) -> set[str]:
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    letters = "abcdefghijklmnopqrstuvwxyz'"
    return {
        *(front + rest[1:] for front, rest in cuts if rest),
        *(front + rest[1] + rest[0] + rest[2:] for front, rest in cuts if len(rest) > 1),
        *(front + letter + rest for front, rest in cuts for letter in letters),
        *(front + letter + rest[1:] for front, rest in cuts if rest for letter in letters),
    } - {word}
