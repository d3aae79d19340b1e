"""Money or a new one wished in place of the repair that a claim on the warranty brings. Pure.

The warranty mends first; what cannot be mended is replaced or refunded. That is said, and the claim stays as it is.
"""

import re

from agent.claims.in_hand import speaks_of_another
from agent.dialogue import tasks
from agent.dialogue.answers import is_question
from agent.dialogue.interpretation import Interpretation
from agent.dialogue.openings import open_one
from agent.state import Memory, Offer
from agent.understanding.heard import Heard
from agent.understanding.slots import FILLERS

_OTHERWISE = re.compile(
    r"\b(?:money|refund\w*|paid back|cash|new (?:one|pair)|another (?:one|pair)|replace\w*)\b.{0,60}"
    r"\b(?:than|instead of|not|rather than)\b.{0,25}\b(?:repair\w*|mend\w*|fix\w*)"
    r"|\b(?:rather|prefer|instead|directly|straight|just|possible|want|like|get|have)\b.{0,40}"
    r"\b(?:money|refund\w*|paid back|new (?:one|pair)|another (?:one|pair)|replace\w*)\b",
    re.IGNORECASE,
)
_LONGEST = 24


def wishes_no_repair(memory: Memory, result: Interpretation, heard: Heard, offer: Offer | None) -> bool:
    """ "I'd rather have the money than a repair, possible?", of a claim on the warranty: offered, planned or filed."""
    claim, task = memory["claim"], tasks.current(memory)
    is_offered = offer is not None and offer["intent"] == "warranty_claim"
    intent = task["intent"] if task is not None else "" if claim is None else claim["intent"]
    if claim is None or not (is_offered or intent == "warranty_claim"):
        return False
    if speaks_of_another(claim, heard) or heard.entities.order_numbers or len(heard.text.split()) > _LONGEST:
        return False
    asks = is_question(heard.text) and FILLERS["remedy"](heard) in ("refund", "replacement")
    if not asks and not _OTHERWISE.search(heard.text):
        return False
    if task is not None:
        task["put_off"] = 0
    planned = {**claim, "intent": "warranty_claim", "refusal": ""} if is_offered else dict(claim)
    open_one(memory, result, "claim_terms", heard.text, {**claim["slots"], "asked": "repair", "of_claim": planned})
    memory["offer"] = offer
    return True
