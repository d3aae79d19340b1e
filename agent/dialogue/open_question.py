"""The message as the answer to the open question: which thing, which of several meanings, or more of the matter.

Pure: changes the memory it is given, and says which tasks to work on.
"""

from agent.dialogue import tasks
from agent.dialogue.answers import (
    BRIEF,
    LONG_ANSWERS,
    answer,
    asks_elsewhere,
    besides,
    for_this_task,
    is_another,
    is_question,
    meant_lines,
    names_same_order,
    telling,
    tells_more,
    typed,
)
from agent.dialogue.further_questions import asks
from agent.dialogue.interpretation import Interpretation
from agent.dialogue.openings import open_one, open_requests
from agent.dialogue.picking import pick
from agent.dialogue.reasons_told import MAY_BE_A_REASON
from agent.intents.registry import INTENTS
from agent.state import Memory, Task
from agent.steps import Say
from agent.table.clauses import clauses
from agent.understanding.heard import Heard
from agent.understanding.local_reading import Understanding
from agent.understanding.slots import fill

_TELLS_WHICH = {
    *("order_id", "odd_order_id", "which", "dates", "item", "category", "line", "lines", "everything"),
    *("address", "address_of"),
}
_OF_PLACES = {"which", "order_in_view"}
""" "The last one", of the meanings that were offered: no order is meant by it."""
_OF_A_THING = {"item", "category"}
"""What an answer that names a thing says anew, whatever was taken for one before."""


def answers_question(memory: Memory, result: Interpretation, understood: Understanding, heard: Heard) -> bool:
    """Take the message as the answer to the open question, unless it clearly asks for something else."""
    task = tasks.current(memory)
    if task is None or task["asked"] is None:
        return False
    if task["asked"] == "intent":
        return _clarified(memory, result, task, understood, heard)
    if task["asked"] == "order_id" and _tells_each(understood):
        tasks.close(memory, task)
        return False
    own = None if _asks_past(task, heard) else for_this_task(task, understood, heard)
    if own is None:
        return False
    if task["asked"] in ("line", "order_id") and (meant := meant_lines(task["choices"], own)):
        _serve_each(memory, result, task, own, meant)
        return True
    values = answer(task, understood, own)
    if not values:
        return _adds_to(task, result, understood, own)
    known, asked = task["slots"], task["asked"]
    settled = known.keys() - (_OF_A_THING if asked in ("order_id", "line") else set())
    values |= {name: value for name, value in besides(task, own).items() if name not in values.keys() | settled}
    if asked == "order_id" and own.entities.order_numbers:
        values["order_said"] = True
    task["answered"].append(list(values))
    task["slots"].update(values)
    if asked == "reason" and "item" in values:
        for name in ("line", "lines"):  # "the socks, they're the wrong colour": which one was only supposed
            task["slots"].pop(name, None)
    task["asked"], task["choices"] = None, []
    result.work_on.append(task["key"])
    others = [request for request in understood.requests if is_another(request, task)]
    if len(understood.requests) == 1 and not any(asks_elsewhere(each, task) for each in others):
        others = []  # it was an answer, and nothing else, however it sounds alone
    is_long = len(heard.text.split()) > BRIEF and asked not in LONG_ANSWERS and not _is_why(asked, understood)
    if len(understood.requests) > 1 or is_long:
        open_requests(memory, result, others, heard)
    return True


def answers_asked(task: Task, heard: Heard) -> bool:
    """Says what was asked: why, or which order; what else it sounds like alone is no second thought."""
    if task["asked"] == "order_id":
        return bool(fill(("order_id", "which", "dates"), heard))
    return task["asked"] == "reason" and bool(heard.entities.reasons)


def _asks_past(task: Task, heard: Heard) -> bool:
    """The question was passed over once: what is asked since is asked for itself, whatever goods it names."""
    is_brief = len(heard.text.split()) < BRIEF or bool(heard.entities.order_numbers)
    return task["put_off"] > 0 and not is_brief and any("?" in each or asks(each) for each, _ in clauses(heard.text))


def _is_why(asked: str, understood: Understanding) -> bool:
    """ "So annoying, it is far too big": the reason that was asked for, however it sounds."""
    return asked == "reason" and all(request.intent in MAY_BE_A_REASON for request in understood.requests)


def _tells_each(understood: Understanding) -> bool:
    """ "The fleece has the broken zip and the tunic is too small": two things now, each with what is wrong with it."""
    named = [each.entities for each in understood.requests if each.entities.reasons]
    return len(named) > 1 and all(each.products or each.categories or each.materials for each in named)


def _serve_each(memory: Memory, result: Interpretation, task: Task, heard: Heard, meant: list[str]) -> None:
    """ "Both", "all except the socks": together where the intent takes several lines, else one task for each."""
    asked = task["asked"] or ""
    said = {name: value for name, value in besides(task, heard).items() if name in ("reason", "note")}
    if asked == "line" and "lines" in INTENTS[task["intent"]].slots:
        task["slots"].update(said, lines=[typed("line", line) for line in meant])
        task["answered"].append(["lines", *said])
        task["asked"], task["choices"], task["tries"] = None, [], 0
        result.work_on.append(task["key"])
        return
    common = {**task["slots"], **said}
    common.pop("item", None)
    tasks.close(memory, task)
    for value in reversed(meant):
        slots = {**common, asked: typed(asked, value)}
        again = tasks.open_task(memory, INTENTS[task["intent"]], text=heard.text, slots=slots, is_another=True)
        result.work_on.insert(0, again["key"])


def _adds_to(task: Task, result: Interpretation, understood: Understanding, heard: Heard) -> bool:
    """Not what was asked, but something the task needs: "it has a hole" when asked for the order."""
    changed = telling(task, heard)
    if not changed and understood.requests and tells_more(task, understood, heard):
        before = task["slots"].get("note")
        task["slots"]["note"] = f"{before}; {heard.quotable}" if before else heard.quotable
        result.say.append(Say("noted_down"))
        result.work_on.append(task["key"])
        return True
    if not changed and names_same_order(task, heard):
        result.work_on.append(task["key"])
        return True
    if not changed and tasks.points_at_other(heard) and tasks.correct(task, INTENTS[task["intent"]], heard):
        task["asked"], task["choices"] = None, []
        result.work_on.append(task["key"])
        return True
    is_elsewhere = any(is_another(request, task) for request in understood.requests)
    if not changed or (is_elsewhere and len(heard.text.split()) > BRIEF and "reason" not in changed):
        return False
    tasks.correct(task, INTENTS[task["intent"]], heard)
    if _TELLS_WHICH.isdisjoint(changed):
        result.say.append(Say("noted_down"))
        task["tries"] = 0
    result.work_on.append(task["key"])
    return True


def _goes_on_with(task: Task, understood: Understanding) -> str | None:
    """ "Which ones do you have", when asked whether to add socks or to look for some: one of the two."""
    requests = understood.requests
    meant = requests[0].intent if len(requests) == 1 and understood.act.kind == "none" else None
    names_goods = bool(understood.entities.categories or understood.entities.products)
    return meant if meant in {choice["value"] for choice in task["choices"]} and not names_goods else None


def _clarified(memory: Memory, result: Interpretation, task: Task, understood: Understanding, heard: Heard) -> bool:
    """The customer picked one of the meanings offered; their first words stand as the request."""
    offered = {choice["value"] for choice in task["choices"]}
    told = [each.intent for each in understood.requests if each.alternatives == (each.intent,)]
    is_else = is_question(heard.text) and any(intent not in offered for intent in told)
    picked = None if is_else else pick(task["choices"], heard) or _goes_on_with(task, understood)
    tasks.close(memory, task)
    if picked is None:
        return False
    wanted = INTENTS[picked].slots
    named = {name: value for name, value in task["slots"].items() if name in wanted}
    said = {name: value for name, value in fill(wanted, heard).items() if name not in _OF_PLACES}
    open_one(memory, result, picked, task["text"], named | said)
    return True
