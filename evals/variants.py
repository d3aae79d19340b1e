"""Other wordings of what a customer says: a scenario that only its own wording passes has not been passed.

Deterministic, so that a failure can be run again. Numbers, e-mail addresses and short words keep their letters.
"""

import random
import re
import zlib
from collections.abc import Callable, Iterator
from itertools import pairwise

from evals.scenario import Scenario, Turn

_WORD = re.compile(r"[A-Za-z']+")
_KEPT = re.compile(r"\{[^}]*\}|\S*[@\d]\S*")
"""Variables, addresses and whatever has a digit."""
_FILLING = re.compile(
    r"\b(?:hi|hello|hey)(?: there)?\b[,!]?|\b(?:please|thanks|thank you(?: so much)?|just|really|the|an?)\b"
    r"|\b(?:i'd like to|i would like to|i want to|i need to|could you|can you|can i|do you (?:have|sell))\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+")


def variants_of(scenario: Scenario) -> Iterator[Scenario]:
    """The scenario once in each other wording that differs from its own."""
    if scenario.verbatim:
        return
    for name, change in VARIANTS.items():
        turns = tuple(
            turn if turn.exact else turn.model_copy(update={"user": tuple(change(text) for text in turn.user)})
            for turn in scenario.turns
        )
        if _texts(turns) != _texts(scenario.turns):
            tags = (*scenario.tags, f"variant:{name}")
            yield scenario.model_copy(update={"name": f"{scenario.name}--{name}", "turns": turns, "tags": tags})


def lower(text: str) -> str:
    return "".join(part if part.startswith("{") else part.lower() for part in re.split(r"(\{[^}]*\})", text))


def typos(text: str) -> str:
    """About every sixth longer word loses a letter or has two swapped; at least one does, if there is any."""
    dice = random.Random(zlib.crc32(text.encode()))
    places = [found for found in _WORD.finditer(text) if len(found[0]) > 4 and not _is_kept(text, found.start())]
    if not places:
        return text
    chosen = {found.start() for found in places if dice.random() < 1 / 6} or {dice.choice(places).start()}
    return _WORD.sub(lambda found: _misspelt(found[0], dice) if found.start() in chosen else found[0], text)


def terse(text: str) -> str:
    """Without punctuation and politeness, as on a phone; a message that is nothing but those stays."""
    left = _outside_of_kept(text, lambda part: _FILLING.sub(" ", part))
    words = [word if _KEPT.fullmatch(word) else word.strip('.,;:!?"()') for word in left.split()]
    return " ".join(word for word in words if word) or text


def reordered(text: str) -> str:
    """The last sentence first."""
    return " ".join(reversed(_SENTENCE.split(text.strip())))


VARIANTS: dict[str, Callable[[str], str]] = {"lower": lower, "typos": typos, "terse": terse, "reordered": reordered}


def _outside_of_kept(text: str, change: Callable[[str], str]) -> str:
    kept = [found.span() for found in _KEPT.finditer(text)]
    edges = [0, *(edge for span in kept for edge in span), len(text)]
    parts = [text[start:end] for start, end in pairwise(edges)]
    return "".join(part if at % 2 else change(part) for at, part in enumerate(parts))


def _is_kept(text: str, at: int) -> bool:
    return any(found.start() <= at < found.end() for found in _KEPT.finditer(text))


def _misspelt(word: str, dice: random.Random) -> str:
    """The first letter stays: people rarely miss that one."""
    at = dice.randrange(1, len(word) - 2)
    if dice.random() < 0.5:
        return word[:at] + word[at + 1 :]
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _texts(turns: tuple[Turn, ...]) -> list[tuple[str, ...]]:
    return [turn.user for turn in turns]
