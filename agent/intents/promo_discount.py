"""Offers and codes, from the shop's own words: nothing is promised beyond them."""

import re
from dataclasses import replace

from agent.intents.answering import from_passages
from agent.intents.spec import Intent, View
from agent.state import Task
from agent.steps import Step

_told = from_passages("promo codes and discounts")
_DEMANDED = re.compile(r"\b\d{1,2} ?(?:%|percent|per cent) (?:off|discount|cheaper|less)\b", re.IGNORECASE)


def next_step(task: Task, view: View) -> Step:
    """Whatever is demanded, and with whatever threat, the answer is what there is for everybody."""
    return _told(task, replace(view, text="Which discounts are there?") if _DEMANDED.search(view.text) else view)


INTENT = Intent(
    name="promo_discount",
    meaning="offers, coupons, price match, referral, membership benefits",
    route="policy",
    label="ask about discounts",
    next_step=next_step,
    tools=("find_passages",),
    cues=_DEMANDED,
)
