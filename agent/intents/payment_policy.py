"""How one can pay, from the shop's own words."""

from agent.intents.answering import from_passages
from agent.intents.plain_payments import COMBINED, GIFT_CARDS, PAID_WITH_ONE, PAYMENT, PAYMENT_SAFETY, UNPAID
from agent.intents.plain_questions import opening
from agent.intents.spec import Intent

INTENT = Intent(
    name="payment_policy",
    meaning="payment methods taken, instalments, cash on delivery",
    route="policy",
    label="know how you can pay",
    next_step=from_passages(
        "payment methods", plain=(*COMBINED, *PAID_WITH_ONE, *UNPAID, *PAYMENT_SAFETY, *PAYMENT, *GIFT_CARDS)
    ),
    tools=("find_passages",),
    cues=opening(UNPAID, PAYMENT_SAFETY, PAYMENT, GIFT_CARDS),
)
