"""What a customer is told without having asked, in the language of their conversation: phrases like any other.

The facts come from rows and are the whole of what is said, so no gate stands behind it.
"""

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from agent.language import reader_locale
from agent.writer.templates import TemplateWriter
from domain.obligations import News

TURN_FAILED = News("turn_failed")
"""The apology for a message that could not be answered."""
JOB_FAILED = News("job_failed")


@dataclass(frozen=True, slots=True)
class Reader:
    conversation_id: str
    locale: str
    language: str
    """That the conversation is in; empty: their locale's."""


class Notices:
    """`open_writer` is called when there is something to say for the first time."""

    def __init__(self, open_writer: Callable[[], TemplateWriter]) -> None:
        self._open_writer = open_writer

    @cached_property
    def _writer(self) -> TemplateWriter:
        return self._open_writer()

    def write(self, news: News, reader: Reader, *, today: date) -> str:
        locale = reader_locale(reader.locale, reader.language)
        return self._writer.write(news.say, news.facts, locale=locale, today=today, turn=_turn(reader))


def _turn(reader: Reader) -> int:
    """Any number that stays: a notice has no turn, and tried again it should say the same."""
    return zlib.crc32(reader.conversation_id.encode())
