"""A person was asked for: one is called, no questions first."""

from agent.intents.spec import Intent, View
from agent.state import Task
from agent.steps import HandOver, Step


def next_step(task: Task, view: View) -> Step:
    return HandOver("asked")


INTENT = Intent(
    name="human_agent",
    meaning="wants a person",
    route="human",
    label="talk to a person",
    next_step=next_step,
    tools=("hand_off",),
)
