"""What was bought so far and what was spent on it, in all or in a time that was named. One order is `invoice`'s."""

import re
from collections.abc import Sequence

from agent.intents.spec import Intent, View
from agent.orders.choosing import narrowed, order_choices
from agent.orders.told import told_of
from agent.state import Task
from agent.steps import Call, Say, Step
from domain.money import Money
from domain.orders import Order, OrderStatus
from domain.payments import PaymentKind, net_paid
from tools.orders import OrderList

"""Left over, so few are shown too: to ask when they were takes longer than to read them."""
MOST_LOOKED_AT = 50
_BUY = r"(?:buy|bought|order(?:ed)?|purchased?|shop(?:ped)? for)"
_TIMES = (
    r"(?:(?:so far|to date|already|before|until now|ever|here|lately|recently|overall|altogether|in (?:total|all)"
    r"|(?:from|with|at) (?:you(?: guys)?|u|this shop|here)|(?:back )?in (?:the )?\w+(?: \d{4})?|since \w+(?: \d{4})?"
    r"|on \w+ \d{1,2}|this (?:week|month|year|season|spring|summer|autumn|fall|winter)|yesterday|today"
    r"|(?:the )?(?:last|past) (?:\w+ )?(?:weeks?|months?|years?|season|spring|summer|autumn|fall|winter)"
    r"|please|pls|again|then|exactly)\W*)*"
)
_SPENT = re.compile(
    r"\bhow much (?:money )?(?:have|had|did|do) (?:i|we)(?:'ve)? (?:already |ever )?(?:spen[dt]|pa(?:y|id))\b"
    rf"(?: (?:on|for) (?:clothes|clothing|orders|stuff|things|everything|it all))?\s*{_TIMES}\W*$"
    r"|\bmy (?:total|overall) (?:spend(?:ing)?|spent)\b",
    re.IGNORECASE,
)
_LAST = re.compile(
    rf"^\W*(?:(?:so|and|hi|hey|hello|ok|btw)\W+)*what (?:did|have) (?:i|we) (?:last |most recently ){_BUY}\W*$"
    rf"|^\W*(?:(?:so|and|hi|hey|hello|ok|btw)\W+)*what (?:did|have) (?:i|we) {_BUY} (?:last|most recently|the last time"
    r"|(?:in |with )?my (?:last|latest|newest|most recent) order)\W*$"
    r"|^\W*(?:\w+\W+){0,2}?what (?:was|is)(?: in)? my (?:last|latest|newest|most recent) (?:order|purchase)\W*$",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    rf"\bwhat(?: else)? (?:did|have|had) (?:i|we) {_BUY} (?:right |just )?(?:before|after)"
    r" (?:that|this|it|these|those)\b",
    re.IGNORECASE,
)
""" "What did I order before that?": the one next to the order on the table."""
_CUES = re.compile(
    rf"{_SPENT.pattern}|{_LAST.pattern}|{_BESIDE.pattern}"
    rf"|^\W*(?:(?:so|and|hi|hey|hello|ok|btw|fine|well)\W+)*"
    rf"(?:what(?: all| else| stuff| things)?|which (?:things|products|items))"
    rf" (?:did|have) (?:i|we) {_BUY}\s*{_TIMES}\W*$"
    rf"|(?<!return )(?<!exchange )(?<!back )(?<!of )"
    rf"\b(?:everything|every ?thing|all(?: the (?:things|stuff))?|what)(?: that)? (?:i|we)(?:'ve|ve| have| had)?"
    rf"(?: ever)? (?:bought|ordered|purchased)\b\s*{_TIMES}\W*$"
    r"|\b(?:my|order|orders|purchase|shopping) history\b"
    r"|^\W*(?:(?:so|and|hi|ok|show(?: me)?|list|give me)\W+)*all (?:of )?my orders"
    r"(?: (?:and|with) (?:what|how much|everything) .*| (?:please|pls|so far|ever))?\W*$"
    r"|\b(?:last|latest|recent|newest) (?:\w+ )?(?:things|items|orders|purchases)\b.{0,8}\b(?:i|we)(?:'ve"
    r"| have)? (?:bought|ordered|made)\b"
    r"|\b(?:my|all|list|old|previous|past|earlier|recent|show)(?: (?:my|all|of|the|me))*"
    r" (?:past|previous|earlier|old|recent|last (?:\d+|few)) (?:orders|purchases)\b"
    r"|\b(?:list|show(?: me)?|see|view) (?:all )?(?:of )?my (?:orders|purchases)\b(?! (?:that|which|under|on the|in))"
    r"|\bhow (?:many (?:orders|items|things|pieces|times)|often)(?: (?:have|did|do))?(?: (?:i|we))(?:'ve| have)?"
    r" (?:placed?|made?|got|had|order(?:ed)?|bought|buy|shop(?:ped)?)\b",
    re.IGNORECASE,
)


def next_step(task: Task, view: View) -> Step:
    listing = view.results.get("orders")
    if not isinstance(listing, OrderList):
        return Call("list_orders", {"limit": MOST_LOOKED_AT}, "orders")
    if not listing.orders:
        return Say("no_orders")
    if _LAST.search(view.text):
        newest = listing.orders[:1]
        return Say("order_sums", {"order": newest[0]}, shows=order_choices(newest), shows_kind="orders")
    if _BESIDE.search(view.text) and (beside := narrowed(task, listing.orders)) and len(beside) == 1:
        return Say("order_sums", {"order": beside[0]}, shows=order_choices(beside), shows_kind="orders")
    span = task["slots"].get("dates")
    meant = _within(listing.orders, span)
    if not meant:
        return Say("no_orders_then", {"newest": listing.orders[0]}, shows=order_choices(listing.orders[:1]))
    shown = told_of(meant)
    facts = {"is_all": span is None and len(listing.orders) < MOST_LOOKED_AT, "oldest": meant[-1]}
    if _SPENT.search(view.text):
        return Say("spent", facts | _sums(meant))
    facts |= {"orders": tuple(shown), "count": len(meant), "more": len(meant) - len(shown)}
    return Say("orders_so_far", facts, shows=order_choices(shown), shows_kind="orders")


def _within(orders: Sequence[Order], span: Sequence[str] | None) -> list[Order]:
    if not span:
        return list(orders)
    return [order for order in orders if span[0] <= order.placed_at.date().isoformat() <= span[1]]


def _sums(orders: Sequence[Order]) -> dict[str, Money | int]:
    """What was paid for what was kept, and what came back; an order that was cancelled is in neither."""
    nothing = Money(0, orders[0].total.currency)
    counted = [order for order in orders if order.status not in (OrderStatus.CANCELLED, OrderStatus.PENDING)]
    spent = sum((_spent(order) for order in counted), nothing)
    back = [each.amount for order in counted for each in order.payments if each.kind is PaymentKind.REFUND]
    return {"spent": spent, "back": sum(back, nothing), "counted": len(counted)}


def _spent(order: Order) -> Money:
    """By the ledger; some shops' books have none."""
    return net_paid(order.payments, order.total.currency) if order.payments else order.total


INTENT = Intent(
    name="order_history",
    meaning="list what was ordered so far, how often, how much was spent in a time",
    route="order",
    label="see what you bought so far",
    next_step=next_step,
    slots=("dates", "email", "which"),
    tools=("list_orders",),
    cues=_CUES,
)
