"""What is asked of the summary on the table before it is agreed to: how much, to which card, and when. Pure."""

import re

from agent.dialogue import tasks
from agent.dialogue.answers import BRIEF, telling
from agent.dialogue.interpretation import Interpretation
from agent.dialogue.openings import open_one
from agent.intents.registry import INTENTS
from agent.state import Memory, Task
from agent.steps import Say
from agent.table.questions import question
from agent.understanding.heard import Heard
from agent.understanding.local_reading import Understanding
from agent.understanding.slots import FILLERS, fill

_IN_SUMMARY = re.compile(
    r"\bhow much\b.{0,20}\b(?:get|back|refunded|is it|is that|would (?:it|that) be|in total|pay|cost)\b"
    r"|\bwhat (?:do|will|would) i (?:get|pay)\b"
    r"|\bwhat(?:'?s| is| will be) the (?:refund|total|amount|(?:price )?difference)\b"
    r"|\b(?:is there|any) (?:a )?(?:price )?difference\b"
    r"|\b(?:is it|is that|is this) (?:for )?free\b|\bdoes (?:it|that|this) cost\b"
    r"|\bwhere (?:does|will) (?:the|my) money go\b|\bwhich (?:card|account|method)\b"
    r"|\b(?:do|will|would|must) i (?:have to |need to |then )?pay (?:more|extra|anything|for (?:it|that|this))\b"
    r"|\b(?:does|will) (?:it|that|this)\b.{0,12}\bcost (?:more|extra|anything)\b|\bhow much more\b"
    r"|^\W*(?:(?:and|so|ok(?:ay)?|but)\W+)*how much(?: (?:extra|then|back|is it|now|is that then))*\W*$"
    r"|\b(?:do|will|would) i get (?:everything|it all|all of it|(?:all )?(?:of )?my money|the full \w+|a refund)\b"
    r"|^\W*(?:(?:and|so|but|ok(?:ay)?)\W+)*what happens (?:then|next|now|if i do|when i do|if i say yes|if you do)\W*$"
    r"|\bwhat(?:'?s| is) the (?:new )?price(?: now| then)?\W*$",
    re.IGNORECASE,
)
"""Questions that the summary on the table answers by itself."""
_SENT_OTHERWISE = re.compile(r"\bexpress\b|\bfaster\b|\bovernight\b", re.IGNORECASE)
_COSTS = re.compile(r"\bcosts?\b|\bfree\b|\bpay\b|\bcharged?\b|\bhow much\b", re.IGNORECASE)
_AMOUNT = re.compile(r"[$€£]\s?\d|\d\s?(?:€|[A-Z]{3}\b)")
"""A summary names every amount that it moves: where it names none, there is none."""
_SURELY = 0.85
_MONEY = re.compile(r"\b(?:money|refund(?:ed)?|paid back|cash|(?:get|see) it back)\b", re.IGNORECASE)


_IF_DONE = re.compile(
    r"\b(?:did|have|has|was|is)(?:n['’]?t)? (?:you|u|it|that|the refund|the claim)\b.{0,16}"
    r"\b(?:filed?|submit\w*|process\w*|done|do it|refunded|(?:go|gone|went) through)\b",
    re.IGNORECASE,
)
""" "I said yes to the refund, did you file it?", of what still waits for a yes."""


def asks_of_summary(memory: Memory, result: Interpretation, heard: Heard) -> bool:
    """ "How much do I get back?" while the summary that says so waits for a yes: it is shown again."""
    pending, task = tasks.waiting(memory), tasks.current(memory)
    if pending is not None and task is not None and _asks_if_done(task, heard):
        result.say.append(Say("not_done_yet"))
        result.work_on.append(pending["task"])
        return True
    is_claim = task is not None and task["intent"] in INTENTS and INTENTS[task["intent"]].route == "returns"
    if pending is not None and is_claim and (plain := _when_paid_back(heard)):
        open_one(memory, result, "returns_policy", heard.text, {"plainly": plain})
        return True
    if pending is None or not _IN_SUMMARY.search(heard.text) or len(heard.text.split()) > 2 * BRIEF:
        return False
    if _SENT_OTHERWISE.search(heard.text) or FILLERS["instead"](heard):
        return False  # "what if I take the L": of another version than the summary speaks of
    is_free = _COSTS.search(heard.text) is not None and _AMOUNT.search(memory["last_reply"]) is None
    result.say.append(Say("costs_nothing") if is_free else Say("in_the_summary"))
    result.work_on.append(pending["task"])
    return True


def _asks_if_done(task: Task, heard: Heard) -> bool:
    """Of this very thing, and of no claim that was filed before."""
    is_of_it = task["intent"] in INTENTS and not tasks.is_other_thing(
        task["slots"], fill(INTENTS[task["intent"]].slots, heard)
    )
    return is_of_it and not heard.entities.claim_numbers and _IF_DONE.search(heard.text) is not None


def _when_paid_back(heard: Heard) -> str | None:
    """ "And is the money there at once?", before a yes to a claim; a cancellation has rules of its own."""
    asked = heard.read("returns", heard.text)
    is_asked = asked.name == "refund_time" and asked.probability >= _SURELY and _MONEY.search(heard.text)
    return question("returns", asked.name, ()) if is_asked and len(heard.text.split()) <= 2 * BRIEF else None


_OF_AN_ORDER_PLACED = ("change_order", "change_address")


def wishes_reorder_otherwise(memory: Memory, result: Interpretation, understood: Understanding, heard: Heard) -> bool:
    """ "In another colour", "send it to my parents", of what is to be ordered again: never of the order of then."""
    pending = tasks.waiting(memory)
    if pending is None or pending["tool"] != "reorder" or heard.entities.order_numbers:
        return False
    is_change = any(request.intent in _OF_AN_ORDER_PLACED for request in understood.requests)
    task = tasks.current(memory)
    if not is_change or task is None or telling(task, heard) - {"address", "instead"}:
        return False  # "two of the socks", "the same place as then" can be had
    result.say.append(Say("reorder_as_it_was"))
    result.work_on.append(pending["task"])
    return True
