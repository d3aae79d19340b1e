"""Swapping a delivered item: how the shop does it, and the return that begins it."""

from agent.intents.answering import from_passages
from agent.intents.spec import Intent

INTENT = Intent(
    name="exchange_item",
    meaning="swap a delivered item for another size, colour or option",
    route="returns",
    label="exchange something",
    next_step=from_passages("exchanging an item", then="return_item"),
    tools=("find_passages",),
)
