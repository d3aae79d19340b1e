"""Whoever is told "a colleague looks at it, and you will hear from us" is owed that."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from domain.claims import Claim, ClaimStatus
from domain.obligations import Obligation, ObligationKind
from store import obligations
from store.database import WriteSession
from tools.spec import ToolContext

TOLD_AT = time(17)
"""On the last day, in the shop's own time: before it is over, and not at midnight."""


async def promise_decision(session: WriteSession, claim: Claim, context: ToolContext) -> None:
    """Keep it as a promise while a person must decide; once decided, have the customer told.

    What a lead does for a customer is not promised to the lead's own conversation.
    """
    key = f"claim:{claim.claim_id}"
    if claim.status is not ClaimStatus.REVIEW:
        await obligations.look_now(session, key)
    elif claim.due_by is not None and not context.principal.is_staff:
        due_at = datetime.combine(claim.due_by, TOLD_AT, tzinfo=ZoneInfo(context.shop.profile.time_zone))
        await obligations.promise(
            session,
            Obligation(
                key, context.conversation_id, ObligationKind.CLAIM_DECISION, {"claim_id": claim.claim_id}, due_at
            ),
        )
