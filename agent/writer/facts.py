"""What a model may know beside the draft: the shop's own words on the products that an answer is about.

No stock, sizes or colours: which of them there are is for the draft to say. Nothing about people or orders: the
draft has all that is needed of those.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from domain.catalog import Product

_MOST = 5
_LONGEST = 600


def product_lines(facts: Iterable[Mapping[str, Any]], formats: Mapping[str, Callable[..., str]]) -> str:
    """A line a product: name, price, description, material, care."""
    products = {product.product_id: product for each in facts for product in products_of(each)}
    return "\n".join(_line(product, formats) for product in list(products.values())[:_MOST])


def products_of(facts: Mapping[str, Any]) -> list[Product]:
    if "result" in facts:
        return [hit.product for hit in facts["result"].hits]
    return list(facts.get("products") or ([facts["product"]] if "product" in facts else []))


def _line(product: Product, formats: Mapping[str, Callable[..., str]]) -> str:
    told = {
        "price": formats["money"](product.price),
        "description": product.description,
        "made of": ", ".join(product.materials),
        "care": product.care,
        "fit": product.fit or "",
    }
    words = "; ".join(f"{name}: {' '.join(text.split())}" for name, text in told.items() if text)
    return f"- {product.name}; {words}"[:_LONGEST]
