"""What a yes, a no or "I'd rather not say" does to what was put last: an offer, a summary, a question.

Changes the memory that it is given, and nothing else. A yes to a summary only says that it was given
(`Interpretation.confirmed`): what is done by it is for `confirm`.
"""

import re

from agent.claims.told_why import drop_why
from agent.claims.words import claim_taken_back
from agent.dialogue import tasks
from agent.dialogue.answers import telling, typed, wonders
from agent.dialogue.corrections import is_said_whole, wishes_the_same
from agent.dialogue.denials import only_puts_off
from agent.dialogue.interpretation import Interpretation
from agent.dialogue.openings import open_one
from agent.dialogue.picking import pick
from agent.dialogue.reasons_told import gives_reason
from agent.dialogue.repairs import acknowledged, asked_for, noted
from agent.intents.chitchat import STARTERS
from agent.intents.registry import INTENTS, UNSURE
from agent.state import Memory, Offer, Task
from agent.steps import Say
from agent.understanding.heard import Heard
from agent.understanding.local_reading import Understanding
from agent.understanding.requests import opens_request
from agent.understanding.slots import FILLERS, fill
from domain.claims import ReturnReason

_KEEPS = re.compile(
    r"^\W*(?:(?:no|nope|nah|actually|ok|okay|please|just|wait|oh|hm+|sorry|stop|then|well)\W+)*keep (?:it|them|that"
    r"|this|those|everything|(?:my|the) \w+)"
    r"(?:\W+(?:please|pls|then|thanks?|thank you|after all|as (?:it|they) (?:is|are)))*\W*$"
    r"|\b(?:i'?ll|i will|i'd rather|let me|i'm going to|gonna|want to) keep (?:it|them|the|that|this)\b"
    r"|(?<!if )(?<!can )(?<!could )(?<!may )(?<!should )(?<!do )(?<!must )\bi keep (?:it|them|that|this)\W*$",
    re.I,
)
_NOUNS = frozenset({
    "invoice", "return", "exchange", "refund", "cancellation", "claim", "alert", "address",
})  # fmt: skip
_FEW = 5
_NAMED = ("order_id", "item", "category")
_IS_WRONG = re.compile(
    r"\b(?:wrong|incorrect|false|untrue|not (?:right|correct|true|that|this|what i \w+)|that(?:'?s| is) not it)\b",
    re.IGNORECASE,
)
""" "That's wrong", of what was answered: no is the answer to nothing here."""


_TELLS_NOT_TO = re.compile(
    r"^\W*(?:(?:no|ok|okay|please|pls|actually|wait|oh|sorry|then|well|hm+|so|thanks)\W+)*"
    r"(?:don'?t|do not|never|no need to|i (?:don'?t|do not) (?:want|wish|need)(?: you)? to|not (?:going )?to)"
    r" (?:just )?(?P<verb>\w+)(?: (?:it|that|this|them|anything|the order|my order|yet|now|then|please|anymore"
    r"|any more|after all|for now))*\W*$",
    re.IGNORECASE,
)
_SETTLED = re.compile(
    r"^\W*(?:(?:ok|okay|oh|actually|no|ah|well|sorry|thanks)\W+)*"
    r"(?:never ?mind|nvm|forget (?:it|that|about it)|no need|don'?t bother|leave it)\W+(?:(?:thanks|then|i think)\W+)*"
    r"(?:i(?:'ll| will|'ve| have|'m| am)? ?(?:just )?(?:keep|kept|found|figured|got|sort(?:ed)?|solv(?:ed)?"
    r"|managed|good|fine|ok|wait|see|saw|know|did|do|ask|call|buy|changed|look)|it'?s|its|all good"
    r"|that'?s|got it|found)\b[^?\d]{0,30}$",
    re.IGNORECASE,
)
""" "Never mind, I found it": nothing is wished any more, and nothing follows."""


def keeps_it(text: str) -> bool:
    """ "Keep it", "I'll keep the shirt": what was to be done with it is dropped."""
    return _KEEPS.search(text) is not None


def lets_go(memory: Memory, understood: Understanding, heard: Heard, offer: Offer | None) -> bool:
    """ "I'll keep it", "never mind, found it", and "don't cancel it", which asks for no cancellation."""
    task = tasks.current(memory)
    done = [task["intent"]] if task is not None else [offer["intent"]] if offer is not None else []
    if _SETTLED.match(heard.text) or (done and keeps_it(heard.text) and not heard.entities.claim_numbers):
        return True
    told = _TELLS_NOT_TO.match(heard.text)
    intents = (*done, *(request.intent or "" for request in understood.requests))
    verbs = {"do", "go", "proceed", *(INTENTS.get(intent, UNSURE).label.split()[0] for intent in intents)}
    return told is not None and told["verb"].casefold() in verbs


def drops(memory: Memory, result: Interpretation, understood: Understanding, heard: Heard, offer: Offer | None) -> bool:
    """A no to a summary, or "forget it": the task is gone without a trace, and the one beneath it goes on."""
    task = tasks.current(memory)
    if gives_reason(task, heard):
        return False
    if understood.act.kind == "cancel" and (named := _named_beneath(memory, heard)) is not None:
        tasks.close(memory, named)
        drop_why(memory)
        result.say.append(Say("dropped", {"task": INTENTS.get(named["intent"], UNSURE).label}))
        result.resumes = True
        return True
    if task is not None and understood.act.kind == "deny" and _is_otherwise(memory, task, understood, heard):
        return False
    is_no_with_change = understood.act.kind == "deny" and understood.requests and tasks.waiting(memory) is None
    is_dropped = understood.act.kind == "cancel" or keeps_it(heard.text)
    if task is not None and not is_no_with_change and (is_dropped or (offer is None and _refuses(memory, task, heard))):
        tasks.close(memory, task)
        drop_why(memory)
        result.say.append(Say("dropped", {"task": INTENTS.get(task["intent"], UNSURE).label}))
        result.resumes = True
        return True
    if any(request.intent != "affirm_deny" for request in understood.requests):
        return False
    if understood.act.kind == "cancel" and task is None and (claim_id := claim_taken_back(heard)):
        open_one(memory, result, "withdraw_claim", heard.text, {"claim_id": claim_id})
        return True
    is_unoffered = offer is None or bool(offer.get("kept"))
    if understood.act.kind == "deny" and is_unoffered and task is None and _IS_WRONG.search(heard.text):
        result.say.append(Say("put_it_right", quick_replies=("Talk to a person",)))
        return True
    if offer is not None or task is None or understood.act.kind == "cancel":
        result.say.append(Say("all_right", quick_replies=STARTERS))
        return True
    return False


def _named_beneath(memory: Memory, heard: Heard) -> Task | None:
    """ "Forget the invoice", said while an exchange is being filed above it: that one, and the exchange goes on."""
    said = set(heard.text.casefold().replace(".", " ").split())
    current = tasks.current(memory)
    if current is None or _calls_it(current, said):
        return None
    return next((task for task in reversed(memory["tasks"]) if _calls_it(task, said)), None)


def _calls_it(task: Task, said: set[str]) -> bool:
    """By the noun of what it does: "return something" is the return, "get an invoice" the invoice."""
    words = {*INTENTS.get(task["intent"], UNSURE).label.split(), *task["intent"].split("_")}
    words |= {"cancellation"} if "cancel" in words else set()
    return bool(words & said & _NOUNS)


def _is_otherwise(memory: Memory, task: Task, understood: Understanding, heard: Heard) -> bool:
    """ "No wait, XS", to a summary: what it is to be instead in a few words, in a whole address or the wish anew."""
    is_brief = len(heard.text.split()) <= _FEW and not any(opens_request(each.text) for each in understood.requests)
    told = telling(task, heard)
    is_said = is_said_whole(told, heard) or wishes_the_same(task, understood) or _is_at_fault(told, heard)
    is_put = bool(understood.requests) and (is_brief or is_said)
    return tasks.waiting(memory) is not None and is_put and bool(told)


def _is_at_fault(told: set[str], heard: Heard) -> bool:
    """ "No, it's not too big, it has a hole": another reason than the summary gives."""
    return "reason" in told and any(found.value.is_our_fault for found in heard.entities.reasons)


def _refuses(memory: Memory, task: Task, heard: Heard) -> bool:
    """A no to a summary or to a question, unless the question takes a no for an answer ("anything else?")."""
    asked = task["asked"]
    if tasks.waiting(memory) is not None or asked is None:
        return tasks.waiting(memory) is not None
    is_answer = pick(task["choices"], heard) is not None or (asked in FILLERS and FILLERS[asked](heard) is not None)
    return not is_answer


def agrees(memory: Memory, result: Interpretation, offer: Offer | None, heard: Heard) -> bool:
    """A yes goes to the question that was put last: an offer, the summary on top, or a single choice."""
    if offer is not None and offer.get("kept") and acknowledged(heard.text):
        return noted(memory, result)
    if offer is not None:
        open_one(memory, result, offer["intent"], heard.text, dict(offer["slots"]))
        return True
    if (pending := tasks.waiting(memory)) is not None:
        result.confirmed = True
        result.work_on.append(pending["task"])
        return True
    task = tasks.current(memory)
    if task is not None and (task["asked"] is not None or task["put_off"]):
        if len(task["choices"]) != 1 and acknowledged(heard.text):
            return noted(memory, result)
        if task["asked"] is not None and len(task["choices"]) == 1:
            task["slots"][task["asked"]] = typed(task["asked"], task["choices"][0]["value"])
        result.work_on.append(task["key"])
        return True
    return False


def wishes_what_is_offered(
    memory: Memory, result: Interpretation, understood: Understanding, heard: Heard, offer: Offer
) -> bool:
    """ "Shall I have you told when it's back?" "Remind me when it's back": a yes in other words, to that very thing."""
    if [request.intent for request in understood.requests] != [offer["intent"]] or not offer["slots"]:
        return False
    said = {name: value for name, value in fill(INTENTS[offer["intent"]].slots, heard).items() if name != "item"}
    if any(offer["slots"].get(name, value) != value for name, value in said.items()):
        return False
    if wonders(heard.text) or tasks.is_other_thing(offer["slots"], fill(_NAMED, heard)):
        return False
    open_one(memory, result, offer["intent"], heard.text, {**said, **offer["slots"]})
    return True


def puts_off(memory: Memory, result: Interpretation, understood: Understanding, heard: Heard) -> bool:
    """ "I'll do that later", to what is open: a plain "not now" is a no to it."""
    task = tasks.current(memory)
    if task is None or understood.act.kind == "deny" or not asked_for(memory) or not only_puts_off(heard.text):
        return False
    tasks.set_aside(memory, task)
    result.say.append(Say("take_your_time"))
    return True


def skips(memory: Memory, result: Interpretation) -> bool:
    """ "I'd rather not say": a reason may be left out, nothing else may; then the question says why it is put."""
    task = tasks.current(memory)
    if task is None:
        is_of_goods = memory["looking_at"] == "products" and not memory["topic"]
        result.say.append(Say("none_of_these") if is_of_goods else Say("all_right", quick_replies=STARTERS))
        return True
    if task["asked"] is None:
        return False
    if task["asked"] == "reason":
        task["slots"]["reason"] = ReturnReason.OTHER.value
    else:
        result.say.append(Say("cannot_skip", {"slot": task["asked"]}))
    result.work_on.append(task["key"])
    return True
