"""A picture came in: evidence for the claim that waits for one, else kept for the claim that is being filed."""

import re

from agent.intents.spec import Intent, View
from agent.state import Task
from agent.steps import Ask, Call, Choice, Say, Step
from domain.claims import Claim, ClaimStatus
from tools.claims import ClaimList, PhotoTaken


def next_step(task: Task, view: View) -> Step:
    taken = view.results.get("taken")
    if isinstance(taken, PhotoTaken):
        return Say("photo_taken", {"claim": taken.claim, "photos": taken.photos, "claims": (taken.claim,)})
    if view.principal.subject is None and not view.proved_orders():
        return Say("photo_kept")
    listing = view.results.get("claims")
    if not isinstance(listing, ClaimList):
        return Call("claim_status", {}, "claims")
    claim = _waiting(task, listing.claims)
    if isinstance(claim, Claim):
        return Call("add_photo", {"order_id": claim.order_id, "claim_id": claim.claim_id}, "taken")
    return claim


def _waiting(task: Task, claims: tuple[Claim, ...]) -> Claim | Step:
    """The one that waits for a photo, newest first; among several the customer says which."""
    waiting = [claim for claim in claims if claim.status is ClaimStatus.EVIDENCE]
    if wanted := task["slots"].get("claim_id"):
        waiting = [claim for claim in claims if claim.claim_id == wanted]
    if not waiting:
        return Say("photo_kept")
    if len(waiting) > 1:
        choices = tuple(Choice(claim.claim_id, claim.claim_id, claim.item) for claim in waiting)
        return Ask("claim_id", "photo_for_which", {"claims": waiting}, choices)
    return waiting[0]


INTENT = Intent(
    name="send_photo",
    meaning="send a photo as evidence",
    route="returns",
    label="send a photo",
    next_step=next_step,
    slots=("claim_id",),
    tools=("claim_status", "add_photo"),
    cues=re.compile(
        r"^\s*\[(?:photo|picture|image)\b"
        r"|\b(?:here(?:'s| is| are| you go)|attached|this is|i(?:'m| am)? send(?:ing)?|sent)\b.{0,20}"
        r"\b(?:photo|picture|pic|image)s?\b",
        re.IGNORECASE,
    ),
)
