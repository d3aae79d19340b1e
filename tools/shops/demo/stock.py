"""Stock of the demo shop: pieces that leave it and come back, in the transaction of the order that moves them."""

import json
from collections.abc import Iterable, Mapping

from asyncpg import Connection

from domain.catalog import Product
from domain.errors import NotFound, NotPossible
from tools.shops.demo.rows import product_of


async def locked_products(connection: Connection, product_ids: Iterable[str]) -> dict[str, Product]:
    """Products that nobody else can sell from before this transaction ends; locked in one order by everybody."""
    rows = await connection.fetch(
        "SELECT * FROM products WHERE product_id = ANY($1::text[]) ORDER BY product_id FOR UPDATE",
        sorted(set(product_ids)),
    )
    return {row["product_id"]: product_of(row) for row in rows}


async def move(connection: Connection, products: Iterable[str], moves: Mapping[str, int]) -> None:
    """Take `moves` (pieces by sku; below zero they come back) out of the stock of these products, which are locked.

    A sku that is no longer in the catalogue takes nothing back.

    Raises:
        NotPossible: there are not so many.
    """
    wanted = {sku: pieces for sku, pieces in moves.items() if pieces}
    rows = await connection.fetch(
        "SELECT product_id, variants FROM products WHERE product_id = ANY($1::text[])", sorted(set(products))
    )
    for row in rows:
        variants = [{**each, "stock": each["stock"] - wanted.get(each["sku"], 0)} for each in row["variants"]]
        if any(each["stock"] < 0 for each in variants):
            raise NotPossible("not_available", clause="change_items")
        if variants != row["variants"]:
            await connection.execute(
                "UPDATE products SET variants = $2::jsonb WHERE product_id = $1",
                row["product_id"],
                json.dumps(variants),
            )


async def move_one(connection: Connection, sku: str, pieces: int) -> None:
    """Take pieces of one variant out of stock; below zero they come back.

    Raises:
        NotFound: there is no such variant.
        NotPossible: not_available, there are not that many.
    """
    product_id = await connection.fetchval(
        "SELECT product_id FROM products WHERE variants @> $1::jsonb FOR UPDATE", json.dumps([{"sku": sku}])
    )
    if product_id is None:
        raise NotFound("variant")
    await move(connection, [product_id], {sku: pieces})
