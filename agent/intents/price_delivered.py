"""What a thing costs with its delivery: its price, what the shop writes of shipping there, and the sum where it tells.

The sum is only made of what the quoted passage says of standard shipping; otherwise both are told side by side.
"""

from collections.abc import Sequence
from dataclasses import replace

from agent.goods.on_table import on_table
from agent.intents.answering import KINDS, LOOKED_AT, answer, answers
from agent.intents.basket_sum import tariff_of
from agent.intents.spec import View
from agent.steps import Call, Step
from domain.catalog import Product
from domain.knowledge import Passage
from domain.money import Money
from tools.places import places_said
from tools.policies import PassagesFound


def price_delivered(products: Sequence[Product], view: View) -> Step | None:
    """None where the shop has written nothing of shipping there."""
    product, found = products[0], view.results.get("delivery")
    place = next(iter(places_said(view.text)), "")
    asked = f"How much is shipping to {place}?" if place else "How much is shipping?"
    if not isinstance(found, PassagesFound):
        return Call("find_passages", {"query": asked, "kinds": KINDS, "limit": LOOKED_AT}, "delivery")
    if not (sure := answers(found)):
        return None
    quoted = answer(sure[:1], asked=asked)
    total, is_free = _total(product, sure[0].passage)
    facts = {**quoted.facts, "product": product, "total": total, "is_free": is_free}
    return replace(quoted, say="price_delivered", facts=facts, shows=on_table(products), shows_kind="products")


def _total(product: Product, passage: Passage) -> tuple[Money | None, bool]:
    """With standard shipping, and whether that is free for a price like this."""
    tariff = tariff_of(passage)
    if tariff is None or tariff.currency != product.price.currency:
        return None, False
    shipping = tariff.price("standard", product.price)
    return product.price + shipping, not shipping.amount_minor
