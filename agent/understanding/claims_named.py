"""A claim that one of the team names by its number: its file, or the verdict on it. Nothing else can be meant.

Whatever was offered or looked at before, "i want to look at claim CL-7KQ2MD" is of that claim. Pure.
"""

import re
from typing import get_args

from agent.claims.verdicts import NUMBER, Verdict, verdict_in
from agent.understanding.desk_clauses import cut
from agent.understanding.heard import Heard
from agent.understanding.local_reading import Request, Understanding

_THEIRS = ("withdraw_claim", "reopen_claim", "send_photo", "override_refusal", "claim_question", "human_agent")
"""What is done with a claim for its customer."""
_LIKELY = 0.6
_PAST = re.compile(r"\b(?:was|were|has been|have been|who|why|when|did)\b", re.IGNORECASE)
""" "Who approved CL-7KQ2MD": asked of its file."""


def of_claim_named(understood: Understanding, heard: Heard) -> Request | None:
    """What is asked of the claim whose number is in the message; None without one, or for a wish of its customer."""
    entities = heard.entities
    if len(entities.claim_numbers) != 1 or any(each.intent in _THEIRS for each in understood.requests):
        return None
    if entities.order_numbers or entities.emails:
        return None
    matter, text = _verdict(heard.quotable, heard) or ("file", heard.quotable)
    return Request(text, "decide_claim", 1.0, ("decide_claim",), entities, matter=matter)


def _verdict(text: str, heard: Heard) -> tuple[Verdict, str] | None:
    """With the words from it on: what stands behind it may be its reason, what stands before is none.

    A command is one; else the last clause that reads like one: "i'm happy with the photo. can i settle it".
    """
    clauses = cut(text)
    for clause in clauses:
        if told := verdict_in(clause):
            return told, text[text.index(clause) :]
    for clause in reversed(clauses):
        if read := _read(clause, heard):
            return read, text[text.index(clause) :]
    return None


def _read(clause: str, heard: Heard) -> Verdict | None:
    asked = heard.read("desk", re.sub(NUMBER, "it", clause, flags=re.IGNORECASE))
    if asked.probability < _LIKELY or _PAST.search(clause):
        return None
    return next((verdict for verdict in get_args(Verdict) if verdict == asked.name), None)
