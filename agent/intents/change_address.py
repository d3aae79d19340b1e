"""Changing where a parcel goes: what the shop says, and a person who can do it."""

from agent.intents.answering import from_passages
from agent.intents.spec import Intent

INTENT = Intent(
    name="change_address",
    meaning="change or set the delivery address",
    route="order",
    label="change a delivery address",
    next_step=from_passages("changing the delivery address", person=True),
    tools=("find_passages",),
)
