"""Buying again what an earlier order held: what can still be had, at today's prices. Pure rules."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from domain.catalog import Product, Variant
from domain.customers import CustomerId
from domain.money import Money
from domain.order_changes import missing_parts
from domain.orders import Order, OrderLine
from domain.payments import PaymentMethod
from domain.shipping import ShippingZone, shipping_price

Lack = Literal["no_longer_sold", "sold_out", "too_few"]


@dataclass(frozen=True, slots=True)
class Missing:
    """A line of the earlier order that cannot be had again as it was."""

    line: OrderLine
    lack: Lack
    left: int = 0
    """Pieces that there still are, when there are too few."""


@dataclass(frozen=True, slots=True)
class NewOrder:
    """What a shop needs to place an order."""

    customer_id: CustomerId
    email: str
    lines: tuple[OrderLine, ...]
    shipping_method: str
    shipping: Money
    total: Money
    address: dict[str, str]
    method_id: str


@dataclass(frozen=True, slots=True)
class ReorderQuote:
    """What buying again would come to, or why it cannot be."""

    source: Order
    lines: tuple[OrderLine, ...]
    missing: tuple[Missing, ...]
    shipping: Money
    address: dict[str, str]
    method: PaymentMethod | None
    methods: tuple[PaymentMethod, ...]
    """All that the customer could choose from."""
    refusal: str | None = None

    @property
    def goods(self) -> Money:
        return sum((line.total for line in self.lines), Money(0, self.shipping.currency))

    @property
    def total(self) -> Money:
        return self.goods + self.shipping

    @property
    def has_new_prices(self) -> bool:
        before = {(line.sku, line.unit_price) for line in self.source.lines}
        return any((line.sku, line.unit_price) not in before for line in self.lines)


def quote_reorder(
    source: Order,
    numbers: Sequence[int],
    *,
    pieces: Mapping[int, int] | None = None,
    products: Mapping[str, Product],
    address: dict[str, str],
    method: PaymentMethod | None,
    methods: Sequence[PaymentMethod],
    zones: Sequence[ShippingZone],
) -> ReorderQuote:
    """`numbers` are lines of the earlier order; empty: all of them. Shipping is as the earlier order was sent.

    `pieces` are the numbers of pieces by line where they are to be others than then.
    """
    counts = pieces or {}
    wanted = [
        replace(line, quantity=counts.get(line.line, line.quantity))
        for line in source.lines
        if not numbers or line.line in numbers
    ]
    lines: list[OrderLine] = []
    missing: list[Missing] = []
    taken: Counter[str] = Counter()
    for line in wanted:
        found = _again(line, products, taken=taken[line.sku])
        if isinstance(found, Missing):
            missing.append(found)
            continue
        taken[line.sku] += line.quantity
        lines.append(replace(found, line=len(lines) + 1))
    goods = sum((line.total for line in lines), Money(0, source.total.currency))
    asked = {"country": address.get("country", ""), "method": source.shipping_method}
    quote = ReorderQuote(
        source=source,
        lines=tuple(lines),
        missing=tuple(missing),
        shipping=shipping_price(zones, **asked, goods=goods) or source.shipping if lines else goods,
        address=address,
        method=method,
        methods=tuple(methods),
    )
    return replace(quote, refusal=_refusal(quote, zones))


def _again(line: OrderLine, products: Mapping[str, Product], *, taken: int) -> OrderLine | Missing:
    product = products.get(line.product_id)
    variant = _variant(line, product)
    if product is None or variant is None:
        return Missing(line, "no_longer_sold")
    left = variant.stock - taken
    if left <= 0:
        return Missing(line, "sold_out")
    if left < line.quantity:
        return Missing(line, "too_few", left)
    return replace(line, unit_price=variant.price, name=product.name)


def _variant(line: OrderLine, product: Product | None) -> Variant | None:
    if product is None or "discontinued" in product.tags:
        return None
    return next((variant for variant in product.variants if variant.sku == line.sku), None)


def _refusal(quote: ReorderQuote, zones: Sequence[ShippingZone]) -> str | None:
    if not quote.lines:
        return "nothing_available"
    if missing_parts(quote.address):
        return "incomplete_address"
    country = quote.address.get("country")
    if zones and not any(country in zone.countries for zone in zones):
        return "country_not_served"
    if quote.method is None:
        return "unknown_method"
    return None if quote.method.covers(quote.total) else "gift_card_too_small"


def new_order(quote: ReorderQuote) -> NewOrder:
    """Raises ValueError: the quote is a refusal."""
    if quote.refusal is not None or quote.method is None:
        raise ValueError(quote.refusal)
    return NewOrder(
        customer_id=quote.source.customer_id,
        email=quote.source.email,
        lines=quote.lines,
        shipping_method=quote.source.shipping_method,
        shipping=quote.shipping,
        total=quote.total,
        address=quote.address,
        method_id=quote.method.method_id,
    )
