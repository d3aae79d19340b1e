"""Words as they are compared: folded, without plurals; and the letters that they are made of. Pure."""

import re
import unicodedata
from functools import lru_cache

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


_IRREGULAR = {
    **{"scarves": "scarf", "shelves": "shelf", "knives": "knife", "halves": "half", "loaves": "loaf"},
    **{f"{word}s": word for word in ("hoodie", "beanie", "scrunchie", "onesie", "bootie", "undie", "selfie", "movie")},
}


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
