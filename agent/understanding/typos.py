"""Slips of the finger: "retrun", "cacel", "ploicy", "the drses", "wha's".

A word that nobody knows is read as the likeliest word one slip away (two in long words): first the words of
support and of short answers, then those of the catalogue, then everyday English. Numbers, addresses of both
kinds and names are left alone, and what the customer typed stays in the transcript.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from agent.acts import phrases
from agent.entities.spelling import common_english, known_words
from agent.entities.vocabulary import singular

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
pending unpaid packed delayed
mens womens scarves gloves unisex waterproof windproof washable breathable stretchy itchy sizing comfy cosy cozy
crease creases crumple crumples midi chunky bootcut hypoallergenic slippery clammy looser
"""
_CONTRACTIONS = """
what's where's who's how's when's that's it's don't doesn't didn't isn't aren't wasn't can't couldn't won't wouldn't
haven't hasn't there's i'll i'd i've i'm let's you're they're
"""
_PLACES = """
america australia austria belgium britain california canada china denmark england europe finland france germany
greece hungary iceland india ireland israel italy japan mexico netherlands norway poland portugal scotland spain sweden
switzerland texas wales zealand
"""
_WORD = re.compile(r"(?<![\w@.'/-])[A-Za-z]+(?:'[a-z]+)?(?![\w@'/]|\.\w|-\w*\d)|(?<=-)[A-Za-z]{4,}(?![\w@'-])")
_POSTAL = re.compile(
    r"\b\d+[a-z]?,? (?:[\w.]+ ){1,3}(?:street|st|avenue|ave|road|rd|lane|ln|drive|dr|way|blvd|boulevard|court|ct|"
    r"square|place|pl|platz|allee)\b|(?:strasse|straße|weg)\s+\d|\b[a-z]{2} \d{5}\b",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!?;]\s|\n")
_HOUSE_NUMBER = re.compile(r"(?<![\w-])\d{1,5}[a-z]?(?=,? [A-Za-z])", re.IGNORECASE)
_WERE_IS = re.compile(r"\b(w)(?:ere|her|hre)(?=(?: is| are|'s)\b)", re.IGNORECASE)
_SHORTEST = 4
_GOODS = 2
"""Rank of the words of the catalogue: towards those a short word may have lost a letter, not mistaken one."""
_COMMON_SLIPS = {
    "smth": "something", "smthing": "something", "sth": "something", "sthg": "something", "sumthing": "something",
    "adress": "address", "acount": "account", "recieve": "receive",
    "recieved": "received", "recive": "receive", "recived": "received", "withdrawl": "withdraw",
    "shes": "she's", "hes": "he's", "theyre": "they're", "youre": "you're",
    "whats": "what's", "thats": "that's", "hows": "how's", "whos": "who's", "whens": "when's",
    "dont": "don't", "didnt": "didn't", "doesnt": "doesn't", "cant": "can't", "isnt": "isn't",
    "im": "i'm", "ive": "i've",
}  # fmt: skip
"""So common that they count as English words where texts were counted."""
_TWO_SLIPS_FROM = 8


@dataclass(frozen=True, slots=True)
class Mender:
    """Words by how likely they are meant, most likely first, with a table to find those that are near."""

    rank: dict[str, int]
    _near: dict[str, tuple[str, ...]]
    """A word with one letter left out (or none) -> words."""
    goods: frozenset[str]

    @classmethod
    def build(cls, goods: Iterable[str]) -> "Mender":
        """`goods` are the words of the catalogue: names, kinds, colours, materials."""
        forms = (form for word in goods for form in (word, singular(word), f"{word}s", f"{word}es"))
        own = frozenset(form for form in forms if len(form) > 2)
        rank: dict[str, int] = {}
        for place, words in enumerate(
            (f"{_SUPPORT}{_CONTRACTIONS}".split(), _answer_words(), own, [*_PLACES.split(), *common_english()])
        ):
            for word in words:
                rank.setdefault(word, place)
        near: dict[str, list[str]] = {}
        for word in rank:
            if len(word) >= _SHORTEST:
                for key in _left_out(word):
                    near.setdefault(key, []).append(word)
        return cls(rank, {key: tuple(found) for key, found in near.items()}, own)

    def mended(self, text: str) -> str:
        """The text with slips put right; a postal address stays as it is."""
        if address := _address_in(text):
            start, end = address
            return f"{self.mended(text[:start])}{text[start:end]}{self.mended(text[end:])}"
        text = _WERE_IS.sub(r"\1here", text)
        before: list[str] = []

        def mend(match: re.Match[str]) -> str:
            word = match.group()
            meant = self._meant(word.lower(), before, is_name=_looks_like_name(match))
            before.append(meant)
            if meant == word.lower():
                return word
            return meant.upper() if word.isupper() else meant.capitalize() if word[0].isupper() else meant

        return _WORD.sub(mend, text)

    def _meant(self, word: str, before: Sequence[str], *, is_name: bool) -> str:
        if slip := _COMMON_SLIPS.get(word):
            return slip
        if word in self.rank or len(word) < _SHORTEST or word.removesuffix("'s") in self.rank:
            return word
        if singular(word) in self.rank and word in known_words():
            return word
        candidates = {near for key in _left_out(word) for near in self._near.get(key, ())}
        # Behind "wool" a garment is likelier than anything else; a lost letter is a commoner slip than a wrong one.
        allowed = 2 if len(word) >= _TWO_SLIPS_FROM else 1
        known = known_words()
        follows_goods = bool(before) and before[-1] in self.goods
        scored = sorted(
            (
                distance,
                follows_goods and near not in self.goods,
                len(near) == len(word) <= 5 and sorted(near) != sorted(word),
                self.rank[near],
                sorted(near) != sorted(word),
                -len(near),
                near,
            )
            for near in candidates
            if near[0] == word[0] or len(word) > 5
            if len(word) > 5 or self.rank[near] < _GOODS or len(near) > len(word) or sorted(near) == sorted(word)
            if word not in known or self.rank[near] == 0
            if not is_name or near in self.goods or near in _PLACES.split()
            if (distance := OSA.distance(word, near, score_cutoff=allowed)) <= allowed
        )
        if not scored or (len(scored) > 1 and scored[0][:-1] == scored[1][:-1]):
            return word
        return scored[0][-1]


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
