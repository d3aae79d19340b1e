"""Delivery: options, cost, times and places, from the shop's own words."""

import re

from agent.intents.answering import KINDS, answer, answers, from_passages
from agent.intents.basket_sum import basket_sum
from agent.intents.plain_questions import SHIPPING, opening
from agent.intents.spec import Intent, View
from agent.state import Task
from agent.steps import Call, Say, Step
from tools.policies import PassagesFound

_TO_A_PLACE = re.compile(
    r"\b(?:ship|deliver|send|post)(?:s|ing|ed)?\b[^.?!]{0,20}\bto (?!(?:my|me|us|him|her|them|an?|another|some\w*"
    r"|any\w*|other|different|two|more|several|multiple|the) ?\b)(?P<place>[a-z]{3,}(?: [a-z]+){0,2})\W*$",
    re.IGNORECASE,
)
""" "Do you ship to Otley": a place that nobody here knows, in one of the countries or not."""
_COUNTRIES = "Which countries do you ship to?"
_told = from_passages("shipping", plain=SHIPPING)


def next_step(task: Task, view: View) -> Step:
    told = (basket_sum(task, view) if task["slots"].get("basket") else None) or _told(task, view)
    is_unknown = isinstance(told, Say) and told.say == "not_known"
    return _where_to(view) or told if is_unknown and _TO_A_PLACE.search(view.text) else told


def _where_to(view: View) -> Step | None:
    """The countries served, for whoever names a town that is in none of our lists."""
    found = view.results.get("countries")
    if not isinstance(found, PassagesFound):
        return Call("find_passages", {"query": _COUNTRIES, "kinds": KINDS}, "countries")
    return answer(sure, asked=view.text, person=True) if (sure := answers(found)) else None


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
