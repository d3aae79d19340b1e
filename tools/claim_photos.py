"""Photos as evidence: a picture sent in the chat leads on the claims that waited for it."""

from dataclasses import dataclass

from domain.claim_course import Happening
from domain.claim_records import ClaimRecord
from domain.claims import Claim, ClaimStatus
from domain.customers import Rung
from domain.errors import NotPossible
from store import claims as claim_store
from store import files as file_store
from store.database import WriteSession
from tools.claims import ClaimArguments, advance, claim_of, loose_photos
from tools.spec import Effect, ToolContext, ToolResult, tool


@dataclass(frozen=True, slots=True)
class PhotoTaken:
    """Evidence that a claim waited for."""

    claim: Claim
    photos: int
    also: tuple[Claim, ...] = ()
    """Filed together with it and waiting for the same picture."""


@tool(effect=Effect.WRITE, rung=Rung.ORDER_VERIFIED, order_argument="order_id", confirmation=False, result=PhotoTaken)
async def add_photo(arguments: ClaimArguments, context: ToolContext, session: WriteSession) -> ToolResult:
    """Attach the photos that were sent in this conversation to a claim that waits for one.

    Use it when a customer sends a picture. It decides nothing: the claim, and what was filed together with it,
    only go on as the rules say.
    """
    record = await claim_of(arguments, context, session)
    photos = await loose_photos(context, session)
    if not photos:
        raise NotPossible("no_photo")
    claim = record.claim
    if not claim.status.is_open:
        raise NotPossible(f"claim_{claim.status}", clause="photo")
    also = await _waiting_beside(record, session)
    if claim.status is ClaimStatus.EVIDENCE:
        claim = await _with_photo(record, context, session)
    others = [await _with_photo(each, context, session) for each in also]
    await file_store.attach(session, photos, claim.claim_id)
    return ToolResult(PhotoTaken(claim, len(photos), tuple(others)))


async def _waiting_beside(record: ClaimRecord, session: WriteSession) -> list[ClaimRecord]:
    """What was filed in the same breath and waits for a photo too: one picture may show it all."""
    claim = record.claim
    beside = [
        each.claim_id
        for each in await claim_store.claims_of_order(session, claim.order_id)
        if each.filed_at == claim.filed_at and each.claim_id != claim.claim_id
    ]
    held = [await claim_store.locked(session, claim_id) for claim_id in beside]
    return [each for each in held if each is not None and each.claim.status is ClaimStatus.EVIDENCE]


async def _with_photo(record: ClaimRecord, context: ToolContext, session: WriteSession) -> Claim:
    needs_person = record.decision is not None and record.decision.needs_approval
    return await advance(session, record, Happening.PHOTO_SENT, context, needs_approval=needs_person)
