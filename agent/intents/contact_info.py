"""Hours, addresses, phone numbers and facts about the shop, from its own words."""

from agent.intents.answering import from_passages
from agent.intents.spec import Intent

INTENT = Intent(
    name="contact_info",
    meaning="shops, hours, phone number, dealers, company facts",
    route="policy",
    label="reach or learn about the shop",
    next_step=from_passages("contact, hours, shops, company"),
    tools=("find_passages",),
)
