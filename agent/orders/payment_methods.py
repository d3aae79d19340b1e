"""Which way of paying is meant, how several are offered, and what would go back to which. Pure.

What may pay for what is the domain's to say.
"""

from collections.abc import Sequence

from agent.steps import Choice
from domain.orders import Order
from domain.payments import MethodKind, MoneyBack, PaymentMethod, held_by_method


def method_named(said: str, methods: Sequence[PaymentMethod]) -> PaymentMethod | None:
    """The one method that the words name; a picked choice is its id."""
    words = said.casefold().replace("amex", "american express").replace("master card", "mastercard")
    if picked := next((method for method in methods if method.method_id.casefold() == words), None):
        return picked
    numbered = [method for method in methods if method.last4 and method.last4 in words]
    fitting = numbered or [method for method in methods if _is_named(words, method)]
    return fitting[0] if len(fitting) == 1 else None


def _is_named(words: str, method: PaymentMethod) -> bool:
    if method.last4 and method.last4 in words:
        return True
    if method.brand and method.brand.casefold() in words:
        return True
    kind = method.kind.value.replace("_", " ")
    is_card = method.kind is MethodKind.CARD and "card" in words and "gift" not in words
    return is_card or (method.kind is not MethodKind.CARD and kind.replace(" ", "") in words.replace(" ", ""))


def method_choices(methods: Sequence[PaymentMethod]) -> tuple[Choice, ...]:
    return tuple(Choice(method.method_id, method.label) for method in methods)


def used_method(order: Order) -> PaymentMethod:
    """As the order itself tells it, without its digits: whoever only proved the order sees no account."""
    kind = MethodKind.of(order.payment.get("method", ""))
    return PaymentMethod(order.method_id or "", kind, order.payment.get("brand"))


def money_back(order: Order, methods: Sequence[PaymentMethod]) -> tuple[MoneyBack, ...]:
    """What would go back where, or be let go there, if all of it was; without a name where it is none of `methods`."""
    known = {method.method_id: method for method in methods}
    told: list[MoneyBack] = []
    for method_id, amount in held_by_method(order.payments).items():
        method = known.get(method_id)
        label, is_at_once = (method.label, method.kind.keeps_balance) if method else ("", False)
        told.append(MoneyBack(amount, label, is_at_once, was_held=order.awaits_payment))
    return tuple(told)
