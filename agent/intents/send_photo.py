"""A picture came in: evidence for the claim that waits for one, else kept for the claim that is being filed."""

import re

from agent.claims.choosing import as_shown
from agent.intents.spec import Intent, View
from agent.state import Task
from agent.steps import Ask, Call, Choice, Say, Step
from domain.claims import Claim, ClaimKind, ClaimStatus
from tools.claim_photos import PhotoTaken
from tools.claims import ClaimList


def next_step(task: Task, view: View) -> Step:
    taken = view.results.get("taken")
    if isinstance(taken, PhotoTaken):
        claims = (taken.claim, *taken.also)
        facts = {"claim": taken.claim, "photos": taken.photos, "also": taken.also, "claims": claims}
        return Say("photo_taken", facts, shows=as_shown(claims), shows_kind="orders")
    if view.principal.subject is None and not view.proved_orders():
        return Say("photo_kept")
    listing = view.results.get("claims")
    if not isinstance(listing, ClaimList):
        return Call("claim_status", {}, "claims")
    if not listing.photos:
        return _not_here(listing)
    claim = _waiting(task, listing.claims)
    if isinstance(claim, Claim):
        return Call("add_photo", {"order_id": claim.order_id, "claim_id": claim.claim_id}, "taken")
    return claim


def _not_here(listing: ClaimList) -> Say:
    """The words came, the picture did not."""
    waiting = [claim for claim in listing.claims if claim.status is ClaimStatus.EVIDENCE]
    return Say("photo_not_here", {"claims": tuple(waiting)}) if waiting else Say("photo_not_here_yet")


def _waiting(task: Task, claims: tuple[Claim, ...]) -> Claim | Step:
    """The one that waits for a photo, or that a person looks at; among several the customer says which."""
    waiting = [claim for claim in claims if claim.status is ClaimStatus.EVIDENCE] or [
        claim for claim in claims if claim.status is ClaimStatus.REVIEW and claim.kind in _SHOWN_IN_A_PICTURE
    ]
    if wanted := task["slots"].get("claim_id"):
        waiting = [claim for claim in claims if claim.claim_id == wanted]
    if not waiting:
        return _for_a_denied_one(claims)
    filed_together = {(claim.order_id, claim.filed_at) for claim in waiting}
    if len(filed_together) > 1:
        choices = tuple(Choice(claim.claim_id, claim.claim_id, claim.item) for claim in waiting)
        return Ask("claim_id", "photo_for_which", {"claims": waiting}, choices)
    return waiting[0]


def _for_a_denied_one(claims: tuple[Claim, ...]) -> Say:
    denied = next((claim for claim in claims if claim.status is ClaimStatus.DENIED), None)
    if denied is None:
        return Say("photo_kept")
    return Say(
        "photo_for_reopening",
        {"claim": denied},
        opens="reopen_claim",
        opens_slots={"claim_id": denied.claim_id, "news": ""},
    )


_SHOWN_IN_A_PICTURE = (ClaimKind.DAMAGED, ClaimKind.WRONG_ITEM, ClaimKind.MISSING, ClaimKind.WARRANTY)


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
