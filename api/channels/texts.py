"""A reply as plain messages: for channels that have no cards."""

import re
from collections.abc import Callable, Sequence

from api.channels.port import Limits
from domain.conversations import Reply
from domain.delivery import Part
from domain.texting import plain, segments, split

MOST_OPTIONS = 10

_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1", re.DOTALL)
_HEADING = re.compile(r"^#{1,6} +", re.MULTILINE)
_LINK = re.compile(r"\[([^\]\n]+)\]\((https?://[^\s)]+)\)")


def words(reply: Reply) -> str:
    """All that the reply says: its text, and what only its cards say."""
    text = reply.text
    for card in reply.cards:
        if card.text and _bare(card.text) not in _bare(text):
            text = f"{text}\n\n{card.text}"
    text = _LINK.sub(r"\1: \2", _HEADING.sub("", _EMPHASIS.sub(r"\2", text)))
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def _bare(text: str) -> str:
    return "".join(text.split())


def with_options(text: str, options: Sequence[str]) -> str:
    """The answers that elsewhere can be tapped, by number: a bare number is taken for the option (`chosen`)."""
    if not options:
        return text
    if len(options) == 1:
        return f"{text}\n\nOr reply 1: {options[0]}"
    lines = "\n".join(f"{number}) {option}" for number, option in enumerate(options, 1))
    return f"{text}\n\nReply with a number:\n{lines}"


def chosen(text: str, options: Sequence[str]) -> str:
    """What a bare number stands for, where options were offered; any other text is itself."""
    answer = text.strip().strip(".)")
    if answer.isascii() and answer.isdigit() and len(answer) <= 2 and 1 <= int(answer) <= len(options):
        return options[int(answer) - 1]
    return text


def fitting(limits: Limits) -> Callable[[str], bool]:
    def fits(text: str) -> bool:
        if len(text) > limits.characters:
            return False
        return limits.segments is None or segments(text).count <= limits.segments

    return fits


def texts(text: str, limits: Limits) -> list[Part]:
    """Cut between sentences into messages that fit."""
    said = plain(text) if limits.segments is not None else text
    return [Part(part) for part in split(said, fitting(limits))]
