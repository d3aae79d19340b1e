"""The rows of the shop as they were loaded, and what has become of them since: compared, and put back.

Their copies are a schema of their own, `before`, so that the database itself says which rows are not as they were.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from domain.errors import NotFound
from evals.observed import Changes
from store.database import Database

KNOWLEDGE = ("documents", "passages", "knowledge_version", "alembic_version")
"""Tables that no conversation writes, and whose copies would be large."""


async def remember(database: Database) -> dict[str, list[str]]:
    """Copies every table that a conversation may write into the schema `before`; key columns by table."""
    async with database.connection() as connection:
        rows = await connection.fetch(
            "SELECT t.relname AS name, array_agg(a.attname::text) AS keys FROM pg_index i"
            " JOIN pg_class t ON t.oid = i.indrelid"
            " JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = ANY(i.indkey)"
            " WHERE i.indisprimary AND t.relnamespace = 'public'::regnamespace GROUP BY 1 ORDER BY 1"
        )
        tables = {row["name"]: row["keys"] for row in rows if row["name"] not in KNOWLEDGE}
        await connection.execute("CREATE SCHEMA before")
        for table, keys in tables.items():
            await connection.execute(f"CREATE TABLE before.{table} AS TABLE public.{table}")
            await connection.execute(f"ALTER TABLE before.{table} ADD PRIMARY KEY ({', '.join(keys)})")
    return tables


class ShopRows:
    def __init__(self, database: Database, tables: Mapping[str, Sequence[str]]) -> None:
        """`tables`: key columns by table, of all that a conversation may write."""
        self._database = database
        self._tables = tables

    async def changes(self) -> Changes:
        async with self._database.connection() as connection:
            changed = {
                table: await connection.fetch(_changed(table, self._tables[table]))
                for table in ("claims", "orders", "handoffs", "mail")
            }
        new = [row for row in changed["claims"] if row["is_new"]]
        others = [f"claims {row['claim_id']}" for row in changed["claims"] if not row["is_new"]]
        goods = await self.pairs("products")
        others += [f"products {row['product_id']}" for was, row in goods if not was or not _only_stock(was, row)]
        pairs = await self.pairs("customers")
        others += [f"customers {row['customer_id']}" for was, row in pairs if not was or _pays_otherwise(was, row)]
        return Changes(
            claims=[dict(row) for row in new],
            orders={row["order_id"]: row["status"] for row in changed["orders"]},
            handoffs=len(changed["handoffs"]),
            mails=len(changed["mail"]),
            customers={was["email"]: facts for was, row in pairs if was and (facts := _changed_facts(was, row))},
            stock={sku: moved for was, row in goods if was for sku, moved in _moved(was, row)},
            others=others,
        )

    async def pairs(self, table: str) -> list[tuple[dict[str, Any] | None, dict[str, Any]]]:
        """Every row that is not as before, with what it was; None: it is new. As JSON: instants are texts."""
        same = " AND ".join(f"old.{key} = new.{key}" for key in self._tables[table])
        async with self._database.connection() as connection:
            rows = await connection.fetch(
                f"SELECT to_jsonb(old)::text AS was, to_jsonb(new)::text AS is FROM {table} new"
                f" LEFT JOIN before.{table} old ON {same} WHERE old IS DISTINCT FROM new"
            )
        return [(json.loads(row["was"]) if row["was"] else None, json.loads(row["is"])) for row in rows]

    async def row(self, table: str, key: str) -> dict[str, Any]:
        """One row as JSON. Raises NotFound."""
        async with self._database.connection() as connection:
            found = await connection.fetchval(
                f"SELECT to_jsonb({table})::text FROM {table} WHERE {self._tables[table][0]} = $1", key
            )
        if found is None:
            raise NotFound(f"{table} {key}")
        return json.loads(found)

    async def put_back(self) -> None:
        """In one transaction, without foreign keys and triggers: the end result satisfies them."""
        statements = ["SET LOCAL session_replication_role = replica"]
        for table, keys in self._tables.items():
            same = " AND ".join(f"old.{key} = new.{key}" for key in keys)
            statements.append(
                f"DELETE FROM {table} new WHERE NOT EXISTS"
                f" (SELECT FROM before.{table} old WHERE {same} AND old IS NOT DISTINCT FROM new)"
            )
            statements.append(
                f"INSERT INTO {table} SELECT * FROM before.{table} old"
                f" WHERE NOT EXISTS (SELECT FROM {table} new WHERE {same})"
            )
        async with self._database.connection() as connection, connection.transaction():
            await connection.execute(";".join(statements))


def _only_stock(was: Mapping[str, Any], row: Mapping[str, Any]) -> bool:
    """Whether nothing but numbers of pieces is other than before."""

    def rest(product: Mapping[str, Any]) -> dict[str, Any]:
        return {**product, "variants": [{**each, "stock": 0} for each in product["variants"]]}

    return rest(was) == rest(row)


def _moved(was: Mapping[str, Any], row: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    before = {each["sku"]: each["stock"] for each in was["variants"]}
    for each in row["variants"]:
        if moved := each["stock"] - before.get(each["sku"], 0):
            yield each["sku"], moved


def _changed_facts(was: Mapping[str, Any], row: Mapping[str, Any]) -> dict[str, Any]:
    """Facts of a customer that are not as before, flat: parts of the address by name, lists as text."""
    before, now = _account_facts(was), _account_facts(row)
    gone = dict.fromkeys(before.keys() - now.keys(), "")
    return {name: value for name, value in now.items() if before.get(name) != value} | gone


def _account_facts(row: Mapping[str, Any]) -> dict[str, Any]:
    likes = [f"{kind} {', '.join(values)}" for kind, values in sorted(row["preferences"].items()) if values]
    sizes = [f"{part} {size}" for part, size in sorted(row["sizes"].items())]
    return {
        "email": row["email"],
        "phone": row["phone"] or "",
        "newsletter": row["marketing_opt_in"],
        "sizes": ", ".join(sizes),
        "preferences": "; ".join(likes),
        **row["address"],
    }


def _pays_otherwise(was: Mapping[str, Any], row: Mapping[str, Any]) -> bool:
    return was["payment_methods"] != row["payment_methods"]


def _changed(table: str, keys: Sequence[str]) -> str:
    same = " AND ".join(f"old.{key} = new.{key}" for key in keys)
    return (
        f"SELECT new.*, NOT EXISTS (SELECT FROM before.{table} old WHERE {same}) AS is_new FROM {table} new"
        f" WHERE NOT EXISTS (SELECT FROM before.{table} old WHERE {same} AND old IS NOT DISTINCT FROM new)"
        f" ORDER BY {', '.join(f'new.{key}' for key in keys)}"
    )
