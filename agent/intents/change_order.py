"""Changing a placed order: what the shop says, and a person who can do it."""

from agent.intents.answering import from_passages
from agent.intents.spec import Intent

INTENT = Intent(
    name="change_order",
    meaning="change items, quantity, options or payment of a placed order",
    route="order",
    label="change an order",
    next_step=from_passages("changing an order", person=True),
    tools=("find_passages",),
)
