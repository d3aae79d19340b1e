"""Changes of a customer's account in the demo shop's own table."""

import json

from asyncpg import Connection

from domain.contact import CustomerChange
from domain.customers import Customer, CustomerId
from domain.errors import NotFound, NotPossible
from tools.shops.demo.rows import customer_of

_TAKEN = "SELECT EXISTS (SELECT FROM customers WHERE email = $1 AND customer_id <> $2)"
_UPDATE = """
UPDATE customers SET email = coalesce($2, email), phone = coalesce($3, phone),
    marketing_opt_in = coalesce($4, marketing_opt_in), address = coalesce($5::jsonb, address),
    sizes = coalesce($6::jsonb, sizes), preferences = coalesce($7::jsonb, preferences), changed_at = now()
WHERE customer_id = $1 RETURNING *
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
