"""Not one of the customer's intents: the bot's own doubt. It looks the words up, else asks which was meant."""

import re

from agent.intents import find_customer
from agent.intents.answering import LOOKED_AT, answer, answers, put_plainly
from agent.intents.spec import Intent, View
from agent.state import Task
from agent.steps import Ask, Call, Choice, Say, Step
from tools.policies import PassagesFound

_SURE = 0.62
_ENOUGH_TO_CHOOSE = 2
_ONLY_A_CUSTOMER = re.compile(
    r"^\W*(?:(?:hi|hello|good|morning|next|now|first|second|third|last|up|then|ok(?:ay)?|and|customer|one|is|it'?s|for|about|the|please)"
    r"\W+)*\S+@[\w.-]+\W*$",
    re.IGNORECASE,
)
""" "Next: jo@example.com", said by a lead: a look at that customer."""


def next_step(task: Task, view: View) -> Step:
    if view.principal.is_staff and view.principal.subject is not None and _ONLY_A_CUSTOMER.match(view.text):
        return find_customer.next_step(task, view)
    found = view.results.get("passages")
    if not isinstance(found, PassagesFound):
        return Call("find_passages", {"query": view.text, "limit": LOOKED_AT}, "passages")
    sure = [each for each in answers(found) if each.confidence >= _SURE] or put_plainly(task, view, found)
    if isinstance(sure, Call):
        return sure
    if sure:
        return answer(sure, asked=view.text, not_again=task["slots"].get("not_again"))
    choices = tuple(Choice(each["value"], each["label"]) for each in task["choices"])
    if len(choices) < _ENOUGH_TO_CHOOSE:
        return Say("say_more", quick_replies=(*(choice.label for choice in choices), "Talk to a person"))
    return Ask("intent", "clarify", {"choices": choices}, choices)


INTENT = Intent(
    name="unsure",
    meaning="the classifier could not tell",
    route="chat",
    label="something else",
    next_step=next_step,
    slots=(),
    tools=("find_passages", *find_customer.INTENT.tools),
)
