"""The sentence patterns of promises: the words of `promise_words` in the frames of each language."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Literal

from agent.grounding.promise_words import (
    ENGLISH_VERBS,
    FRENCH,
    GERMAN,
    HARMLESS_DONE,
    HARMLESS_DUE,
    IRREGULAR,
    SPANISH,
    Words,
)

Frame = Literal["done", "passive", "due", "general"]
"""done: "I have cancelled it". passive: "your order was cancelled". due: "we'll cancel it".
general: a rule of the shop, "damaged items will be replaced"."""

Pattern = tuple[re.Pattern[str], str, Frame]
"""Words, the action they speak of ("": the named group says), and how."""

_ADVERBS = (
    r"(?: (?:just|already|now|successfully|also|gone ahead and|went ahead and|personally|immediately|happily|gladly"
    r"|then|certainly|definitely|shortly|soon|be|of course|all|both|fully|automatically|go ahead and|happy to|to))*"
)
_US = (
    r"(?<![\w'])(?:i|we|they|(?:our|the|my|a|an|one of our|one of my|some of our) (?:\w+ ){0,2}?(?:team|staff"
    r"|agents?|warehouse"
    r"|colleagues?|person|human|specialist|teammate|manager|lead|advis[oe]r|support|people|representative|courier"
    r"|driver|carrier|technician)"
    r"|someone|somebody|support|a member of (?:our|the) team|one of us)"
)
REFUND = r"(?:refund|money|reimbursement|credit|compensation)"
_PHRASES = {
    "refund_due": rf"(?:your|the|a) (?:\w+ )?{REFUND} (?:is|will be|should be|'s) (?:already )?(?:on (?:its|the) "
    rf"way|coming|under ?way|with you)"
    rf"|you(?:'ll| will| are going to|'re going to| should| can expect to)(?: \w+)? (?:get|receive|have"
    rf"|see)\b[^.;!?\n]{{0,60}}?\b(?:back|{REFUND})\b"
    rf"|expect (?:your|a|the) (?:\w+ )?{REFUND}"
    rf"|you(?:'re| are) (?:getting|receiving)\b[^.;!?\n]{{0,60}}?\b(?:back|{REFUND})\b",
    "discounted": r"you(?:'ll| will) (?:get|receive|have)\b[^.;!?\n]{0,40}\b(?:discount|voucher|gift card|store "
    r"credit|coupon|free gift)\b"
    r"|as a (?:gesture|token) of|on the house|i can (?:offer|give) you\b[^.;!?\n]{0,40}(?:discount|off|credit"
    r"|voucher|free)",
    "contacted": r"\b(?:will|'ll) (?:\w+ )?(?:be in touch|hear (?:back )?from|get back to|reach out)\b|expect a "
    r"(?:call|reply|message|response) from"
    r"|you(?:'ll| will) (?:get|receive) a (?:call|reply|response|callback)",
    "sent": r"\b(?:replacement|label|confirmation|e-?mail|new one|package) (?:is|'s) (?:already )?(?:on (?:its|the) "
    r"way|being sent)"
    r"|you(?:'ll| will) (?:\w+ )?(?:get|receive) (?:an?|the|your) (?:\w+ ){0,3}(?:e-?mail|text|label|sms"
    r"|confirmation|notification|replacement)",
    "delivered": r"\b(?:your|the|it|parcel|package|order|both|they)\b[^.,;!?\n]{0,30}\b(?:has|have) arrived"
    r"|\b(?:it|parcel|package|order) arrived\b",
    "arranged": r"\bconsider it (?:done|sorted)|\ball (?:taken care of|sorted)\b",
    "guaranteed": r"\brest assured\b|\b(?:i|we) (?:can )?(?:guarantee|promise|assure you)\b|\bguaranteed to\b"
    r"|\b(?:will|'ll) definitely\b|\bis guaranteed\b",
    "cancelled": r"\bcancellation (?:is|has been|was) (?:now )?(?:confirmed|complete|completed|done|successful)"
    r"|consider it cancelled|\bcancellation (?:went|has gone) through"
    r"|^\W*(?:done\W+)?(?:your |the )?order (?:[\w-]+ )?cancell?ed\W*$",
    "filed": r"\b(?:return|claim|exchange) (?:request )?(?:is|has been|was) (?:now )?(?:confirmed|set|all set"
    r"|booked|complete)\b"
    r"|^\W*(?:done\W+)?(?:your |the )?(?:return|claim|exchange) (?:filed|registered|confirmed|submitted)\W*$",
    "refunded": rf"\b(?:the|your) (?:\w+ )?refund (?:is|went|has gone|has) (?:now |already |been )*(?:through"
    rf"|processed|approved|issued"
    r"|complete|completed|done|paid out)(?! (?:within|in|to|after|once|when|as|if|by))"
    rf"|^\W*(?:done\W+)?(?:your |the )?{REFUND} (?:issued|processed|approved|sent|paid|confirmed)\W*$",
}
_REPORTS = frozenset({"delivered", "cancelled", "filed", "refunded"})

OTHER_LANGUAGES: dict[str, Words] = {"de": GERMAN, "fr": FRENCH, "es": SPANISH}


@cache
def patterns(language: str) -> tuple[Pattern, ...]:
    if language == "en":
        return (
            *_english(),
            *(
                (re.compile(words), action, "passive" if action in _REPORTS else "due")
                for action, words in _PHRASES.items()
            ),
        )
    words = OTHER_LANGUAGES[language]
    verbs = "|".join(f"(?P<{action}>{forms})" for action, forms in words.verbs.items())
    frames: tuple[tuple[str, Frame], ...] = ((words.done, "done"), (words.due, "due"), (words.passive, "passive"))
    phrases = (_phrase(forms, action) for action, forms in words.phrases.items())
    return (
        *((re.compile(rf"(?<![\w']){frame}\b{words.gap}\b(?:{verbs})(?!\w)"), "", name) for frame, name in frames),
        *phrases,
    )


def _phrase(words: str, action: str) -> Pattern:
    return re.compile(words), action, "passive" if action in _REPORTS else "due"


def _english() -> Iterator[Pattern]:
    forms = {action: [_forms(verb) for verb in _verbs(verbs)] for action, verbs in ENGLISH_VERBS.items()}
    base, past, going = (
        "|".join(f"(?P<{action}>{_nth(verbs, n)})" for action, verbs in forms.items()) for n in range(3)
    )
    be = r"(?:'m| am|'re| are|'s| is)"
    lead = r"(?:^|[.!,:\n-] ?)(?:done|all set|sure|ok|okay|great|perfect)?\W{0,3}(?:have |just |successfully )"
    will = rf"(?:{_US}(?:'ll| will| shall|{be} going to|{be} about to)|let me|allow me to)"
    been = rf"(?:(?:has|have|'s|'ve){_ADVERBS} been|was|were|got|gets|(?:is|are|'s){_ADVERBS} being|(?:is|are|'s) now)"
    for pattern, frame in _anything_else():
        yield pattern, "arranged", frame
    yield (
        re.compile(rf"{_US}(?:'ve| have)?\b[^.;!?\n]{{0,60}}? (?:and|then)(?: also| then)? (?:{past})(?!\w)"),
        "",
        "done",
    )
    yield re.compile(rf"{_US}(?:'ll| will)\b[^.;!?\n]{{0,60}}? and(?: then)? (?:{base})(?!\w)"), "", "due"
    frames: tuple[tuple[str, str, Frame], ...] = (
        (rf"{_US}(?:'ve| have| has|'s)?", past, "done"),
        (lead, past, "done"),
        (will, base, "due"),
        (rf"{_US}{be}", going, "due"),
        (rf"(?:will|'ll|going to){_ADVERBS} be", past, "passive"),
        (rf"(?<!\w){been}", past, "passive"),
        (r"your (?:[\w-]+ ){0,4}?(?:is|are)", past, "passive"),
        (r"(?:it|th(?:at|is))(?:'s| is)", past, "passive"),
    )
    for start, verbs, frame in frames:
        gap = "" if start is lead else f"{_ADVERBS} "
        yield re.compile(rf"{start}{gap}(?:{verbs})(?!\w)"), "", frame


def _anything_else() -> Iterator[tuple[re.Pattern[str], Frame]]:
    """First-person deeds and promises with a verb of no list: only harmless verbs go unproved."""
    known = "|".join(form for verbs in ENGLISH_VERBS.values() for verb in _verbs(verbs) for form in _forms(verb))
    lead = rf"(?<![\w'])(?:i|we)(?:'ve| have){_ADVERBS} (?!(?:{known}|{HARMLESS_DONE})(?!\w))"
    objects = "your|the|it|this|that|you|a|an|for|to|up|down|on|off|in|out|care|my|our|one|with|about|from"
    taken = rf"(?:\w+ed|{IRREGULAR})(?= (?:{objects})\b)"
    yield re.compile(lead + taken), "done"
    plain = rf"(?<![\w'])(?:i|we){_ADVERBS} (?!(?:{known}|{HARMLESS_DONE})(?!\w))"
    yield re.compile(rf"{plain}(?!need|feed|proceed|exceed)\w+ed(?= (?:your|the|it|this|that)\b)"), "done"
    will = rf"(?<![\w'])(?:i|we)(?:'ll| will){_ADVERBS} (?!(?:{known}|{HARMLESS_DUE})(?!\w)|not\b|never\b)"
    yield re.compile(rf"{will}[a-z]+"), "due"


def _verbs(verbs: str) -> list[str]:
    """Verbs are separated by spaces; a space inside brackets belongs to a pattern."""
    return re.split(r" (?![^()]*\))", verbs)


def _forms(verb: str) -> list[str]:
    """Base, past and -ing; a "|" inside brackets does not separate."""
    return [form.replace("_", " ") for form in re.split(r"\|(?![^()]*\))", verb)]


def _nth(verbs: list[list[str]], place: int) -> str:
    # Each once and in one order, so that the pattern is the same in every process.
    return "|".join(sorted(dict.fromkeys(verb[place] for verb in verbs), key=len, reverse=True))
