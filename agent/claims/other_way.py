"""The words that ask for another way with the same things: an exchange instead of the money, the money instead of it.

Pure.
"""

import re

from agent.understanding.heard import Heard

_FOR_ANOTHER = re.compile(
    r"\b(?:exchange|swap)\b(?! (?:polic|rule|window))"
    r"|\b(?:rather|prefer|instead|like|want|have)\b.{0,25}"
    r"\b(?:bigger|larger|smaller|different|other) (?:one|size|colou?r|pair)\b"
    r"|\b(?:rather|prefer)\b.{0,20}\bin (?:an? |size )*(?:xx?s|s|m|l|xx?l|small|medium|large|\d\d)\b"
    r"|\b(?:one|a) size (?:up|down|bigger|larger|smaller)\b",
    re.IGNORECASE,
)
_THINGS = r"(?:it|them|this|that|these|those|both|(?:the|my) \w+(?: \w+)?)"
_FOR_MONEY = re.compile(
    rf"\brefund\b|\bmoney back\b|\b(?:get|have|want|give me) (?:just )?(?:all )?(?:my|the) money\b"
    rf"|\breturn(?:ing)? (?:just )?{_THINGS}"
    rf"|\b(?:send|sending|give|giving|take|bring) (?:{_THINGS} (?:all )?back|back {_THINGS})\b",
    re.IGNORECASE,
)
OTHERWISE = {
    "return_item": ("exchange_item", _FOR_ANOTHER),
    "refund_request": ("exchange_item", _FOR_ANOTHER),
    "exchange_item": ("return_item", _FOR_MONEY),
}
"""By intent: what else may be done with the same things, and the words that ask for it."""
_NOT_THAT = re.compile(
    r"\b(?:forget|skip|scrap|drop|leave|never ?mind|no|not|n['’]t|dont|without|instead of|rather than)"
    r"(?: (?:about|the|an?|any|that|this|to|want|wish|need|do|with|whole|my|really|longer))*\s*$",
    re.IGNORECASE,
)
""" "Forget the swap", "not a refund": right before it."""
_ASKED_OF = re.compile(
    r"\b(?:(?:have|need|got|supposed|going|how|where) to|must|(?:if|when|once|after|before|until|unless|while) (?:i|we)"
    r"|(?:how|where|when) (?:do|can|shall|should|must) (?:i|we)|(?:you|they)(?: will|['’]ll)?"
    r"|(?:do|will|would) (?:i|we) (?:get|receive))(?: (?:just|first|only|an?|the|my|any))*\s*$",
    re.IGNORECASE,
)
""" "Do I have to send them back", "when I return it": how it goes, and no wish."""


def names_wish(intent: str, heard: Heard) -> bool:
    """Says it in the words of that wish; "it is too small" only sounds like an exchange."""
    _, words = OTHERWISE.get(intent, ("", None))
    return words is not None and is_named(words, heard.text)


def is_named(words: re.Pattern[str], text: str) -> bool:
    """And neither refused right before nor asked about."""
    before = (text[: match.start()] for match in words.finditer(text))
    return any(not (_NOT_THAT.search(each) or _ASKED_OF.search(each)) for each in before)
