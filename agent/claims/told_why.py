"""Why something goes back: what was told stays until another reason is told, and is not asked again of that very line.

Filed, it is forgotten; dropped, it counts only where that very return is taken up after all.
Pure: reads and changes the memory or the task that it is given.
"""

import re
from typing import Any

from agent.entities.found import Found
from agent.state import Memory, Task
from agent.steps import Propose, Say, Step
from agent.table.clauses import clauses
from agent.understanding.heard import Heard
from domain.claims import ReturnReason

_SENDS_BACK = ("return_item", "refund_request", "exchange_item")
_UNTOLD = ("other", "not_received")
_MISFITS = (ReturnReason.TOO_SMALL.value, ReturnReason.TOO_BIG.value)
_SLOT = "told_why"
MOST = 6
_IS_WISH = re.compile(r"\b(?:bigger|larger|smaller|want|wanna|need)\b|\bsize (?:up|down)\b", re.IGNORECASE)
_AFTER_ALL = re.compile(r"\b(?:after all|any ?way|as before|like before|same as before)\b", re.IGNORECASE)
_SUPPOSES = re.compile(
    r"^\W*(?:(?:and|but|so|ok(?:ay)?|or)\W+)*(?:(?:what )?if|is|are|was|were|do|does|did|would|will|can|could|how|what"
    r"|which|when|why)\b",
    re.IGNORECASE,
)


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


def with_told(memory: Memory, task: Task, text: str) -> None:
    """What was told goes along with the task, which finds out which line is meant."""
    is_taken_up = _AFTER_ALL.search(text) is not None
    told = [each for each in memory["reasons"] if is_taken_up or not each.get("is_dropped")]
    if task["intent"] in (*_SENDS_BACK, "warranty_claim") and told:
        task["slots"][_SLOT] = told


def recalled(task: Task, order_id: str, lines: list[int]) -> bool:
    """Whether the reason of the only line that is meant was told before; it is that of the task then."""
    slots = task["slots"]
    told = [each for each in slots.get(_SLOT) or () if each["order_id"] == order_id and [each["line"]] == lines]
    if slots.get("reason") or not told:
        return False
    slots |= {"reason": told[0]["reason"], "note": told[0]["note"]}
    return True


def drop_why(memory: Memory) -> None:
    """ "Forget it": the next return starts clean."""
    memory["reasons"] = [{**each, "is_dropped": True} for each in memory["reasons"]]


def without_unsaid_reason(known: dict[str, Any], said: dict[str, Any], heard: Heard) -> dict[str, Any]:
    """A reason that was told stays, unless another one is told: neither asked ("if it runs small?") nor part of a wish
    ("a bigger size", "I don't want another one")."""
    if not known.get("reason") or any(_is_told(found, heard.text) for found in heard.entities.reasons):
        return without_vaguer_reason(known, said)
    return {name: value for name, value in said.items() if name not in ("reason", "note")}


def without_vaguer_reason(known: dict[str, Any], said: dict[str, Any]) -> dict[str, Any]:
    """ "They don't fit", of what was too tight before, is still too tight."""
    is_vaguer = said.get("reason") == ReturnReason.DOES_NOT_FIT.value and known.get("reason") in _MISFITS
    return {name: value for name, value in said.items() if name != "reason"} if is_vaguer else said


def _is_told(reason: Found[ReturnReason], text: str) -> bool:
    own = next((clause for clause, at in reversed(clauses(text)) if at <= reason.start), text)
    return _IS_WISH.search(reason.text) is None and _SUPPOSES.match(own) is None


def _line_of(slots: dict[str, Any], step: Step) -> int | None:
    """Of a summary the one that it would file, else the one that was got to."""
    if isinstance(step, Say) and "line" in step.opens_slots:
        return step.opens_slots["line"]
    if isinstance(step, Propose):
        items = step.arguments.get("items") or ()
        return items[0]["line"] if len(items) == 1 else None
    return slots.get("line") or slots.get("swapping")
