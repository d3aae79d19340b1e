"""A claim that is named by its number is the one in hand, and what is asked of it is asked of "it". Pure."""

import re
from dataclasses import replace

from agent.state import ClaimInHand, Memory
from agent.understanding.heard import Heard
from agent.understanding.local_reading import Understanding

_CALLED = re.compile(
    r"(?:\b(?:of|from|for|in|under|on|with)\s+(?:the [\w -]{2,24}? (?:of|from|in|under)\s+)?)?"
    r"(?:\b(?:my|the|this|that)\s+)?(?:\b(?:claim|return|refund|exchange)\s+)?(?:(?:number|no\.?|nr\.?)\s*|#\s*)?$",
    re.IGNORECASE,
)
_BEHIND = re.compile(r"^(?:of|from|for|in|under|on|with)\s", re.IGNORECASE)
_HAS_ITS_OWN = ("withdraw_claim", "reopen_claim", "send_photo", "override_refusal", "decide_claim", "human_agent")
"""Done with the claim whose number is told, or told of it in full."""


def of_claim_named(memory: Memory, understood: Understanding, heard: Heard) -> tuple[Understanding, Heard]:
    """Both with "it" for the one claim that is named; as they are where none is, or something is done with it."""
    numbers = {found.value for found in heard.entities.claim_numbers}
    requests = understood.requests
    if len(numbers) != 1 or len(requests) != 1 or requests[0].intent in _HAS_ITS_OWN or requests[0].matter:
        return understood, heard
    claim_id = str(numbers.pop())
    if memory["claim"] is None or claim_id not in memory["claim"]["claim_ids"]:
        memory["claim"] = ClaimInHand(intent="return_item", slots={}, claim_ids=[claim_id], refusal="", is_told=False)
    text = _as_it(heard)
    entities = replace(heard.entities, claim_numbers=(), categories=(), products=())
    request = replace(requests[0], text=text, entities=entities, alternatives=())
    return replace(understood, text=text, entities=entities, requests=(request,)), replace(
        heard, text=text, entities=entities
    )


def _as_it(heard: Heard) -> str:
    text = heard.text
    for found in reversed(heard.entities.claim_numbers):
        before = text[: found.start]
        called = _CALLED.search(before)
        start = called.start() if called else found.start
        lead = _BEHIND.match(before[start:])
        text = f"{before[:start]}{lead[0] if lead else ''}it{text[found.end :]}"
    return text
