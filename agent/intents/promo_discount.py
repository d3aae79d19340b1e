"""Offers and codes, from the shop's own words: nothing is promised beyond them."""

from agent.intents.answering import from_passages
from agent.intents.spec import Intent

INTENT = Intent(
    name="promo_discount",
    meaning="offers, coupons, price match, referral, membership benefits",
    route="policy",
    label="ask about discounts",
    next_step=from_passages("promo codes and discounts"),
    tools=("find_passages",),
)
