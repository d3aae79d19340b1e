"""Which of a customer's orders a question is of: one that was named, those on the table, else what is under way."""

import re
from collections.abc import Callable, Sequence
from typing import Any

from agent.intents.order_payment import WANTS_TO_PAY
from agent.intents.spec import View
from agent.orders.called import names_one_by_status
from agent.orders.choosing import narrowed
from agent.orders.facets import OF_A_DAY_TO_COME
from agent.orders.parcels import is_of_parcel
from agent.orders.waiting import NEVER_PAID
from agent.state import Task
from agent.steps import Ask, Call, Say, Step
from domain.orders import Order
from tools.orders import OrderList, OrderTracking

_BY_AGE = re.compile(r"\b(?:(?P<old>oldest|first)|newest|most recent|last)\b", re.IGNORECASE)
_WHICH_ONE = re.compile(r"^\W*(?:(?:and|so|ok|but)\W+)*which\b", re.IGNORECASE)
_UNPAID = re.compile(
    rf"\b(?:un-?|not |n[o']t )(?:\w+ )?paid\b|\bpaid yet\b|\bpending\b"
    rf"|\bwaiting for (?:\w+ )?payment\b|\bgo(?:ne)? through\b|\bforg[eo]t\w* to pay\b|{NEVER_PAID}",
    re.IGNORECASE,
)
_WENT = re.compile(r"\b(?:did|was|were|went)\b", re.IGNORECASE)
""" "Where did you send it": of what has arrived as well."""


def orders_meant(task: Task, view: View) -> list[Order] | Step:
    """Those that may be meant: one that was named, those on the table, else what is under way, else the newest."""
    slots = task["slots"]
    of_one = view.results.get("tracking")
    if isinstance(of_one, OrderTracking):
        if (unpaid := _to_be_paid(of_one.order, slots, view)) is not None:
            return unpaid
        return _besides(of_one.order, slots, view)
    if slots.get("order_id"):
        return Call("track_order", {"order_id": slots["order_id"]}, "tracking")
    if view.principal.subject is None:
        proved = view.proved_orders()
        return (
            Call("track_order", {"order_id": proved[0]}, "tracking")
            if len(proved) == 1
            else Ask("order_id", "ask_order_number")
        )
    listing = view.results.get("orders")
    if not isinstance(listing, OrderList):
        return Call("list_orders", {"limit": 20}, "orders")
    if not listing.orders:
        return Say("no_orders")
    seen = [order for order in listing.orders if order.order_id in (slots.get("orders_in_view") or ())]
    under_way = [order for order in listing.orders if order.status.is_open]
    if slots.get("order_facet") == "changeable":
        return under_way or list(listing.orders[:1])
    if is_of_parcel(view.text):
        slots.pop("which", None)
    if len(seen) == 1 and (_WHICH_ONE.match(view.text) or slots.get("all_orders")):
        seen = []  # asked of several
    if slots.get("order_facet") in OF_A_DAY_TO_COME:
        slots.pop("dates", None)
    called = narrowed(task, listing.orders) if names_one_by_status(task["text"]) else []
    if 0 < len(called) < len(listing.orders):
        return called
    names_one = bool(slots.keys() & {"which", "dates", "item"})
    return narrowed(task, listing.orders) if names_one else seen or under_way or list(listing.orders[:1])


def _to_be_paid(order: Order, slots: dict[str, Any], view: View) -> Step | None:
    """ "So how do I pay it", right after several were told: the one that is not paid, whichever was told last."""
    is_meant = order.awaits_payment or slots.get("item") or order.order_id.rpartition("-")[2] in view.text
    if is_meant or slots.get("order_facet") != "payment" or not WANTS_TO_PAY.search(view.text):
        return None
    listing = view.results.get("orders")
    if view.principal.subject is not None and not isinstance(listing, OrderList):
        return Call("list_orders", {"limit": 20}, "orders")
    waiting = [each for each in listing.orders if each.awaits_payment] if isinstance(listing, OrderList) else []
    if len(waiting) != 1:
        return None
    slots["order_id"] = waiting[0].order_id
    return Call("track_order", {"order_id": waiting[0].order_id}, "tracking")


def _besides(order: Order, slots: dict[str, Any], view: View) -> list[Order] | Step:
    """ "And the other one, when is that here": its other parcel, or else what is under way besides it."""
    if not slots.get("another") or len(order.parcels) > 1 or view.principal.subject is None:
        return [order]
    listing = view.results.get("orders")
    if not isinstance(listing, OrderList):
        return Call("list_orders", {"limit": 20}, "orders")
    seen = [each for each in slots.get("orders_in_view") or () if each != order.order_id]
    others = [each for each in listing.orders if each.status.is_open and each.order_id != order.order_id]
    if len(seen) == 1:
        others = [each for each in listing.orders if each.order_id in seen]
    slots.pop("another")
    if len(others) == 1:
        slots["order_id"] = others[0].order_id
        return Call("track_order", {"order_id": others[0].order_id}, "tracking")
    if others:
        slots.pop("order_id", None)
        slots["all_orders"] = "all"
    return others or [order]


def worth_telling(facet: str, orders: Sequence[Order], view: View) -> list[Order]:
    """Of several the ones that the question fits: the late one, the one in two parcels; all of them when none does."""
    if facet == "confirmed":
        return [max(orders, key=lambda order: order.placed_at)]
    if facet == "placed" and (found := _BY_AGE.search(view.text)):
        by_age = sorted(orders, key=lambda order: order.placed_at)
        return [by_age[0] if found["old"] else by_age[-1]]
    fits: dict[str, Callable[[Order], bool]] = {
        **dict.fromkeys(("late", "late_again", "never_comes", "just_wait"), lambda order: order.is_late(view.today)),
        "unpaid": lambda order: order.awaits_payment,
        "parcels": lambda order: len(order.parcels) > 1,
        "carrier": is_travelling,
        "left_where": lambda order: any(parcel.delivered_at for parcel in order.parcels),
        "number": is_travelling,
        "faster": lambda order: order.is_late(view.today),
        "too_late": lambda order: order.is_late(view.today),
        **dict.fromkeys(("handover", "notify", "link", "soonest"), is_travelling),
    }
    if _UNPAID.search(view.text) or WANTS_TO_PAY.search(view.text):
        fits["payment"] = lambda order: order.awaits_payment
    if not _WENT.search(view.text):
        fits["address"] = lambda order: order.status.is_open
    fits_here = fits["parcels"] if is_of_parcel(view.text) else fits.get(facet)
    fitting = [order for order in orders if fits_here is not None and fits_here(order)]
    return fitting or list(orders)


def is_travelling(order: Order) -> bool:
    return any(parcel.delivered_at is None for parcel in order.parcels)


def late_ones(view: View) -> list[Order] | Step:
    """ "Why is it late?" of an order that is on time may mean another one."""
    listing = view.results.get("orders")
    if isinstance(listing, OrderList):
        return [order for order in listing.orders if order.is_late(view.today)]
    return [] if view.principal.subject is None else Call("list_orders", {"limit": 20}, "orders")
