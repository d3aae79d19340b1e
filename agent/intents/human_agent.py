"""A person was asked for: one is called, no questions first. An order that was named is named to them."""

from agent.intents.spec import Intent, View
from agent.state import Task
from agent.steps import HandOver, Step


def next_step(task: Task, view: View) -> Step:
    return HandOver("asked", facts={"order_id": task["slots"].get("order_id")})


INTENT = Intent(
    name="human_agent",
    meaning="wants a person",
    route="human",
    label="talk to a person",
    next_step=next_step,
    slots=("order_id",),
    tools=("hand_off",),
)
