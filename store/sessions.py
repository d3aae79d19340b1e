"""Sessions in the store. Tokens are known here by their SHA-256 only; all times are the database's.

A refresh is one statement that finds the session by the token and puts the next one in its place, so of twenty that
come with one token, one gets the next. The token that was used is remembered: when it comes again, somebody else
has it, and the session ends.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from asyncpg import Connection

from domain.accounts import AccountId
from domain.sessions import REAUTHENTICATION_LASTS, REFRESH_RACE, Caller, Ended, Lifetime, Session, SessionId, Transport
from store.accounts import COLUMNS, account_of
from store.database import WriteSession

_FIELDS = """
s.session_id, s.transport, s.started_at, s.last_used_at, s.expires_at, now() - s.authenticated_at AS authenticated_ago,
s.factor_at IS NOT NULL AS has_proved_factor, s.client
"""
_OPEN = """
INSERT INTO sessions (session_id, account_id, transport, access_hash, access_expires_at, refresh_hash,
                      idle_expires_at, expires_at, authenticated_at, factor_at, client, started_at, last_used_at)
VALUES ($1, $2, $3, $4, now() + $5::interval, $6, now() + $7::interval, now() + $8::interval, now(),
        CASE WHEN $9::boolean THEN now() END, $10, now(), now())
"""
_IS_LIVE = "s.ended_at IS NULL AND s.expires_at > now() AND s.idle_expires_at > now()"
_CALLER = f"""
SELECT {_FIELDS}, {COLUMNS}, s.last_used_at < now() - interval '1 minute' AS is_stale
FROM sessions s JOIN accounts a USING (account_id) LEFT JOIN staff st USING (staff_id)
WHERE s.access_hash = $1 AND s.transport = $2 AND s.access_expires_at > now() AND {_IS_LIVE}
  AND a.closed_at IS NULL AND (a.staff_id IS NULL OR st.role IS NOT NULL)
"""
_USE = """
UPDATE sessions SET last_used_at = now(), idle_expires_at = now() + $2::interval,
    access_expires_at = CASE WHEN transport = 'cookie' THEN now() + $2::interval ELSE access_expires_at END
WHERE session_id = $1 AND ended_at IS NULL
"""
_REFRESH = f"""
WITH refreshed AS (
    UPDATE sessions s SET access_hash = $2, refresh_hash = $4,
           access_expires_at = least(now() + $3::interval, s.expires_at),
           idle_expires_at = now() + (s.idle_expires_at - s.last_used_at), last_used_at = now()
    FROM accounts a LEFT JOIN staff st USING (staff_id)
    WHERE s.refresh_hash = $1 AND {_IS_LIVE} AND a.account_id = s.account_id
      AND a.closed_at IS NULL AND (a.staff_id IS NULL OR st.role IS NOT NULL)
    RETURNING {_FIELDS}, {COLUMNS}
), spent AS (
    INSERT INTO spent_tokens (token_hash, session_id, spent_at) SELECT $1, session_id, now() FROM refreshed
)
SELECT * FROM refreshed
"""
_SPENT = """
SELECT t.session_id, t.spent_at > now() - $2::interval AS is_race, a.account_id, a.customer_id, a.staff_id
FROM spent_tokens t JOIN sessions s USING (session_id) JOIN accounts a USING (account_id)
WHERE t.token_hash = $1 AND s.ended_at IS NULL
"""
_LIST = (
    f"SELECT {_FIELDS} FROM sessions s WHERE s.account_id = $1 AND {_IS_LIVE} ORDER BY s.last_used_at DESC LIMIT 200"
)
_END = """
UPDATE sessions SET ended_at = now(), ended_because = $3
WHERE session_id = $1 AND ($2::text IS NULL OR account_id = $2) AND ended_at IS NULL RETURNING true
"""
_END_ALL = """
UPDATE sessions SET ended_at = now(), ended_because = $3
WHERE account_id = $1 AND session_id IS DISTINCT FROM $2 AND ended_at IS NULL RETURNING session_id
"""
_AUTHENTICATE = """
UPDATE sessions SET authenticated_at = now(), factor_at = CASE WHEN $2::boolean THEN now() ELSE factor_at END
WHERE session_id = $1
"""
_PROVED_RECENTLY = """
SELECT coalesce(c.session_id IS NULL OR s.authenticated_at > now() - $2::interval, false)
FROM conversations c LEFT JOIN sessions s USING (session_id) WHERE c.conversation_id = $1
"""
_KEEP_STEP = """
INSERT INTO sign_in_steps (token_hash, account_id, transport, expires_at) VALUES ($1, $2, $3, now() + $4::interval)
"""
_STEP = "SELECT account_id, transport FROM sign_in_steps WHERE token_hash = $1 AND expires_at > now()"
_END_STEPS = "DELETE FROM sign_in_steps WHERE account_id = $1"
_SWEEP = (
    "DELETE FROM sessions WHERE expires_at < now() - interval '30 days'",
    # As long as a customer may stay away: a refresh token that comes later than that is refused all the same.
    "DELETE FROM spent_tokens WHERE spent_at < now() - interval '14 days'",
    "DELETE FROM sign_in_steps WHERE expires_at < now()",
    "DELETE FROM account_links WHERE expires_at < now()",
)

SPEAKS_ON = f"""
(session_id IS NULL OR EXISTS (
    SELECT FROM sessions s JOIN accounts a USING (account_id) LEFT JOIN staff st USING (staff_id)
    WHERE s.session_id = conversations.session_id AND {_IS_LIVE} AND a.closed_at IS NULL
      AND coalesce(st.role, CASE WHEN a.staff_id IS NULL THEN 'customer' END)
          = coalesce(conversations.principal->>'role', 'customer')))
"""
"""Whether a row of `conversations` is of no session, or of one that goes on, in the role that it was opened in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSession:
    session_id: SessionId
    account_id: AccountId
    transport: Transport
    access_hash: str
    access_lasts: timedelta
    refresh_hash: str | None
    lifetime: Lifetime
    has_proved_factor: bool
    client: str


@dataclass(frozen=True, slots=True)
class Reused:
    """A refresh token that was used before."""

    session_id: SessionId
    actor: str
    """Whose session it is, as the trail names them."""
    is_race: bool
    """So shortly after its use that it is two tabs rather than a thief."""


async def open_session(connection: Connection, new: NewSession) -> None:
    await connection.execute(
        _OPEN,
        new.session_id,
        new.account_id,
        new.transport.value,
        new.access_hash,
        new.access_lasts,
        new.refresh_hash,
        new.lifetime.idle,
        new.lifetime.whole,
        new.has_proved_factor,
        new.client,
    )


async def caller(connection: Connection, access_hash: str, *, transport: Transport) -> tuple[Caller, bool] | None:
    """Who holds this token, and whether its use is worth noting again; None: nobody, or not any more."""
    row = await connection.fetchrow(_CALLER, access_hash, transport.value)
    return (Caller(account_of(row), _session(row)), row["is_stale"]) if row else None


async def note_use(connection: Connection, session_id: SessionId, *, idle: timedelta) -> None:
    """Pushes the idle limit out; a cookie's token goes on with it."""
    await connection.execute(_USE, session_id, idle)


async def refresh(
    connection: Connection, refresh_hash: str, *, access_hash: str, next_refresh_hash: str, access_lasts: timedelta
) -> Caller | None:
    """Put the next tokens in the place of this one's; None when it is no session's newest."""
    row = await connection.fetchrow(_REFRESH, refresh_hash, access_hash, access_lasts, next_refresh_hash)
    return Caller(account_of(row), _session(row)) if row else None


async def reused(connection: Connection, refresh_hash: str) -> Reused | None:
    """Whether this token was used before by a session that still goes on."""
    row = await connection.fetchrow(_SPENT, refresh_hash, REFRESH_RACE)
    if row is None:
        return None
    actor = f"customer:{row['customer_id']}" if row["staff_id"] is None else f"staff:{row['staff_id']}"
    return Reused(SessionId(row["session_id"]), actor, row["is_race"])


async def of_account(connection: Connection, account_id: AccountId) -> list[Session]:
    """Those that go on, the one used last first."""
    return [_session(row) for row in await connection.fetch(_LIST, account_id)]


async def end(
    connection: Connection, session_id: SessionId, because: Ended, *, account_id: AccountId | None = None
) -> bool:
    """Whether there was one to end; with `account_id`, one of that account's."""
    return bool(await connection.fetchval(_END, session_id, account_id, because.value))


async def end_all(
    connection: Connection, account_id: AccountId, because: Ended, *, keep: SessionId | None = None
) -> int:
    """All of an account's but `keep`, and what was waiting for a code; how many there were."""
    await connection.execute(_END_STEPS, account_id)
    return len(await connection.fetch(_END_ALL, account_id, keep, because.value))


async def proved_recently(session: WriteSession, conversation_id: str) -> bool:
    """Whether this conversation may change how its customer is reached: of no session, or of one proved minutes ago."""
    connection = await session.raw()
    return await connection.fetchval(_PROVED_RECENTLY, conversation_id, REAUTHENTICATION_LASTS) is not False


async def authenticated(connection: Connection, session_id: SessionId, *, by_factor: bool) -> None:
    """Its owner has proved once more who they are."""
    await connection.execute(_AUTHENTICATE, session_id, by_factor)


async def keep_step(
    connection: Connection, token_hash: str, account_id: AccountId, *, transport: Transport, lasts: timedelta
) -> None:
    """A right password; the code is still to come."""
    await connection.execute(_KEEP_STEP, token_hash, account_id, transport.value, lasts)


async def step(connection: Connection, token_hash: str) -> tuple[AccountId, Transport] | None:
    row = await connection.fetchrow(_STEP, token_hash)
    return (AccountId(row["account_id"]), Transport(row["transport"])) if row else None


async def end_steps(connection: Connection, account_id: AccountId) -> None:
    await connection.execute(_END_STEPS, account_id)


async def sweep(connection: Connection) -> None:
    """Forget what is long over. Sessions stay a month, for the owner who asks what happened."""
    for statement in _SWEEP:
        await connection.execute(statement)


def _session(row: Any) -> Session:
    return Session(
        session_id=SessionId(row["session_id"]),
        transport=Transport(row["transport"]),
        started_at=row["started_at"],
        last_used_at=row["last_used_at"],
        expires_at=row["expires_at"],
        authenticated_ago=row["authenticated_ago"],
        has_proved_factor=row["has_proved_factor"],
        client=row["client"],
    )
