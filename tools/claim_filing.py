"""What every filing of a claim does alike, line by line: gather the facts, decide, write claim and first event.

Each line becomes a claim of its own, because each is decided, sent back and settled by itself: the shirt may be
approved while the coat waits for a person. What was asked for together is filed in one transaction with one receipt.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from pydantic import BaseModel, ConfigDict, Field

from domain.claim_course import Happening, due_by
from domain.claim_records import ClaimRecord
from domain.claim_rules import ClaimFacts, Eligibility, decide, facts_of, opening_status
from domain.claims import Claim, ClaimEvent, ClaimKind, Remedy, ReturnReason, Swap, kind_for
from domain.customers import Customer, Rung
from domain.errors import NotFound, NotPossible, ProofNeeded
from domain.files import StoredFile
from domain.orders import Order, OrderLine
from domain.payments import MethodKind, PaymentMethod
from domain.policies import ReturnRules, rules_in_force
from store import claims as claim_store
from store import files as file_store
from store.database import ReadSession, WriteSession
from store.handoffs import number
from tools.claim_promises import promise_decision
from tools.return_labels import mail_label_once
from tools.spec import ToolContext


class ClaimedLine(BaseModel):
    """So many pieces of one line of the order."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    line: int = Field(ge=1, description="Which line of the order, counted from 1.")
    quantity: int = Field(default=1, ge=1, le=999)


@dataclass(frozen=True, slots=True)
class Desk:
    """What is known of an order's claims when a line of it is looked at."""

    order: Order
    rules: ReturnRules
    claims: tuple[Claim, ...]
    photos: tuple[StoredFile, ...]
    """Sent in this conversation and not yet evidence of anything."""

    def left(self, line: OrderLine) -> int:
        """Pieces that are not spoken for."""
        taken = sum(claim.quantity for claim in self.claims if claim.line == line.line and claim.status.counts)
        return max(line.quantity - taken, 0)


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for one line, beyond which line it is."""

    reason: ReturnReason
    kind: ClaimKind
    remedy: Remedy
    note: str = ""
    swap: Swap | None = None


_REMEDIES: dict[ClaimKind, tuple[Remedy, ...]] = {
    ClaimKind.RETURN: (Remedy.REFUND,),
    ClaimKind.EXCHANGE: (Remedy.EXCHANGE,),
    ClaimKind.REFUND: (Remedy.REFUND, Remedy.REPLACEMENT),
    ClaimKind.DAMAGED: (Remedy.REFUND, Remedy.REPLACEMENT),
    ClaimKind.WRONG_ITEM: (Remedy.REFUND, Remedy.REPLACEMENT),
    ClaimKind.MISSING: (Remedy.REFUND, Remedy.REPLACEMENT),
    ClaimKind.WARRANTY: (Remedy.REPAIR,),
}


def remedy_for(kind: ClaimKind, wished: Remedy | None) -> Remedy:
    """The wish where the kind allows it, else what the kind always gives."""
    allowed = _REMEDIES[kind]
    return wished if wished is not None and wished in allowed else allowed[0]


async def desk_for(order: Order, context: ToolContext, session: ReadSession | WriteSession) -> Desk:
    photos = await file_store.of_conversation(session, context.conversation_id)
    return Desk(
        order=order,
        rules=rules_in_force(context.knowledge.return_rules(), order.placed_at.date()),
        claims=tuple(await claim_store.claims_of_order(session, order.order_id)),
        photos=tuple(photo for photo in photos if photo.claim_id is None),
    )


def line_facts(
    desk: Desk,
    line: OrderLine,
    context: ToolContext,
    *,
    quantity: int,
    reason: ReturnReason,
    kind: ClaimKind | None = None,
    shipping_minor: int = 0,
) -> ClaimFacts:
    """All that the decision on these pieces is made from."""
    kind = kind or kind_for(reason)
    rules = desk.rules
    counted = [claim for claim in desk.claims if claim.status.counts]
    same_kind = [claim for claim in counted if claim.kind is kind]
    by_wish = (ClaimKind.RETURN, ClaimKind.EXCHANGE)
    is_other_wish = rules.one_request_per_order and kind in by_wish and any(claim.kind in by_wish for claim in counted)
    is_once = (kind is ClaimKind.EXCHANGE and rules.one_exchange_per_order) or (
        kind is ClaimKind.RETURN and rules.one_return_per_order
    )
    product = context.knowledge.product(line.product_id)
    facts = facts_of(
        desk.order,
        line,
        rules,
        quantity=quantity,
        already_claimed=line.quantity - desk.left(line),
        reason=reason,
        today=context.today,
        kind=kind,
    )
    return facts.model_copy(
        update={
            "has_open_claim": any(claim.line == line.line and claim.status.is_open for claim in same_kind),
            "asked_before": is_other_wish or (is_once and bool(same_kind)),
            "warranty_months": product.warranty_months if product else None,
            "photos": len(desk.photos),
            "shipping_minor": shipping_minor,
        }
    )


def shipping_back(desk: Desk, items: Sequence[ClaimedLine], reason: ReturnReason) -> int:
    """The order's shipping charge, in minor units, when all of it failed through our fault; else nothing."""
    asked = {item.line: item.quantity for item in items}
    is_whole = not desk.claims and all(asked.get(line.line) == line.quantity for line in desk.order.lines)
    return desk.order.shipping.amount_minor if is_whole and reason.is_our_fault else 0


def lines_of(order: Order, items: Sequence[ClaimedLine]) -> list[tuple[OrderLine, int]]:
    """Raises NotFound for a line that the order does not have, NotPossible for one that is named twice."""
    if len({item.line for item in items}) < len(items):
        raise NotPossible("line_twice")
    found = [(order.line(item.line), item.quantity) for item in items]
    if any(line is None for line, _ in found):
        raise NotFound("order line")
    return [(line, quantity) for line, quantity in found if line is not None]


async def method_for(
    desk: Desk,
    method_id: str | None,
    context: ToolContext,
    *,
    is_any: bool = False,
    session: WriteSession | None = None,
) -> tuple[str | None, str, PaymentMethod | None]:
    """Id, label and method that money goes back to: the one paid with, or another one the policy allows.

    `is_any`: every method on file will do, as for a price difference.

    Raises:
        NotPossible: unknown_method, original_only.
        ProofNeeded: sending money elsewhere needs more than an order number and its e-mail address.
    """
    order = desk.order
    customer = await context.shop.customer(order.customer_id, session=session)
    if method_id is None or method_id == order.method_id:
        label, method = paid_with(order, customer)
        return order.method_id, label, method
    rung = context.principal.rung_on(order.order_id, owner=order.customer_id, now=context.now)
    if rung < Rung.CODE_VERIFIED:
        raise ProofNeeded("another payment method", rung=Rung.CODE_VERIFIED)
    method = customer.method(method_id) if customer else None
    if method is None:
        raise NotPossible("unknown_method")
    is_allowed = is_any or (desk.rules.refund_to_gift_card and method.kind is MethodKind.GIFT_CARD)
    if not is_allowed:
        raise NotPossible("original_only", clause=desk.rules.cited("refunds"))
    return method_id, method.label, method


def paid_with(order: Order, customer: Customer | None) -> tuple[str, PaymentMethod | None]:
    """Label and method; the order remembers the label of one that is no longer on file."""
    method = customer.method(order.method_id) if customer else None
    return method.label if method else paid_label(order), method


def paid_label(order: Order) -> str:
    """How the order was paid, from what it says itself; empty when it says nothing."""
    name = order.payment.get("method", "")
    if not name:
        return ""
    method = PaymentMethod("", MethodKind.of(name), order.payment.get("brand"), order.payment.get("last4"))
    return method.label


def opened(
    line: OrderLine, facts: ClaimFacts, decision: Eligibility, wish: Wish, context: ToolContext, *, order: Order
) -> Claim:
    """The claim that this decision begins. Raises NotPossible: the rules refuse it, with the clause as cited."""
    if decision.refusal:
        raise NotPossible(decision.refusal, clause=facts.rules.cited(decision.clause))
    status = opening_status(facts, decision)
    send_back_by = context.today + timedelta(days=facts.rules.send_back_days)
    return Claim(
        claim_id=number("CL-"),
        order_id=order.order_id,
        line=line.line,
        item=line.name,
        kind=facts.kind,
        quantity=facts.quantity,
        reason=facts.reason,
        status=status,
        refund=decision.refund if wish.swap is None else decision.refund - decision.refund,
        filed_at=context.now,
        send_back_by=send_back_by,
        policy_version=decision.policy_version,
        remedy=wish.remedy,
        swap=wish.swap,
        due_by=due_by(
            status,
            facts.rules,
            kind=facts.kind,
            remedy=wish.remedy,
            today=context.today,
            received=False,
            send_back_by=send_back_by,
        ),
        events=(
            ClaimEvent(context.now, Happening.FILED.value, status, context.principal.actor, clause=decision.clause),
        ),
    )


async def file_line(
    session: WriteSession,
    desk: Desk,
    line: OrderLine,
    facts: ClaimFacts,
    wish: Wish,
    context: ToolContext,
    *,
    method_id: str | None,
    method: str,
) -> tuple[Claim, Eligibility]:
    """Decide and write it; the caller holds the order's claims with `lock_order`.

    Raises:
        NotPossible: the rules refuse it.
    """
    decision = decide(facts)
    claim = replace(opened(line, facts, decision, wish, context, order=desk.order), method=method)
    record = ClaimRecord(
        claim=claim,
        customer_id=desk.order.customer_id,
        filed_by=context.principal.actor,
        fee=decision.fee,
        clause=decision.clause,
        facts=facts,
        decision=decision,
        method_id=method_id,
        note=wish.note,
    )
    await claim_store.file(session, record)
    await promise_decision(session, claim, context)
    await mail_label_once(session, claim, desk.order, context)
    if desk.photos and claim.kind is not ClaimKind.RETURN:
        await file_store.attach(session, [photo.file_id for photo in desk.photos], claim.claim_id)
    return claim, decision
