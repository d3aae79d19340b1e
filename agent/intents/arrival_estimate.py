"""By when something would come that nobody has ordered yet; `agent.dialogue.ordering_now` hears that it is asked."""

from agent.intents.answering import from_passages
from agent.intents.plain_questions import SHIPPING
from agent.intents.spec import Intent, View
from agent.state import Task
from agent.steps import Call, Say, Step
from tools.deliveries import DeliveryEstimate

_from_passages = from_passages("shipping", plain=SHIPPING)


def next_step(task: Task, view: View) -> Step:
    estimate, slots = view.results.get("estimate"), task["slots"]
    if not isinstance(estimate, DeliveryEstimate):
        asked = {name: slots[name] for name in ("country", "due", "ordered_on") if slots.get(name)}
        return Call("estimate_delivery", asked, "estimate")
    if not estimate.arrivals:
        return _from_passages(task, view)  # not served, or a shop that does not say how long it takes
    return Say("arrival_estimate", {"estimate": estimate, "passages": estimate.passages})


INTENT = Intent(
    name="arrival_estimate",
    meaning="by when something would come if it were ordered now",
    route="policy",
    label="know when an order would arrive",
    next_step=next_step,
    tools=("estimate_delivery", "find_passages"),
    goes_on=True,
)
