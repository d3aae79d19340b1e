"""Several requests in one message, cut apart: "where's my order and what's your return policy?".

Conservative: a cut is made only where both sides ask for something and speak of different matters; English
only, any other text stays whole. Each part is a stretch of the message as typed, context included.
"""

import re
from dataclasses import dataclass

from agent.entities.reading import Reading
from agent.understanding.matters import are_two_matters, matters_of

MAX_PARTS = 6

_STARTS = (
    r"(?:please |pls |kindly |then |also |(?:(?:first|second|third)(?:ly)?|finally|lastly),? "
    r"|(?:i was |was |just |i'm )?wondering (?:if )?|and )*"
    r"(?:wh(?:ere|at(?! an? )|en|ich|o)(?:'s|s|'re| is| are| was| do| does| did| can| will| about| would|"
    r" have| has| if| kind| time| sizes?| colou?rs?)?\b|"
    r"how\b|why\b|(?:can|could|may|will|would|shall|should) (?:i|you|u|we|someone|it|the|my|this|that)\b|"
    r"(?:do|does|did|is|are|has|have|was) (?:you|u|i|it|the|my|there|this|that|your|any|these|those|"
    r"shipping|delivery|returns?)\b|"
    r"(?:i|we) (?:want|need|wanna|would like|'d like|wish|have to|would love|also (?:want|need))\b|"
    r"i'd (?:like|love)\b|"
    r"(?:i'm|im|i am|we're) (?:also )?(?:looking for|searching for|after)\b|looking for\b|"
    r"any (?:chance|update|news|discounts?)\b|"
    r"know (?:when|where|how|what|if|whether|which)\b|"
    r"(?:tell|show|give|send|get|help|let|refund|recommend) (?:me|us)\b|get (?:an? |the |my )|"
    r"(?:cancel|track|refund|return|exchange|change|update|find|check|reset|delete|unsubscribe|stop|"
    r"subscribe|swap|recommend|replace|resend|re-?order|order|buy|withdraw|reopen|notify)"
    r" (?:me |us |my |the |a |an |your |this |it |that |order |vm-?\d|#\d|to |for )|"
    r"(?:send|ship|deliver|redirect) (?:it|them|this|that|both|everything) to\b|"
    r"(?:cancel|track|return|exchange) (?!polic|window|label|address|shipping|costs?\b|period|slip|is\b|"
    r"was\b|status)\w|"
    r"got (?:any|some|it in|them in)\b)"
)
_START = re.compile(
    rf"{_STARTS}|(?:for|in|on|from) (?:my )?(?:order )?#?[a-z]{{0,3}}-?\d{{4,8}},? (?:please |try to )?"
    rf"(?:(?:cancel|return|exchange|swap|change|modify|update|pay|send)\b|{_STARTS})"
)
_QUESTION = re.compile(
    r"(?:do|does|did|is|are|was|were|can|could|may|will|would|should) (?!not\b|n't\b)(?:\w+ )?\w+|"
    r"(?:has|have) (?:i|you|we|the|my|it)\b"
)
"""How a sentence of its own begins when it asks, question mark or not: "do gift cards expire"."""
_OF_ORDER = re.compile(
    r"[\s,;.]*(?:and |also |then )*(?:for|in|on|from) (?:my )?(?:order )?#?[a-z]{0,3}-?\d{4,8}", re.IGNORECASE
)
"""What opens a request without being one: "for order #123, ..."."""
_BOUNDARY = re.compile(
    r"(?P<stop>(?<!\bno)(?<!\bnr)(?<!\bmr)[.!?;:]+(?=\s|$)|\n+)"
    r"|,?\s(?P<and>and also|and then|as well as|and|also|plus|but also|& also|&|oh and)\s(?=" + _STARTS + r")"
    r"|(?P<comma>,)\s(?=(?:and |also |plus )?" + _STARTS + r")"
)
_LEADING = re.compile(
    r"(?:[\s,;.!?&-]|(?:and|also|plus|oh|then|but|as well as|finally|lastly|(?:first|second|third)ly"
    r"|(?:first|second|third)(?=\W+(?:i|where|when|what|how|why|can|could|do|does|is|please)\b))\b"
    r"(?!\s(?:where can it)))+",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"\b(?:second|third|final|last)")
""" "Secondly": announced as one more, whatever it is of."""

_LEANS_BACK = re.compile(
    r"\b(?:it|them|that one|those|this|these|there|they|one|so|do that|the same|both|him|her)\b(?!'s)"
)
_STANDS_ALONE = re.compile(
    r"(?:(?:send|ship|deliver|redirect) (?:it|them|this|that|both|everything) to\b|got (?:it|them) in\b|"
    r"do (?:you|u) (?:still |also )?(?:have|sell|stock) (?:it|them|that|those)\b|is (?:it|"
    r"that) (?:still )?(?:in stock|"
    r"available)|how long (?:do|have) (?:i|we) (?:have |got )?to\b|until when\b|(?:can|could) (?:i|you) also\b)"
)
"""Questions of their own, although "it" leans back on what was named before."""
_LEANS_BACK_AT_END = re.compile(r"\b(?:that|this)[\s?.!]*$")
_GENERIC = re.compile(
    r"(?:(?:please|pls|so|and|then)\s)*(?:(?:can|could|will|would) (?:you|u|someone|"
    r"i)(?: please)? (?:help|assist|advise|check|get (?:some )?help|tell me|do)|"
    r"help me|what (?:do|can|should|must|shall) (?:i|we)|how (?:do|can|should|would|could) (?:i|"
    r"we)(?: do| go| proceed)?\b(?= (?:do|go|proceed|it|that|this)|[\s?.!]*$)|"
    r"what(?:'s| is) (?:going on|happening|wrong|the (?:problem|issue|matter))|why\b|"
    r"i need (?:some )?(?:help|assistance|information|info|urgent)|"
    r"(?:is|would) that (?:ok|possible|alright)|(?:i want|i'd like) (?:some )?(?:help|information)|"
    r"let me know|tell me (?:please|how|what to do)|please (?:help|advise|check|confirm))\b"
)
_WHEN_OR_WHERE = re.compile(
    r"(?:can|could|would|will) (?:you|u) (?:please |pls )?(?:tell me|check|see) (?:when|where) (?:my|the)\b"
)
""" "Can you tell me where my parcel is" asks that, and for no help at large."""
_CONTEXT_QUESTION = re.compile(
    r"(?:how are you|how's it going|how do you do|are you there|is anyone there|can i ask)\b"
)
_NUMBER = re.compile(
    r"\bvm-?\s?\d{4,6}\b|#[a-z]{0,3}-?\d{4,8}\b|(?<=\bwith )\d{4,8}\b|(?<=\border )\d{4,8}\b|(?<=\bis )\d{4,8}\b"
)
_FOREIGN = re.compile(r"\b(?:ich|und|nicht|mein\w*|ist|wo|je|est|mon|vous|une|el|mi|donde|quiero|mais|pour)\b")


_POINTS = re.compile(
    r"(?:(?:ok|okay|yes|yeah|so|well|and|what about|how about)[\s,]+)*(?:the|that|vm-?\d|#\d)[\w\s-]{0,30}[.;!?\n]\s*"
)
_POINTING = 5
_ADDS = re.compile(r"\s*(?:and |oh |plus )*(?:also|another thing|one more thing)\b")
""" "The trousers one. Also, can I ...": what points at something that was shown is a request of its own."""


@dataclass(frozen=True, slots=True)
class _Clause:
    start: int
    end: int
    matters: frozenset[str]
    asks: bool
    """Asks for something, in words that could stand alone."""


def split(text: str) -> list[str]:
    """Parts in the order of the message, at most six, never empty; `[text]` whenever in doubt."""
    folded = Reading.of(text).folded
    if len(text) > len(folded) or len(folded.split()) < 6 or len(_FOREIGN.findall(folded)) > 1:
        return [text]
    if listed := numbered(text):
        return listed
    groups = _grouped(_clauses(folded), folded)
    if not 1 < len(groups) <= MAX_PARTS:
        return [text]
    return [_trimmed(text[start:end]) for start, end in groups]


_TURNING_TO = re.compile(
    r"(?:[\s,;.!?&-]|(?:and|also|plus|oh|then|but|as well as|finally|lastly|actually|wait|hold on|hang on|first(?:ly)?"
    r"|before that|sorry|ok|okay|no|well|hm+|hey|just|btw|by the way|one (?:more|other|last) (?:thing|question)"
    r"|(?:quick|another) question)\b(?!\s(?:where can it)))+",
)
"""What stands before a request without belonging to it: "actually wait, first can you ..."."""


_NUMBER_OF_POINT = re.compile(r"(?:^|(?<=\s))([1-9])[.)]\s+")


def numbered(text: str) -> list[str]:
    """ "1. where is my parcel 2. cancel the dress": the customer cut it. [] where nothing is numbered."""
    points = list(_NUMBER_OF_POINT.finditer(text))
    if [match[1] for match in points] != [str(place + 1) for place in range(len(points))] or len(points) < 2:
        return []
    ends = [*(match.start() for match in points[1:]), len(text)]
    parts = [text[match.end() : end].strip(" ,;&") for match, end in zip(points, ends, strict=True)]
    return parts[:MAX_PARTS] if all(parts) else []


def opens_request(text: str) -> bool:
    """Begins like a request or a question of its own: "where is", "do you have", "cancel the"."""
    folded = Reading.of(text).folded
    lead = _TURNING_TO.match(folded)
    return _START.match(folded, lead.end() if lead else 0) is not None


def _clauses(folded: str) -> list[_Clause]:
    clauses: list[_Clause] = []
    start, is_sentence = 0, True
    for match in _BOUNDARY.finditer(folded):
        end = match.end() if match["stop"] else match.start()
        if _OF_ORDER.fullmatch(folded, start, end):
            continue
        clauses.append(_clause(folded, start, end, is_sentence=is_sentence))
        start, is_sentence = end, match["stop"] is not None
    clauses.append(_clause(folded, start, len(folded), is_sentence=is_sentence))
    return [clause for clause in clauses if not _LEADING.fullmatch(folded, clause.start, clause.end)]


def _clause(folded: str, start: int, end: int, *, is_sentence: bool) -> _Clause:
    lead = _LEADING.match(folded, start, end)
    body = folded[lead.end() if lead else start : end]
    matters = matters_of(body)
    if not matters and _NUMBER.search(body):
        matters = frozenset({"order"})
    opens = _START.match(body) is not None or (is_sentence and _QUESTION.match(body) is not None)
    generic = is_generic(body) and not (matters - {"track"})
    asks = bool(matters) and not generic and (opens or "?" in body) and _CONTEXT_QUESTION.match(body) is None
    return _Clause(start, end, matters, asks)


def is_generic(body: str) -> bool:
    """ "Can you help me", "what should I do": asks for help at large, and leans on what it stands beside."""
    folded = body.casefold()
    return _GENERIC.match(folded) is not None and _WHEN_OR_WHERE.match(folded) is None


def _grouped(clauses: list[_Clause], folded: str) -> list[tuple[int, int]]:
    """Clauses joined into requests: context goes with the request that follows it, an echo with the one before."""
    groups: list[tuple[int, int]] = []
    current: list[_Clause] = []
    for clause in clauses:
        asked = [earlier for earlier in current if earlier.asks]
        if clause.asks and (_is_another(clause, asked, folded) if asked else _is_added(clause, current, folded)):
            groups.append((current[0].start, current[-1].end))
            current = []
        current.append(clause)
    if current:
        groups.append((current[0].start, current[-1].end))
    return groups


def _is_added(clause: _Clause, before: list[_Clause], folded: str) -> bool:
    pointed = folded[before[0].start : clause.start] if before else ""
    is_pointing = _POINTS.fullmatch(pointed) is not None and len(pointed.split()) <= _POINTING
    return is_pointing and _ADDS.match(folded, clause.start) is not None


def _is_another(clause: _Clause, asked: list[_Clause], folded: str) -> bool:
    lead = _LEADING.match(folded, clause.start, clause.end)
    body = folded[lead.end() if lead else clause.start : clause.end]
    earlier_text = folded[asked[0].start : asked[-1].end]
    numbers, earlier_numbers = set(_NUMBER.findall(body)), set(_NUMBER.findall(earlier_text))
    if numbers and earlier_numbers and not numbers & earlier_numbers:
        return True
    stands_alone = _STANDS_ALONE.match(body) is not None
    if lead is not None and _COUNTED.search(lead.group()):
        return True
    if not stands_alone and (_LEANS_BACK.search(body) or _LEANS_BACK_AT_END.search(body)):
        return False
    earlier_matters = frozenset[str]().union(*(earlier.matters for earlier in asked))
    return are_two_matters((body, clause.matters), (earlier_text, earlier_matters))


def _trimmed(part: str) -> str:
    lead = _LEADING.match(part)
    stripped = part[lead.end() :] if lead else part
    return (stripped or part).strip(" \t\n,;&")


_ANEW = re.compile(
    r"\b(?:something|anything|someone|an? (?:\w+ )?(?:order|item|return|exchange|purchase|parcel)|some (?:things|stuff)"
    r"|(?:an)?other (?:order|parcel|purchase)|new (?:return|exchange))\b",
    re.IGNORECASE,
)
""" "I'd like to return something": whatever was being done, this begins from the front."""


def begins_anew(text: str) -> bool:
    """Speaks of things in general, so that nothing is taken over from what was being done."""
    return _ANEW.search(text) is not None
