"""Objections to what was answered, and what is wanted besides: "that's not what i asked. do i get it back?". Pure."""

import re

from agent.entities.reading import Reading
from agent.entities.reasons import find_reasons

_SAID_ALREADY = (
    r"(?:you(?:'ve|’ve| have)?|u) (?:just |already |literally )*(?:said|told me|wrote|sent(?: me)?|answered|repeated)\b"
    r"(?: me)?(?: (?:that|this|it|so|the (?:very )?same(?: thing| answer| text)?))?(?: (?:already|again|before|twice))*"
    r"|(?:that(?:'?s| is)?|it'?s|this is)? ?(?:exactly |just |again )*the (?:very )?same (?:thing|answer|text)"
    r"(?: again| as before)?|you(?:'re|’re| are) (?:just )?repeating yourself|stop repeating(?: yourself| that)?"
)
_NOT_ASKED = (
    r"(?:that(?:'?s|’s| is| was)?|this is|it'?s) about (?!it\b|right\b|all\b|the\b)[\w ]{2,30}|not about [\w ]{2,30}"
    r"|(?:(?:that|this|it)(?:'?s|’s| is| was)? ?)?not (?:really |even |at all )?(?:what|the thing|the question)"
    r" i (?:asked|meant|wanted(?: to know)?)(?: (?:you|for|about))?"
    r"|(?:that|this|it) (?:isn'?t|wasn'?t|is not|was not) (?:really )?(?:what i (?:asked|meant|wanted)|my question)"
    r"|i (?:did not|didn'?t) ask (?:about|for)? ?(?:that|this|you that)|(?:that|this|it) (?:doesn'?t|does not|didn'?t)"
    r" (?:really )?answer (?:my question|that|it|anything)|(?:wrong|no) answer|read my question(?: again)?"
)
_COURTESY = r"(?:(?:no|what|huh|hm+|ugh|sorry|well|ok|okay|but|and|so|lol|um|uh|wait|please|hey|again)\W+)*"
_OBJECTION = re.compile(rf"^\W*{_COURTESY}(?:{_SAID_ALREADY}|{_NOT_ASKED})\W*$", re.IGNORECASE)
_QUESTION = r"(?:who|what|when|where|why|how|which|whether|if|is|are|do|does|can|could|the|your|for how)"
_I_ASKED = re.compile(
    rf"^\W*{_COURTESY}i (?:was )?(?:just |only |actually )*(?:asked|asking)(?: you)?(?: about)? (?={_QUESTION}\b)",
    re.IGNORECASE,
)
""" "I asked who makes them": that is the question, again."""
_NOT_MINE = re.compile(
    r"\bmine (?:isn'?t|is not|wasn'?t|was not|didn'?t|aren'?t)\b|\b(?:that|this|it)(?:'?s| is)? not (?:my|the) case\b"
    r"|\b(?:yes or no|yes or not)\b",
    re.IGNORECASE,
)
_DENIES = re.compile(
    rf"^\W*{_COURTESY}(?:it|that|this|they)(?:['’]s| is|['’]re| are) not an? (?!but\b)\w+(?: (?!but\b)\w+){{0,2}}\W*$",
    re.IGNORECASE,
)
""" "It is not a PO box": what is asked behind it is of no PO box."""
_CLAUSES = re.compile(r"(?<=[.,;!?])\s+|\s+(?:-|–)\s+")
_YES_OR_NO = re.compile(r"^\W*(?:(?:so|just|is it|please)\W+)*yes or (?:no|not)\W*$", re.IGNORECASE)
_ASKS = re.compile(rf"^\W*{_COURTESY}(?:i want|i need|{_QUESTION})\b", re.IGNORECASE)
_FEWEST, _FEWEST_BEHIND = 2, 5


def without_objection(text: str) -> str:
    """What is wanted, behind or before "that's not what i asked": the whole where nothing else is said."""
    kept = [clause for clause in _CLAUSES.split(text) if not _OBJECTION.match(clause)]
    asked = next((at for at, clause in enumerate(kept) if _I_ASKED.match(clause)), None)
    rest = " ".join(kept) if asked is None else _I_ASKED.sub("", " ".join(kept[asked:]), count=1)
    return rest if len(rest.split()) >= _FEWEST else text


def without_denied(text: str) -> str:
    """ "It is not a PO box, it is a house. Can I ...?": nothing is looked up that it is said not to be."""
    told = [clause for clause in _CLAUSES.split(text) if not _DENIES.match(clause) or find_reasons(Reading.of(clause))]
    kept = " ".join(told)
    return kept if len(kept.split()) >= _FEWEST_BEHIND and "?" in kept else text


def objects(text: str) -> bool:
    return without_objection(text) != text or _OBJECTION.match(text) is not None or _NOT_MINE.search(text) is not None


def pins_down(text: str) -> bool:
    """ "Mine isn't a change of mind, it's late. so yes or no": the case again, and no other question."""
    clauses = [clause for clause in _CLAUSES.split(text) if not _YES_OR_NO.match(clause)]
    return _NOT_MINE.search(text) is not None and not any("?" in clause or _ASKS.match(clause) for clause in clauses)
