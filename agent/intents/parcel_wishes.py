"""What is wished of an order that was placed: another day or place of delivery, sooner, a word when it moves; and what
was charged for it. Nothing here acts: who can do it is told, and what is written of it is quoted.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from agent.intents.answering import answers
from agent.intents.lapsing import lapse_of
from agent.intents.plain_questions import SHIPPING, asked_plainly
from agent.intents.spec import View
from agent.orders.choosing import order_choices
from agent.orders.waiting import TRACE_STARTS
from agent.steps import Ask, Call, Say, Step
from domain.catalog import Product
from domain.claims import ReturnReason
from domain.money import Money
from domain.orders import Order, Parcel
from domain.payments import PaymentKind
from tools.order_changes import OrderChangeCheck
from tools.orders import OrderList
from tools.policies import PassagesFound
from tools.returns import ReturnCheck

_CHARGED_TWICE = "I was charged twice."
_INVOICE = "How do I get an invoice? To correct the name on it"
_LATE = "My order is late. What can you do?"
_LOST = "What happens if my parcel is lost?"


def told(facet: str, orders: Sequence[Order], view: View, *, asked: str | None = None) -> Step | None:
    """The answer to a wish; None for what is no wish. `asked`: the plain question about delivery that it comes to."""
    if facet == "handover":
        return _handed_over(orders, view, asked)
    teller = _TELLERS.get(facet)
    return teller(orders, view) if teller is not None else None


def _travelling(order: Order) -> list[Parcel]:
    return [parcel for parcel in order.parcels if parcel.delivered_at is None]


def _passage(question: str, view: View) -> Call | list[Any]:
    found = view.results.get("passages")
    if not isinstance(found, PassagesFound):
        return Call("find_passages", {"query": question, "kinds": ("faq",)}, "passages")
    return [each.passage for each in answers(found)[:1]]


def _say(name: str, orders: Sequence[Order], *, replies: tuple[str, ...] = (), opens: str = "", **facts: Any) -> Say:
    return Say(
        name,
        {"orders": tuple(orders), "order": orders[0], "passages": [], **facts},
        quick_replies=replies,
        shows=order_choices(orders),
        shows_kind="orders",
        opens=opens,
        opens_slots={"order_id": orders[0].order_id} if opens and opens != "human_agent" else {},
    )


def _handed_over(orders: Sequence[Order], view: View, asked: str | None) -> Step:
    plain = asked_plainly(view.text, SHIPPING)
    passages = _passage(plain.question if plain else asked or view.text, view)
    if isinstance(passages, Call):
        return passages
    if plain is not None and plain.tells is not None:
        passages = [each for each in passages if plain.tells.search(each.text)]
    under_way = [order for order in orders if _travelling(order)]
    return _say("asked_handover", under_way or orders, passages=passages, is_under_way=bool(under_way))


def _soonest(orders: Sequence[Order], view: View) -> Step:
    dated = [
        (parcel.estimated_delivery, order)
        for order in orders
        for parcel in _travelling(order)
        if parcel.estimated_delivery is not None and not order.is_late(view.today)
    ]
    late = [order for order in orders if order.is_late(view.today)]
    if not dated:
        return _say("asked_soonest_unknown", late or orders, late=late)
    day, first = min(dated, key=lambda each: each[0])
    if len(orders) == 1 and len(first.parcels) > 1:
        place = next(place for place, each in enumerate(first.parcels) if _is_due(each, day))
        facts = {"order": first, "parcel": first.parcels[place], "place": place + 1}
        return Say("asked_parcel", facts, shows=order_choices([first]), shows_kind="orders")
    return _say("asked_soonest", [first], day=day, late=[order for order in late if order is not first])


def _is_due(parcel: Parcel, day: date) -> bool:
    return parcel.delivered_at is None and parcel.estimated_delivery == day


def _too_late(orders: Sequence[Order], view: View) -> Step:
    if len(orders) > 1:
        return Ask("order_id", "which_order", {"orders": orders}, order_choices(orders))
    order, passages, by = orders[0], [], orders[0].expected
    if order.is_late(view.today):
        by = None
        passages = _passage(_LATE, view)
        if isinstance(passages, Call):
            return passages
    may_stop = order.status.may_be_cancelled and not view.is_closed(order)
    opens = "cancel_order" if may_stop else ""
    return _say("asked_too_late", orders, opens=opens, passages=passages, may_stop=may_stop, by=by)


def _never_comes(orders: Sequence[Order], view: View, *, say: str = "asked_never_comes") -> Step:
    """From which day on it counts as lost, by the rules that a claim is decided by; what follows, as it is written."""
    order = orders[0]
    is_of_trace = say == "asked_never_comes" and TRACE_STARTS.search(view.text) is not None
    passages = _passage(_LATE if is_of_trace else _LOST, view)
    if isinstance(passages, Call):
        return passages
    check = view.results.get("check")
    if not isinstance(check, ReturnCheck):
        return Call("check_return", {"order_id": order.order_id, "reason": ReturnReason.NOT_RECEIVED.value}, "check")
    coming = {number for parcel in _travelling(order) for number in parcel.lines}
    # Of two parcels one may be there, and what came is neither late nor lost.
    lines = [each for each in check.lines if each.line.line in coming] or list(check.lines)
    may_claim = any(each.eligibility.is_eligible for each in lines)
    not_yet = [each.eligibility.first_day for each in lines if each.eligibility.refusal == "not_late_yet"]
    first_day = min((day for day in not_yet if day is not None), default=None)
    opens = "lost_parcel" if may_claim else "human_agent" if say == "asked_late_again" else ""
    known = {"may_claim": may_claim, "first_day": first_day, "is_of_trace": is_of_trace and bool(passages)}
    return _say(say, [order], opens=opens, passages=passages, **known)


def _late_again(orders: Sequence[Order], view: View) -> Step:
    """Asked once more when all that is known was told: what can be done, and who could ask the carrier."""
    return _never_comes(orders, view, say="asked_late_again")


def _just_wait(orders: Sequence[Order], view: View) -> Step | None:
    """ "So I just wait?": until which day of one that is late; of any other where it is tells it."""
    if not orders[0].is_late(view.today) or orders[0].delivered_at is not None:
        return None
    return _never_comes(orders, view, say="asked_just_wait")


def _unpaid(orders: Sequence[Order], view: View) -> Step | None:
    """When an order that waits for its payment lapses, by the hours that the shop has written."""
    waiting = [order for order in orders if order.awaits_payment]
    listing = view.results.get("orders")
    if not waiting and view.principal.subject and not isinstance(listing, OrderList):
        return Call("list_orders", {"limit": 20}, "orders")
    if not waiting and isinstance(listing, OrderList):
        waiting = [order for order in listing.orders if order.awaits_payment]
    if not waiting:
        return None
    lapse = lapse_of(waiting, view)
    return lapse if isinstance(lapse, Call) else _say("asked_unpaid", waiting, **lapse)


def _cost_of_it(orders: Sequence[Order], view: View) -> Step:
    """What another version of the goods would cost: the shop's own prices, nothing else is charged for a change."""
    order = orders[0]
    check = view.results.get("check")
    if not isinstance(check, OrderChangeCheck):
        return Call("check_order_changes", {"order_id": order.order_id}, "check")
    products = [product for line in order.lines if (product := check.product(line.product_id)) is not None]
    prices = [(product, _prices(product)) for product in products]
    return _say("asked_cost_of_it", [order], prices=prices)


def _prices(product: Product) -> list[Money]:
    return sorted({each.price for each in product.variants}, key=lambda price: price.amount_minor)


def _notify(orders: Sequence[Order], view: View) -> Step:
    under_way = [order for order in orders if _travelling(order)]
    return _say("asked_notify", under_way or orders, is_under_way=bool(under_way))


def _link(orders: Sequence[Order], view: View) -> Step:
    return _say("asked_link", [order for order in orders if order.parcels] or orders)


def _weight(orders: Sequence[Order], view: View) -> Step:
    return _say("asked_weight", [order for order in orders if _travelling(order)] or orders)


def _name_on_invoice(orders: Sequence[Order], view: View) -> Step:
    passages = _passage(_INVOICE, view)
    if isinstance(passages, Call):
        return passages
    return _say("asked_invoice_name", orders[:1], replies=("Talk to a person",), passages=passages)


def _charged(orders: Sequence[Order], view: View) -> Step:
    passages = _passage(_CHARGED_TWICE, view)
    if isinstance(passages, Call):
        return passages
    charges = {
        order.order_id: [payment for payment in order.payments if payment.kind is PaymentKind.CHARGE]
        for order in orders
    }
    return _say("asked_charged", orders, replies=("Talk to a person",), passages=passages, charges=charges)


_TELLERS: dict[str, Callable[[Sequence[Order], View], Step | None]] = {
    "soonest": _soonest,
    "too_late": _too_late,
    "notify": _notify,
    "link": _link,
    "charged": _charged,
    "invoice_name": _name_on_invoice,
    "never_comes": _never_comes,
    "late_again": _late_again,
    "cost_of_it": _cost_of_it,
    "weight": _weight,
    "just_wait": _just_wait,
    "unpaid": _unpaid,
}
