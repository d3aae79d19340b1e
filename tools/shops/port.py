"""What ShopSmart needs of a shop platform. One implementation a platform, all held to one contract suite."""

from dataclasses import dataclass
from typing import Protocol

from domain.catalog import Product
from domain.customers import Customer, CustomerId
from domain.orders import Order, OrderId
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


class Shop(Protocol):
    profile: ShopProfile

    async def order(self, order_id: OrderId) -> Order | None: ...

    async def orders_of(self, customer_id: CustomerId, *, limit: int = 20) -> list[Order]:
        """Newest first."""
        ...

    async def customer(self, customer_id: CustomerId) -> Customer | None: ...

    async def customer_by_email(self, email: str) -> Customer | None: ...

    async def proves_order(self, order_id: OrderId, *, email: str | None, postcode: str | None) -> bool:
        """Does this e-mail or postcode belong to that order? An unknown order takes as long and says no."""
        ...

    async def cancel_order(self, order_id: OrderId, *, reason: str, key: str, session: WriteSession) -> Order:
        """Cancel inside the caller's transaction. `key` makes it idempotent on platforms of their own.

        Raises:
            NotPossible: the order is past the point where it can be cancelled.
        """
        ...

    async def products(self) -> list[Product]: ...
