"""Of whom a lead speaks: an order, an e-mail, a phone number, or a name with its postcode. Pure."""

import re

from agent.entities.found import Entities
from agent.speaker.desk import name_in
from agent.speaker.mentions import Known, introduced_by
from agent.steps import Ask

_WORD = r"[A-ZÀ-Ý][\w'’-]+"
_FULL_NAME = re.compile(
    r"\b(?i:customer|for|of|behalf of|named?|find|look(?:ing)? up|pull up|called|it'?s|about|is|account)\s+(?:is\s+)?"
    rf"(?P<name>{_WORD}(?:\s+(?:(?:van|von|de|der|da|del|la)\s+)*{_WORD})+)"
)
_TYPED_SMALL = re.compile(
    r"\b(?:find|look(?:ing)? up|pull up|customer|account of)\s+(?:me\s+)?(?:customer\s+)?"
    r"(?P<name>[^\W\d_][\w'’-]+(?:\s+(?!(?:in|at)\s)[^\W\d_][\w'’-]+){1,2})(?=\W+(?:in |at )?\d{5}(?![\w-]))",
    re.IGNORECASE,
)
""" "find maya lindholm 97214": the postcode behind it makes it a name."""
_ALONE = re.compile(rf"^\W*(?P<name>{_WORD}(?:\s+{_WORD})+)(?=\s*(?:[,;]|\d|$))")
_POSTCODE_ALONE = re.compile(
    r"^\W*(?:(?:it'?s|zip(?: code)?|postcode|is|sorry|no|oh|oops|wait|actually|i mean|make that|try|rather)\W+)*"
    r"(\d{5})(?:-\d{4})?\W*$",
    re.IGNORECASE,
)
""" "97214", when a name's postcode was asked for: no order number then."""


def named(text: str, entities: Entities, *, name: str | None = None) -> dict[str, str]:
    """Arguments of `find_customer`, the most certain first; {} when nobody is named well enough.

    `name` is one that was said without its postcode, or in letters that no pattern knows for a name.
    """
    if name and (bare := _POSTCODE_ALONE.match(text)):
        return {"name": name, "postcode": bare[1]}
    if entities.emails:
        return {"email": entities.emails[0].value}
    if entities.order_numbers:
        return {"order_id": str(entities.order_numbers[0].value)}
    if entities.phones:
        return {"phone": entities.phones[0].value}
    written = _FULL_NAME.search(text) or _ALONE.search(text) or _TYPED_SMALL.search(text)
    name = written["name"] if written else name
    postcode = entities.postcodes[0].value if entities.postcodes else _bare_postcode(text)
    return {"name": name, "postcode": postcode} if name and postcode else {}


def _bare_postcode(text: str) -> str | None:
    """Behind a name a lone group of digits is a postcode, whatever else it might be."""
    found = re.search(r"(?<![\w-])\d{5}(?![\w-])", text)
    return found.group() if found else None


def ask_postcode(name: str) -> Ask:
    """A name alone is many people's; what was said of it is kept for the postcode that follows."""
    written = name.title() if name.islower() else name
    return Ask("whom", "lead_postcode", {"name": written}, keeps={"name_said": name})


ANSWERED_BY_ADDRESS = ("whom", "new_email", "email", "account_email", "proof")
"""Questions to which an e-mail address is the answer."""
_DROPS = re.compile(
    r"^\W*(?:never ?mind|nvm|forget (?:it|that|her|him|them)|scrap that|leave (?:it|that|her|him))\b", re.I
)
_NEXT = re.compile(r"\b(?:next|now|another|other|first|second|third|last)\b", re.IGNORECASE)


_INTRODUCED_IN = 8
NOTHING_NAMED = Entities()
_STATE = re.compile(r"\b[a-z]{2}$", re.IGNORECASE)


def introduced(text: str, entities: Entities = NOTHING_NAMED) -> str | None:
    """ "Now owen patel 94110, his jacket is too small": the name in front of a postcode, and of all that follows."""
    found = re.search(r"(?<![\w-])\d{5}(?![\w-])", text)
    starts = [found.start() if found else None, *(each.start for each in entities.postcodes)]
    before = text[: min((start for start in starts if start is not None), default=0)]
    if not before or len(before.split()) > _INTRODUCED_IN or re.search(r"\d", before):
        return None
    name = name_in(before) or ""
    return name if len(name.split()) > 1 and not _STATE.search(name) else None


_WISH = re.compile(r"(?<![\w-])\d{5}(?![\w-])\W+(?P<wish>\w\S*(?:\s+\S+){2,})", re.DOTALL)


_OF_HER = re.compile(
    r"(?:wants|needs|would|has|got|is|was|says|asks|asking|didn'?t|never|can'?t|cannot|ordered|bought|received)\b", re.I
)
""" "Kevin rivera 30307 wants to know": who does it stands in front of the postcode."""


_ON_THE_LINE = re.compile(
    r"\b(?:on the (?:line|phone)|(?:is|just) call(?:ing|ed)|called|rang)\b(?P<rest>.*\b[A-Z]{2,4}-\d{3,}\b.*)",
    re.IGNORECASE | re.DOTALL,
)
_WITHOUT_HER = re.compile(
    r"(?P<before>[,.;:!?]|\band)\s*(?=(?:wants?|needs?|would like|asks|never|hasn['’]?t|didn['’]?t|says)\b)",
    re.IGNORECASE,
)


def _of_her_order(text: str) -> str:
    """ "Angry customer on the line, VM-10118, wants to return it": her wish, in sentences of its own."""
    called = _ON_THE_LINE.search(text)
    if called is None or not _WITHOUT_HER.search(called["rest"]):
        return text
    return _WITHOUT_HER.sub(r"\g<before> she ", called["rest"]).strip(" ,.;:")


def behind_introduction(text: str, typed: str) -> str:
    """ "Noah hughes called, 33137. says his skirt is nowhere": what is asked for; `typed` has the name as it is."""
    if (of_order := _of_her_order(text)) != text:
        return of_order
    wish = _WISH.search(text)
    if wish is None or not introduced(typed):
        return text
    return f"she {wish['wish']}" if _OF_HER.match(wish["wish"]) else wish["wish"]


_ANNOUNCES = re.compile(
    r"\b(?:next|another|new|different|other) (?:one|caller|customer|client|call|person|lady|guy)\b", re.IGNORECASE
)


def announces(text: str) -> bool:
    """ "Next one, order VM-10118": somebody else is expected, and may be the one served before."""
    return _ANNOUNCES.search(text) is not None


def turns_to_another(text: str, entities: Entities, *, asked: str | None, known: Known = ()) -> bool:
    """ "Next: jo@example.com": the lead is done with the customer before, whatever is still open there."""
    if asked == "whom" and _DROPS.match(text):
        return bool(named(text, entities))
    if asked not in (*ANSWERED_BY_ADDRESS, "address") and introduced(text, entities):
        return True
    if asked in ANSWERED_BY_ADDRESS:
        return False
    now = known[-1]["email"] if known else ""
    is_other = introduced_by(text, known) not in (None, now)
    return is_other or (bool(entities.emails) and _NEXT.search(text) is not None)
