"""Who has ordered nothing yet, or speaks of goods and rules only, is asked for no order and for no address.

"I don't have an order" is taken out of the message before it is read, and holds until an order is named. The readers of
a message that stands alone hear an order in "how many days does she have for that"; after goods and rules only, with no
order ever spoken of, it is of those.
"""

import re
from dataclasses import replace

from agent.dialogue import tasks
from agent.dialogue.asked_of_rules import LIKELY
from agent.dialogue.further_questions import asks
from agent.intents.plain_questions import asked_plainly
from agent.intents.plainly_known import EVERY
from agent.intents.registry import INTENTS
from agent.state import Memory
from agent.table.clauses import clauses
from agent.table.questions import OF_INTENT, question
from agent.table.reader import ELSEWHERE, LONGEST, RULES
from agent.understanding.heard import Heard
from agent.understanding.local_reading import SURE, Request, Understanding

_YET = r"(?: (?:yet|so far|at all|here|from you|before|with you))*"
_NO = r"(?! (?:number|no\b|nr|id|confirmation))"
_ANYTHING = r"(?: (?:anything|something|it|one|any|stuff))?"
_NONE_YET = re.compile(
    r"\b(?:(?:but|and|so|well|again|sorry|like i said) )*(?:i|we)"
    rf"(?: (?:do ?n['’]?t|do not|have ?n['’]?t|have not) (?:even |actually |really |yet )?(?:have|got|placed|made)"
    rf" (?:an?|any) orders?{_NO}{_YET}"
    rf"|(?:['’]?ve| have)?(?: have ?n['’]?t| not| never)(?: even| actually| really| yet)* (?:ordered|bought|purchased)"
    rf"{_ANYTHING}{_YET}(?=\W|$)"
    rf"|(?:['’]?ve| have)?(?: got)? no orders?{_NO}{_YET}(?=\W|$)"
    rf"|(?: did ?n['’]?t| did not) (?:order|buy){_ANYTHING} yet)"
    rf"|(?:^|(?<=[.,;!?] ))(?:there(?:['’]s| is) )?no orders?{_NO} (?:yet|so far)(?=\W|$)",
    re.IGNORECASE,
)
_OF_GOODS = re.compile(r"^\W*(?:(?:no|nope|again|but|sorry)\W+)*not (?:about )?my orders?\b", re.IGNORECASE)
""" "Not my orders, the fleece", after goods were shown."""
_GOT_ONE = re.compile(
    r"\b(?:charged?|parcels?|packages?|invoices?|billed|money|statement|received|arrived|delivered|e-?mails?|scam\w*"
    r"|fraud\w*|someone|somebody)\b",
    re.IGNORECASE,
)
""" "You charged me and I never ordered anything": of something that happened all the same."""
_NO_NUMBER = re.compile(
    r"\b(?:i|we) (?:do ?n['’]?t|do not|have ?n['’]?t|have not) (?:have|got)(?: got)? (?:an?|any|the) order"
    r" (?:number|no|nr|id)\b"
    r"|\bno order number\b",
    re.IGNORECASE,
)
_NOTED = "i see"
"""What is left to read where it was all that was said."""
_IN_GENERAL = re.compile(
    r"(?:\W|\b(?:i|i['’]?m|mean|meant|was|am|just|only|asking|wondering|curious|in|general|generally|about|the|rules?|sorry"
    r"|ok|no|yet|hypothetically|before|buying|i buy|it|that|this|so|but|and|oh)\b)*",
    re.IGNORECASE,
)
""" "I'm just asking": what was asked before, of nobody's order."""
_TO_KNOW = re.compile(
    r"^\W*(?:(?:i|we|i['’]?m|i am|just|only|really)\W+)*(?:want(?:ed)? to know|need to know|wondering|asking|curious) "
    r"(?:if|whether) (?:you (?P<verb>have|sell|ship)|(?P<who>it|they|there) (?P<be>is|are))\b",
    re.IGNORECASE,
)
""" "I only want to know if you have it": do you have it."""
_LEAD = re.compile(
    r"^(?:[\s,.;:!?-]|(?:and|but|so|yet|i mean|i was asking|i am asking|i['’]?m asking)\b(?: about)?)+", re.IGNORECASE
)
_OWN = re.compile(
    r"\b(?:my|our) (?:\w+ ){0,2}(?:orders?|parcels?|packages?|delivery|returns?|refunds?|claims?|purchases?)\b"
    r"|(?<!if )\bi(?:['’]ve| have)? (?:just |already )?(?:ordered|bought|received|paid)\b|\bwhere(?:['’]?s| is"
    r"| are) my\b",
    re.IGNORECASE,
)
_ROUTES = ("order", "returns")
_OF_BEFORE = 0.5
_AMONG_GOODS = ("product_question", "product_search")
_WAITS_FOR = ("order_id", "account_email", "code", "proof")


def without_orders(memory: Memory, text: str) -> str:
    """The message without its "I have no order yet", which is remembered; what waits for one is let go."""
    is_of_goods = _OF_GOODS.match(text) is not None and bool(memory["shown"].get("products"))
    if _GOT_ONE.search(text) or not (is_of_goods or _NONE_YET.search(text)):
        return text
    memory["is_orderless"] = True
    waiting = [each for each in memory["tasks"] if each["asked"] in _WAITS_FOR and _is_of_orders(each["intent"])]
    for task in waiting:
        tasks.close(memory, task)
    if memory["shown"].get("products"):
        memory["looking_at"] = "products"
    rest = _LEAD.sub("", _NO_NUMBER.sub(" ", _NONE_YET.sub(" ", _OF_GOODS.sub(" ", text)))).strip(" ,;")
    if _IN_GENERAL.fullmatch(rest):
        return waiting[-1]["text"] if waiting else _NOTED
    return _TO_KNOW.sub(_as_question, rest)


def _as_question(found: re.Match[str]) -> str:
    return f"do you {found['verb']}" if found["verb"] else f"{found['be']} {found['who']}"


def speaks_of_none(memory: Memory, text: str) -> bool:
    """Nobody's order can be meant: there is none, or no word was said of any, and these say none either."""
    return _OWN.search(text) is None and (memory["is_orderless"] or _has_spoken_of_none(memory))


def of_the_shop(memory: Memory, understood: Understanding, heard: Heard) -> Understanding:
    """The same, where what sounds like an own order can only be of goods or of the rules."""
    if _is_named(understood):
        memory["is_orderless"] = False
    if not (memory["is_orderless"] or _has_spoken_of_none(memory)):
        return understood
    return replace(understood, requests=tuple(_of_the_shop(memory, each, heard) for each in understood.requests))


def _is_of_orders(intent: str) -> bool:
    return intent in INTENTS and INTENTS[intent].route in _ROUTES


def _is_named(understood: Understanding) -> bool:
    entities = understood.entities
    is_told = _OWN.search(understood.text) is not None
    return is_told or bool(entities.order_numbers or entities.claim_numbers or entities.emails)


def _has_spoken_of_none(memory: Memory) -> bool:
    """Goods lie on the table, and in all the talk there was no word of an order."""
    shown = memory["shown"]
    of_orders = [past for past in memory["past"] if _is_of_orders(past["intent"])]
    open_tasks = [task for task in memory["tasks"] if _is_of_orders(task["intent"])]
    is_seen = shown.get("order") or shown.get("orders") or memory["claim"] or of_orders or open_tasks
    return memory["looking_at"] == "products" and not is_seen


def _of_the_shop(memory: Memory, request: Request, heard: Heard) -> Request:
    entities = request.entities
    is_own = _OWN.search(request.text) is not None
    if not _is_of_orders(request.intent or "") or is_own or entities.order_numbers or entities.claim_numbers:
        return request
    is_told = not any(asks(clause) for clause, _ in clauses(request.text))  # "something arrived broken"
    if not memory["is_orderless"] and (is_told or asked_plainly(request.text, EVERY) is not None):
        return request
    said = _tail(request)
    areas = heard.areas(said.text)
    of_goods = areas.get("goods", 0.0) if memory["looking_at"] == "products" else 0.0
    of_shop = of_goods + areas.get("rules", 0.0)
    if not memory["is_orderless"] and of_shop < areas.get("order", 0.0) + areas.get("claim", 0.0):
        return request
    if of_goods >= areas.get("rules", 0.0):
        return replace(said, intent="product_question", confidence=0.0, alternatives=_AMONG_GOODS)
    return _of_rules(memory, said, heard)


def _tail(request: Request) -> Request:
    """The last clauses of a long message, as many as can be read as one."""
    at = 0
    for _, start in clauses(request.text):
        if len(request.text[at:].split()) <= LONGEST:
            break
        at = start
    return replace(request, text=request.text[at:], entities=request.entities.within(at, len(request.text)))


def _asking(request: Request) -> Request:
    """ "How many days does she have for that" of a message that tells more: the clause that asks."""
    asking = [(at, at + len(clause)) for clause, at in clauses(request.text) if asks(clause)]
    start, end = asking[-1] if asking else (0, len(request.text))
    return replace(request, text=request.text[start:end], entities=request.entities.within(start, end))


def _of_rules(memory: Memory, request: Request, heard: Heard) -> Request:
    """By the part of the shop's writings that it most likely asks about, sooner the one that was told of last."""
    request = _asking(request)
    read = {table: heard.read(table, request.text) for table in RULES}
    before = OF_INTENT.get(memory["topic"])
    table = max(
        RULES, key=lambda each: read[each].probability * (read[each].name != ELSEWHERE) + _OF_BEFORE * (each == before)
    )
    intent = memory["topic"] if table == before else next(name for name, of in OF_INTENT.items() if of == table)
    asked = read[table]
    plain = question(table, asked.name, ()) if asked.probability >= LIKELY else None  # "for that" finds nothing itself
    return replace(
        request, text=plain or request.text, intent=intent, confidence=SURE, alternatives=(intent, request.intent or "")
    )
