"""What a message says of an order that is to change or to be bought again: what of it, and where it goes instead.

Slots of `agent.understanding.slots`, kept apart because only changes read them. Values are plain JSON.
"""

import re
from collections.abc import Callable
from typing import Any

from agent.claims.words import instead, parts, wishes_several
from agent.entities.addresses import find_address
from agent.understanding.heard import Heard

_PAYMENT = re.compile(
    r"\b(?:pay(?:ment|ing)?(?: method)?|charge(?:d)?|card|pay ?pal|klarna|apple pay|google pay|visa"
    r"|master ?card|amex)\b",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"\b(?:address|ship(?:ped)? (?:it )?to|deliver(?:ed)? (?:it )?to|redirect"
    r"|(?:sen[dt]|ship(?:ped)?|deliver(?:ed)?|go(?:es)?)\b.{0,40}\bto\b.{0,40}?\b\d{1,5}[a-z]? [a-z]+)\b",
    re.IGNORECASE,
)
_ITEMS = re.compile(
    r"\b(?:sizes?|colou?rs?|variant|items?|quantity|how many|instead of the|bigger|smaller|larger|swap)\b",
    re.IGNORECASE,
)
_COUNTS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_N = r"(\d{1,2}|one|two|three|four|five|six)\b"
_PIECES = re.compile(
    rf"\b(?:quantity|qty|number of)\b.{{0,60}}?\b(?:to|is|of|=) {_N}"
    rf"|\b(?:make|want) (?:it|that|them|this|the \w+(?: \w+)?) {_N}(?! (?:sizes?|days)\b)"
    rf"|\b{_N} (?:of (?:them|it|those)|pieces|pcs|instead of (?:\d|one|two))"
    rf"|^\W*(?:(?:actually|just|only|no|then|ok|better|wait|please|but|make it)\W+)*{_N}"
    r"(?:\W+(?:this time|please|pls|is (?:enough|fine)|of (?:it|them|those)|pieces?|will do|then|now))*\W*$",
    re.IGNORECASE,
)
_NOTHING_MORE = re.compile(
    r"^\W*(?:no+|nope|nah|nothing(?: else| more)?|none|that'?s (?:all|it|everything)|just (?:that|this|those)|"
    r"only (?:that|this)|all good|that is (?:all|it)|no more|done|i'?m done)\b",
    re.IGNORECASE,
)
_OF_ACCOUNT = re.compile(
    r"\b(?:account|profile|default|my home address|(?:in (?:the )?)?future|next (?:orders?|times?)|new orders"
    r"|from now on)\b",
    re.IGNORECASE,
)
_BUT_NOT = re.compile(
    r"(?:\b(?:instead of|rather than|not|no)|n['’]?t)\b[^.,;!?]{0,30}?\b(?:account|profile|home address)\b",
    re.IGNORECASE,
)
""" "To my shop instead of my home address", "I don't need it saved in my account": what it is not about."""
_OF_ORDER = re.compile(
    r"\b(?:orders?|parcels?|packages?|deliver\w*|ship\w*|shipment|it to|wrong address|redirect)\b", re.IGNORECASE
)
_SAME_PLACE = re.compile(
    r"\bsame (?:address|place)(?: as)?\b"
    r"|\b(?:my|the|her|his|their) (?:old|previous|usual|normal|last|other|earlier) (?:address|place)\b"
    r"|\bback to (?:where it was|(?:the|my) (?:old|first|original) (?:one|address))\b"
    r"|\b(?:where|to where) (?:it|the last one|that one) went\b",
    re.IGNORECASE,
)
AGAIN = re.compile(
    r"\bre-?order\w*\b"
    r"|^\W*(?:the )?same (?:order|things?|items?)\b(?: (?:again|as (?:before|last time)|please))*(?=\W*$|,)"
    r"|\bsame (?:order|things?|stuff|items?) again\b|\brepeat (?:my|the|that|this) (?:last )?order\b"
    r"|^(?!.*\b(?:cancel|call off)\b)(?:.*\b(?:to|can i|could i|may i|you|please|just|let me|i'll|and|want)\s+|\W*)"
    r"(?:order|buy|purchase)\b.{0,50}"
    r"\b(?:again|once more|a second time|another time)\b"
    r"|^(?!.*\b(?:return|refund|exchange|cancel|track|where)).*\b(?:order|buy|get|want|like|have|send me)\b.{0,20}"
    r"\bsame (?:things?|order|items?|stuff|again|as last time)\b",
    re.IGNORECASE,
)
"""The wish to buy what was bought before."""


def what_changes(heard: Heard) -> str | None:
    """ "items", "payment" or "address"; None when the words say only that something is to change."""
    text = heard.text
    if wishes_several(parts(heard)) or ((wanted := instead(heard)) and "words_wanted" in wanted):
        return "items"
    is_items = bool(_ITEMS.search(text) or heard.entities.sizes or heard.entities.colours)
    if _ADDRESS.search(text) and not is_items:
        return "address"
    if _PAYMENT.search(text) and not is_items:
        return "payment"
    return "items" if is_items or heard.entities.quantities else None


_ADDED = re.compile(
    r"\b(?:(?:an)?other(?: one)?(?: of (?:them|it|those|the same))?|(?P<n>a second|one|1|two|2|three|3) more)"
    r"(?: one| piece| pair)?s?(?: of (?:them|it|those|the same|(?:the|my|that) [\w' -]{2,30}?))?\W*"
    r"(?:$|\b(?:to|please|pls|in|on|for|with|as well|too)\b)",
    re.IGNORECASE,
)
_ADDS = re.compile(r"\b(?:add|order|buy|get|have|take|want|need|put|make)\b", re.IGNORECASE)


_ASKS_FOR_GOODS = re.compile(r"\b(?:do|have) (?:you|u|ya)(?: \w+)? (?:have|got|sell|an?)\b", re.IGNORECASE)
""" "One more: do you have a belt?" adds nothing to an order."""


def pieces_added(text: str) -> int | None:
    """ "Can I still add another one": how many more of the same."""
    match = _ADDED.search(text) if _ADDS.search(text) and not _ASKS_FOR_GOODS.search(text) else None
    if match is None:
        return None
    said = (match["n"] or "one").lower()
    return {"a second": 1, **_COUNTS}.get(said) or int(said)


def pieces(heard: Heard) -> int | None:
    """How many a line is to have: "quantity to 2", "make it three"."""
    match = _PIECES.search(heard.text)
    said = next((group for group in match.groups() if group), "").lower() if match else ""
    return _COUNTS.get(said) or (int(said) if said.isdigit() else None)


def anything_more(heard: Heard) -> str:
    """ "no", or the words themselves: what they say of the order is in the other slots."""
    return "no" if _NOTHING_MORE.search(heard.text) else heard.text[:200]


_I_MEAN = re.compile(r"(?:^|[\s,]+)i mean(?:t)?\W*$", re.IGNORECASE)


def _place_named(heard: Heard) -> Any:
    """The number of an order is no postcode: "10251", when asked which order is to go somewhere else."""
    found = find_address(_I_MEAN.sub("", heard.text))
    is_number = bool(found) and found.keys() == {"postcode"} and bool(heard.entities.order_numbers)
    return None if is_number else found


def whose_address(heard: Heard) -> str | None:
    text = _BUT_NOT.sub(" ", heard.text)
    if _OF_ACCOUNT.search(text):
        return "account"
    return "order" if _OF_ORDER.search(text) or heard.entities.order_numbers else None


CHANGE_FILLERS: dict[str, Callable[["Heard"], Any]] = {
    "change_what": what_changes,
    "more": anything_more,
    "pieces": pieces,
    "added": lambda heard: pieces_added(heard.text),
    "address": _place_named,
    "address_of": whose_address,
    "same_place": lambda heard: True if _SAME_PLACE.search(heard.text) else None,
}
