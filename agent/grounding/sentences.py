"""Sentences of a text, whole and in order: joined back they are the text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_END = re.compile(r"[.!?…]+[\"'”’»)\]*_]*(?P<gap>[ \t\u00a0]*\n\s*|\s+)|(?P<line>[ \t]*\n\s*)")
_SHORT_FORMS = """
e.g i.e etc approx mr mrs ms dr st vs incl excl est dept z.b d.h bzw ca inkl exkl ggf usw evtl str tel std p.ej
sr sra ud uds env m.m mme mlle max min jan feb febr mar apr jun jul aug sep sept oct okt nov dec dez janv févr
avr juil déc ene abr ago dic mo di mi do fr sa so mon tue tues wed thu thurs fri sat sun lun mer jeu ven sam dim
"""
_ALWAYS = frozenset(_SHORT_FORMS.split())
_BEFORE_DIGITS = frozenset(["no", "nr", "num", "núm", "art", "abs", "p", "fig", "sec", "cl", "vol"])
_LAST_WORD = re.compile(r"[^\s(\[\"'*_]+$")
_MONTH_NEXT = re.compile(r"(?:jan|feb|mär|mar|apr|mai|may|jun|jul|aug|sep|okt|oct|nov|dez|dec)\w*", re.IGNORECASE)


def sentences(text: str) -> list[str]:
    """Split after sentence ends and at line ends; each piece keeps the white space behind it."""
    return list(_pieces(text, is_whole=True))


@dataclass(slots=True)
class SentenceStream:
    """Sentences of a text that arrives in pieces of any size; the result is that of `sentences`."""

    _rest: str = ""

    def feed(self, chunk: str) -> list[str]:
        """Sentences that no later text can change; an end is sure once the next word is."""
        self._rest += chunk
        done = list(_pieces(self._rest, is_whole=False))
        self._rest = self._rest[sum(map(len, done)) :]
        return done

    def finish(self) -> list[str]:
        """What is left when the text is over."""
        rest, self._rest = self._rest, ""
        return sentences(rest)


def _pieces(text: str, *, is_whole: bool) -> Iterator[str]:
    start = 0
    for match in _END.finditer(text):
        if match.end() == len(text):
            break
        next_word = re.match(r"\S+", text[match.end() :])
        assert next_word is not None
        if not is_whole and match.end() + next_word.end() == len(text):
            break
        if _is_end(text[start : match.start()], match, next_word.group()):
            yield text[start : match.end()]
            start = match.end()
    if is_whole and start < len(text):
        yield text[start:]


def _is_end(before: str, match: re.Match[str], next_word: str) -> bool:
    if "\n" in match.group():
        return bool(before.strip())
    mark = match.group().strip()
    if not mark.startswith(".") or mark.startswith(".."):
        return not (mark.startswith((".", "…")) and next_word[0].islower())
    word = _LAST_WORD.search(before)
    last = word.group().lower() if word else ""
    if next_word[0].islower() or last in _ALWAYS or (len(last) == 1 and last.isalpha()):
        return False
    if last in _BEFORE_DIGITS and next_word[0].isdigit():
        return False
    if last.isdigit():
        is_marker = not before[: -len(last)].strip(" *_->")
        return not is_marker and not (len(last) <= 2 and _MONTH_NEXT.fullmatch(next_word.strip(".,;:!?)")))
    return True
