"""What the tools that change, cancel and place orders may answer: every refusal, and every kind of money."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from domain.catalog import Sku
from domain.order_changes import ItemsQuote, LineChange, full_address, quote_items, settle_difference
from domain.orders import Order, OrderStatus
from domain.payments import MethodKind, MoneyBack, Payment, PaymentKind, PaymentMethod
from domain.reorders import quote_reorder
from domain.shipping import ShippingZone
from tests.contract.samples import days_ago, order, orders, product, usd
from tools.arithmetic import SumResult, value_of
from tools.order_changes import OrderAddressChanged, OrderChangeCheck, OrderItemsChanged, OrderPaymentChanged
from tools.orders import OrderCancelled
from tools.products import ProductType, ProductTypes
from tools.reorders import OrderPlaced

VISA = PaymentMethod("pm1", MethodKind.CARD, "Visa", "4242")
GIFT_CARD = PaymentMethod("pm2", MethodKind.GIFT_CARD, last4="7731", balance=usd(10000))
SMALL_GIFT_CARD = PaymentMethod("pm3", MethodKind.GIFT_CARD, last4="0042", balance=usd(1000))
PAYPAL = PaymentMethod("pm4", MethodKind.PAYPAL)
METHODS = (VISA, GIFT_CARD, SMALL_GIFT_CARD, PAYPAL)
HOME = {"name": "Maya Lindholm", "street": "1842 Alder Court", "city": "Portland", "state": "OR", "postcode": "97214"}
US_HOME = {**HOME, "country": "US"}

SAID_OF_A_CHANGE: tuple[dict[str, Any], ...] = (
    {"change_what": "items"},
    {"change_what": "items", "product_ids": ["VM1077"]},
    {"change_what": "payment"},
    {"change_what": "payment", "pays_with": "paypal"},
    {"change_what": "payment", "pays_with": "visa"},
    {"change_what": "payment", "pays_with": "gift card ending 0042"},
    {"instead": {"colour": "Navy"}, "more": "no"},
    {"instead": {"size": "XXL"}},
    {"instead": {"size": "M"}},
    {"line": 1, "instead": {"colour": "Navy"}},
    {"line": 1, "instead": {"size": "S"}, "more": "no"},
    {"quantity": 2, "pays_with": "gift card ending 0042"},
    {"change_what": "address", "address": {"street": "12 Oak Street"}},
    {"address": {"street": "12 Oak Street", "city": "Salem"}},
    {"address": {"street": "1842 Alder Court"}},
    {"address": {"street": "12 Oak Street", "city": "Toronto", "state": "ON", "postcode": "M5V", "country": "CA"}},
    {"again": True},
    {"again": True, "pays_with": "paypal", "same_place": True},
)
"""What may be known of an order that is to change, or to be bought again."""


def pending(number: int = 20001, **changed: Any) -> Order:
    """An order of one shirt that can still be changed, paid with the Visa."""
    made = order(number, OrderStatus.PENDING)
    charge = Payment(made.placed_at, PaymentKind.CHARGE, VISA.method_id, made.total, "placed")
    return replace(made, **{"payments": (charge,), "method_id": VISA.method_id, "address": US_HOME, **changed})


@cache
def every_change_answer() -> dict[str, Sequence[Any]]:
    changed = _items_changed()
    return {
        "cancel_pending_order": _cancelled(),
        "check_order_changes": _checks(),
        "change_order_items": changed,
        "change_order_payment": [
            OrderPaymentChanged(pending(changes=("payment",)), GIFT_CARD, (MoneyBack(usd(6395), VISA.label, False),), 5)
        ],
        "change_order_address": [OrderAddressChanged(pending(address=full_address(_elsewhere(), like=US_HOME)))],
        "check_reorder": _reorders(),
        "reorder": [OrderPlaced(pending(30001), VISA), OrderPlaced(pending(30002), GIFT_CARD)],
        "calculate": [SumResult("2 * (59.90 + 4.95)", value_of("2 * (59.90 + 4.95)"))],
        "list_product_types": [ProductTypes((ProductType("VM1001", "Meadow Linen Shirt", "Shirts"),))],
    }


def _elsewhere() -> dict[str, str]:
    return {"street": "12 Oak Street", "street2": "Apt 4", "city": "Salem", "state": "OR", "postcode": "97301"}


def _cancelled() -> list[OrderCancelled]:
    done = replace(orders()[1], status=OrderStatus.CANCELLED)
    known, unknown = MoneyBack(usd(6395), "Visa ending 4242", False), MoneyBack(usd(6395), "", False)
    card = MoneyBack(usd(2000), "gift card ending 7731", True)
    return [OrderCancelled(done, refunds) for refunds in ((), (known,), (unknown,), (card,), (card, known))]


def quote(*changes: LineChange, method: PaymentMethod | None = VISA, of: Order | None = None) -> ItemsQuote:
    shirt = product(1, "Meadow Linen Shirt")
    dearer = tuple(
        replace(variant, price=usd(6500)) if variant.colour == "Navy" else variant for variant in shirt.variants
    )
    return quote_items(of or pending(), changes, products={"VM1001": replace(shirt, variants=dearer)}, method=method)


def _quotes() -> list[ItemsQuote]:
    navy, small = LineChange(1, Sku("VM1001-M-N"), 1), LineChange(1, Sku("VM1001-S"), 1)
    return [
        quote(),
        quote(navy),
        quote(navy, method=GIFT_CARD),
        quote(navy, method=None),
        quote(LineChange(1, Sku("VM1001-M"), 2), method=SMALL_GIFT_CARD),
        quote(LineChange(1, Sku("VM1001-M"), 1)),
        quote(small),
        quote(LineChange(1, Sku("VM1002-M"), 1)),
        quote(LineChange(1, Sku("VM1001-M"), 99)),
        quote(LineChange(7, Sku("VM1001-M"), 1)),
        quote(navy, of=pending(changes=("items",))),
        quote(navy, of=pending(changes=("payment",))),
        *(quote(navy, of=replace(pending(), status=status)) for status in OrderStatus),
    ]


def _checks() -> list[OrderChangeCheck]:
    made = [OrderChangeCheck(each, (product(1, "Meadow Linen Shirt"),), METHODS) for each in _quotes()]
    every = [replace(made[0], quote=quote(of=each)) for each in orders()]
    two = _two_lines()
    several = [
        quote(LineChange(1, Sku("VM1001-M-N"), 1), of=two),
        quote(of=two),
        quote(LineChange(1, Sku("VM1001-S"), 1), of=two),
    ]
    shirts, sold_out = (product(1, "Meadow Linen Shirt"),), (product(1, "Meadow Linen Shirt", stock=0),)
    return [
        *made,
        replace(made[1], methods=()),
        *(replace(made[0], quote=each, products=goods) for each in several for goods in (shirts, sold_out)),
        *every,
    ]


def _two_lines() -> Order:
    first = pending().lines[0]
    return replace(pending(), lines=(first, replace(first, line=2, name="Harbor Oxford Shirt")))


def _items_changed() -> list[OrderItemsChanged]:
    dearer = quote(LineChange(1, Sku("VM1001-M-N"), 1))
    cheaper = quote(LineChange(1, Sku("VM1001-M"), 1), of=dearer.after)
    made: list[OrderItemsChanged] = []
    for each in (dearer, cheaper, quote(LineChange(1, Sku("VM1001-M"), 1))):
        payments = settle_difference(each, at=days_ago(0))
        refunds = tuple(
            MoneyBack(payment.amount, VISA.label, False) for payment in payments if payment.kind is PaymentKind.REFUND
        )
        made.append(OrderItemsChanged(each.after, each.difference, VISA, refunds, 5))
    return made


def _reorders() -> list[Any]:
    shirts = {"VM1001": product(1, "Meadow Linen Shirt")}
    sold_out = {"VM1001": product(1, "Meadow Linen Shirt", stock=0)}
    scarce = {"VM1002": product(2, "Harbor Oxford Shirt", stock=1), **shirts}
    sources = [pending(), *orders()]
    facts: dict[str, Any] = {"methods": METHODS, "zones": ()}
    made = [
        quote_reorder(source, (), products=products, address=US_HOME, method=method, **facts)
        for source in sources
        for products in (shirts, sold_out, scarce, {})
        for method in (VISA, SMALL_GIFT_CARD, None)
    ]
    poor = {"methods": (SMALL_GIFT_CARD,), "zones": ()}
    abroad = {"methods": METHODS, "zones": (ShippingZone("Canada", frozenset({"CA"}), {}),)}
    first = sources[0]
    return [
        *made,
        quote_reorder(first, (), products=shirts, address={}, method=VISA, **facts),
        quote_reorder(first, (), products=shirts, address=US_HOME, method=None, **poor),
        quote_reorder(first, (), products=shirts, address=US_HOME, method=VISA, **abroad),
    ]
