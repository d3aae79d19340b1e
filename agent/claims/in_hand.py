"""The claim that is being talked about: planned, filed or just refused; "it", "that", "the new one" are of it.

Reads words and memory only. It stays in hand while the talk goes on about rules and courtesies, and is let go when
an order or goods are looked at.
"""

import re

from agent.claims.asked import LIKELY, SURELY, asked_of_claim
from agent.claims.choosing import stands
from agent.claims.likeness import CLAIMING, NOT_YET, is_let_go
from agent.claims.never_came import is_missed
from agent.claims.told_why import keep_why
from agent.dialogue import tasks
from agent.dialogue.answers import wonders
from agent.dialogue.assent import keeps_it
from agent.dialogue.interpretation import Interpretation
from agent.dialogue.openings import open_one
from agent.dialogue.turning import set_aside
from agent.goods.shopping import asks_of_kind, facets
from agent.intents.registry import INTENTS
from agent.state import ClaimInHand, Memory, Offer, Task
from agent.steps import Propose, Say, Step
from agent.table.questions import QUESTIONS
from agent.understanding.heard import Heard
from agent.understanding.local_reading import Request, Understanding
from agent.understanding.requests import opens_request
from agent.understanding.slots import FILLERS, fill
from domain.claims import ReturnReason

TURNED_UP = re.compile(
    r"\bfound (?:it|them)\b(?! (?:cheaper|elsewhere|online|in (?:an|the) other))"
    r"|\b(?:it|they|the \w+)(?:'s|'ve| has| have)? (?:just )?(?:turned up|showed up|come after all|been found)\b"
    r"|\b(?:it|they) (?:just |did )?(?:came|arrived|arrive)(?: after all| now| today| just now)\b"
    r"|\b(?:it|they|the \w+) (?:was|were|is|are) (?:just |still |all along )?"
    r"(?:in|under|behind|inside|at the bottom of)\b"
    r"|\b(?:it|they) just (?:came|arrived)\b|\b(?:it|they)(?:'s|'re|s| is| are) (?:here|there)(?: now| after all)?\W*$",
    re.IGNORECASE,
)
""" "Found them", of what was said to be missing or lost."""
_CALLS_OFF = "cancel_pending_order"
_ABOUT_CLAIMS = ("claim_terms", "claim_options")
_KEPT = (
    *("order_id", "line", "lines", "item", "category", "parts", "everything", "quantity", "reason", "remedy"),
    "pays_with",
)
_NOT_THERE = (ReturnReason.MISSING_ITEM.value, ReturnReason.NOT_RECEIVED.value)
_REFUSED = "return_refused_"
_RECEIPTS = ("claims_filed", "exchange_filed")
_BRIEF = 10
_ASKED_MEANWHILE = {"not_delivered": ("when", "until", "options", "next")}
_ARRIVES = re.compile(r"\b(?:arrive|come|get here|be here|deliver\w*)\b", re.IGNORECASE)
_WHY_WAIT = re.compile(
    r"\b(?:why|how long|have to|must)\b.{0,20}\bwait\b"
    r"|\bwhen\b.{0,12}\b(?:can|may|could) i (?:ask|claim|file|try|come back)\b",
    re.IGNORECASE,
)
_AND_THE = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|so|hm+|well|oh|right|thanks|and|what|how|about|with|for|whats|what's)\W+)+(?:the|my|that)"
    r"(?: [\w'-]+){1,4}\W*$",
    re.IGNORECASE,
)
""" "And the earrings?", after a claim was shown: how far that one is."""
_FRAGMENT = 7
_SOUND_OF_A_NAME = (
    None,
    "product_search",
    "product_question",
    "track_order",
    "refund_status",
    "out_of_scope",
    "order_question",
)
"""What a thing named by itself is taken for, out of context."""


def remember_claim(memory: Memory, task: Task, step: Step) -> None:
    """Take the claim that the step is about in hand; let it go where an order or goods are shown instead."""
    if task["intent"] in _ABOUT_CLAIMS:
        return
    if isinstance(step, Propose) and step.tool == _CALLS_OFF:
        memory["claim"] = None  # money back for what has not left yet: the order's summary tells all of it
        return
    claim_ids = _claims_of(step)
    slots = {name: task["slots"][name] for name in _KEPT if task["slots"].get(name) is not None}
    is_filed = isinstance(step, Say) and step.say in _RECEIPTS
    keep_why(memory, task, step, is_filed=is_filed)
    if is_filed:
        _let_go_of_the_same(memory, task)
    if task["intent"] in CLAIMING and "order_id" in slots:
        memory["claim"] = ClaimInHand(
            intent=task["intent"], slots=slots, claim_ids=claim_ids, refusal=_refusal(step), is_told=False
        )
    elif claim_ids:
        memory["claim"] = ClaimInHand(intent="return_item", slots={}, claim_ids=claim_ids, refusal="", is_told=False)
    elif isinstance(step, Say) and step.shows and not _is_waited_for(memory, step):
        set_aside(memory)


def _let_go_of_the_same(memory: Memory, task: Task) -> None:
    """The return that was begun of what is now exchanged: nobody is asked for it any more."""
    for other in [each for each in memory["tasks"] if each is not task and each["intent"] in CLAIMING]:
        is_same_order = other["slots"].get("order_id") == task["slots"].get("order_id")
        if is_same_order and not tasks.is_other_thing(other["slots"], task["slots"]):
            tasks.close(memory, other)


def as_planned(memory: Memory) -> None:
    """What is wished changed the claim that is being made: the one in hand is that from now on."""
    task = tasks.current(memory)
    if task is None or task["intent"] not in CLAIMING or "order_id" not in task["slots"]:
        return
    slots = {name: task["slots"][name] for name in _KEPT if task["slots"].get(name) is not None}
    memory["claim"] = ClaimInHand(intent=task["intent"], slots=slots, claim_ids=[], refusal="", is_told=False)


def goes_back_to_plan(memory: Memory, task: Task, step: Step) -> None:
    """ "Exchange them for an M then", of what came damaged and is too old to exchange: the claim that was planned for
    the damage is as good as before, and is put again behind the no."""
    before = task["slots"].get(tasks.BEFORE)
    if before and isinstance(step, Say) and step.say.startswith(_REFUSED) and not step.opens:
        again = tasks.open_task(memory, INTENTS[before["intent"]], text=before["text"], slots=dict(before["slots"]))
        again["answered"].append([])  # it was begun: "back to where we were"


def _is_waited_for(memory: Memory, step: Say) -> bool:
    """The order that is shown is the one whose claim has to wait, or that never came though it is told to have."""
    claim = memory["claim"]
    if claim is None or not (claim["refusal"] in NOT_YET or is_missed(claim)):
        return False
    return {each.value for each in step.shows} == {claim["slots"].get("order_id")}


def _refusal(step: Step) -> str:
    """Why the rules say no; "" when they do not."""
    if isinstance(step, Say) and step.say == "still_not_late_yet":
        return "not_late_yet"
    return step.say.removeprefix(_REFUSED) if isinstance(step, Say) and step.say.startswith(_REFUSED) else ""


def _claims_of(step: Step) -> list[str]:
    """Numbers of the claims that it shows, or means to change."""
    if isinstance(step, Propose):
        return [str(step.arguments["claim_id"])] if "claim_id" in step.arguments else []
    return [each.label for each in step.shows if each.label.startswith("CL-")] if isinstance(step, Say) else []


def turns_up(memory: Memory, result: Interpretation, understood: Understanding, heard: Heard) -> bool:
    """ "Don't bother, found them", "I'll keep it": nothing is filed then, and what was filed may be withdrawn."""
    claim, task = memory["claim"], tasks.current(memory)
    if claim is None:
        return False
    read = heard.read("claim", heard.text)
    is_let_go_of = read.name == "withdraw" and read.probability >= SURELY and FILLERS["remedy"](heard) is None
    is_found = TURNED_UP.search(heard.text) is not None or is_let_go_of
    is_there = claim["slots"].get("reason") in _NOT_THERE and is_found and not wonders(heard.text)
    is_kept = task is None and stands(claim) and (keeps_it(heard.text) or is_let_go(memory, understood, heard))
    if not is_there and not is_kept:
        return False
    if task is not None and task["intent"] in CLAIMING:
        tasks.close(memory, task)
        result.say.append(Say("dropped", {"task": INTENTS[task["intent"]].label}))
        return True
    if not claim["claim_ids"]:
        return False
    open_one(memory, result, "withdraw_claim", heard.text, {"claim_id": claim["claim_ids"][0]})
    return True


_BOUGHT_WHEN = re.compile(
    r"\W*(?:(?:i|we|and|but|so|it was) )?(?:(?:have|['’]ve|only|just|actually) )*"
    r"(?:bought|got|ordered|purchased|received) (?:it|them|this|that|these) (?!.*\b(?:too|for)\b)[^?]{3,30}",
    re.IGNORECASE,
)
""" "Bought it last winter": told of what is claimed, and nothing asked."""


def tells_when_bought(memory: Memory, result: Interpretation, offer: Offer | None, heard: Heard) -> bool:
    """To the offer of a claim, which stays: no answer to it, and no wish for goods."""
    if offer is None or offer["intent"] not in CLAIMING or not _BOUGHT_WHEN.fullmatch(heard.text):
        return False
    result.say.append(Say("said_once_more", {"reply": memory["last_reply"]}))
    memory["offer"] = offer
    return True


def asks_again(memory: Memory, result: Interpretation, heard: Heard) -> bool:
    """ "Send me a new one then", "when can i ask?", after "not yet": the same no, with the day it becomes a yes."""
    claim = memory["claim"]
    if claim is None or claim["refusal"] not in NOT_YET or tasks.current(memory) is not None:
        return False
    remedy = FILLERS["remedy"](heard)
    asked = "when" if _WHY_WAIT.search(heard.text) else asked_of_claim(heard.text)
    read = heard.read("claim", heard.text)
    if read.probability >= LIKELY and claim["refusal"] != "not_delivered":
        remedy, asked = remedy or (read.name == "other_remedy"), asked or read.name
    if (
        not (remedy or asked in _ASKED_MEANWHILE.get(claim["refusal"], ("when", "until")))
        or len(heard.text.split()) > _BRIEF
    ):
        return False
    if speaks_of_another(claim, heard) or _ARRIVES.search(heard.text):
        return False
    if claim["refusal"] == "not_delivered" and asked == "until" and not remedy:
        open_one(memory, result, "returns_policy", QUESTIONS["returns"]["window"], {})
        return True
    if claim["refusal"] == "not_delivered" and not remedy:
        open_one(memory, result, "track_order", heard.text, {"order_id": claim["slots"]["order_id"]})
        return True
    wished = {"remedy": remedy} if isinstance(remedy, str) else {}
    open_one(memory, result, claim["intent"], heard.text, {**claim["slots"], **wished, "told_before": True})
    return True


def _is_for_the_shop(request: Request) -> bool:
    """ "Got any rain jackets?", "what does the dress cost": of what is sold, and of no claim that is shown."""
    return asks_of_kind(request.text) or bool(facets(request.text)) or opens_request(request.text)


def names_claim(memory: Memory, result: Interpretation, understood: Understanding, heard: Heard) -> bool:
    """ "The boots", "and the one for the tee?", after several claims were shown: how far that one is."""
    claim = memory["claim"]
    if claim is None or not claim["claim_ids"] or tasks.current(memory) is not None:
        return False
    if len(heard.text.split()) > _FRAGMENT or understood.act.kind not in ("none", "correct"):
        return False
    if any(each.intent not in _SOUND_OF_A_NAME or _is_for_the_shop(each) for each in understood.requests):
        return False
    words = {word.rstrip("s") for word in re.findall(r"[a-z]{3,}", heard.text.casefold())}
    shown = [each for each in memory["shown"].get("orders", ()) if each["label"] in claim["claim_ids"]]
    named = [each for each in shown if words & {word.rstrip("s") for word in each["words"].casefold().split()}]
    is_shown = "order_id" not in claim["slots"]
    if len(named) == 1 and len(shown) > 1:
        open_one(memory, result, "refund_status", heard.text, {"claim_id": named[0]["label"]})
    elif is_shown and not named and _AND_THE.match(heard.text) and (item := FILLERS["item"](heard)):
        open_one(memory, result, "refund_status", heard.text, {"item": item})
    else:
        return False
    return True


def speaks_of_another(claim: ClaimInHand, heard: Heard) -> bool:
    """Of another order or thing than the one in hand; "the old one", "the new one" are words for that."""
    entities = heard.entities
    if entities.claim_numbers:
        return True
    names_goods = bool(entities.products or entities.categories)
    if names_goods and not claim["slots"].get("item") and not claim["slots"].get("order_id"):
        return True
    named = ("order_id", "item", "category") if names_goods else ("order_id",)
    return tasks.is_other_thing(claim["slots"], fill(named, heard))
