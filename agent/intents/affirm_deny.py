"""A yes or no with nothing open that it could answer."""

from agent.intents.chitchat import STARTERS
from agent.intents.spec import Intent, View
from agent.state import Task
from agent.steps import Say, Step


def next_step(task: Task, view: View) -> Step:
    return Say("yes_to_what", quick_replies=STARTERS)


INTENT = Intent(
    name="affirm_deny",
    meaning="yes, no, maybe; answers that need the dialogue before them",
    route="chat",
    label="answer a question",
    next_step=next_step,
)
