"""Messages that lean on the task in hand or on the one just finished, without answering or correcting it.

"Make it an exchange", "how much do I get back?", "the same for the tee", words that fit nothing. Pure.
"""

import re
from typing import Any

from agent.acts.among import said_outright
from agent.acts.said import Said
from agent.claims.other_way import OTHERWISE, names_wish
from agent.claims.remedies import wishes
from agent.claims.told_why import without_unsaid_reason
from agent.dialogue import tasks
from agent.dialogue.answers import BRIEF, is_question, is_said_outright, wonders
from agent.dialogue.follow_ups import in_context
from agent.dialogue.further import further
from agent.dialogue.interpretation import Interpretation
from agent.dialogue.open_question import answers_asked
from agent.dialogue.openings import IN_ADDITION, open_one
from agent.dialogue.reasons_told import why_back
from agent.goods.opinions import is_opinion
from agent.goods.refining import refinement
from agent.intents.registry import INTENTS
from agent.orders.besides import ask_of_another, calls_another
from agent.state import Closed, Memory, Offer
from agent.steps import Say
from agent.understanding.heard import Heard
from agent.understanding.local_reading import FLOOR, SURE, Request, Understanding
from agent.understanding.requests import begins_anew, opens_request
from agent.understanding.slots import FILLERS, fill
from domain.claims import ReturnReason

_FOR_MONEY = ("return_item", "refund_request")
_CLAIMED_OTHERWISE = {
    "return_item": {name: name for name in ("exchange_item", "refund_request", "lost_parcel")},
    "exchange_item": {"return_item": "return_item", "refund_request": "return_item"},
    "refund_request": {"exchange_item": "exchange_item", "lost_parcel": "lost_parcel"},
    "lost_parcel": {},
}
"""By intent: the other wishes that, named without a thing of their own, are about what is being claimed already."""
_LEANS_ON_IT = re.compile(
    r"\b(?:it|them|this|that|those|these|one|ones|instead|rather|actually|prefer)\b", re.IGNORECASE
)
_RATHER = re.compile(r"^\W*(?:(?:oh|ok|hm+|sorry)\W+)*(?:no|wait|actually|i mean)\b(?=.{1,40}$)", re.IGNORECASE)
_ABOUT_RULES = re.compile(
    r"\b(?:polic\w+|rules?|how (?:do|does|long)|what if|window|status|where)\b|^\W*(?:(?:and|but|so)\W+)*if\b",
    re.IGNORECASE,
)
_OF_THE_THINGS = ("order_id", "line", "lines", "item", "category", "quantity", "reason", "note", "which", "dates")
_THE_SAME = re.compile(
    r"\b(?:the )?same(?: thing)? (?:again )?(?:for|with|to)\b|\bdo (?:that|the same|it) (?:for|with|to)\b"
    r"|^\W*(?:and|also|now|plus)\W+(?:also )?(?:the|my|for) [\w' -]{2,30}?(?:,? (?:too|as well|please))*\W*$",
    re.IGNORECASE,
)
_AND_THE = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|fine|alright|all right|well|hm+|oh|i see)\W+)*and (?:(?:what|how) about )?(?:the|my)"
    r"(?: [\w'-]+){1,3}\W*$",
    re.IGNORECASE,
)
_THE_OTHER = re.compile(
    r"^\W*(?:(?:and|also|now|ok|so|what about|how about|then|please|do)\W+)*(?:the )?other (?:one|order)"
    r"(?:\W+(?:too|as well|please|now))*\W*$",
    re.IGNORECASE,
)
_FEW = 3
_JUST_THAT = ("it", "that", "this", "them", "please")
_ASKS_ONE = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|yes|yeah|fine|well|then|so|please|just|can you|could you)\W+)*(?:ask|get|call) "
    r"(?:them|one|her|him|some(?:one|body)|(?:a|your|the) (?:colleague|boss|manager|team|person))(?: (?:then|please"
    r"|for me))*\W*$",
    re.IGNORECASE,
)
_NEVER_CAME = (None, ReturnReason.NOT_RECEIVED.value)
_LEADS = re.compile(r"^\W*(?:(?:ok(?:ay)?|yes|yeah|sure|fine|well|so|then|alright|all right|please|just|right)\W+)+")
_REPEATED = ("reason", "note", "remedy", "invoice_wish")
"""What "the same" takes along: why and what for, not which thing."""
_SAYS_NOTHING = (None, "out_of_scope", "affirm_deny")
_OF_A_LOST_ONE = ("track_order", "refund_status", "order_question")
_TELLS_OF_IT = {"lost_parcel": _OF_A_LOST_ONE, "refund_request": _OF_A_LOST_ONE}
"""By intent: what a statement sounds like that only says more of the trouble: "no, my neighbours don't have it"."""


def switches(memory: Memory, result: Interpretation, understood: Understanding, heard: Heard) -> bool:
    """ "Make it an exchange", "just refund me": the same things otherwise; the first wish is gone."""
    task = tasks.current(memory)
    if task is None or understood.act.kind == "affirm" or wishes_just_that(task["intent"], heard.text):
        return False
    target = _wished_otherwise(task["intent"], understood, heard)
    if answers_asked(task, heard) and not names_wish(task["intent"], heard):
        return False
    if not target or IN_ADDITION.search(heard.text) or _ABOUT_RULES.search(heard.text):
        return False
    if _asks_more(understood, target):
        return False
    said = fill(INTENTS[target].slots, heard)
    if tasks.is_other_thing(task["slots"], said):
        return False
    known = {name: value for name, value in task["slots"].items() if name in _OF_THE_THINGS}
    said = without_unsaid_reason(known, said, heard)
    if target == "exchange_item" and (asked_about := task["slots"].get("wondered_at")):
        known["instead"] = asked_about
    open_one(memory, result, target, heard.text, {**known, **tasks.replaced(memory, task), **said})
    return True


def _wished_otherwise(intent: str, understood: Understanding, heard: Heard) -> str:
    """What else is asked for of the things in hand: in words that say so, or as a claim of another kind."""
    if names_wish(intent, heard) or (intent in _FOR_MONEY and _is_bare_size(heard)):
        return OTHERWISE[intent][0]
    wished = [request.intent for request in understood.requests if request.confidence >= FLOOR]
    if intent not in _CLAIMED_OTHERWISE or len(wished) != 1 or len(understood.requests) != 1:
        return ""
    is_anew = begins_anew(heard.text) or wonders(heard.text)
    return "" if is_anew else _CLAIMED_OTHERWISE[intent].get(wished[0] or "", "")


def _is_bare_size(heard: Heard) -> bool:
    """ "L", "in size 40 please": of nothing that goes back, but of what is to come instead."""
    entities = heard.entities
    is_bare = len(heard.text.split()) <= _FEW and not heard.text.rstrip().endswith("?")
    return is_bare and bool(entities.sizes) and not (entities.reasons or entities.categories or entities.order_numbers)


def _asks_more(understood: Understanding, target: str) -> bool:
    """Whether something else is asked for beside it; a sentence more of the same matter is none."""
    if len(understood.requests) < 2:
        return False
    own = (target, *_SAYS_NOTHING, "product_search", "product_question")
    return any(request.intent not in own and opens_request(request.text) for request in understood.requests)


def takes_up_again(
    memory: Memory, result: Interpretation, understood: Understanding, heard: Heard, closed: Closed | None
) -> bool:
    """ "No, not the socks, the shirt" after a refusal, "the same for the tee" after a receipt."""
    if closed is None or tasks.current(memory) is not None:
        return False
    if _is_otherwise_now(memory, result, understood, heard, closed):
        return True
    intent = INTENTS[closed["intent"]]
    if not closed["is_done"] and _AND_THE.match(heard.text) and heard.entities.categories:
        open_one(memory, result, intent.name, heard.text, fill(intent.slots, heard))
        return True
    if is_question(heard.text):
        return False
    said = fill(intent.slots, said_instead(understood, heard))
    is_order_named = bool(heard.entities.order_numbers) or any(
        found.value.kind in ("order", "ordinal") for found in heard.entities.references
    )
    named = {name for name in ("item", "order_id", "which", "dates") if name in said}
    named -= set() if is_order_named else {"order_id"}
    is_called = intent.name == "order_question" and calls_another(heard)
    names_thing = is_called or any(closed["slots"].get(name) != said[name] for name in named)
    is_another = understood.act.kind == "correct" or _RATHER.match(heard.text) is not None
    if is_another and not closed["is_done"] and names_thing:
        task = tasks.open_task(memory, intent, text=heard.text, slots=dict(closed["slots"]))
        change = ask_of_another if intent.name == "order_question" else tasks.correct
        change(task, intent, said_instead(understood, heard))
        result.work_on.append(task["key"])
        return True
    if closed["is_done"] and _THE_OTHER.match(heard.text):
        kept = {name: value for name, value in closed["slots"].items() if name in _REPEATED}
        open_one(memory, result, intent.name, heard.text, {**kept, "not_order": closed["slots"].get("order_id")})
        return True
    if closed["is_done"] and names_thing and _THE_SAME.search(heard.text):
        kept = {name: value for name, value in closed["slots"].items() if name in _REPEATED}
        open_one(memory, result, intent.name, heard.text, kept | said)
        return True
    return False


def _is_otherwise_now(
    memory: Memory, result: Interpretation, understood: Understanding, heard: Heard, closed: Closed
) -> bool:
    """ "I'd rather have it in L", right after a return was filed or refused: of that very thing."""
    target = _wished_otherwise(closed["intent"], understood, heard)
    if not target or _asks_more(understood, target):
        return False
    if IN_ADDITION.search(heard.text) or _ABOUT_RULES.search(heard.text) or not _LEANS_ON_IT.search(heard.text):
        return False
    said = fill(INTENTS[target].slots, heard)
    if tasks.is_other_thing(closed["slots"], said) or said.keys() & {"which", "dates"}:
        return False
    known = {name: value for name, value in closed["slots"].items() if name in _OF_THE_THINGS}
    said = without_unsaid_reason(known, said, heard)
    open_one(memory, result, target, heard.text, {**known, **said})
    return True


_WARRANTY = re.compile(r"\b(?:warrant(?:y|ies)|guarantee)\b", re.IGNORECASE)
""" "The seam split, can you open a warranty claim": wished in so many words."""


def answers_offer(memory: Memory, result: Interpretation, offer: Offer | None, heard: Heard) -> bool:
    """ "It has a hole" to the offer of a return, "refund" to that of a claim: a yes that says more than yes."""
    if offer is None or tasks.is_other_order(
        offer["slots"], [str(each.value) for each in heard.entities.order_numbers]
    ):
        return False
    told: dict[str, Any] = {}
    if offer["intent"] == "return_item" and not _WARRANTY.search(heard.text) and (reason := why_back(heard)):
        told = {**fill(("item", "category", "quantity"), heard), "reason": reason, "note": heard.quotable}
    elif offer["intent"] in _CLAIMED_OTHERWISE and not offer["slots"] and not is_question(heard.text):
        told = _which_things(offer["intent"], heard)
    elif "remedy" in INTENTS[offer["intent"]].slots and (wishes(heard.text) or _says_briefly(heard.text)):
        told = {"remedy": remedy} if (remedy := FILLERS["remedy"](heard)) else {}
    if told:
        open_one(memory, result, offer["intent"], heard.text, {**offer["slots"], **told})
    return bool(told)


def _says_briefly(text: str) -> bool:
    """ "Refund", "refund i guess. how long would that take?"."""
    first = re.split(r"(?<=[.!?])\s", text.strip(), maxsplit=1)[0]
    return len(first.split()) <= BRIEF and not first.endswith("?") and not is_question(first)


def _which_things(intent: str, heard: Heard) -> dict[str, Any]:
    """ "Everything from VM-10187", to the offer of a return: which things, in few words and no request of their own."""
    said = fill(INTENTS[intent].slots, heard)
    is_brief = len(heard.text.split()) <= BRIEF and not opens_request(heard.text)
    return said if is_brief and said.keys() & {"order_id", "item", "everything", "which"} else {}


def takes_offer(memory: Memory, result: Interpretation, offer: Offer | None, heard: Heard) -> bool:
    """ "Cancel it", to the offer to cancel: what was offered, said in its own word."""
    if offer is not None and offer["intent"] == "human_agent" and _ASKS_ONE.match(heard.text):
        open_one(memory, result, offer["intent"], heard.text, dict(offer["slots"]))
        return True
    if offer is None or not wishes_just_that(offer["intent"], heard.text):
        return False
    open_one(memory, result, offer["intent"], heard.text, dict(offer["slots"]))
    return True


def wishes_just_that(intent: str, text: str) -> bool:
    words = re.findall(r"[\w']+", _LEADS.sub("", text.lower()).strip().removesuffix(" then"))
    return 1 < len(words) <= _FEW and words[0] in _own_words(intent) and words[1] in _JUST_THAT


def _own_words(intent: str) -> tuple[str, ...]:
    """Its label's own verb; what ends in a claim is also "filed"."""
    verb = INTENTS[intent].label.split()[0]
    return (verb, "file") if intent in ("return_item", "refund_request", "warranty_claim", "lost_parcel") else (verb,)


def said_instead(understood: Understanding, heard: Heard) -> Heard:
    """ "Not the shirt, the socks": what stands behind the comma."""
    if understood.act.kind != "correct" or len(understood.requests) != 1:
        return heard
    instead = understood.requests[0]
    is_contrast = re.search(r"\bnot\b", heard.text.partition(instead.text)[0], re.IGNORECASE)
    return heard.of(instead) if is_contrast else heard


def is_lost_here(memory: Memory, result: Interpretation, understood: Understanding, heard: Heard) -> bool:
    """A few words that fit nothing while a question is open: the question again, not "that's outside what I know"."""
    task = tasks.current(memory)
    if task is None or task["intent"] not in INTENTS or is_question(heard.text):
        return False
    told = _TELLS_OF_IT.get(task["intent"], ()) if task["slots"].get("reason") in _NEVER_CAME else ()
    tells_more = bool(understood.requests) and all(request.intent in told for request in understood.requests)
    said = " ".join(request.text for request in understood.requests) if tells_more else heard.text
    if len(said.split()) > (2 * BRIEF if tells_more else BRIEF):
        return False
    if task["put_off"] > 1:
        return False  # its question is not what the last reply was about
    if understood.act.kind not in ("none", "correct", "deny") or any(
        opens_request(request.text) and request.intent != "affirm_deny" for request in understood.requests
    ):
        return False
    if not tells_more and not (understood.requests and all(map(_says_nothing, understood.requests))):
        return False
    if is_opinion(heard.text) or any(_leans(memory, request, heard) for request in understood.requests):
        return False
    pending = tasks.waiting(memory)
    if pending is not None and said_outright(Said.of(heard.text), pending["verb"]) is not None:
        pass  # no yes that counts: the reply says that nothing is done, and asks for a plain one
    elif tells_more:
        result.say.append(Say("noted_down"))
    elif pending is not None:
        sounds_agreed = all(request.intent == "affirm_deny" for request in understood.requests)
        result.say.append(Say("only_with_a_yes" if sounds_agreed else "not_followed"))
    result.work_on.append(task["key"])
    return True


def _says_nothing(request: Request) -> bool:
    """Nothing that is asked for, or only what the classifier guesses of a few words that ask for nothing."""
    if request.intent in (*_SAYS_NOTHING, "chitchat"):
        return True
    return request.confidence < SURE and not is_said_outright(request) and not is_question(request.text)


def _leans(memory: Memory, request: Request, heard: Heard) -> bool:
    """Whether the words point at what was shown: "the second one" after a list is no noise."""
    is_further = further(memory, request, heard) is not None
    return is_further or in_context(memory, request, heard) != request or refinement(memory, heard, request) is not None
