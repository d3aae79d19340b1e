"""What the support team does with claims: look at the open ones, decide, take items in, settle."""

from dataclasses import dataclass
from typing import Literal

from pydantic import Field

from domain.claim_course import Happening, may_decide
from domain.claim_records import ClaimRecord
from domain.claims import Claim, ClaimStatus, Remedy
from domain.customers import Rung
from domain.errors import NotFound, NotPossible
from domain.money import Money
from domain.orders import OrderId
from domain.payments import Payment
from store import claims as claim_store
from store.database import WriteSession
from tools.claims import ClaimNumber, advance, put_swap_back, rules_of
from tools.spec import STAFF, Arguments, Effect, ToolContext, ToolResult, tool


class ListClaims(Arguments):
    waiting_for: Literal["a_person", "the_customer", "settlement", "anything"] = "a_person"
    limit: int = Field(default=10, ge=1, le=50)


class DecideClaim(Arguments):
    claim_id: str = ClaimNumber
    verdict: Literal["approve", "deny"]
    clause: str = Field(min_length=2, description='The clause it rests on: "damaged_window", "window", "warranty".')
    reason: str = Field(min_length=3, description="Why, in words that the customer will read.")


class OneClaim(Arguments):
    claim_id: str = ClaimNumber


class SettleClaim(Arguments):
    claim_id: str = ClaimNumber
    remedy: Remedy | None = None
    """Where another one than was asked for is given: a refund, because the item is sold out."""


@dataclass(frozen=True, slots=True)
class OpenClaims:
    """Those that wait longest first."""

    records: tuple[ClaimRecord, ...]
    total: int = 0
    """How many there are, these among them."""


@dataclass(frozen=True, slots=True)
class ClaimDecided:
    claim: Claim


@dataclass(frozen=True, slots=True)
class ReturnReceived:
    claim: Claim


@dataclass(frozen=True, slots=True)
class ClaimSettled:
    claim: Claim
    remedy: Remedy
    payment: Payment | None
    """What was paid back or taken, if anything."""


_WAITING = {
    "a_person": (ClaimStatus.REVIEW,),
    "the_customer": (ClaimStatus.EVIDENCE, ClaimStatus.FILED),
    "settlement": (ClaimStatus.APPROVED,),
    "anything": (ClaimStatus.REVIEW, ClaimStatus.EVIDENCE, ClaimStatus.FILED, ClaimStatus.APPROVED),
}


@tool(effect=Effect.READ, rung=Rung.SIGNED_IN, roles=STAFF)
async def list_claims(arguments: ListClaims, context: ToolContext) -> ToolResult:
    """List open claims of all customers, those that wait longest first; for the support team.

    Use it for "what is waiting for me". Not for one customer's claims: that is claim_status.
    """
    async with context.database.read() as session:
        statuses = _WAITING[arguments.waiting_for]
        found = await claim_store.open_claims(session, statuses=statuses, limit=arguments.limit)
        total = await claim_store.how_many(session, statuses)
    return ToolResult(OpenClaims(tuple(found), total))


@tool(effect=Effect.WRITE, rung=Rung.SIGNED_IN, roles=STAFF, result=ClaimDecided)
async def decide_claim(arguments: DecideClaim, context: ToolContext, session: WriteSession) -> ToolResult:
    """Approve or deny a claim with the clause and a reason that the customer will read.

    Use it when a claim waits for a person. Never on a claim that the same person filed.
    """
    record = await _held(arguments.claim_id, context, session)
    happening = Happening.APPROVED if arguments.verdict == "approve" else Happening.DENIED
    rules = await rules_of(record, context, session)
    clause = rules.cited(arguments.clause)
    claim = await advance(session, record, happening, context, note=arguments.reason, clause=clause)
    if happening is Happening.DENIED:
        await put_swap_back(claim, context.shop, session)
    return ToolResult(ClaimDecided(claim))


@tool(effect=Effect.WRITE, rung=Rung.SIGNED_IN, roles=STAFF, result=ReturnReceived)
async def receive_return(arguments: OneClaim, context: ToolContext, session: WriteSession) -> ToolResult:
    """Note that the item of a claim has come back to the warehouse; the refund is due from then on.

    Use it when the parcel is in and fine. Not for a missing item or a lost parcel: nothing comes back.
    """
    record = await _found(arguments.claim_id, session)
    if not record.claim.kind.goes_back or record.claim.received_at is not None:
        raise NotPossible("nothing_expected")
    claim = await advance(session, record, Happening.RECEIVED, context, clause=record.clause)
    return ToolResult(ReturnReceived(claim))


@tool(effect=Effect.WRITE, rung=Rung.SIGNED_IN, roles=STAFF, result=ClaimSettled)
async def settle_claim(arguments: SettleClaim, context: ToolContext, session: WriteSession) -> ToolResult:
    """Do what an approved claim promises, once: pay back, send the replacement, close the repair or the exchange.

    Use it when a claim is approved and, where something goes back, the item is in. Never on a claim that
    the same person filed.
    """
    record = await _held(arguments.claim_id, context, session)
    claim = record.claim
    if claim.status is ClaimStatus.APPROVED and claim.waits_for_item:
        raise NotPossible("item_not_back", clause="delivered_items")
    remedy = arguments.remedy or claim.remedy
    settled = await advance(session, record, Happening.SETTLED, context, note=remedy.value, clause=record.clause)
    payment = await _fulfilled(record, remedy, context, session)
    return ToolResult(ClaimSettled(settled, remedy, payment))


async def _fulfilled(
    record: ClaimRecord, remedy: Remedy, context: ToolContext, session: WriteSession
) -> Payment | None:
    """Move the goods and the money; runs in the transaction that closes the claim, so only once.

    Raises:
        NotPossible: not_available, more_than_paid, gift_card_too_small, other_remedy.
    """
    claim, order_id = record.claim, OrderId(record.claim.order_id)
    if remedy is Remedy.EXCHANGE and claim.swap is None:
        raise NotPossible("other_remedy")
    terms = {"method_id": record.method_id, "reason": claim.claim_id, "key": f"{claim.claim_id}:pay"}
    if remedy is Remedy.REFUND:
        amount = _refund_of(record)
        await put_swap_back(claim, context.shop, session)
        return await context.shop.refund(order_id, amount, **terms, session=session) if amount.amount_minor else None
    if remedy is Remedy.REPLACEMENT:
        order = await context.shop.order(order_id, session=session)
        line = order.line(claim.line) if order else None
        if line is None:
            raise NotFound("order line")
        await context.shop.take_stock(line.sku, claim.quantity, key=f"{claim.claim_id}:take", session=session)
        return None
    if remedy is Remedy.EXCHANGE and claim.swap is not None:
        difference = claim.swap.difference
        if difference.amount_minor > 0:
            return await context.shop.charge(order_id, difference, **terms, session=session)
        if difference.amount_minor < 0:
            return await context.shop.refund(order_id, difference * -1, **terms, session=session)
    return None


def _refund_of(record: ClaimRecord) -> Money:
    """What was decided at filing; an exchange that becomes a refund pays back what the item cost."""
    if record.claim.swap is None:
        return record.claim.refund
    assert record.decision is not None  # an exchange was filed here
    return record.decision.refund


async def _found(claim_id: str, session: WriteSession) -> ClaimRecord:
    record = await claim_store.locked(session, claim_id)
    if record is None:
        raise NotFound("claim")
    await claim_store.lock_order(session, record.claim.order_id)
    return record


async def _held(claim_id: str, context: ToolContext, session: WriteSession) -> ClaimRecord:
    """Raises NotPermitted: the same person filed it."""
    record = await _found(claim_id, session)
    may_decide(record.claim, by=context.principal.actor)
    return record
