"""Another copy of a return label, for whoever lost the first."""

from dataclasses import dataclass

from domain.claims import Claim
from domain.contact import masked_email
from domain.customers import Rung
from domain.errors import NotPossible
from store import mail
from store.database import WriteSession
from tools.claims import ClaimArguments, claim_of
from tools.return_labels import queue_label
from tools.spec import Effect, ToolContext, ToolResult, tool


@dataclass(frozen=True, slots=True)
class LabelMailed:
    claim: Claim
    sent_to: str
    """Masked."""
    was_sent_today: bool
    """A copy went out earlier today: no second one was sent."""


@tool(effect=Effect.WRITE, rung=Rung.ORDER_VERIFIED, order_argument="order_id", confirmation=False, result=LabelMailed)
async def mail_label(arguments: ClaimArguments, context: ToolContext, session: WriteSession) -> ToolResult:
    """Mail the return label of a claim again, to the address on file.

    Use it when the customer lost the label or never got it. Not for a claim with nothing to send back; one copy
    a day is all that goes out.
    """
    claim = (await claim_of(arguments, context, session)).claim
    if not claim.waits_for_item:
        raise NotPossible("nothing_expected")
    key = f"label:{claim.claim_id}:{context.today}"
    was_sent_today = await mail.is_queued(session, key)
    address = await queue_label(session, claim, context.authorised_order, context, key=key)
    return ToolResult(LabelMailed(claim, masked_email(address), was_sent_today))
