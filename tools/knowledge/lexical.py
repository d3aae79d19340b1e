"""Words and their weights: the lexical half of every index.

Knows text and numbers only, neither passages nor products. A `Postings` is a term -> (documents, weights) table built
once and never changed; BM25 and TF-IDF differ only in how the weights are made.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, count

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]

_MARKUP = re.compile(r"<[^>]{1,80}>|&[a-z]{2,6};")
_INCHES = re.compile(r"(\d)(?:\s*(?:\"|''|”|″)|[\s-]?inch(?:es)?\b|-?in\b)")
_UNIT = re.compile(r"(\d)(gb|tb|mb|mm|cm|ml|kg|mah|ghz|mhz|hz|ft|g|l|w|v|m|k)\b")
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"\d+(?:\.\d+)+|\w+")
_CODE = re.compile(r"\b(?=[\w/-]*\d)[^\W_]+(?:[-/][^\W_]+)+\b")


def fold(text: str) -> str:
    """Lower case, no accents, no markup, and one spelling for inches and for units glued to a number."""
    plain = text.lower()
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain.replace("™", " ").replace("®", " "))
        plain = "".join(c for c in plain if not unicodedata.combining(c)).replace("’", "'")
    # Most texts are words without markup or numbers: looking first halves what folding a catalogue costs.
    if "<" in plain or "&" in plain:
        plain = _MARKUP.sub(" ", plain)
    plain = plain.replace("'s ", " ").replace("ß", "ss")
    return _UNIT.sub(r"\1 \2", _INCHES.sub(r"\1 inch ", plain)) if _DIGIT.search(plain) else plain


def word_set(text: str) -> frozenset[str]:
    """A list of words as it is pleasant to write."""
    return frozenset(text.split())


_IRREGULAR = {"scarves": "scarf", "shelves": "shelf", "knives": "knife", "halves": "half", "loaves": "loaf"}


@lru_cache(maxsize=65536)
def singular(word: str) -> str:
    """The word without an English plural ending; anything shorter than four letters is left alone."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes", "zes")):
        return word[:-2]
    return word[:-1]


def words(text: str) -> list[str]:
    """Folded words in order, plurals removed: `Batteries, 24"` -> `battery 24 inch`."""
    return [singular(word) for word in _WORD.findall(fold(text))]


def words_and_codes(text: str) -> list[str]:
    """`words`, and model codes also in one piece, so that `TN-2110` is found by `tn2110`."""
    folded = fold(text)
    found = [singular(word) for word in _WORD.findall(folded)]
    return found + [re.sub(r"[-/]", "", code) for code in _CODE.findall(folded)]


def letter_grams(text: str, *, shortest: int = 2, longest: int = 5) -> list[str]:
    """Character n-grams inside padded words: they forgive typos, joined words and endings."""
    grams: list[str] = []
    for word in _WORD.findall(fold(text)):
        grams += _grams_of(word, shortest, longest)
    return grams


@lru_cache(maxsize=16384)
def _grams_of(word: str, shortest: int, longest: int) -> list[str]:
    """Kept, since texts of one shop are made of the same few thousand words."""
    padded = f" {word} "
    sizes = range(shortest, min(longest, len(padded)) + 1)
    return [padded[start : start + size] for size in sizes for start in range(len(padded) - size + 1)]


@dataclass(frozen=True, slots=True)
class Postings:
    """For each term the documents that hold it (ascending) and what it is worth there.

    `starts` has one more entry than there are terms: term t owns `[starts[t]:starts[t + 1]]` of the two arrays.
    """

    size: int
    terms: Mapping[str, int]
    starts: NDArray[np.int64]
    documents: NDArray[np.int32]
    weights: Scores
    rarity: Scores

    def of(self, term: str) -> tuple[NDArray[np.int32], Scores] | None:
        """Documents and weights of one term, or None when no document has it."""
        number = self.terms.get(term)
        if number is None:
            return None
        span = slice(self.starts[number], self.starts[number + 1])
        return self.documents[span], self.weights[span]

    def score(self, query: Mapping[str, float]) -> Scores:
        """Sum of weights over the query's terms: (size,) float32."""
        found = [(wanted, *held) for term, wanted in query.items() if (held := self.of(term)) is not None]
        if not found:
            return np.zeros(self.size, dtype=np.float32)
        # One count over all terms: adding term by term took 0.45 ms for the 80 letter n-grams of a question.
        documents = np.concatenate([held for _, held, _ in found])
        weights = np.concatenate([np.float32(wanted) * worth for wanted, _, worth in found])
        return np.bincount(documents, weights, minlength=self.size).astype(np.float32)

    def rarity_of(self, term: str) -> float:
        """Inverse document frequency of a term, as though one document had it when none has."""
        number = self.terms.get(term)
        return float(np.log(1 + self.size)) if number is None else float(self.rarity[number])

    def holders(self, term: str) -> int:
        """How many documents hold the term."""
        number = self.terms.get(term)
        return 0 if number is None else int(self.starts[number + 1] - self.starts[number])


def bm25(texts: Sequence[Sequence[str]], *, k1: float = 1.2, b: float = 0.75) -> Postings:
    """BM25 weights with Lucene's idf, which stays positive however small the collection is."""
    damped = saturation(texts, k1=k1, b=b)
    weights = np.repeat(damped.rarity, np.diff(damped.starts)) * damped.weights * (k1 + 1)
    return _weighted(damped, weights, damped.rarity)


def saturation(texts: Sequence[Sequence[str]], *, k1: float = 1.2, b: float = 0.75) -> Postings:
    """BM25 without its idf: how much a text is about a term, 0 to 1, whatever the term is worth elsewhere."""
    counted = _count(texts)
    lengths = np.array([len(text) for text in texts], dtype=np.float32)
    mean = float(lengths.mean()) if lengths.any() else 1.0
    often = counted.weights
    damped = often / (often + k1 * (1 - b + b * lengths[counted.documents] / mean))
    return _weighted(counted, damped, _rarity(counted))


def strongest(fields: Sequence[tuple[Postings, float]]) -> Postings:
    """Several fields of the same documents as one: a term is worth what its best field says, times the field's weight.

    The maximum instead of the sum keeps a word that every field repeats from outweighing the query's other words.
    """
    terms: dict[str, int] = {}
    size = fields[0][0].size
    keys, values = [], []
    for postings, worth in fields:
        renumber = np.fromiter((terms.setdefault(term, len(terms)) for term in postings.terms), dtype=np.int64)
        owner = np.repeat(renumber, np.diff(postings.starts))
        keys.append(owner * max(size, 1) + postings.documents)
        values.append(postings.weights * np.float32(worth))
    pairs, where = np.unique(np.concatenate(keys), return_inverse=True)
    best = np.zeros(len(pairs), dtype=np.float32)
    np.maximum.at(best, where, np.concatenate(values))
    which, documents = np.divmod(pairs, max(size, 1))
    starts = np.searchsorted(which, np.arange(len(terms) + 1))
    merged = Postings(size, terms, starts, documents.astype(np.int32), best, best)
    return _weighted(merged, best, _rarity(merged))


def tfidf(texts: Sequence[Sequence[str]]) -> Postings:
    """Sublinear TF-IDF with unit-length documents; pair it with `tfidf_query` for a cosine."""
    counted = _count(texts)
    holders = np.diff(counted.starts)
    rarity = (np.log((1 + len(texts)) / (1 + holders)) + 1).astype(np.float32)
    raw = (1 + np.log(counted.weights)) * np.repeat(rarity, holders)
    squares = np.bincount(counted.documents, weights=raw**2, minlength=counted.size)
    return _weighted(counted, raw / np.sqrt(np.maximum(squares, 1e-12))[counted.documents], rarity)


def tfidf_query(postings: Postings, terms: Iterable[str]) -> dict[str, float]:
    """The query side of a TF-IDF cosine. Terms that no document has are left out, also of the length."""
    counts: dict[str, int] = {}
    for term in terms:
        if term in postings.terms:
            counts[term] = counts.get(term, 0) + 1
    raw = {term: (1 + float(np.log(n))) * postings.rarity_of(term) for term, n in counts.items()}
    length = float(np.sqrt(sum(value**2 for value in raw.values()))) or 1.0
    return {term: value / length for term, value in raw.items()}


def _count(texts: Sequence[Sequence[str]]) -> Postings:
    """Raw term counts, ordered by term and then by document."""
    terms: defaultdict[str, int] = defaultdict(count().__next__)
    numbers = np.fromiter(map(terms.__getitem__, chain.from_iterable(texts)), dtype=np.int64)
    owners = np.repeat(np.arange(len(texts), dtype=np.int64), [len(text) for text in texts])
    pairs, often = np.unique(numbers * max(len(texts), 1) + owners, return_counts=True)
    which, documents = np.divmod(pairs, max(len(texts), 1))
    starts = np.searchsorted(which, np.arange(len(terms) + 1))
    weights = often.astype(np.float32)
    rarity = np.ones(len(terms), np.float32)
    return Postings(len(texts), dict(terms), starts, documents.astype(np.int32), weights, rarity)


def _rarity(counted: Postings) -> Scores:
    holders = np.diff(counted.starts)
    return np.log1p((counted.size - holders + 0.5) / (holders + 0.5)).astype(np.float32)


def _weighted(counted: Postings, weights: NDArray[np.floating], rarity: Scores) -> Postings:
    made = weights.astype(np.float32)
    return Postings(counted.size, counted.terms, counted.starts, counted.documents, made, rarity)
