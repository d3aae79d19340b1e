"""Orders, their lines, and the parcels that carry them."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NewType

from domain.customers import CustomerId
from domain.money import Money
from domain.options import chosen_options, options_in_words
from domain.payments import Payment, PaymentKind, net_paid

OrderId = NewType("OrderId", str)


class OrderStatus(StrEnum):
    PENDING = "pending"
    """Placed, payment not confirmed: everything can still change."""
    PAID = "paid"
    """Paid, the warehouse has not started: can still be cancelled."""
    PACKED = "packed"
    """In a box: too late to change, not yet with the carrier."""
    SHIPPED = "shipped"
    DELAYED = "delayed"
    """With the carrier and past its estimated date."""
    DELIVERED = "delivered"
    CANCELLED = "cancelled"
    RETURNED = "returned"
    LOST = "lost"

    @property
    def is_open(self) -> bool:
        return self not in (OrderStatus.DELIVERED, OrderStatus.CANCELLED, OrderStatus.RETURNED)

    @property
    def has_invoice(self) -> bool:
        return self not in (OrderStatus.PENDING, OrderStatus.CANCELLED)

    @property
    def may_be_cancelled(self) -> bool:
        return self in (OrderStatus.PENDING, OrderStatus.PAID)


@dataclass(frozen=True, slots=True)
class CarrierEvent:
    at: datetime
    code: str
    description: str
    location: str


@dataclass(frozen=True, slots=True)
class Parcel:
    parcel_id: str
    carrier: str
    tracking_number: str
    tracking_url: str | None
    status: str
    lines: tuple[int, ...]
    """Numbers of the order lines inside."""
    shipped_at: datetime | None
    estimated_delivery: date | None
    delivered_at: datetime | None
    events: tuple[CarrierEvent, ...]
    """Oldest first."""


@dataclass(frozen=True, slots=True)
class OrderLine:
    line: int
    """1-based position on the order."""
    sku: str
    product_id: str
    name: str
    size: str
    colour: str
    quantity: int
    unit_price: Money
    category: str
    final_sale: bool = False
    options: dict[str, str] = field(default_factory=dict)
    """What else was chosen, in shops whose options are not only size and colour: {"capacity": "1 l"}."""

    @property
    def chosen(self) -> dict[str, str]:
        """All that was chosen, by the option's name."""
        return chosen_options(self.size, self.colour, self.options)

    @property
    def words(self) -> str:
        """ "Navy, M": how a customer tells it from its siblings."""
        return options_in_words(self.chosen)

    @property
    def total(self) -> Money:
        return self.unit_price * self.quantity


@dataclass(frozen=True, slots=True)
class Order:
    order_id: OrderId
    customer_id: CustomerId
    email: str
    status: OrderStatus
    placed_at: datetime
    lines: tuple[OrderLine, ...]
    shipping_method: str
    shipping: Money
    discount: Money
    total: Money
    address: dict[str, str]
    payment: dict[str, str]
    """method, and for cards brand and last4."""
    parcels: tuple[Parcel, ...]
    cancel_reason: str | None = None
    payments: tuple[Payment, ...] = ()
    """Every charge, refund and hold, oldest first."""
    method_id: str | None = None
    """The method on file that the order is paid with; None for a guest, or when the shop does not say."""
    changes: tuple[str, ...] = ()
    """What was changed since the order was placed: "items", "payment", "address". The first two may be once."""

    @property
    def paid(self) -> Money:
        """Charges less refunds."""
        return net_paid(self.payments, self.total.currency)

    @property
    def nothing_taken(self) -> bool:
        """By its ledger money was held for it at most; of an order without one only its status can tell."""
        is_charged = any(each.kind is PaymentKind.CHARGE for each in self.payments)
        return not is_charged and (bool(self.payments) or self.status is OrderStatus.PENDING)

    @property
    def awaits_payment(self) -> bool:
        """In some shops an order is pending for other reasons, and paid all the same."""
        return self.status is OrderStatus.PENDING and self.nothing_taken

    @property
    def stage(self) -> str:
        """Its status, as it is told: one that is paid never waits for payment."""
        is_paid = self.status is OrderStatus.PENDING and not self.awaits_payment
        return OrderStatus.PAID.value if is_paid else self.status.value

    @property
    def delivered_at(self) -> datetime | None:
        """When the last parcel arrived; None while any is under way."""
        arrivals = [parcel.delivered_at for parcel in self.parcels]
        return max((at for at in arrivals if at), default=None) if arrivals and all(arrivals) else None

    @property
    def expected(self) -> date | None:
        """The latest estimate of any parcel still under way; None when nobody knows."""
        if not self.status.is_open:
            return None
        under_way = [parcel for parcel in self.parcels if parcel.delivered_at is None]
        return max((parcel.estimated_delivery for parcel in under_way if parcel.estimated_delivery), default=None)

    def is_late(self, today: date) -> bool:
        """Past its estimate, or called delayed by the shop."""
        return self.status is OrderStatus.DELAYED or (self.expected is not None and self.expected < today)

    def line(self, number: int) -> OrderLine | None:
        return next((line for line in self.lines if line.line == number), None)

    def line_delivered_at(self, number: int) -> datetime | None:
        """When the parcel with this line arrived; an order without parcel detail counts as a whole."""
        for parcel in self.parcels:
            if number in parcel.lines:
                return parcel.delivered_at
        return self.delivered_at
