"""What a message does to the conversation: answers a question, confirms, corrects, digresses, opens requests.

Pure: takes the memory and what was understood, changes the memory it was given, and says which tasks to
work on. It calls no tool and writes no sentence.
"""

import re
from dataclasses import replace

from agent.acts import Act, Expecting
from agent.acts.among import agreed_among
from agent.acts.said import Said
from agent.acts.yes import without_promise
from agent.claims.by_number import of_claim_named
from agent.claims.in_hand import as_planned, asks_again, names_claim, tells_when_bought, turns_up
from agent.claims.mended_first import wishes_no_repair
from agent.claims.otherwise import names_another, tells_of_claim, wishes_otherwise
from agent.claims.photo_mailed import asks_to_mail_photo
from agent.claims.pieces import asks_beside, said_in_pieces
from agent.claims.questions import asks_of_claim
from agent.claims.rewording import rewords
from agent.claims.thing_itself import asks_of_the_thing
from agent.claims.wished import wishes_as_read, wishes_of_claim, wishes_remedy
from agent.dialogue import tasks
from agent.dialogue.answers import names_it, names_same_order, only_says_why
from agent.dialogue.asked_of_summary import asks_of_summary, wishes_reorder_otherwise
from agent.dialogue.assent import agrees, drops, lets_go, puts_off, skips, wishes_what_is_offered
from agent.dialogue.beforehand import asks_beforehand
from agent.dialogue.calling import calls_a_person
from agent.dialogue.corrections import corrects, leaves_the_rest, only_remarks
from agent.dialogue.detours import (
    answers_offer,
    is_lost_here,
    switches,
    takes_offer,
    takes_up_again,
    wishes_just_that,
)
from agent.dialogue.interpretation import Interpretation
from agent.dialogue.of_this_chat import of_this_chat
from agent.dialogue.open_question import answers_question
from agent.dialogue.openings import open_one, open_requests
from agent.dialogue.repairs import acknowledged, asked_for, repaired, takes_up_question
from agent.dialogue.second_thoughts import adds_another, leaves_out, takes_back
from agent.goods.browsing import taken_from_table
from agent.intents.chitchat import STARTERS
from agent.intents.registry import INTENTS, UNSURE
from agent.speaker.desk import ASKED_OF_THEM
from agent.state import Closed, Memory, Offer
from agent.steps import Say
from agent.understanding.heard import Heard
from agent.understanding.local_reading import Understanding

_OF_QUESTION = re.compile(r"\bquestion\b|\bask(?:ed)?\b", re.IGNORECASE)
""" "What was the question again", behind something else: not what was said last."""
_LEAVE_IT_OPEN = frozenset({
    "repeat", "why", "why_not", "wait", "nod", "help", "about", "confused", "sure", "status", "done", "languages",
    "transcript", "kept", "small_talk",
})  # fmt: skip
"""Said about the talk: what was offered or done before is still to be said yes or no to."""
_JUST_OK = re.compile(r"^\W*(?:ok(?:ay)?|right|alright|fine|hm+)\b(?!\W+(?:yes|please|do|ask))", re.IGNORECASE)
_BRIEFLY = 7
_SAYS_NOTHING = (None, "out_of_scope", "affirm_deny", "chitchat")
""" "Yes please. Is it changed now?": the receipt says so."""
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
    if offer is not None and offer["intent"] == "human_agent" and memory["claim"] is not None:
        memory["claim"]["is_told"] = True  # what the rules leave open is behind whoever was offered a colleague
    if puts_off(memory, result, understood, heard):
        return result
    if rewords(memory, result, heard) or _is_of_the_desk(memory, result, understood, heard):
        return result
    if lets_go(memory, understood, heard, offer):
        understood = replace(understood, act=Act("cancel"), requests=())
    before, named = (offer, closed), of_claim_named(memory, understood, heard)
    is_dealt_with = (
        calls_a_person(memory, result, understood, heard)
        or (understood.act.kind == "back" and _is_of_the_talk(memory, result, understood, heard, before))
        or _agrees_and_asks_on(memory, result, understood, heard)
        or asks_of_the_thing(memory, result, understood, heard, offer)
        or asks_beforehand(memory, result, understood, heard)
        or turns_up(memory, result, understood, heard)
        or said_in_pieces(memory, result, understood, heard)
        or wishes_no_repair(memory, result, heard, offer)
        or asks_to_mail_photo(memory, result, heard, agrees=understood.act.kind == "affirm")
        or asks_of_claim(memory, result, *named, closed)
        or _is_of_the_talk(memory, result, understood, heard, before)
        or takes_offer(memory, result, offer, heard)
        or (offer is not None and wishes_what_is_offered(memory, result, understood, heard, offer))
        or _changes_course(memory, result, *named, before)
        or _says_yes_or_no(memory, result, understood, heard, offer)
        or _goes_on(memory, result, understood, heard, closed)
    )
    if not is_dealt_with:
        _begins(memory, result, understood, heard, before)
    return result


def _is_of_the_desk(memory: Memory, result: Interpretation, understood: Understanding, heard: Heard) -> bool:
    """One of the team speaks of their own work, whatever is open for the customer they serve."""
    if not understood.requests or not all(request.matter for request in understood.requests):
        return False
    lookups = [task for task in memory["tasks"] if task["intent"] == "find_customer"]
    for lookup in lookups:
        tasks.close(memory, lookup)  # nobody is looked for any more, unless it is asked of them
    open_requests(memory, result, understood.requests, heard)
    names = [lookup["slots"]["name_said"] for lookup in lookups if lookup["slots"].get("name_said")]
    for task in memory["tasks"]:
        if names and task["slots"].get("matter") in ASKED_OF_THEM:
            task["slots"].setdefault("name_said", names[-1])
    return True


def _is_of_the_talk(
    memory: Memory,
    result: Interpretation,
    understood: Understanding,
    heard: Heard,
    before: tuple[Offer | None, Closed | None],
) -> bool:
    """Said about the talk itself: once more, why, what can you do. `before`: offered, and done; most leaves it open."""
    offer, closed = before
    act = understood.act.kind
    if act == "done" and closed is not None and closed["is_done"]:
        act = "repeat"  # the receipt says it best
    if act == "repeat" and _OF_QUESTION.search(heard.text) and asked_for(memory) and takes_up_question(memory, result):
        return True
    if understood.requests or not (of_this_chat(memory, result, act, heard) or repaired(memory, result, act)):
        return False
    if act in _LEAVE_IT_OPEN:
        memory["offer"], memory["closed"] = offer, closed
    return True


def _agrees_and_asks_on(memory: Memory, result: Interpretation, understood: Understanding, heard: Heard) -> bool:
    """ "Yes please. When does it come?", to a summary: it is done, and what is asked is a request of its own."""
    act = understood.act
    is_more = bool(act.remainder) or agreed_among(Said.of(heard.text), pending_verb(memory)) is not None
    if act.kind != "affirm" or not is_more or tasks.waiting(memory) is None:
        return False
    agrees(memory, result, None, heard)
    told_by_receipt = len(act.remainder.split()) <= _BRIEFLY
    asked = [each for each in understood.requests if not told_by_receipt or each.intent not in _SAYS_NOTHING]
    if not asks_beside(memory, result, replace(heard, text=without_promise(heard.text))):
        open_requests(memory, result, asked, replace(heard, text=act.remainder))
    return True


def _says_yes_or_no(
    memory: Memory, result: Interpretation, understood: Understanding, heard: Heard, offer: Offer | None
) -> bool:
    """What was asked or offered is agreed to, dropped, passed over or taken up."""
    act = understood.act.kind
    if act in ("cancel", "deny") and drops(memory, result, understood, heard, offer):
        asked = [each for each in understood.requests if each.intent != "affirm_deny" and not only_says_why(each)]
        open_requests(memory, result, asked, heard)
        return True
    if act in ("affirm", "thanks") and (taken := taken_from_table(memory, heard)):
        open_one(memory, result, *taken)
        return True
    if act == "affirm" and not _asks_on(understood, heard, offer) and agrees(memory, result, offer, heard):
        open_requests(memory, result, understood.requests, heard)
        return True
    if act == "skip" and skips(memory, result):
        return True
    if act == "resume" and not understood.requests and takes_up_question(memory, result):
        return True
    if tells_when_bought(memory, result, offer, heard):
        return True
    if is_taken := answers_offer(memory, result, offer, heard):
        as_planned(memory)
        asks_beside(memory, result, heard)
    return is_taken


def _goes_on(
    memory: Memory, result: Interpretation, understood: Understanding, heard: Heard, closed: Closed | None
) -> bool:
    """What is open is answered, corrected or named again, or nothing but a courtesy was said."""
    act = understood.act.kind
    if act == "correct" and corrects(memory, result, understood, heard):
        return True
    if not understood.requests and act in ("thanks", "greeting", "goodbye"):
        _only_social(memory, result, act, heard)
        memory["closed"] = closed
        return True
    return (
        answers_question(memory, result, understood, heard)
        or corrects(memory, result, understood, heard)
        or only_remarks(memory, result, understood, heard)
        or is_lost_here(memory, result, understood, heard)
        or _names_what_waits(memory, result, understood, heard)
    )


def _names_what_waits(memory: Memory, result: Interpretation, understood: Understanding, heard: Heard) -> bool:
    """ "The bag", "exchange it please", with its summary on the table: that is worked on again."""
    pending = tasks.waiting(memory)
    if pending is None:
        return False
    task = memory["tasks"][-1]
    is_named = names_it(task, understood, heard) or names_same_order(task, heard)
    if not is_named and not wishes_just_that(task["intent"], heard.text):
        return False
    result.voided = "" if leaves_the_rest(memory, result, heard) else pending["digest"]
    result.work_on.append(pending["task"])
    return True


def _begins(
    memory: Memory,
    result: Interpretation,
    understood: Understanding,
    heard: Heard,
    before: tuple[Offer | None, Closed | None],
) -> None:
    """Nothing of what was open: the requests are begun. `before`: offered, and done."""
    offer, closed = before
    act = understood.act.kind
    if offer is not None and not offer.get("kept") and act == "none":
        result.passed_over = offer
    is_done = closed is not None and closed["is_done"]
    _social(result, act, heard, alone=not understood.requests, is_told=is_done)
    open_requests(memory, result, understood.requests, heard)


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
        wishes_reorder_otherwise(memory, result, understood, heard)
        or leaves_out(memory, result, heard)
        or wishes_remedy(memory, result, understood, heard)
        or wishes_otherwise(memory, result, heard)
        or names_claim(memory, result, understood, heard)
        or names_another(memory, result, understood, heard)
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
