"""Products as an answer lays them on the table: what "the second one", "the green one" and "it" point at later."""

from collections.abc import Iterable

from agent.steps import Choice
from domain.catalog import Product


def on_table(products: Iterable[Product]) -> tuple[Choice, ...]:
    return tuple(
        Choice(
            product.product_id,
            product.name,
            f"{product.category} {' '.join(product.colours)} {' '.join(product.materials)}",
            price_minor=product.price.amount_minor,
        )
        for product in products
    )
