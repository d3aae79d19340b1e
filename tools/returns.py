"""Sending things back, and claiming what came broken, wrong or not at all: check, then file."""

from dataclasses import dataclass, replace

from pydantic import Field, field_validator

from domain.claim_rules import Eligibility, decide, paid_for
from domain.claims import ClaimKind, Remedy, ReturnReason, kind_for
from domain.customers import Customer, Rung
from domain.errors import NotPossible
from domain.money import Money
from domain.orders import Order, OrderLine
from domain.payments import PaymentMethod
from domain.policies import ReturnRules
from store import claims as claim_store
from store.database import WriteSession
from tools.claim_filing import (
    ClaimedLine,
    Desk,
    Wish,
    desk_for,
    file_line,
    line_facts,
    lines_of,
    method_for,
    paid_with,
    remedy_for,
    shipping_back,
)
from tools.claims import ClaimFiled, ClaimsFiled, LineCheck
from tools.orders import OrderNumber
from tools.spec import Arguments, Effect, ToolContext, ToolResult, tool


class CheckReturn(Arguments):
    order_id: str = OrderNumber
    reason: ReturnReason = ReturnReason.CHANGED_MIND
    kind: ClaimKind | None = None
    """What is asked for, where the reason alone does not say: an exchange, a repair under warranty."""


class ListReturnable(Arguments):
    limit: int = Field(default=10, ge=1, le=20, description="How many of the orders that arrived, newest first.")


class FileReturn(Arguments):
    order_id: str = OrderNumber
    items: tuple[ClaimedLine, ...] = Field(min_length=1, max_length=50)
    reason: ReturnReason
    kind: ClaimKind | None = None
    remedy: Remedy | None = None
    method_id: str | None = Field(
        default=None, description="A payment method of the customer's, if the money shall not go back as it was paid."
    )
    note: str = Field(default="", description="What the customer said is wrong, in their words.")

    @field_validator("items")
    @classmethod
    def in_order(cls, items: tuple[ClaimedLine, ...]) -> tuple[ClaimedLine, ...]:
        """So that the same wish said in another order is the same action."""
        return tuple(sorted(items, key=lambda item: item.line))


@dataclass(frozen=True, slots=True)
class ReturnCheck:
    """Every line of an order with what the rules say of claiming it for this reason."""

    order: Order
    reason: ReturnReason
    rules: ReturnRules
    lines: tuple[LineCheck, ...]
    kind: ClaimKind = ClaimKind.RETURN
    method: str = ""
    """Label of where the money goes back to."""
    methods: tuple[PaymentMethod, ...] = ()
    """All the customer has on file, when the account was proved."""
    photos: int = 0
    """Sent in this conversation, to be attached."""
    shipping: Money | None = None
    """Goes back too when all of the order is claimed at once."""

    def of(self, line: int) -> LineCheck | None:
        return next((check for check in self.lines if check.line.line == line), None)

    def decision(self, line: int, quantity: int) -> Eligibility:
        """What the rules say of so many pieces. Raises LookupError: the order has no such line."""
        check = self.of(line)
        if check is None:
            raise LookupError(line)
        if check.facts is None:
            return check.eligibility
        value = paid_for(self.order, check.line, quantity=quantity)
        return decide(check.facts.model_copy(update={"quantity": quantity, "value_minor": value.amount_minor}))


@dataclass(frozen=True, slots=True)
class ReturnsPossible:
    """What arrived, and whether it can still go back for no reason at all."""

    checks: tuple[ReturnCheck, ...]
    """Orders, newest first."""

    @property
    def lines(self) -> tuple[tuple[Order, LineCheck], ...]:
        return tuple((check.order, each) for check in self.checks for each in check.lines)


@tool(effect=Effect.READ, rung=Rung.CODE_VERIFIED)
async def list_returnable(arguments: ListReturnable, context: ToolContext) -> ToolResult:
    """Say of everything that the customer has received whether it can still go back, and until when.

    Use it for "which of my things can I still return", with no order named. For one order, use check_return.
    """
    if context.principal.subject is None:
        raise NotPossible("no_customer")
    orders = await context.shop.orders_of(context.principal.subject, limit=_LOOKED_AT)
    arrived = [order for order in orders if any(parcel.delivered_at for parcel in order.parcels)][: arguments.limit]
    reason, kind = ReturnReason.CHANGED_MIND, kind_for(ReturnReason.CHANGED_MIND)
    checks: list[ReturnCheck] = []
    async with context.database.read() as session:
        for order in arrived:
            desk = await desk_for(order, context, session)
            lines = tuple(_checked(desk, line, reason, kind, context) for line in order.lines)
            checks.append(ReturnCheck(order=order, reason=reason, rules=desk.rules, lines=lines, kind=kind))
    return ToolResult(ReturnsPossible(tuple(checks)))


_LOOKED_AT = 50


@tool(effect=Effect.READ, rung=Rung.ORDER_VERIFIED, order_argument="order_id")
async def check_return(arguments: CheckReturn, context: ToolContext) -> ToolResult:
    """Say for every line of an order whether it may be claimed, until when, and what comes back.

    Use it before filing a return or a claim, and for "can I still return this". It changes nothing.
    """
    order = context.authorised_order
    async with context.database.read() as session:
        desk = await desk_for(order, context, session)
    kind = arguments.kind or kind_for(arguments.reason)
    everything = [ClaimedLine(line=line.line, quantity=line.quantity) for line in order.lines]
    shipping_minor = shipping_back(desk, everything, arguments.reason)
    customer = await context.shop.customer(order.customer_id)
    method, _ = paid_with(order, customer)
    check = ReturnCheck(
        order=order,
        reason=arguments.reason,
        rules=desk.rules,
        lines=tuple(_checked(desk, line, arguments.reason, kind, context) for line in order.lines),
        kind=kind,
        method=method,
        methods=_methods(customer, context),
        photos=len(desk.photos),
        shipping=Money(shipping_minor, order.total.currency) if shipping_minor else None,
    )
    return ToolResult(check)


@tool(effect=Effect.WRITE, rung=Rung.ORDER_VERIFIED, order_argument="order_id", result=ClaimsFiled)
async def file_return(arguments: FileReturn, context: ToolContext, session: WriteSession) -> ToolResult:
    """File a return or a claim for lines of an order, after the customer agreed to the summary.

    Use it when order, lines, quantities and reason are known and check_return allowed it: sending back,
    damaged, wrong or missing items, a lost parcel, a repair under warranty. Not for an exchange. The rules
    are applied again here, inside the transaction.
    """
    order = context.authorised_order
    wanted = lines_of(order, arguments.items)
    await claim_store.lock_order(session, order.order_id)
    desk = await desk_for(order, context, session)
    method_id, method, _ = await method_for(desk, arguments.method_id, context, session=session)
    kind = arguments.kind or kind_for(arguments.reason)
    wish = Wish(arguments.reason, kind, remedy_for(kind, arguments.remedy), arguments.note)
    shipping_minor = shipping_back(desk, arguments.items, arguments.reason)
    filed: list[ClaimFiled] = []
    for line, quantity in wanted:
        facts = line_facts(
            desk,
            line,
            context,
            quantity=quantity,
            reason=wish.reason,
            kind=kind,
            shipping_minor=0 if filed else shipping_minor,
        )
        claim, decision = await file_line(session, desk, line, facts, wish, context, method_id=method_id, method=method)
        filed.append(ClaimFiled(claim, decision, desk.rules.refund_days, desk.rules.send_back_days))
    return ToolResult(ClaimsFiled(tuple(filed)))


def _checked(desk: Desk, line: OrderLine, reason: ReturnReason, kind: ClaimKind, context: ToolContext) -> LineCheck:
    """All that is left of it, with the refusal of a single piece."""
    left = desk.left(line)
    facts = line_facts(desk, line, context, quantity=max(left, 1), reason=reason, kind=kind)
    one = decide(line_facts(desk, line, context, quantity=1, reason=reason, kind=kind))
    return LineCheck(line, left, replace(decide(facts), refusal=one.refusal, clause=one.clause), facts)


def _methods(customer: Customer | None, context: ToolContext) -> tuple[PaymentMethod, ...]:
    """A guest who proved one order does not get to see how its customer pays elsewhere."""
    is_own = customer is not None and context.principal.subject == customer.customer_id
    return customer.payment_methods if customer is not None and is_own else ()
