"""What becomes of a message of the outbox: claimed, sent, reported by the provider; uncertain ones are looked for.

    waiting -> sending -> accepted -> sent -> delivered -> read
                  |   \\-> refused | waiting (surely not sent: again later) | failed (the provider's report)
                  \\-> unsure -> accepted (found) | waiting (surely not there)

One message at a time for each recipient. `sending` is committed before the provider is asked, so a process that
dies meanwhile leaves a message that is looked for, never one that is sent again unseen.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec
from asyncpg import Connection, Record

from domain.delivery import Delivery
from store.outbox import HELD

SENDS_WITHIN = timedelta(seconds=40)
"""An attempt that was not heard of for so long has lost its process."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    outbox_id: int
    channel: str
    recipient: str
    text: str
    media: tuple[str, ...]
    buttons: tuple[str, ...]
    template: str
    attempts: int
    tried_at: datetime
    tried_ago: timedelta
    is_opted_out: bool
    heard_ago: timedelta | None
    """How long ago the recipient wrote on this channel; None: never."""


_FIELDS = """outbox_id, o.channel, recipient, text, media::text AS media, buttons::text AS buttons, template, attempts,
    tried_at, clock_timestamp() - tried_at AS tried_ago,
    (SELECT opted_out_at IS NOT NULL FROM phones WHERE channel = o.channel AND number = o.recipient)
        AS is_opted_out,
    (SELECT now() - last_inbound_at FROM phones WHERE channel = o.channel AND number = o.recipient) AS heard_ago"""

# The first unfinished one of each recipient. Another process may have claimed it meanwhile: the row is looked at
# again once its lock is free.
_CLAIM = f"""
WITH heads AS (
    SELECT DISTINCT ON (channel, recipient) outbox_id AS head, status AS head_status, due_at AS head_due
    FROM outbox WHERE status IN ('waiting', 'sending', 'unsure') AND channel = ANY($2::text[])
    ORDER BY channel, recipient, outbox_id
), chosen AS (
    SELECT head FROM heads WHERE head_status = 'waiting' AND head_due <= now() ORDER BY head_due LIMIT $1
)
UPDATE outbox o SET status = CASE WHEN o.expires_at < now() THEN 'expired' ELSE 'sending' END,
    attempts = attempts + (o.expires_at >= now())::int, tried_at = clock_timestamp()
FROM chosen WHERE o.outbox_id = chosen.head AND o.status = 'waiting'
RETURNING o.status, {_FIELDS}
"""

_FORGET = "text = CASE WHEN is_secret THEN '' ELSE text END"

_ACCEPT = f"""
UPDATE outbox SET status = 'accepted', sid = $2, error_code = NULL, {_FORGET}
WHERE outbox_id = $1 AND status IN ('sending', 'unsure') RETURNING 1
"""

_AGAIN = """
UPDATE outbox SET status = 'waiting', due_at = now() + $2::interval, error_code = $3
WHERE outbox_id = $1 AND status IN ('sending', 'unsure')
"""

_REFUSE = f"""
UPDATE outbox SET status = 'refused', error_code = $2, {_FORGET}
WHERE outbox_id = $1 AND status IN ('sending', 'unsure')
"""

_HOLD = """
UPDATE outbox SET status = 'held', expires_at = now() + $2::interval WHERE outbox_id = $1 AND status = 'sending'
"""

_UNSURE = """
UPDATE outbox SET status = 'unsure', due_at = now() + $2::interval
WHERE outbox_id = $1 AND status IN ('sending', 'unsure')
"""

_LOSE = """
UPDATE outbox SET status = 'unsure', due_at = now() WHERE status = 'sending' AND tried_at < now() - $1::interval
"""

_HOLD_AGAIN = """
UPDATE outbox SET status = 'held', sid = NULL, expires_at = now() + $2::interval
WHERE sid = $1 AND status = 'failed' AND NOT is_secret AND template = '' RETURNING 1
"""

_LOOK = f"""
UPDATE outbox o SET due_at = now() + $1::interval WHERE outbox_id IN (
    SELECT outbox_id FROM outbox WHERE status = 'unsure' AND due_at <= now() AND channel = ANY($2::text[])
    ORDER BY due_at LIMIT 20 FOR UPDATE SKIP LOCKED)
RETURNING o.status, {_FIELDS}
"""

_KNOWN = "SELECT sid FROM outbox WHERE sid = ANY($1::text[])"

_RANK = """CASE status WHEN 'accepted' THEN 1 WHEN 'sent' THEN 2 WHEN 'failed' THEN 3 WHEN 'delivered' THEN 4
    WHEN 'read' THEN 5 ELSE 0 END"""

_REPORT = f"""
UPDATE outbox SET sid = coalesce(sid, $1), status = $3, error_code = coalesce($5, error_code), reported_at = now(),
    {_FORGET}
WHERE (sid = $1 OR (outbox_id = $2 AND sid IS NULL AND status IN ('sending', 'unsure'))) AND {_RANK} < $4
RETURNING channel, recipient, text, template, conversation_id
"""

_EXPIRE = f"UPDATE outbox SET status = 'expired', {_FORGET} WHERE status = 'held' AND expires_at < now()"


async def claim(connection: Connection, *, channels: Sequence[str], limit: int) -> list[Outgoing]:
    """The messages that are next for their recipients and due, each ours to send now; committed at once."""
    rows = await connection.fetch(_CLAIM, limit, list(channels))
    return [_outgoing(row) for row in rows if row["status"] == Delivery.SENDING]


async def accepted(connection: Connection, outbox_id: int, sid: str) -> None:
    await connection.execute(_ACCEPT, outbox_id, sid)


async def again(connection: Connection, outbox_id: int, *, pause: timedelta, error_code: int | None = None) -> None:
    """It surely did not go out."""
    await connection.execute(_AGAIN, outbox_id, pause, error_code)


async def refused(connection: Connection, outbox_id: int, *, error_code: int | None) -> None:
    await connection.execute(_REFUSE, outbox_id, error_code)


async def hold(connection: Connection, outbox_id: int) -> None:
    """Until the recipient writes."""
    await connection.execute(_HOLD, outbox_id, HELD)


async def hold_again(connection: Connection, sid: str) -> bool:
    """The provider took it and then found that it may not be sent yet; False when it cannot be kept."""
    return await connection.fetchval(_HOLD_AGAIN, sid, HELD) is not None


async def unsure(connection: Connection, outbox_id: int, *, look_after: timedelta) -> None:
    """It may have gone out."""
    await connection.execute(_UNSURE, outbox_id, look_after)


async def lose(connection: Connection) -> None:
    """Attempts whose process died have become uncertain; held ones whose time is over are given up."""
    await connection.execute(_LOSE, SENDS_WITHIN)
    await connection.execute(_EXPIRE)


async def to_look_for(connection: Connection, *, channels: Sequence[str], every: timedelta) -> list[Outgoing]:
    """Uncertain ones that are due for a look, ours until `every` is over."""
    return [_outgoing(row) for row in await connection.fetch(_LOOK, every, list(channels))]


async def known(connection: Connection, sids: Sequence[str]) -> set[str]:
    """Which of the provider's numbers belong to a message of ours already."""
    return {row["sid"] for row in await connection.fetch(_KNOWN, list(sids))}


@dataclass(frozen=True, slots=True)
class Reported:
    channel: str
    recipient: str
    text: str
    template: str
    conversation_id: str | None


async def report(
    connection: Connection,
    sid: str,
    delivery: Delivery,
    *,
    rank: int,
    outbox_id: int | None = None,
    error_code: int | None = None,
) -> Reported | None:
    """Note what the provider says of it; None when that is no news, or the message is not ours.

    `outbox_id` comes back with the report: it tells the number of a message whose sending was not answered.
    """
    row = await connection.fetchrow(_REPORT, sid, outbox_id, delivery.value, rank, error_code)
    return Reported(**row) if row else None


def _outgoing(row: Record) -> Outgoing:
    return Outgoing(
        outbox_id=row["outbox_id"],
        channel=row["channel"],
        recipient=row["recipient"],
        text=row["text"],
        media=tuple(msgspec.json.decode(row["media"])),
        buttons=tuple(msgspec.json.decode(row["buttons"])),
        template=row["template"],
        attempts=row["attempts"],
        tried_at=row["tried_at"],
        tried_ago=row["tried_ago"],
        is_opted_out=bool(row["is_opted_out"]),
        heard_ago=row["heard_ago"],
    )
