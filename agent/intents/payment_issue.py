"""A payment went wrong: what the shop says, and a person who can look into it."""

from agent.intents.answering import from_passages
from agent.intents.spec import Intent

INTENT = Intent(
    name="payment_issue",
    meaning="payment declined, failed, charged twice or wrongly",
    route="account",
    label="sort out a payment problem",
    next_step=from_passages("payment problems", person=True),
    tools=("find_passages",),
)
