"""How an order was paid, and what went back: methods on file, charges and refunds, and what is only held."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from domain.money import Money


class MethodKind(StrEnum):
    CARD = "card"
    PAYPAL = "paypal"
    APPLE_PAY = "apple_pay"
    GOOGLE_PAY = "google_pay"
    KLARNA = "klarna"
    GIFT_CARD = "gift_card"
    STORE_CREDIT = "store_credit"
    OTHER = "other"
    """A way of paying that this shop names otherwise: charged and refunded like a card."""

    @classmethod
    def of(cls, name: str) -> "MethodKind":
        """The kind that a shop's own word stands for."""
        word = name.strip().casefold().replace(" ", "_").replace("-", "_")
        if word in ("credit_card", "debit_card"):
            return cls.CARD
        return next((kind for kind in cls if kind.value == word), cls.OTHER)

    @property
    def keeps_balance(self) -> bool:
        """Money that the shop itself holds: it can run out, and a refund to it arrives at once."""
        return self in (MethodKind.GIFT_CARD, MethodKind.STORE_CREDIT)


STORE_CREDIT = "store_credit"
"""The `method_id` of every customer's store credit."""

_NAMES = {
    MethodKind.CARD: "card",
    MethodKind.PAYPAL: "PayPal",
    MethodKind.APPLE_PAY: "Apple Pay",
    MethodKind.GOOGLE_PAY: "Google Pay",
    MethodKind.KLARNA: "Klarna",
    MethodKind.GIFT_CARD: "gift card",
    MethodKind.STORE_CREDIT: "store credit",
    MethodKind.OTHER: "payment method",
}


@dataclass(frozen=True, slots=True)
class PaymentMethod:
    """One way of paying that a customer has on file. Never a number that could be charged elsewhere."""

    method_id: str
    kind: MethodKind
    brand: str | None = None
    last4: str | None = None
    balance: Money | None = None
    """What is left, for the kinds that keep a balance; None for all others."""

    @property
    def name(self) -> str:
        """Without its number: "Visa", "PayPal", "gift card"."""
        return self.brand or _NAMES[self.kind]

    @property
    def label(self) -> str:
        """As its owner knows it: "Visa ending 4242", "PayPal", "gift card ending 7731"."""
        return f"{self.name} ending {self.last4}" if self.last4 else self.name

    def covers(self, amount: Money) -> bool:
        """Whether so much can be charged to it."""
        if not self.kind.keeps_balance:
            return True
        return self.balance is not None and self.balance >= amount

    def with_change(self, amount: Money) -> "PaymentMethod":
        """After so much was paid to it (or, negative, from it); a method without a balance stays as it is.

        Raises:
            ValueError: more would be taken than is left.
        """
        if not self.kind.keeps_balance:
            return self
        balance = amount if self.balance is None else self.balance + amount
        if balance.amount_minor < 0:
            raise ValueError(f"{self.method_id} would be overdrawn")
        return replace(self, balance=balance)


class PaymentKind(StrEnum):
    CHARGE = "charge"
    REFUND = "refund"
    HOLD = "hold"
    """Reserved and not taken: how an order stands until its payment is confirmed. A charge takes its place then."""
    RELEASE = "release"
    """The hold let go: nothing was taken, so nothing comes back."""

    @property
    def takes(self) -> bool:
        """Whether it claims money rather than letting go of it."""
        return self in (PaymentKind.CHARGE, PaymentKind.HOLD)


@dataclass(frozen=True, slots=True)
class Payment:
    """One movement or hold of money on an order. `amount` is never negative; the kind gives the direction."""

    at: datetime
    kind: PaymentKind
    method_id: str
    amount: Money
    reason: str = ""
    """Why: "placed", "cancelled", "items_changed", "payment_changed", or a claim's number."""


@dataclass(frozen=True, slots=True)
class MoneyBack:
    """A refund, or a hold let go, as it is told: how much goes where, and whether it is there at once."""

    amount: Money
    to: str
    """A method's label or name; empty when only the shop's books know where it came from."""
    is_at_once: bool
    was_held: bool = False
    """It was never taken: the hold on it ends, and nothing is on its way."""


def net_paid(payments: Iterable[Payment], currency: str) -> Money:
    """Charges less refunds; what is only held was not paid."""
    moved = [each for each in payments if each.kind in (PaymentKind.CHARGE, PaymentKind.REFUND)]
    return sum((each.amount if each.kind.takes else each.amount * -1 for each in moved), Money(0, currency))


def held_by_method(payments: Iterable[Payment]) -> dict[str, Money]:
    """What may still go back to each method, or is held there, in the order of its first charge or hold.

    Where more went to a method than came from it (a difference refunded to a gift card), the others hold less.
    """
    held: dict[str, Money] = {}
    for each in payments:
        change = each.amount if each.kind.takes else each.amount * -1
        held[each.method_id] = held.get(each.method_id, Money(0, each.amount.currency)) + change
    gone = -sum(amount.amount_minor for amount in held.values() if amount.amount_minor < 0)
    left: dict[str, Money] = {}
    for method_id, amount in held.items():
        taken = min(gone, max(amount.amount_minor, 0))
        gone -= taken
        if amount.amount_minor > taken:
            left[method_id] = Money(amount.amount_minor - taken, amount.currency)
    return left
