"""An invoice as it is written from an order: nothing in it that the order does not say."""

from dataclasses import dataclass
from datetime import date

from domain.errors import NotPossible
from domain.money import Money
from domain.orders import Order, OrderLine, OrderStatus
from domain.payments import PaymentKind

_ADDRESS_PARTS = ("name", "street", "street2", "city", "state", "postcode", "country")


@dataclass(frozen=True, slots=True)
class Invoice:
    number: str
    """The order's number with a mark of its own: one invoice an order."""
    order_id: str
    ordered_on: date
    lines: tuple[OrderLine, ...]
    shipping: Money
    discount: Money
    total: Money
    refunded: Money
    """What went back so far."""
    address: tuple[str, ...]
    """Line by line, as on an envelope."""
    paid_with: str
    """How it was paid, as customers know it: "Visa ending 4242"; "" when the shop does not say."""

    @property
    def subtotal(self) -> Money:
        return sum((line.total for line in self.lines), Money(0, self.total.currency))


def invoice_of(order: Order) -> Invoice:
    """Write it.

    Raises:
        NotPossible: `order_unpaid`, nothing has been charged yet; `order_cancelled`, nothing is owed any more.
    """
    if order.status is OrderStatus.PENDING:
        raise NotPossible("order_unpaid")
    if order.status is OrderStatus.CANCELLED:
        raise NotPossible("order_cancelled")
    back = (each.amount for each in order.payments if each.kind is PaymentKind.REFUND)
    return Invoice(
        number=f"INV-{order.order_id}",
        order_id=order.order_id,
        ordered_on=order.placed_at.date(),
        lines=order.lines,
        shipping=order.shipping,
        discount=order.discount,
        total=order.total,
        refunded=sum(back, Money(0, order.total.currency)),
        address=envelope(order.address),
        paid_with=_paid_with(order),
    )


def envelope(address: dict[str, str]) -> tuple[str, ...]:
    """An address line by line, empty lines left out: town, state and postcode share one."""
    known = {name: address.get(name, "") for name in _ADDRESS_PARTS}
    place = " ".join(filter(None, (known["city"] + ("," if known["state"] else ""), known["state"], known["postcode"])))
    lines = (known["name"], known["street"], known["street2"], place, known["country"])
    return tuple(line for line in lines if line)


def _paid_with(order: Order) -> str:
    payment = order.payment
    name = payment.get("brand") or payment.get("method", "").replace("_", " ")
    return f"{name} ending {payment['last4']}" if payment.get("last4") else name
