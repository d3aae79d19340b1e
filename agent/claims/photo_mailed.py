"""Whether the photo that a claim waits for may come by e-mail: asked of the claim in hand, and of no address. Pure."""

import re

from agent.claims.in_hand import speaks_of_another
from agent.dialogue import tasks
from agent.dialogue.interpretation import Interpretation
from agent.dialogue.openings import open_one
from agent.state import Memory
from agent.understanding.heard import Heard

_BY_MAIL = re.compile(
    r"\b(?:e-?mail|mail)(?:ed|ing)?\b.{0,30}\b(?:photo|picture|pic|image)s?\b"
    r"|\b(?:photo|picture|pic|image)s?\b.{0,40}\b(?:by|via|per|over|as|in an?|through) (?:an? )?e-?mail\b",
    re.IGNORECASE,
)


def asks_to_mail_photo(memory: Memory, result: Interpretation, heard: Heard, *, agrees: bool) -> bool:
    """ "Can she email the picture instead?", of a claim that is planned or filed; beside a yes nothing is asked."""
    claim, task = memory["claim"], tasks.current(memory)
    if claim is None or agrees or not _BY_MAIL.search(heard.text) or speaks_of_another(claim, heard):
        return False
    if task is not None:
        task["put_off"] = 0
    open_one(memory, result, "claim_terms", heard.text, {**claim["slots"], "asked": "photo", "of_claim": dict(claim)})
    return True
