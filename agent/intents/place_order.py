"""Help with buying: the product when one was named, else how ordering works."""

from agent.intents import product_question, product_search
from agent.intents.answering import from_passages
from agent.intents.spec import Intent, View
from agent.state import Task
from agent.steps import Step

_how_to_order = from_passages("placing an order and checkout")


def next_step(task: Task, view: View) -> Step:
    slots = task["slots"]
    if slots.get("product_ids"):
        return product_question.next_step(task, view)
    if slots.get("limits"):
        return product_search.next_step(task, view)
    return _how_to_order(task, view)


INTENT = Intent(
    name="place_order",
    meaning="help with buying, basket, checkout",
    route="product",
    label="get help with buying",
    next_step=next_step,
    slots=("product_ids", "limits", "facets"),
    tools=("find_passages", "get_products", "search_products"),
)
