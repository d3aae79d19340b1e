"""Claims: how far they are, and what their customers do with them afterwards."""

from dataclasses import dataclass

from pydantic import Field

from domain.claim_course import Happening, after, due_by, may_reopen, may_withdraw
from domain.claim_records import ClaimRecord
from domain.claim_rules import ClaimFacts, Eligibility
from domain.claims import Claim, ClaimEvent
from domain.customers import Rung
from domain.errors import NotFound, NotPossible
from domain.money import Money
from domain.orders import Order, OrderId, OrderLine
from domain.payments import Payment, PaymentKind
from domain.policies import ReturnRules, rules_in_force
from store import claims as claim_store
from store import files as file_store
from store.database import ReadSession, WriteSession
from tools.claim_promises import promise_decision
from tools.orders import OrderNumber
from tools.return_labels import mail_label_once
from tools.shops.port import Shop
from tools.spec import Arguments, Effect, ToolContext, ToolResult, tool

ClaimNumber = Field(description='A claim number such as "CL-7KQ2MD".')


class ClaimStatusArguments(Arguments):
    claim_id: str | None = Field(default=None, description='A claim number such as "CL-7KQ2MD".')
    order_id: str | None = Field(default=None, description="Or the order that was claimed on.")


class ClaimArguments(Arguments):
    order_id: str = OrderNumber
    claim_id: str = ClaimNumber


class ReopenClaim(ClaimArguments):
    note: str = Field(default="", description="What is new, in the customer's words.")


@dataclass(frozen=True, slots=True)
class LineCheck:
    line: OrderLine
    left: int
    """Pieces that are not under a claim yet."""
    eligibility: Eligibility
    facts: ClaimFacts | None = None
    """What the decision was made from, so that it can be made for fewer pieces."""


@dataclass(frozen=True, slots=True)
class ClaimFiled:
    claim: Claim
    eligibility: Eligibility
    refund_days: int
    send_back_days: int


@dataclass(frozen=True, slots=True)
class ClaimsFiled:
    """What was asked for together: a claim a line, one receipt."""

    filed: tuple[ClaimFiled, ...]

    @property
    def claims(self) -> tuple[Claim, ...]:
        return tuple(each.claim for each in self.filed)

    @property
    def refund(self) -> Money:
        first, *others = [claim.refund for claim in self.claims]
        return sum(others, first)


@dataclass(frozen=True, slots=True)
class ClaimList:
    claims: tuple[Claim, ...]
    paid_back: tuple[Payment, ...] = ()
    """Refunds of the orders that these claims are on."""
    photos: int = 0
    """Sent in this conversation and not yet evidence of anything."""


@dataclass(frozen=True, slots=True)
class ClaimWithdrawn:
    claim: Claim


@dataclass(frozen=True, slots=True)
class ClaimReopened:
    claim: Claim


@tool(effect=Effect.READ)
async def claim_status(arguments: ClaimStatusArguments, context: ToolContext) -> ToolResult:
    """Say how far claims are: one by its number, those of an order, or all of the signed-in customer's.

    Use it for "what about my return" and for refund status. Another customer's claim is not found.
    """
    principal = context.principal
    async with context.database.read() as session:
        if arguments.claim_id:
            found = await claim_store.claim(session, arguments.claim_id)
            claims = [found.claim] if found and await _may_see(found, context) else []
        elif arguments.order_id:
            order = await context.shop.order(OrderId(arguments.order_id))
            may_see = order is not None and principal.may_see_order(
                order.order_id, owner=order.customer_id, now=context.now
            )
            claims = await claim_store.claims_of_order(session, arguments.order_id) if may_see else []
        elif principal.subject is not None:
            claims = await claim_store.claims_of_customer(session, principal.subject)
        else:
            claims = [
                claim
                for order_id, until in principal.orders_until.items()
                if context.now < until
                for claim in await claim_store.claims_of_order(session, order_id)
            ]
        photos = len(await loose_photos(context, session))
    return ToolResult(ClaimList(tuple(claims), await _paid_back(claims, context), photos))


@tool(effect=Effect.WRITE, rung=Rung.ORDER_VERIFIED, order_argument="order_id", result=ClaimWithdrawn)
async def withdraw_claim(arguments: ClaimArguments, context: ToolContext, session: WriteSession) -> ToolResult:
    """Withdraw an open claim: nothing is sent back, nothing is refunded.

    Use it when the customer wants to keep the item after all. Not for a claim that was decided.
    """
    record = await claim_of(arguments, context, session)
    may_withdraw(record.claim)
    claim = await advance(session, record, Happening.WITHDRAWN, context)
    await put_swap_back(claim, context.shop, session)
    return ToolResult(ClaimWithdrawn(claim))


@tool(effect=Effect.WRITE, rung=Rung.ORDER_VERIFIED, order_argument="order_id", result=ClaimReopened)
async def reopen_claim(arguments: ReopenClaim, context: ToolContext, session: WriteSession) -> ToolResult:
    """Have a claim looked at again that was not approved; once, with something new to show or to say.

    Use it when the customer disagrees with a no. Not for a claim that is open, and only within the days
    that the policy gives.
    """
    record = await claim_of(arguments, context, session)
    photos = await loose_photos(context, session)
    rules = await rules_of(record, context, session)
    may_reopen(record.claim, rules, today=context.today, has_news=bool(photos or arguments.note))
    await _pieces_are_free(record, context, session)
    claim = await advance(session, record, Happening.REOPENED, context, note=arguments.note)
    await set_swap_aside(claim, context, session)
    await file_store.attach(session, photos, claim.claim_id)
    return ToolResult(ClaimReopened(claim))


async def claim_of(arguments: ClaimArguments, context: ToolContext, session: WriteSession) -> ClaimRecord:
    """The claim, held still. Raises NotFound: there is none on this order."""
    await claim_store.lock_order(session, arguments.order_id)
    record = await claim_store.locked(session, arguments.claim_id)
    if record is None or record.claim.order_id != context.authorised_order.order_id:
        raise NotFound("claim")
    return record


async def advance(
    session: WriteSession,
    record: ClaimRecord,
    happening: Happening,
    context: ToolContext,
    *,
    note: str = "",
    clause: str = "",
    needs_approval: bool = False,
) -> Claim:
    """Let it happen to the claim, with its time, actor and words, and the day by which the next step is due.

    Raises:
        NotPossible: it cannot happen now.
    """
    claim = record.claim
    status = after(claim, happening, needs_approval=needs_approval)
    rules = await rules_of(record, context, session)
    received_at = context.now if happening is Happening.RECEIVED else claim.received_at
    due = due_by(
        status,
        rules,
        kind=claim.kind,
        remedy=claim.remedy,
        today=context.today,
        received=received_at is not None,
        send_back_by=claim.send_back_by,
    )
    event = ClaimEvent(context.now, happening.value, status, context.principal.actor, note=note, clause=clause)
    changed = await claim_store.advance(session, claim, event, due_by=due, received_at=received_at)
    await promise_decision(session, changed, context)
    if changed.waits_for_item and status is not claim.status:
        order = await context.shop.order(OrderId(claim.order_id), session=session)
        await mail_label_once(session, changed, order, context)
    return changed


async def rules_of(record: ClaimRecord, context: ToolContext, session: WriteSession) -> ReturnRules:
    """The rules that the claim was filed under; of one from before, those of its order's day."""
    if record.facts is not None:
        return record.facts.rules
    order = await context.shop.order(OrderId(record.claim.order_id), session=session)
    if order is None:
        raise NotFound("order")
    return rules_in_force(context.knowledge.return_rules(), order.placed_at.date())


async def put_swap_back(claim: Claim, shop: Shop, session: WriteSession) -> None:
    """What was set aside for an exchange that will not be made is for sale again.

    The key counts the claim's events: one that was opened again may be turned down again.
    """
    if claim.swap is not None:
        key = f"{claim.claim_id}:back:{len(claim.events)}"
        await shop.put_back(claim.swap.sku, claim.quantity, key=key, session=session)


async def set_swap_aside(claim: Claim, context: ToolContext, session: WriteSession) -> None:
    """For an exchange that is looked at again. Raises NotPossible: it was sold meanwhile."""
    if claim.swap is not None:
        key = f"{claim.claim_id}:take:{len(claim.events)}"
        await context.shop.take_stock(claim.swap.sku, claim.quantity, key=key, session=session)


async def loose_photos(context: ToolContext, session: ReadSession) -> list[str]:
    """Ids of those sent in this conversation that are no evidence yet."""
    files = await file_store.of_conversation(session, context.conversation_id)
    return [file.file_id for file in files if file.claim_id is None]


async def _pieces_are_free(record: ClaimRecord, context: ToolContext, session: WriteSession) -> None:
    """Raises NotPossible: another claim took the pieces meanwhile."""
    claim = record.claim
    others = await claim_store.claims_of_order(session, claim.order_id)
    if any(each.line == claim.line and each.kind is claim.kind and each.status.is_open for each in others):
        raise NotPossible("open_claim")
    line = context.authorised_order.line(claim.line)
    taken = (await claim_store.claimed_quantities(session, claim.order_id)).get(claim.line, 0)
    if line is None or line.quantity - taken < claim.quantity:
        raise NotPossible("already_claimed")


async def _may_see(record: ClaimRecord, context: ToolContext) -> bool:
    order = await context.shop.order(OrderId(record.claim.order_id))
    return order is not None and context.principal.may_see_order(
        order.order_id, owner=order.customer_id, now=context.now
    )


async def _paid_back(claims: list[Claim], context: ToolContext) -> tuple[Payment, ...]:
    """Refunds of the orders claimed on, oldest first."""
    orders: list[Order] = []
    for order_id in dict.fromkeys(claim.order_id for claim in claims):
        if (order := await context.shop.order(OrderId(order_id))) is not None:
            orders.append(order)
    return tuple(payment for order in orders for payment in order.payments if payment.kind is PaymentKind.REFUND)
