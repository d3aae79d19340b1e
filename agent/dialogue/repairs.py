"""Talk about the talk: help, why, back, where were we, start over. None of it loses or decides anything by itself.

Pure, like `agent.dialogue.interpreting`, which hands over what `agent.acts` recognised.
"""

from collections.abc import Callable

from agent.acts import phrases as lists
from agent.acts.said import Said, is_all
from agent.dialogue import tasks
from agent.dialogue.interpretation import Interpretation
from agent.intents.chitchat import STARTERS
from agent.intents.registry import INTENTS, UNSURE
from agent.state import Memory, Offer, Task
from agent.steps import Say

PERSON = ("Talk to a person",)


def repaired(memory: Memory, result: Interpretation, act: str) -> bool:
    """Answer what was said about the conversation itself; False when it was nothing of the kind."""
    handler = _HANDLERS.get(act)
    return handler is not None and handler(memory, result)


def acknowledged(text: str) -> bool:
    """A bare "ok", which after an answer that asked nothing needs no more than a friendly nod."""
    return is_all(Said.of(text).words, lists.WEAK_YES, lists.FILLERS, lists.PRAISE)


def label(task: Task) -> str:
    """What the customer would call it: "return something (VM-10198)"."""
    return _named(task["intent"], task["slots"].get("order_id") or "")


def asked_for(memory: Memory) -> str:
    """The slot on the table, `confirmation` when a summary is, "" when nothing is."""
    task = tasks.current(memory)
    if task is None:
        return ""
    return "confirmation" if tasks.waiting(memory) is not None else task["asked"] or ""


def _put_again(memory: Memory, result: Interpretation, *, counts: bool = False) -> None:
    """The open question once more; `counts` when that is a sign of trouble, and the third time offers a person."""
    task = tasks.current(memory)
    if task is None:
        return
    if not counts:
        task["asked"] = None
    result.work_on.append(task["key"])


def takes_up_question(memory: Memory, result: Interpretation) -> bool:
    """ "Let's go on": back to what was left open, its question in full."""
    _put_again(memory, result)
    return bool(result.work_on)


def _repeat(memory: Memory, result: Interpretation) -> bool:
    result.say.append(Say("repeat", {"reply": _without_greeting(memory["last_reply"])}))
    return True


def _without_greeting(reply: str) -> str:
    """Who is told something once more was greeted before."""
    greeting, _, rest = reply.partition("\n\n")
    return rest if rest and is_all(Said.of(greeting).words, lists.GREETING) else reply


def _why(memory: Memory, result: Interpretation) -> bool:
    slot = asked_for(memory)
    if not slot and any(past["came_of_it"] == "refused" for past in memory["past"][-1:]):
        return _why_not(memory, result)
    result.say.append(Say("why_asked", {"slot": slot}))
    _put_again(memory, result)
    return True


_SOCIAL = frozenset({"all_right", "dropped", "thanks", "greeting", "take_your_time", "started_over", "yes_to_what"})


def _why_not(memory: Memory, result: Interpretation) -> bool:
    """After a refusal: what was said, once more, and a person who may see it differently.

    "What can you do then?" of somebody who was refused nothing asks what there is to be had.
    """
    if _SOCIAL.intersection(memory["said"]):
        result.say.append(Say("about_me", quick_replies=STARTERS))
        return True
    reply = _without_greeting(memory["last_reply"])
    result.say.append(Say("said_once_more", {"reply": reply}, quick_replies=PERSON))
    return True


def _confused(memory: Memory, result: Interpretation) -> bool:
    if not (slot := asked_for(memory)):
        return _repeat(memory, result)
    result.say.append(Say("explained", {"slot": slot}, quick_replies=PERSON))
    _put_again(memory, result, counts=True)
    return True


def _help(memory: Memory, result: Interpretation) -> bool:
    task = tasks.current(memory)
    if task is not None and task["intent"] == UNSURE.name:
        tasks.close(memory, task)  # what was only guessed at is not what the customer is at
        return _about(memory, result)
    if task is None or not asked_for(memory):
        return _about(memory, result)
    result.say.append(Say("help_here", {"task": label(task)}, quick_replies=PERSON))
    _put_again(memory, result)
    return True


def _status(memory: Memory, result: Interpretation) -> bool:
    if not memory["tasks"]:
        result.say.append(Say("nothing_open", quick_replies=STARTERS))
        return True
    result.say.append(Say("still_open", {"tasks": [label(task) for task in reversed(memory["tasks"])]}))
    _put_again(memory, result)
    return True


def _done(memory: Memory, result: Interpretation) -> bool:
    """What was carried out in this conversation; what was only answered or refused changed nothing."""
    task = tasks.current(memory)
    if task is not None and (tasks.waiting(memory) is not None or task["asked"] is None):
        result.say.append(Say("not_done_yet"))
        _put_again(memory, result)
        return True
    carried_out = [past for past in memory["past"] if past["came_of_it"] in ("done", "given to a person")]
    done = [_named(past["intent"], past["about"]) for past in carried_out]
    told = list(dict.fromkeys(_named(past["intent"], past["about"]) for past in memory["past"]))
    said = Say("done_so_far", {"tasks": done}) if done else Say("nothing_done", {"tasks": told}, STARTERS)
    result.say.append(said)
    if memory["tasks"]:
        _put_again(memory, result)
    return True


def _named(intent: str, about: str) -> str:
    name = INTENTS.get(intent, UNSURE).label
    return f"{name} ({about})" if about else name


def _back(memory: Memory, result: Interpretation) -> bool:
    """Take back the last answer and put its question again."""
    task = tasks.current(memory)
    if task is None:
        return _status(memory, result)
    if not tasks.take_back(memory, task):
        result.say.append(Say("nothing_to_take_back"))
    _put_again(memory, result)
    return True


def _restart(memory: Memory, result: Interpretation) -> bool:
    tasks.close_all(memory)
    result.say.append(Say("started_over", quick_replies=STARTERS))
    return True


def noted(memory: Memory, result: Interpretation) -> bool:
    """ "I see", "ok": nothing more is due, and a question that the last reply put waits.

    "Fine, I'll do that", to a summary, may well be meant for a yes: what counts as one is said, and asked once more.
    """
    task = tasks.current(memory)
    if task is not None and tasks.waiting(memory) is not None:
        result.say.append(Say("only_with_a_yes"))
        _put_again(memory, result)
        return True
    if task is not None and task["asked_by"] in memory["said"]:
        return _wait(memory, result)
    result.say.append(Say("all_right", quick_replies=STARTERS))
    return True


def _sure(memory: Memory, result: Interpretation) -> bool:
    """ "Are you sure?": of what was answered; a summary on the table is no more than a question."""
    if tasks.waiting(memory) is None:
        result.say.append(Say("is_sure", quick_replies=PERSON))
        return True
    result.say.append(Say("only_with_a_yes"))
    _put_again(memory, result)
    return True


def _stuck(memory: Memory, result: Interpretation) -> bool:
    """ "You said that already": a person is offered, and nothing is said a second time."""
    memory["offer"] = Offer(intent="human_agent", slots={})
    result.say.append(Say("going_in_circles", quick_replies=("Yes, a person please", "No, thanks")))
    return True


def _wait(memory: Memory, result: Interpretation) -> bool:
    result.say.append(Say("take_your_time"))
    return True


def _about(memory: Memory, result: Interpretation) -> bool:
    """Who answers here, and what for; a question that was put just now stays."""
    result.say.append(Say("about_me", quick_replies=STARTERS))
    task = tasks.current(memory)
    if task is not None and asked_for(memory) and not task["put_off"]:
        _put_again(memory, result)
    return True


def _more(memory: Memory, result: Interpretation) -> bool:
    """ "Two things, actually": they come next."""
    result.say.append(Say("glad_to_help", quick_replies=STARTERS))
    return True


def _upset(memory: Memory, result: Interpretation) -> bool:
    memory["offer"] = Offer(intent="human_agent", slots={})
    result.say.append(Say("sorry_offer_person", quick_replies=("Yes, a person please", "No, thanks")))
    return True


_HANDLERS: dict[str, Callable[[Memory, Interpretation], bool]] = {
    "repeat": _repeat,
    "why": _why,
    "why_not": _why_not,
    "confused": _confused,
    "help": _help,
    "status": _status,
    "done": _done,
    "back": _back,
    "restart": _restart,
    "wait": _wait,
    "nod": noted,
    "sure": _sure,
    "stuck": _stuck,
    "about": _about,
    "more": _more,
    "upset": _upset,
}
