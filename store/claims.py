"""Claims in the store."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import text
from sqlmodel import col, func, select

from domain.claims import Claim, ClaimKind, ClaimStatus, ReturnReason
from domain.money import Money
from store.database import ReadSession, WriteSession
from store.tables.claims import ClaimRow

_LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended('claims:' || :order_id, 0))")
_NOT_COUNTED = (ClaimStatus.DENIED.value, ClaimStatus.WITHDRAWN.value)


async def claimed_quantities(session: ReadSession | WriteSession, order_id: str) -> dict[int, int]:
    """Line number -> pieces under claim or already settled."""
    statement = (
        select(ClaimRow.line, func.sum(ClaimRow.quantity))
        .where(ClaimRow.order_id == order_id, col(ClaimRow.status).not_in(_NOT_COUNTED))
        .group_by(col(ClaimRow.line))
    )
    return {line: int(quantity) for line, quantity in await session.exec(statement)}


async def lock_order(session: WriteSession, order_id: str) -> None:
    """Hold all claims on one order still until this transaction ends, so that pieces are counted once."""
    await session.execute(_LOCK, {"order_id": order_id})


async def claims_of_order(session: ReadSession, order_id: str) -> list[Claim]:
    statement = select(ClaimRow).where(ClaimRow.order_id == order_id).order_by(col(ClaimRow.filed_at).desc())
    return [_claim(row) for row in await session.exec(statement)]


async def claims_of_customer(session: ReadSession, customer_id: str, *, limit: int = 10) -> list[Claim]:
    statement = (
        select(ClaimRow).where(ClaimRow.customer_id == customer_id).order_by(col(ClaimRow.filed_at).desc()).limit(limit)
    )
    return [_claim(row) for row in await session.exec(statement)]


async def claim(session: ReadSession, claim_id: str) -> tuple[Claim, str] | None:
    """The claim and the customer it belongs to."""
    row = await session.get(ClaimRow, claim_id)
    return (_claim(row), row.customer_id) if row else None


async def file(
    session: WriteSession,
    claim: Claim,
    *,
    customer_id: str,
    fee: Money,
    clause: str,
    note: str,
    inputs: dict[str, Any],
    filed_by: str,
) -> None:
    """Insert it. A second open claim on the same line and kind breaks the unique index: Conflict."""
    session.add(
        ClaimRow(
            claim_id=claim.claim_id,
            order_id=claim.order_id,
            customer_id=customer_id,
            line=claim.line,
            item=claim.item,
            kind=claim.kind,
            quantity=claim.quantity,
            reason=claim.reason,
            note=note,
            status=claim.status,
            refund_minor=claim.refund.amount_minor,
            fee_minor=fee.amount_minor,
            currency=claim.refund.currency,
            policy_version=claim.policy_version,
            clause=clause,
            inputs=inputs,
            history=[{"at": claim.filed_at.isoformat(), "status": claim.status, "by": filed_by}],
            filed_by=filed_by,
            send_back_by=claim.send_back_by,
            filed_at=claim.filed_at,
        )
    )
    await session.flush()


def _claim(row: ClaimRow) -> Claim:
    filed_at: datetime = row.filed_at
    send_back_by: date = row.send_back_by
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
        filed_at=filed_at,
        send_back_by=send_back_by,
        policy_version=row.policy_version,
    )
