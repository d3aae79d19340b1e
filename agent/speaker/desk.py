"""What one of the support team asks of their own work: the queue, a claim's file, whom they serve, who waits to talk.

The matters are those of the table "desk"; what each comes to is shown, or proposed for a yes.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from agent.dialogue.picking import pick
from agent.entities.spelling import common_english
from agent.understanding.heard import Heard

QUEUES: Mapping[str, str] = {
    "queue": "a_person",
    "queue_customer": "the_customer",
    "queue_payment": "settlement",
    "queue_all": "anything",
}
"""Whom the claims wait for that are asked for."""
OF_THE_DESK = ("decide_claim", "find_customer", "tickets", "desk_help", "override_refusal")
"""Intents of the team's own work; the others are a customer's, whom a lead may serve."""
ASKED_OF_THEM = ("profile", "open_things", "record", "claims")
"""Matters of whoever is served."""
VERDICTS = ("approve", "deny", "settle", "receive")
_NO_NAME = re.compile(
    r"a|about|account|again|ahead|all|an|and|another|any|are|around|as|at|back|behind|bring|call|called|caller|calling"
    r"|can|case|change|chat|claim|claims|client|code|could|customer|customers|data|details|do|does|email|e-mail"
    r"|find|first|for|from|get|go|got|guy|has|have|he|hello|her|here|hers|hey|hi|him|his|i|i'm|i've|id|in"
    r"|information|into|is|it|it's|its|jump|just|know|lady|last|let|let's|lets|lives|living|look|looking|looks|man"
    r"|me|moving|mr|mrs|ms|my|name|named|need|needs|new|next|no|not|now|number|of|off|ok|okay|on|one|open|order"
    r"|orders|our|page|parcel|person|phone|place|placed|please|pls|postal|postcode|profile|pull|put|record|right"
    r"|rang|ring|said|says|screen|search|see|she|she's|he's|shop|show|so|some|somebody|someone|store|switch|that"
    r"|that's|thats|the|their|them|there|they|this|to|turn|turning|u|unknown|up|us|want|wants|was|we|what|who"
    r"|who's|whos|whose|with|would|yes|you|zip|zipcode",
    re.IGNORECASE,
)
"""With which somebody is asked for, and nobody is called."""
_LONGEST_NAME = 3
_FIRST_AND_LAST = 2
_ALONE_IN = 6
_CALLED = re.compile(r"\b(?:to|called|named|name is|customer|caller|find|for)\s+(?P<name>[^\W\d_]+)\W*$", re.IGNORECASE)
""" "Back to rose": by its place a name, though a word as well."""


_PLACES = {
    "first": 0,
    "1st": 0,
    "top": 0,
    "second": 1,
    "2nd": 1,
    "third": 2,
    "3rd": 2,
    "oldest": 0,
    "last": -1,
    "bottom": -1,
}
_PLACE = re.compile(rf"\bthe ({'|'.join(_PLACES)})(?: one| claim)?\W*$", re.IGNORECASE)
""" "Open the second", where a list of claims leaves no doubt of what."""


def names_place(text: str) -> bool:
    """ "Show me the oldest one": one of a list, and not the list once more."""
    return _PLACE.search(text) is not None


def name_in(text: str) -> str | None:
    """ "Next caller is chloe ortega": one to three words in a row that may be a name, however written.

    Words that are none in everyday English come first: "ok then pull up poppy ross" asks for nobody called Then.
    """
    rows = [row for part in re.split(r"[,;:.!?]|\S*\d\S*|\S+@\S+", text) for row in _rows(part)]
    unheard_of = [row for row in rows if not _is_english(row)]
    capitals = [row for row in rows if all(word[0].isupper() for word in row) and not text.startswith(row[0])]
    if found := max(unheard_of or capitals, key=lambda row: len(row) >= _FIRST_AND_LAST, default=None):
        return " ".join(found)
    called = _CALLED.search(text)
    return called["name"] if called and [called["name"]] in rows else None


def name_alone(text: str) -> str | None:
    """The answer to "whom is it about?" that is a name and nothing else: "chloe ortega", "next one is Rosa Diaz"."""
    rows = [row for part in re.split(r"[,;:.!?]|\S*\d\S*|\S+@\S+", text) for row in _rows(part)]
    is_alone = len(rows) == 1 and len(text.split()) <= _ALONE_IN
    return name_in(text) if is_alone else None


def _rows(part: str) -> list[list[str]]:
    """Words in a row that may be a name; what is said around a name of two words is left out of it."""
    rows: list[list[str]] = [[]]
    for word in re.findall(r"[^\W\d_][\w'’-]+", part):
        if _NO_NAME.fullmatch(word):
            rows.append([])
        else:
            rows[-1].append(word)
    for row in rows:
        while len(row) > _FIRST_AND_LAST and _is_english(row[-1:]):
            row.pop()
        while len(row) > _FIRST_AND_LAST and _is_english(row[:1]):
            row.pop(0)
    return [row for row in rows if 0 < len(row) <= _LONGEST_NAME]


def _is_english(words: list[str]) -> bool:
    return all(word.casefold() in common_english() for word in words)


def claims_shown(shown: Mapping[str, Any]) -> list[dict[str, str]]:
    """Claims among what was shown last, as choices of their numbers."""
    return _claims(shown.get("orders", ())) or _claims(shown.get("order", ()))


def _claims(shown: Any) -> list[dict[str, str]]:
    return [{**each, "value": each["label"]} for each in shown if each["label"].startswith("CL-")]


def claim_shown(heard: Heard) -> str | None:
    """Of the claims shown last the one that is meant: by its place, its thing, or because it is the only one."""
    entities, shown = heard.entities, claims_shown(heard.shown)
    if entities.claim_numbers or entities.order_numbers or entities.emails:
        return None
    if found := pick(shown, heard):
        return found
    if (place := _PLACE.search(heard.text)) and (at := _PLACES[place[1].casefold()]) < len(shown):
        return shown[at]["value"]
    one = shown if len(shown) == 1 else _claims(heard.shown.get("order", ()))
    return one[0]["value"] if len(one) == 1 and not (entities.products or entities.categories) else None


DESK_FILLERS: dict[str, Callable[[Heard], Any]] = {
    "claim_shown": claim_shown,
    "name_meant": lambda heard: name_in(heard.quotable),
}
