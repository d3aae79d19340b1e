"""Changes of a customer's account in the demo shop's own table."""

import json
import re

from asyncpg import Connection

from domain.contact import CustomerChange
from domain.customers import Customer, CustomerId
from domain.errors import NotFound, NotPossible
from tools.shops.demo.rows import customer_of, plain_postcode

_TAKEN = "SELECT EXISTS (SELECT FROM customers WHERE email = $1 AND customer_id <> $2)"
_UPDATE = """
UPDATE customers SET email = coalesce($2, email), phone = coalesce($3, phone),
    marketing_opt_in = coalesce($4, marketing_opt_in), address = coalesce($5::jsonb, address),
    sizes = coalesce($6::jsonb, sizes), preferences = coalesce($7::jsonb, preferences), changed_at = now()
WHERE customer_id = $1 RETURNING *
"""

_FIND = """
SELECT * FROM customers
WHERE email = $1 OR phone = $2
   OR (cardinality($3::text[]) > 0 AND name ~* ALL ($3::text[])
       AND regexp_replace(upper(address->>'postcode'), '[^A-Z0-9]', '', 'g') = $4)
ORDER BY name, customer_id LIMIT $5
"""


async def update(connection: Connection, customer_id: CustomerId, change: CustomerChange) -> Customer:
    """See `tools.shops.port.Shop.update_customer`."""
    if change.email is not None and await connection.fetchval(_TAKEN, change.email, customer_id):
        raise NotPossible("email_taken")
    documents = (change.address, change.sizes, change.preferences)
    row = await connection.fetchrow(
        _UPDATE,
        customer_id,
        change.email,
        change.phone,
        change.newsletter,
        *(None if part is None else json.dumps(dict(part)) for part in documents),
    )
    if row is None:
        raise NotFound("customer")
    return customer_of(row)


async def find(
    connection: Connection, *, email: str | None, phone: str | None, name: str | None, postcode: str | None, limit: int
) -> list[Customer]:
    """See `tools.shops.port.Shop.find_customers`. A name fits when all its words begin words of the customer's."""
    words = [f"\\m{re.escape(word)}" for word in (name or "").split()]
    plain = plain_postcode(postcode) if postcode else None
    rows = await connection.fetch(_FIND, (email or "").strip().lower() or None, phone, words, plain, limit)
    return [customer_of(row) for row in rows]
