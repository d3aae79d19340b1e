"""The next question of a message that asked several: read as if it had been sent by itself, after the last answer.

So "it" is what that answer was about, and "how long" asks more of the same rule. Where the first part was lost and the
next leans on it, the next is read of the goods that the first names, or both are read as one; where the next stands
alone, the first is read once more behind it, since it may lean on what comes ("is it available in M? how much is the
tee?"). Where the whole was lost, its one question is read without what is told around it.
"""

import re
from collections.abc import Sequence
from typing import cast

from langgraph.runtime import Runtime

from agent.context import Context
from agent.dialogue import tasks
from agent.nodes.state import Answer, Served, TurnState, Update
from agent.nodes.together import is_lost, only_tells
from agent.nodes.understand import understand
from agent.steps import Ask, Say
from agent.table.clauses import last_clause
from agent.understanding.asked_apart import question_alone
from agent.understanding.leaning_parts import leans, with_thing

_IT = r"(?:it|that|this|they)"
_COSTS_OR_TAKES = re.compile(
    rf"^\W*(?:(?:and|also|so|plus)\W+)*(?:(?:what|how much) (?:does|do|would|will|is|are) {_IT}(?: be| cost(?: me)?)?"
    rf"|(?:is|are) {_IT} free|how (?:long|quick|fast) (?:does|do|would|will|is) {_IT}(?: take| be)?"
    rf"|(?:does|do|will|would) {_IT} cost (?:me )?(?:anything|something|extra|more))\W*$",
    re.IGNORECASE,
)
""" "How long is shipping, and what does it cost": of the shipping, though goods were looked at before."""
_POINTS = re.compile(r"\b(?:it|its|this|these|they|them|that one|the \w+ one)\b", re.IGNORECASE)


async def read_on(state: TurnState, runtime: Runtime[Context]) -> Update:
    part, *unread = state["unread"] or [question_alone(state["understood"].text)]
    aside = [*state["aside"], Served(state["part"], state["answers"])]
    if (before := state["untouched"]) is not None and not state["aside"] and is_lost(state["answers"]):
        is_whole = not state["unread"]
        is_leaning = not is_whole and leans(part)
        is_first_put_off = not (is_whole or is_leaning or only_tells(state["part"]))
        of_thing = with_thing(part, state["part"], _goods_named(state)) if is_leaning else ""
        if is_leaning:
            part = of_thing or f"{state['part']} {part}"
        if is_first_put_off:
            unread = [*unread, state["part"]]
        if is_whole or is_leaning or is_first_put_off:
            aside, before["mood"] = aside if of_thing else [Served("", [])], state["memory"]["mood"]
            state = cast(TurnState, {**state, "memory": before})
    _take_back_questions(state)
    begun = {
        **state,
        "part": part,
        "unread": unread,
        "aside": aside,
        "answers": [],
        "desks": {},
        "calls": [],
        "rounds": 0,
    }
    memory = state["memory"]
    looking_at = memory["looking_at"]
    if _COSTS_OR_TAKES.match(part) and not _POINTS.search(last_clause(state["part"])) and _quotes(state["answers"]):
        memory["looking_at"] = ""
    update = await understand(cast(TurnState, begun), runtime)
    memory["looking_at"] = memory["looking_at"] or looking_at
    return {name: begun[name] for name in ("memory", "part", "unread", "aside", "desks", "calls", "rounds")} | update


def is_lost_beside(state: TurnState) -> bool:
    """Nothing came of the whole, and there is one question in it that was not read without what is told around it."""
    is_first = not (state["aside"] or state["part"] or state["principal"].is_staff)
    has_question = is_first and is_lost(state["answers"]) and question_alone(state["understood"].text)
    return bool(has_question) and state["untouched"] is not None


def _goods_named(state: TurnState) -> list[str]:
    return [each.text for each in state["understood"].entities.categories]


def _quotes(answers: Sequence[Answer]) -> bool:
    return any(isinstance(each.step, Say) and bool(each.step.facts.get("passages")) for each in answers)


def _take_back_questions(state: TurnState) -> None:
    """What was asked just now nobody has read: no later part of the message answers it."""
    for answer in state["answers"]:
        task = tasks.find(state["memory"], answer.task or "")
        if task is not None and isinstance(answer.step, Ask):
            task["asked"], task["choices"] = None, []
