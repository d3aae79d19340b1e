"""What stands alone, whatever is said before it: "also, show me dresses", "oh and my order is late". English. Pure."""

import re

from agent.understanding.asked_apart import body_of, puts_a_question
from agent.understanding.asks_nothing import OBJECTS, TAG
from agent.understanding.own_pronoun import without_own_pronoun
from agent.understanding.requests import is_generic, opens_request
from agent.understanding.trouble import tells_trouble

_SHOPS = re.compile(
    r"(?:(?:i['’]?m|im|i am|we['’]?re) )?(?:looking|searching|shopping) for\b|(?:show|recommend|suggest) (?:me |us )?\w"
    r"|(?:have (?:you|u) )?got (?:any|some|an?)\b|any \w+ (?:in|under|for)\b|what if\b",
    re.IGNORECASE,
)
_LEANS = re.compile(
    r"\b(?:it|its|they|them|their|that|those|these|this|there|ones?|instead|else|then|same|both|either|other|another"
    r"|too|as well)\b",
    re.IGNORECASE,
)
_A_BIGGER_ONE = re.compile(r"\b(?:for|to|in) an? \w+ one\b", re.IGNORECASE)
_LEAD = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|oh|a+h|hm+|u+m|hey|hi|hello|thanks|thank you|thx|cool|great|good|nice|perfect|lovely|fine"
    r"|sure|al?right|right|well|so|wait|sorry|i see|got it|anyways?|and|but|also|plus|besides|btw|by the way"
    r"|(?:just )?(?:an?|one|another|a last)?\s?(?:more|last|other|quick|different)? ?(?:thing|question))\b\W*)+",
    re.IGNORECASE,
)
_AND = re.compile(r"^\W*(?:and|plus|&)\b\W*", re.IGNORECASE)
_FEWEST = 3


def stands_alone(text: str) -> bool:
    """A question, a wish or a trouble of its own, in which nothing points at what was said before."""
    return is_whole(text) and _LEANS.search(_A_BIGGER_ONE.sub(" ", without_own_pronoun(body_of(text)))) is None


def is_whole(text: str) -> bool:
    body = body_of(text)
    if len(body.split()) < _FEWEST or is_generic(body) or TAG.search(body) or OBJECTS.search(body):
        return False
    return looks_for(body) or opens_request(body) or puts_a_question(body) or tells_trouble(body)


def looks_for(text: str) -> bool:
    """ "Got any sneakers", "I'm looking for a scarf"."""
    return _SHOPS.match(body_of(text)) is not None


def without_lead(text: str, *, is_first: bool, asks: bool = False) -> str:
    """Without the "ok thanks, and one more thing" that joins it to what it has nothing to do with.

    `is_first`: of a message; there a bare "and" before a question may go on from what was answered before.
    `asks`: only before a question, where something else was asked, which an "ok" may answer.
    """
    lead = _LEAD.match(text)
    rest = text[lead.end() :] if lead else ""
    if lead is None or not stands_alone(rest) or (asks and not (puts_a_question(rest) or looks_for(rest))):
        return text
    return text if is_first and _AND.fullmatch(lead[0]) and puts_a_question(rest) else rest
