"""Delivery: options, cost, times and places, from the shop's own words."""

from agent.intents.answering import from_passages
from agent.intents.basket_sum import basket_sum
from agent.intents.plain_questions import SHIPPING, opening
from agent.intents.spec import Intent, View
from agent.state import Task
from agent.steps import Step

_told = from_passages("shipping", plain=SHIPPING)


def next_step(task: Task, view: View) -> Step:
    return (basket_sum(task, view) if task["slots"].get("basket") else None) or _told(task, view)


INTENT = Intent(
    name="shipping_policy",
    meaning="delivery options, cost, times, areas served",
    route="policy",
    label="know about delivery and its cost",
    next_step=next_step,
    tools=("find_passages",),
    cues=opening(
        SHIPPING,
        also=r"\bhow long\b.{0,16}\btakes? (?:it |them )?to (?:get (?:here|there"
        r"|to (?!(?:my|the|your|a) (?:money|refund)))|arrive|come|reach|be delivered|ship)\b",
    ),
)
