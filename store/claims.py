"""Claims in the store."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import text
from sqlmodel import col, func, select

from domain.claim_course import Happening
from domain.claim_records import ClaimRecord
from domain.claim_rules import ClaimFacts, Eligibility
from domain.claims import OPEN, Claim, ClaimEvent, ClaimKind, ClaimStatus, Remedy, ReturnReason, Swap
from domain.money import Money
from store.database import ReadSession, WriteSession
from store.tables.claims import ClaimRow

_LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended('claims:' || :order_id, 0))")
_COUNTED = [status.value for status in ClaimStatus if status.counts]
_OPEN = [status.value for status in OPEN]
_DECISION = TypeAdapter(Eligibility)


async def lock_order(session: WriteSession, order_id: str) -> None:
    """Hold all claims on one order still until this transaction ends, so that pieces are counted once."""
    await session.execute(_LOCK, {"order_id": order_id})


async def claimed_quantities(session: ReadSession | WriteSession, order_id: str) -> dict[int, int]:
    """Line number -> pieces under claim or already settled."""
    statement = (
        select(ClaimRow.line, func.sum(ClaimRow.quantity))
        .where(ClaimRow.order_id == order_id, col(ClaimRow.status).in_(_COUNTED))
        .group_by(col(ClaimRow.line))
    )
    return {line: int(quantity) for line, quantity in await session.exec(statement)}


async def claims_of_order(session: ReadSession | WriteSession, order_id: str) -> list[Claim]:
    """Newest first."""
    statement = select(ClaimRow).where(ClaimRow.order_id == order_id).order_by(col(ClaimRow.filed_at).desc())
    return [_claim(row) for row in await session.exec(statement)]


async def claims_of_customer(session: ReadSession, customer_id: str, *, limit: int = 10) -> list[Claim]:
    """Newest first."""
    statement = (
        select(ClaimRow).where(ClaimRow.customer_id == customer_id).order_by(col(ClaimRow.filed_at).desc()).limit(limit)
    )
    return [_claim(row) for row in await session.exec(statement)]


async def open_claims(
    session: ReadSession, *, statuses: Sequence[ClaimStatus] = OPEN, limit: int = 20
) -> list[ClaimRecord]:
    """Those that wait longest first."""
    wanted = [status.value for status in statuses]
    statement = select(ClaimRow).where(col(ClaimRow.status).in_(wanted)).order_by(col(ClaimRow.filed_at)).limit(limit)
    return [_record(row) for row in await session.exec(statement)]


async def how_many(session: ReadSession, statuses: Sequence[ClaimStatus]) -> int:
    """Of all customers."""
    wanted = [status.value for status in statuses]
    statement = select(func.count()).select_from(ClaimRow).where(col(ClaimRow.status).in_(wanted))
    return (await session.exec(statement)).one()


async def overdue(session: ReadSession, today: date, *, limit: int = 200) -> list[ClaimRecord]:
    """Open claims whose present status should have ended before today."""
    statement = select(ClaimRow).where(col(ClaimRow.status).in_(_OPEN), col(ClaimRow.due_by) < today).limit(limit)
    return [_record(row) for row in await session.exec(statement)]


async def every(session: ReadSession, *, batch: int = 500) -> AsyncIterator[ClaimRecord]:
    """All claims there are, by number."""
    after = ""
    while True:
        statement = select(ClaimRow).where(col(ClaimRow.claim_id) > after).order_by(ClaimRow.claim_id).limit(batch)
        rows = list(await session.exec(statement))
        for row in rows:
            yield _record(row)
        if len(rows) < batch:
            return
        after = rows[-1].claim_id


async def claim(session: ReadSession | WriteSession, claim_id: str) -> ClaimRecord | None:
    row = await session.get(ClaimRow, claim_id)
    return _record(row) if row else None


async def locked(session: WriteSession, claim_id: str) -> ClaimRecord | None:
    """The claim, held still until this transaction ends."""
    row = (await session.exec(select(ClaimRow).where(ClaimRow.claim_id == claim_id).with_for_update())).first()
    return _record(row) if row else None


async def file(session: WriteSession, record: ClaimRecord) -> None:
    """Insert it. A second open claim on the same line and kind breaks the unique index: Conflict."""
    claim = record.claim
    swap = claim.swap
    session.add(
        ClaimRow(
            claim_id=claim.claim_id,
            order_id=claim.order_id,
            customer_id=record.customer_id,
            line=claim.line,
            item=claim.item,
            kind=claim.kind,
            quantity=claim.quantity,
            reason=claim.reason,
            note=record.note,
            status=claim.status,
            remedy=claim.remedy,
            refund_minor=claim.refund.amount_minor,
            fee_minor=record.fee.amount_minor,
            currency=claim.refund.currency,
            method_id=record.method_id,
            method=claim.method,
            swap=swap and {"sku": swap.sku, "words": swap.words, "difference_minor": swap.difference.amount_minor},
            policy_version=claim.policy_version,
            clause=record.clause,
            inputs=record.facts.model_dump(mode="json") if record.facts else {},
            decision=_DECISION.dump_python(record.decision, mode="json") if record.decision else None,
            history=[_entry(event) for event in claim.events],
            filed_by=record.filed_by,
            send_back_by=claim.send_back_by,
            due_by=claim.due_by,
            received_at=claim.received_at,
            filed_at=claim.filed_at,
        )
    )
    await session.flush()


async def advance(
    session: WriteSession, claim: Claim, event: ClaimEvent, *, due_by: date | None, received_at: datetime | None = None
) -> Claim:
    """The claim after the event, kept; the caller holds it with `locked`."""
    row = await session.get(ClaimRow, claim.claim_id)
    assert row is not None  # it is locked
    row.status, row.due_by = event.status, due_by
    row.received_at = received_at or row.received_at
    row.history = [*row.history, _entry(event)]
    session.add(row)
    await session.flush()
    return replace(
        claim, status=event.status, due_by=due_by, received_at=row.received_at, events=(*claim.events, event)
    )


def _entry(event: ClaimEvent) -> dict[str, Any]:
    return {
        "at": event.at.isoformat(),
        "event": event.event,
        "status": event.status.value,
        "by": event.by,
        "note": event.note,
        "clause": event.clause,
    }


def _event(entry: dict[str, Any], at: int) -> ClaimEvent:
    """Entries from other systems name the status only: the first is the filing, the others what led to it."""
    return ClaimEvent(
        at=datetime.fromisoformat(entry["at"]),
        event=entry.get("event") or (entry["status"] if at else Happening.FILED.value),
        status=ClaimStatus(entry["status"]),
        by=entry.get("by", ""),
        note=entry.get("note", ""),
        clause=entry.get("clause", ""),
    )


def _record(row: ClaimRow) -> ClaimRecord:
    inputs = {name: value for name, value in row.inputs.items() if name != "imported"}
    is_known = "rules" in inputs and "bought" in inputs
    return ClaimRecord(
        claim=_claim(row),
        customer_id=row.customer_id,
        filed_by=row.filed_by,
        fee=Money(row.fee_minor, row.currency),
        clause=row.clause,
        facts=ClaimFacts.model_validate(inputs) if is_known else None,
        decision=_DECISION.validate_python(row.decision) if row.decision else None,
        method_id=row.method_id,
        note=row.note,
    )


def _claim(row: ClaimRow) -> Claim:
    swap = row.swap
    return Claim(
        claim_id=row.claim_id,
        order_id=row.order_id,
        line=row.line,
        item=row.item,
        kind=ClaimKind(row.kind),
        quantity=row.quantity,
        reason=ReturnReason(row.reason),
        status=ClaimStatus(row.status),
        refund=Money(row.refund_minor, row.currency),
        filed_at=row.filed_at,
        send_back_by=row.send_back_by,
        policy_version=row.policy_version,
        remedy=Remedy(row.remedy),
        method=row.method,
        swap=Swap(swap["sku"], swap["words"], Money(swap["difference_minor"], row.currency)) if swap else None,
        due_by=row.due_by,
        received_at=row.received_at,
        events=tuple(_event(entry, at) for at, entry in enumerate(row.history)),
    )
