"""Where an order is, parcel by parcel, as far as anybody honestly knows."""

import re
from collections.abc import Sequence

from agent.claims.lines import line_named
from agent.intents.answering import from_passages
from agent.intents.expected_day import by_that_day
from agent.intents.lapsing import lapse_of
from agent.intents.order_explained import explained
from agent.intents.spec import Intent, View
from agent.orders.by_status import asks_for_others, asks_of_listed, asks_what_came_last, statuses_asked
from agent.orders.choosing import choose_order, narrowed, order_choices
from agent.state import Task
from agent.steps import Ask, Call, Say, Step
from domain.orders import Order, OrderStatus
from tools.orders import OrderList, OrderTracking

_NOT_THERE = re.compile(r"\bdelivered\b.{0,40}\b(but|never|not|haven'?t|didn'?t|isn'?t|nothing)\b", re.IGNORECASE)
_ASKS_WHY = re.compile(
    r"\b(?:why|how come|how long|when)\b.{0,40}\b(?:ship|sent|send|left|leave|pack|go(?:es)? out)", re.IGNORECASE
)
""" "Why hasn't it shipped yet", of what waits to be packed: by when that is done."""
_AND = re.compile(r",| and | or |&|\+", re.IGNORECASE)
_OPENS = {OrderStatus.LOST: "lost_parcel", OrderStatus.DELIVERED: "return_item"}
"""What the answer offers."""
_ASKS_NUMBER = re.compile(r"\btracking\b|\bparcel numbers?\b|\bconsignment\b", re.IGNORECASE)
_CALLED = re.compile(r"\b(cancel+ed|delivered|returned) (?:order|parcel|package)\b", re.IGNORECASE)
_OVER_WORDS = {"can": OrderStatus.CANCELLED, "del": OrderStatus.DELIVERED, "ret": OrderStatus.RETURNED}
_OVER = frozenset(_OVER_WORDS.values())
"""Of an order in one of these the usual answer gives no tracking number."""
_MINE = r"(?:my|our)(?: \w+){0,2}? (?:orders?|parcels?|packages?|deliver(?:y|ies)|shipments?|stuff|things|clothes)"
_ON_ITS_WAY = (
    r"(?:arriv\w*|com(?:e|es|ing)\b|here\b|deliver\w*|ship(?:ped|ping)?\b|sent\b|due\b|on (?:its|the|their) way)"
)
_WHOLE = re.compile(r"\b(?:rest|others?|everything|all|both|whole|parcels|only|half)\b", re.IGNORECASE)
""" "The trousers came, where is the rest?": of more than the thing that is named."""
MOST_UNDER_WAY = 8
"""Of which one answer tells how each is doing."""
MOST_LISTED = 10
"""Of a customer's orders, for a lead who asks which there are."""
_WHAT_ORDERS = re.compile(
    r"\b(?:what|which)(?: open| other)? orders? (?:do|does|has|have|did) (?:i|we|she|he|they|the customer|\S+@\S+)\b"
    r"|\b(?:her|his|their|the customer'?s) orders\b(?! (?:that|which|from))",
    re.IGNORECASE,
)
_CUES = re.compile(
    rf"{_WHAT_ORDERS.pattern}|"
    r"\b(?:check|look (?:up|into|at)|find|pull up)(?: on)? (?:an|my|the|this|one of my) orders?(?: status)?"
    r"(?: (?:for me|please|pls|up|now))*\W*$|"
    r"\bwhat(?:'?s| is)? happen(?:ed|ing) (?:to|with) (?:my|the) [\w' -]{2,30}? (?:i|we) (?:ordered|bought)\b|"
    rf"\b(?:updates?|news|word|info)\b.{{0,4}}\b(?:on|about|for|from|regarding)\b.{{0,4}}\b{_MINE}\W*$|"
    rf"\b(?:when|what (?:time|day)|which day|how (?:soon|long (?:until|till"
    rf"|before)))\b.{{0,20}}\b{_MINE}\b.{{0,20}}\b{_ON_ITS_WAY}"
    rf"|^\W*(?:\w+\W+){{0,2}}?(?:is|are|will|has|have|did|does"
    rf"|do)\b.{{0,8}}\b{_MINE}\b.{{0,20}}\b{_ON_ITS_WAY}(?!.{{0,30}}\b(?:to|at|by) )"
    r"|^\W*(?:did|has|have|is|are) (?:my|the|our) [\w' -]{2,30}? (?:arrived?|shipped|been (?:sent|shipped|delivered)"
    r"|on (?:its|their|the) way)\b"
    r"|^\W*(?:(?:and|so|but|ok|hi|hey)\W+)*(?:will|would|do|does|is|are|can|should) (?:my|our) [\w' -]{2,30}?"
    r" (?:going to |gonna |likely to )?(?:arrive|come(?! (?:out|off|in|with|up|apart|undone)\b)|get here"
    r"|be (?:here|delivered)|make it)\b"
    r"|\b(?:do i have|have i got|are there|i have|i(?:['’]ve)? got)\b.{0,12}"
    r"\b(?:orders?|parcels?|packages?|deliver(?:y|ies)|anything|things|stuff) (?:\w+ )?"
    r"(?:on (?:its|the|their) way|coming|under way|in transit|open|outstanding|out for delivery)\b",
    re.IGNORECASE,
)
_parcel_not_there = from_passages("a parcel marked as delivered that is not there", person=True)


def next_step(task: Task, view: View) -> Step:
    if _NOT_THERE.search(view.text):
        return _parcel_not_there(task, view)
    tracking = view.results.get("tracking")
    if isinstance(tracking, OrderTracking):
        if task["slots"].get("is_missed") and tracking.order.status is OrderStatus.DELIVERED:
            return _missed(tracking.order)
        if (by := by_that_day(tracking.order, task, view)) is not None:
            return by
        if (parcel := _its_parcel(task, tracking.order, view)) is not None:
            return parcel
        is_over = tracking.order.status in _OVER and bool(tracking.order.parcels)
        lapse = lapse_of([tracking.order], view) if tracking.order.awaits_payment else {}
        if isinstance(lapse, Call):
            return lapse
        if _ASKS_WHY.search(view.text) and (why := explained("arrival", [tracking.order], view)) is not None:
            return why
        wants_number = is_over and _ASKS_NUMBER.search(view.text) is not None
        return Say(
            "tracking_numbers" if wants_number else f"order_{tracking.order.stage}",
            {"tracking": tracking, "order": tracking.order, **lapse},
            shows=order_choices([tracking.order]),
            shows_kind="orders",
            opens=_OPENS.get(tracking.order.status, ""),
            opens_slots={"order_id": tracking.order.order_id},
        )
    listing = view.results.get("orders")
    if asks_what_came_last(view.text) and view.principal.subject is not None:
        return _come_last(listing)
    if statuses := statuses_asked(view.text, are_listed=bool(task["slots"].get("orders_in_view"))):
        return _with_status(task, listing, statuses, view)
    if isinstance(listing, OrderList) and view.principal.is_staff and _WHAT_ORDERS.search(view.text):
        newest = listing.orders[:MOST_LISTED]
        return Say("orders_listed", {"orders": newest}, shows=order_choices(newest), shows_kind="orders")
    if isinstance(listing, OrderList) and (step := _of_several(task, listing, view.text)):
        return step
    chosen = choose_order(task, view, fits=lambda order: True, none_fit="no_orders", purpose="which_order")
    if not isinstance(chosen, str):
        return chosen
    return Call("track_order", {"order_id": chosen}, "tracking")


def _come_last(listing: object) -> Step:
    """The newest of what came; of an order in several parcels what was in that one."""
    if not isinstance(listing, OrderList):
        return Call("list_orders", {"limit": 20}, "orders")
    come = [
        (parcel.delivered_at, order, parcel)
        for order in listing.orders
        for parcel in order.parcels
        if parcel.delivered_at is not None
    ]
    if not come:
        return Say("no_order_like_that", {"statuses": (OrderStatus.DELIVERED,), "is_other": False})
    at, order, parcel = max(come, key=lambda each: each[0])
    lines = [line for line in order.lines if line.line in parcel.lines] or order.lines
    facts = {"order": order, "lines": tuple(lines), "at": at}
    return Say("came_last", facts, shows=order_choices([order]), shows_kind="orders")


def _missed(order: Order) -> Say:
    """It was told that it never came: nothing of it can be returned, and a person may find out where it went."""
    return Say("order_missed", {"order": order}, shows=order_choices([order]), shows_kind="orders", opens="human_agent")


def _its_parcel(task: Task, order: Order, view: View) -> Say | None:
    """ "When does the sweater of order VM-10234 arrive?": of several parcels the one that holds it."""
    is_asked = view.text.rstrip().endswith("?") and len(order.parcels) > 1
    named = line_named(task["slots"].get("item") or "", order.lines) if is_asked else None
    places = [place for place, each in enumerate(order.parcels) if named is not None and named.line in each.lines]
    if len(places) != 1 or _WHOLE.search(view.text) or _names_several(view.text, order):
        return None
    facts = {"order": order, "parcel": order.parcels[places[0]], "place": places[0] + 1}
    return Say("asked_parcel", facts, shows=order_choices([order]), shows_kind="orders")


def _names_several(text: str, order: Order) -> bool:
    """ "Jeans and a denim shirt": of both, whichever its words name best."""
    parts = _AND.split(text)
    return len(parts) > 1 and len({each.line for part in parts if (each := line_named(part, order.lines))}) > 1


def _with_status(task: Task, listing: object, statuses: Sequence[OrderStatus], view: View) -> Step:
    """All of the customer's orders that are doing so; "other" ones are none of those on the table."""
    if view.principal.subject is None or not isinstance(listing, OrderList):
        return Call("list_orders", {"limit": 20}, "orders")
    listed = task["slots"].get("orders_in_view") or ()
    seen = listed if asks_for_others(view.text) else ()
    meant = [each for each in listing.orders if each.status in statuses and each.order_id not in seen]
    if asks_of_listed(view.text):
        meant = [each for each in meant if each.order_id in listed] or meant
    if not meant:
        return Say("no_order_like_that", {"statuses": statuses, "is_other": bool(seen)})
    newest = meant[:MOST_LISTED]
    return Say("orders_listed", {"orders": tuple(newest)}, shows=order_choices(newest), shows_kind="orders")


def _of_several(task: Task, listing: OrderList, text: str) -> Step | None:
    if "order_id" in task["slots"]:
        return None
    return _by_status(listing, text) or _overview(task, listing)


def _by_status(listing: OrderList, text: str) -> Step | None:
    """ "The tracking number of my cancelled order": one that is over is meant only when it is called that."""
    match = _CALLED.search(text)
    if match is None:
        return None
    wanted = _OVER_WORDS[match[1][:3].lower()]
    meant = [order for order in listing.orders if order.status is wanted][:6]
    if len(meant) > 1:
        return Ask("order_id", "which_order", {"orders": meant}, order_choices(meant))
    return Call("track_order", {"order_id": meant[0].order_id}, "tracking") if meant else None


def _overview(task: Task, listing: OrderList) -> Step | None:
    """Several orders under way and no word which: say how each one stands. None under way: the newest."""
    is_placed = task["slots"].get("dates") or " " in (task["slots"].get("which") or "")
    of_then = narrowed(task, listing.orders) if is_placed else _with_thing(task, listing)
    if len(of_then) == 1:
        return Call("track_order", {"order_id": of_then[0].order_id}, "tracking")
    if 1 < len(of_then) <= 6:
        return Say("orders_listed", {"orders": tuple(of_then)}, shows=order_choices(of_then), shows_kind="orders")
    open_orders = narrowed(task, [order for order in listing.orders if order.status.is_open])
    open_orders.sort(key=lambda order: order.status not in (OrderStatus.LOST, OrderStatus.DELAYED))  # bad news first
    if 1 < len(open_orders) <= MOST_UNDER_WAY:
        return Say(
            "open_orders",
            {"orders": tuple(open_orders)},
            quick_replies=tuple(f"Track {order.order_id}" for order in open_orders[:3]),
            shows=order_choices(open_orders),
            shows_kind="orders",
        )
    if len(open_orders) > MOST_UNDER_WAY:
        return Ask("order_id", "which_order", {"orders": open_orders[:6]}, order_choices(open_orders[:6]))
    meant = open_orders or narrowed(task, listing.orders[:5])
    if not meant:
        return None
    return Call("track_order", {"order_id": meant[0].order_id}, "tracking")


def _with_thing(task: Task, listing: OrderList) -> list[Order]:
    """ "Which of my orders has the boots?": those with the thing named, where none of them is under way."""
    meant = narrowed(task, listing.orders) if task["slots"].get("item") else []
    is_told = 0 < len(meant) < len(listing.orders) and not any(order.status.is_open for order in meant)
    return meant if is_told else []


INTENT = Intent(
    name="track_order",
    meaning="where an existing order or parcel is; late or missing delivery",
    route="order",
    label="find out where an order is",
    next_step=next_step,
    slots=("order_id", "orders_in_view", "email", "postcode", "which", "dates", "item"),
    tools=("find_passages", "list_orders", "track_order", "estimate_delivery"),
    cues=_CUES,
)
