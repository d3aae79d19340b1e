"""Whom a message of the team is about, apart from what it asks: "next, jo@example.com, any claims?" asks for hers.

Who was looked up before in the talk is known by name. Who is named in front is taken away, who is named elsewhere
becomes "she" or "her": so the same words are read alike, whoever they are about. Pure; English only.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from agent.entities.found import Entities
from agent.entities.spelling import common_english

Known = Sequence[Mapping[str, str]]
"""[{name, email}] of those who were served in this talk, the last one last."""

_EMAIL = re.compile(r"[\w.%+-]+@[\w-]+(?:\.[\w-]+)+(?P<s>['’]s)?", re.IGNORECASE)
_INTRODUCES = re.compile(
    r"(?:hi|hello|hey|ok|okay|so|now|and|then|right|great|good|done|thx|thanks|thank|ty|you|please|pls|next|new|another"
    r"|other|different|one|caller|customer|client|person|lady|guy|man|woman|gentleman|is|it|it['’]?s|its|this|that"
    r"|that['’]?s|here|the|a|an|i|i['’]?ve|have|got|get|with|for|from|about|of|on|line|phone|call|chat|by|name|named"
    r"|called|email|e-mail|account|look|looking|up|find|pull|open|show|search|switch|switching|go|going|back|to|mr|mrs"
    r"|ms|me|who['’]?s|who|let['’]?s|move|moving|over|again|morning|afternoon|evening|what|how)",
    re.IGNORECASE,
)
_ADDRESS_GIVEN = re.compile(r"\b(?:e-?mail|mail|address|newsletter|change|send|write|reach|to it)\b", re.IGNORECASE)
""" "Her new e-mail is jo@example.com" names nobody."""
_CALLING = re.compile(
    r"^[\s,.;:!)-]*(?:(?:and |who |she |he )?(?:(?:is|['’]s|was|just|has) )*(?:back )?(?:on the (?:phone|line|chat)"
    r"|on hold|in (?:the )?(?:chat|shop|store)|here|calling|called|calls|rang|phoned|wrote(?: in| to us| us)?|again"
    r"|e-?mailed(?: us)?|please|pls|thanks|now|\d{5})\b[\s,.;:!-]*)+",
    re.IGNORECASE,
)
_DOES = (
    r"(?:wants?|needs?|would|has|had|got|is|was|says?|said|asks?|asking|wonders?|didn['’]?t|doesn['’]?t|hasn['’]?t"
    r"|never|can|can['’]?t|cannot|could|ordered|bought|received|returned|sent|complains?|reports?|still|also|just)\b"
    r"(?! (?:s?he|they|there|it|you|we)\b)"
)
_HERS = re.compile(_DOES, re.IGNORECASE)
""" "... wants to know where it is": who does it was named in front."""
_OBJECT = re.compile(r"\b(?:for|of|about|from|by|with|to|on|at|help|serve|tell|give|owe|send)\s*$", re.IGNORECASE)
_GOES_ON = re.compile(
    rf"\s*(?:$|[.,;:!?)]|['’]|(?:again|now|please|pls|and|then|today|yet|have)\b)|\s+{_DOES}", re.IGNORECASE
)
""" "maya", "maya?", "maya has": a name alone, and not the first word of a thing's."""
_LONGEST = 12


@dataclass(frozen=True, slots=True)
class _Mention:
    start: int
    end: int
    email: str
    is_possessive: bool


_TWO_WORDS = r"(?P<name>[^\W\d_]{3,}(?:-[^\W\d_]+)? [^\W\d_]{3,}(?:-[^\W\d_]+)?)"
_SOMEBODY = (
    re.compile(rf"(?<![\w@.'’-]){_TWO_WORDS}(?P<s>['’]s?)(?=\s)"),
    re.compile(
        rf"\b(?:[Ff]or|of|from|by|about|to|[Hh]as|[Dd]oes|[Dd]id) {_TWO_WORDS}(?P<s>)"
        r"(?= (?:now|please|pls|so far|have|had|got|ordered?|filed?|claim(?:ed)?|returned?|get|any|still|already|claims"
        r"|orders|parcels?|waiting)\b|\W*$|[,.;?!])",
    ),
)
""" "Which claims are open for lucas chen": who was not looked up yet, in words that are none of a shop's."""


def without_mention(text: str, known: Known, entities: Entities) -> str:
    """What is asked, of "her"; "find customer jo@example.com" where nothing is, and the text where nobody is named."""
    found = _mention(text, known, entities)
    if found is None:
        return text
    before, behind = text[: found.start], text[found.end :]
    if _introduces(before) and not found.is_possessive:
        asked = _CALLING.sub("", behind).strip(" \t\n,.;:-–")
        if not re.search(r"[^\W\d_]", asked):
            return f"find customer {found.email}" if found.email else text
        return f"she {asked}" if _HERS.match(asked) else asked
    if _ADDRESS_GIVEN.search(before):
        return text
    is_her = found.is_possessive or _OBJECT.search(before)
    return f"{before}{'her' if is_her else 'she'}{behind}"


def introduced_by(text: str, known: Known) -> str | None:
    """The address of who is named in front of all else."""
    found = _mention(text, known, Entities())
    return (found.email or None) if found is not None and _introduces(text[: found.start]) else None


def known_by(text: str, known: Known) -> str | None:
    """The address of the one customer of this talk who is called by name."""
    found = {each.email for each in _by_name(text, known)}
    return found.pop() if len(found) == 1 else None


def somebody_named(text: str, known: Known, entities: Entities) -> str | None:
    """The name of who was not looked up in this talk: "which claims are open for lucas chen"."""
    found = _mention(text, known, entities)
    return re.sub(r"['’]s?$", "", text[found.start : found.end]) if found is not None and not found.email else None


def _introduces(before: str) -> bool:
    words = re.findall(r"[^\W\d_][\w'’-]*", before)
    return len(words) <= _LONGEST and all(map(_INTRODUCES.fullmatch, words))


def _mention(text: str, known: Known, entities: Entities) -> _Mention | None:
    """An address with the name beside it, or the name of somebody who was served."""
    if found := _EMAIL.search(text):
        start = found.start()
        email = found.group()[: found.start("s") - start] if found["s"] else found.group()
        parts = {each for each in re.split(r"[\W\d_]+", email.partition("@")[0].casefold()) if len(each) > 1}
        while (word := re.search(r"([^\W\d_][\w'’-]*)[\s,(<:]+$", text[:start])) and word[1].casefold() in parts:
            start = word.start()
        return _Mention(start, found.end(), email.rstrip("."), found["s"] is not None)
    named = list(_by_name(text, known))
    if named:
        return named[0] if len({each.email for each in named}) == 1 else None
    return _somebody(text, entities)


def _somebody(text: str, entities: Entities) -> _Mention | None:
    """Two words that are none of English or of the goods, where a person is named."""
    goods = (*entities.products, *entities.categories, *entities.colours, *entities.materials)
    for found in (each for words in _SOMEBODY for each in words.finditer(text)):
        is_goods = any(each.start < found.end("name") and found.start("name") < each.end for each in goods)
        if not is_goods and not any(map(_is_english, found["name"].split())):
            return _Mention(found.start("name"), found.end("s"), "", bool(found["s"]))
    return None


def _is_english(word: str) -> bool:
    return word.casefold() in common_english() or _INTRODUCES.fullmatch(word) is not None


def _by_name(text: str, known: Known) -> Iterator[_Mention]:
    """By the whole name, else by a part of it that is no English word."""
    for wanted in (_whole, _parts):
        found = [
            _Mention(match.start(), match.end(), each["email"], match["s"] is not None)
            for each in known
            for match in _named(wanted(each["name"]), text)
            if (wanted is _whole or _GOES_ON.match(text, match.end()) or match["s"]) and not _is_namesake(text, match)
        ]
        if found:
            yield from found
            return


def _is_namesake(text: str, match: re.Match[str]) -> bool:
    """ "The other owen hughes, 94110"."""
    is_other = re.search(r"\b(?:other|another|different) $", text[: match.start()], re.IGNORECASE) is not None
    return is_other or re.match(r"[\s,(]*\d{5}\b", text[match.end() :]) is not None


def _named(name: str, text: str) -> Iterator[re.Match[str]]:
    return re.finditer(rf"(?<![\w@.-])(?:{name})(?P<s>['’]s?(?=\s))?(?![\w@-])", text, re.IGNORECASE)


def _whole(name: str) -> str:
    return r"\s+".join(re.escape(part) for part in name.split())


def _parts(name: str) -> str:
    own = [part for part in name.split() if len(part) > 2 and part.casefold() not in common_english()]
    return "|".join(map(re.escape, own)) or r"(?!)"
