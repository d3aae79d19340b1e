"""What a message does to the conversation: answers a question, confirms, corrects, digresses, opens requests.

Pure: takes the memory and what was understood, changes the memory it was given, and says which tasks to
work on. It calls no tool and writes no sentence.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from agent import tasks
from agent.acts import Expecting
from agent.follow_ups import SHORT, in_context, refinement
from agent.intents.registry import INTENTS, UNSURE
from agent.slots import FILLERS, Heard, fill, pick
from agent.state import Memory, Offer, Task
from agent.steps import Say
from agent.understanding import FLOOR, SURE, Request, Understanding
from domain.claims import ReturnReason

MAX_MISSES = 3
MAX_TRIES = 3

STARTERS = ("Where is my order?", "I want to return something", "Show me linen shirts")


@dataclass(slots=True)
class Interpretation:
    """What to do in this turn. `work_on` are keys of tasks, in the order in which to serve them."""

    confirmed: bool = False
    work_on: list[str] = field(default_factory=list)
    say: list[Say] = field(default_factory=list)
    """Said before the tasks' own answers: a greeting, "I have dropped that"."""


_KEEPS = re.compile(
    r"\b(?:i'?ll|i will|i'd rather|let me|i'm going to|gonna|want to) keep (?:it|them|the|that|this)\b", re.I
)


def expecting(memory: Memory) -> Expecting | None:
    """What the last reply asked for, in the words of `agent.acts`."""
    if memory["pending"] is not None or memory["offer"] is not None:
        return "confirmation"
    task = tasks.current(memory)
    if task is None or task["asked"] is None:
        return None
    return "choice" if task["choices"] else f"slot:{task['asked']}"


def pending_verb(memory: Memory) -> str | None:
    """The verb of the action that waits for a yes: "yes, cancel it" agrees to a cancellation only."""
    pending = memory["pending"]
    return pending["verb"] if pending is not None else None


def interpret(memory: Memory, understood: Understanding, heard: Heard) -> Interpretation:
    """Apply one message (or one burst of them) to the memory."""
    result = Interpretation()
    offer, memory["offer"] = memory["offer"], None
    act = "cancel" if tasks.current(memory) and _KEEPS.search(heard.text) else understood.act.kind
    if act == "repeat" and not understood.requests:
        result.say.append(Say("repeat", {"reply": memory["last_reply"]}))
        return result
    if act == "human":
        _open(memory, result, "human_agent", heard.text, {})
        return result
    if act in ("cancel", "deny") and not _is_reason(memory, heard) and _drops(memory, result, understood, heard, offer):
        if not _KEEPS.search(heard.text):
            _open_requests(memory, result, understood.requests, heard)
        return result
    if act == "affirm" and _agrees(memory, result, offer, heard):
        _open_requests(memory, result, understood.requests, heard)
        return result
    if act == "skip" and _skips(memory, result):
        return result
    if offer is not None and offer["intent"] == "return_item" and (reason := FILLERS["reason"](heard)):
        _open(memory, result, "return_item", heard.text, {**offer["slots"], "reason": reason, "note": heard.text})
        return result
    if act == "correct" and _corrects(memory, result, understood, heard):
        return result
    if _answers_question(memory, result, understood, heard) or _corrects(memory, result, understood, heard):
        return result
    _social(result, act, alone=not understood.requests)
    _open_requests(memory, result, understood.requests, heard)
    _resume(memory, result, act)
    return result


def _drops(
    memory: Memory, result: Interpretation, understood: Understanding, heard: Heard, offer: Offer | None
) -> bool:
    """A no to a summary, or "forget it": the task is gone without a trace."""
    task = tasks.current(memory)
    is_no_with_change = understood.act.kind == "deny" and understood.requests and memory["pending"] is None
    is_dropped = understood.act.kind == "cancel" or _KEEPS.search(heard.text) is not None
    if task is not None and not is_no_with_change and (is_dropped or _waits(memory, task)):
        tasks.close(memory, task)
        result.say.append(Say("dropped", {"task": INTENTS.get(task["intent"], UNSURE).label}))
        return True
    if understood.requests:
        return False
    if offer is not None or understood.act.kind == "cancel":
        result.say.append(Say("all_right", quick_replies=STARTERS))
        return True
    return False


def _is_reason(memory: Memory, heard: Heard) -> bool:
    """ "I changed my mind" answers why something goes back; elsewhere it drops the matter."""
    task = tasks.current(memory)
    return task is not None and task["asked"] == "reason" and bool(heard.entities.reasons)


def _waits(memory: Memory, task: Task) -> bool:
    return memory["pending"] is not None or task["asked"] in ("order_id", "line", "proof", "intent")


def _agrees(memory: Memory, result: Interpretation, offer: Offer | None, heard: Heard) -> bool:
    if memory["pending"] is not None:
        result.confirmed = True
        result.work_on.append(memory["pending"]["task"])
        return True
    if offer is not None:
        _open(memory, result, offer["intent"], heard.text, dict(offer["slots"]))
        return True
    task = tasks.current(memory)
    if task is not None and task["asked"] is not None:
        if len(task["choices"]) == 1:
            task["slots"][task["asked"]] = _typed(task["asked"], task["choices"][0]["value"])
        result.work_on.append(task["key"])
        return True
    return False


def _skips(memory: Memory, result: Interpretation) -> bool:
    """ "I'd rather not say": a reason may be left out, nothing else may."""
    task = tasks.current(memory)
    if task is None or task["asked"] != "reason":
        return False
    task["slots"]["reason"] = ReturnReason.OTHER.value
    result.work_on.append(task["key"])
    return True


def _answers_question(memory: Memory, result: Interpretation, understood: Understanding, heard: Heard) -> bool:
    """Take the message as the answer to the open question, unless it clearly asks for something else."""
    task = tasks.current(memory)
    if task is None or task["asked"] is None or memory["pending"] is not None:
        return False
    if task["asked"] == "intent":
        return _clarified(memory, result, task, heard)
    if task["asked"] == "line" and _means_all(heard) and len(task["choices"]) > 1:
        _return_each(memory, result, task, heard)
        return True
    values = _answer(task, understood, heard)
    if not values:
        return _adds_to(task, result, understood, heard)
    known = task["slots"]
    values |= {name: value for name, value in _fill(task, heard).items() if name not in values | known}
    task["slots"].update(values)
    task["asked"], task["choices"], task["tries"] = None, [], 0
    result.work_on.append(task["key"])
    others = [request for request in understood.requests if _is_another(request, task)]
    if len(understood.requests) > 1 or len(heard.text.split()) > 6:
        _open_requests(memory, result, others, heard)
    return True


def _means_all(heard: Heard) -> bool:
    return any(found.value.kind in ("both", "all") for found in heard.entities.references)


def _return_each(memory: Memory, result: Interpretation, task: Task, heard: Heard) -> None:
    """ "Both": one task a line, worked on in turn."""
    lines = [choice["value"] for choice in task["choices"]]
    said = {name: value for name, value in _fill(task, heard).items() if name in ("reason", "note")}
    common = {**task["slots"], **said}
    common.pop("item", None)
    tasks.close(memory, task)
    for line in reversed(lines):
        slots = {**common, "line": _typed("line", line)}
        again = tasks.open_task(memory, INTENTS[task["intent"]], text=heard.text, slots=slots, is_another=True)
        result.work_on.insert(0, again["key"])


TELLING = ("reason", "quantity", "order_id", "which", "item")
"""Slots that, when said unasked, still belong to the task in hand."""


def _adds_to(task: Task, result: Interpretation, understood: Understanding, heard: Heard) -> bool:
    """Not what was asked, but something the task needs: "it has a hole" when asked for the order."""
    changed = _telling(task, heard)
    if not changed and _names_same_order(task, heard):
        result.work_on.append(task["key"])
        return True
    is_elsewhere = any(_is_another(request, task) for request in understood.requests)
    if not changed or (is_elsewhere and len(heard.text.split()) > SHORT and "reason" not in changed):
        return False
    tasks.correct(task, INTENTS[task["intent"]], heard)
    result.work_on.append(task["key"])
    return True


def _names_same_order(task: Task, heard: Heard) -> bool:
    orders = heard.entities.order_numbers
    return len(heard.text.split()) <= 3 and bool(orders) and task["slots"].get("order_id") == orders[0].value


def _telling(task: Task, heard: Heard) -> set[str]:
    said = _fill(task, heard)
    return {name for name in TELLING if name in said and task["slots"].get(name) != said[name]}


def _answer(task: Task, understood: Understanding, heard: Heard) -> dict[str, Any]:
    asked = task["asked"] or ""
    if asked == "proof":
        return {name: value for name in ("email", "postcode", "order_id") if (value := FILLERS[name](heard))}
    if task["choices"] and (picked := pick(task["choices"], heard)):
        return {asked: _typed(asked, picked)}
    if asked == "line":
        return {"item": item} if (item := FILLERS["item"](heard)) else {}
    if asked == "order_id":
        names = ("order_id", "which", "dates", "item")
        return {name: value for name in names if (value := FILLERS[name](heard)) is not None}
    value = FILLERS[asked](heard) if asked in FILLERS else None
    if asked == "reason":
        is_elsewhere = any(_cannot_be_a_reason(request) for request in understood.requests)
        return {} if value is None and is_elsewhere else {"reason": value or "other", "note": heard.text}
    return {asked: value} if value is not None else {}


def _typed(slot: str, value: str) -> str | int:
    """Choices are text; a line number is a number."""
    return int(value) if slot == "line" else value


MAY_BE_A_REASON = ("return_item", "exchange_item", "refund_request", "complaint", "product_question")
"""What "the seams came apart in the wash" may sound like to the classifier."""


def _cannot_be_a_reason(request: Request) -> bool:
    """A question of its own: asked as one, for goods, or clearly of another matter."""
    asks_for_goods = bool(request.entities.money_limits or request.entities.categories)
    is_question = request.text.rstrip().endswith("?") or asks_for_goods
    is_other_matter = request.intent not in MAY_BE_A_REASON and request.confidence >= 0.45
    return request.intent is not None and (is_question or is_other_matter)


def _fill(task: Task, heard: Heard) -> dict[str, Any]:
    return fill(INTENTS[task["intent"]].slots, heard) if task["intent"] in INTENTS else {}


def _is_another(request: Request, task: Task) -> bool:
    """Clearly about something else; a whole question needs less certainty than a fragment."""
    is_question = request.text.rstrip().endswith("?") and len(request.text.split()) > 3
    enough = FLOOR if is_question else SURE
    return request.intent is not None and request.intent != task["intent"] and request.confidence >= enough


def _clarified(memory: Memory, result: Interpretation, task: Task, heard: Heard) -> bool:
    """The customer picked one of the meanings offered; their first words stand as the request."""
    picked = pick(task["choices"], heard)
    if picked is None:
        tasks.close(memory, task)
        return False
    tasks.close(memory, task)
    _open(memory, result, picked, task["text"], fill(INTENTS[picked].slots, heard))
    return True


def _corrects(memory: Memory, result: Interpretation, understood: Understanding, heard: Heard) -> bool:
    """A change to the task in hand: "no, the blue one", "make it two". The old summary is void."""
    task = tasks.current(memory)
    if task is None or task["intent"] not in INTENTS:
        return False
    is_elsewhere = any(_is_another(request, task) for request in understood.requests)
    is_brief = len(heard.text.split()) <= SHORT and bool(_telling(task, heard))
    is_correction = understood.act.kind == "correct" or (
        memory["pending"] is not None and (is_brief or not is_elsewhere)
    )
    if not is_correction or not tasks.correct(task, INTENTS[task["intent"]], heard):
        return False
    if memory["pending"] is not None and memory["pending"]["task"] == task["key"]:
        memory["pending"] = None
    task["asked"], task["choices"] = None, []
    result.work_on.append(task["key"])
    return True


def _social(result: Interpretation, act: str, *, alone: bool) -> None:
    if act in ("greeting", "thanks", "goodbye") and (alone or act == "greeting"):
        say = act if alone else "greeting_short"
        result.say.append(Say(say, quick_replies=STARTERS if act == "greeting" and alone else ()))


def _open_requests(
    memory: Memory, result: Interpretation, requests: tuple[Request, ...] | list[Request], heard: Heard
) -> None:
    for request in requests:
        request = in_context(memory, request, heard)
        own = Heard(request.text, request.entities, heard.today, heard.vocabulary, heard.shown)
        if request.intent is None:
            _open_unsure(memory, result, request)
            continue
        slots = fill(INTENTS[request.intent].slots, own)
        if request.order_id:
            slots["order_id"] = request.order_id
        if refined := refinement(memory, own, request):
            _open(memory, result, *refined)
            continue
        _open_each(memory, result, request, slots)


def _open_each(memory: Memory, result: Interpretation, request: Request, slots: dict[str, Any]) -> None:
    """One task for every order named: "cancel VM-10001 and VM-10002"."""
    intent = request.intent or ""
    orders = list(dict.fromkeys(str(found.value) for found in request.entities.order_numbers))
    if "order_id" not in INTENTS[intent].slots or len(orders) < 2:
        _open(memory, result, intent, request.text, slots)
        return
    for order_id in orders:
        _open(memory, result, intent, request.text, {**slots, "order_id": order_id})


def _open_unsure(memory: Memory, result: Interpretation, request: Request) -> None:
    task = tasks.open_task(memory, UNSURE, text=request.text, slots={})
    task["choices"] = [
        {"value": name, "label": INTENTS[name].label.capitalize()}
        for name in request.alternatives
        if name in INTENTS and name not in ("affirm_deny", "out_of_scope", "chitchat")
    ]
    result.work_on.append(task["key"])


def _open(memory: Memory, result: Interpretation, intent: str, text: str, slots: dict[str, Any]) -> None:
    task = tasks.open_task(memory, INTENTS[intent], text=text, slots=slots)
    if task["key"] not in result.work_on:
        result.work_on.append(task["key"])


def _resume(memory: Memory, result: Interpretation, act: str) -> None:
    """ "Let's go on": back to what was left open."""
    task = tasks.current(memory)
    if act == "resume" and task is not None and not result.work_on:
        result.work_on.append(task["key"])
