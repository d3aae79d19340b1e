"""Buying: an earlier order again, when that is what is wanted; else the product that was named, or how it works."""

from collections.abc import Mapping
from typing import Any

from agent.claims.lines import left_out_lines, line_named
from agent.goods.on_table import on_table
from agent.intents import product_search
from agent.intents.answering import from_passages
from agent.intents.change_address import PERSON
from agent.intents.product_facts import in_other_colours
from agent.intents.several_products import colour_said, variants_of
from agent.intents.spec import Intent, View
from agent.orders.change_words import AGAIN
from agent.orders.choosing import choose_order, line_choices, most_like, order_choices
from agent.orders.payment_methods import method_choices, method_named
from agent.state import Task
from agent.steps import Ask, Call, Propose, Say, Step
from domain.order_changes import MOST_PIECES
from domain.orders import Order, OrderLine, OrderStatus
from domain.reorders import ReorderQuote
from tools.products import ProductDetails
from tools.reorders import OrderPlaced

_how_to_order = from_passages("placing an order and checkout")


def next_step(task: Task, view: View) -> Step:
    slots = task["slots"]
    done = view.results.get("done")
    if isinstance(done, OrderPlaced):
        facts = {"order": done.order, "address": done.order.address, "method": done.method, "receipt": done}
        return Say("order_placed", facts, shows=order_choices([done.order]), shows_kind="orders")
    if slots.get("again") or AGAIN.search(view.text):
        slots["again"] = True
        return _again(task, view)
    details = view.results.get("details")
    if isinstance(details, ProductDetails):
        return _on_its_page(details, slots)
    if slots.get("product_ids"):
        return Call("get_products", {"product_ids": slots["product_ids"]}, "details")
    if slots.get("limits"):
        return product_search.next_step(task, view)
    return _how_to_order(task, view)


def _on_its_page(details: ProductDetails, slots: Mapping[str, Any]) -> Say:
    """Where it is bought, and whether it is to be had in the size and colour that were spoken of."""
    first, *others = details.products
    shows = on_table(details.products)
    if others:
        return Say("order_on_pages", {"products": details.products}, shows=shows, shows_kind="products")
    limits = slots.get("limits") or {}
    size, colours = next(iter(limits.get("sizes", ())), None), limits.get("colours", ())
    variants = variants_of(first, size=size, colours=colours)
    elsewise = in_other_colours(first, size, colours)
    facts = {"product": first, "size": size, "colour": colour_said(slots), "variants": variants, "elsewise": elsewise}
    return Say("order_on_page", facts, shows=shows, shows_kind="products")


def _again(task: Task, view: View) -> Step:
    order = view.results.get("order")
    if not isinstance(order, Order):
        chosen = choose_order(task, view, fits=_was_kept, none_fit="no_orders", purpose="which_to_reorder")
        return Call("get_order", {"order_id": chosen}, "order") if isinstance(chosen, str) else chosen
    slots = task["slots"]
    if (unclear := _count(task, order)) is not None:
        return unclear
    lines = _lines(task, order)
    said = slots.get("pays_with")
    arguments: dict[str, Any] = {"order_id": order.order_id}
    if len(lines) < len(order.lines):
        arguments["lines"] = lines
    if counts := slots.get("counts"):
        arguments["pieces"] = [{"line": int(number), "quantity": pieces} for number, pieces in sorted(counts.items())]
    if slots.get("same_place"):
        arguments["address"] = "same_as_then"
    quote = view.results.get("quote" if said else "first")
    if not isinstance(quote, ReorderQuote):
        first = view.results.get("first")
        named = method_named(said, first.methods) if said and isinstance(first, ReorderQuote) else None
        chosen_method = {"method_id": named.method_id} if named else {}
        name = "quote" if isinstance(first, ReorderQuote) else "first"
        return Call("check_reorder", {**arguments, **chosen_method}, name)
    return _quoted(task, quote, arguments)


def _was_kept(order: Order) -> bool:
    return order.status not in (OrderStatus.CANCELLED, OrderStatus.RETURNED)


def _count(task: Task, order: Order) -> Ask | None:
    """Take down which lines are wanted and how many of each; the question which one, when "make it two" is unclear."""
    slots = task["slots"]
    pieces, is_begun = slots.pop("pieces", None), "reordered" in slots
    named = _named(task, order)
    if not is_begun or (named and pieces is None):
        slots["reordered"] = [line.line for line in named or order.lines]
    if pieces is None:
        return None
    among = named or [line for line in order.lines if line.line in _lines(task, order)]
    if len(among) != 1:
        facts = {"lines": among, "pieces": pieces}
        return Ask("line", "which_line_to_count", facts, line_choices(among), keeps={"pieces": pieces})
    slots["counts"] = {**(slots.get("counts") or {}), str(among[0].line): min(pieces, MOST_PIECES)}
    return None


def _named(task: Task, order: Order) -> list[OrderLine]:
    """The lines that the words name; taken once, so that what is said next is heard by itself."""
    slots = task["slots"]
    if (number := slots.pop("line", None)) is not None:
        return [line for line in order.lines if line.line == number]
    parts = slots.pop("parts", None) or ()
    named = {line.line: line for part in parts if (line := line_named(part["words"], order.lines)) is not None}
    item = slots.pop("item", None)
    if not named and item and (line := most_like(item, order.lines)) is not None:
        named[line.line] = line
    return [named[number] for number in sorted(named)]


def _lines(task: Task, order: Order) -> list[int]:
    """Numbers of the lines that are wanted, without those left out; all of them, where nothing would be left."""
    out = left_out_lines(task, order.lines)
    wanted = [number for number in task["slots"].get("reordered", ()) if number not in out]
    return wanted or [line.line for line in order.lines]


def _quoted(task: Task, quote: ReorderQuote, arguments: dict[str, Any]) -> Step:
    source = quote.source
    if quote.refusal in ("unknown_method", "gift_card_too_small"):
        able = [method for method in quote.methods if method.covers(quote.total)]
        if not able:
            return Say("reorder_refused_no_method", {"quote": quote}, quick_replies=PERSON)
        facts = {"quote": quote, "methods": able, "method": quote.method}
        return Ask("pays_with", f"reorder_{quote.refusal}", facts, method_choices(able), keeps={"again": True})
    if quote.refusal is not None:
        return Say(
            f"reorder_refused_{quote.refusal}",
            {"quote": quote, "order": source},
            quick_replies=PERSON,
            shows=order_choices([source]),
            shows_kind="orders",
        )
    chosen = {"method_id": quote.method.method_id} if quote.method else {}
    return Propose(
        "reorder",
        {**arguments, **chosen, "total_minor": quote.total.amount_minor},
        "confirm_reorder",
        {"quote": quote, "method": quote.method, "address": quote.address},
        verb="order|reorder|buy|place",
    )


INTENT = Intent(
    name="place_order",
    meaning="buy something, buy an earlier order again, help with basket and checkout",
    route="product",
    label="buy something, or the same again",
    next_step=next_step,
    undone_by="cancel_order",
    slots=(
        "order_id",
        "email",
        "which",
        "dates",
        "item",
        "parts",
        "pays_with",
        "same_place",
        "product_ids",
        "limits",
        "pieces",
        "again",
        "without",
    ),
    tools=("find_passages", "get_products", "search_products", "list_orders", "get_order", "check_reorder", "reorder"),
    cues=AGAIN,
)
