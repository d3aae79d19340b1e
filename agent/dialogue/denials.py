"""What a message says is not wished: "I am NOT returning anything", "don't order it, I asked who makes it". Pure.

The words of a refusal name the very thing that is refused, so every reader of the whole message hears it again. Here
the refusal is taken out of the message before anything reads it, what it refuses is closed, and the rest is not read
as the same again.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from agent.dialogue import tasks
from agent.dialogue.answers import only_says_why
from agent.intents.registry import INTENTS, UNSURE
from agent.state import Memory
from agent.steps import Say
from agent.understanding.local_reading import SURE, Request, Understanding

_REFUSED: Mapping[str, frozenset[str]] = {
    "return": frozenset({"return_item", "refund_request"}),
    "buy": frozenset({"place_order", "product_search"}),
    "cancel": frozenset({"cancel_order"}),
    "change": frozenset({"change_order", "change_address"}),
    "student": frozenset[str](),
}
"""What may be refused -> the intents it is done by; "i'm not a student" leaves only a rule out."""
_DOING: Mapping[str, str] = {
    "return": r"return(?:ing)?|send(?:ing)?(?: (?:it|them|that|this|anything))? back|fil(?:e|ing)|claim(?:ing)?",
    "buy": r"(?:re-?)?order(?:ing)?|buy(?:ing)?|shop(?:ping)?|purchas(?:e|ing)",
    "cancel": r"cancel(?:l?ing)?",
    "change": r"chang(?:e|ing)",
    "student": r"students?(?: (?:lol|haha|anymore|though|sadly|any more|either))*",
}
_NOUN: Mapping[str, str] = {"return": r"returns?|claims?", "buy": r"re-?order", "cancel": r"cancell?ations?"}
_ANYTHING = (
    r"(?: (?:anything|it|this|that|them|these|those|stuff|again|either|any(?: of (?:it|them|that))?"
    r"|any ?(?:more|thing)|for (?:her|him|them|now)|yet|now|lol|haha|ok(?:ay)?"
    r"|please|pls|thanks))*"
)
_NOT = (
    r"(?:i(?:'?m| am) (?:really |definitely |certainly )?not(?: (?:trying|going|planning|looking) to)?"
    r"|(?:i )?(?:do not|don'?t|won'?t|will not)(?: (?:even |really )?(?:want|wish|need|mean))?(?: you)?(?: to)?"
    r"|(?:i )?(?:didn'?t|did not|never) (?:want(?:ed)?|ask(?:ed)?|say|said|mean|meant)(?: (?:for|you))?(?: to)?"
    r"|not)"
)
_BEFORE = (
    r"(?:^|(?<=[.!?,;:\n]))\s*"
    r"(?:(?:no|nope|nah|what|huh|hey|but|and|so|ok|well|again|please|pls|lol|omg|wait)[\s,.!?]+)*"
)
_BEHIND = r"\s*(?:[.!,;:\n)-]+|\bbut\b|$)\s*"


def _clause(matter: str) -> re.Pattern[str]:
    spoken = [rf"{_NOT} (?:a |an |any )?(?:{_DOING[matter]}){_ANYTHING}"]
    if matter in _NOUN:
        spoken.append(rf"(?:{_NOT}|no) (?:a |an |any |the )?(?:{_NOUN[matter]}){_ANYTHING}")
    return re.compile(rf"{_BEFORE}(?:{'|'.join(spoken)}){_BEHIND}", re.IGNORECASE)


_CLAUSES = {matter: _clause(matter) for matter in _REFUSED}
_LEAVES_IT = re.compile(
    r"(?:^|(?<=[.!?,;:\n]))\s*(?:(?:no|nope|nah|nothing|and|but|ok|well|please|pls|just)[\s,.!]+)*"
    r"(?:leave (?:it|that|this|everything|the [a-z]+(?: [a-z]+)?) (?:as (?:it|they)(?:'?s| is| are)|alone|be|that way)"
    r"|(?:please |pls )?stop asking(?: (?:me|about|for|to|it|that|this|changing|returning|cancell?ing))*"
    r"|forget (?:that|it|about (?:it|that))|drop (?:that|it)|keep (?:it|them|that)(?: as (?:it|they) (?:is|are))?"
    r"|leave (?:it|that)|none of (?:them|these|those)(?: please| thanks)?|neither(?: of (?:them|these|those))?"
    r"|(?:i (?:said|asked) )?nothing about (?:the |a |my )?[a-z]+(?: [a-z]+)?"
    r"|(?:nobody|no ?one) said (?:anything about )?(?:the |a |my )?[a-z]+(?: [a-z]+){0,2})"
    rf"(?:,? (?:it'?s|that'?s) (?:all )?(?:fine|ok|okay|good))?{_BEHIND}",
    re.IGNORECASE,
)
""" "Leave the backpack as it is", "none of them", with more behind it: what is open is done with."""
_FOR_NOW = r"(?:for (?:now|today|the moment|later)|for another (?:day|time)|aside|till? later|until later)"
_IT = r"(?:it|that|this|(?:the|my|that|this) [a-z]+(?: [a-z]+)?)"
_PUTS_OFF = re.compile(
    r"(?:^|(?<=[.!?,;:\n]))\s*(?:(?:no|nope|nah|and|but|ok(?:ay)?|well|hm+|oh|actually|please|pls|just|maybe|wait"
    r"|sorry|let'?s|lets|i'?ll|we'?ll|we can|you can)[\s,.!]+)*"
    rf"(?:(?:leave|skip|park|keep|put|set|save|pause) {_IT},? {_FOR_NOW}"
    r"|not (?:now|right now|just now|yet|today)|(?:maybe )?(?:later|some other time|another time)"
    rf"|(?:do|look at|decide|sort|get to|come back to|get back to|think about) {_IT}(?: [a-z]+)? later(?: on)?"
    rf"|{_IT} can wait)(?: then| please| pls| thanks)*\s*(?:[.!,;:\n)-]+|$)\s*",
    re.IGNORECASE,
)
""" "Leave the order for now", "not now", "I'll do that later", with more behind it: what is open waits, unasked."""
_KEEPS_IT = re.compile(
    r"^\W*(?:(?:hm+|ok(?:ay)?|well|actually|you know what|nah|no|so|but|then|please|pls|thanks|thx|sorry|wait|oh|lol"
    r"|i (?:have )?changed my mind|on second thoughts?|after all|for now|i think)\W+)*"
    r"(?:i(?:'?ll|'?d rather| will| might| may| want to| would rather)? (?:just )?keep "
    r"(?:it|them|that|this|everything|(?:the|my) [a-z]+(?: [a-z]+)?)(?: then| after all| for now| though)*\W*)?$",
    re.IGNORECASE,
)
""" "I might keep the poncho. Don't cancel": nothing but the refusal, in two ways."""
_CLAIM_WORDS = re.compile(r"\b(?:exchang\w*|swap\w*|replac\w*|refund\w*|money back|new (?:one|pair))\b", re.I)


_STILL_OF_STUDENTS = re.compile(r"\bstudents?\b|^\W*but\b|\b(?:is|are) (?:one|still|though)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Denial:
    rest: str
    """The message without it; never empty."""
    matters: frozenset[str]
    leaves_it: bool
    """What is open is done with, whatever it is."""
    puts_off: bool = False
    """What is open waits until it is come back to."""

    @property
    def intents(self) -> frozenset[str]:
        return frozenset(intent for matter in self.matters for intent in _REFUSED[matter])


def denied(text: str, *, is_asked: bool = False) -> Denial | None:
    """None where the message refuses nothing, or is nothing but a refusal: that is a no, and is read as one.

    `is_asked`: a question or a summary is open, which "later" may be said to.
    """
    rest, matters = text, set[str]()
    for matter, clause in _CLAUSES.items():
        found = clause.search(rest)
        if found is None or (matter == "return" and _CLAIM_WORDS.search(rest)):
            continue  # "I don't want to return it, I want a new one" is a wish about the same claim
        if matter == "student" and _STILL_OF_STUDENTS.search(_without(rest, found)):
            continue  # "I'm not a student, but my son is"
        rest = _without(rest, found)
        matters.add(matter)
    putting_off = _PUTS_OFF.search(rest) if is_asked else None
    if putting_off is not None:
        rest = _without(rest, putting_off)
    leaving = _LEAVES_IT.search(rest)
    if leaving is not None:
        rest = _without(rest, leaving)
    rest = rest.strip(" ,;")
    if rest == text or len(rest.split()) < 2 or _KEEPS_IT.match(rest):
        return None
    return Denial(rest, frozenset(matters), leaving is not None, putting_off is not None)


def only_puts_off(text: str) -> bool:
    """ "I'll do that later", and nothing more."""
    found = _PUTS_OFF.search(text)
    return found is not None and not _without(text, found).strip(" ,;.!")


def lets_go_of_denied(memory: Memory, denial: Denial) -> list[Say]:
    """Closes what is refused, and says so where a yes would have done it; what is put off waits."""
    pending = tasks.waiting(memory)
    current = tasks.current(memory)
    gone = [task for task in memory["tasks"] if task["intent"] in denial.intents]
    offered = memory["offer"]
    if offered is not None and offered["intent"] in denial.intents:
        pass  # "don't cancel, leave it": what was offered last, and not what waits beneath it
    elif denial.leaves_it and current is not None and current not in gone:
        gone.append(current)
    elif denial.puts_off and current is not None and current not in gone:
        tasks.set_aside(memory, current)
    said = [task for task in gone if pending is not None and pending["task"] == task["key"]]
    for task in gone:
        tasks.close(memory, task)
    offer, claim = memory["offer"], memory["claim"]
    if offer is not None and (denial.leaves_it or offer["intent"] in denial.intents):
        memory["offer"] = None
    if claim is not None and "return" in denial.matters and not claim["claim_ids"]:
        memory["claim"] = None
    return [Say("dropped", {"task": INTENTS.get(task["intent"], UNSURE).label}) for task in said]


def without_denied(understood: Understanding, denial: Denial, *, is_done_with: bool) -> Understanding:
    """What sounds like the refused thing is the next best that it sounds like.

    `is_done_with`: a task was let go by it.
    """
    requests = [_otherwise(request, denial) for request in understood.requests]
    return replace(understood, requests=tuple(each for each in requests if not (is_done_with and only_says_why(each))))


def _otherwise(request: Request, denial: Denial) -> Request:
    if request.intent not in denial.intents:
        return request
    others = [name for name in request.alternatives if name not in denial.intents]
    return replace(request, intent=others[0], confidence=SURE, alternatives=tuple(others)) if others else request


def _without(text: str, found: re.Match[str]) -> str:
    return f"{text[: found.start()]} {text[found.end() :]}".strip()
