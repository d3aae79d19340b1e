"""The next question of a message that asked several: read as if it had been sent by itself, after the last answer.

So "it" is what that answer was about, and "how long" asks more of the same rule.
"""

from typing import cast

from langgraph.runtime import Runtime

from agent.context import Context
from agent.dialogue import tasks
from agent.nodes.state import Served, TurnState, Update
from agent.nodes.understand import understand
from agent.steps import Ask


async def read_on(state: TurnState, runtime: Runtime[Context]) -> Update:
    part, *unread = state["unread"]
    _take_back_questions(state)
    aside = [*state["aside"], Served(state["part"], state["answers"])]
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
    update = await understand(cast(TurnState, begun), runtime)
    return {name: begun[name] for name in ("part", "unread", "aside", "desks", "calls", "rounds")} | update


def _take_back_questions(state: TurnState) -> None:
    """What was asked just now nobody has read: no later part of the message answers it."""
    for answer in state["answers"]:
        task = tasks.find(state["memory"], answer.task or "")
        if task is not None and isinstance(answer.step, Ask):
            task["asked"], task["choices"] = None, []
