"""Help with buying: the product when one was named, else how ordering works. The bot fills no basket."""

from agent.intents import product_search
from agent.intents.answering import from_passages
from agent.intents.spec import Intent, View
from agent.state import Task
from agent.steps import Call, Choice, Say, Step
from tools.products import ProductDetails

_how_to_order = from_passages("placing an order and checkout")


def next_step(task: Task, view: View) -> Step:
    slots = task["slots"]
    details = view.results.get("details")
    if isinstance(details, ProductDetails):
        product = details.products[0]
        shows = (Choice(product.product_id, product.name, product.category),)
        return Say("order_on_page", {"product": product}, shows=shows, shows_kind="products")
    if slots.get("product_ids"):
        return Call("get_products", {"product_ids": slots["product_ids"][:1]}, "details")
    if slots.get("limits"):
        return product_search.next_step(task, view)
    return _how_to_order(task, view)


INTENT = Intent(
    name="place_order",
    meaning="help with buying, basket, checkout",
    route="product",
    label="get help with buying",
    next_step=next_step,
    slots=("product_ids", "limits"),
    tools=("find_passages", "get_products", "search_products"),
)
