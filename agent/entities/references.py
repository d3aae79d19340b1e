"""Words that point at something already on the table: "the second one", "it", "my last order"."""

import re
from collections.abc import Iterator, Sequence

from agent.entities.found import Found, Reference
from agent.entities.lexicon import Lexicon
from agent.entities.reading import Reading, overlaps
from agent.entities.words import stems
from domain.orders import OrderId

_ORDINALS = {
    word: index
    for index, words in enumerate(
        ("first 1st", "second 2nd", "third 3rd", "fourth 4th", "fifth 5th", "sixth 6th", "seventh 7th", "eighth 8th",
         "ninth 9th", "tenth 10th"),
        start=1,
    )
    for word in words.split()
} | {"last": -1, "latest": -1, "most recent": -1, "newest": -1, "previous": -1, "recent": -1, "final": -1,
     "oldest": 1, "former": 1, "latter": -1, "top": 1, "bottom": -1}  # fmt: skip
_RANK = "|".join(sorted(_ORDINALS, key=len, reverse=True))
_THING = r"(?:one|ones|item|option|product|choice|thing|result|link|pair|line|suggestion)"

_ORDER = re.compile(
    rf"(?<!one of )(?<!any of )(?<!some of )\b(?:my|the|our|that|this)\s(?:very\s)?(?:(?P<rank>{_RANK}|"
    rf"other)\s)?(?:\w{{1,12}}\s)?(?:orders?|purchase|parcel|package)\b(?!\s(?:status|number|"
    rf"confirmation|history|id|no))"
)
_BARE_ORDER = re.compile(
    rf"^\s*(?:(?:for|from|in|on|it's|its)\s)?(?P<rank>{_RANK})\s(?:orders?|purchase)(?:\s(?:please|pls))?[\s.!?]*$"
)
_BOUGHT = re.compile(
    rf"\b(?:the|my)\s(?P<rank>{_RANK})\s(?:(?:one|thing|item|stuff|things)\s)?(?:that\s|which\s)?(?:i|we)(?:'ve|\shave)?\s"
    r"(?:just\s)?(?:got|ordered|bought|received|placed|purchased|made)\b"
)
""" "The last one I got": by when it was, not by where it stands in a list."""
_CALLED = re.compile(
    rf"\b(?:the|my)\s(?P<rank>{_RANK})\s(?:pending|unpaid|paid|packed|shipped|sent|delayed|late|delivered|arrived|lost"
    r"|cancelled|canceled|returned)\s(?:one|order|parcel|package)\b"
)
""" "The last delivered one": of the orders that are called so, by when it was."""
_PAPER = re.compile(rf"\b(?:my|the)\s(?P<rank>{_RANK})\s(?:receipt|invoice|bill)\b")
_BY_DATE = frozenset({"latest", "most recent", "newest", "recent", "oldest"})
"""Ranks of what was bought by when it was, wherever it stands in a list."""
_ORDINAL = re.compile(
    rf"\b(?:the\s|number\s|option\s)?(?P<rank>{_RANK})\s(?P<thing>{_THING}|shirt|dress)\b|"
    rf"\b(?:the )?(?P<rank2>former|latter)\b"
    rf"|^\s*(?:(?:no|just|only|ok|and|i mean|then|show me|for|from|(?:what |how )?about|what(?:'?s| is))[\s,]+)*"
    rf"(?:the\s)?(?P<rank3>{_RANK})(?:\s(?:please|pls|then))?[\s.!?]*$"
)
_NUMBERED = re.compile(
    r"\b(?:number|option|no\.|nr\.?|item|choice|#)\s?(?P<n>\d{1,2}|one|two|three|four|five)\b(?!\s?(?:%|of))"
)
_NUMBER_ALONE = re.compile(r"^\s*#?(?P<n>[1-9]|10)[\s.!)]*$")
_NEXT_TO = (
    r"(?:\b(?:the|my) (?:one|order|purchase|parcel)?\s?(?:i (?:placed|made|ordered|bought) )?(?:right |just |placed )?"
    r"|\b(?:did|had|have) i (?:order|ordered|buy|bought|get|got|place|placed) (?:right |just )?)(?P<side>before|after)"
)
_BEFORE = re.compile(
    rf"{_NEXT_TO}"
    r"(?:(?: (?:that|this|it|(?:these|those)(?: two| orders)?|the last(?: one| order)?|vm-?\d+))(?: one| order)?\b"
    r"|(?=\s*(?:[.?!,;]|$)))"
)
_OF_NUMBER = re.compile(
    rf"{_NEXT_TO}"
    r" (?:the |my )?(?:order )?(?:number |no\.? ?|# ?)?(?=\x1f)"
)
""" "The order before VM-10246": the number tells next to which one, and is not itself the one that is meant."""
_OF_THAT = re.compile(r" (?:that|this|it)\b")
_AND = re.compile(r"\b(?:and|also|plus|both|or)\W*(?:also\W*)?$")
""" "VM-10246 and the one before that": both are meant."""
_OTHER = re.compile(
    r"\b(?:the other(?:\s(?:one|order|item|\w{2,12}))?|another one|a different one)\b|^(?:no\W+)?other (?:one|order)\b"
)
_BOTH = re.compile(r"\bboth(?:\sof\s(?:them|these|those))?\b")
_ALL = re.compile(
    r"\b(?:all of (?:them|it|these|those)|all (?:three|four|five|items)|everything|"
    r"the whole (?:order|lot)|every one of them|them all|(?:whole|entire) order)\b"
)
_SUPERLATIVES = {
    "cheap": "cheap", "expensive": "expensive", "big": "big", "bigg": "big", "large": "big", "small": "small",
    "light": "light", "dark": "dark", "warm": "warm", "long": "long", "short": "short", "new": "new",
    "pric": "expensive", "pricey": "expensive", "nic": "nice", "soft": "soft", "old": "old",
}  # fmt: skip
_SUPERLATIVE = re.compile(
    rf"(?:\b(?:the|a)\s|^\s*)(?:(?P<more>more|most|less|least)\s(?P<plain>expensive|pricey)|(?P<stem>cheap|big|"
    rf"bigg|large?|small|light|dark|warm|long|short|new|pric|nic|soft|old)i?(?:er|est|r|"
    rf"st))(?:\s{_THING})?\b"
)
_DESCRIBED = re.compile(rf"\b(?:the|that|this|those|these)\s(?P<words>(?:[a-z-]{{2,14}}\s){{1,3}}){_THING}\b")
_NOUN = re.compile(r"\b(?P<which>that|this|those|these|the|my)\s(?P<noun>[a-z-]{3,14}(?:\s[a-z-]{3,14})?)\b")
_POINTED = re.compile(rf"\b(?:this|that|these|those)\s{_THING}\b")
_PRONOUN = re.compile(r"(?<![\w'])(?:it|them|those|these|this|that)(?![\w-])(?!'(?:ll|d))")
# "how long does it take", "is it possible", "people that like": nothing is pointed at.
_EMPTY_BEFORE = re.compile(
    r"(?:\b(?:does|is|was|will|would|can|if|how|long|so|say|says|said|think|know|hope|sure|told|see|"
    r"sorry|wish|but|and|"
    r"shirt|order|item|one|thing|all|everything|jacket|dress|product|parcel)\s)$"
)
_ENDS_THERE = re.compile(
    r"\s*(?:$|[.,;!?\x1f]|(?:and|or|please|pls|back|too|also|now|instead|for|in|to|from|on|with|as|again|at all)\b)"
)
_EXPLETIVE = re.compile(r"\b(?:does|is|will|would|can)\s(?:it|this|that)\s(?:take|possible|true|ok|okay|work)\b")


def find_references(
    reading: Reading, lexicon: Lexicon, numbers: Sequence[Found[OrderId]] = ()
) -> tuple[Found[Reference], ...]:
    """`numbers`: the orders' numbers of the message, one of which may only tell what another stands next to."""
    found: list[Found[Reference]] = []

    def keep(reference: Reference | None, match: re.Match[str], group: int | str = 0) -> None:
        if reference is None:
            return
        item = reading.matched(reference, match, group)
        if not overlaps(item, found):
            found.append(item)

    text = reading.free
    for match, anchor in _next_to(text, numbers):
        keep(Reference("before", index=_side(match), attribute=anchor), match)
    for match in _ORDER.finditer(text):
        keep(_order(match["rank"]), match)
    for pattern in (_BARE_ORDER, _BOUGHT, _CALLED, _PAPER):
        for match in pattern.finditer(text):
            keep(_order(match["rank"]), match)
    for match in _OTHER.finditer(text):
        keep(Reference("other"), match)
    for match in _ORDINAL.finditer(text):
        rank = match["rank"] or match["rank2"] or match["rank3"]
        keep(Reference("order" if rank in _BY_DATE else "ordinal", index=_ORDINALS[rank]), match)
    for pattern in (_NUMBERED, _NUMBER_ALONE):
        for match in pattern.finditer(text):
            keep(Reference("ordinal", index=_index(match["n"])), match)
    for match in _BOTH.finditer(text):
        keep(Reference("both"), match)
    for match in _ALL.finditer(text):
        keep(Reference("all"), match)
    for match in _SUPERLATIVE.finditer(text):
        keep(_superlative(match), match)
    for match in _DESCRIBED.finditer(text):
        keep(_described(match["words"], lexicon), match)
    for match in _POINTED.finditer(text):
        keep(Reference("pronoun"), match)
    for match in _NOUN.finditer(text):
        keep(_noun(match, lexicon), match)
    for match in _PRONOUN.finditer(text):
        if _points(text, match):
            keep(Reference("pronoun"), match)
    return tuple(sorted(found, key=lambda item: item.start))


def _next_to(text: str, numbers: Sequence[Found[OrderId]]) -> Iterator[tuple[re.Match[str], str | None]]:
    """Where an order is called the one before or after, with the number of the one beside it where that is told."""
    for match in _OF_NUMBER.finditer(text):
        if anchor := next((str(each.value) for each in numbers if each.start == match.end()), None):
            yield match, anchor
    for match in _BEFORE.finditer(text):
        named = [each for each in numbers if each.end <= match.start()] if _OF_THAT.search(match.group()) else []
        is_alone = len(named) == 1 and _AND.search(text, named[0].end, match.start()) is None
        yield match, str(named[0].value) if is_alone else None


def _side(match: re.Match[str]) -> int:
    return -1 if match["side"] == "before" else 1


def _order(rank: str | None) -> Reference:
    if rank == "other":
        return Reference("other", attribute="order")
    return Reference("order", index=_ORDINALS[rank] if rank else None)


def _index(text: str) -> int:
    return int(text) if text.isdigit() else ["one", "two", "three", "four", "five"].index(text) + 1


def _superlative(match: re.Match[str]) -> Reference:
    if match["plain"]:
        return Reference("superlative", attribute="cheap" if match["more"] in ("less", "least") else "expensive")
    return Reference(
        "superlative", attribute=_SUPERLATIVES.get(match["stem"], _SUPERLATIVES.get(match["stem"] + "e", "big"))
    )


def _described(said: str, lexicon: Lexicon) -> Reference | None:
    """ "the blue one", "the linen one": what is said must be a word of the catalogue or a size."""
    phrase = stems(said)
    known = phrase in lexicon.colours or phrase in lexicon.materials or phrase in lexicon.categories
    if known or said.strip() in ("small", "medium", "large", "big", "long", "short", "wrong", "new", "old"):
        return Reference("attribute", attribute=said.strip())
    return None


def _noun(match: re.Match[str], lexicon: Lexicon) -> Reference | None:
    phrase = stems(match["noun"])
    for candidate in (phrase, phrase[:1]):
        if candidate in lexicon.categories:
            return Reference("noun", attribute=" ".join(candidate))
    if len(phrase) == 2 and phrase[1:] in lexicon.categories:
        return Reference("noun", attribute=match["noun"])
    return None


def _points(text: str, match: re.Match[str]) -> bool:
    word = match.group()
    if word == "it":
        start = max(0, match.start() - 6)
        return _EXPLETIVE.search(text, start, match.end() + 10) is None
    if word == "them":
        return True
    return (
        _EMPTY_BEFORE.search(text, max(0, match.start() - 12), match.start()) is None
        and _ENDS_THERE.match(text, match.end()) is not None
    )
