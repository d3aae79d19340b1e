"""Invoices: where they are, and a person for corrections."""

from agent.intents.answering import from_passages
from agent.intents.spec import Intent

INTENT = Intent(
    name="invoice",
    meaning="find, get or correct an invoice or bill",
    route="account",
    label="get an invoice",
    next_step=from_passages("invoices", person=True),
    tools=("find_passages",),
)
