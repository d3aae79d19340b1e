"""Which way of paying is meant, and how several are offered. Pure; what may pay for what is the domain's to say."""

from collections.abc import Sequence

from agent.steps import Choice
from domain.payments import MethodKind, PaymentMethod


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
