"""What was bought and spent: cancelled and unpaid orders do not count, a time that was named does."""

from dataclasses import replace

from agent.intents.order_history import INTENT
from agent.intents.spec import View
from agent.steps import Say, Step
from domain.money import Money
from domain.orders import Order, OrderStatus
from domain.payments import Payment, PaymentKind
from tests.contract.samples import NOW, TODAY, days_ago, every_order
from tests.contract.spoken import SPEAKERS, new_task
from tools.orders import OrderList

ORDER = every_order()[0]


def bought(minor: int, *, days: int, status: OrderStatus = OrderStatus.DELIVERED, back: int = 0) -> Order:
    payments = [Payment(days_ago(days), PaymentKind.CHARGE, "pm1", Money(minor, "USD"))]
    if back:
        payments.append(Payment(days_ago(days), PaymentKind.REFUND, "pm1", Money(back, "USD")))
    return replace(ORDER, status=status, placed_at=days_ago(days), total=Money(minor, "USD"), payments=tuple(payments))


def said(text: str, *orders: Order, dates: list[str] | None = None) -> Step:
    task = new_task("order_history", text=text, slots={"dates": dates} if dates else {})
    results = {"orders": OrderList(orders)}
    view = View(SPEAKERS["signed_in"], NOW, TODAY, text, results=results, failures={}, is_new=True)
    return INTENT.next_step(task, view)


def test_what_came_back_is_not_spent() -> None:
    step = said("how much did I spend", bought(9000, days=3, back=2000), bought(1000, days=9))
    assert isinstance(step, Say)
    assert (step.facts["spent"], step.facts["back"]) == (Money(8000, "USD"), Money(2000, "USD"))


def test_cancelled_and_unpaid_orders_do_not_count() -> None:
    cancelled = bought(5000, days=2, status=OrderStatus.CANCELLED, back=5000)
    unpaid = bought(7000, days=1, status=OrderStatus.PENDING)
    step = said("how much did I spend", unpaid, cancelled, bought(1000, days=9))
    assert isinstance(step, Say)
    assert (step.facts["spent"], step.facts["counted"]) == (Money(1000, "USD"), 1)


def test_an_order_without_a_ledger_counts_by_its_total() -> None:
    step = said("how much did I spend", replace(bought(4200, days=4), payments=()))
    assert isinstance(step, Say) and step.facts["spent"] == Money(4200, "USD")


def test_only_what_falls_into_the_time_named() -> None:
    recent, old = bought(1000, days=2), bought(9000, days=200)
    span = [days_ago(30).date().isoformat(), TODAY.isoformat()]
    step = said("what did I buy this month", recent, old, dates=span)
    assert isinstance(step, Say) and step.facts["orders"] == (recent,)


def test_nothing_in_the_time_named_says_what_was_last() -> None:
    old = bought(9000, days=200)
    step = said("what did I buy this month", old, dates=[TODAY.isoformat(), TODAY.isoformat()])
    assert isinstance(step, Say) and (step.say, step.facts["newest"]) == ("no_orders_then", old)


def test_a_long_list_is_cut_and_counted() -> None:
    step = said("what did I buy", *(bought(1000, days=day) for day in range(1, 13)))
    assert isinstance(step, Say)
    assert (len(step.facts["orders"]), step.facts["count"], step.facts["more"]) == (8, 12, 4)
