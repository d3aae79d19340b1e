"""Proving who one is, as far as the conversation needs it."""

from dataclasses import dataclass, replace
from datetime import timedelta

from pydantic import Field

from domain.customers import Customer, Rung
from domain.errors import NotFound, NotPossible
from domain.orders import OrderId
from tools.orders import OrderNumber
from tools.spec import Arguments, Effect, NoArguments, ToolContext, ToolResult, tool

PROOF_LASTS = timedelta(minutes=30)


class ProveOrder(Arguments):
    order_id: str = OrderNumber
    email: str | None = Field(default=None, description="The e-mail address the order was placed with.")
    postcode: str | None = Field(default=None, description="Or the postcode it was sent to.")


@dataclass(frozen=True, slots=True)
class OrderProved:
    order_id: str
    is_proved: bool


@tool(effect=Effect.PROOF)
async def prove_order(arguments: ProveOrder, context: ToolContext) -> ToolResult:
    """Check an order number with its e-mail address or postcode; opens that one order for 30 minutes.

    Use it when a customer who is not signed in asks about an order and has given both.
    An unknown order and a wrong address get the same answer.
    """
    if not (arguments.email or arguments.postcode):
        raise NotPossible("proof_missing")
    is_proved = await context.shop.proves_order(
        OrderId(arguments.order_id), email=arguments.email, postcode=arguments.postcode
    )
    if not is_proved:
        return ToolResult(OrderProved(arguments.order_id, is_proved=False))
    principal = context.principal
    proved = {**principal.orders_until, arguments.order_id: context.now + PROOF_LASTS}
    return ToolResult(
        OrderProved(arguments.order_id, is_proved=True),
        principal=replace(principal, rung=max(principal.rung, Rung.ORDER_VERIFIED), orders_until=proved),
    )


@tool(effect=Effect.READ, rung=Rung.CODE_VERIFIED)
async def get_profile(arguments: NoArguments, context: ToolContext) -> ToolResult:
    """The signed-in customer's own name, sizes and preferences. Use it to greet or to suggest products.

    Not for another customer's data: it knows nobody but the speaker.
    """
    customer_id = context.principal.subject
    customer: Customer | None = await context.shop.customer(customer_id) if customer_id else None
    if customer is None:
        raise NotFound("customer")
    return ToolResult(customer)
