"""Requests for a person: one open ticket a conversation."""

import secrets
from typing import Any

from sqlalchemy import text

from store.database import ReadSession, WriteSession

_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_OPEN = text(
    "INSERT INTO handoffs (ticket_id, conversation_id, status, reason, packet, created_at) "
    "VALUES (:ticket_id, :conversation_id, 'open', :reason, CAST(:packet AS jsonb), now()) "
    "ON CONFLICT (conversation_id) WHERE status <> 'closed' DO UPDATE SET packet = excluded.packet "
    "RETURNING ticket_id, (xmax = 0) AS is_new"
)
_OF_CONVERSATION = text(
    "SELECT ticket_id FROM handoffs WHERE conversation_id = :conversation_id AND status <> 'closed'"
)


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


async def open_ticket_of(session: ReadSession, conversation_id: str) -> str | None:
    return (await session.execute(_OF_CONVERSATION, {"conversation_id": conversation_id})).scalar_one_or_none()
