"""A change to what is in hand: "no, the blue one", "make it two", "only the bag". The old summary is void. Pure."""

import re

from agent.dialogue import tasks
from agent.dialogue.answers import BRIEF, for_this_task, is_another, is_question, leans_on_it, telling, wishes_instead
from agent.dialogue.detours import said_instead
from agent.dialogue.interpretation import Interpretation
from agent.dialogue.openings import IN_ADDITION
from agent.intents.registry import INTENTS
from agent.state import Memory, Task
from agent.steps import Say
from agent.understanding.heard import Heard
from agent.understanding.local_reading import Understanding
from agent.understanding.requests import opens_request
from agent.understanding.slots import FILLERS

_SOUND_OF_A_REMARK = (None, "product_question", "product_search", "chitchat", "out_of_scope", "affirm_deny")
_REMARKS = re.compile(
    r"^\W*(?:(?:and|so|but|because|cause|well|oh|also|hm+|actually|ugh|eh)\W+)*(?:it|they|this|that|these|those)"
    r"(?:'?s|'?re|s| is| are| was| were| looks?| looked| feels?| felt| seems?)"
    r"(?! (?:ok|okay|fine|right|correct|good|great|perfect|all|it|settled|a yes)\b) \w",
    re.IGNORECASE,
)
""" "It's ugly" is told of the thing; "that's fine" may be a yes."""
_ONLY = re.compile(r"^\W*(?:(?:no|ok|actually|wait|sorry|hm+)\W+)*(?:only|just)\b", re.IGNORECASE)


def leaves_the_rest(memory: Memory, result: Interpretation, heard: Heard) -> bool:
    """ "Only the bag", where both orders were to be cancelled: the other one no longer is."""
    *others, task = memory["tasks"]
    rest = [other for other in others if other["intent"] == task["intent"]] if _ONLY.match(heard.text) else []
    for other in rest:
        tasks.close(memory, other)
    if rest:
        result.say.append(Say("only_that_one"))
    return bool(rest)


_SAID_WHOLE = ("email_said", "phone_said")
_PLACES = ("street", "postcode")
"""One of them makes an address; a word between commas may be any."""


def corrects(memory: Memory, result: Interpretation, understood: Understanding, heard: Heard) -> bool:
    """A change to the task in hand: "no, the blue one", "make it two". The old summary is void."""
    task = tasks.current(memory)
    if task is None or task["intent"] not in INTENTS:
        return False
    is_put_right = understood.act.kind == "deny" and wishes_the_same(task, understood)
    is_said_so = understood.act.kind == "correct" or is_put_right
    is_of_it = is_put_right or for_this_task(task, understood, heard) is not None
    if not is_of_it and not (is_said_so and leans_on_it(task, heard)):
        return False
    is_elsewhere = any(
        is_another(request, task) and not wishes_instead(request, task, heard) for request in understood.requests
    )
    told = telling(task, heard)
    is_brief = is_said_whole(told, heard) or (len(heard.text.split()) <= BRIEF and bool(told))
    is_about_summary = tasks.waiting(memory) is not None and (is_brief or not is_elsewhere)
    if not is_said_so and (not is_about_summary or IN_ADDITION.search(heard.text) or _tells_trouble(task, heard)):
        return False
    if not tasks.correct(task, INTENTS[task["intent"]], said_instead(understood, heard)):
        return False
    leaves_the_rest(memory, result, heard)
    if (waiting := tasks.waiting(memory)) is not None:
        result.voided, memory["pending"] = waiting["digest"], None
    task["asked"], task["choices"] = None, []
    result.work_on.append(task["key"])
    return True


def wishes_the_same(task: Task, understood: Understanding) -> bool:
    """ "No, not in my account. I want to change the address of VM-10246": the wish itself, put right."""
    is_told_in_parts = task["intent"] == "change_address"  # a change of goods says itself anew, and whole
    return is_told_in_parts and [each.intent for each in understood.requests] == [task["intent"]]


def is_said_whole(told: set[str], heard: Heard) -> bool:
    """What stands in the words as it shall be, however many they are."""
    address = FILLERS["address"](heard) if "address" in told else None
    return not told.isdisjoint(_SAID_WHOLE) or any(part in (address or {}) for part in _PLACES)


def _tells_trouble(task: Task, heard: Heard) -> bool:
    """ "The sweater has a hole", beside a copy of an invoice: no other wish for the paper."""
    return bool(heard.entities.reasons) and "reason" not in INTENTS[task["intent"]].slots


def only_remarks(memory: Memory, result: Interpretation, understood: Understanding, heard: Heard) -> bool:
    """ "It's ugly", beside a summary: neither a yes nor another wish, so what was put stays on the table."""
    pending, requests = tasks.waiting(memory), understood.requests
    if pending is None or understood.act.kind != "none" or len(requests) != 1 or len(heard.text.split()) > BRIEF:
        return False
    entities = heard.entities
    names_its_own = entities.products or entities.categories or entities.order_numbers or entities.claim_numbers
    if names_its_own or is_question(heard.text) or requests[0].intent not in _SOUND_OF_A_REMARK:
        return False
    if not _REMARKS.match(heard.text) or opens_request(heard.text):
        return False
    result.work_on.append(pending["task"])
    return True
