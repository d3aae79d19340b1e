"""An exception made by a person of the team: files what the rules refuse, within that person's limits."""

from pydantic import Field

from domain.claim_rules import decide
from domain.claims import ReturnReason, kind_for
from domain.customers import Rung
from domain.overrides import may_set_aside
from store import claims as claim_store
from store.database import WriteSession
from tools.claim_filing import ClaimedLine, Wish, desk_for, file_line, line_facts, lines_of, method_for, remedy_for
from tools.claims import ClaimFiled, ClaimsFiled
from tools.orders import OrderNumber
from tools.spec import STAFF, Arguments, Effect, ToolContext, ToolResult, tool


class OverrideRefusal(Arguments):
    order_id: str = OrderNumber
    line: int = Field(ge=1, description="Which line of the order, counted from 1.")
    quantity: int = Field(default=1, ge=1, le=999)
    reason: ReturnReason
    why: str = Field(min_length=5, description="Why the exception is made, in the lead's words.")


@tool(effect=Effect.WRITE, rung=Rung.SIGNED_IN, order_argument="order_id", roles=STAFF, result=ClaimsFiled)
async def override_refusal(arguments: OverrideRefusal, context: ToolContext, session: WriteSession) -> ToolResult:
    """File a return that the rules refuse, as an exception with a reason, within the limits of the lead's role.

    Use it only when check_return refused the line and a lead gives a reason. Not for items that have not
    arrived or were claimed before: nobody may set that aside.
    """
    order = context.authorised_order
    ((line, quantity),) = lines_of(order, [ClaimedLine(line=arguments.line, quantity=arguments.quantity)])
    await claim_store.lock_order(session, order.order_id)
    desk = await desk_for(order, context, session)
    kind = kind_for(arguments.reason)
    facts = line_facts(desk, line, context, quantity=quantity, reason=arguments.reason, kind=kind)
    refusal = may_set_aside(context.principal.role, facts, decide(facts))
    facts = facts.model_copy(update={"set_aside": refusal, "set_aside_why": arguments.why})
    method_id, method, _ = await method_for(desk, None, context)
    wish = Wish(arguments.reason, kind, remedy_for(kind, None), arguments.why)
    claim, decision = await file_line(session, desk, line, facts, wish, context, method_id=method_id, method=method)
    filed = ClaimFiled(claim, decision, desk.rules.refund_days, desk.rules.send_back_days)
    return ToolResult(ClaimsFiled((filed,)))
