"""A claim's file for the support team: whose it is, what it was decided from, and the photos sent as evidence."""

from dataclasses import dataclass

from domain.claim_records import ClaimRecord
from domain.customers import Rung
from domain.files import StoredFile
from domain.orders import OrderId
from store import claims as claim_store
from store import files as file_store
from store.database import ReadSession
from tools.claims import ClaimNumber
from tools.spec import STAFF, Arguments, Effect, ToolContext, ToolResult, tool


class GetClaim(Arguments):
    claim_id: str = ClaimNumber


@dataclass(frozen=True, slots=True)
class ClaimFile:
    record: ClaimRecord
    customer: str
    """Name and e-mail address; empty when the shop no longer knows them."""
    cited: str
    """The clause of the decision at filing, as a customer finds it."""
    photos: tuple[StoredFile, ...]
    """Oldest first; also those sent for what was filed with it."""


@dataclass(frozen=True, slots=True)
class ClaimFiles:
    """One, or none when there is no such claim."""

    files: tuple[ClaimFile, ...]


@tool(effect=Effect.READ, rung=Rung.SIGNED_IN, roles=STAFF)
async def get_claim(arguments: GetClaim, context: ToolContext) -> ToolResult:
    """Show one claim of any customer with its photos, the customer's words and the clause; for the support team.

    Use it before deciding on a claim. Not for customers: that is claim_status.
    """
    async with context.database.read() as session:
        record = await claim_store.claim(session, arguments.claim_id)
        if record is None:
            return ToolResult(ClaimFiles(()))
        photos = await _photos(record, session)
    order = await context.shop.order(OrderId(record.claim.order_id))
    customer = await context.shop.customer(order.customer_id) if order else None
    return ToolResult(
        ClaimFiles(
            (
                ClaimFile(
                    record=record,
                    customer=f"{customer.name}, {customer.email}" if customer else "",
                    cited=record.facts.rules.cited(record.clause) if record.facts else "",
                    photos=photos,
                ),
            )
        )
    )


async def _photos(record: ClaimRecord, session: ReadSession) -> tuple[StoredFile, ...]:
    """One picture may show all that came broken: it hangs on one of the claims that were filed in one go."""
    claim = record.claim
    together = [
        each.claim_id
        for each in await claim_store.claims_of_order(session, claim.order_id)
        if each.filed_at == claim.filed_at
    ]
    found = [photo for claim_id in together for photo in await file_store.of_claim(session, claim_id)]
    return tuple(sorted(found, key=lambda photo: photo.uploaded_at))
