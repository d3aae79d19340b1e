"""Promises and reports of action: "I've cancelled it", "you will be refunded", "a colleague will call you"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from agent.grounding.mentions import Mention, Reading
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
_REFUND = r"(?:refund|money|reimbursement|credit|compensation)"
_PHRASES = {
    "refund_due": rf"(?:your|the|a) (?:\w+ )?{_REFUND} (?:is|will be|should be|'s) (?:already )?(?:on (?:its|the) "
    rf"way|coming|under ?way|with you)"
    rf"|you(?:'ll| will| are going to|'re going to| should| can expect to)(?: \w+)? (?:get|receive|have"
    rf"|see)\b[^.;!?\n]{{0,60}}?\b(?:back|{_REFUND})\b"
    rf"|expect (?:your|a|the) (?:\w+ )?{_REFUND}"
    rf"|you(?:'re| are) (?:getting|receiving)\b[^.;!?\n]{{0,60}}?\b(?:back|{_REFUND})\b",
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
    rf"|^\W*(?:done\W+)?(?:your |the )?{_REFUND} (?:issued|processed|approved|sent|paid|confirmed)\W*$",
}
_REPORTS = frozenset({"delivered", "cancelled", "filed", "refunded"})
_NEGATION = re.compile(
    r"\b(?:not|no(?! longer| doubt| problem| worries)|none|nothing|never|neither|nobody|cannot|can't|won't|hasn't"
    r"|haven't|wasn't|isn't|without)\b|n't\b"
)
_CONDITIONS = re.compile(
    r"\b(?:if|once|when|after|before|until|unless|as soon as|whenever|whether|in case|shall (?:i|we)|should (?:i|we)"
    r"|would you like|do you want|want me to|can i|may i|could i|just say|say yes|please confirm|you can|which|that "
    r"(?:has|have|was|were))\b"
)
_ASKS_CONSENT = re.compile(
    r"\b(?:if|once|when|after|as soon as) (?:you|that|this)(?:'ve| have|'d)? ?(?:\w+ )?"
    r"(?:confirm|say|agree|reply|approve|tell|give|want|like|need|let me know|is (?:right|correct|ok|okay)|looks? "
    r"(?:right|good))"
    r"|\b(?:confirm|say yes|reply yes|just say)\b[^.?!]{0,30}\b(?:and|so|before|to)\b"
)
_ADDRESSED = re.compile(
    r"\b(?:you|your|it|its|vm-?\d+|cl-?\w{6}|ihr\w*|sie|dein\w*|dir|vous|votre|vos|su|sus|tu|le|te)\b"
)
_PARCEL = re.compile(r"parcel|package|order|(?:it|they|them)\b|items?\b|paket|bestellung|colis|commande|paquete|pedido")
_QUESTION = re.compile(r"\?\W*$")
_OFFER = {
    "free": re.compile(
        r"(?<![\w-])(?:(?<!feel )(?<!sign up for )free(?! of (?!charge)|-|ly|dom| to (?!return|exchange)|ze)|no "
        r"(?:extra )?(?:charge|cost|fee)|at no (?:extra )?(?:cost|charge)"
        r"|free of charge|(?:won't|will not|not) (?:be charged|cost you|have to pay)|complimentary|costs? nothing"
        r"|kostenlos\w*|gratis|kostenfrei\w*|gratuit\w*|sin (?:coste|costo|cargo)|sans frais)(?![\w-])"
    ),
    "discount": re.compile(
        r"(?<!\w)(?:discount\w*|half price|price (?:match|adjustment)|rabatt\w*|remises?|réductions?|descuentos?)(?!\w)"
    ),
    "voucher": re.compile(r"(?<!\w)(?:vouchers?|coupons?|gutschein\w*|bons? d'achat|cup[oó]n\w*|vales?)(?!\w)"),
    "credit": re.compile(
        r"(?<!\w)(?:store credit|gift cards?|compensation|goodwill|guthaben|entschädigung|avoir|dédommagement"
        r"|compensación)(?!\w)"
    ),
}


_FREE_THINGS = {
    "return": re.compile(r"return|send (?:it|them) back|rück|retour|devol"),
    "exchange": re.compile(r"exchang|umtausch|échange|cambio"),
    "shipping": re.compile(r"ship|deliver|postage|versand|liefer|livraison|envío|express"),
    "repair": re.compile(r"repair|reparat|répar|repara"),
}


@dataclass(frozen=True, slots=True)
class Promise:
    action: str
    frame: Frame


def offers(reading: Reading) -> Iterator[Mention]:
    """Free things, discounts and credit: needs the same in the evidence. "We have no discount" offers none."""
    for topic, pattern in _OFFER.items():
        for match in pattern.finditer(reading.free):
            if topic != "free" and _denied(reading.free, match.start(), "en"):
                continue
            about = _given_free(reading.free, match) if topic == "free" else ""
            span = match.span()
            yield Mention("offer", ((topic, about),), *span, reading.original[span[0] : span[1]])


def _given_free(text: str, match: re.Match[str]) -> str:
    """What is free, by the words of its clause."""
    end = re.search(r"[.;!?\n]|$", text[match.end() :])
    start = max(text.rfind(mark, 0, match.start()) for mark in ".;!?\n") + 1
    words = text[start : match.end() + (end.start() if end else 0)]
    return next((what for what, pattern in _FREE_THINGS.items() if pattern.search(words)), "")


def promises(text: str, language: str) -> Iterator[Mention]:
    """What the text says was done or will be done, with the way it is said. `text` is folded, lower case."""
    for pattern, action, frame in _patterns(language):
        for match in pattern.finditer(text):
            said = action or match.lastgroup or ""
            if _is_no_promise(text, match, frame, language):
                continue
            meant = _frame(text, match, frame, language)
            yield Mention("promise", (Promise(_object(said, text, match, frame), meant),), *match.span(), match.group())


def clause(text: str, mention: Mention) -> str:
    """The words from the start of the promise's clause to its end."""
    start = max(text.rfind(mark, 0, mention.start) for mark in (".", ";", ":", "!", "?", "\n", ", ")) + 1
    end = re.search(r"[.;!?\n]|$", text[mention.end :])
    return text[start : mention.end + (end.start() if end else 0)].strip(" ,*_\"'-")


def _is_no_promise(text: str, match: re.Match[str], frame: Frame, language: str) -> bool:
    if _denied(text, match.start(), language) or _words_negation(language).search(match.group()):
        return True
    if _QUESTION.search(text) and text.rfind(",", match.end()) < 0 and (frame != "done" or _is_asked(text, match)):
        return True
    before = text[_clause_start(text, match.start()) : match.start()]
    if frame != "done" and _words_conditions(language).search(before):
        return True
    return frame == "due" and language == "en" and _ASKS_CONSENT.search(text) is not None


def _is_asked(text: str, match: re.Match[str]) -> bool:
    before = text[_clause_start(text, match.start()) : match.start()]
    return re.search(r"\b(?:did|do|does|has|have|should|shall|would|if)\b\W*$", before) is not None


def _frame(text: str, match: re.Match[str], frame: Frame, language: str) -> Frame:
    if frame != "passive":
        return frame
    around = text[_clause_start(text, match.start()) : match.end()]
    is_rule = _words_conditions(language).search(text[: match.start()]) is not None and "your" not in around
    return "passive" if _ADDRESSED.search(around) and not is_rule else "general"


def _object(action: str, text: str, match: re.Match[str], frame: Frame) -> str:
    """Verbs that say little by themselves take their meaning from what follows or stands before."""
    around = text[max(0, match.start() - 40) : match.end() + 50]
    if action in ("refunded", "paid") and (frame == "due" or re.search(r"\b(?:will|'ll) be\b|being", match.group())):
        return "refund_due"
    if action in ("delivered", "shipped") and (
        frame == "due" or re.search(r"\b(?:will|'ll|wird|werden|sera|seront|será)\b", match.group())
    ):
        return f"{action}_due"
    if action == "paid" and re.search(r"\bway (?:it|you|they) ", around):
        return "nothing"
    if action == "paid":
        return "refunded" if re.search(_REFUND, around) else "paid_order"
    if (
        action in ("received", "lost")
        and frame == "done"
        and not re.search(r"parcel|return|order|package|item", around)
    ):
        return "nothing"
    if action == "sent" and not _PARCEL.search(text[max(0, match.start() - 30) : match.end() + 30]):
        return "mailed"
    if action == "discounted" and re.search(r"offer you|give you|giving you", match.group()):
        given = text[match.start() : match.end() + 40]
        return (
            "discounted" if re.search(r"off\b|discount|credit|free|voucher|gift|refund|%|[$€£]", given) else "nothing"
        )
    return action


def _denied(text: str, start: int, language: str) -> bool:
    near = text[max(_clause_start(text, start), start - 30) : start]
    return _words_negation(language).search(near) is not None


def _clause_start(text: str, position: int) -> int:
    return (
        max(
            text.rfind(mark, 0, position)
            for mark in (",", ";", ":", ".", "!", "?", " - ", " but ", " and ", " because ")
        )
        + 1
    )


def _words_negation(language: str) -> re.Pattern[str]:
    return _NEGATION if language == "en" else re.compile(_WORDS[language].negation)


def _words_conditions(language: str) -> re.Pattern[str]:
    return _CONDITIONS if language == "en" else re.compile(_WORDS[language].conditions)


_WORDS: dict[str, Words] = {"de": GERMAN, "fr": FRENCH, "es": SPANISH}


@cache
def _patterns(language: str) -> tuple[Pattern, ...]:
    if language == "en":
        return (
            *_english(),
            *(
                (re.compile(words), action, "passive" if action in _REPORTS else "due")
                for action, words in _PHRASES.items()
            ),
        )
    words = _WORDS[language]
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
    return "|".join(sorted({verb[place] for verb in verbs}, key=len, reverse=True))
