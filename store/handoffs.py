"""Requests for a person: one open ticket a conversation."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from asyncpg import Connection
from sqlalchemy import text

from store.database import WriteSession

_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_OPEN = text(
    "INSERT INTO handoffs (ticket_id, conversation_id, status, reason, packet, created_at) "
    "VALUES (:ticket_id, :conversation_id, 'open', :reason, CAST(:packet AS jsonb), now()) "
    "ON CONFLICT (conversation_id) WHERE status <> 'closed' DO UPDATE SET packet = excluded.packet "
    "RETURNING ticket_id, (xmax = 0) AS is_new"
)
_STANDING = """
SELECT h.ticket_id, h.status, h.contact_email, now() AS at,
       EXISTS (SELECT FROM conversations c WHERE c.conversation_id = $1 AND c.held_until > now()) AS is_held,
       (SELECT coalesce(max(name), '') FROM staff WHERE staff_id = split_part(h.owner, ':', 2)) AS agent,
       (SELECT count(*) FROM handoffs o WHERE o.status = 'open' AND o.created_at <= h.created_at) AS place,
       (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM c.closed_at - c.created_at))
        FROM (SELECT closed_at, created_at FROM handoffs
              WHERE status = 'closed' AND closed_at > now() - interval '7 days'
              ORDER BY closed_at DESC LIMIT 50) c)::float8 AS usual_s
FROM handoffs h WHERE h.conversation_id = $1 AND h.status <> 'closed'
"""
_LEAVE = """
UPDATE handoffs SET contact_email = $2, contact_since = now()
WHERE conversation_id = $1 AND status <> 'closed' RETURNING 1
"""
_KEEP_SUMMARY = (
    "UPDATE handoffs SET packet = packet || jsonb_build_object('summary', $2::text) "
    "WHERE ticket_id = $1 AND status <> 'closed'"
)
# The conversation after the request, as everybody does who touches both.
_CLOSE = """
WITH closed AS (
    UPDATE handoffs SET status = 'closed', closed_at = now()
    WHERE conversation_id = $1 AND status <> 'closed' RETURNING conversation_id
), given_back AS (
    UPDATE conversations SET held_until = NULL
    WHERE conversation_id IN (SELECT conversation_id FROM closed) AND held_until IS NOT NULL
)
SELECT 1 FROM closed
"""

RETURNED = {"status": "returned"}
"""What a customer is shown whose request is closed."""

_TICKET = """
SELECT ticket_id, conversation_id, status, reason, packet::text AS packet, created_at, closed_at,
       coalesce(owner, '') AS owner, contact_email,
       contact_email <> '' AND NOT EXISTS (
           SELECT FROM messages m WHERE m.conversation_id = h.conversation_id AND m.sender = 'customer'
           AND m.created_at > h.contact_since) AS is_answered_by_mail
FROM handoffs h
"""
_TICKETS = f"{_TICKET} WHERE status = ANY($1::text[]) ORDER BY created_at LIMIT $2"
_BY_ID = f"{_TICKET} WHERE ticket_id = $1"
_BY_ID_ALONE = f"{_BY_ID} FOR UPDATE OF h"
_TAKE = """
UPDATE handoffs SET status = 'assigned', owner = $2
WHERE ticket_id = $1 AND (status = 'open' OR (status = 'assigned' AND owner = $2)) RETURNING 1
"""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a request for a person stands, as the customer may know it."""

    ticket_id: str
    status: str
    contact_email: str
    at: datetime
    """Now, by the database's clock."""
    is_held: bool
    """The person who has it is there; else the assistant answers meanwhile."""
    place: int
    """1: next in line. Counts for `open` only."""
    usual_s: float | None
    """How long the last requests of the week took; None when there were none."""
    agent: str = ""
    """Name of who has taken it; "" while nobody has."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """A request for a person, as those see it who answer it."""

    ticket_id: str
    conversation_id: str
    status: str
    reason: str
    packet: dict[str, Any]
    created_at: datetime
    closed_at: datetime | None
    owner: str
    contact_email: str
    is_answered_by_mail: bool
    """The customer left an address and has said nothing since."""


def number(prefix: str) -> str:
    """A number that can be read out: no 0/O, no 1/I. 32**6 of them."""
    return prefix + "".join(secrets.choice(_ALPHABET) for _ in range(6))


async def open_ticket(
    session: WriteSession, *, conversation_id: str, reason: str, packet_json: str
) -> tuple[str, bool]:
    """The conversation's open ticket, opened if there is none, and whether it is new."""
    row: Any = (
        await session.execute(
            _OPEN,
            {
                "ticket_id": number("T-"),
                "conversation_id": conversation_id,
                "reason": reason,
                "packet": packet_json,
            },
        )
    ).one()
    return row.ticket_id, row.is_new


async def standing(connection: Connection, conversation_id: str) -> Standing | None:
    """None when nobody was asked for, or the request is closed."""
    row = await connection.fetchrow(_STANDING, conversation_id)
    return Standing(**row) if row else None


async def tickets(connection: Connection, *, statuses: tuple[str, ...], limit: int) -> list[Ticket]:
    """The oldest first: they have waited longest."""
    return [_ticket(row) for row in await connection.fetch(_TICKETS, list(statuses), limit)]


async def ticket(connection: Connection, ticket_id: str, *, alone: bool = False) -> Ticket | None:
    """`alone`: and nobody else changes it until the caller's transaction ends."""
    row = await connection.fetchrow(_BY_ID_ALONE if alone else _BY_ID, ticket_id)
    return _ticket(row) if row else None


def _ticket(row: Any) -> Ticket:
    return Ticket(**{**row, "packet": msgspec.json.decode(row["packet"])})


async def take(connection: Connection, ticket_id: str, *, owner: str) -> bool:
    """Be the one who answers; again for one's own does nothing. False: somebody else has it, or it is closed."""
    return await connection.fetchval(_TAKE, ticket_id, owner) is not None


async def tell_typing(connection: Connection, conversation_id: str, name: str) -> None:
    """To the customer's open streams, in whichever process; kept nowhere."""
    await connection.execute("SELECT pg_notify('typing', $1 || ' ' || $2)", conversation_id, name)


async def leave_address(connection: Connection, conversation_id: str, email: str) -> bool:
    """Answer there instead of here. False when there is no open request."""
    return await connection.fetchval(_LEAVE, conversation_id, email) is not None


async def close(connection: Connection, conversation_id: str) -> bool:
    """The customer goes on with the assistant. False: nobody was asked for, and nothing happens."""
    return await connection.fetchval(_CLOSE, conversation_id) is not None


async def keep_summary(connection: Connection, ticket_id: str, summary: str) -> None:
    """Beside the rest of the packet, until the packet is made anew."""
    await connection.execute(_KEEP_SUMMARY, ticket_id, summary)
