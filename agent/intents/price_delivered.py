"""What things cost with their delivery or with a code: their price, what the shop writes of both, and the sum of it.

The sum is only made of what the quoted passage says of standard shipping; otherwise both are told side by side.
"""

from collections.abc import Sequence
from dataclasses import replace

from agent.goods.on_table import on_table
from agent.intents.answering import KINDS, LOOKED_AT, answer, answers
from agent.intents.basket_sum import CURRENCIES, basket_sum, tariff_of
from agent.intents.baskets import Basket
from agent.intents.spec import View
from agent.state import Task
from agent.steps import Call, Say, Step
from domain.catalog import Product
from domain.knowledge import Passage
from domain.money import Money
from tools.places import places_in, places_said
from tools.policies import PassagesFound


def price_delivered(products: Sequence[Product], task: Task, view: View) -> Step | None:
    """None where the shop has written nothing of shipping there."""
    shows = on_table(products)
    products = [*products] * (task["slots"].get("pieces") or 1)
    goods, found = sum((each.price for each in products[1:]), products[0].price), view.results.get("delivery")
    place = next(iter(places_said(view.text)), "") or task["slots"].get("place") or ""
    asked = f"How much is shipping to {place}?" if place else "How much is shipping?"
    if not isinstance(found, PassagesFound):
        return Call("find_passages", {"query": asked, "kinds": KINDS, "limit": LOOKED_AT}, "delivery")
    if not (sure := answers(found)):
        return None
    quoted = answer(sure[:1], asked=asked)
    if task["slots"].get("delivered") == "free" and (free := _if_free(products, goods, sure[0].passage, place)):
        return replace(
            quoted,
            say="sent_free",
            facts={**quoted.facts, **free},
            shows=shows,
            shows_kind="products",
        )
    total, is_free = _total(goods, sure[0].passage)
    facts = {**quoted.facts, "products": tuple(products), "goods": goods, "total": total, "is_free": is_free}
    return replace(quoted, say="price_delivered", facts=facts, shows=shows, shows_kind="products")


def _if_free(products: Sequence[Product], goods: Money, passage: Passage, place: str) -> dict[str, object] | None:
    """None where the passage tells no sum from which shipping is free, or one in another money."""
    tariff = tariff_of(passage)
    if tariff is None or tariff.free_from is None or tariff.currency != goods.currency:
        return None
    named, price = places_in(place), tariff.price("standard", goods)
    country = next(iter(named)) if len(named) == 1 else ""
    return {
        "products": tuple(products),
        "goods": goods,
        "free_from": tariff.free_from,
        "shipping": price,
        "country": country,
    }


def price_with_code(products: Sequence[Product], task: Task, view: View) -> Step | None:
    """The price less what that code or that share takes off by the shop's own words; None where these tell of none."""
    price, slots = products[0].price, task["slots"]
    sign = next((sign for sign, currency in CURRENCIES.items() if currency == price.currency), "")
    if not sign:
        return None
    is_sent, code, share = bool(slots.get("delivered")), slots.get("code") or "", slots.get("share") or 0
    basket = Basket(sign, str(price.amount), percent=share, code=code, methods=(), is_of_delivery=is_sent)
    step = basket_sum(task, view, basket)
    if not isinstance(step, Say):
        return step
    facts = {**step.facts, "product": products[0]}
    return replace(step, facts=facts, shows=on_table(products[:1]), shows_kind="products")


def _total(goods: Money, passage: Passage) -> tuple[Money | None, bool]:
    """With standard shipping, and whether that is free for goods of this worth."""
    tariff = tariff_of(passage)
    if tariff is None or tariff.currency != goods.currency:
        return None, False
    shipping = tariff.price("standard", goods)
    return goods + shipping, not shipping.amount_minor
