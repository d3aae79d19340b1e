"""What a thing costs with its delivery: its price, what the shop writes of shipping there, and the sum where it tells.

The sum is only made of what the quoted passage says of standard shipping; otherwise both are told side by side.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from agent.goods.on_table import on_table
from agent.intents.answering import KINDS, LOOKED_AT, answer, answers
from agent.intents.spec import View
from agent.steps import Call, Step
from domain.catalog import Product
from domain.knowledge import Passage
from domain.money import Money, to_minor
from tools.places import places_said
from tools.policies import PassagesFound

_SIGNS = {"USD": "$", "EUR": "€", "GBP": "£"}
_SUM = r"(?P<{name}>\d+(?:\.\d\d)?)"


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
    sign = re.escape(_SIGNS.get(product.price.currency, product.price.currency))
    costs = re.search(rf"\bstandard\b[^.]*?{sign}\s?{_SUM.format(name='cost')}", passage.text, re.IGNORECASE)
    free_from = re.search(
        rf"\bfree\b(?: [a-z]+){{0,3}} (?:from|over|above) {sign}\s?{_SUM.format(name='least')}", passage.text, re.I
    )
    if costs is None or (free_from is None and re.search(r"\bfree\b", passage.text, re.IGNORECASE)):
        return None, False
    currency = product.price.currency
    is_free = free_from is not None and product.price.amount >= Decimal(free_from["least"])
    return (product.price if is_free else product.price + Money(to_minor(costs["cost"], currency), currency)), is_free
