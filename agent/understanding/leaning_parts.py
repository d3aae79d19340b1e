"""What one question of a message leans on: the one before it, or a thing that only a later one names. Pure."""

import re
from collections.abc import Callable, Sequence

from agent.acts.courtesy import courtesy
from agent.acts.said import Said
from agent.goods.opinions import GOOD
from agent.understanding.asked_apart import is_of_bot, marked, puts_a_question
from agent.understanding.matters import matters_of
from agent.understanding.requests import opens_request

_FEW = 5
_OF_A_THING = {"product"}
""" "Which sizes are there": of something that is named elsewhere."""
_POINTS = re.compile(r"\b(?:it|its|they|them|that|those|these|the stuff)\b", re.IGNORECASE)
_POINTS_AT_THING = re.compile(r"\b(?:it|its|they|them)\b", re.IGNORECASE)
_POINTS_PLAINLY = re.compile(
    r"\b(?:it|they|them|those|these)\b"
    r"(?!\s+(?:(?:be|ok(?:ay)?|alright|possible|true|allowed|normal|worth|cost|costs|take|takes|work)\b|(?:\w+\s+){1,3}one\b))",
    re.IGNORECASE,
)
"""Not "is it possible", nor "how long does it take": of no thing."""
_REMARK = re.compile(
    rf"(?P<said>(?=(?:\W*\w+\b){{3}})[^.!?\n]*\b(?:{GOOD}|friendly|kind|impressed|adore|tempting)\b[^.!?\n]*)[.!]+\s+"
    r"(?P<rest>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
_TELLS_MORE = re.compile(
    r"\b(?:not|never|but|except|would|could|should|if|too|than|though|until|unless|without|that you|how you|my|me|mine"
    r"|our|(?:i|we)(?! (?:\w+ )?(?:love|like|adore)\b)(?:['’]\w+)?)\b|n['’]t\b",
    re.IGNORECASE,
)
""" "It'd be great to have it by Friday", "so cool that you repair": what the question may be asked for, or of."""
_LEANS_ON_IT = re.compile(
    r"\b(?:it|its|they|them|that|those|these|this|there|ones?|instead|else|then)\b", re.IGNORECASE
)
_OF_WHAT_KIND = r"(?:(?:the|your|those|these|this|that|my|any|an?)\s+)(?:(?!and\b|or\b|of\b)[\w'’-]+\s+){0,3}"
_TAKEN_IN = re.compile(r"(?P<asked>.*[.?!])\s+(?P<nod>[^.?!]{2,20})[.!]*", re.DOTALL)


def without_nod(text: str) -> str:
    """ "When would it get here. nice.": what is asked, without the word behind it that takes in what came before."""
    found = _TAKEN_IN.fullmatch(text.strip())
    if found is None or courtesy(Said.of(found["nod"])) != "nod" or not puts_a_question(found["asked"]):
        return text
    return marked(found["asked"])


def without_remark(part: str, says_nothing: Callable[[str], bool]) -> str:
    """ "Visiting them is so cool. What's the packaging like?": the question, which leans on no word of the praise."""
    rest = part
    while (found := _REMARK.match(rest)) is not None:
        if _TELLS_MORE.search(found["said"]) or not says_nothing(found["said"]):
            break
        rest = found["rest"]
    asks = not _LEANS_ON_IT.search(rest) and (puts_a_question(rest) or opens_request(rest))
    return rest if asks else part


def leans(part: str) -> bool:
    """An "it", or few words that name no matter: hardly to be understood without the question before."""
    is_bare = len(part.split()) <= _FEW and not _matters(part)
    return not is_of_bot(part) and (is_bare or _POINTS.search(part) is not None)


def points_at_thing(part: str) -> bool:
    return _POINTS_AT_THING.search(part) is not None


def with_thing(part: str, before: str, things: Sequence[str]) -> str:
    """ "And do they come in black?" behind "are the linen trousers lined?": do the linen trousers come in black.

    `things`: the words for goods in the part before. "" where it is not surely one thing that is pointed at.
    """
    if len({each.casefold() for each in things}) != 1 or not _POINTS_PLAINLY.search(part):
        return ""
    named = re.search(rf"\b{_OF_WHAT_KIND}{re.escape(things[0])}\b", before, re.IGNORECASE)
    thing = re.sub(r"^\w+", "the", named[0]) if named else f"the {things[0]}"
    return _POINTS_PLAINLY.sub(lambda _: thing, part, count=1)


def named_first(parts: list[str], names: Callable[[str], bool]) -> list[str]:
    """ "Is it available in M? How much is the tee?": with nothing spoken of before, "it" is what a later part names."""
    if not points_at_thing(parts[0]) or names(parts[0]):
        return parts
    at = next((at for at, part in enumerate(parts) if names(part) or not part.endswith("?")), len(parts))
    naming = parts[at] if at < len(parts) and names(parts[at]) else None
    if naming is None or (_matters(parts[0]) and not _matters(naming)):
        return parts  # "can i still cancel it? how much is the tee?": no goods that one looks at
    return [naming, *(part for part in parts if part is not naming)]


def _matters(part: str) -> frozenset[str]:
    """What it speaks of beside goods."""
    return matters_of(part.casefold()) - _OF_A_THING
