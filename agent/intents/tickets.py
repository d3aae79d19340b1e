"""One of the team asks who waits for a person. To customers it says nothing of others."""

from agent.intents.spec import Intent, View
from agent.state import Task
from agent.steps import Call, Say, Step
from tools.tickets import WaitingForPerson


def next_step(task: Task, view: View) -> Step:
    if not view.principal.is_staff:
        return Say("not_permitted", opens="human_agent")
    waiting = view.results.get("tickets")
    if not isinstance(waiting, WaitingForPerson):
        return Call("list_tickets", {}, "tickets")
    return Say("tickets_waiting", {"tickets": waiting.tickets})


INTENT = Intent(
    name="tickets",
    meaning="a support lead asks which customers wait for a person",
    route="human",
    label="see who waits for a person",
    next_step=next_step,
    tools=("list_tickets",),
    goes_on=True,
)
