"""One request as it was heard: its words, what was found in them, and what they may point at."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from agent.context import Vocabulary
from agent.entities.found import Entities
from agent.table.reader import UNREAD, Area, Asked, Table

_EXCEPTED = re.compile(
    r"\b(?:except|but|besides|apart from|other than|without|not)\b(?: for)?\s+(?P<what>.+)", re.I | re.S
)


def _unread(_table: Table, _text: str) -> Asked:
    return UNREAD


def _of_no_area(_text: str) -> Mapping[Area, float]:
    return {}


class Part(Protocol):
    """A request, of which there may be several in a message."""

    @property
    def text(self) -> str: ...
    @property
    def entities(self) -> Entities: ...


@dataclass(frozen=True, slots=True)
class Heard:
    """One request's words, and what was found in them."""

    text: str
    entities: Entities
    today: date
    vocabulary: Vocabulary
    shown: Mapping[str, Sequence[Mapping[str, str]]]
    """What the conversation showed last, by kind: [{value, label, words}]."""
    own_words: str = ""
    """The whole message as the customer wrote it, where `text` is a gloss of it."""
    read: Callable[[Table, str], Asked] = _unread
    """What a text asks of that thing on the table, as its reader makes it out."""
    areas: Callable[[str], Mapping[Area, float]] = _of_no_area
    """How likely each thing is what a text is about, see `TableReader.areas`."""
    home: str = ""
    """Where the customer said that they live, ISO 3166."""

    @property
    def quotable(self) -> str:
        """For notes that people read: never a gloss."""
        return self.own_words or self.text

    def of(self, part: Part) -> "Heard":
        """The same talk, with the words of one request in place of the message."""
        return replace(self, text=part.text, entities=part.entities)

    def excepted(self) -> "Heard | None":
        """The words behind "except": "all of them except the socks"."""
        match = _EXCEPTED.search(self.text)
        return (
            None
            if match is None
            else replace(self, text=match["what"], entities=self.entities.within(*match.span("what")))
        )
