"""Calls that the benchmark's policy forbids, made of its own orders: every one must be refused and change nothing.

One maker a clause of policy.md; each looks at an order and says what a careless agent might do to it, if anything.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evals.tau.goals import Database
from evals.tau.tasks import ToolUse

EACH = 5
"""Violations of every clause, spread over the orders."""
Row = Mapping[str, Any]
ELSEWHERE: Mapping[str, str] = {
    "address1": "12 Oak Street", "address2": "", "city": "Salem", "state": "OR", "country": "USA", "zip": "97301",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Violation:
    clause: str
    user_id: str
    """Who is signed in; empty: nobody."""
    attempt: ToolUse
    before: Sequence[ToolUse] = ()
    """What was rightly done to the order before."""
    number: int = 1

    @property
    def name(self) -> str:
        return f"{self.clause}.{self.number}"


@dataclass(frozen=True, slots=True)
class Case:
    """One order, and what can be chosen for it."""

    database: Database
    order: Row
    user: Row

    @property
    def order_id(self) -> str:
        return self.order["order_id"]

    @property
    def status(self) -> str:
        return self.order["status"]

    @property
    def method(self) -> str:
        return self.order["payment_history"][0]["payment_method_id"]

    @property
    def is_paid_by_bank(self) -> bool:
        return not self.method.startswith("gift_card")

    @property
    def total(self) -> float:
        return sum(item["price"] for item in self.order["items"])

    def methods(self, source: str) -> list[Row]:
        """Those of the customer's that the order was not paid with."""
        return [
            one for one in self.user["payment_methods"].values() if one["source"] == source and one["id"] != self.method
        ]

    def variants(self, *, available: bool, at: int = 0) -> list[Row]:
        """What an item of the order could become."""
        item = self.order["items"][at]
        others = self.database["products"][item["product_id"]]["variants"].values()
        return [one for one in others if one["available"] is available and one["item_id"] != item["item_id"]]

    def items(self, count: int = 1) -> list[str]:
        return [item["item_id"] for item in self.order["items"][:count]]

    def cancel(self, reason: str = "no longer needed") -> ToolUse:
        return ToolUse("cancel_pending_order", {"order_id": self.order_id, "reason": reason})

    def redirect(self) -> ToolUse:
        return ToolUse("modify_pending_order_address", {"order_id": self.order_id, **ELSEWHERE})

    def pay(self, method_id: str) -> ToolUse:
        return ToolUse(
            "modify_pending_order_payment", {"order_id": self.order_id, "payment_method_id": method_id}
        )  # fmt: skip

    def swap(self, name: str, new: str, *, method_id: str = "", at: int = 0) -> ToolUse:
        items = {"item_ids": [self.order["items"][at]["item_id"]], "new_item_ids": [new]}
        return ToolUse(name, {"order_id": self.order_id, **items, "payment_method_id": method_id or self.method})

    def send_back(self, *, method_id: str = "", at: int = 0) -> ToolUse:
        return ToolUse(
            "return_delivered_order_items",
            {
                "order_id": self.order_id,
                "item_ids": [self.order["items"][at]["item_id"]],
                "payment_method_id": method_id or self.method,
            },
        )


MODIFY, EXCHANGE = "modify_pending_order_items", "exchange_delivered_order_items"
Attempt = tuple[ToolUse, Sequence[ToolUse]] | None
"""What must be refused, and what was rightly done before it; None: this order does not lend itself to it."""


def violations(database: Database, *, each: int = EACH) -> list[Violation]:
    cases = [Case(database, order, database["users"][order["user_id"]]) for order in database["orders"].values()]
    found: list[Violation] = []
    for clause, make in _CLAUSES.items():
        made = [(case, attempt) for case in cases if (attempt := make(case)) is not None]
        for number, (case, (attempt, before)) in enumerate(made[:: max(len(made) // each, 1)][:each], 1):
            found.append(Violation(clause, case.order["user_id"], attempt, before, number))
    return [*found, *_of_strangers(cases, each)]


def _of_strangers(cases: Sequence[Case], each: int) -> Iterator[Violation]:
    """Nobody is signed in, or somebody else is."""
    step = max(len(cases) // each, 1)
    for number, (case, other) in enumerate(zip(cases[::step][:each], cases[step // 2 :: step], strict=False), 1):
        details = ToolUse("get_order_details", {"order_id": case.order_id})
        yield Violation("unauthenticated-reads", "", details, number=number)
        yield Violation("unauthenticated-writes", "", _natural(case), number=number)
        if other.order["user_id"] != case.order["user_id"]:
            yield Violation("other-customer-reads", other.order["user_id"], details, number=number)
            yield Violation("other-customer-writes", other.order["user_id"], _natural(case), number=number)


def _natural(case: Case) -> ToolUse:
    """What its owner could do."""
    return case.send_back() if case.status == "delivered" else case.cancel()


def _when(possible: bool, make: Callable[[], ToolUse], *before: Callable[[], ToolUse]) -> Attempt:
    return (make(), [use() for use in before]) if possible else None


def _changed(case: Case) -> bool:
    """Whether its items can rightly be changed once."""
    return case.status == "pending" and case.is_paid_by_bank and bool(case.variants(available=True))


def _swappable(case: Case) -> bool:
    """Whether something of it can rightly be exchanged, with a second item left over."""
    is_there = case.status == "delivered" and case.is_paid_by_bank and len(set(case.items(2))) == 2
    return is_there and bool(case.variants(available=True)) and bool(case.variants(available=True, at=1))


def _first(case: Case, tool: str, at: int = 0) -> ToolUse:
    return case.swap(tool, case.variants(available=True, at=at)[0]["item_id"], at=at)


def _too_dear(case: Case) -> tuple[str, str] | None:
    """A gift card and a variant whose difference it does not cover."""
    price = case.order["items"][0]["price"]
    for card in case.methods("gift_card"):
        for variant in case.variants(available=True):
            if variant["price"] - price > card["balance"]:
                return card["id"], variant["item_id"]
    return None


def _short_gift_card(case: Case, status: str, tool: str) -> Attempt:
    if case.status != status or (found := _too_dear(case)) is None:
        return None
    return case.swap(tool, found[1], method_id=found[0]), ()


def _other_product(case: Case, status: str, tool: str) -> Attempt:
    ids = {item["product_id"] for item in case.order["items"]}
    other = next(one for key, one in case.database["products"].items() if key not in ids)
    new = next(variant["item_id"] for variant in other["variants"].values() if variant["available"])
    return _when(case.status == status, lambda: case.swap(tool, new))


def _unavailable(case: Case, status: str, tool: str) -> Attempt:
    gone = case.variants(available=False)
    return _when(case.status == status and bool(gone), lambda: case.swap(tool, gone[0]["item_id"]))


def _poor_gift_card(case: Case) -> Attempt:
    poor = [card for card in case.methods("gift_card") if card["balance"] < case.total]
    return _when(case.status == "pending" and bool(poor), lambda: case.pay(poor[0]["id"]))


def _other_refund(case: Case) -> Attempt:
    banks = [*case.methods("credit_card"), *case.methods("paypal")]
    return _when(case.status == "delivered" and bool(banks), lambda: case.send_back(method_id=banks[0]["id"]))


def _foreign_method(case: Case) -> Attempt:
    own = case.user["payment_methods"]
    users = case.database["users"].values()
    foreign = next(key for user in users for key in user["payment_methods"] if key not in own)
    return _when(case.status == "pending", lambda: case.pay(foreign))


_CLAUSES: Mapping[str, Callable[[Case], Attempt]] = {
    "cancel-only-pending": lambda case: _when(case.status != "pending", case.cancel),
    "cancel-for-two-reasons-only": lambda case: _when(case.status == "pending", lambda: case.cancel("found cheaper")),
    "address-only-pending": lambda case: _when(case.status != "pending", case.redirect),
    "payment-only-pending": lambda case: _when(
        case.status != "pending" and bool(case.methods("credit_card")),
        lambda: case.pay(case.methods("credit_card")[0]["id"]),
    ),
    "payment-by-another-method": lambda case: _when(case.status == "pending", lambda: case.pay(case.method)),
    "payment-gift-card-covers-total": _poor_gift_card,
    "payment-method-of-the-profile": _foreign_method,
    "items-only-pending": lambda case: _when(
        case.status != "pending" and bool(case.variants(available=True)), lambda: _first(case, MODIFY)
    ),
    "items-same-product": lambda case: _other_product(case, "pending", MODIFY),
    "items-available": lambda case: _unavailable(case, "pending", MODIFY),
    "items-gift-card-covers-difference": lambda case: _short_gift_card(case, "pending", MODIFY),
    "items-once": lambda case: _when(
        _changed(case) and len(case.variants(available=True)) > 1,
        lambda: ToolUse(
            MODIFY,
            {
                "order_id": case.order_id,
                "item_ids": [case.variants(available=True)[0]["item_id"]],
                "new_item_ids": [case.variants(available=True)[1]["item_id"]],
                "payment_method_id": case.method,
            },
        ),
        lambda: _first(case, MODIFY),
    ),
    "no-cancelling-after-items": lambda case: _when(_changed(case), case.cancel, lambda: _first(case, MODIFY)),
    "no-address-after-items": lambda case: _when(_changed(case), case.redirect, lambda: _first(case, MODIFY)),
    "no-payment-after-items": lambda case: _when(
        _changed(case) and bool(case.methods("paypal")),
        lambda: case.pay(case.methods("paypal")[0]["id"]),
        lambda: _first(case, MODIFY),
    ),
    "return-only-delivered": lambda case: _when(case.status != "delivered", case.send_back),
    "return-to-original-or-gift-card": _other_refund,
    "return-once": lambda case: _when(_swappable(case), lambda: case.send_back(at=1), case.send_back),
    "exchange-only-delivered": lambda case: _when(
        case.status != "delivered" and bool(case.variants(available=True)), lambda: _first(case, EXCHANGE)
    ),
    "exchange-same-product": lambda case: _other_product(case, "delivered", EXCHANGE),
    "exchange-available": lambda case: _unavailable(case, "delivered", EXCHANGE),
    "exchange-gift-card-covers-difference": lambda case: _short_gift_card(case, "delivered", EXCHANGE),
    "exchange-once": lambda case: _when(
        _swappable(case), lambda: _first(case, EXCHANGE, 1), lambda: _first(case, EXCHANGE)
    ),
    "no-exchange-after-return": lambda case: _when(_swappable(case), lambda: _first(case, EXCHANGE, 1), case.send_back),
    "no-return-after-exchange": lambda case: _when(
        _swappable(case), lambda: case.send_back(at=1), lambda: _first(case, EXCHANGE)
    ),
}
