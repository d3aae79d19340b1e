"""Why something goes back, told a few messages ago and not filed since: it is not asked again, of that very line.

Pure: reads and changes the memory or the task that it is given.
"""

from typing import Any

from agent.state import Memory, Task
from agent.steps import Propose, Step

_SENDS_BACK = ("return_item", "refund_request", "exchange_item")
_UNTOLD = ("other", "not_received")
_SLOT = "told_why"
MOST = 6


def keep_why(memory: Memory, task: Task, step: Step, *, is_filed: bool) -> None:
    """Remember the reason of the one line that the step is about; what is filed is done with."""
    slots = {**task["slots"], **getattr(step, "keeps", {})}
    order_id, line, reason = slots.get("order_id"), _line_of(slots, step), slots.get("reason")
    if task["intent"] not in _SENDS_BACK or order_id is None:
        return
    if is_filed:
        memory["reasons"] = [each for each in memory["reasons"] if each["order_id"] != order_id]
    elif line is not None and reason and reason not in _UNTOLD:
        told = {"order_id": order_id, "line": line, "reason": reason, "note": slots.get("note") or ""}
        others = [each for each in memory["reasons"] if (each["order_id"], each["line"]) != (order_id, line)]
        memory["reasons"] = [*others, told][-MOST:]


def with_told(memory: Memory, task: Task) -> None:
    """What was told goes along with the task, which finds out which line is meant."""
    if task["intent"] in _SENDS_BACK and memory["reasons"]:
        task["slots"][_SLOT] = memory["reasons"]


def recalled(task: Task, order_id: str, lines: list[int]) -> bool:
    """Whether the reason of the only line that is meant was told before; it is that of the task then."""
    slots = task["slots"]
    told = [each for each in slots.get(_SLOT) or () if each["order_id"] == order_id and [each["line"]] == lines]
    if slots.get("reason") or not told:
        return False
    slots |= {"reason": told[0]["reason"], "note": told[0]["note"]}
    return True


def _line_of(slots: dict[str, Any], step: Step) -> int | None:
    """Of a summary the one that it would file, else the one that was got to."""
    if isinstance(step, Propose):
        items = step.arguments.get("items") or ()
        return items[0]["line"] if len(items) == 1 else None
    return slots.get("line") or slots.get("swapping")
