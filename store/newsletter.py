"""Who reads the newsletter without having an account. Nobody is put on, or off, by a stranger who knows the address."""

from sqlalchemy import text

from store.database import WriteSession

LINK_DAYS = 7
"""How long a link can be followed."""

_ASK = text("""
INSERT INTO newsletter AS n (email, is_subscribed, wanted, token_hash, asked_at)
VALUES (:email, false, :wanted, :token_hash, now())
ON CONFLICT (email) DO UPDATE SET wanted = excluded.wanted, token_hash = excluded.token_hash, asked_at = now()
""")
_ASKED_LATELY = text("""
SELECT EXISTS (
    SELECT FROM newsletter WHERE email = :email AND wanted = :wanted AND asked_at > now() - interval '1 hour'
)
""")
_CONFIRM = text("""
UPDATE newsletter SET is_subscribed = wanted, wanted = NULL, token_hash = NULL, confirmed_at = now()
WHERE token_hash = :token_hash AND asked_at > now() - make_interval(days => :days)
RETURNING email, is_subscribed
""")
_ASKED = text("""
SELECT email, wanted FROM newsletter
WHERE token_hash = :token_hash AND asked_at > now() - make_interval(days => :days)
""")


async def was_asked(session: WriteSession, email: str, *, wanted: bool) -> bool:
    """Whether a link for just this was sent within the hour: then no second one goes out."""
    return bool((await session.execute(_ASKED_LATELY, {"email": email, "wanted": wanted})).scalar_one())


async def ask(session: WriteSession, email: str, *, wanted: bool, token_hash: str) -> None:
    """Remember the link that was sent; an earlier one leads nowhere from now on."""
    await session.execute(_ASK, {"email": email, "wanted": wanted, "token_hash": token_hash})


async def asked_by(session: WriteSession, token_hash: str) -> tuple[str, bool] | None:
    """The address and the wish that a link stands for; None when it leads nowhere."""
    row = (await session.execute(_ASKED, {"token_hash": token_hash, "days": LINK_DAYS})).first()
    return (row[0], row[1]) if row else None


async def confirm(session: WriteSession, token_hash: str) -> tuple[str, bool] | None:
    """Do what the link stands for, once; None when it leads nowhere."""
    row = (await session.execute(_CONFIRM, {"token_hash": token_hash, "days": LINK_DAYS})).first()
    return (row[0], row[1]) if row else None
