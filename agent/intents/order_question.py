"""What a customer asks in passing of an order that is on the table: what is in it, who brings it, why it is late.

Opened by what is in focus (`agent.orders.focus`), not by words alone. Facts are the order's own; what the shop does
about a delay is quoted.
"""

import re
from collections.abc import Sequence
from typing import Any

from agent.intents import expected_day, order_payment, orders_besides, parcel_wishes, track_order
from agent.intents.answering import answers
from agent.intents.lapsing import lapse_of
from agent.intents.order_explained import explained
from agent.intents.orders_meant import is_travelling, late_ones, orders_meant, worth_telling
from agent.intents.spec import Intent, View
from agent.intents.track_order import MOST_UNDER_WAY
from agent.orders.choosing import order_choices
from agent.orders.facets import order_facet
from agent.orders.parcels import is_of_parcel, parcel_holding, parcel_meant
from agent.state import Task
from agent.steps import Ask, Call, Say, Step
from domain.customers import Customer, Rung
from domain.order_changes import refusal
from domain.orders import Order, OrderStatus
from tools.policies import PassagesFound

_WHO = re.compile(r"\bwho\b", re.IGNORECASE)
""" "Who has it", of what is under way: the carrier."""
_LATE = re.compile(r"\b(?:late|delay\w*|overdue)\b", re.IGNORECASE)
_WHICH = re.compile(r"^\W*(?:(?:and|so|ok|but)\W+)*(?:which|what|show)\b", re.IGNORECASE)
PERSON = ("Talk to a person",)
WHAT_NOW = "what_now"
"""The facet of "so what can I do?": what is told depends on how far the order is."""
_TRACKED = ("arrival", "number", "parcels")
"""Facets that "where is it" answers in full."""
_MOST = 5
"""Orders of which the same is told in one answer."""
_ABOUT_CONFIRMING = Call(
    "find_passages",
    {"query": "I did not get a confirmation e-mail. Did my order go through?", "kinds": ("faq",)},
    "passages",
)
_ABOUT_DELAYS = Call("find_passages", {"query": "My order is late. What can you do?", "kinds": ("faq",)}, "passages")
_ABOUT = {"late": _ABOUT_DELAYS, "confirmed": _ABOUT_CONFIRMING}


def next_step(task: Task, view: View) -> Step:
    facet = task["slots"].get("order_facet") or "arrival"
    if facet == "others":
        return orders_besides.told(task, view)
    if facet == "money_back":
        return order_payment.when_money_is_back(task, view)
    meant = orders_meant(task, view)
    if not isinstance(meant, list):
        return meant
    facet = _what_now(meant[0], view) if facet == WHAT_NOW else facet
    if facet == "changeable":
        return _changeable(meant, view, of_one=bool(task["slots"].get("order_id")))
    if not (task["slots"].get("all_orders") and facet in ("number", "carrier")):
        meant = worth_telling(facet, meant, view)
    facet = _told_by(facet, meant)
    if (step := _of_parcel(facet, meant, task, view) or _on_which_day(facet, meant, task, view)) is not None:
        return step
    facet = "arrival" if facet == "day" else facet
    step = explained(facet, meant, view) or _of_the_whole(facet, meant, task, view)
    return step or _of_a_detail(facet, meant, task, view)


def _on_which_day(facet: str, meant: list[Order], task: Task, view: View) -> Step | None:
    """The day alone where it alone is asked; None where all that is known of the order tells it."""
    if facet in ("day", "arrival") and len(meant) == 1 and (by := expected_day.by_that_day(meant[0], task, view)):
        return by
    if facet == "day" and len(meant) == 1 and (day := expected_day.told(meant[0], task, view)) is not None:
        return day
    return _each_arrival(task, view, meant) if facet in ("day", "arrival") else None


def _of_the_whole(facet: str, meant: list[Order], task: Task, view: View) -> Step | None:
    """What the course of the order tells, or which order it is to be; None where a detail is asked."""
    if facet in _TRACKED:
        return _tracked(task, view, meant)
    if facet == "late" and meant[0].status is OrderStatus.LOST:
        return _tracked(task, view, [order for order in meant if order.status is OrderStatus.LOST])
    if facet == "late" and not any(order.is_late(view.today) for order in meant):
        return _on_time(task, view, meant)
    if len(meant) > (MOST_UNDER_WAY if facet == "contents" else _MOST) or (
        len(meant) > 1 and facet in ("address", "total", "faster")
    ):
        newest = meant[: _MOST + 1]
        return Ask("order_id", "which_order", {"orders": newest}, order_choices(newest))
    return None


def _of_a_detail(facet: str, meant: list[Order], task: Task, view: View) -> Step:
    if (told := parcel_wishes.told(facet, meant, view, asked=task["slots"].get("order_rule"))) is not None:
        return told
    if facet in ("just_wait", "unpaid"):
        return _tracked(task, view, meant)
    is_proved = view.principal.rung >= Rung.CODE_VERIFIED or isinstance(view.results.get("profile"), Customer)
    if facet == "address" and not is_proved:
        return Call("get_profile", {}, "profile")
    if facet == "left_where" and not any(parcel.delivered_at for order in meant for parcel in order.parcels):
        if not _WHO.search(view.text):
            return _tracked(task, view, meant)
        facet = "carrier"
    is_unpaid = facet == "payment" and all(order.awaits_payment for order in meant)
    lapse = lapse_of(meant, view) if is_unpaid else {}
    if isinstance(lapse, Call):
        return lapse
    lapse |= {"unpaid_told": task["slots"].get("unpaid_told") or ()} if lapse else {}
    lookup = _ABOUT.get(facet)
    if lookup is not None and not isinstance(view.results.get("passages"), PassagesFound):
        return lookup
    return _told(facet, meant, view, is_awaited=bool(task["slots"].get("not_yet")), **lapse)


def _each_arrival(task: Task, view: View, meant: list[Order]) -> Step | None:
    """When each of several comes; None where only one is asked about, or it is known of none."""
    is_known = all(order.parcels or order.status.is_open for order in meant)
    if len(meant) < 2 or not task["slots"].get("all_orders") or not is_known:
        return None
    late = tuple(order for order in meant if order.is_late(view.today))
    return Say("asked_each", {"orders": tuple(meant), "late": late}, shows=order_choices(meant), shows_kind="orders")


def _told_by(facet: str, meant: list[Order]) -> str:
    """Of several orders another answer tells it: the carrier's each number, the contents what came with which."""
    if facet == "number" and len(meant) > 1:
        return "carrier"
    is_split = 1 < len(meant) <= _MOST and all(len(order.parcels) > 1 for order in meant)
    return "contents" if facet == "parcels" and is_split else facet


def _on_time(task: Task, view: View, meant: list[Order]) -> Step:
    """Asked why it is late, and it is not: of one that has been sent, another may be meant."""
    is_named = not _LATE.search(view.text) and any(each.order_id.rpartition("-")[2] in view.text for each in meant)
    others = late_ones(view) if any(order.parcels for order in meant) and not is_named else []
    if not isinstance(others, list):
        return others
    if others and len(meant) > 1 and _WHICH.match(view.text):
        return Say("orders_listed", {"orders": tuple(others)}, shows=order_choices(others), shows_kind="orders")
    if not others or len(meant) > 1:
        return _tracked(task, view, meant)
    facts = {"order": meant[0], "late": tuple(others)}
    return Say("another_is_late", facts, shows=order_choices(others), shows_kind="orders")


def _what_now(order: Order, view: View) -> str:
    if order.status.may_be_cancelled and not view.is_closed(order):
        return "changeable"
    if order.is_late(view.today):
        return "just_wait" if order_facet(view.text) == "just_wait" else "never_comes"
    return "too_late" if is_travelling(order) else "arrival"


def _of_parcel(facet: str, meant: Sequence[Order], task: Task, view: View) -> Say | None:
    """ "And the second one, what's in that?", of an order in several parcels: that parcel alone."""
    if facet not in ("contents", "parcels", "arrival") or len(meant) != 1 or len(meant[0].parcels) < 2:
        return None
    if len(task["slots"].get("orders_in_view") or ()) > 1 and not is_of_parcel(view.text):
        return None
    order = meant[0]
    place = parcel_meant(view.text, [parcel.delivered_at is None for parcel in order.parcels])
    if place is None and (place := parcel_holding(view.text, order)) is None:
        return None
    facts = {"order": order, "parcel": order.parcels[place], "place": place + 1}
    return Say("asked_parcel", facts, shows=order_choices(meant), shows_kind="orders")


def _tracked(task: Task, view: View, meant: Sequence[Order]) -> Step:
    if len(meant) == 1:
        task["slots"]["order_id"] = meant[0].order_id
    return track_order.next_step(task, view)


def _changeable(orders: Sequence[Order], view: View, *, of_one: bool) -> Say:
    """What may still be done with each, by the same rules that decide it when it is asked for."""
    able = [order for order in orders if order.status.may_be_cancelled and not view.is_closed(order)]
    if not able:
        say = "order_not_changeable" if of_one else "none_changeable"
        facts = {"orders": tuple(orders), "order": orders[0]}
        return Say(say, facts, shows=order_choices(orders), shows_kind="orders")
    may = {
        order.order_id: {
            "pieces": refusal(order, "items") is None,
            "payment": refusal(order, "payment") is None,
            "address": refusal(order, "address") is None,
        }
        for order in able
    }
    replies = tuple(f"Change {order.order_id}" for order in able[:2])
    return Say(
        "order_changeable" if of_one else "orders_changeable",
        {"orders": tuple(able), "order": able[0], "may": may},
        quick_replies=replies,
        shows=order_choices(able),
        shows_kind="orders",
    )


def _told(facet: str, orders: Sequence[Order], view: View, *, is_awaited: bool, **known: Any) -> Say:
    """`is_awaited`: a new address waits for a yes."""
    found = view.results.get("passages")
    quoted = answers(found)[:1] if isinstance(found, PassagesFound) else []
    facts: dict[str, Any] = {"orders": tuple(orders), "passages": [each.passage for each in quoted], **known}
    if len(orders) == 1:
        facts["order"] = orders[0]
    if facet == "payment":
        return order_payment.told(view, **facts)
    if facet == "total":
        return Say("order_sums", {"order": orders[0]}, shows=order_choices(orders), shows_kind="orders")
    if facet == "address":
        facts |= {"address": orders[0].address, "not_yet": is_awaited}
    return Say(
        f"asked_{facet}",
        facts,
        quick_replies=PERSON if facet == "faster" else (),
        shows=order_choices(orders),
        shows_kind="orders",
    )


INTENT = Intent(
    name="order_question",
    meaning="a detail of an order that is being spoken of: contents, carrier, delay, payment, address",
    route="order",
    label="know more about an order",
    next_step=next_step,
    in_passing=True,
    slots=(
        "order_facet",
        "order_rule",
        "another",
        "orders_in_view",
        "order_id",
        "email",
        "postcode",
        "which",
        "dates",
        "item",
        "all_orders",
    ),
    tools=(
        *("find_passages", "list_orders", "track_order", "get_profile"),
        *("check_return", "check_order_changes", "estimate_delivery"),
    ),
    cues=re.compile(
        r"\b(?:which|what)(?: ones?)? of (?:my|our)(?: \w+)? (?:orders?|purchases)\b.{0,16}"
        r"\b(?:chang|edit|modif|amend|cancel)\w*"
        r"|\b(?:which|what) orders? (?:can|could|may) (?:i|we)(?: still)? (?:change|edit|modify|amend)\b"
        r"|\b(?:which|what)(?: of)?(?: my| the)? orders? (?:can|could|may) (?:still )?be"
        r" (?:changed|modified|cancel+ed)\b",
        re.IGNORECASE,
    ),
)
