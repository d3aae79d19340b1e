"""`shopsmart users`: whom the shop knows, for choosing whom to chat as."""

from dataclasses import dataclass

from store.database import Database

_FIND = """
SELECT c.email, c.name, c.locale, count(o.order_id) AS orders, max(o.placed_at)::date AS last_order
FROM customers c LEFT JOIN orders o USING (customer_id)
WHERE $1 = '' OR strpos(lower(c.name || ' ' || c.email), lower($1)) > 0
GROUP BY c.customer_id ORDER BY c.name LIMIT $2
"""


@dataclass(frozen=True, slots=True)
class User:
    email: str
    name: str
    locale: str
    orders: int
    last_order: str


async def find(database: Database, *, search: str, limit: int) -> list[User]:
    """Customers whose name or e-mail has `search` in it, by name."""
    async with database.connection() as connection:
        rows = await connection.fetch(_FIND, search, limit)
    return [User(row["email"], row["name"], row["locale"], row["orders"], str(row["last_order"] or "")) for row in rows]
