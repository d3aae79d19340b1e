"""Messages about the talk itself in words that no list has: "that's not really what i was after", "i'll sleep on it".

The closed lists of `agent.acts` come first, and a yes is never read here: it may move money.
"""

import re
from collections.abc import Mapping
from dataclasses import replace

from agent.acts import Act, ActKind, Expecting
from agent.dialogue import tasks
from agent.dialogue.answers import is_question, wonders
from agent.dialogue.asked_of_rules import matter
from agent.dialogue.further_questions import points
from agent.dialogue.leaning import may_lean
from agent.entities.vocabulary import singular
from agent.intents.registry import INTENTS
from agent.orders.facets import order_facet
from agent.state import Memory
from agent.table.clauses import last_clause
from agent.table.reader import ELSEWHERE, RULES, Asked, Table
from agent.understanding.heard import Heard
from agent.understanding.local_reading import FLOOR, Request, Understanding
from agent.understanding.requests import opens_request

LIKELY = 0.7
SURELY = 0.85
LONGEST = 16
_OF_RULES = 0.9
_OF_REACHING = ("phone", "email", "hours", "answer_time")
_OF_A_THING = 0.6
"""Of "and whats coming next", "can i add something else": an "also" with a matter of its own is that matter. And
of what sounds like a yes where nothing was asked, that it only takes note."""
_OF_THE_TALK = 0.5
"""More likely of the talk than of any matter of the shop together."""
_OF_NOTHING = (None, "out_of_scope", "chitchat")
_LET_DOWN = re.compile(
    r"\b(?:expected|hoped for|thought)\b.{0,20}\b(?:better|more)\b|\blet(?:ting)? (?:me )?down\b|\bdisappoint\w*"
    r"|(?:\bnot|n['’]?t)\b(?: \w+)? (?:good enough|great|helpful|nice|happy|impressed|satisfied|pleased|enough)\b",
    re.IGNORECASE,
)
""" "I expected better from you": nearest to words of praise, and none."""
_ACTS: Mapping[str, ActKind] = {
    "nod": "nod",
    "think": "wait",
    "hold_on": "wait",
    "thanks": "thanks",
    "praise": "thanks",
    "greeting": "greeting",
    "bot": "about",
    "also": "more",
    "bye": "goodbye",
    "never_mind": "cancel",
    "not_that": "stuck",
    "lost_me": "confused",
    "repeat": "repeat",
    "done_yet": "done",
    "person": "human",
    "start_over": "restart",
    "languages": "languages",
    "transcript": "transcript",
    "kept": "kept",
}
_ASKED: Mapping[str, ActKind] = {"dont_know": "skip", "why_ask": "why", "able": "help", "what_now": "help"}
"""Said of a question that is open."""
_UNASKED: Mapping[str, ActKind] = {
    "able": "about",
    "upset": "upset",
    "what_now": "what_now",
    "small_talk": "small_talk",
}
"""Said where none is: what somebody upset says of a question may still be an answer to it."""
_WEIGHTY = ("cancel", "human", "goodbye", "upset", "restart", "small_talk")
"""What lets go of something, or waves away what may have been meant."""
_OF_WHAT_WAS_SAID = ("wait", "nod", "thanks", "goodbye")
"""What asks for nothing, so that a question behind it is what was meant."""
_WANTS_SOME_HELP = re.compile(
    r"\b(?:need|want|could (?:do|use)|help me|(?:can|could) i ask|(?:can|could) (?:you|u) help)\b", re.IGNORECASE
)
""" "I could do with some help": no question what there is to be had."""

_OF_THE_CHAT = re.compile(
    r"\b(?:chat\w*|conversation|window|tab|page|browser|app|clos\w+|leav\w+|com\w+ back|later|refresh\w*|talk\w*)\b",
    re.IGNORECASE,
)
_HOW_IT_WORKS = re.compile(
    r"^\W*(?:(?:and|so|ok(?:ay)?|hi|hey|hello)\W+)*how (?:does|do) (?:this|it|you)(?: chat| bot| thing| all)* work\W*$",
    re.IGNORECASE,
)
""" "How does this work", before anything was spoken of that it could mean."""
_HAS_ONE = re.compile(
    r"^\W*(?:(?:and|so|ok(?:ay)?|um+|hi|hey|hello|there|sorry|please|help)\W+)*(?:(?:i|we)(?:['’]ve| have|['’]m| am)?"
    r"|there(?:['’]s| is| are))?(?: ?(?:got|have|having))?(?: (?:an?|some|another|one|few|quick|small|big|little))*"
    r" ?(?:problems?|issues?|questions?|troubles?|complaints?|concerns?)"
    r"(?: (?:with|about|regarding|on) (?:(?:my|an?|the|one of my|your|this) )?(?:(?:last|recent|latest|new) )?"
    r"(?:orders?|purchase|parcel|package|delivery|return|products?|items?|shop|store))?"
    r"(?: (?:please|here|today|too))*\W*$",
    re.IGNORECASE,
)
""" "Hi, I have a problem with my order": which one it is comes next."""
_ASKS_MEANING = re.compile(
    r"\bwhat(?: does| do|['’]?s| is) (?!(?:that|this|it|these|those|you|u)\b)[\w' -]{3,40} (?:mean|stand for)\b"
    r"|\bmeaning of\b",
    re.IGNORECASE,
)
""" "What does final sale mean": a word of the shop's, and not the reply."""
_HARDLY_TALK = 0.1
_LACKS_A_THING = re.compile(
    r"\b(?:do(?: not|n['’]?t)|have(?: not|n['’]?t)|no longer) (?:have|got|own) (?:an?|the|any|my) (?:\w+ )?"
    r"(?:photos?|pictures?|pics?|camera|printer|box|packag\w+|bag|tags?|labels?)\b",
    re.IGNORECASE,
)
""" "I don't have a printer", when asked for the order: of what comes after it."""
_SURE_OF_IT = re.compile(r"\w\W+(?:\w+\W+){4,}(?:right|correct|yes|yeah|no)\s*\?\W*$", re.IGNORECASE)
""" "Ok so standard would make it by the 8th, right?": wants to hear a yes or a no to that."""


def of_the_talk(
    memory: Memory, understood: Understanding, heard: Heard, *, expecting: Expecting | None
) -> Understanding:
    """The same, with the act that the examples tell; what is of a thing on the table stays a request."""
    if understood.act.kind == "resume" and len(understood.requests) == 1:
        understood = _turned_back(memory, understood)
    is_open = understood.act.kind in ("none", "greeting", "thanks") and len(understood.requests) == 1
    if not is_open or _speaks_of_a_thing(understood.requests[0]):
        return understood
    kind = _told_by_examples(memory, understood, heard, expecting=expecting)
    if kind == "confused" and _ASKS_MEANING.search(heard.text):
        return understood
    is_free = expecting is None or memory["offer"] is not None
    is_lost = kind is None and is_free and _is_lost(understood.requests[0])
    if (kind == "thanks" or is_lost) and _LET_DOWN.search(heard.text) and not heard.text.rstrip().endswith("?"):
        kind = "upset"
    elif is_lost and _only_remarks(memory, understood.requests[0], heard):
        kind = "greeting" if understood.act.kind == "greeting" else "small_talk"
    return understood if kind is None else replace(understood, act=Act(kind), requests=())


def _told_by_examples(
    memory: Memory, understood: Understanding, heard: Heard, *, expecting: Expecting | None
) -> ActKind | None:
    """What the message does to the talk; None when it is not surely that, or may be of a thing on the table."""
    if _HOW_IT_WORKS.match(heard.text) and not (memory["past"] or memory["tasks"] or memory["looking_at"]):
        return "about"
    if _HAS_ONE.match(heard.text) and expecting is None:
        return "more"
    asked = _read(understood, heard)
    is_asked = expecting is not None and memory["offer"] is None
    kind = _ACTS.get(asked.name) or (_ASKED if is_asked else _UNASKED).get(asked.name)
    kind = "more" if kind == "about" and _WANTS_SOME_HELP.search(heard.text) else kind
    is_heard = kind == "nod" and expecting is None and understood.requests[0].intent == "affirm_deny"
    needed = SURELY if kind in _WEIGHTY else _OF_A_THING if is_heard else LIKELY
    if kind == "goodbye" and tasks.waiting(memory) is not None:
        return None  # "fine, go" to a summary takes no leave
    if kind is None or asked.probability < needed or len(heard.text.split()) > LONGEST:
        return None
    if kind == "skip" and _LACKS_A_THING.search(heard.text):
        return None
    if (kind == "nod" and _SURE_OF_IT.search(heard.text)) or (kind == "done" and order_facet(heard.text) == "payment"):
        return None
    request = understood.requests[0]
    if not may_lean(memory, _unless_guessed(request), heard, pointing=("pronoun", "all")):
        return None
    if (kind == "done" and not _has_wished(memory)) or (kind == "more" and _says_with_what(request)):
        return None
    if kind in _OF_WHAT_WAS_SAID and _ends_otherwise(heard, asked):
        return None  # "just looking around. how long do i have for returns?"
    said = dict.fromkeys((heard.text, last_clause(heard.text)))  # "never mind. compare the first two"
    if any(_is_likelier(heard.read(table, words), asked) for table in _on_the_table(memory) for words in said):
        return None
    if kind == "kept" and memory["quoted"] is not None and points(heard.text) and not _OF_THE_CHAT.search(heard.text):
        return None  # "what if I lose it", after gift cards
    areas = heard.areas(heard.text)
    if kind == "repeat" and areas["talk"] < _HARDLY_TALK:
        return None  # "unsubscribe me again please"
    if kind == "about" and memory["quoted"] is not None and points(heard.text) and areas["rules"] > areas["talk"]:
        return None  # "and how do I use one", after gift cards
    is_unasked = asked.name == "dont_know" and tasks.current(memory) is None
    may_be_of_rules = is_unasked or asked.name in ("able", "transcript")
    if may_be_of_rules and _is_of_the_rules(heard, asked):
        return None
    if _is_of_the_last_rule(memory, heard, asked) or (kind == "human" and _asks_how_to_reach(heard, asked)):
        return None
    return kind


def _is_lost(request: Request) -> bool:
    return request.intent in _OF_NOTHING or request.confidence < FLOOR


def _only_remarks(memory: Memory, request: Request, heard: Heard) -> bool:
    """ "First time using one of these", "what a day I've had": told of oneself, and nothing is wished or asked."""
    text = heard.text
    if text.rstrip().endswith("?") or wonders(request.text) or opens_request(request.text):
        return False
    if request.entities.dates or not may_lean(memory, request, heard):
        return False
    of_a_thing = [heard.read(table, text) for table in _on_the_table(memory)]
    is_of_one = any(each.name != ELSEWHERE and each.probability >= _OF_A_THING for each in of_a_thing)
    said = dict.fromkeys((text, request.text))
    return not is_of_one and max(heard.areas(each).get("talk", 0.0) for each in said) >= _OF_THE_TALK


def _read(understood: Understanding, heard: Heard) -> Asked:
    """ "Hello, is this the shop" greets and no more; else what stands behind a greeting or a thank you is read."""
    asked = heard.read("talk", heard.text)
    greets_only = understood.act.kind == "greeting" == asked.name and asked.probability >= SURELY
    if understood.act.kind == "none" or greets_only:
        return asked
    return heard.read("talk", understood.requests[0].text)


def _ends_otherwise(heard: Heard, asked: Asked) -> bool:
    """With a question that is none of the talk's, or it is one: "and where each one is at the moment?"."""
    end = last_clause(heard.text)
    if wonders(heard.text) and heard.text.rstrip().endswith("?"):
        return True
    return end != heard.text and is_question(end) and heard.read("talk", end).name != asked.name


def _says_with_what(request: Request) -> bool:
    """ "I have something to return" says what comes next."""
    route = INTENTS[request.intent].route if request.intent in INTENTS else ""
    return request.confidence >= SURELY and route not in ("", "chat", "oos", "human")


def _unless_guessed(request: Request) -> Request:
    """A person that only the classifier thinks of ("mail me this chat"): the examples tell that better."""
    is_guessed = request.intent == "human_agent" and request.alternatives != ("human_agent",)
    return replace(request, confidence=0.0) if is_guessed else request


def _turned_back(memory: Memory, understood: Understanding) -> Understanding:
    """ "Back to the sweater, is it warm": asked of those that were found before something else came up."""
    request = understood.requests[0]
    thing, _, rest = request.text.partition(",")
    named = {singular(word) for word in thing.casefold().split()[1:]}
    shown = [f"{each['label']} {each.get('words', '')}" for each in memory["shown"].get("products", ())]
    kinds = {found.value for found in request.entities.categories}
    is_kind = kinds & {*memory["search"].get("limits", {}).get("categories", ())}
    if not shown or not (is_kind or any(named & {*label.casefold().split()} for label in shown)):
        return understood
    memory["looking_at"] = "products"
    if not rest.strip():
        return replace(understood, act=Act("none"))
    of_goods = request.intent if request.intent in ("product_search", "product_question") else "product_question"
    entities = replace(request.entities, categories=())  # named with what was turned back to, and no limit of the next
    asked = replace(request, text=rest.strip(), intent=of_goods, alternatives=(of_goods, ""), entities=entities)
    return replace(understood, act=Act("none"), requests=(asked,))


def _is_of_the_rules(heard: Heard, of_the_talk: Asked) -> bool:
    """ "Can I try things on there" is of what the shop can do, and "I don't have a printer" of its labels."""
    read = [heard.read(table, heard.text) for table in RULES]
    needed = max(_OF_RULES, of_the_talk.probability)
    return any(each.name != ELSEWHERE and each.probability >= needed for each in read)


def _is_of_the_last_rule(memory: Memory, heard: Heard, of_the_talk: Asked) -> bool:
    """ "Is that a promise or just an estimate", "and clearance?": of what was told of the shop's rules just now."""
    before = memory["quoted"]
    table = matter(before, heard, memory["topic"]) if before is not None else None
    return table is not None and _is_likelier_of_rules(heard.read(table, heard.text), of_the_talk)


def _asks_how_to_reach(heard: Heard, of_the_talk: Asked) -> bool:
    """ "Is there a number I can ring", "how can I contact you": asks for the ways, not for a person here and now."""
    asked, areas = heard.read("shop", heard.text), heard.areas(heard.text)
    is_of_rules = areas.get("rules", 0.0) > areas.get("talk", 0.0)
    return is_of_rules or (asked.name in _OF_REACHING and _is_likelier_of_rules(asked, of_the_talk))


def _is_likelier_of_rules(of_rules: Asked, of_the_talk: Asked) -> bool:
    needed = max(_OF_RULES, of_the_talk.probability)
    return of_rules.name != ELSEWHERE and of_rules.probability >= needed


def _has_wished(memory: Memory) -> bool:
    """Whether there was anything that could be done by now."""
    return bool(memory["tasks"]) or any(past["came_of_it"] != "answered" for past in memory["past"])


def _speaks_of_a_thing(request: Request) -> bool:
    entities = request.entities
    return any((entities.order_numbers, entities.categories, entities.sizes, entities.amounts))


def _on_the_table(memory: Memory) -> list[Table]:
    things: list[tuple[Table, bool]] = [
        ("order", memory["looking_at"] == "orders" or bool(memory["shown"].get("order"))),
        ("claim", memory["claim"] is not None),
        ("goods", memory["looking_at"] == "products"),
    ]
    return [table for table, is_there in things if is_there]


def _is_likelier(of_a_thing: Asked, of_the_talk: Asked) -> bool:
    needed = _OF_A_THING if of_the_talk.name == "also" else of_the_talk.probability
    return of_a_thing.name != ELSEWHERE and of_a_thing.probability > needed
