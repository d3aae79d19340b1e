"""Promises and reports of action: "I've cancelled it", "you will be refunded", "a colleague will call you"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from agent.grounding.mentions import Mention
from agent.grounding.promise_patterns import OTHER_LANGUAGES, REFUND, Frame, patterns

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


@dataclass(frozen=True, slots=True)
class Promise:
    action: str
    frame: Frame


def promises(text: str, language: str) -> Iterator[Mention]:
    """What the text says was done or will be done, with the way it is said. `text` is folded, lower case.

    A promise in English is one in a conversation of any language.
    """
    yield from _promises_in(text, language)
    if language != "en":
        yield from _promises_in(text, "en")


def _promises_in(text: str, language: str) -> Iterator[Mention]:
    for pattern, action, frame in patterns(language):
        for match in pattern.finditer(text):
            said = action or match.lastgroup or ""
            if _is_no_promise(text, match, frame, language):
                continue
            meant = _frame(text, match, frame, language)
            yield Mention("promise", (Promise(_object(said, text, match, frame), meant),), *match.span(), match.group())


@lru_cache(maxsize=1024)
def promises_once(text: str, language: str) -> tuple[Mention, ...]:
    """The same, kept: templates' sentences without a figure come again and again."""
    return tuple(promises(text, language))


def clause(text: str, mention: Mention) -> str:
    """The words from the start of the promise's clause to its end."""
    start = max(text.rfind(mark, 0, mention.start) for mark in (".", ";", ":", "!", "?", "\n", ", ")) + 1
    end = re.search(r"[.;!?\n]|$", text[mention.end :])
    return text[start : mention.end + (end.start() if end else 0)].strip(" ,*_\"'-")


def _is_no_promise(text: str, match: re.Match[str], frame: Frame, language: str) -> bool:
    if is_denied(text, match.start(), language) or _words_negation(language).search(match.group()):
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
        return "refunded" if re.search(REFUND, around) else "paid_order"
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


def is_denied(text: str, start: int, language: str) -> bool:
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
    return _NEGATION if language == "en" else re.compile(OTHER_LANGUAGES[language].negation)


def _words_conditions(language: str) -> re.Pattern[str]:
    return _CONDITIONS if language == "en" else re.compile(OTHER_LANGUAGES[language].conditions)
