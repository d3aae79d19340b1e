"""What one of the team asks of their own work beside a customer's wish: "replacement, please. and what's her phone?".

The reader of the desk hears one thing in a message. Here it reads clause by clause, in the lead's own words, and what
it is sure of is asked beside the rest, which is the customer's. Pure; English only.
"""

import re
from collections.abc import Callable, Mapping

from agent.claims.verdicts import NUMBER
from agent.speaker.desk import QUEUES
from agent.table.reader import ELSEWHERE, Asked, Table
from agent.understanding.asked_apart import asked_apart
from agent.understanding.requests import is_generic

Read = Callable[[Table, str], Asked]

ASKED_BESIDE = ("profile", "open_things", "record", "tickets", *QUEUES, "note", "reword", "goodwill", "able")
"""Matters that are told and done with, and so may be asked beside anything."""
SURELY = 0.75
LIKELY = 0.4
"""Beside a clause that is surely of the desk: "28 open? what are they waiting for? show me the oldest"."""
_CUT = re.compile(
    r"(?<=[.!?;…])\s+|\n+"
    r"|,?\s+(?:but|so|and|also|plus)\s+(?=(?:also |then |still |just )*"
    r"(?:wh(?:at|o|ich|ere|en|y)|how|can|could|do|does|did|is|are|has|have|any|show|list|give|i (?:still |also )*need)"
    r"(?:['’]?s)?\b)"
    r"|,\s+(?=(?:do|does|is|are|can|could|will|would|how|what|who|which|has|have|any|show|list)(?:['’]?s)?\b)"
    r"|,?\s+and\s+(?=(?:please |then |also )*(?:cancel|file|track|exchange|refund|return|change) "
    r"(?:VM-?\d+|the|her|his|their|it|that|this|an?)\b)",
    re.IGNORECASE,
)
_COURTESY = r"^\W*(?:(?:ok(?:ay)?|so|and|but|oh|well|hm+|also|then|now|good|great|thanks?|thx|please|pls|sorry)\W+)*"
_ASKS = re.compile(
    _COURTESY + r"(?:wh(?:at|o|om|ose|ich|ere|en|y)(?:['’]?s)?|how|do|does|did|is|are|was|were|has|have|can|could|any"
    r"|show|list|give|tell|put|add|leave|make|i (?:still |also |really |just )*(?:need|want))\b",
    re.IGNORECASE,
)
_OWN_DOING = re.compile(
    _COURTESY + r"(?:never ?mind\W+(?:then\W+)?)?i(?:['’]?ll| will| am going to|['’]?m going to)\b", re.IGNORECASE
)
""" "I'll write it on paper": nobody is asked to."""
_THEY = r"(?:she|he|they|(?:the |this |our )?(?:customer|client|caller|lady|guy))"
_TOLD = re.compile(
    rf"\b{_THEY}(?:['’]d)? (?:says?|said|wants?|would|needs?|asks?|is asking|never|has|hasn['’]?t|got|didn['’]?t"
    r"|ordered)\b"
    rf"|\b(?:her|his|their) (?!name|number)\w+ (?:is|was|has|are|arrived|came|never)\b"
    rf"|^\W*{_THEY}['’]d\b|\bVM-?\d+|{NUMBER}",
    re.IGNORECASE,
)
_WISHES = re.compile(
    _COURTESY + r"(?:cancel|change|correct|update|exchange|swap|return|refund|replace|send|file|track|ship|stop"
    r"|withdraw|reopen|forget about)\b",
    re.IGNORECASE,
)
_OF_WHAT_RETURNS = re.compile(r"\b(?:return(?:ed|able)?|(?:sent?|go(?:es)?|given?|taken?) back)\W*$", re.IGNORECASE)
""" "Which of these can still be returned": asked for the customer, and of no queue."""
_OF_OUR_RULES = re.compile(r"\b(?:our|the) (?:\w+ )?(?:rules?|polic(?:y|ies)|handbook)\b", re.IGNORECASE)
""" "What does our rule say, how many days, and is a photo needed": one passage answers it."""
_REPORTS_A_QUESTION = re.compile(
    rf"^\W*(?:(?:ok|so|and|well|hi|now)\W+)*{_THEY}(?:['’]?s| is)? (?:asks?|asking|wonder(?:s|ing)"
    r"|wants? to know)(?: me| us)? (?=(?:wh(?:y|en|ere|at|ich|o)|how|if|whether)\b)",
    re.IGNORECASE,
)
""" "She's asking why it is pending, was she charged": what is asked are two questions."""
_DECIDES = re.compile(r"\b(?:yes|yep|yeah|no|nope|go ahead|do (?:it|that)|file|please|pls)\b", re.IGNORECASE)
_THEIRS = r"(?:her|his|their|the (?:customer|client|caller)['’]?s?)"
_WORDS: Mapping[str, re.Pattern[str]] = {
    "reword": re.compile(
        r"[\"“'‘]?\bin (?:their|her|his) (?:own )?words\b[\"”'’]?"
        r".*\b(?:not|wrong|change|correct|edit|remove|delete|mine|my)\b"
        r"|\b(?:change|correct|edit|fix|rewrite|reword|remove|delete)\b(?:\W+\w+){0,4}?\W+"
        r"(?:note|words|wording|text|description|comment|quote)\b(?!.*\b(?:gift|parcel|policy|faq|website)\b)",
        re.IGNORECASE | re.DOTALL,
    ),
    "note": re.compile(
        r"\b(?:put|add|leave|write|attach|save|make) (?:(?:an?|the|this|that|my|some|internal|short|quick) ){0,3}"
        r"(?:note|comment|remark|tag|flag)s?\b(?!.*\b(?:gift|parcel|box|card inside|package)\b)",
        re.IGNORECASE | re.DOTALL,
    ),
    "profile": re.compile(
        r"\b(?:need|want|have|give|get|tell|show|what(?:['’]?s| is| are)?|which|read)\b(?:\W+\w+){0,4}?\W+"
        rf"{_THEIRS} (?:\w+ )?(?:e-?mail|phone|telephone|mobile|contact|number)\b"
        r"(?!.{0,20}\b(?:changed?|wrong|updated?|to be)\b)"
        r"|\bcontact (?:data|details|info(?:rmation)?)\b(?!.{0,20}\b(?:change|update))"
        r"|^\W*(?:(?:and|ok|so|thx|thanks)\W+)*(?:(?:her|his|their) )?"
        r"(?:phone|telephone|mobile|cell)(?: (?:no|number|nr))?\W*$",
        re.IGNORECASE,
    ),
    "goodwill": re.compile(
        r"\b(?:promised?|give|grant|offer|hand out|may i|can i|can we|may we|how much|am i allowed)\b.{0,40}"
        r"\b(?:vouchers?|store credit|goodwill|compensation|credit note)\b",
        re.IGNORECASE,
    ),
    "open_things": re.compile(
        rf"^\W*(?:(?:and|so|ok)\W+)*what(?:['’]?s| is| are| else is) {_THEY} (?:still )?waiting (?:for|on)\W*$|"
        r"\b(?:which|what|any)\b.{0,25}\b(?:orders?|parcels?|packages?|of (?:them|those|these))\b"
        r"(?: (?:is|are|running))* (?:late|delayed|overdue)\b"
        r"|^\W*(?:(?:and|so|ok)\W+)*(?:is |are |is there )?any(?:thing)?(?: of (?:it|them|those|these|h(?:er|is)s?))?"
        r" (?:late|delayed|overdue)\W*$",
        re.IGNORECASE,
    ),
    "tickets": re.compile(
        r"\b(?:support|open|waiting|unanswered) tickets?\b|\btickets? (?:is|are) open\b"
        r"|^\W*(?:(?:so|and|ok|hi)\W+)*(?:who(?:['’]?s| is| else is)?|(?:is )?(?:anyone|anybody|someone)(?: else)?)"
        r" (?:waiting|in (?:the |our |my )?(?:queue|line))"
        r"(?: (?:now|today|right now|in line|for (?:us|me|help|an? \w+)))?\W*$",
        re.IGNORECASE,
    ),
    "queue": re.compile(
        r"\b(?:what|which|anything|something|any|is there)\b(?:\W+\w+){0,6}?\W+(?:wait\w*|open|left|pending|due)\b"
        r"(?:\W+\w+){0,3}?\W+(?:for|on|from|by) (?:us|me)\b",
        re.IGNORECASE,
    ),
}
"""Where the reader, which is taught by examples, was never told."""


_CHANGES_THEIRS = re.compile(
    _COURTESY + r"(?:(?:can|could|would) you )?(?:change|update|correct|replace|add|save|set) "
    rf"(?:{_THEIRS}|(?:an?|the) (?:new )?) ?(?:\w+ )?(?:e-?mail|phone|telephone|mobile|address|number)\b"
    r".*\b(?:to|is|as|in)\b",
    re.IGNORECASE | re.DOTALL,
)
""" "Change his phone number to ...": done for whom is served, as they would do it themselves."""


_WHAT_IF = re.compile(r"^\W*(?:(?:and|but|so|ok|what)\W+)*(?:happens )?if\b", re.IGNORECASE)
""" "And if there's no photo?": what the rules say, of no claim that waits."""
_WISHED_BY_THEM = re.compile(
    rf"^\W*(?:(?:ok|so|and|now|but)\W+)*{_THEY}(?:['’]d like| would like| wants?| needs?| ordered| bought| got)\b"
    r"(?!.{0,12}\bto know\b)",
    re.IGNORECASE,
)
_ASKS_FOR_DAY = re.compile(
    r"\b(?:deadline|until when|till when|by when|last day|how long|when)\b(?!.*\b(?:exception|override|anyway)\b)", re.I
)
_NO_MATTER = {
    "serve": _WISHED_BY_THEM,
    "next_customer": _WISHED_BY_THEM,
    "exception": _ASKS_FOR_DAY,
    **dict.fromkeys(QUEUES, _WHAT_IF),
}
"""What a text is not of, however alike it is, by words that say something else."""


def asked_of_desk(text: str, read: Read) -> Asked:
    """The matter of the desk that a text is of: by its words, or as it is read."""
    if _CHANGES_THEIRS.match(text):
        return Asked(ELSEWHERE, 1.0)
    if named := named_of_desk(text):
        return Asked(named, 1.0)
    asked = read("desk", text)
    is_other = asked.name in _NO_MATTER and _NO_MATTER[asked.name].search(text)
    return Asked(ELSEWHERE, 1.0) if is_other else asked


def named_of_desk(text: str) -> str:
    return next((matter for matter, words in _WORDS.items() if words.search(text)), "")


def apart_for_desk(text: str, read: Read, *, awaited: str) -> list[str]:
    """Parts of a message that are read one after another: what is the customer's, and then what is of the desk.

    `awaited`: what was asked last, as `asked_for` has it. An answer may be any words; but where a summary waits for
    its yes, a word of courtesy beside a question is none.
    """
    text = _REPORTS_A_QUESTION.sub("", text)
    asked, left = _of_the_desk(cut(text), read)
    if not asked:
        return [text] if _OF_OUR_RULES.search(text) else asked_apart(text)
    rest, is_wish = " ".join(left), any(map(_is_wish, left))
    if not is_wish and any(_is_its_case(clause, read) for clause in left):
        return [text]
    is_answer = bool(rest and awaited) and (awaited != "confirmation" or _DECIDES.search(rest) is not None)
    return [*(asked_apart(rest) if is_wish or is_answer else ()), *asked]


def _of_the_desk(clauses: list[str], read: Read) -> tuple[list[str], list[str]]:
    """Clauses of the desk, those of one matter together; and the others."""
    matters = [_matter(clause, read, least=SURELY) for clause in clauses] if len(clauses) > 1 else []
    found: dict[str, list[str]] = {}
    for matter, clause in zip(matters, clauses, strict=False):
        found.setdefault(matter, []).append(clause)
    left = found.pop("", [])
    if any(matter in QUEUES for matter in found):
        left = [clause for clause in left if _matter(clause, read, least=LIKELY) not in QUEUES]
    return [" ".join(said) for said in found.values()], left


def _is_its_case(clause: str, read: Read) -> bool:
    """ "We hired somebody, how does she get an account": what is asked is asked of that."""
    asked = read("desk", clause)
    is_read = asked.name not in (ELSEWHERE, *ASKED_BESIDE) and asked.probability >= SURELY
    return (is_read or bool(named_of_desk(clause))) and not _OWN_DOING.match(clause)


def cut(text: str) -> list[str]:
    """Sentences, and what begins anew inside one: "it is torn, and what's her phone"."""
    return [clause for clause in _CUT.split(text) if re.search(r"\w", clause)]


def _matter(clause: str, read: Read, *, least: float) -> str:
    """ "" for what is the customer's, a remark, or of a claim that is named."""
    if _OWN_DOING.match(clause) or not (clause.rstrip().endswith("?") or _ASKS.match(clause)):
        return ""
    if is_generic(clause) and named_of_desk(clause) == "":
        return ""  # "the strap broke, what can we do"
    if named := named_of_desk(clause):
        return named
    asked = read("desk", clause)
    is_of_customer = _OF_WHAT_RETURNS.search(clause) or _TOLD.search(clause)
    is_read = asked.name in ASKED_BESIDE and asked.probability >= least
    return asked.name if is_read and not is_of_customer else ""


def _is_wish(clause: str) -> bool:
    is_asked = clause.rstrip().endswith("?") or _ASKS.match(clause) is not None or _WISHES.match(clause) is not None
    return not _OWN_DOING.match(clause) and (is_asked or _TOLD.search(clause) is not None)
