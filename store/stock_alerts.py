"""Alerts for what is sold out, and the one mail when it is there again.

Stock changes in many places: an order is cancelled, a return is put on the shelf, the shop's files are loaded, a
platform sends its counts. None of them has to think of alerts: `tell_waiting` looks at what the catalogue says now.
Loading calls it in its own transaction, and the service every minute.
"""

from sqlalchemy import text
from sqlmodel import select

from domain.stock_alerts import AlertStatus, StockAlert, letter
from store import mail
from store.database import Database, ReadSession, WriteSession
from store.mail import Mail
from store.tables.stock_alerts import StockAlertRow

# The row's lock makes it once: a second process finds it no longer waiting.
_ARRIVED = text("""
UPDATE stock_alerts AS a SET status = 'told', ended_at = now()
FROM products p, jsonb_array_elements(p.variants) v
WHERE a.status = 'waiting' AND p.product_id = a.product_id AND v->>'sku' = a.sku AND (v->>'stock')::int > 0
RETURNING a.alert_id, a.product_id, a.sku, a.item, a.size, a.colour, a.email, a.status
""")
_SET = text("""
INSERT INTO stock_alerts (alert_id, customer_id, email, product_id, sku, item, size, colour, status, created_at)
VALUES (:alert_id, :customer_id, :email, :product_id, :sku, :item, :size, :colour, 'waiting', now())
ON CONFLICT (customer_id, sku) WHERE status = 'waiting' DO UPDATE SET email = excluded.email
RETURNING alert_id
""")
_CANCEL = text("""
UPDATE stock_alerts SET status = 'cancelled', ended_at = now()
WHERE customer_id = :customer_id AND status = 'waiting' AND (CAST(:sku AS text) IS NULL OR sku = :sku)
RETURNING alert_id, product_id, sku, item, size, colour, email, status
""")
_MOVE = text("UPDATE stock_alerts SET email = :email WHERE customer_id = :customer_id AND status = 'waiting'")


async def waiting(session: ReadSession, customer_id: str) -> tuple[StockAlert, ...]:
    """Oldest first."""
    statement = (
        select(StockAlertRow)
        .where(StockAlertRow.customer_id == customer_id, StockAlertRow.status == AlertStatus.WAITING.value)
        .order_by(StockAlertRow.created_at)  # pyright: ignore[reportArgumentType]  # columns are typed as their values
    )
    return tuple(_alert(row) for row in await session.exec(statement))


async def set_alert(session: WriteSession, alert: StockAlert, *, customer_id: str) -> bool:
    """Wait for it, from now on; False when this customer waits for it already."""
    values = {
        "alert_id": alert.alert_id,
        "customer_id": customer_id,
        "email": alert.email,
        "product_id": alert.product_id,
        "sku": alert.sku,
        "item": alert.item,
        "size": alert.size,
        "colour": alert.colour,
    }
    return (await session.execute(_SET, values)).scalar_one() == alert.alert_id


async def cancel(session: WriteSession, customer_id: str, *, sku: str | None = None) -> tuple[StockAlert, ...]:
    """End one alert of the customer, or all of them; returns those that were waiting."""
    rows = await session.execute(_CANCEL, {"customer_id": customer_id, "sku": sku})
    return tuple(_alert(row) for row in rows)


async def move(session: WriteSession, customer_id: str, *, email: str) -> None:
    """What still waits goes to the customer's new address."""
    await session.execute(_MOVE, {"customer_id": customer_id, "email": email})


async def tell_waiting(session: WriteSession) -> int:
    """Queue a mail for every alert whose variant is in stock now, and end it; returns how many."""
    arrived = [_alert(row) for row in await session.execute(_ARRIVED)]
    for alert in arrived:
        subject, words = letter(alert)
        await mail.enqueue(
            session, Mail(key=f"stock_alert:{alert.alert_id}", to=alert.email, subject=subject, text=words)
        )
    return len(arrived)


async def look(database: Database) -> int:
    """`tell_waiting` in a transaction of its own, only if somebody waits at all."""
    async with database.connection() as connection:
        if not await connection.fetchval("SELECT EXISTS (SELECT FROM stock_alerts WHERE status = 'waiting')"):
            return 0
    async with database.transaction() as session:
        return await tell_waiting(session)


def _alert(row: object) -> StockAlert:
    names = ("alert_id", "product_id", "sku", "item", "size", "colour", "email")
    return StockAlert(**{name: getattr(row, name) for name in names}, status=AlertStatus(row.status))  # pyright: ignore[reportAttributeAccessIssue]  # a row of the table or of RETURNING
