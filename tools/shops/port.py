"""What ShopSmart needs of a shop platform. One implementation a platform, all held to one contract suite."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from domain.catalog import Product
from domain.contact import CustomerChange
from domain.customers import Customer, CustomerId
from domain.money import Money
from domain.order_changes import ItemsQuote, LineChange
from domain.orders import Order, OrderId
from domain.payments import Payment
from domain.reorders import NewOrder
from domain.shipping import ShippingZone
from store.database import WriteSession


@dataclass(frozen=True, slots=True)
class ShopProfile:
    """The shop's own facts, from its shop.json."""

    name: str
    currency: str
    time_zone: str
    order_prefix: str
    order_digits: int
    support_hours: str
    support_email: str
    support_phone: str
    refund_working_days: int = 5
    """How long a bank may take to show money that the shop has sent back."""
    cancel_reasons: tuple[str, ...] = ()
    """Why an order may be cancelled, in the words of `tools.orders.CancelReason`; empty: for any reason or none."""
    changed_items_are_final: bool = False
    """Whether an order whose items were changed can neither be changed further nor cancelled."""
    returns_address: str = ""
    """Where a return is sent, in one line."""
    shipping_zones: tuple[ShippingZone, ...] = ()
    """What sending costs; empty when the shop does not say: a new order then costs what the earlier one did."""
    cut_off_hour: int | None = None
    """On a working day what is paid before, by the shop's clock, is packed the same day; None: it does not say."""


class Shop(Protocol):
    profile: ShopProfile

    async def order(self, order_id: OrderId, *, session: WriteSession | None = None) -> Order | None:
        """`session`: read inside this transaction."""
        ...

    async def orders_of(self, customer_id: CustomerId, *, limit: int = 20) -> list[Order]:
        """Newest first."""
        ...

    async def customer(self, customer_id: CustomerId, *, session: WriteSession | None = None) -> Customer | None:
        """`session`: as its transaction sees the customer. Inside a transaction it is a must."""
        ...

    async def customer_by_email(self, email: str) -> Customer | None: ...

    async def find_customers(
        self, *, email: str | None, phone: str | None, name: str | None, postcode: str | None, limit: int
    ) -> list[Customer]:
        """For the support team: those whom any of e-mail, phone (E.164), or name with postcode fits."""
        ...

    async def proves_order(self, order_id: OrderId, *, email: str | None, postcode: str | None) -> bool:
        """Does this e-mail or postcode belong to that order? An unknown order takes as long and says no."""
        ...

    async def quote_items(self, order: Order, changes: Sequence[LineChange], *, method_id: str | None) -> ItemsQuote:
        """What these changes would come to now, or why they cannot be. `method_id` None: as the order was paid."""
        ...

    async def change_order_items(
        self,
        order_id: OrderId,
        changes: Sequence[LineChange],
        *,
        method_id: str | None,
        key: str,
        session: WriteSession,
    ) -> Order:
        """Change lines, once an order; the difference is charged or refunded, the stock moves.

        Raises:
            NotPossible: with the refusal of `domain.order_changes.quote_items`.
        """
        ...

    async def change_order_payment(
        self, order_id: OrderId, method_id: str, *, key: str, session: WriteSession
    ) -> Order:
        """Pay with another method on file, once an order: what was paid goes back, the total is charged anew.

        Raises:
            NotPossible: with the refusal of `domain.order_changes.payment_refusal`.
        """
        ...

    async def change_order_address(
        self, order_id: OrderId, address: Mapping[str, str], *, key: str, session: WriteSession
    ) -> Order:
        """Send an order elsewhere. `address` is whole: name, street, street2, city, state, postcode, country.

        Raises:
            NotPossible: with the refusal of `domain.order_changes.address_refusal`.
        """
        ...

    async def place_order(self, new: NewOrder, *, key: str, session: WriteSession) -> Order:
        """A new pending order, charged and taken from stock; the same key gives the same order again.

        Raises:
            NotPossible: not_available, gift_card_too_small, unknown_method.
        """
        ...

    async def cancel_order(self, order_id: OrderId, *, reason: str, key: str, session: WriteSession) -> Order:
        """Cancel inside the caller's transaction. `key` makes it idempotent on platforms of their own.

        Raises:
            NotPossible: the order is past the point where it can be cancelled.
        """
        ...

    async def update_customer(
        self, customer_id: CustomerId, change: CustomerChange, *, key: str, session: WriteSession
    ) -> Customer:
        """Change the account inside the caller's transaction; doing it again changes nothing.

        Raises:
            NotFound: there is no such customer.
            NotPossible: `email_taken`, the address is another customer's.
        """
        ...

    async def products(self) -> list[Product]: ...

    async def products_of(
        self, product_ids: Iterable[str], *, session: WriteSession | None = None
    ) -> dict[str, Product]:
        """Products by id with the stock that there is now; those that do not exist are left out."""
        ...

    async def take_stock(self, sku: str, quantity: int, *, key: str, session: WriteSession) -> None:
        """Set pieces of a variant aside, inside the caller's transaction.

        Raises:
            NotPossible: not_available, there are not that many.
        """
        ...

    async def put_back(self, sku: str, quantity: int, *, key: str, session: WriteSession) -> None:
        """Pieces that were set aside are for sale again."""
        ...

    async def refund(
        self, order_id: OrderId, amount: Money, *, method_id: str | None, reason: str, key: str, session: WriteSession
    ) -> Payment:
        """Pay back on an order, never more than was paid; None is the way it was paid.

        Raises:
            NotPossible: more_than_paid.
        """
        ...

    async def charge(
        self, order_id: OrderId, amount: Money, *, method_id: str | None, reason: str, key: str, session: WriteSession
    ) -> Payment:
        """Take more on an order, for a dearer exchange.

        Raises:
            NotPossible: gift_card_too_small.
        """
        ...
