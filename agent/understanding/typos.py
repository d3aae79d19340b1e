"""Slips of the finger: "retrun", "cacel", "ploicy", "the drses", "wha's".

A word that nobody knows is read as the likeliest word one slip away (two in long words): first the words of
support and of short answers, then those of the catalogue, then everyday English. Numbers, addresses of both
kinds and names are left alone, and what the customer typed stays in the transcript.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest

from rapidfuzz.distance import OSA

from agent.acts import phrases
from agent.entities.spelling import common_english, known_words
from agent.entities.vocabulary import singular
from agent.understanding.shop_talk import shop_talk
from agent.understanding.shorthand import put_in_full

_SUPPORT = """
border preorder preorders
cancel cancelled return returned returning returns refund refunded refunds policy policies order orders ordered
exchange delivery delivered deliver delivers shipping shipped ship tracking track parcel package discount discounts
student students payment pay invoice warranty address password account newsletter damaged broken person human agent
complaint status forget please where change changed voucher code size sizes available stock small smaller large
larger bigger cheaper cheapest expensive price under over sale colour color wrong missing arrived arrive wear wash
washing shirt shirts dress dresses meant mean looking first second third fourth fifth other both instead actually
nevermind leave reason former latter number email gift card cards store open claim claims label
receipt subscribe unsubscribe allergic allergy notify alert alerts remember withdraw defective
faulty cart basket checkout colleague mend mended repair repaired
chart sole stored complain fault itch recycle recycles emailed reorder returnable acting except without undo swap
swaps swapped swapping exchanged exchanging cancels couriers mailing resent repacked pinches
pending unpaid packed delayed
mens womens scarves gloves unisex waterproof windproof washable breathable stretchy itchy sizing comfy cosy cozy
crease creases crumple crumples midi chunky bootcut hypoallergenic slippery clammy looser earrings sixth seventh
eighth ninth tenth
"""
_CONTRACTIONS = """
what's where's who's how's when's that's it's don't doesn't didn't isn't aren't wasn't can't couldn't won't wouldn't
haven't hasn't there's i'll i'd i've i'm let's you're they're
"""
_CAPITALS = """
monday tuesday wednesday thursday friday saturday sunday january february march april june july august september october
november december christmas easter halloween american australian british canadian chinese dutch english european french
german irish italian japanese mexican polish scottish spanish swedish swiss

america australia austria belgium britain california canada china denmark england europe finland france germany
greece hungary iceland india ireland israel italy japan mexico netherlands norway poland portugal scotland spain sweden
switzerland texas wales zealand
"""
_WORD = re.compile(r"(?<![\w@.'/-])[A-Za-z]+(?:'[a-z]+)?(?![\w@'/]|\.\w|-\w*\d)|(?<=-)[A-Za-z]{4,}(?![\w@'-])")
_POSTAL = re.compile(
    r"\b\d+[a-z]?,? (?:[\w.]+ ){1,3}(?:street|st|avenue|ave|road|rd|lane|ln|drive|dr|way|blvd|boulevard|court|ct|"
    r"square|place|pl|platz|allee)\b|(?:strasse|straße|weg)\s+\d|\b(?-i:[A-Z]{2}) \d{5}\b",
    re.IGNORECASE,
)
_INNER_CAPITAL = re.compile(r"(?:(?<=[a-z,] )|^)[A-Z][A-Za-z]{3,}")
_SENTENCE_END = re.compile(r"[.!?;]\s|\n")
_HOUSE_NUMBER = re.compile(r"(?<![\w-])\d{1,5}[a-z]?(?=,? [A-Za-z])", re.IGNORECASE)
_WERE_IS = re.compile(r"\b(w)(?:ere|her|hre)(?=(?: is| are|'s)\b)", re.IGNORECASE)
_SHORTEST = 4
_GOODS = 2
"""Rank of the words of the catalogue: towards those a short word may have lost a letter, not mistaken one."""
_COMMON_SLIPS = {
    "smth": "something", "smthing": "something", "sth": "something", "sthg": "something", "sumthing": "something",
    "adress": "address", "acount": "account", "recieve": "receive",
    "recieved": "received", "recive": "receive", "recived": "received", "wether": "whether", "withdrawl": "withdraw",
    "shes": "she's", "hes": "he's", "theyre": "they're", "youre": "you're",
    "whats": "what's", "thats": "that's", "hows": "how's", "whos": "who's", "whens": "when's",
    "dont": "don't", "didnt": "didn't", "doesnt": "doesn't", "cant": "can't", "isnt": "isn't",
    "im": "i'm", "ive": "i've", "wen": "when", "wil": "will", "wich": "which",
}  # fmt: skip
"""So common that they count as English words where texts were counted."""
_TWO_SLIPS_FROM = 8
_SHORTENED = re.compile(r"'(?:s|ll|d|ve|re|m)$")
_ENDINGS = (
    ("s", ""), ("es", ""), ("ies", "y"), ("ed", ""), ("d", ""), ("ing", ""), ("ing", "e"), ("er", ""), ("ly", ""),
)  # fmt: skip
_BONUS = (20, 0, 40, 0)
"""Words of support and goods count as seen so much oftener than they are in the examples, by rank."""
_AMONG_GOODS = 3.0
_TALK = 0.7
"""Of two slips alike the commoner word is meant; it does not outweigh how the word is spelt."""
_CLEAR = 0.15
"""A likeliest word no likelier than that is not clear: the word stays."""


@dataclass(frozen=True, slots=True)
class Mender:
    """Words by how likely they are meant, most likely first, with a table to find those that are near."""

    rank: dict[str, int]
    _near: dict[str, tuple[str, ...]]
    """A word with one letter left out (or none) -> words."""
    goods: frozenset[str]
    names: frozenset[str]
    """What may be meant by a misspelt word with a capital inside a sentence."""

    @classmethod
    def build(cls, goods: Iterable[str], *, written: Iterable[str] = ()) -> "Mender":
        """`goods` are the words of the catalogue: names, kinds, colours, materials; `written`: the shop's texts."""
        own = frozenset(form for word in goods for form in (word, singular(word), _plural(word)) if len(form) > 2)
        texts = list(written)
        read = {word.casefold() for text in texts for word in re.findall(r"[A-Za-z]{4,}", text)}
        names = {word.casefold() for text in texts for word in _INNER_CAPITAL.findall(text)}
        rank: dict[str, int] = {}
        for place, words in enumerate(
            (
                f"{_SUPPORT}{_CONTRACTIONS}".split(),
                _answer_words(),
                own,
                [*_CAPITALS.split(), *common_english(), *shop_talk().counts, *_known_forms(), *read],
            )
        ):
            for word in words:
                rank.setdefault(word, place)
        near: dict[str, list[str]] = {}
        for word in rank:
            if len(word) >= _SHORTEST:
                for key in _left_out(word):
                    near.setdefault(key, []).append(word)
        return cls(rank, {key: tuple(found) for key, found in near.items()}, own, own.union(names, _CAPITALS.split()))

    def mended(self, text: str) -> str:
        """The text with slips put right; a postal address stays as it is."""
        if address := _address_in(text):
            start, end = address
            return f"{self.mended(text[:start])}{text[start:end]}{self.mended(text[end:])}"
        text = put_in_full(_WERE_IS.sub(r"\1here", text))
        matches = list(_WORD.finditer(text))
        mended, at, before = "", 0, ""
        for match, following in zip_longest(matches, matches[1:]):
            word = match.group()
            is_joined = text[at : match.start()].isspace()
            after = following.group().lower() if following and text[match.end() : following.start()].isspace() else ""
            before = self._meant(word.lower(), before if is_joined else "", after, is_name=_looks_like_name(match))
            mended += text[at : match.start()] + _cased(before, like=word)
            at = match.end()
        return mended + text[at:]

    def _meant(self, word: str, before: str, after: str, *, is_name: bool) -> str:
        if slip := _COMMON_SLIPS.get(word):
            return slip
        if (
            word in self.rank
            or len(word) < _SHORTEST
            or (_SHORTENED.search(word) and word.partition("'")[0] in self.rank)
        ):
            return word
        candidates = {near for key in _left_out(word) for near in self._near.get(key, ())}
        if word in known_words():
            candidates = {near for near in candidates if not self.rank[near]}
        elif _is_form(word):
            candidates = {near for near in candidates if self.rank[near] == 0 or near in self.goods}
        if is_name:
            candidates &= self.names
        likely = sorted(
            (
                _odds(word, near, distance)
                + self._weight(near, before, after)
                + _TALK * shop_talk().likelihood(before, near, after, more=_BONUS[self.rank[near]]),
                near,
            )
            for near in candidates
            if near[0] == word[0] or len(word) > 5
            if len(word) > 5 or self.rank[near] < _GOODS or len(near) > len(word) or sorted(near) == sorted(word)
            if not word.startswith(near) or word[-1] == near[-1]  # a "router" is no route
            if (distance := _distance(word, near)) is not None
        )
        if not likely or (len(likely) > 1 and likely[-1][0] - likely[-2][0] < _CLEAR):
            return word
        return _COMMON_SLIPS.get(likely[-1][1], likely[-1][1])

    def _weight(self, near: str, before: str, after: str) -> float:
        """Behind "wool" a garment is likelier than anything else, and so is a colour behind "in" or before "coat"."""
        return _AMONG_GOODS if near in self.goods and (before == "in" or {before, after} & self.goods) else 0.0


def _distance(word: str, near: str) -> int | None:
    allowed = 2 if len(word) >= _TWO_SLIPS_FROM else 1
    distance = OSA.distance(word, near, score_cutoff=allowed)
    return distance if distance <= allowed else None


def _odds(word: str, near: str, distance: int) -> float:
    """Swapped and lost letters are commoner slips than wrong ones and letters too many; the first one is rarely hit."""
    if distance > 1:
        odds = -9.0
    elif sorted(near) == sorted(word) or len(near) > len(word):
        odds = 0.0
    elif len(near) < len(word):
        odds = -2.5
    else:
        odds = -4.0
    return odds if near[0] == word[0] else odds - 3.0


def _plural(word: str) -> str:
    return f"{word}es" if word.endswith(("s", "x", "ch", "sh")) else f"{word}s"


def _is_form(word: str) -> bool:
    """A regular form of a word that exists exists as well: "rained", "router", "invoices"."""
    return any(stem in common_english() or stem in known_words() for stem in _stems(word))


def _stems(word: str) -> list[str]:
    stems = (word.removesuffix(ending) + put for ending, put in _ENDINGS if word.endswith(ending))
    return [stem for stem in stems if len(stem) > 3]


@lru_cache(maxsize=1)
def _known_forms() -> frozenset[str]:
    """Words that exist and are forms of what shoppers say: "produces", "hired"."""
    said = shop_talk().counts
    return frozenset(word for word in known_words() if any(stem in said for stem in _stems(word)))


def _cased(meant: str, *, like: str) -> str:
    if meant == like.lower():
        return like
    return meant.upper() if like.isupper() else meant.capitalize() if like[0].isupper() else meant


def _address_in(text: str) -> tuple[int, int] | None:
    """From the first figure, else the first word, of a sentence that holds a postal address, to its end."""
    match = _POSTAL.search(text)
    if match is None:
        return None
    before = max((stop.end() for stop in _SENTENCE_END.finditer(text, 0, match.start())), default=0)
    after = _SENTENCE_END.search(text, match.end())
    figure = _HOUSE_NUMBER.search(text, before, match.end())
    return figure.start() if figure else before, after.start() if after else len(text)


def _looks_like_name(match: re.Match[str]) -> bool:
    """A capital inside a sentence that is not all capitals."""
    before = match.string[: match.start()].rstrip()
    return match.group()[0].isupper() and not match.string.isupper() and bool(before) and before[-1] not in ".!?\n"


def _left_out(word: str) -> set[str]:
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


@lru_cache(maxsize=1)
def _answer_words() -> frozenset[str]:
    """Every word of the phrases that answers are recognised by, in all their languages."""
    groups = [value for name, value in vars(phrases).items() if name.isupper() and isinstance(value, str)]
    return frozenset(word for group in groups for word in re.findall(r"[^\W\d_]+(?:'[a-z]+)?", group))
