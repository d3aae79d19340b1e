"""What is wished of which line of an order that is to change: taken down line by line, the unclear asked for.

Kept in the task's slot `changed`, `{line: {sku, size, colour, options, quantity}}`; a line that is to become what it
was is no wish. What it costs and whether it can be had is reckoned elsewhere (`tools.order_changes`).
"""

from dataclasses import replace
from typing import Any

from agent.claims.lines import line_named
from agent.claims.swaps import meant
from agent.orders.choosing import choose_line
from agent.state import Task
from agent.steps import Ask, Choice, Step
from domain.catalog import Product, Variant
from domain.orders import Order, OrderLine
from tools.order_changes import OrderChangeCheck

Wish = tuple[dict[str, str] | str | None, int | None]
"""Sizes, colours and words (or a picked sku), and how many pieces; None: nothing was said of it."""


def take_down(task: Task, check: OrderChangeCheck) -> Step | None:
    """Move what was just said into `changed`, line by line; the first thing that is not clear is asked for."""
    slots, order = task["slots"], check.order
    parts = slots.pop("parts", None) or []
    wishes = _side_by_side(parts, order)
    if len(wishes) < 2:
        wishes = _single(task, order)
    for name in ("instead", "quantity", "pieces", "line", "item", "added"):
        slots.pop(name, None)
    for number, (wanted, pieces) in wishes.items():
        line = _as_changed(task, order, number)
        product = check.product(line.product_id)
        is_said_again = line != order.line(number) and _is_that_already(line, wanted)
        found = _variant(line, product, wanted, pieces) if product and not is_said_again else line
        if isinstance(found, Ask):
            return found
        _note(task, order, number, variant=found, quantity=pieces or line.quantity)
    return None


def _side_by_side(parts: list[dict[str, Any]], order: Order) -> dict[int, Wish]:
    """ "The shirt in L and the trousers in navy": each thing with what is wanted of it."""
    wishes: dict[int, Wish] = {}
    for part in parts:
        wanted = {name: part[name] for name in ("size", "colour", "words_wanted") if part.get(name)}
        line = line_named(part["words"], order.lines)
        if line is not None and (wanted or part.get("quantity")):
            wishes[line.line] = (wanted or None, part.get("quantity"))
    return wishes


def _single(task: Task, order: Order) -> dict[int, Wish]:
    """One thing, named or the only one there is; else the one that was being changed."""
    slots = task["slots"]
    counted = None if slots.pop("everything", None) == "both" else slots.get("quantity")
    wanted, pieces = slots.get("instead"), slots.get("pieces") or counted
    added = slots.get("added")
    if not (wanted or pieces or added or slots.get("line")):
        return {}
    changed = slots.get("changed") or {}
    number = slots.get("line")
    if number is None and len(changed) == 1 and not slots.get("item"):
        number = int(next(iter(changed)))
    line = order.line(number) if number else choose_line(task, order.lines)
    if line and added and not pieces:
        pieces = _as_changed(task, order, line.line).quantity + added
    return {line.line: (wanted, pieces)} if line else {}


def _as_changed(task: Task, order: Order, number: int) -> OrderLine:
    """The line as it stands after what was said of it before."""
    line = order.line(number)
    assert line is not None  # it was chosen among the order's own
    before = (task["slots"].get("changed") or {}).get(str(number))
    if before is None:
        return line
    kept = {name: before[name] for name in ("sku", "size", "colour", "options", "quantity")}
    return replace(line, **kept)


def _variant(
    line: OrderLine, product: Product, wanted: dict[str, str] | str | None, pieces: int | None
) -> Variant | OrderLine | Ask:
    """The variant that is meant (the line itself when only its pieces change), or the question which one."""
    if not wanted and pieces:
        return line
    fitting = meant(product, line, wanted)
    if not fitting and pieces:
        return line
    there = [variant for variant in fitting if variant.stock > 0] or fitting
    if len(there) == 1:
        return there[0]
    can_be = there or [variant for variant in product.variants if variant.stock > 0 and variant.sku != line.sku]
    say = "ask_change_variant" if there or not wanted else "no_such_variant"
    say = "already_that_variant" if not there and _is_that_already(line, wanted) else say
    facts = {"line": line, "variants": can_be[:8]}
    is_again = bool(wanted) and len(there) < 2
    return Ask("instead", say, facts, variant_choices(can_be[:8]), keeps=_asked_of(line), is_again=is_again)


def _is_that_already(line: OrderLine, wanted: dict[str, str] | str | None) -> bool:
    """ "Medium please", of a dress that was ordered in M."""
    if not isinstance(wanted, dict) or not (wanted.get("size") or wanted.get("colour")):
        return False
    said = (wanted.get("size") or line.size, wanted.get("colour") or line.colour)
    return [each.casefold() for each in said] == [line.size.casefold(), line.colour.casefold()]


def which_variant(line: OrderLine, check: OrderChangeCheck) -> Ask:
    """Asks what the line is to become, where only that it is to change was said."""
    product = check.product(line.product_id)
    there = [variant for variant in product.variants if variant.stock > 0] if product else []
    others = [variant for variant in there if variant.sku != line.sku][:8]
    facts = {"line": line, "variants": others}
    return Ask("instead", "ask_change_variant", facts, variant_choices(others), keeps=_asked_of(line))


def _asked_of(line: OrderLine) -> dict[str, Any]:
    return {"line": line.line, "asked_item": line.name}


def variant_choices(variants: list[Variant]) -> tuple[Choice, ...]:
    return tuple(Choice(variant.sku, variant.words, variant.words) for variant in variants)


def _note(task: Task, order: Order, number: int, *, variant: Variant | OrderLine, quantity: int) -> None:
    """What a line is to become; back to what it was is no change."""
    line = order.line(number)
    assert line is not None  # it was chosen among the order's own
    changed = dict(task["slots"].get("changed") or {})
    changed.pop(str(number), None)
    if (variant.sku, quantity) != (line.sku, line.quantity):
        facts = {"sku": variant.sku, "size": variant.size, "colour": variant.colour, "options": dict(variant.options)}
        changed[str(number)] = {**facts, "quantity": quantity}
    task["slots"]["changed"] = changed
