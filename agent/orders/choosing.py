"""Which order, which line is meant: from its number, from words, from what was shown, else by asking."""

import re
from collections.abc import Callable, Sequence
from datetime import datetime

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from agent.goods.variants import said
from agent.intents.spec import View
from agent.orders.called import status_called
from agent.state import Task
from agent.steps import Ask, Call, Choice, Say, Step
from domain.orders import Order, OrderLine, OrderStatus
from tools.orders import OrderList

_WORD_MATCH = 88
"""How alike (0-100) two words must be: "shrit" and "shirt" are 80 by ratio and need the swap rule below."""

_ALL_ORDERS = re.compile(
    r"\b(?:all|list)\b(?: of)? (?:my |the )?(?:other )?orders\b|\bmy other orders?\b"
    r"|\b(?:no|without|lost|forgot|(?:don'?t|do not) (?:have|know|remember))\b(?: the| an?| my| any)? order "
    r"(?:number|no\b|id)",
    re.IGNORECASE,
)
"""By the account rather than by a number: more than the one order that a guest has proved, or none at hand."""


_ANY_ORDER = re.compile(
    r"\ban? (?:\w+ )?(?:order|purchase|parcel)\b"
    r"|\b(?:another|other|different|something|some|any|which|orders|purchases|both|all)\b",
    re.IGNORECASE,
)
""" "Cancel an order" means none in particular, whichever was looked at last."""


def choose_order(task: Task, view: View, *, fits: Callable[[Order], bool], none_fit: str, purpose: str) -> str | Step:
    """An order number, or the step that leads to one.

    `fits` says which orders make sense for the task; `none_fit` is the phrase when none of them does;
    `purpose` is the phrase that asks for one ("Which order shall I cancel?").
    """
    is_guest = view.principal.subject is None and not view.principal.is_staff
    if is_guest and _ALL_ORDERS.search(view.text):
        task["slots"].pop("order_id", None)
        return Call("list_orders", {"limit": 20}, "orders")
    if order_id := task["slots"].get("order_id"):
        task["slots"].pop("odd_order_id", None)
        return order_id
    if task["slots"].get("odd_order_id"):
        return _about_odd_number(task, view)
    if view.principal.subject is None:
        if view.principal.is_staff:
            return Ask("whom", "ask_whom")
        proved = view.proved_orders()
        if not proved and view.principal.recognised is not None:
            # Whose number it is tells whom to send a code to, which is less trouble than an order number.
            return Call("list_orders", {"limit": 20}, "orders")
        return proved[0] if len(proved) == 1 else Ask("order_id", "ask_order_number")
    listing = view.results.get("orders")
    if not isinstance(listing, OrderList):
        return Call("list_orders", {"limit": 20}, "orders")
    if not listing.orders:
        return Say("no_orders")
    refused = task["slots"].get("not_order")
    fitting = [each for each in listing.orders if fits(each) and each.order_id != refused]
    if (other := _with_that_item(task, listing, fitting)) is not None:
        return other
    candidates = narrowed(task, fitting, among=listing.orders)
    if not candidates and refused and (others := _under_way_beside(refused, listing)):
        return others[0].order_id  # why that one cannot be had is the answer
    if not candidates:
        return Say(none_fit, {"orders": listing.orders})
    if (seen := _in_view(task, candidates)) is not None:
        return seen
    is_unlike = bool(task["slots"].keys() & {"was_used", "not_order"}) and _holds_none(task, fitting)
    if is_unlike:
        candidates = _without_its_like(task, fitting)  # a day finds what was never bought as little as its name does
    if len(candidates) == 1:
        return candidates[0].order_id
    facts = {"orders": candidates[:6], "is_unlike": is_unlike}
    return Ask("order_id", purpose, facts, order_choices(candidates[:6]))


def _without_its_like(task: Task, orders: Sequence[Order]) -> list[Order]:
    """The jumper that is still under way is not the one with a hole."""
    mention = task["slots"].get("item") or ""
    return [order for order in orders if not any(likeness(mention, line) for line in order.lines)]


def _holds_none(task: Task, orders: Sequence[Order]) -> bool:
    """ "My jumper", of a kind that the shop sells and that is in none of them."""
    mention = task["slots"].get("item") if task["slots"].get("category") else None
    return bool(mention) and not any(named_by(mention, order, task) for order in orders)


def _under_way_beside(refused: str, listing: OrderList) -> list[Order]:
    return [order for order in listing.orders if order.status.is_open and order.order_id != refused]


def _with_that_item(task: Task, listing: OrderList, fitting: Sequence[Order]) -> str | None:
    """The one order that holds what was named, where none that fits does: why it does not fit is the answer then."""
    mention = task["slots"].get("item")
    if not mention:
        return None
    least = max((named_by(mention, order, task) for order in fitting), default=0)
    others = [order for order in listing.orders if order.order_id != task["slots"].get("not_order")]
    over = [order for order in others if order.status in (OrderStatus.CANCELLED, OrderStatus.RETURNED)]
    going_on = [order for order in others if order not in over]
    return _best_named(task, going_on, least) or (_best_named(task, over, 0) if not least else None)


def _best_named(task: Task, orders: Sequence[Order], least: int) -> str | None:
    """The one that its words name best, and better than `least`."""
    scores = [named_by(task["slots"]["item"], order, task) for order in orders]
    best = max(scores, default=0)
    holding = [order for order, score in zip(orders, scores, strict=True) if score == best > least]
    return holding[0].order_id if len(holding) == 1 else None


def named_by(mention: str, order: Order, task: Task) -> int:
    """How many words of the mention name one of its lines."""
    return max((likeness(mention, line) for line in _may_be_meant(order, task)), default=0)


def _may_be_meant(order: Order, task: Task) -> Sequence[OrderLine]:
    """What was worn or washed has arrived."""
    if not task["slots"].get("was_used"):
        return order.lines
    return [line for line in order.lines if order.line_delivered_at(line.line)]


def _in_view(task: Task, candidates: Sequence[Order]) -> str | None:
    """The order that was looked at last, where nothing else was named: "I want my money back" is about that one."""
    slots = task["slots"]
    seen = slots.get("order_in_view")
    if not seen or slots.keys() & {"item", "dates", "which", "all_orders"} or _ANY_ORDER.search(task["text"]):
        return None
    return seen if any(order.order_id == seen for order in candidates) else None


def _about_odd_number(task: Task, view: View) -> Step:
    """A digit is missing or too many: say so. Near ones are the customer's own, and only for who is signed in."""
    given = task["slots"]["odd_order_id"]
    listing = view.results.get("orders")
    if view.principal.subject and not isinstance(listing, OrderList):
        return Call("list_orders", {"limit": 20}, "orders")
    task["slots"].pop("odd_order_id")
    orders = listing.orders if isinstance(listing, OrderList) else ()
    far = {order.order_id: OSA.distance(order.order_id, given, score_cutoff=2) for order in orders}
    near = [order for order in orders if far[order.order_id] == min(far.values()) <= 2][:6]
    return Ask("order_id", "odd_order_number", {"given": given, "orders": near}, order_choices(near), is_again=True)


def narrowed(task: Task, orders: Sequence[Order], *, among: Sequence[Order] = ()) -> list[Order]:
    """The orders that the customer's words point at; all of them when the words point nowhere.

    `among`: all there are, for "the one before that" beside one that is no candidate itself.
    """
    slots = task["slots"]
    kept = list(orders)
    if (status := status_called(task["text"])) is not None:
        kept = [order for order in kept if order.status is status] or kept
    if mention := slots.get("item"):
        scored = [(named_by(mention, order, task), order) for order in kept]
        best = max((score for score, _ in scored), default=0)
        kept = [order for score, order in scored if score == best] if best > 0 else kept
    if span := slots.get("dates"):  # after the thing: people know what they bought better than when
        kept = _of_days(span, kept, task["text"]) or kept
    if (kinds := slots.get("category")) and len(kept) > 1:
        kept = [each for each in kept if any(line.category in kinds for line in _may_be_meant(each, task))] or kept
    return _at(slots.get("which"), kept, among or orders) or kept


_WENT_OUT = re.compile(
    r"\b(?:went out|(?:was|were|been|got|is) (?:sent|shipped|dispatched)|shipped"
    r"|left (?:you|your|the (?:shop|warehouse)))\b",
    re.IGNORECASE,
)


def _of_days(span: Sequence[str], orders: Sequence[Order], text: str) -> list[Order]:
    """By the day they were placed; what "went out last week" by the day it was sent, and what still travels first."""
    if _WENT_OUT.search(text) is None:
        return [order for order in orders if span[0] <= order.placed_at.date().isoformat() <= span[1]]
    sent = [order for order in orders if any(_is_within(span, parcel.shipped_at) for parcel in order.parcels)]
    return [order for order in sent if order.status.is_open] or sent


def _is_within(span: Sequence[str], at: datetime | None) -> bool:
    return at is not None and span[0] <= at.date().isoformat() <= span[1]


def _at(position: str | None, kept: Sequence[Order], orders: Sequence[Order]) -> list[Order]:
    """ "latest", "first", "before VM-10234", "by express": the orders there; [] when there is none."""
    if not position or not kept:
        return []
    by_date = sorted(kept, key=lambda order: order.placed_at)
    side, _, of = position.partition(" ")
    if side == "by":
        return [order for order in kept if of in order.shipping_method.casefold()]
    if not of:
        return [by_date[-1] if position == "latest" else by_date[0]]
    of = by_date[-1].order_id if of == "latest" else of
    anchor = next((order.placed_at for order in (*orders, *kept) if order.order_id == of), None)
    if anchor is None:
        return []
    earlier = [order for order in by_date if order.placed_at < anchor]
    later = [order for order in by_date if order.placed_at > anchor]
    return earlier[-1:] if side == "before" else later[:1]


def order_choices(orders: Sequence[Order]) -> tuple[Choice, ...]:
    return tuple(
        Choice(
            value=order.order_id,
            label=order.order_id,
            words=" ".join(f"{line.name} {line.words} {line.category}" for line in order.lines),
            price_minor=order.total.amount_minor,
            state=order.status.value,
            placed=order.placed_at.isoformat(),
        )
        for order in orders
    )


def choose_line(task: Task, lines: Sequence[OrderLine]) -> OrderLine | None:
    """The one line that the slots or the customer's words point at; None when more than one could be meant."""
    if number := task["slots"].get("line"):
        return next((line for line in lines if line.line == number), None)
    if (place := task["slots"].get("line_at")) and abs(place) <= len(lines):
        return lines[place - 1 if place > 0 else place]
    lines = [line for line in lines if line.line != task["slots"].get("not_line")]
    if len(lines) == 1:
        return lines[0]
    mention = task["slots"].get("item")
    return most_like(mention, lines) if mention and lines else None


def most_like(mention: str, lines: Sequence[OrderLine]) -> OrderLine | None:
    """The line that the words name best, of the same thing twice the first; None when two things may be meant."""
    scores = [likeness(mention, line) for line in lines]
    best = [line for line, score in zip(lines, scores, strict=True) if score == max(scores)]
    if len({line.sku for line in best}) > 1 and max(scores) > 0:
        best = _with_options(mention, best)
    if not best or max(scores) == 0 or len({line.sku for line in best}) > 1:
        return None
    return best[0]


def _with_options(mention: str, lines: Sequence[OrderLine]) -> list[OrderLine]:
    """Of things alike those that have just the options named: "the speaker that is not water resistant"."""
    choices: dict[str, list[str]] = {}
    for line in lines:
        for name, value in line.chosen.items():
            choices.setdefault(name, []).append(value)
    wanted = said(choices, mention).items()
    return [line for line in lines if wanted <= line.chosen.items()] if wanted else list(lines)


def line_choices(lines: Sequence[OrderLine]) -> tuple[Choice, ...]:
    """What is there twice is one choice."""
    firsts = {line.sku: line.line for line in reversed(lines)}
    return tuple(
        Choice(
            value=str(line.line),
            label=f"{line.name}, {line.words}",
            words=f"{line.name} {line.words} {line.category}",
            price_minor=line.total.amount_minor,
        )
        for line in lines
        if firsts[line.sku] == line.line
    )


def likeness(mention: str, line: OrderLine) -> int:
    """How many words of the mention name this line: its name, colour, size or category, typos forgiven."""
    names = _words(f"{line.name} {line.colour} {' '.join(line.options.values())} {line.category}")
    score = sum(1 for word in _words(mention) if any(alike(word, name) for name in names))
    return score + (1 if line.size.casefold() in mention.casefold().split() else 0)


def alike(word: str, name: str) -> bool:
    if word == name or word.rstrip("s") == name.rstrip("s"):
        return True
    return min(len(word), len(name)) > 3 and fuzz.ratio(word, name) >= (
        80 if sorted(word) == sorted(name) else _WORD_MATCH
    )


def _words(text: str) -> list[str]:
    """Words that tell things apart; of what holds a figure also the short ones: "4" hours are not "6"."""
    found = re.findall(r"[\w.]+", text.casefold())
    return [word for word in found if len(word) > 2 or any(character.isdigit() for character in word)]
