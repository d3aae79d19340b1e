"""Whether one way to pay is taken, where the shop has a list of all: said of that one, and not the list once more."""

import re

from domain.knowledge import Passage

_METHOD = re.compile(
    r"\b(?:visa|master ?card|american express|amex|discover|pay ?pal|apple ?pay|google ?pay)\b", re.IGNORECASE
)
_ASKS = re.compile(r"\b(?:pay|paying|take|takes|accept\w*|use|using)\b", re.IGNORECASE)
_IS_POSSIBLE = re.compile(
    rf"^\W*(?:(?:and|so|ok(?:ay)?|but|hi|hey)\W+)*(?:is|are|would|will) (?:{_METHOD.pattern})"
    rf"(?:(?:,| and| or)+ (?:{_METHOD.pattern}))*(?: be| also| really| even)* (?:possible|ok(?:ay)?|fine|available"
    r"|an option|allowed|supported)(?: (?:or not|too|here|as well|with you|for you))*\W*$",
    re.IGNORECASE,
)
""" "So is PayPal possible or not?"."""
IN_PARTS = (
    r"\b(?:split(?:ting)?(?: (?:it|that|this|the (?:payment|cost|price|bill|total|amount)))?(?: up)?"
    r"|pay(?:ing)?(?: for)?(?: (?:it|that|this))?)? ?\b(?:in|into|over|by)(?: (?:a few|several|some|multiple|smaller"
    r"|monthly|equal|two|three|four|\d+))* (?:instal\w+|payments|months)"
)
"""One sum paid bit by bit: no two methods."""
_OR_IN_PARTS = re.compile(
    rf"(?:,|\b(?:or|and))(?: (?:or|and|also|even|maybe|can i|could i))* {IN_PARTS}", re.IGNORECASE
)
_OTHERWISE = re.compile(
    r"\b(?:refund\w*|back|which|what|declined?|work\w*|two|split|combine|both|safe|fail\w*|klarna|instal\w+|gift|cash)\b",
    re.IGNORECASE,
)
""" "PayPal or Klarna": what has conditions is not said yes to in passing."""
_A_LIST = 3
_OF_PAYING = re.compile(r"\bpay(?:ment|ing)?\b", re.IGNORECASE)
_DENIES = re.compile(r"\b(?:no|not|except|only|but)\b", re.IGNORECASE)


def methods_named(asked: str, told: Passage) -> list[str]:
    """As the shop writes them: those that were asked for, all of them in its list of what is taken; else none."""
    asked = _OR_IN_PARTS.sub(" ", asked)
    if not (_ASKS.search(asked) or _IS_POSSIBLE.match(asked)) or _OTHERWISE.search(asked):
        return []
    written = {_squeezed(each): each for each in _METHOD.findall(told.text)}
    is_list = _OF_PAYING.search(f"{told.title} {told.heading}") is not None and len(written) >= _A_LIST
    if not is_list or _DENIES.search(told.text):
        return []
    said = list(dict.fromkeys(_squeezed(each) for each in _METHOD.findall(asked)))
    return [written[each] for each in said] if said and all(each in written for each in said) else []


def _squeezed(name: str) -> str:
    return "americanexpress" if name.casefold() == "amex" else name.casefold().replace(" ", "")
