"""Glossed words in an order that English patterns read: the infinitive goes to its verb. Pure."""

import re
from collections.abc import Sequence

from agent.glossing.verbs import is_participle

_WANTS = re.compile(
    r"^(?:want(?:s|ed)?|would like|can|could|may|might|must|should|shall|will|would|need|have|plan|try|like|how)\b"
    r"|\b(?:want|would like|can|could|must|should|need|may)(?: not)?$"
)
_SUBJECT = re.compile(r"^(?:i|you|we|they|he|she|one|it|not|please)$")
_TO = re.compile(r"^to [a-z]")
_AUXILIARY = re.compile(r"^(?:i |you |we )?(?:have|has|had|was|were|is|are|would have|had been|have been)$")
_STAYS = re.compile(r"^(?:i|you|we|they|he|she|it|one|not|never|already|still|yet|just|only)$")
_DROPS_TO = re.compile(
    r"\b(can|could|may|might|must|should|shall|will|would|do|does|did|please)"
    r"((?:\s+(?:not|never|please|i|you|we|one|they|he|she|it|me|also|still)){0,3})\s+to\s+(?=[a-z])",
    re.IGNORECASE,
)
_DOUBLED = re.compile(r"\b(?:for|to|in order|of|how)\s+(to\s)", re.IGNORECASE)
_HOW_TO = re.compile(r"\bhow\s+to\s", re.IGNORECASE)
_DECIMAL = re.compile(r"(?<![\d.,])(\d{1,4}),(\d{2})(?![\d.,]\d|\d)")
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
           "December")  # fmt: skip
_DAY_FIRST = re.compile(r"(?<![\d./-])(\d{1,2})([./])(\d{1,2})(?:\2(\d{4}|\d{2})?)?(?![\d/-]|\.\d)")
_DAY_OF_MONTH = re.compile(rf"\b(\d{{1,2}})\.?\s+(?:de\s+|of\s+)?(?=(?:{'|'.join(_MONTHS)})\b)", re.IGNORECASE)


def in_english_order(units: Sequence[tuple[str, str]], language: str) -> str:
    """One clause. German puts the infinitive last: "want my order to cancel" becomes "want to cancel my order".

    And the participle: "have the coat sent back" becomes "have sent back the coat".
    """
    words = [english for _, english in units if english]
    if language != "de" or len(words) < 3:
        return "".join(words)
    if is_participle(words[-1].strip()):
        return _with_its_auxiliary(words)
    if not _TO.match(words[-1]):
        return "".join(words)
    modal = next((at for at, word in enumerate(words[:-1]) if _WANTS.search(word.strip().casefold())), None)
    if modal is None:
        return "".join(words)
    after = modal + 1
    while after < len(words) - 1 and _SUBJECT.match(words[after].strip().casefold()):
        after += 1
    moved = [*words[:after], words[-1].rstrip() + " ", *words[after:-1]]
    return "".join(moved).rstrip()


def _with_its_auxiliary(words: Sequence[str]) -> str:
    found = next((at for at, word in enumerate(words[:-2]) if _AUXILIARY.match(word.strip().casefold())), None)
    if found is None:
        return "".join(words)
    after = found + 1
    while after < len(words) - 1 and _STAYS.match(words[after].strip().casefold()):
        after += 1
    return "".join([*words[:after], words[-1].rstrip() + " ", *words[after:-1]]).rstrip()


def mended(text: str) -> str:
    """What the parts did to the whole: doubled "to", amounts and days as English writes them."""
    text = _DOUBLED.sub(lambda match: match[0] if _HOW_TO.match(match[0]) else match[1], text)
    text = _DROPS_TO.sub(r"\1\2 ", text)
    text = _DAY_FIRST.sub(_dated, text)
    text = _DAY_OF_MONTH.sub(r"\1 ", text)
    text = _DECIMAL.sub(r"\1.\2", text)
    text = re.sub(r"[¿¡]\s*", "", text)
    return re.sub(r"[^\S\n]{2,}", " ", re.sub(r"[^\S\n]+(?=[.,;!?](?:\s|$))", "", text)).strip()


def _dated(match: re.Match[str]) -> str:
    """3.11., 3/11/2026: the third of November wherever these languages are spoken."""
    day, mark, month, year = int(match[1]), match[2], int(match[3]), match[4]
    is_closed = match[0].endswith(".") or year or mark == "/"
    if not (1 <= day <= 31 and 1 <= month <= 12 and is_closed):
        return match[0]
    return f"{day} {_MONTHS[month - 1]}" + (f" {year if len(year) == 4 else '20' + year}" if year else "")
