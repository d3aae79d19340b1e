"""Whether one way to pay is taken, where the shop has a list of all: said of that one, and not the list once more."""

import re
from dataclasses import dataclass

from domain.knowledge import Passage

_AT_ONCE = {
    "Visa": "visa",
    "Mastercard": r"master ?card",
    "American Express": "american express|amex",
    "Discover": "discover",
    "PayPal": "pay ?pal",
    "Apple Pay": "apple ?pay",
    "Google Pay": "google ?pay|gpay",
}
NAMES = {
    **_AT_ONCE,
    "Klarna": "klarna",
    "Afterpay": "after ?pay",
    "Clearpay": "clear ?pay",
    "Sezzle": "sezzle",
    "Zip Pay": "zip ?pay",
    "Venmo": "venmo",
    "Cash App": "cash ?app",
    "Shop Pay": "shop ?pay",
    "Amazon Pay": "amazon ?pay",
    "Samsung Pay": "samsung ?pay",
    "Alipay": "ali ?pay",
    "WeChat Pay": "we ?chat ?pay",
    "Maestro": "maestro",
    "Diners Club": "diners(?: club)?",
    "JCB": "jcb",
    "UnionPay": "union ?pay",
    "Giropay": "giro ?pay",
    "Sofort": "sofort",
}
"""Ways to pay that the world knows by name, whether a shop takes them or not."""
AT_ONCE = "|".join(_AT_ONCE.values())
METHOD = rf"(?:{'|'.join(NAMES.values())})"
NEVER_ONLINE = r"(?:cash(?! ?app)|che(?:ck|que)s?|(?:bank|wire) transfers?|money orders?|bitcoins?|crypto\w*)"
LATER = "(?:klarna|after ?pay|clear ?pay|sezzle|zip ?pay)"
"""Of these a shop writes when one pays, and how much."""
_LATER = re.compile(LATER, re.IGNORECASE)
_METHOD = re.compile(rf"\b{METHOD}\b", re.IGNORECASE)
ONLY_NAMED = re.compile(
    rf"^\W*(?:(?:and|or|also|what about|how about|no|i meant?|so|ok(?:ay)?|but|then|hm+)\W+)*"
    rf"(?:{METHOD}|{NEVER_ONLINE}|(?:credit |debit )?cards?)"
    rf"(?: (?:too|also|as well|then))*\W*$",
    re.IGNORECASE,
)
""" "And PayPal?", after another way to pay."""
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
    r"\b(?:refund\w*|back|which|what|declined?|work\w*|two|split|combine|both|safe|fail\w*|instal\w+|gift"
    r"|cash(?! ?app))\b",
    re.IGNORECASE,
)
_A_LIST = 3
_OF_PAYING = re.compile(r"\bpay(?:ment|ing)?\b", re.IGNORECASE)
_DENIES = re.compile(r"\b(?:no|not|except|only|but)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Methods:
    taken: list[str]
    """As the shop writes them."""
    others: list[str]
    """Asked for, and not in its list."""


def methods_named(asked: str, told: Passage, *, beside: Passage | None = None) -> Methods | None:
    """Those that were asked for, where the passage lists all that are taken; none that `beside` tells the terms of.

    One that is paid later has terms, which are no yes in passing: alone it is left to the passage that tells them.
    """
    asked = _OR_IN_PARTS.sub(" ", asked)
    if not (_ASKS.search(asked) or _IS_POSSIBLE.match(asked)) or _OTHERWISE.search(asked):
        return None
    listed = _named(told.text)
    is_list = _OF_PAYING.search(f"{told.title} {told.heading}") is not None and len(listed) >= _A_LIST
    said = [name for name in _named(asked) if beside is None or name not in _named(beside.text)]
    taken, others = [name for name in said if name in listed], [name for name in said if name not in listed]
    if not is_list or _DENIES.search(told.text) or not said or (not others and all(map(_LATER.fullmatch, taken))):
        return None
    return Methods([listed[name] for name in taken], others)


def _named(text: str) -> dict[str, str]:
    """How each is called by the world, and here."""
    found = [match[0] for match in _METHOD.finditer(text)]
    return {name: said for said in found for name, words in NAMES.items() if re.fullmatch(words, said, re.IGNORECASE)}
