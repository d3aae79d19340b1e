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
    wishes_of_claim,
    wishes_remedy,
)
from agent.claims.otherwise import tells_of_claim, wishes_otherwise
from agent.dialogue import tasks
from agent.dialogue.answers import (
    BRIEF,
    LONG_ANSWERS,
    MAY_BE_A_REASON,
    answer,
    besides,
    for_this_task,
    is_another,
    leans_on_it,
    meant_lines,
    names_it,
    names_same_order,
    telling,
    tells_more,
    typed,
)
from agent.dialogue.assent import agrees, drops, lets_go, skips, wishes_what_is_offered
from agent.dialogue.detours import (
    answers_offer,
    asks_of_summary,
    is_lost_here,
    said_instead,
    switches,
    takes_offer,
    takes_up_again,
)
from agent.dialogue.interpretation import Interpretation
from agent.dialogue.openings import IN_ADDITION, open_one, open_requests
from agent.dialogue.picking import pick
from agent.dialogue.repairs import acknowledged, asked_for, repaired, takes_up_question
from agent.dialogue.second_thoughts import adds_another, leaves_out, takes_back
from agent.goods.browsing import taken_from_table
from agent.intents.chitchat import STARTERS
from agent.intents.registry import INTENTS, UNSURE
from agent.state import Closed, Memory, Offer, Task
from agent.steps import Say
from agent.understanding.heard import Heard
from agent.understanding.local_reading import Understanding
from agent.understanding.slots import fill

_OF_A_THING = {"item", "category"}
"""What an answer that names a thing says anew, whatever was taken for one before."""
_ONLY = re.compile(r"^\W*(?:(?:no|ok|actually|wait|sorry|hm+)\W+)*(?:only|just)\b", re.IGNORECASE)
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
    if lets_go(memory, understood, heard, offer):
        understood = replace(understood, act=Act("cancel"), requests=())
    act = understood.act.kind
    if act == "human":
        for task in memory["tasks"]:
            task["put_off"] += 1  # a person takes it from here
        open_one(memory, result, "human_agent", heard.text, {})
        return result
    if turns_up(memory, result, heard) or asks_of_claim(memory, result, heard, closed):
        return result
    if not understood.requests and repaired(memory, result, act):
        if act in ("repeat", "why", "why_not", "wait", "nod"):
            memory["offer"], memory["closed"] = offer, closed
        return result
    if takes_offer(memory, result, offer, heard) or _changes_course(memory, result, understood, heard, (offer, closed)):
        return result
    if act in ("cancel", "deny") and drops(memory, result, understood, heard, offer):
        open_requests(memory, result, [each for each in understood.requests if each.intent != "affirm_deny"], heard)
        return result
    if act == "affirm" and (taken := taken_from_table(memory, heard)):
        open_one(memory, result, *taken)
        return result
    if act == "affirm" and agrees(memory, result, offer, heard):
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
    if _answers_question(memory, result, understood, heard) or _corrects(memory, result, understood, heard):
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
        or wishes_remedy(memory, result, heard)
        or wishes_otherwise(memory, result, heard)
        or asks_again(memory, result, heard)
        or names_claim(memory, result, understood, heard)
        or takes_back(memory, result, heard, closed)
        or adds_another(memory, result, understood, heard, closed)
        or switches(memory, result, understood, heard)
        or asks_of_summary(memory, result, heard)
        or takes_up_again(memory, result, understood, heard, closed)
        or wishes_of_claim(memory, result, understood, heard)
        or tells_of_claim(memory, result, understood, heard, offer)
    )


def _answers_question(memory: Memory, result: Interpretation, understood: Understanding, heard: Heard) -> bool:
    """Take the message as the answer to the open question, unless it clearly asks for something else."""
    task = tasks.current(memory)
    if task is None or task["asked"] is None:
        return False
    if task["asked"] == "intent":
        return _clarified(memory, result, task, understood, heard)
    own = for_this_task(task, understood, heard)
    if own is None:
        return False
    if task["asked"] in ("line", "order_id") and (meant := meant_lines(task["choices"], own)):
        _serve_each(memory, result, task, own, meant)
        return True
    values = answer(task, understood, own)
    if not values:
        return _adds_to(task, result, understood, own)
    known, asked = task["slots"], task["asked"]
    settled = known.keys() - (_OF_A_THING if asked in ("order_id", "line") else set())
    values |= {name: value for name, value in besides(task, own).items() if name not in values.keys() | settled}
    if asked == "order_id" and own.entities.order_numbers:
        values["order_said"] = True
    task["answered"].append(list(values))
    task["slots"].update(values)
    task["asked"], task["choices"] = None, []
    result.work_on.append(task["key"])
    others = [request for request in understood.requests if is_another(request, task)]
    if len(understood.requests) == 1 and others and others[0].intent in ("out_of_scope", "affirm_deny", "chitchat"):
        others = []  # it was an answer, and nothing else
    is_long = len(heard.text.split()) > BRIEF and asked not in LONG_ANSWERS and not _is_why(asked, understood)
    if len(understood.requests) > 1 or is_long:
        open_requests(memory, result, others, heard)
    return True


def _is_why(asked: str, understood: Understanding) -> bool:
    """ "So annoying, it is far too big": the reason that was asked for, however it sounds."""
    return asked == "reason" and all(request.intent in MAY_BE_A_REASON for request in understood.requests)


def _serve_each(memory: Memory, result: Interpretation, task: Task, heard: Heard, meant: list[str]) -> None:
    """ "Both", "all except the socks": together where the intent takes several lines, else one task for each."""
    asked = task["asked"] or ""
    said = {name: value for name, value in besides(task, heard).items() if name in ("reason", "note")}
    if asked == "line" and "lines" in INTENTS[task["intent"]].slots:
        task["slots"].update(said, lines=[typed("line", line) for line in meant])
        task["answered"].append(["lines", *said])
        task["asked"], task["choices"], task["tries"] = None, [], 0
        result.work_on.append(task["key"])
        return
    common = {**task["slots"], **said}
    common.pop("item", None)
    tasks.close(memory, task)
    for value in reversed(meant):
        slots = {**common, asked: typed(asked, value)}
        again = tasks.open_task(memory, INTENTS[task["intent"]], text=heard.text, slots=slots, is_another=True)
        result.work_on.insert(0, again["key"])


def _adds_to(task: Task, result: Interpretation, understood: Understanding, heard: Heard) -> bool:
    """Not what was asked, but something the task needs: "it has a hole" when asked for the order."""
    changed = telling(task, heard)
    if not changed and understood.requests and tells_more(task, understood, heard):
        before = task["slots"].get("note")
        task["slots"]["note"] = f"{before}; {heard.quotable}" if before else heard.quotable
        result.say.append(Say("noted_down"))
        result.work_on.append(task["key"])
        return True
    if not changed and names_same_order(task, heard):
        result.work_on.append(task["key"])
        return True
    if not changed and tasks.points_at_other(heard) and tasks.correct(task, INTENTS[task["intent"]], heard):
        task["asked"], task["choices"] = None, []
        result.work_on.append(task["key"])
        return True
    is_elsewhere = any(is_another(request, task) for request in understood.requests)
    if not changed or (is_elsewhere and len(heard.text.split()) > BRIEF and "reason" not in changed):
        return False
    tasks.correct(task, INTENTS[task["intent"]], heard)
    result.work_on.append(task["key"])
    return True


def _leaves_the_rest(memory: Memory, result: Interpretation, heard: Heard) -> bool:
    """ "Only the bag", where both orders were to be cancelled: the other one no longer is."""
    *others, task = memory["tasks"]
    rest = [other for other in others if other["intent"] == task["intent"]] if _ONLY.match(heard.text) else []
    for other in rest:
        tasks.close(memory, other)
    if rest:
        result.say.append(Say("only_that_one"))
    return bool(rest)


def _goes_on_with(task: Task, understood: Understanding) -> str | None:
    """ "Which ones do you have", when asked whether to add socks or to look for some: one of the two."""
    requests = understood.requests
    meant = requests[0].intent if len(requests) == 1 and understood.act.kind == "none" else None
    names_goods = bool(understood.entities.categories or understood.entities.products)
    return meant if meant in {choice["value"] for choice in task["choices"]} and not names_goods else None


def _clarified(memory: Memory, result: Interpretation, task: Task, understood: Understanding, heard: Heard) -> bool:
    """The customer picked one of the meanings offered; their first words stand as the request."""
    picked = pick(task["choices"], heard) or _goes_on_with(task, understood)
    tasks.close(memory, task)
    if picked is None:
        return False
    wanted = INTENTS[picked].slots
    named = {name: value for name, value in task["slots"].items() if name in wanted}
    open_one(memory, result, picked, task["text"], named | fill(wanted, heard))
    return True


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
    if not is_said_so and (not is_about_summary or IN_ADDITION.search(heard.text)):
        return False
    if not tasks.correct(task, INTENTS[task["intent"]], said_instead(understood, heard)):
        return False
    _leaves_the_rest(memory, result, heard)
    if (waiting := tasks.waiting(memory)) is not None:
        result.voided, memory["pending"] = waiting["digest"], None
    task["asked"], task["choices"] = None, []
    result.work_on.append(task["key"])
    return True


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
