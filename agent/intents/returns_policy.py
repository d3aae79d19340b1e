"""The rules of returning, from the shop's own words."""

from agent.intents.answering import from_passages
from agent.intents.spec import Intent

INTENT = Intent(
    name="returns_policy",
    meaning="return or refund rules, windows, trial, cancellation fees",
    route="policy",
    label="know our return rules",
    next_step=from_passages("returns policy"),
    tools=("find_passages",),
)
