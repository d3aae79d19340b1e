"""A postal address that is told in a clause of a message, and a clause that wishes for one. Pure."""

import re

from agent.entities.addresses import find_address

_OF_A_PLACE = re.compile(
    r"\baddress\b|\b(?:sen[dt]|ship|deliver|redirect|re-?route|forward|bring|go|mail|post)\w*\b[^.?!]{0,40}"
    r"\b(?:there|(?:to|at) (?!me\b)\w+|somewhere else|elsewhere|instead)\b",
    re.IGNORECASE,
)


def gives_address(body: str) -> bool:
    """ "It's 12 Oak Street, Salem OR 97301. Do I have to ...?": told for itself, and no part of the question."""
    found = find_address(body) or {}
    return bool(found.get("street")) and bool(found.get("postcode") or found.get("city"))


def gives_code(clause: str) -> bool:
    """ "The zip code is 97205.", of the address that is to be changed."""
    return "?" not in clause and bool((find_address(clause) or {}).get("postcode"))


def speaks_of_place(clause: str) -> bool:
    """ "Can you send it there", "can it go to my work": an address told beside it is the one that is meant."""
    return _OF_A_PLACE.search(clause) is not None
