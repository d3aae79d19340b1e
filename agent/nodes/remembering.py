"""What customers say about themselves: heard, handed to the store once it is known who they are, let go on request.

Kept beside the plan: it asks for no intent, delays no answer, and no failure of it becomes one.
"""

from collections.abc import Sequence

from agent.nodes.state import Answer, Desk, PlannedCall, TurnState
from agent.speaker.memories import as_memory, from_memory, told
from agent.state import Memory
from agent.steps import Call, Say
from agent.understanding.heard import Heard
from domain.memories import MemoryTopic, Remembered, merged
from tools.memories import Forgotten

_DESK = "memories"
"""Beside the desks of tasks, whose keys are numbers."""


def listen(memory: Memory, heard: Heard) -> None:
    """Take what the message tells into the conversation's memory; "forget that I wear M" tells nothing."""
    if any(task["intent"] == "forget_me" for task in memory["tasks"]):
        return
    facts = told(heard.text, heard.entities, lexicon=heard.vocabulary.lexicon, today=heard.today)
    if facts:
        memory["learnt"] = as_memory(merged(learnt(memory), facts))


def learnt(memory: Memory) -> tuple[Remembered, ...]:
    return from_memory(memory["learnt"])


def keeping(state: TurnState) -> list[PlannedCall]:
    """The call that hands over what was told, once a turn and only for the speaker's own account."""
    memory, principal, desk = state["memory"], state["principal"], state["desks"].get(_DESK)
    if desk is not None:
        if "kept" in desk.results:
            memory["learnt"] = []
        return []
    if not memory["learnt"] or principal.is_staff or principal.subject is None:
        return []
    state["desks"][_DESK] = Desk(is_finished=True)
    facts = [{name: each[name] for name in ("kind", "value", "about")} for each in memory["learnt"][-10:]]
    return [PlannedCall(_DESK, Call("remember", {"facts": facts}, "kept"))]


def let_go(memory: Memory, answers: Sequence[Answer]) -> None:
    """What was forgotten in the store is forgotten in the conversation too, and in what it could repeat."""
    for answer in answers:
        forgotten = answer.step.facts.get("forgotten") if isinstance(answer.step, Say) else None
        if isinstance(forgotten, Forgotten):
            kept = [fact for fact in learnt(memory) if not fact.falls_under(forgotten.topic, forgotten.value)]
            memory["learnt"] = as_memory(kept)
            memory["search"], memory["last_reply"], memory["reply_before"] = {}, "", ""
            if forgotten.topic is MemoryTopic.ALL:
                memory["reasons"] = []
