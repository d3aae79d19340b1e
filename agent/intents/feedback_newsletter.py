"""Reviews and the newsletter, from the shop's own words."""

from agent.intents.answering import from_passages
from agent.intents.spec import Intent

INTENT = Intent(
    name="feedback_newsletter",
    meaning="leave a review, newsletter on or off",
    route="account",
    label="leave a review or change the newsletter",
    next_step=from_passages("newsletter and reviews"),
    tools=("find_passages",),
)
