"""Five hundred logged conversations over all intents, in several registers, some with typos, some left unsolved.

Statements about orders and products in them are taken from the order and the product they are about.
"""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from domain.orders import OrderStatus
from synthetic_data.generator.parcels import instant
from synthetic_data.generator.sources import Sources, read_bank
from synthetic_data.records import ChatLogRecord, OrderRecord, ProductRecord

HOW_MANY = 500
GREETINGS = ("Hi, ", "Hello, ", "hey, ", "Good morning, ", "Hi there! ", "")
TAILS = ("", "", "", " Thanks in advance.", " thx", " Thank you!", " please help")
STATUS = {
    OrderStatus.PENDING: "{order} is waiting for the payment to be confirmed.",
    OrderStatus.PAID: "{order} is paid and will be packed soon.",
    OrderStatus.PACKED: "{order} is packed and leaves with the next pick-up.",
    OrderStatus.SHIPPED: "{order} is on its way with {carrier}.",
    OrderStatus.DELAYED: "{order} is with {carrier} and later than planned. I am sorry.",
    OrderStatus.DELIVERED: "{order} was delivered by {carrier}.",
    OrderStatus.CANCELLED: "{order} was cancelled.",
    OrderStatus.RETURNED: "{order} came back and was refunded.",
    OrderStatus.LOST: "{order} was lost by {carrier}. I am sorry; a colleague is looking after it.",
}


def make_conversations(
    sources: Sources, products: list[ProductRecord], orders: list[OrderRecord]
) -> list[ChatLogRecord]:
    """Oldest first; every intent about equally often, so that each can be learned from."""
    random = sources.random("conversations")
    bank = read_bank("dialogues.json")
    by_id = {product.product_id: product for product in products}
    # Their answers state today's rules, so they are about orders under today's rules.
    recent = [order for order in orders if order.placed_at.date() >= sources.figures.changed_on]
    logs: list[ChatLogRecord] = []
    for number in range(HOW_MANY):
        intent = list(bank)[number % len(bank)]
        topic = random.choices(bank[intent], weights=[len(topic["openers"]) for topic in bank[intent]])[0]
        fitting = [order for order in recent if order.status in topic.get("statuses", STATUS)]
        order = random.choice(fitting)
        product = by_id[order.lines[0].product_id]
        logs.append(_log(intent, topic, order, product, anchor=sources.anchor, random=random))
    return sorted(logs, key=lambda log: (log.timestamp, log.user_id))


def _log(
    intent: str, topic: dict[str, Any], order: OrderRecord, product: ProductRecord, *, anchor: date, random: Random
) -> ChatLogRecord:
    values = _values(order, product)
    opener = random.choice(topic["openers"])
    script = random.choice(topic["scripts"])
    write = _register(random)
    messages = [{"sender": "customer", "text": write(_dressed(opener, intent, random).format(**values))}]
    for sender, line in script:
        text = line.format(**values)
        messages.append({"sender": sender, "text": write(text) if sender == "customer" else text})
    said = " ".join([opener, *(line for _, line in script)])
    is_resolved = random.random() < (0.55 if intent in ("complaint", "human_agent", "payment_issue") else 0.82)
    is_rated = random.random() < 0.6
    return ChatLogRecord.model_validate(
        {
            "user_id": order.user_id,
            "timestamp": _when(order, anchor=anchor, random=random),
            "messages": messages,
            "intent": intent,
            "resolved": is_resolved,
            "rating": random.choice((4, 4, 5, 5, 5) if is_resolved else (1, 2, 2, 3)) if is_rated else None,
            "order_id": order.order_id if "statuses" in topic or "{order}" in said else None,
        }
    )


def _when(order: OrderRecord, *, anchor: date, random: Random) -> datetime:
    """After the last thing that happened to the order, and before the anchor day: what is said of it is true then."""
    last = max([order.placed_at, *(entry.at for entry in order.history)])
    latest = min(last.date() + timedelta(days=9), anchor - timedelta(days=1))
    day = last.date() + timedelta(days=random.randint(0, max((latest - last.date()).days, 0)))
    return max(instant(day, random), last + timedelta(minutes=random.randint(2, 40)))


def _values(order: OrderRecord, product: ProductRecord) -> dict[str, str]:
    """What the lines of a dialogue may name."""
    line = order.lines[0]
    more = product.model_extra or {}
    carrier = order.parcels[0].carrier if order.parcels else ""
    return {
        "order": order.order_id,
        "product": product.name,
        "kind": more["kind"],
        "fit": product.fit or "regular",
        "material": product.materials[0],
        "size": line.size,
        "colour": line.colour,
        "colours": ", ".join(dict.fromkeys(variant.colour for variant in product.variants)),
        "price": f"${product.price:.2f}",
        "composition": more["composition"],
        "care": product.care,
        "date": f"{order.placed_at:%B} {order.placed_at.day}",
        "status": STATUS[order.status].format(order=order.order_id, carrier=carrier),
    }


def _dressed(opener: str, intent: str, random: Random) -> str:
    if intent in ("chitchat", "affirm_deny", "out_of_scope") or random.random() < 0.55:
        return opener
    greeting = random.choice(GREETINGS)
    start = (
        opener
        if not greeting or not greeting.endswith(", ") or opener[:2] in ("I ", "I'")
        else opener[0].lower() + opener[1:]
    )
    return greeting + start + random.choice(TAILS)


def _register(random: Random) -> Callable[[str], str]:
    """How this customer writes: neatly, all in small letters, or in a hurry."""
    style = random.choices(("neat", "small", "hurried"), weights=(55, 22, 23))[0]
    if style == "neat":
        return str
    if style == "small":
        return lambda text: re.sub(r"[.!]+$", "", _small(text))
    return lambda text: _with_typo(_small(text), random)


def _small(text: str) -> str:
    """Lower case but for order numbers and codes."""
    return re.sub(r"\b(?!VM-|WELCOME)\w+", lambda word: word[0].lower(), text)


def _with_typo(text: str, random: Random) -> str:
    """One long word with two letters swapped, one dropped or one doubled."""
    words = list(re.finditer(r"[a-z]{5,}", text))
    if not words:
        return text
    word = random.choice(words)
    at = random.randrange(word.start() + 1, word.end() - 1)
    return random.choice(
        (
            text[:at] + text[at + 1] + text[at] + text[at + 2 :],
            text[:at] + text[at + 1 :],
            text[:at] + text[at] + text[at:],
        )
    )
