"""E-mail on its way out. It is queued in the transaction of what it tells of, so that neither goes without the other.

A sender (`api.mailing`) takes what is due. Nothing here knows how mail is sent.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from asyncpg import Connection
from sqlalchemy import text

from store.database import WriteSession

MOST_ATTEMPTS = 8
FIRST_PAUSE = timedelta(seconds=15)
"""After a failure; doubled with each further one: eight attempts take about half an hour."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    key: str
    """The same key is the same mail: it goes out once, however often it is queued."""
    to: str
    subject: str
    text: str
    is_secret: bool = False
    """Its text is forgotten as soon as it is sent or given up."""
    expires_at: datetime | None = None
    """Of no use after this: then it is not sent any more."""


_ENQUEUE = text(
    "INSERT INTO mail (key, recipient, subject, text, is_secret, queued_at, due_at, expires_at, attempts, is_sent) "
    "SELECT :key, CAST(:to AS text), :subject, :text, :is_secret, now(), now(), CAST(:expires_at AS timestamptz), "
    "0, false WHERE CAST(:to AS text) <> '' ON CONFLICT (key) DO NOTHING"
)
_KNOWN = text("SELECT key FROM mail WHERE key = :key")
_DUE = """
SELECT key, recipient, subject, text, is_secret, expires_at, attempts, expires_at < now() AS is_stale FROM mail
WHERE ended_at IS NULL AND due_at <= now() ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED
"""
_END = """
UPDATE mail SET ended_at = now(), is_sent = $2, attempts = attempts + CASE WHEN $3 THEN 1 ELSE 0 END,
    text = CASE WHEN is_secret THEN '' ELSE text END WHERE key = $1
"""
_POSTPONE = "UPDATE mail SET attempts = attempts + 1, due_at = now() + $2 WHERE key = $1"


async def enqueue(session: WriteSession, mail: Mail) -> None:
    """Send this once the caller's transaction commits; a key that was queued before is left as it is.

    Without a recipient nothing is kept, by the same statement: how long it takes tells nobody anything.
    """
    await session.execute(
        _ENQUEUE,
        {
            "key": mail.key,
            "to": mail.to,
            "subject": mail.subject,
            "text": mail.text,
            "is_secret": mail.is_secret,
            "expires_at": mail.expires_at,
        },
    )


async def is_queued(session: WriteSession, key: str) -> bool:
    """Whether this mail was ever queued, sent or not."""
    return (await session.execute(_KNOWN, {"key": key})).first() is not None


async def send_next(connection: Connection, send: Callable[[Mail], Awaitable[None]]) -> bool:
    """Send the mail that is due longest, while its row is held; whether there was one.

    A process killed between sending and commit sends again: twice is better than never. Whatever `send`
    raises as OSError puts the mail off; after `MOST_ATTEMPTS` it is given up.
    """
    async with connection.transaction():
        row = await connection.fetchrow(_DUE)
        if row is None:
            return False
        if row["is_stale"]:
            await connection.execute(_END, row["key"], False, False)
            return True
        mail = Mail(
            key=row["key"],
            to=row["recipient"],
            subject=row["subject"],
            text=row["text"],
            is_secret=row["is_secret"],
            expires_at=row["expires_at"],
        )
        try:
            await send(mail)
        except OSError:
            await _put_off(connection, mail, attempts=row["attempts"] + 1)
        else:
            await connection.execute(_END, mail.key, True, True)
        return True


async def _put_off(connection: Connection, mail: Mail, *, attempts: int) -> None:
    if attempts >= MOST_ATTEMPTS:
        await connection.execute(_END, mail.key, False, True)
    else:
        await connection.execute(_POSTPONE, mail.key, FIRST_PAUSE * 2 ** (attempts - 1))
