"""What may still be changed on an order, and what each change does to its money. Pure rules over stored values.

Source: the shop's pages "Change an order", "Change the delivery address" and "Cancel an order", and the payment
policy's section "Changing an order". A refusal is a stable word; its wording is the writer's.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from domain.catalog import Product, Sku, Variant
from domain.money import Money
from domain.orders import Order, OrderLine, OrderStatus
from domain.payments import Payment, PaymentKind, PaymentMethod, held_by_method

Change = Literal["items", "payment", "address"]

CLAUSES: dict[Change, str] = {
    "items": "change_items",
    "payment": "change_payment",
    "address": "change_address",
}
MOST_PIECES = 20
"""Of one line, in a change: more is a trade order, which people handle."""
ADDRESS_PARTS = ("name", "street", "street2", "city", "state", "postcode", "country")
NEEDED_PARTS = ("street", "city", "postcode")
COUNTRIES_WITH_STATES = frozenset({"US", "CA"})


@dataclass(frozen=True, slots=True)
class LineChange:
    """What an order line is to become: another variant of the same product, another number of pieces, or both."""

    line: int
    sku: Sku
    quantity: int


@dataclass(frozen=True, slots=True)
class ItemsQuote:
    """What a change of items would come to, or why it cannot be."""

    before: Order
    after: Order
    """With the new lines, discount and total; its payments are those of before."""
    changed: tuple[int, ...]
    """Numbers of the lines that change."""
    method: PaymentMethod | None
    """Where a difference is charged or refunded; None when it is not on file."""
    refusal: str | None = None
    refused_line: int | None = None

    @property
    def difference(self) -> Money:
        """Above zero is still to be paid, below zero goes back."""
        return self.after.total - self.before.total


def refusal(order: Order, change: Change) -> str | None:
    """Why this change comes too late, whatever is to be changed: None when it does not."""
    if change == "address":
        return None if order.status.may_be_cancelled else f"address_{_stage(order)}"
    if order.status is not OrderStatus.PENDING:
        return f"{change}_{_stage(order)}"
    return "already_changed" if change in order.changes else None


def is_closed(order: Order, *, changed_items_are_final: bool) -> bool:
    """Whether its items were changed, in a shop that leaves such an order as it then is."""
    return changed_items_are_final and "items" in order.changes


def _stage(order: Order) -> str:
    """The last word of a refusal: how far the order has got, as far as it matters."""
    if order.status in (OrderStatus.PAID, OrderStatus.PACKED, OrderStatus.DELIVERED, OrderStatus.CANCELLED):
        return order.status.value
    return "sent"


def quote_items(
    order: Order,
    changes: Sequence[LineChange],
    *,
    products: Mapping[str, Product],
    method: PaymentMethod | None,
) -> ItemsQuote:
    """What these changes, taken together, come to. `products` are those of the order's lines, by id."""
    after = changed_order(order, changes, products=products)
    quote = ItemsQuote(order, after, tuple(change.line for change in changes), method)
    if reason := refusal(order, "items"):
        return replace(quote, refusal=reason)
    for change in changes:
        if reason := _line_refusal(order, change, products=products):
            return replace(quote, refusal=reason, refused_line=change.line)
    if line := _sold_out(order, changes, products=products):
        return replace(quote, refusal="not_available", refused_line=line)
    return replace(quote, refusal=_payment_refusal(quote))


def _line_refusal(order: Order, change: LineChange, *, products: Mapping[str, Product]) -> str | None:
    line = order.line(change.line)
    if line is None:
        return "no_such_line"
    if not 1 <= change.quantity <= MOST_PIECES:
        return "bad_quantity"
    if _variant(line, change, products) is None:
        return "other_product"
    return "same_as_before" if (change.sku, change.quantity) == (line.sku, line.quantity) else None


def _variant(line: OrderLine, change: LineChange, products: Mapping[str, Product]) -> Variant | None:
    product = products.get(line.product_id)
    return next((variant for variant in product.variants if variant.sku == change.sku), None) if product else None


def _sold_out(order: Order, changes: Sequence[LineChange], *, products: Mapping[str, Product]) -> int | None:
    """The first line for whose pieces there is not enough: what the order already holds counts as its own."""
    stock = {variant.sku: variant.stock for product in products.values() for variant in product.variants}
    moved = stock_moves(order, changes)
    return next((change.line for change in changes if moved[change.sku] > stock.get(change.sku, 0)), None)


def stock_moves(order: Order, changes: Sequence[LineChange]) -> Counter[str]:
    """Pieces taken out of stock by sku; below zero they go back."""
    moves: Counter[str] = Counter()
    for change in changes:
        if line := order.line(change.line):
            moves[change.sku] += change.quantity
            moves[line.sku] -= line.quantity
    return moves


def _payment_refusal(quote: ItemsQuote) -> str | None:
    if quote.difference.amount_minor == 0:
        return None
    if quote.method is None:
        return "unknown_method"
    is_charge = quote.difference.amount_minor > 0
    return "gift_card_too_small" if is_charge and not quote.method.covers(quote.difference) else None


def changed_order(order: Order, changes: Sequence[LineChange], *, products: Mapping[str, Product]) -> Order:
    """The order with its new lines. Shipping stays; a discount stays the same share of the goods.

    A line whose variant stays keeps the price it was bought at; another variant costs what it costs today.
    """
    wanted = {change.line: change for change in changes}
    lines = tuple(_changed_line(line, wanted.get(line.line), products) for line in order.lines)
    goods, new_goods = (_goods(each, order.total.currency) for each in (order.lines, lines))
    discount = _share(order.discount, of=goods, now=new_goods)
    other = order.total - goods - order.shipping + order.discount
    return replace(order, lines=lines, discount=discount, total=new_goods + order.shipping + other - discount)


def _changed_line(line: OrderLine, change: LineChange | None, products: Mapping[str, Product]) -> OrderLine:
    variant = _variant(line, change, products) if change else None
    if change is None or variant is None:
        return line
    if variant.sku == line.sku:
        return replace(line, quantity=change.quantity)
    return replace(
        line,
        sku=variant.sku,
        size=variant.size,
        colour=variant.colour,
        options=variant.options,
        quantity=change.quantity,
        unit_price=variant.price,
    )


def _goods(lines: Sequence[OrderLine], currency: str) -> Money:
    return sum((line.total for line in lines), Money(0, currency))


def _share(discount: Money, *, of: Money, now: Money) -> Money:
    if of.amount_minor == 0 or discount.amount_minor == 0:
        return discount
    exact = Decimal(discount.amount_minor) * now.amount_minor / of.amount_minor
    return Money(int(exact.quantize(Decimal(1), ROUND_HALF_UP)), discount.currency)


def settle_difference(quote: ItemsQuote, *, at: datetime) -> tuple[Payment, ...]:
    """The payment that makes what was paid or held what the changed order costs; nothing when it costs the same."""
    difference = quote.difference
    if difference.amount_minor == 0 or quote.method is None:
        return ()
    claims, lets_go = _kinds(quote.before)
    if difference.amount_minor > 0:
        return (Payment(at, claims, quote.method.method_id, difference, "items_changed"),)
    return (Payment(at, lets_go, quote.method.method_id, difference * -1, "items_changed"),)


def payment_refusal(order: Order, method: PaymentMethod | None) -> str | None:
    """Why the order cannot be paid with this method instead; None when it can."""
    if reason := refusal(order, "payment"):
        return reason
    if method is None:
        return "unknown_method"
    if order.method_id == method.method_id and set(held_by_method(order.payments)) <= {method.method_id}:
        return "same_as_before"
    return None if method.covers(order.total) else "gift_card_too_small"


def settle_payment_change(order: Order, method: PaymentMethod, *, at: datetime) -> tuple[Payment, ...]:
    """The new method pays or holds the total, and only then is all let go of that the earlier ones paid or held."""
    claims, _ = _kinds(order)
    claim = Payment(at, claims, method.method_id, order.total, "payment_changed")
    return (claim, *_all_back(order, at=at, reason="payment_changed"))


def settle_cancellation(order: Order, *, at: datetime) -> tuple[Payment, ...]:
    """All that was paid goes back to where it came from; what was only held is let go."""
    return _all_back(order, at=at, reason="cancelled")


def _all_back(order: Order, *, at: datetime, reason: str) -> tuple[Payment, ...]:
    _, lets_go = _kinds(order)
    held = held_by_method(order.payments)
    return tuple(Payment(at, lets_go, method_id, amount, reason) for method_id, amount in held.items())


def _kinds(order: Order) -> tuple[PaymentKind, PaymentKind]:
    """How money is claimed for it, and let go of: nothing is taken before its payment is confirmed."""
    if order.awaits_payment:
        return PaymentKind.HOLD, PaymentKind.RELEASE
    return PaymentKind.CHARGE, PaymentKind.REFUND


def refund_refusal(order: Order, amount: Money) -> str | None:
    """Why so much cannot go back: never more than is still held."""
    if amount.amount_minor <= 0:
        return "nothing_to_refund"
    return None if amount <= order.paid else "more_than_paid"


def address_refusal(order: Order, address: Mapping[str, str]) -> str | None:
    """Why the order cannot go there instead; None when it can. Shipping and taxes were reckoned for one country."""
    if reason := refusal(order, "address"):
        return reason
    if missing_parts(address):
        return "incomplete_address"
    there = address.get("country") or order.address.get("country")
    if there != order.address.get("country"):
        return "other_country"
    return "same_as_before" if same_place(order.address, address) else None


def missing_parts(address: Mapping[str, str]) -> tuple[str, ...]:
    """The parts without which no parcel arrives, in the order of asking."""
    needed = [*NEEDED_PARTS, *(("state",) if address.get("country") in COUNTRIES_WITH_STATES else ())]
    return tuple(part for part in needed if not address.get(part, "").strip())


def full_address(address: Mapping[str, str], *, like: Mapping[str, str]) -> dict[str, str]:
    """With name and country taken from the address that it replaces, where they were not said."""
    said = {part: address[part].strip() for part in ADDRESS_PARTS if address.get(part, "").strip()}
    kept = {part: like[part] for part in ("name", "country") if part in like and part not in said}
    whole = {**said, **kept}
    return {part: whole[part] for part in ADDRESS_PARTS if part in whole}


def same_place(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    """The same but for case, blanks, and parts that only one of them names: whose name is on it, the country."""
    parts = ("street", "street2", "city", "state", "postcode")
    return all(_plain(one.get(part)) == _plain(other.get(part)) for part in parts)


def _plain(text: str | None) -> str:
    return "".join(character for character in (text or "").casefold() if character.isalnum())
