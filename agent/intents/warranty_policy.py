"""Warranty and repairs, from the shop's own words."""

from agent.intents.answering import from_passages
from agent.intents.plain_questions import WARRANTY, opening
from agent.intents.spec import Intent

INTENT = Intent(
    name="warranty_policy",
    meaning="warranty, guarantee, repair terms",
    route="policy",
    label="know about warranty and repairs",
    next_step=from_passages("warranty and repairs", plain=WARRANTY),
    tools=("find_passages",),
    cues=opening(WARRANTY),
)
