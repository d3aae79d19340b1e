"""The customer's own account."""

from domain.customers import Customer, Rung
from domain.errors import NotFound
from tools.spec import Effect, NoArguments, ToolContext, ToolResult, tool


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
