"""English words that code says itself, in another language: buttons, choices, labels, reasons, statuses.

Phrases are written in each language; these are not phrases but names of things, looked up by their English in
`phrases/<language>/words.yaml`. `{}` stands for an order's or claim's number, or the last digits of a card. What is
not in it stays English.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from agent.writer.hours import hours_in, is_hours

YamlLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The safe loader in C, which takes a tenth of the time, where PyYAML was built with it."""
WORDS_FILE = "words.yaml"
NUMBER = re.compile(r"\b[A-Z]{2,4}-[A-Z0-9]{4,12}\b|\b\d{4}\b")
"""Of an order, a claim, or the last digits of a card: what differs from one button to the next."""
_ENDING = re.compile(r"(.+) (ending(?: in)?) (\d+)")
"""A payment method or telephone by its last digits: "Visa ending 4242"."""
_LONGEST = 120
"""Characters of the longest text that may be one of these; anything longer is somebody's prose."""


@dataclass(frozen=True, slots=True)
class Words:
    """One language's; empty for English."""

    translations: Mapping[str, str]
    """By the English in lower case."""
    originals: Mapping[str, str]
    """Back again: what a pressed button says in English, by its words as they are shown."""
    language: str = "en"

    @classmethod
    def of(cls, said: Mapping[str, str], *, language: str = "en") -> "Words":
        originals: dict[str, str] = {}
        for english, foreign in said.items():
            originals.setdefault(foreign, english)
        return cls({english.casefold(): foreign for english, foreign in said.items()}, originals, language)

    @classmethod
    def read(cls, folder: Path) -> "Words":
        file = folder / WORDS_FILE
        said = yaml.load(file.read_bytes(), Loader=YamlLoader) if file.exists() else None
        return cls.of({str(english): str(foreign) for english, foreign in (said or {}).items()}, language=folder.name)

    def say(self, english: str) -> str:
        """The text in this language; each part of "navy, M" and of "return something (VM-10198)" for itself."""
        if not self.translations or not english or len(english) > _LONGEST:
            return english
        return self._known(english) or self._with_number(english) or self._hours(english) or self._in_parts(english)

    def _known(self, english: str) -> str | None:
        foreign = self.translations.get(english.strip().casefold())
        if foreign is None:
            return None
        return foreign[:1].upper() + foreign[1:] if english[:1].isupper() else foreign

    def _with_number(self, english: str) -> str | None:
        numbers = NUMBER.findall(english)
        foreign = self._known(NUMBER.sub("{}", english)) if numbers else None
        return foreign.format(*numbers) if foreign and foreign.count("{}") == len(numbers) else None

    def _hours(self, english: str) -> str | None:
        return hours_in(english, self.language) if is_hours(english) else None

    def _in_parts(self, english: str) -> str:
        if bracketed := re.fullmatch(r"(.+) (\([^()]*\))", english):
            return f"{self.say(bracketed[1])} {bracketed[2]}"
        if (ends := _ENDING.fullmatch(english)) and (ending := self._known(ends[2])):
            return f"{self._known(ends[1]) or ends[1]} {ending} {ends[3]}"
        if ", " in english and not english.endswith("."):  # a sentence is quoted as it was written
            return ", ".join(self._known(part) or part for part in english.split(", "))
        return english
