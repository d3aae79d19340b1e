"""The stack of open tasks: opening, filling, correcting, closing. Pure; the last task is the current one."""

from typing import Any

from agent.claims.told_why import without_unsaid_reason, without_vaguer_reason
from agent.intents.spec import Intent
from agent.state import Memory, Pending, Task
from agent.steps import Ask
from agent.understanding.heard import Heard
from agent.understanding.slots import fill

BEFORE = "planned_before"
"""Slot of a task that took the place of another that was ready to be agreed to."""
MAX_OPEN = 6
"""More than this is a sign of confusion; the oldest is let go."""


def current(memory: Memory) -> Task | None:
    return memory["tasks"][-1] if memory["tasks"] else None


def waiting(memory: Memory) -> Pending | None:
    """The summary that a yes would answer now: that of the task on top. One further down has to be shown again."""
    task, pending = current(memory), memory["pending"]
    return pending if pending is not None and task is not None and pending["task"] == task["key"] else None


def is_summed_up(memory: Memory, task: Task) -> bool:
    """Whether a summary of it was shown that nobody has answered."""
    return memory["pending"] is not None and memory["pending"]["task"] == task["key"]


def open_task(memory: Memory, intent: Intent, *, text: str, slots: dict[str, Any], is_another: bool = False) -> Task:
    """Put a new task on top; an open one of the same intent and order is that task again, if not `is_another`."""
    known = None if is_another else _same(memory, intent, slots)
    if known is not None:
        memory["tasks"].remove(known)
        memory["tasks"].append(known)
        _unsettle(known["slots"], {name: slots[name] for name in slots if name != "order_id"})
        if not slots:
            known["asked"] = None  # "and the return?": its question is put once more, and nothing was answered wrongly
        known["slots"].update(without_vaguer_reason(known["slots"], slots))
        known["text"] = text
        return known
    memory["turns"] += 1
    task = Task(
        key=f"{memory['turns']}",
        intent=intent.name,
        slots=slots,
        text=text,
        asked=None,
        asked_by="",
        choices=[],
        tries=0,
        answered=[],
        put_off=0,
    )
    memory["tasks"].append(task)
    for forgotten in memory["tasks"][:-MAX_OPEN]:
        close(memory, forgotten)
    return task


def divided(memory: Memory, task: Task, step: Ask) -> list[str]:
    """ "Cancel both", where two can be cancelled: one task for each of them. Keys of the new ones; [] as a rule."""
    wanted = task["slots"].get("all_orders")
    if wanted is None or step.slot != "order_id" or not step.choices or (wanted == "both" and len(step.choices) != 2):
        return []
    at = memory["tasks"].index(task)
    known = {name: value for name, value in task["slots"].items() if name not in ("all_orders", "item", "which")}
    close(memory, task)
    keys: list[str] = []
    for choice in step.choices[:MAX_OPEN]:
        memory["turns"] += 1
        keys.append(str(memory["turns"]))
        slots = {**known, "order_id": choice.value}
        memory["tasks"].insert(at, Task({**task, "key": keys[-1], "slots": slots, "answered": []}))
    return keys


def _same(memory: Memory, intent: Intent, slots: dict[str, Any]) -> Task | None:
    for task in reversed(memory["tasks"]):
        if task["intent"] != intent.name:
            continue
        if not is_other_thing(task["slots"], slots):
            return task
    return None


def is_other_order(slots: dict[str, Any], named: list[str]) -> bool:
    """Beside the number of another order, what was offered for this one is not taken up."""
    return bool(named) and slots.get("order_id") not in (None, *named)


def is_other_thing(old: dict[str, Any], new: dict[str, Any]) -> bool:
    """ "Return the trousers" beside an open return of the shirt is a second return."""
    if old.get("order_id") and new.get("order_id") and old["order_id"] != new["order_id"]:
        return True
    if not old.get("item") or not new.get("item"):
        return False
    kinds, other_kinds = set(old.get("category") or ()), set(new.get("category") or ())
    if kinds and other_kinds:
        return not kinds & other_kinds
    return not set(old["item"].casefold().split()) & set(new["item"].casefold().split())


def close(memory: Memory, task: Task) -> None:
    if task in memory["tasks"]:
        memory["tasks"].remove(task)
    pending = memory["pending"]
    if pending is not None and pending["task"] == task["key"]:
        memory["pending"] = None


def set_aside(memory: Memory, task: Task) -> None:
    """ "Leave the order for now": it waits, and a yes is no yes to it."""
    task["is_aside"], task["put_off"] = True, max(1, task["put_off"])
    if is_summed_up(memory, task):
        memory["pending"] = None


def replaced(memory: Memory, task: Task) -> dict[str, Any]:
    """Close it for another way with the same things; what that takes along, so that a no to it leads back here."""
    is_planned = is_summed_up(memory, task) or task["asked"] is None
    slots = {name: value for name, value in task["slots"].items() if name != BEFORE}
    close(memory, task)
    return {BEFORE: {"intent": task["intent"], "slots": slots, "text": task["text"]}} if is_planned else {}


def close_all(memory: Memory) -> None:
    """Nothing is left: no task, no summary, no offer, nothing to point at."""
    memory.update(tasks=[], pending=None, offer=None, closed=None, claim=None, reasons=[])
    memory.update(shown={}, search={}, looking_at="", topic="", misses=0)


def take_back(memory: Memory, task: Task) -> bool:
    """Undo the last answer, and with it the summary that it led to; False when nothing was answered yet."""
    if (pending := memory["pending"]) is not None and pending["task"] == task["key"]:
        memory["pending"] = None
    if not task["answered"]:
        return False
    names = set(task["answered"].pop())
    if names & {"order_id", "which", "dates"}:
        names |= {"order_id", "line", "quantity"}
    for name in names | ({"item"} if "line" in names else set()):
        task["slots"].pop(name, None)
    return True


def find(memory: Memory, key: str) -> Task | None:
    return next((task for task in memory["tasks"] if task["key"] == key), None)


def points_at_other(heard: Heard) -> bool:
    """ "The other one": not what was taken to be meant."""
    return any(found.value.kind == "other" for found in heard.entities.references)


def _line_taken(task: Task) -> int | None:
    """The line that a return or an exchange has got to."""
    return task["slots"].get("line") or task["slots"].get("swapping")


def _other_order(task: Task, heard: Heard) -> str | None:
    """ "Not that order, the other one": the one besides it, of the two that were shown."""
    if not points_at_other(heard):
        return None
    shown = [each["value"] for each in heard.shown.get("orders", ())]
    others = [order_id for order_id in shown if order_id != task["slots"].get("order_id")]
    return others[0] if len(shown) == 2 and len(others) == 1 else None


def _meant_here(task: Task, said: dict[str, Any], heard: Heard) -> dict[str, Any]:
    """ "In sky blue", "the ivory one" while something is exchanged: what is wanted; the size asked for before stays."""
    wanted = said.get("instead")
    if not isinstance(wanted, dict) or heard.entities.products or heard.entities.categories:
        return said
    before = task["slots"].get("wished")
    kept = {name: value for name, value in before.items() if value} if isinstance(before, dict) else {}
    if wanted.get("size") or wanted.get("step"):
        kept = {name: value for name, value in kept.items() if name not in ("size", "step")}
    merged = {**kept, **{name: value for name, value in wanted.items() if value}}
    return {name: value for name, value in said.items() if name != "item"} | {"instead": merged}


def _unsettle(slots: dict[str, Any], said: dict[str, Any]) -> None:
    """What was settled by words that are now taken back."""
    if "order_id" not in said and said.keys() & {"which", "dates"}:
        slots.pop("order_id", None)
    if said.keys() & {"order_id", "which", "dates"}:
        for name in ("line", "lines", "quantity", "swaps", "swapping", "reordered", "counts", "without"):
            slots.pop(name, None)
        if said.keys() & {"order_id", "which"}:
            slots.pop("item", None)  # a day tells which of the orders that hold it
    if "item" in said:
        for name in ("line", "lines", "everything", "parts", "swapping"):
            slots.pop(name, None)
    if "instead" in said:
        slots.pop("swaps", None)


def correct(task: Task, intent: Intent, heard: Heard) -> bool:
    """Change exactly the slots that the words name; True when anything changed."""
    said = _meant_here(task, fill(intent.slots, heard), heard)
    said = without_unsaid_reason(task["slots"], said, heard)
    said = {name: value for name, value in said.items() if task["slots"].get(name) != value}
    if "item" in said and "line" not in intent.slots and "order_id" not in said:
        task["slots"].pop("order_id", None)
    if "order_id" not in said and (other := _other_order(task, heard)):
        said["order_id"] = other
    elif (
        "order_id" not in said
        and "line" not in intent.slots
        and points_at_other(heard)
        and task["slots"].get("order_id")
    ):
        task["slots"]["not_order"] = task["slots"].pop("order_id")
        task["slots"].pop("which", None)
        return True
    elif "order_id" not in said and points_at_other(heard) and (line := _line_taken(task)):
        for name in ("line", "lines", "item", "category", "parts", "swapping", "swaps", "asked_item", "instead"):
            task["slots"].pop(name, None)
        task["slots"]["not_line"] = line
        return True
    _unsettle(task["slots"], said)
    for name, other in (("same_place", "address"), ("address", "same_place")):
        if name in said:
            task["slots"].pop(other, None)
    if said:
        task["asked_by"] = ""
    task["slots"].update(said)
    return bool(said.keys() - {"note"})
