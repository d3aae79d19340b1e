"""Claims whose day has passed: a photo or an item that did not come lets the claim lapse; it may be filed again."""

from datetime import datetime

from domain.claim_course import COURSE, Happening
from domain.claim_records import ClaimRecord
from domain.claims import ClaimEvent, ClaimStatus
from store import claims as claim_store
from store.database import Database
from store.tables.columns import now as clock
from tools.claims import put_swap_back
from tools.shops.port import Shop

ACTOR = "shop:upkeep"


async def lapse_overdue(database: Database, shop: Shop, *, now: datetime | None = None) -> int:
    """Close the claims that wait for their customer past the day that was told; how many there were.

    A decision or a refund that is late stays open: that is the shop's own debt.
    """
    now = now or clock()
    async with database.read() as session:
        overdue = await claim_store.overdue(session, now.date())
    lapsed = 0
    for record in overdue:
        if _waits_for_customer(record):
            lapsed += await _lapse(record.claim.claim_id, database, shop, now)
    return lapsed


def _waits_for_customer(record: ClaimRecord) -> bool:
    claim = record.claim
    return claim.status in COURSE[Happening.LAPSED] and (claim.status is ClaimStatus.EVIDENCE or claim.waits_for_item)


async def _lapse(claim_id: str, database: Database, shop: Shop, now: datetime) -> bool:
    """Looked at again under its lock: the photo may just have come."""
    async with database.transaction() as session:
        record = await claim_store.locked(session, claim_id)
        if record is None or not _waits_for_customer(record):
            return False
        if record.claim.due_by is None or record.claim.due_by >= now.date():
            return False
        event = ClaimEvent(now, Happening.LAPSED.value, ClaimStatus.LAPSED, ACTOR)
        lapsed = await claim_store.advance(session, record.claim, event, due_by=None)
        await put_swap_back(lapsed, shop, session)
        return True
