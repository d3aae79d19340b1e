"""What a message does to the conversation: answers a question, confirms, corrects, digresses, opens requests.

Pure: takes the memory and what was understood, changes the memory it was given, and says which tasks to
work on. It calls no tool and writes no sentence.
"""

import re
from dataclasses import replace

from agent.acts import Act, Expecting
from agent.claims.in_hand import (
    asks_again,
    asks_of_claim,
    names_claim,
    turns_up,
)
from agent.claims.otherwise import tells_of_claim, wishes_otherwise
from agent.claims.wished import wishes_as_read, wishes_of_claim, wishes_remedy
from agent.dialogue import tasks
from agent.dialogue.answers import (
    BRIEF,
    for_this_task,
    is_another,
    leans_on_it,
    names_it,
    names_same_order,
    telling,
)
from agent.dialogue.asked_of_summary import asks_of_summary
from agent.dialogue.assent import agrees, drops, lets_go, skips, wishes_what_is_offered
from agent.dialogue.detours import (
    answers_offer,
    is_lost_here,
    said_instead,
    switches,
    takes_offer,
    takes_up_again,
)
from agent.dialogue.interpretation import Interpretation
from agent.dialogue.of_this_chat import of_this_chat
from agent.dialogue.open_question import answers_question
from agent.dialogue.openings import IN_ADDITION, open_one, open_requests
from agent.dialogue.repairs import acknowledged, asked_for, repaired, takes_up_question
from agent.dialogue.second_thoughts import adds_another, leaves_out, takes_back
from agent.goods.browsing import taken_from_table
from agent.intents.chitchat import STARTERS
from agent.intents.registry import INTENTS, UNSURE
from agent.state import Closed, Memory, Offer, Task
from agent.steps import Say
from agent.understanding.heard import Heard
from agent.understanding.local_reading import Understanding

_ONLY = re.compile(r"^\W*(?:(?:no|ok|actually|wait|sorry|hm+)\W+)*(?:only|just)\b", re.IGNORECASE)
_OF_QUESTION = re.compile(r"\bquestion\b|\bask(?:ed)?\b", re.IGNORECASE)
""" "What was the question again", behind something else: not what was said last."""
_LEAVE_IT_OPEN = frozenset({
    "repeat", "why", "why_not", "wait", "nod", "help", "about", "confused", "sure", "status", "done", "languages",
    "transcript", "kept", "small_talk",
})  # fmt: skip
"""Said about the talk: what was offered or done before is still to be said yes or no to."""
_JUST_OK = re.compile(r"^\W*(?:ok(?:ay)?|right|alright|fine|hm+)\b(?!\W+(?:yes|please|do|ask))", re.IGNORECASE)
MAX_MISSES = 3
MAX_TRIES = 3


def expecting(memory: Memory) -> Expecting | None:
    """What the last reply asked for, in the words of `agent.acts`."""
    if memory["offer"] is not None:
        return "confirmation"
    asked = asked_for(memory)
    if not asked or asked == "confirmation":
        return asked or None
    task = tasks.current(memory)
    return "choice" if task is not None and task["choices"] else f"slot:{asked}"


def pending_verb(memory: Memory) -> str | None:
    """The verb of the action that waits for a yes: "yes, cancel it" agrees to a cancellation only."""
    pending = tasks.waiting(memory)
    return pending["verb"] if pending is not None else None


def interpret(memory: Memory, understood: Understanding, heard: Heard) -> Interpretation:
    """Apply one message (or one burst of them) to the memory."""
    result = Interpretation()
    offer, memory["offer"] = memory["offer"], None
    closed, memory["closed"] = memory["closed"], None
    if understood.requests and all(request.matter for request in understood.requests):
        for lookup in [task for task in memory["tasks"] if task["intent"] == "find_customer"]:
            tasks.close(memory, lookup)  # nobody is looked for any more
        open_requests(memory, result, understood.requests, heard)
        return result
    if lets_go(memory, understood, heard, offer):
        understood = replace(understood, act=Act("cancel"), requests=())
    act = understood.act.kind
    if act == "done" and closed is not None and closed["is_done"]:
        act = "repeat"  # the receipt says it best
    if act == "human":
        for task in memory["tasks"]:
            task["put_off"] += 1  # a person takes it from here
        open_one(memory, result, "human_agent", heard.text, {})
        return result
    if turns_up(memory, result, understood, heard) or asks_of_claim(memory, result, understood, heard, closed):
        return result
    if act == "repeat" and _OF_QUESTION.search(heard.text) and asked_for(memory) and takes_up_question(memory, result):
        return result
    if not understood.requests and (of_this_chat(memory, result, act, heard) or repaired(memory, result, act)):
        if act in _LEAVE_IT_OPEN:
            memory["offer"], memory["closed"] = offer, closed
        return result
    if takes_offer(memory, result, offer, heard) or _changes_course(memory, result, understood, heard, (offer, closed)):
        return result
    if act in ("cancel", "deny") and drops(memory, result, understood, heard, offer):
        open_requests(memory, result, [each for each in understood.requests if each.intent != "affirm_deny"], heard)
        return result
    if act in ("affirm", "thanks") and (taken := taken_from_table(memory, heard)):
        open_one(memory, result, *taken)
        return result
    if act == "affirm" and not _asks_on(understood, heard, offer) and agrees(memory, result, offer, heard):
        open_requests(memory, result, understood.requests, heard)
        return result
    if act == "skip" and skips(memory, result):
        return result
    if act == "resume" and not understood.requests and takes_up_question(memory, result):
        return result
    if answers_offer(memory, result, offer, heard):
        return result
    if act == "correct" and _corrects(memory, result, understood, heard):
        return result
    if not understood.requests and act in ("thanks", "greeting", "goodbye"):
        _only_social(memory, result, act, heard)
        memory["closed"] = closed
        return result
    if answers_question(memory, result, understood, heard) or _corrects(memory, result, understood, heard):
        return result
    if is_lost_here(memory, result, understood, heard):
        return result
    if (pending := tasks.waiting(memory)) is not None and (
        names_it(memory["tasks"][-1], understood, heard) or names_same_order(memory["tasks"][-1], heard)
    ):
        result.voided = "" if _leaves_the_rest(memory, result, heard) else pending["digest"]
        result.work_on.append(pending["task"])
        return result
    if offer is not None and wishes_what_is_offered(memory, result, understood, heard, offer):
        return result
    if offer is not None and not offer.get("kept") and act == "none":
        result.passed_over = offer
    is_done = closed is not None and closed["is_done"]
    _social(result, act, heard, alone=not understood.requests, is_told=is_done)
    open_requests(memory, result, understood.requests, heard)
    return result


def _changes_course(
    memory: Memory,
    result: Interpretation,
    understood: Understanding,
    heard: Heard,
    before: tuple[Offer | None, Closed | None],
) -> bool:
    """What is being done or was just done is wished otherwise, or asked about. `before`: offered, and done."""
    offer, closed = before
    return (
        leaves_out(memory, result, heard)
        or wishes_remedy(memory, result, understood, heard)
        or wishes_otherwise(memory, result, heard)
        or names_claim(memory, result, understood, heard)
        or asks_again(memory, result, heard)
        or takes_back(memory, result, heard, closed)
        or adds_another(memory, result, understood, heard, closed)
        or switches(memory, result, understood, heard)
        or asks_of_summary(memory, result, heard)
        or takes_up_again(memory, result, understood, heard, closed)
        or wishes_of_claim(memory, result, understood, heard)
        or wishes_as_read(memory, result, understood, heard)
        or tells_of_claim(memory, result, understood, heard, offer)
    )


def _asks_on(understood: Understanding, heard: Heard, offer: Offer | None) -> bool:
    """ "Ok and how quick is that": one more question, and no yes to the colleague that was offered."""
    is_of_a_person = offer is not None and offer["intent"] == "human_agent"
    return is_of_a_person and bool(understood.requests) and _JUST_OK.match(heard.text) is not None


def _leaves_the_rest(memory: Memory, result: Interpretation, heard: Heard) -> bool:
    """ "Only the bag", where both orders were to be cancelled: the other one no longer is."""
    *others, task = memory["tasks"]
    rest = [other for other in others if other["intent"] == task["intent"]] if _ONLY.match(heard.text) else []
    for other in rest:
        tasks.close(memory, other)
    if rest:
        result.say.append(Say("only_that_one"))
    return bool(rest)


def _corrects(memory: Memory, result: Interpretation, understood: Understanding, heard: Heard) -> bool:
    """A change to the task in hand: "no, the blue one", "make it two". The old summary is void."""
    task = tasks.current(memory)
    if task is None or task["intent"] not in INTENTS:
        return False
    is_said_so = understood.act.kind == "correct"
    if for_this_task(task, understood, heard) is None and not (is_said_so and leans_on_it(task, heard)):
        return False
    is_elsewhere = any(is_another(request, task) for request in understood.requests)
    is_brief = len(heard.text.split()) <= BRIEF and bool(telling(task, heard))
    is_about_summary = tasks.waiting(memory) is not None and (is_brief or not is_elsewhere)
    if not is_said_so and (not is_about_summary or IN_ADDITION.search(heard.text) or _tells_trouble(task, heard)):
        return False
    if not tasks.correct(task, INTENTS[task["intent"]], said_instead(understood, heard)):
        return False
    _leaves_the_rest(memory, result, heard)
    if (waiting := tasks.waiting(memory)) is not None:
        result.voided, memory["pending"] = waiting["digest"], None
    task["asked"], task["choices"] = None, []
    result.work_on.append(task["key"])
    return True


def _tells_trouble(task: Task, heard: Heard) -> bool:
    """ "The sweater has a hole", beside a copy of an invoice: no other wish for the paper."""
    return bool(heard.entities.reasons) and "reason" not in INTENTS[task["intent"]].slots


def _only_social(memory: Memory, result: Interpretation, act: str, heard: Heard) -> None:
    """Who takes leave while a summary waits has not agreed to it; after a word of thanks what is open goes on."""
    if act == "goodbye" and tasks.waiting(memory) is not None and (task := tasks.current(memory)) is not None:
        tasks.close(memory, task)
        result.say.append(Say("dropped", {"task": INTENTS.get(task["intent"], UNSURE).label}))
    _social(result, act, heard, alone=True)
    result.resumes = act != "goodbye"


def _social(result: Interpretation, act: str, heard: Heard, *, alone: bool, is_told: bool = False) -> None:
    """`is_told`: something was carried out just now, and a yes to that is no riddle."""
    if act in ("greeting", "thanks", "goodbye") and (alone or act == "greeting"):
        say = act if alone else "greeting_short"
        result.say.append(Say(say, quick_replies=STARTERS if act == "greeting" and alone else ()))
    if act == "affirm" and alone and (acknowledged(heard.text) or is_told):
        result.say.append(Say("all_right", quick_replies=STARTERS))
