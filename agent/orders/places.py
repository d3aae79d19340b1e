"""Whether an order is to go to another place: "can that go to boulder too", "i want it delivered to my mom's"."""

import re

from tools.places import places_in

_THING = r"(?:it|that|this|them|those|these|both|(?:that|this|the other) (?:one|order)|the [a-z-]+(?: [a-z-]+)?)"
_GONE = r"(?:delivered|sent|shipped|brought|redirected|rerouted|forwarded|go)"
_GOES = re.compile(
    rf"\b{_THING}\b(?: \w+)?(?: to)?(?: be)? {_GONE}\b"
    r"(?: (?:on|along|straight))? (?:to|at) "
    r"(?!(?:me|you|us|him|waste|bed|pay|sale|size|the (?:store|shop|carrier|warehouse))\b)"
    r"(?P<where>(?:(?:my|our|her|his|the|an?|that|this) )?[a-z'’.-]+(?: [a-z'’.-]+)?)"
    r"(?: (?:too|as well|instead|please|then|now))*"
    r"\s*(?:[.,!?;]|$)",
    re.IGNORECASE,
)
_THERE = re.compile(
    rf"\b{_THING}\b(?: \w+)?(?: to)?(?: be)? {_GONE} there(?: (?:too|as well|also))?"
    r"\s*(?:[.,!?;]|$)",
    re.IGNORECASE,
)
_BACK = re.compile(r"\b(?:back|return\w*|refund\w*)\b", re.IGNORECASE)
_HERE = frozenset({"US"})


def goes_elsewhere(text: str) -> bool:
    """Abroad is asked of the shop's rules, and back to the shop is a return."""
    is_wished = _GOES.search(text) is not None or _THERE.search(text) is not None
    return is_wished and _BACK.search(text) is None and places_in(text) <= _HERE
