"""What a customer of the benchmark wants, one goal for each gold write, and how such a customer would say it.

The words come from the task: items and options as its database names them, payment methods as a customer knows them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from evals.tau.tasks import Task, ToolUse, customer_of

Database = Mapping[str, Mapping[str, Any]]

METHOD_WORDS = {"credit_card": "credit card", "paypal": "PayPal", "gift_card": "gift card"}
_FLAGS = ("yes", "no")


@dataclass(frozen=True, slots=True)
class Item:
    name: str
    options: Mapping[str, str]
    wanted: Mapping[str, str] = field(default_factory=dict)
    """The options of the new one that differ; empty for a return."""
    is_told_apart: bool = False
    """The order has another item of this name: it must be named with its options."""


@dataclass(frozen=True, slots=True)
class Goal:
    """One write, in the words of a customer. `styles` ways of saying it, see `statement`."""

    tool: str
    order_id: str = ""
    items: Sequence[Item] = ()
    others: Sequence[str] = ()
    """Names of items on the same order that are not meant."""
    method: str = ""
    """As a customer knows it: "gift card", "Visa ending 4242"."""
    method_marks: Sequence[str] = ()
    """What any way of writing it down has at least one of, in small letters."""
    reason: str = ""
    address: str = ""

    @property
    def changes_order(self) -> bool:
        return self.tool.startswith("modify_pending_order")


def goals_of(task: Task, database: Database) -> list[Goal]:
    return [_goal(use, task, database) for use in task.writes]


def _goal(use: ToolUse, task: Task, database: Database) -> Goal:
    arguments = use.arguments
    order_id = arguments.get("order_id", "")
    items, others = _items(arguments, database) if "item_ids" in arguments else ((), ())
    return Goal(
        tool=use.name,
        order_id=order_id,
        items=items,
        others=others,
        method=_method(arguments.get("payment_method_id", ""), customer_of(task, database)),
        method_marks=_marks(arguments.get("payment_method_id", ""), customer_of(task, database)),
        reason=arguments.get("reason", ""),
        address=_address(arguments) if "address1" in arguments else "",
    )


def _items(arguments: Mapping[str, Any], database: Database) -> tuple[list[Item], list[str]]:
    lines = list(database["orders"][arguments["order_id"]]["items"])
    names = [line["name"] for line in lines]
    new = arguments.get("new_item_ids") or [None] * len(arguments["item_ids"])
    items: list[Item] = []
    for item_id, new_id in zip(arguments["item_ids"], new, strict=True):
        line = next(line for line in lines if line["item_id"] == item_id)
        lines.remove(line)
        options = database["products"][line["product_id"]]["variants"][new_id]["options"] if new_id else {}
        wanted = {name: value for name, value in options.items() if line["options"].get(name) != value}
        items.append(Item(line["name"], line["options"], wanted, names.count(line["name"]) > 1))
    return items, [line["name"] for line in lines]


def _method(method_id: str, user: Mapping[str, Any]) -> str:
    """ "my Visa" is not enough for somebody with two of them; only cards and gift cards have numbers to tell."""
    if not method_id:
        return ""
    method = user["payment_methods"][method_id]
    words = METHOD_WORDS[method["source"]]
    same = [other for other in user["payment_methods"].values() if other["source"] == method["source"]]
    if method["source"] == "credit_card" and len(same) > 1:
        return f"{method['brand'].capitalize()} ending {method['last_four']}"
    return f"{words} ending {method_id[-4:]}" if len(same) > 1 and method["source"] == "gift_card" else words


def _marks(method_id: str, user: Mapping[str, Any]) -> list[str]:
    if not method_id:
        return []
    method = user["payment_methods"][method_id]
    last = method.get("last_four") or method_id[-4:]
    return ["paypal"] if method["source"] == "paypal" else [last]


def _address(arguments: Mapping[str, Any]) -> str:
    street = ", ".join(filter(None, (arguments["address1"], arguments["address2"])))
    return f"{street}, {arguments['city']}, {arguments['state']} {arguments['zip']}, {arguments['country']}"


def statement(goal: Goal, style: int) -> str:
    """The goal in a sentence or two. Style 0 is as terse as the benchmark, 1 polite, 2 short, 3 leaves details out."""
    match goal.tool:
        case "cancel_pending_order":
            return _cancel(goal, style)
        case "return_delivered_order_items":
            return _return(goal, style)
        case "exchange_delivered_order_items":
            return _swap(goal, style, ("exchange", "exchange", "swap"))
        case "modify_pending_order_items":
            return _swap(goal, style, ("modify", "change", "change"))
        case "modify_pending_order_payment":
            return _payment(goal, style)
        case "modify_pending_order_address":
            return _order_address(goal, style)
        case _:
            return _user_address(goal, style)


def _cancel(goal: Goal, style: int) -> str:
    why = {"no longer needed": "I no longer need it", "ordered by mistake": "I ordered it by mistake"}[goal.reason]
    return (
        f"Cancel order {goal.order_id} because {goal.reason}.",
        f"Hi, could you please cancel my order {goal.order_id}? {why}.",
        f"cancel {goal.order_id}, {goal.reason}",
        f"I'd like to cancel order {goal.order_id}.",
    )[style]


def _return(goal: Goal, style: int) -> str:
    named = joined([item_words(item) for item in goal.items])
    return (
        f"Return {goal.order_id} via {goal.method}: {'; '.join(item_words(item) for item in goal.items)};",
        f"Hello! I would like to return the {named} from order {goal.order_id}. Please refund it to my {goal.method}.",
        f"return {named} from {goal.order_id}, refund to {goal.method}",
        f"I want to return something from order {goal.order_id}.",
    )[style]


def _swap(goal: Goal, style: int, verbs: tuple[str, str, str]) -> str:
    pairs = [(item_words(item), options_words(item.wanted, style)) for item in goal.items]
    if style == 0:
        said = "; ".join(f"{old} to {new}" for old, new in pairs)
        return f"For {goal.order_id}, {verbs[0]} {said}; via {goal.method}."
    if style == 1:
        link = "to" if verbs[1] == "change" else "for"
        said = joined([f"the {old} {link} {_one_with(new)}" for old, new in pairs])
        return f"Hi, I'd like to {verbs[1]} {said} in order {goal.order_id}. Please use my {goal.method}."
    if style == 2:
        link = "to" if verbs[2] == "change" else "for"
        said = ", ".join(f"{old} {link} {new}" for old, new in pairs)
        return f"{verbs[2]} {said}, order {goal.order_id}, {goal.method}"
    return f"I want to {verbs[1]} {'an item' if len(pairs) == 1 else 'some items'} in order {goal.order_id}."


def _one_with(wanted: str) -> str:
    return wanted if wanted.startswith("the same") else f"one with {wanted}"


def _payment(goal: Goal, style: int) -> str:
    return (
        f"For {goal.order_id}, change payment to {goal.method}.",
        f"Could you please change the payment method of order {goal.order_id} to my {goal.method}?",
        f"pay {goal.order_id} with {goal.method} instead",
        f"I want to pay order {goal.order_id} another way.",
    )[style]


def _order_address(goal: Goal, style: int) -> str:
    return (
        f"For {goal.order_id}, change address to {goal.address}.",
        f"Could you please send order {goal.order_id} to another address? It should go to {goal.address}.",
        f"new address for {goal.order_id}: {goal.address}",
        f"I need to change the delivery address of order {goal.order_id}.",
    )[style]


def _user_address(goal: Goal, style: int) -> str:
    return (
        f"Change my default address to {goal.address}.",
        f"I moved. Could you please change the default address of my account to {goal.address}?",
        f"new default address: {goal.address}",
        "I want to change the default address of my account.",
    )[style]


def item_words(item: Item) -> str:
    return f"{item.name} ({options_words(item.options, 1)})" if item.is_told_apart else item.name


def options_words(options: Mapping[str, str], style: int = 0) -> str:
    """ "color black, capacity 1 l"; in the shorter styles the values alone, where they say enough.

    Nothing differs where the same is wanted again.
    """
    said = ", ".join(
        value if style and value not in _FLAGS and not value.isdigit() and " color" not in name else f"{name} {value}"
        for name, value in options.items()
    )
    return said or "the same one again"


def joined(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
