"""Who is talking, and how surely we know it: the identity ladder."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import NewType

CustomerId = NewType("CustomerId", str)


class Rung(IntEnum):
    """How surely a speaker is known. A tool declares the lowest rung that may call it."""

    ANONYMOUS = 0
    ORDER_VERIFIED = 1
    """Named an order and its e-mail or postcode: that order only, for 30 minutes."""
    CODE_VERIFIED = 2
    """Entered a code sent to the address on file."""
    SIGNED_IN = 3
    MFA = 4


class Role(StrEnum):
    CUSTOMER = "customer"
    LEAD = "lead"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Principal:
    """The speaker of a conversation as the session knows it; nothing here was said by a model.

    `orders_until` maps each order proved in the conversation to the moment the proof runs out.
    """

    rung: Rung = Rung.ANONYMOUS
    customer_id: CustomerId | None = None
    role: Role = Role.CUSTOMER
    actor: str = "anonymous"
    orders_until: dict[str, datetime] = field(default_factory=dict)

    @property
    def is_signed_in(self) -> bool:
        return self.rung >= Rung.SIGNED_IN and self.customer_id is not None

    def may_see_order(self, order_id: str, *, owner: CustomerId, now: datetime) -> bool:
        """Own orders when signed in; else the very orders proved, while the proof lasts."""
        if self.rung >= Rung.CODE_VERIFIED and self.customer_id == owner:
            return True
        until = self.orders_until.get(order_id)
        return until is not None and now < until


@dataclass(frozen=True, slots=True)
class Customer:
    customer_id: CustomerId
    name: str
    email: str
    phone: str | None
    locale: str
    postcode: str | None
    sizes: dict[str, str]
    """Body part to size: {"tops": "M", "shoes": "39"}."""
    preferences: dict[str, list[str]]
    """Colours, materials, categories the customer likes."""

    @property
    def first_name(self) -> str:
        return self.name.split(" ", 1)[0]
