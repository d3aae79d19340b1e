"""What is typed on a phone, put in full: "and other one", "linen shirt is too big", "got it in L".

Whoever leaves out stops and articles leaves them all out, so only a message without any is read here. An article
goes where nothing else can be meant: before "other one", before a garment that something is said of or done with.
"keep shirt" is of one that is there; "want shirt" and "linen shirt" alone may be of any, and stay as they are.
"""

import re
from collections.abc import Collection

from agent.entities.vocabulary import singular
from tools.garments import KINDS

_IN_FULL = re.compile(r"\b(?:the|an?)\b|(?<!\d)[.,;:!?]\s|[.,;:!]$", re.IGNORECASE)
_NTH = "first|second|third|fourth|fifth|other|last|latest|newest|oldest|cheapest|biggest|smallest|late|wide|slim"
_LED = r"(?:(?:the|my|this|that|any|no|which|your|our|her|his|their|every|each) )?"
"""What does the same as an article."""
_ONE = re.compile(
    rf"\b(?P<led>{_LED})(?P<what>(?:{_NTH}) (?:ones?|box|parcel|order|item|package)\b"
    r"|only one (?:that|which|who|left)\b)",
    re.IGNORECASE,
)
_NO_NUMBER = (
    r"(?! ?(?:[A-Z]{2,4}-|#|\{)?\d| ?\{| (?:number|status|history|confirmation|form)\b)"  # "order VM-10217" has none
)
_LEFT_OUT = (
    ("the", r"(?:about|keep|ship|send|with|cancel|return) ", r"(?:latter|former|rest)$"),
    ("the", r"which one is ", r"(?!best)\w{3,}est\b"),
    ("the", r"(?:is|was) (?:this|that|it) ", r"only one\b"),
    ("the", r"(?:for|of|from) ", r"one (?:after|before)\b"),
    ("the", r"(?:for|has|of|in|on|is|from|never mind) ", rf"(?:order|parcel|invoice|receipt)\b{_NO_NUMBER}"),
    ("the", r"(?:send|mail|e-?mail|show) me ", r"(?:invoice|receipt|label)\b"),
    ("the", r"(?:back to|with) ", rf"(?:exchange|return|claim|order|invoice)\b{_NO_NUMBER}"),
    ("the", r"what(?:'s| is) ", r"(?:number|phone number|address|difference)\b"),
    ("the", r"(?:from|in|to) ", r"(?:US|USA|UK|EU)\b"),
    ("the", r"at ", r"door\b"),
    ("the", r"(?:see|get) ", r"money\b(?! back)"),
    ("a", r"(?:need|want) ", r"(?:person|colleague|manager|human|refund)\b"),
    ("a", r"(?:get|need|want|have) ", r"(?:receipt|invoice|copy|new pair|new one)\b"),
    ("a", r"(?:came|arrived|is|was) with ", r"(?:tear|hole|stain|scratch|crack)\b"),
    ("a", r"in ", r"(?:bigger|smaller|larger|different) (?:size|colou?r)\b"),
    ("a", r"(?:for|with|on) ", r"(?:gift card|warranty repair)\b(?! (?:code|number|balance))"),
    ("a", r"(?:when|if) ", r"(?:parcel|delivery|package) (?:is|gets|goes|was)\b"),
    ("a", r"is (?:that|this|it) ", r"problem\b"),
    ("a", r"(?:there's|there is) (?:also )?", r"different\b"),
    ("a", r"(?:^|(?<=have )|(?<=got ))", r"(?:couple of|few)\b"),
    ("a", r"send ", r"(?:pic|photo|picture)\b"),
    ("an", r"(?:make|as) ", r"exception\b"),
    (
        "do you",
        r"^(?:(?:and|so|ok|also) )*",
        r"(?:send|ship|deliver) (?:things |stuff )?to (?!my|me|him|her|them|this)[a-z ]+$",
    ),
)
"""What is missing, what stands before it, and what behind it."""
_PATTERNS = [
    (re.compile(rf"(?<![\w'])({before})(?={behind})", re.IGNORECASE), missing) for missing, before, behind in _LEFT_OUT
]
_SURELY_ASKS = re.compile(r"(?:who|whose|how many)\b.*\w$", re.IGNORECASE)
_ASKS = re.compile(
    r"(?:(?:and|so|ok|okay|also|but|then|anyway) )*(?:what|who|whom|whose|which|when|where|why|how|is|are|am|was|were|"
    r"do|does|did|can|could|will|would|should|has|have|may)(?:'\w+)?\b",
    re.IGNORECASE,
)
_ANNOUNCED = re.compile(
    r"^.{0,24}\b(?:things|questions)(?= (?:could|can|may|when|where|what|how|why|who|do|does|is|are|will)\b)",
    re.IGNORECASE,
)
_GOT = re.compile(
    r"(?P<opening>^(?:(?:and|so|ok|okay|but|also|hmm|hm|or) )*)"
    r"got (?!it$|them$|that|this|my|no\b|to\b|thanks|charged|your|here|\w+ed\b)(?=\w)",
    re.IGNORECASE,
)
_DONE_WITH = re.compile(
    r"return|exchange|swap|refund|keep|cancel|back|mind|stuck|with|reorder|is|was|where's|when's|for|of|on"
)
_SAID_OF = re.compile(
    r"is|isn't|was|wasn't|came|comes?|has|hasn't|had|doesn'?t|didn't|arrived|broke|ripped|shrank|never|are|aren't|were|can"
)
_LEADS = re.compile(r"and|but|so|ok|okay|now|no|not|also|hi|hey|firstly|first|then|well|when|is")
_GARMENTS = frozenset({*KINDS, *(kind for kinds in KINDS.values() for kind in kinds)})


def in_full(text: str, goods: Collection[str]) -> str:
    """With the words that were left out, where it is plain which. `goods`: words of the catalogue."""
    if _IN_FULL.search(text):
        return text
    lines = [_line(line, goods) for line in text.split("\n") if line.strip()]
    last = [f"{line}?" if _SURELY_ASKS.match(line) else line for line in lines[-1:]]
    return "\n".join([*(_stopped(line) for line in lines[:-1]), *last])


def _stopped(line: str) -> str:
    """With its stop, where another line follows: a line is a sentence."""
    return line if line[-1] in ".?!" else f"{line}?" if _ASKS.match(line) else f"{line}."


def _line(line: str, goods: Collection[str]) -> str:
    line = _GOT.sub(lambda found: f"{found['opening']}do you have ", line)
    line = _ONE.sub(lambda found: found[0] if found["led"] else f"the {found['what']}", line)
    for pattern, missing in _PATTERNS:
        line = pattern.sub(rf"\1{missing} ", line)
    return _with_goods(_ANNOUNCED.sub(r"\g<0>.", line), goods)


def _with_goods(line: str, goods: Collection[str]) -> str:
    words = line.split(" ")
    bare = [word.casefold() for word in words]
    for at in range(len(words)):
        if bare[at] in goods and (at == 0 or bare[at - 1] not in goods) and _is_one(bare, at, goods):
            words[at] = f"the {words[at]}"
    return " ".join(words)


def _is_one(bare: list[str], at: int, goods: Collection[str]) -> bool:
    """A garment from here on that something is done with or said of."""
    end = next((place for place in range(at, len(bare)) if bare[place] not in goods), len(bare))
    if bare[end : end + 1] in (["one"], ["ones"]):
        return all(_LEADS.fullmatch(word) for word in bare[:at])
    if not {bare[end - 1], singular(bare[end - 1])} & _GARMENTS:
        return False
    before, behind = bare[at - 1] if at else "", bare[end] if end < len(bare) else ""
    is_of_an_order = behind in ("from", "in") and end + 1 < len(bare) and "-" in bare[end + 1]
    is_opened = before == "when" or all(_LEADS.fullmatch(word) for word in bare[:at])
    is_told = is_of_an_order or _SAID_OF.fullmatch(behind)
    return bool(_DONE_WITH.fullmatch(before) or (is_opened and is_told))
