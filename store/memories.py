"""What customers told about themselves, as long as they want it kept."""

from datetime import datetime

from sqlalchemy import text
from sqlmodel import col, delete, select

from domain.memories import MemoryKind, MemoryTopic, Remembered, merged
from store.database import ReadSession, WriteSession
from store.tables.memories import MemoryRow

_REMEMBERED = """
SELECT kind, value, about, said_at FROM memories WHERE customer_id = $1 ORDER BY said_at, memory_id
"""
_LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended('memories:' || :customer_id, 0))")


async def remembered(session: ReadSession, customer_id: str) -> tuple[Remembered, ...]:
    """Oldest first."""
    rows = await (await session.raw()).fetch(_REMEMBERED, customer_id)
    return tuple(Remembered(MemoryKind(kind), value, about, said_at.date()) for kind, value, about, said_at in rows)


async def remember(
    session: WriteSession, customer_id: str, said: tuple[Remembered, ...], *, conversation_id: str, at: datetime
) -> tuple[Remembered, ...]:
    """Keep what was said, and drop what it displaces; returns all that is kept now. Saying it twice is once."""
    await session.execute(_LOCK, {"customer_id": customer_id})
    rows = await _rows(session, customer_id)
    known = {_fact(row).key: row for row in rows}
    kept = merged((_fact(row) for row in rows), said)
    wanted = {fact.key: fact for fact in kept}
    renewed = {fact.key for fact in said}
    for key, row in known.items():
        if key not in wanted:
            await session.delete(row)
        elif key in renewed:
            row.said_at, row.conversation_id = at, conversation_id
    for key in wanted.keys() - known.keys():
        fact = wanted[key]
        session.add(
            MemoryRow(
                customer_id=customer_id,
                kind=fact.kind.value,
                about=fact.about,
                value=fact.value,
                conversation_id=conversation_id,
                said_at=at,
            )
        )
    await session.flush()
    return kept


async def forget(session: WriteSession, customer_id: str, topic: MemoryTopic, *, value: str | None = None) -> int:
    """Delete for good; returns how many facts went."""
    await session.execute(_LOCK, {"customer_id": customer_id})
    gone = [row for row in await _rows(session, customer_id) if _fact(row).falls_under(topic, value)]
    if gone:
        ids = [row.memory_id for row in gone]
        await session.exec(delete(MemoryRow).where(col(MemoryRow.memory_id).in_(ids)))
    return len(gone)


async def _rows(session: ReadSession, customer_id: str) -> list[MemoryRow]:
    statement = (
        select(MemoryRow).where(MemoryRow.customer_id == customer_id).order_by(MemoryRow.said_at, MemoryRow.memory_id)  # pyright: ignore[reportArgumentType]  # columns are typed as their values
    )
    return list(await session.exec(statement))


def _fact(row: MemoryRow) -> Remembered:
    return Remembered(MemoryKind(row.kind), row.value, row.about, row.said_at.date())
