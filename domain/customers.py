"""Who is talking, and how surely we know it: the identity ladder."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import NewType

from domain.payments import PaymentMethod

CustomerId = NewType("CustomerId", str)


class Rung(IntEnum):
    """How surely a speaker is known. A tool declares the lowest rung that may call it."""

    ANONYMOUS = 0
    ORDER_VERIFIED = 1
    """Named an order and its e-mail or postcode: that order only, for 30 minutes."""
    CODE_VERIFIED = 2
    """Entered a code sent to the address on file: their whole account, for 30 minutes."""
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
    acting_for: CustomerId | None = None
    """Whom a lead is serving; never set for a customer."""
    verified_until: datetime | None = None
    """When the proof by code, or by the shop's word, runs out; None for proofs that are asked for each time."""
    recognised: CustomerId | None = None
    """Whose telephone number this is, as far as the number says. It opens nothing: a code can be sent to it."""

    @property
    def is_signed_in(self) -> bool:
        return self.rung >= Rung.SIGNED_IN and self.customer_id is not None

    @property
    def is_staff(self) -> bool:
        return self.role is not Role.CUSTOMER

    @property
    def subject(self) -> CustomerId | None:
        """Whose account the conversation is about: the speaker's own once proved, or whom a lead serves."""
        if self.is_staff:
            return self.acting_for
        return self.customer_id if self.rung >= Rung.CODE_VERIFIED else None

    @property
    def signature(self) -> str:
        """What a yes is bound to: who speaks, and for whom."""
        return f"{self.actor} for {self.acting_for}" if self.acting_for else self.actor

    def as_of(self, now: datetime) -> "Principal":
        """The same speaker without a proof that has run out."""
        if self.verified_until is None or now < self.verified_until:
            return self
        rung = Rung.ORDER_VERIFIED if self.orders_until else Rung.ANONYMOUS
        return replace(self, rung=rung, customer_id=None, actor="anonymous", verified_until=None)

    def until(self, moment: datetime) -> "Principal":
        """The same speaker, anonymous from then on unless proved again."""
        return replace(self, verified_until=moment)

    def at(self, rung: Rung) -> "Principal":
        """The same speaker, known that surely."""
        return replace(self, rung=rung)

    def may_see_order(self, order_id: str, *, owner: CustomerId, now: datetime) -> bool:
        """Own orders once the account is proved; else the very orders proved, while the proof lasts; staff any."""
        return self.rung_on(order_id, owner=owner, now=now) > Rung.ANONYMOUS

    def rung_on(self, order_id: str, *, owner: CustomerId, now: datetime) -> Rung:
        """How surely this order is the speaker's to deal with: proving one's own account says nothing of another's."""
        if self.is_staff or (self.subject is not None and self.subject == owner):
            return self.rung
        until = self.orders_until.get(order_id)
        return Rung.ORDER_VERIFIED if until is not None and now < until else Rung.ANONYMOUS


def signed_in(customer_id: CustomerId) -> Principal:
    """A customer whom the shop vouches for."""
    return Principal(rung=Rung.SIGNED_IN, customer_id=customer_id, actor=f"customer:{customer_id}")


def staff_signed_in(staff_id: str, role: Role) -> Principal:
    """One of the support team, serving nobody yet."""
    return Principal(rung=Rung.SIGNED_IN, role=role, actor=f"{role.value}:{staff_id}")


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
    address: dict[str, str] = field(default_factory=dict)
    """The default one, for new orders: name, street, street2, city, state, postcode, country."""
    payment_methods: tuple[PaymentMethod, ...] = ()
    newsletter: bool = False

    def method(self, method_id: str | None) -> PaymentMethod | None:
        return next((method for method in self.payment_methods if method.method_id == method_id), None)

    @property
    def first_name(self) -> str:
        return self.name.split(" ", 1)[0]
