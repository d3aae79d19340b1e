"""Return claims: check, file, ask how far they are."""

import hashlib
from dataclasses import dataclass, replace
from datetime import timedelta

from pydantic import Field

from domain.claim_rules import Eligibility, eligibility
from domain.claims import Claim, ClaimStatus, ReturnReason, kind_for
from domain.customers import Rung
from domain.errors import NotFound, NotPossible
from domain.orders import Order, OrderId, OrderLine
from domain.policies import ReturnRules, rules_in_force
from store import claims as claim_store
from store.database import WriteSession
from store.handoffs import number
from tools.orders import OrderNumber
from tools.spec import Arguments, Effect, ToolContext, ToolResult, tool


class CheckReturn(Arguments):
    order_id: str = OrderNumber
    reason: ReturnReason = ReturnReason.CHANGED_MIND


class FileReturn(Arguments):
    order_id: str = OrderNumber
    line: int = Field(ge=1, description="Which line of the order, counted from 1.")
    quantity: int = Field(default=1, ge=1, le=999)
    reason: ReturnReason
    note: str = Field(default="", description="What the customer said is wrong, in their words.")


class ClaimStatusArguments(Arguments):
    claim_id: str | None = Field(default=None, description='A claim number such as "CL-7KQ2MD".')
    order_id: str | None = Field(default=None, description="Or the order that was claimed on.")


@dataclass(frozen=True, slots=True)
class LineCheck:
    line: OrderLine
    left: int
    """Pieces that are not under a claim yet."""
    eligibility: Eligibility


@dataclass(frozen=True, slots=True)
class ReturnCheck:
    """Every line of an order with what the rules say of sending it back for this reason."""

    order: Order
    reason: ReturnReason
    rules: ReturnRules
    lines: tuple[LineCheck, ...]

    def of(self, line: int) -> LineCheck | None:
        return next((check for check in self.lines if check.line.line == line), None)


@dataclass(frozen=True, slots=True)
class ClaimFiled:
    claim: Claim
    eligibility: Eligibility
    refund_days: int
    send_back_days: int


@dataclass(frozen=True, slots=True)
class ClaimList:
    claims: tuple[Claim, ...]


@tool(effect=Effect.READ, rung=Rung.ORDER_VERIFIED, order_argument="order_id")
async def check_return(arguments: CheckReturn, context: ToolContext) -> ToolResult:
    """Say for every line of an order whether it may go back, until when, and what comes back.

    Use it before filing a return, and for "can I still return this". It changes nothing.
    """
    order = context.authorised_order
    rules = rules_in_force(context.knowledge.return_rules(), order.placed_at.date())
    async with context.database.read() as session:
        claimed = await claim_store.claimed_quantities(session, order.order_id)
    checks = tuple(
        _check(order, line, rules, reason=arguments.reason, claimed=claimed, context=context) for line in order.lines
    )
    return ToolResult(ReturnCheck(order, arguments.reason, rules, checks))


@tool(effect=Effect.WRITE, rung=Rung.ORDER_VERIFIED, order_argument="order_id", result=ClaimFiled)
async def file_return(arguments: FileReturn, context: ToolContext, session: WriteSession) -> ToolResult:
    """File a return claim for one line of a delivered order, after the customer agreed to the summary.

    Use it when order, line, quantity and reason are known and check_return allowed it. The rules are
    applied again here, inside the transaction.
    """
    order = context.authorised_order
    line = order.line(arguments.line)
    if line is None:
        raise NotFound("order line")
    rules = rules_in_force(context.knowledge.return_rules(), order.placed_at.date())
    await claim_store.lock_order(session, order.order_id)
    claimed = await claim_store.claimed_quantities(session, order.order_id)
    decision = eligibility(
        order,
        line,
        rules,
        quantity=arguments.quantity,
        already_claimed=claimed.get(line.line, 0),
        reason=arguments.reason,
        today=context.today,
    )
    if decision.refusal:
        raise NotPossible(decision.refusal, clause=decision.clause)
    claim = _claim(arguments, order, line, decision, rules=rules, context=context)
    await claim_store.file(
        session,
        claim,
        customer_id=order.customer_id,
        fee=decision.fee,
        clause=decision.clause,
        note=arguments.note,
        inputs=_inputs(arguments, order, rules, claimed, context),
        filed_by=context.principal.actor,
    )
    return ToolResult(ClaimFiled(claim, decision, refund_days=rules.refund_days, send_back_days=rules.send_back_days))


@tool(effect=Effect.READ)
async def claim_status(arguments: ClaimStatusArguments, context: ToolContext) -> ToolResult:
    """Say how far claims are: one by its number, those of an order, or all of the signed-in customer's.

    Use it for "what about my return" and for refund status. Another customer's claim is not found.
    """
    principal = context.principal
    async with context.database.read() as session:
        if arguments.claim_id:
            found = await claim_store.claim(session, arguments.claim_id)
            claims = [found[0]] if found and await _may_see(found[0], found[1], context) else []
        elif arguments.order_id:
            order = await context.shop.order(OrderId(arguments.order_id))
            may_see = order is not None and principal.may_see_order(
                order.order_id, owner=order.customer_id, now=context.now
            )
            claims = await claim_store.claims_of_order(session, arguments.order_id) if may_see else []
        elif principal.subject:
            claims = await claim_store.claims_of_customer(session, principal.subject)
        else:
            claims = [
                claim
                for order_id, until in principal.orders_until.items()
                if context.now < until
                for claim in await claim_store.claims_of_order(session, order_id)
            ]
    return ToolResult(ClaimList(tuple(claims)))


async def _may_see(claim: Claim, customer_id: str, context: ToolContext) -> bool:
    order = await context.shop.order(OrderId(claim.order_id))
    return order is not None and context.principal.may_see_order(
        claim.order_id, owner=order.customer_id, now=context.now
    )


def _check(
    order: Order,
    line: OrderLine,
    rules: ReturnRules,
    *,
    reason: ReturnReason,
    claimed: dict[int, int],
    context: ToolContext,
) -> LineCheck:
    taken = claimed.get(line.line, 0)
    left = max(line.quantity - taken, 0)
    decision = eligibility(
        order, line, rules, quantity=max(left, 1), already_claimed=taken, reason=reason, today=context.today
    )
    one = eligibility(order, line, rules, quantity=1, already_claimed=taken, reason=reason, today=context.today)
    return LineCheck(line, left, replace(decision, refusal=one.refusal, clause=one.clause))


def _claim(
    arguments: FileReturn,
    order: Order,
    line: OrderLine,
    decision: Eligibility,
    *,
    rules: ReturnRules,
    context: ToolContext,
) -> Claim:
    return Claim(
        claim_id=number("CL-"),
        order_id=order.order_id,
        line=line.line,
        item=line.name,
        kind=kind_for(arguments.reason),
        quantity=arguments.quantity,
        reason=arguments.reason,
        status=ClaimStatus.REVIEW if decision.needs_approval else ClaimStatus.FILED,
        refund=decision.refund,
        filed_at=context.now,
        send_back_by=context.today + timedelta(days=rules.send_back_days),
        policy_version=decision.policy_version,
    )


def _inputs(
    arguments: FileReturn, order: Order, rules: ReturnRules, claimed: dict[int, int], context: ToolContext
) -> dict[str, object]:
    """All the decision was made from. The note is the customer's text and stays out of the digest."""
    delivered_at = order.line_delivered_at(arguments.line)
    return {
        "arguments": arguments.model_dump(mode="json"),
        "order_status": order.status,
        "delivered_at": delivered_at.isoformat() if delivered_at else None,
        "already_claimed": claimed.get(arguments.line, 0),
        "rules": rules.model_dump(mode="json"),
        "rules_sha256": hashlib.sha256(rules.model_dump_json().encode()).hexdigest(),
        "today": context.today.isoformat(),
    }
