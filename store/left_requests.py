"""Requests for a person whose person went away: when the hold runs out (`store.holds`), somebody else may take them."""

from domain.conversations import ConversationId
from store import answers, audit
from store.database import Database, WriteSession

_LEFT = """
SELECT h.ticket_id FROM handoffs h JOIN conversations c USING (conversation_id)
WHERE h.status = 'assigned' AND c.held_until <= now() ORDER BY c.held_until LIMIT 50
"""
# Asked again under the row's lock: the person may have come back meanwhile.
_REOPEN = """
UPDATE handoffs h SET status = 'open', owner = NULL
FROM (SELECT ticket_id, coalesce(owner, '') AS owner FROM handoffs WHERE ticket_id = $1 FOR UPDATE) before
WHERE h.ticket_id = before.ticket_id AND h.status = 'assigned'
  AND EXISTS (SELECT FROM conversations c WHERE c.conversation_id = h.conversation_id AND c.held_until <= now())
RETURNING h.conversation_id, before.owner
"""


async def reopen(database: Database) -> int:
    """How many wait again; each customer is shown so, once, and each is on record."""
    async with database.connection() as connection:
        left = [row["ticket_id"] for row in await connection.fetch(_LEFT)]
    done = 0
    for ticket_id in left:
        async with database.transaction() as session:
            done += await _reopened(session, ticket_id)
    return done


async def _reopened(session: WriteSession, ticket_id: str) -> bool:
    connection = await session.raw()
    row = await connection.fetchrow(_REOPEN, ticket_id)
    if row is None:
        return False
    # False while the assistant answers: the widget asks anew after each of its answers.
    await answers.show(
        connection, ConversationId(row["conversation_id"]), {"ticket_id": ticket_id, "status": "waiting"}
    )
    await audit.record(
        session,
        event="ticket.left",
        actor="system",
        conversation_id=row["conversation_id"],
        details={"ticket_id": ticket_id, "owner": row["owner"]},
    )
    return True
