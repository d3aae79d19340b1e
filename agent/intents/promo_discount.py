"""Offers and codes, from the shop's own words: nothing is promised beyond them."""

import re
from dataclasses import replace

from agent.intents.answering import from_passages
from agent.intents.basket_sum import basket_sum
from agent.intents.plain_payments import COMBINED
from agent.intents.plain_questions import PROMOTIONS, opening
from agent.intents.spec import Intent, View
from agent.state import Task
from agent.steps import Step

_told = from_passages("promo codes and discounts", plain=(*COMBINED, *PROMOTIONS))
_DEMANDED = re.compile(r"\b\d{1,2} ?(?:%|percent|per cent) (?:off|discount|cheaper|less)\b", re.IGNORECASE)

_A_CODE = r"\b(?:what(?:'s|s| is)|does|is|how (?:do|does|can))\b.{0,12}\b[a-z]{5,}\d{2}\b"
_SALES = re.compile(
    r"\b(?:when(?:'s|’s|s| is| are| will)?|next|upcoming)\b.{0,18}\bsales?\b"
    r"(?! (?:items?|prices?|things|stuff|tax))(?!.*\b(?:return|refund|exchange|bought|ordered)\b)"
    r"|\b(?:2|two|3|three) for (?:1|one|2|two)\b|\bbuy one,? get one\b"
    r"|\b(?:black friday|cyber monday)\b(?!.*\b(?:return|refund|order)\b)",
    re.IGNORECASE,
)


def next_step(task: Task, view: View) -> Step:
    """Whatever is demanded, and with whatever threat, the answer is what there is for everybody."""
    if task["slots"].get("basket") and (summed := basket_sum(task, view)):
        return summed
    is_of_sales = "plainly" not in task["slots"] and _SALES.search(view.text)
    is_for_all = is_of_sales or _DEMANDED.search(view.text)
    return _told(task, replace(view, text="Which discounts are there?") if is_for_all else view)


INTENT = Intent(
    name="promo_discount",
    meaning="offers, coupons, price match, referral, membership benefits",
    route="policy",
    label="ask about discounts",
    next_step=next_step,
    tools=("find_passages",),
    cues=opening(COMBINED, PROMOTIONS, also=f"{_DEMANDED.pattern}|{_SALES.pattern}|{_A_CODE}"),
)
