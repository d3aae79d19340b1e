"""Accounts, sign-in and passwords, from the shop's own words."""

from agent.intents.answering import from_passages
from agent.intents.spec import Intent

INTENT = Intent(
    name="account_help",
    meaning="open, edit, close, switch account; sign-in and password",
    route="account",
    label="get help with your account",
    next_step=from_passages("account, sign-in and password", person=True),
    tools=("find_passages",),
)
