"""One-time codes in the store: one live code a conversation; a new one takes the place of the last."""

import hmac
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text

from domain.customers import CustomerId
from store.database import WriteSession

_KEEP = text(
    "INSERT INTO codes (conversation_id, customer_id, code_hash, tries_left, sent_at, expires_at) "
    "VALUES (:conversation_id, :customer_id, :code_hash, :tries, :now, :expires_at) "
    "ON CONFLICT (conversation_id) DO UPDATE SET customer_id = excluded.customer_id, code_hash = excluded.code_hash, "
    "tries_left = excluded.tries_left, sent_at = excluded.sent_at, expires_at = excluded.expires_at"
)
_TRY = text(
    "UPDATE codes SET tries_left = tries_left - 1 "
    "WHERE conversation_id = :conversation_id AND tries_left > 0 AND expires_at > :now "
    "RETURNING customer_id, code_hash, tries_left"
)
_USE_UP = text("UPDATE codes SET tries_left = 0 WHERE conversation_id = :conversation_id AND :is_right")


@dataclass(frozen=True, slots=True)
class Tried:
    """What became of one entry."""

    customer_id: CustomerId | None
    """Whose account is proved; None: it is not."""
    tries_left: int
    """0: there is no live code any more, if there ever was one."""


async def keep(
    session: WriteSession,
    *,
    conversation_id: str,
    customer_id: CustomerId | None,
    code_hash: str,
    tries: int,
    now: datetime,
    expires_at: datetime,
) -> None:
    """`customer_id` None: the address is nobody's; entries are counted and are never right."""
    values = {"conversation_id": conversation_id, "customer_id": customer_id, "code_hash": code_hash, "tries": tries}
    await session.execute(_KEEP, {**values, "now": now, "expires_at": expires_at})


async def attempt(session: WriteSession, *, conversation_id: str, code_hash: str, now: datetime) -> Tried:
    """Use one try. A right entry uses the code up; the row is held, so that two at once are two tries."""
    row = (await session.execute(_TRY, {"conversation_id": conversation_id, "now": now})).first()
    kept_hash = row.code_hash if row else "-" * len(code_hash)
    is_same = hmac.compare_digest(kept_hash.encode(), code_hash.encode())
    customer_id = row.customer_id if row is not None and is_same else None
    await session.execute(_USE_UP, {"conversation_id": conversation_id, "is_right": customer_id is not None})
    return Tried(customer_id and CustomerId(customer_id), row.tries_left if row else 0)
