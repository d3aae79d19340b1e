"""Which one of several is asked for: "which one's cheapest", "the warmest?", "which would you take".

Reads words only; among which things it is to be found, others know.
"""

import re
from typing import Literal, TypedDict

from agent.entities.found import Entities
from agent.goods.purposes import purpose
from tools.words import word_set

_LEAD = r"^\W*(?:(?:ok(?:ay)?|and|so|but|then|well|hm+|cool|great|thanks|please|of (?:these|those|them))\W+)*"
_OF = r"(?: (?:one|ones|of (?:them|these|those|the (?:two|three|four|five|\w+s))|pair|piece))?"
_BE = r"(?:['’]?s|['’]?re| is| are| was| would be| looks?| feels?| costs?| has| have| got| comes?| do you think is)?"
_MOST = (
    r"(?:(?:the|your|most people'?s|with the) )?(?P<most>(?:most|least|best|highest|lowest|top)[- ]"
    r"(?!of\b|one|likely|recent|people)[a-z]{4,}"
    r"|(?!interest|request|suggest|forest|guest|chest|latest|rest\b|test\b|west\b|vest\b|honest|modest)"
    r"(?:[a-z]{3,}est|best))\b"
)
_NO_DEGREE = (
    r"(?:under|over|other|either|neither|after|ever|never|number|offer|order|leather|summer|winter|paper|cover|together"
    r"|rather|whether)\b"
)
_NOT_OF_GOODS = re.compile(
    r"\b(?:ship\w*|deliver\w*|postage|courier|pay\w*|refunds?|returns?|codes?|discounts?|orders?|parcels?|stores?|shops?"
    r"|way|options?|methods?|gift ?cards?|arriv\w*|things?|items?|products?|versions?|variants?|model)\b",
    re.IGNORECASE,
)
_ASKED = re.compile(
    rf"{_LEAD}(?:which|what|who){_BE}{_OF}{_BE}{_OF} {_MOST}"
    rf"|{_LEAD}which{_BE}{_OF}{_BE} (?P<more>(?!{_NO_DEGREE})[a-z]{{3,}}er|more [a-z]{{4,}})\b(?! than)",
    re.IGNORECASE,
)
_ALONE = re.compile(
    rf"{_LEAD}(?:what about |how about )?{_MOST}(?: (?:one|ones|of (?:them|these|those)))?\W*$", re.IGNORECASE
)
_ADVISED = re.compile(
    rf"{_LEAD}(?:which|what)\b{_OF} (?:would|should|do|can|could|will) (?:you|i|u|most people|people|others)"
    r" (?:\w+ )?(?:pick|choose|recommend|take|get|buy|go (?:for|with)|suggest|prefer|like|wear)\b"
    rf"|{_LEAD}(?:which|what)(?:['’]?s| is| are) (?:your |the (?:most )?)?"
    r"(?:favou?rite|recommendation|popular|best ?seller)"
    rf"|{_LEAD}(?:any|do you have an?) (?:favou?rite|recommendation)s?\b"
    rf"|{_LEAD}(?:which|what){_OF}(?:['’]s| is| are| would be| would| looks?)? (?:good|ok(?:ay)?|fine|right|suitable"
    r"|appropriate|suit|work|do|go)(?: well)? (?=for\b|to wear\b|an?\b|my\b|the\b)"
    r"|\bwhat would you (?:do|go for)\b",
    re.IGNORECASE,
)
_DOES = re.compile(
    rf"{_LEAD}(?:which|what){_OF} (?!(?:is|are|was|one|looks?|feels?|costs?|do|would|should|can|has|had|have|got)\b)"
    r"(?P<what>[a-z]+s?(?: (?!better|best)[a-z]+){0,3}) (?:the )?(?:better|best|longer|longest)"
    r"(?=\W*$|[,.;:!?]| (?:in|on|for|when|with|at|during|against)\b)",
    re.IGNORECASE,
)
""" "Which one holds its shape better"."""
_PRICE = re.compile(r"cheap|expens|afford|pric|dear|cost", re.IGNORECASE)
_HIGH = re.compile(r"most expens|most costl|highest|dear|pricier|priciest|costliest", re.IGNORECASE)
_RATING = re.compile(
    r"best|better|top|rat(?:ed|ing)|review|nicest|nicer|coolest|greatest|selling|popular", re.IGNORECASE
)
_NO_COMPARATIVES = word_set(
    """
    sheer leather summer winter silver copper paper rubber glitter flower water zipper designer polyester forest vest
    """
)
_SPELLED = {
    "bigg": "big",
    "thinn": "thin",
    "fitt": "fit",
    "dri": "dry",
    "heavi": "heavy",
    "loos": "loose",
    "larg": "large",
    "wid": "wide",
    "nic": "nice",
    "simpl": "simple",
    "comfi": "comfy",
    "cozi": "cozy",
}


class Rank(TypedDict):
    """`by`: price, rating, a word that the shop may have written of it, or what it is good for ("purpose")."""

    by: str
    is_most: bool
    word: str


def rank(text: str) -> Rank | None:
    """What decides which one it is; None: the words ask for no such one."""
    if _ADVISED.search(text):
        return _best(text)
    if (does := _DOES.search(text)) and not _NOT_OF_GOODS.search(text):
        return Rank(by="purpose", is_most=True, word=does["what"].casefold())
    asked = _ASKED.search(text) or _ALONE.search(text)
    if asked is None or _NOT_OF_GOODS.search(text):
        return None
    said = (asked.groupdict().get("more") or asked["most"]).casefold()
    if _PRICE.search(said):
        return Rank(by="price", is_most=_HIGH.search(said) is not None, word="")
    if _RATING.search(said):
        return _best(text[asked.end() :])
    return Rank(by="word", is_most=not said.startswith("least"), word=_plain(said))


def _best(told: str) -> Rank:
    """ "The best" is the best liked; "the best for the rain" is what is written to be for that."""
    meant = purpose(told)
    return Rank(by="purpose" if meant else "rating", is_most=True, word=meant)


def _plain(said: str) -> str:
    """ "Warmest" and "warmer" are "warm"; "most comfortable" is "comfortable"."""
    *before, word = said.split()
    stem = word if before or word in _NO_COMPARATIVES else re.sub(r"(?:est|er)$", "", word)
    return _SPELLED.get(stem, stem[:-1] + "y" if stem.endswith("i") else stem)


_DEGREE = (
    r"(?:the |your )?(?P<most>(?:most|least) (?!recent|people|of\b)[a-z]{4,}"
    r"|(?!interest|request|suggest|forest|guest|chest|latest|newest|rest\b|test\b|west\b|vest\b|honest|modest|best\b)"
    r"[a-z]{3,}est)"
)


def most_of(text: str, kind: str) -> Rank | None:
    """ "Your warmest coat", "which jumper is the thickest": by a word; a price and how things are liked have lists."""
    is_so = _DEGREE.replace("most>", "so>")
    said = re.search(
        rf"(?:^\W*|\b(?:what|which|the|your|is|a|['’]?s) ){_DEGREE} (?:[a-z-]+ )?{re.escape(kind)}\b"
        rf"|\b(?:which|what)(?: of (?:your|the))? (?:[a-z-]+ )?{re.escape(kind)} (?:is|are) {is_so}\b",
        text,
        re.IGNORECASE,
    )
    if said is None:
        return None
    most = (said["most"] or said["so"]).casefold()
    is_listed = _PRICE.search(most) or _RATING.search(most)
    return None if is_listed else Rank(by="word", is_most=not most.startswith("least"), word=_plain(most))


_OTHER_PRICE = re.compile(
    r"\b(?:ship\w*|deliver\w*|postage|courier|pay\w*|way|options?|methods?|gift ?cards?)\b", re.IGNORECASE
)
_CHEAPEST = re.compile(
    r"\b(?:cheapest|least expensive|lowest[- ]priced?|most affordable|lowest prices?)\b", re.IGNORECASE
)
_OF_ALL = re.compile(
    r"\b(?:cheapest|most expensive|priciest)\b.*\b(?:thing|item|product|(?:you|u|in the shop|on the site)"
    r"(?: guys)?(?: (?:sell|have|got|carry))?)\b",
    re.IGNORECASE,
)
_DEAREST = re.compile(r"\b(?:most expensive|priciest|dearest|highest[- ]priced?|costliest)\b", re.IGNORECASE)


def price_order(text: str) -> Literal["rising", "falling", ""]:
    """ "Whats the cheapest jacket you have": how a list of what is looked for is to be ordered."""
    if _OTHER_PRICE.search(text):
        return ""
    if _CHEAPEST.search(text):
        return "rising"
    return "falling" if _DEAREST.search(text) else ""


def asks_by_price(text: str, entities: Entities) -> bool:
    """ "Do you have anything cheap": for goods, and not for a discount."""
    return price_order(text) != "" or (entities.price_range is not None and _OTHER_PRICE.search(text) is None)


def asks_of_all(text: str) -> bool:
    """ "The cheapest thing you sell": of everything there is."""
    return _OF_ALL.search(text) is not None


def besides_price(text: str) -> str:
    """What is looked for, without the words that say in which order."""
    return _DEAREST.sub(" ", _CHEAPEST.sub(" ", text))


def plain_word(said: str) -> str:
    """ "Longer" of "something longer" is "long"."""
    return _plain(said.casefold())
