"""Which lines of an order a claim is about, and how many pieces of each: from numbers, words, "both", "everything"."""

from collections.abc import Sequence
from typing import Any

from agent.orders.choosing import choose_line, likeness, most_like
from agent.state import Task
from domain.orders import OrderLine

Chosen = dict[int, int | None]
"""Line number to pieces; None where the words name no number."""


def chosen_lines(task: Task, lines: Sequence[OrderLine], *, still_open: Sequence[OrderLine]) -> Chosen:
    """Empty when the words could mean several of them. `still_open` are those that may still be claimed."""
    chosen, out = _spoken_of(task, lines, still_open=still_open), left_out_lines(task, lines)
    return {number: pieces for number, pieces in chosen.items() if number not in out}


def left_out_lines(task: Task, lines: Sequence[OrderLine]) -> set[int]:
    """Lines that the customer keeps out of it."""
    words = (task["slots"].get("without") or "").split(", ")
    return {line.line for each in words if each and (line := line_named(each, lines)) is not None}


def _spoken_of(task: Task, lines: Sequence[OrderLine], *, still_open: Sequence[OrderLine]) -> Chosen:
    slots = task["slots"]
    if numbers := slots.get("lines"):
        return dict.fromkeys(numbers)
    if _means_all(task, lines):
        return {line.line: None for line in still_open}
    if not slots.get("line") and len(named := named_lines(slots.get("parts") or (), lines)) > 1:
        return named
    one = choose_line(task, lines) or choose_line(task, still_open)
    return {one.line: slots.get("quantity")} if one else {}


def _means_all(task: Task, lines: Sequence[OrderLine]) -> bool:
    """ "Both" of two single pieces, when no thing is named; "both" of one line with two pieces is a number."""
    slots = task["slots"]
    if slots.get("line") or slots.get("everything") is None:
        return False
    if slots["everything"] == "all":
        return True
    return len(lines) == 2 and not slots.get("item") and all(line.quantity == 1 for line in lines)


def named_lines(parts: Sequence[dict[str, Any]], lines: Sequence[OrderLine]) -> Chosen:
    """The lines that things named side by side stand for, each by itself: "the shirt and both socks"."""
    found: Chosen = {}
    for part in parts:
        if (line := line_named(part["words"], lines)) is not None:
            found[line.line] = part["quantity"]
    return found


def line_named(words: str, lines: Sequence[OrderLine]) -> OrderLine | None:
    """The one line whose name or kind these words say; a colour alone says too little."""
    line = most_like(words, lines)
    if line is None:
        return None
    bare = OrderLine(
        line.line, line.sku, line.product_id, line.name, "-", "", line.quantity, line.unit_price, line.category
    )
    return line if likeness(words, bare) else None
