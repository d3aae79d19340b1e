"""Messages of the support team about their own work, in words that no list has: "who's next", "whats open for her".

For customers none of this is read. What a verdict comes to by likeness is a summary that waits for a yes.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from agent.acts import Act
from agent.claims.verdicts import verdict_in
from agent.dialogue import tasks
from agent.dialogue.repairs import asked_for
from agent.intents.registry import INTENTS
from agent.intents.returnable import asks_for_returnable
from agent.speaker.desk import QUEUES, VERDICTS, claim_shown, claims_shown, names_place
from agent.speaker.in_their_name import in_their_name
from agent.state import Memory
from agent.table.reader import ELSEWHERE, Asked, Table
from agent.understanding.claims_named import of_claim_named
from agent.understanding.desk_clauses import asked_of_desk
from agent.understanding.heard import Heard
from agent.understanding.local_reading import SURE, Request, Understanding
from agent.understanding.their_claims import asks_for_their_claims

LIKELY = 0.6
SURELY = 0.85
"""Against a rule that names something else outright, a classifier that is sure, or goods on the table."""
DONE_ELSEWHERE = ("team", "writings", "figures", "settings", "self")
"""Matters of whoever runs the shop."""
_INTENTS: Mapping[str, str] = {
    **dict.fromkeys((*QUEUES, *VERDICTS, "file"), "decide_claim"),
    **dict.fromkeys(("serve", "next_customer", "profile", "open_things", "record", "claims"), "find_customer"),
    **dict.fromkeys(("take_over", "note", "reword", "goodwill", "able", *DONE_ELSEWHERE), "desk_help"),
    "tickets": "tickets",
    "orders": "order_history",
    "exception": "override_refusal",
}
_OF_THE_CUSTOMER = ("exception", "orders")
"""Carried out as with any wish of theirs: what was refused, or shown, is carried over."""
_OWN = frozenset(_INTENTS.values())
_OWN_LIKELY = 0.7
_OF_A_CLAIM = (*VERDICTS, "file")
_IN_ANY_WORDS = ("why", "verdict_reason", "note", "address", "new_email", "new_phone")
_REASONS = ("why", "verdict_reason")
_NO_REASON = (*QUEUES, "tickets", "serve", "next_customer", "take_over", "able", "profile", *DONE_ELSEWHERE)
_PLAINLY = 0.9
_NAMES_ITS_THING = 5
_SAYS_MORE = ("none", "human", "about", "help", "nod", "more", "correct", "wait", "resume", "status", "done", "affirm")
"""Acts behind which there may be more than was heard; a yes only where nothing waits for one."""
_REFUNDED = re.compile(
    r"\b(?:how (?:much|often|many)|when|what|which|any|total)\b.{0,30}\b(?:did|have|has|had|were|was)\b.{0,25}"
    r"\b(?:refund(?:ed|s)?|pa(?:y|id) back|credited"
    r"|(?:get|got|gotten|received|given) (?:\w+ ){0,2}(?:money|refunds?))\b",
    re.IGNORECASE,
)
_SO_FAR = re.compile(
    r"\b(?:so far|(?:this|last) (?:year|month)|in total|total|all(?:together)?|altogether|ever|before|already|often"
    r"|last|many)\b",
    re.IGNORECASE,
)
_BACK_WITH_US = re.compile(
    r"\b(?:has|have|did|is|are|was) (?:it|that|they|the (?:parcel|item|return|package|goods|thing)s?|h(?:er|is) \w+)"
    r"\b.{0,12}\b(?:c[oa]me (?:in|back)|arrived? (?:here|with us|back)|back with us|back(?: yet| already)?\W*$"
    r"|reached us)",
    re.IGNORECASE,
)
_PHOTO_SENT = re.compile(
    r"\b(?:has|have|did|does|is|are)(?:n['’]?t)? (?:she|he|they|there|we|the customer)\b.{0,20}"
    r"\b(?:photo|picture|pic|image)s?\b(?!.*\b(?:need|have to|must)\b)",
    re.IGNORECASE,
)
_ASKS_BACK = re.compile(
    r"^\W*(?:(?:and|but|ok|so|wait)\W+)*(?:why|who|when|how|where|which|show|what)\b", re.IGNORECASE
)
_CLAIMS = re.compile(r"\bclaims?\b", re.IGNORECASE)
_POLITE = ("greeting", "thanks")


def of_the_desk(memory: Memory, understood: Understanding, heard: Heard, *, serves: bool) -> Understanding:
    """The same, with what one of the team asks of their work; `serves`: a customer has been named."""
    _let_go_of_others(memory, understood)
    return _among_the_team(_of_the_desk(memory, understood, heard, serves=serves))


def _of_their_claims(memory: Memory, words: str, heard: Heard, *, serves: bool) -> bool:
    """ "Any open ones for her?" is of claims where these are spoken of, beside it or in the reply before."""
    is_spoken_of = _CLAIMS.search(heard.quotable) is not None or bool(claims_shown(memory["shown"]))
    return asks_for_their_claims(words, serves=serves, speaks_of_claims=is_spoken_of)


def _let_go_of_others(memory: Memory, understood: Understanding) -> None:
    """With another order named, which may be somebody else's, nothing said of the claim before is carried over."""
    claim, named = memory["claim"], {str(found.value) for found in understood.entities.order_numbers}
    if claim is not None and named and claim["slots"].get("order_id") not in named:
        memory["claim"] = None


def _among_the_team(understood: Understanding) -> Understanding:
    """ "Anybody in the chat?": no colleague is called for one of the team, they see who waits."""
    waiting = Request(understood.text, "tickets", 1.0, ("tickets",), understood.entities, matter="tickets")
    if understood.act.kind == "human":
        return replace(understood, act=Act("none"), requests=(waiting,))
    requests = (waiting if each.intent == "human_agent" else each for each in understood.requests)
    return replace(understood, requests=tuple(requests))


def _of_the_desk(memory: Memory, understood: Understanding, heard: Heard, *, serves: bool) -> Understanding:
    act = understood.act.kind
    is_awaited = act == "affirm" and (tasks.waiting(memory) is not None or memory["offer"] is not None)
    is_next = act == "skip" and tasks.current(memory) is None
    says_more = act in (*_SAYS_MORE, *_POLITE) or (act == "deny" and bool(understood.requests))
    if not (says_more or is_next) or is_awaited or asked_for(memory) == "claim_id":
        return understood
    if _answers_freely(memory) and not _is_another_matter(heard):
        is_reason = act == "none" and asked_for(memory) in _REASONS
        return replace(understood, requests=()) if is_reason else understood
    if named := of_claim_named(understood, heard):
        return _instead(memory, understood, named)
    if len(understood.requests) > 1 and _is_one_command(heard):
        understood = replace(understood, requests=())
    if len(understood.requests) > 1 or act in _POLITE:
        requests = tuple(_read(memory, each, heard, words=each.text, serves=serves) for each in understood.requests)
        return replace(understood, requests=requests)
    whole = Request(heard.text, None, 0.0, (), understood.entities)
    said = understood.requests[0] if understood.requests and act == "none" else whole
    read = _read(memory, said, heard, words=heard.quotable, serves=serves, is_told=act != "none")
    return understood if read is said else _instead(memory, understood, read)


def _instead(memory: Memory, understood: Understanding, request: Request) -> Understanding:
    """The request alone; a no in front of it is one to the summary that was shown."""
    if understood.act.kind == "deny" and (task := tasks.current(memory)) is not None:
        tasks.close(memory, task)
    return replace(understood, act=Act("none"), requests=(request,))


def as_the_customer(memory: Memory, text: str, read: Callable[[Table, str], Asked]) -> str:
    """ "When does she get it" in the customer's words, unless it is of the lead's own work, or a reason to be kept."""
    asked = asked_of_desk(text, read)
    is_own = asked.name != ELSEWHERE and asked.probability >= LIKELY
    return text if is_own or _answers_freely(memory) else in_their_name(text)


def _answers_freely(memory: Memory) -> bool:
    """A reason is asked for, and may be given in whatever words."""
    return asked_for(memory) in _IN_ANY_WORDS


def _is_another_matter(heard: Heard) -> bool:
    """ "Who's next", where a reason was asked for: nobody gives that for one."""
    asked = heard.read("desk", heard.text)
    return _ASKS_BACK.match(heard.text) is not None or (asked.name in _NO_REASON and asked.probability >= _PLAINLY)


def _is_one_command(heard: Heard) -> bool:
    """ "Promised it on the phone, let it through": a verdict with its reason, and no two requests."""
    asked = heard.read("desk", heard.quotable)
    return asked.name in (*VERDICTS, "exception") and asked.probability >= _PLAINLY


def _read(
    memory: Memory, request: Request, heard: Heard, *, words: str, serves: bool, is_told: bool = False
) -> Request:
    """`words`: the request in the lead's own; `is_told`: the act says already what it is."""
    if request.intent == "decide_claim" and (verdict := verdict_in(request.text)):
        return replace(request, matter=verdict)
    if request.matter:
        return request
    if asks_for_returnable(request.text):
        return replace(request, intent="return_item", confidence=1.0, alternatives=("return_item",))
    if _of_their_claims(memory, words, heard, serves=serves):
        return _of_matter(request, "claims")
    if serves and _asks_what_was_refunded(memory, request, words):
        return _of_matter(request, "record")
    if (serves and _asks_for_photo(memory, words)) or _asks_if_it_is_back(memory, request, words):
        return _of_matter(request, "file")
    asked = asked_of_desk(words, heard.read)
    if asked.name == "file" and _is_in_hand(memory, request):
        return request
    if asked.name == ELSEWHERE and _names_claim(memory, request, heard):
        return replace(request, intent="decide_claim", confidence=1.0, alternatives=("decide_claim",), matter="file")
    matter = "queue_all" if asked.name == "open_things" and not (serves or memory["shown"].get("order")) else asked.name
    matter = "file" if matter in QUEUES and claims_shown(memory["shown"]) and names_place(words) else matter
    is_its_own = request.intent == _INTENTS.get(matter)
    needed = _OWN_LIKELY if is_its_own else _needed(memory, request, matter, is_told=is_told)
    is_answer = matter == "serve" and asked_for(memory) == "whom"
    if matter == ELSEWHERE or asked.probability < needed or is_answer:
        return request
    if request.intent in _OWN and request.intent != _INTENTS[matter] and _is_outright(request):
        return request
    return _of_matter(request, matter)


def _of_matter(request: Request, matter: str) -> Request:
    intent, kept = _INTENTS[matter], "" if matter in _OF_THE_CUSTOMER else matter
    return replace(request, intent=intent, confidence=1.0, alternatives=(intent,), matter=kept)


def _asks_what_was_refunded(memory: Memory, request: Request, words: str) -> bool:
    """ "How much did we refund her this year": of all their claims; with one in hand it takes a word that says so."""
    if request.entities.order_numbers or request.entities.claim_numbers or _REFUNDED.search(words) is None:
        return False
    return _SO_FAR.search(words) is not None or (memory["claim"] is None and not claims_shown(memory["shown"]))


def _asks_for_photo(memory: Memory, words: str) -> bool:
    """ "Has he sent a photo": on file with their claim, unless one is being filed."""
    claim = memory["claim"]
    is_free = (claim is None or bool(claim["claim_ids"])) and not asked_for(memory)
    return is_free and _PHOTO_SENT.search(words) is not None


def _asks_if_it_is_back(memory: Memory, request: Request, words: str) -> bool:
    """ "Has the parcel come in yet", with one claim on the table: its file tells."""
    is_of_one = len(claims_shown(memory["shown"])) == 1 and not asked_for(memory)
    return is_of_one and _BACK_WITH_US.search(words) is not None


def _is_in_hand(memory: Memory, request: Request) -> bool:
    """ "Which clause is that", of what is being filed or was refused just now: there is no file of it."""
    return memory["claim"] is not None and not (claims_shown(memory["shown"]) or request.entities.claim_numbers)


def _names_claim(memory: Memory, request: Request, heard: Heard) -> bool:
    """ "The socks, show me", with claims on the table: the one for them."""
    if memory["looking_at"] != "orders" or len(request.text.split()) > _NAMES_ITS_THING or asked_for(memory):
        return False
    own = heard.of(request)
    return bool(request.entities.categories or request.entities.products) and claim_shown(own) is not None


def _needed(memory: Memory, request: Request, matter: str, *, is_told: bool) -> float:
    is_of_them = matter == "profile" and in_their_name(request.text) != request.text
    if is_told or _is_outright(request) or (_is_sure(request) and not is_of_them):
        return SURELY
    if matter in _OF_A_CLAIM and not (claims_shown(memory["shown"]) or request.entities.claim_numbers):
        return SURELY
    is_of_goods = memory["looking_at"] == "products" and (matter in _OF_A_CLAIM or matter in QUEUES)
    return SURELY if is_of_goods else LIKELY


def _is_outright(request: Request) -> bool:
    return request.intent is not None and request.alternatives == (request.intent,)


def _is_sure(request: Request) -> bool:
    intent = INTENTS.get(request.intent or "")
    return intent is not None and intent.route not in ("chat", "oos") and request.confidence > SURE
