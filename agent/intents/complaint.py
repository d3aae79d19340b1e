"""A complaint is recorded with the people who can act on it."""

from agent.intents.spec import Intent, View
from agent.state import Task
from agent.steps import HandOver, Step


def next_step(task: Task, view: View) -> Step:
    return HandOver("complaint", say="complaint_recorded")


INTENT = Intent(
    name="complaint",
    meaning="complains about service or company, wants it recorded",
    route="human",
    label="make a complaint",
    next_step=next_step,
    slots=("order_id",),
    tools=("hand_off",),
)
