"""A yes that stands as a sentence of its own among others: "finally. yes file it please. and where is the coat?". Pure.

It counts where nothing before it may change what is agreed to, and nothing behind it may be a condition: who asks
what it costs has not agreed yet.
"""

import re

from agent.acts import phrases as lists
from agent.acts.change import CHANGES
from agent.acts.said import Said, consume
from agent.acts.yes import is_no, is_yes
from agent.entities.reading import Reading
from agent.entities.reasons import find_reasons
from agent.understanding.requests import opens_request
from domain.claims import ReturnReason

_SENTENCE = re.compile(r"[^.!?…\n]+(?:[.!?…\n]+|[:;]-?[)dp](?=\s|$)|$)")
_LEAD = re.compile(r"^(?:(?:then|so|ok|okay|well|right|good|and|finally|yay|hm+|but)[\s,:)]+)+")
_CHANGES = re.compile(
    r"\b(?:but|if|unless|except|although|though|however|aber|mais|pero|only when"
    r"|without|instead|rather|prefer|wait|hold on|hang on|stop|cancel|free|costs?|charged?"
    r"|charges|fees?|pay|paying|pays|extra|refund(?:ed)?|make (?:it|that|them)|change|switch|swap|sizes?"
    r"|colou?rs?|keep|before|first|second|other|another|bigger|smaller|larger|wrong|the (?:\w+ )?ones?|how much"
    r"|(?:only|just) (?:the|an?|one|two|this|that|these|those|my|her|his|in|size)"
    r"|not (?:the|that|this|both|all|yet|sure)|don't|do not|never)\b|\d|\bin (?:an? )?\w+\W*$",
    re.IGNORECASE,
)
_MAY_QUALIFY = re.compile(
    r"\b(?:but|if|unless|except|although|though|however|aber|mais|pero|only when"
    r"|without|instead|rather|wait|hold on|hang on|hm+|not|no|nope|never|stop|cancel|free"
    r"|costs?|charged?|charges|fees?|pay|paying|pays|extra|how much|do (?:i|we) (?:get|have|need|still)"
    r"|make (?:it|that|them)|change|switch|only|just|sizes?|colou?rs?|keep|right|sure|correct|ok|okay|first"
    r"|before (?:i|you|we|that|it))\b|n't\b"
)
""" "Is it free?", "if it comes by Friday", "in size M": the yes may hang on it."""
_HARMLESS = re.compile(
    r"\bdo(?:n't| not) forget\b"
    r"|\b(?:what|which) (?:colou?r|size)s?(?: and (?:colou?r|size))? (?:did|have|do|was|is|were|are)\b"
)
""" "And which colour did I order?": asked, and no other colour is wished."""
_SAID_BEFORE = re.compile(
    r"\bi(?:'ve| have)?(?: just| already)? sa(?:id|y) yes(?: (?:\d+|two|three|\w+) times)?(?: (?:now|already))?\b"
)
_VOUCHES = re.compile(
    r"(?:(?:right|ok|okay|and|yes)[\s,]+)*(?:i|we)(?:'ve| have)?(?: just| already)? "
    r"(?:checked|confirmed|agreed)(?: (?:it|that|this))? with "
    r"(?:her|him|them|me|the customer)\W*"
)
""" "Yes file it. right, I checked with her.": says why it may be done, and nothing else."""
_ADDS = re.compile(r"(?:and|also|plus|now|next|then|by the way|btw|besides|another thing|one more thing)\b")
_OF_CLAIMS = frozenset({"return", "file", "claim", "report", "exchange"})
"""Verbs of a summary that a fault told behind the yes may change."""
_FAULTS = (ReturnReason.DAMAGED, ReturnReason.DEFECTIVE, ReturnReason.MISSING_ITEM)
"""Of goods alone; "the wrong one" may be of the summary itself."""


def agreed_among(said: Said, pending: str | None) -> str | None:
    """What is asked besides, "" where the yes comes last; None where there is none. `pending`: verbs of the summary."""
    for sentence in _SENTENCE.finditer(said.plain):
        if _is_plain_yes(sentence[0], pending):
            rest = said.text[sentence.end() :].strip(" \t\n,;:)-–—")
            if not rest:
                return "" if sentence.start() else None
            if _VOUCHES.fullmatch(rest.lower()):
                return ""
            return rest if _only_adds(rest) or _reports(rest, pending) else None
        told = _SAID_BEFORE.sub("", sentence[0])
        if _CHANGES.search(told) or _is_plain_no(sentence[0]):
            return None
    return None


def _is_plain_yes(sentence: str, pending: str | None) -> bool:
    if "?" in sentence or not sentence.strip():
        return False
    words = Said.of(_LEAD.sub("", sentence.strip(" ,:)-")).rstrip(".!") or "-")
    return bool(words.words) and consume(words.words, lists.YES)[0] > 0 and is_yes(words, pending)


def _is_plain_no(sentence: str) -> bool:
    said = Said.of(sentence)
    return bool(said.words) and is_no(said)


def _only_adds(rest: str) -> bool:
    plain = _HARMLESS.sub("", rest.lower())
    if _MAY_QUALIFY.search(plain) or CHANGES.match(plain):
        return False
    is_asked = "?" in plain or any(opens_request(sentence[0]) for sentence in _SENTENCE.finditer(rest))
    return is_asked or _ADDS.match(plain) is not None


def _reports(rest: str, pending: str | None) -> bool:
    """ "Yes. The trousers of my last order have a hole.", to anything but a claim: trouble of its own."""
    is_of_claim = bool(_OF_CLAIMS.intersection((pending or "").split("|")))
    plain = rest.lower()
    if is_of_claim or _MAY_QUALIFY.search(plain) or CHANGES.match(plain) or "?" in plain:
        return False
    return any(found.value in _FAULTS for found in find_reasons(Reading.of(rest)))
