"""Delivery: options, cost, times and places, from the shop's own words."""

from agent.intents.answering import from_passages
from agent.intents.plain_questions import SHIPPING, opening
from agent.intents.spec import Intent

INTENT = Intent(
    name="shipping_policy",
    meaning="delivery options, cost, times, areas served",
    route="policy",
    label="know about delivery and its cost",
    next_step=from_passages("shipping", plain=SHIPPING),
    tools=("find_passages",),
    cues=opening(
        SHIPPING,
        also=r"\bhow long\b.{0,16}\btakes? (?:it |them )?to (?:get (?:here|there"
        r"|to (?!(?:my|the|your|a) (?:money|refund)))|arrive|come|reach|be delivered|ship)\b",
    ),
)
