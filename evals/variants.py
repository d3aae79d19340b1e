"""Other wordings of what a customer says: a scenario that only its own wording passes has not been passed.

Deterministic, so that a failure can be run again. Numbers, e-mail addresses and short words keep their letters.
"""

import random
import re
import zlib
from collections.abc import Callable, Iterator
from itertools import pairwise

from agent.entities.spelling import common_english, known_words
from evals.scenario import Scenario, Turn

_WORD = re.compile(r"[A-Za-z']+")
_KEPT = re.compile(r"\{[^}]*\}|\S*[@\d]\S*")
"""Variables, addresses and whatever has a digit."""
_STREET = re.compile(r"\b\d+[a-z]? (?:[A-Z][\w.]*,? ?){1,6}")
"""A misspelt street is another street: nobody could put it right."""
_FILLING = re.compile(
    r"\b(?:hi|hello|hey)(?: there)?\b[,!]?|\b(?:please|thanks|thank you(?: so much)?|just|really|the|an?)\b"
    r"|\b(?:i'd like to|i would like to|i want to|i need to|(?<!what )(?<!how )(?:could|can) you)\b",
    re.IGNORECASE,
)
_DO_YOU_HAVE = re.compile(r"\bdo you (?:have|sell)\b", re.IGNORECASE)
"""Shortened, not left out: "it in size S" asks for nothing. "Can I" stays: without it a question is an order."""
_TWO_PARTS = re.compile(
    r"(?!(?:yes|no|ok|okay|sure|actually|sorry|oh|hi|hello|hey|wait|great|perfect|thanks)\b)"
    r"(?P<first>(?:[^\s,.?!]+ ){3,}[^\s,.?!]+), "
    r"(?P<second>(?:it's|it|they|they're|i|my|because)\b(?: [^\s,.?!]+){2,})[.!]?",
    re.IGNORECASE,
)
_ANSWERS = re.compile(r"(?:yes|yep|no|nah|nope|ok|okay|sure|thanks)\b", re.IGNORECASE)
"""A yes or no belongs in front: behind another sentence it answers nothing."""
_TAKES_BACK = re.compile(
    r"(?:(?:hm+|oh|ah|no|sorry|well)\W+)*(?:wait|actually|no|scrap that|on second thoughts?|i mean|never ?mind)\b",
    re.IGNORECASE,
)
""" "Hm wait, can I exchange them instead?" takes back what was said before it; in front it takes back nothing."""
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
    streets = [found.span() for found in _STREET.finditer(text)]
    places = [
        found
        for found in _WORD.finditer(text)
        if len(found[0]) > 4 and not _is_kept(text, found.start())
        if not any(start <= found.start() < end for start, end in streets)
    ]
    if not places:
        return text
    chosen = {found.start() for found in places if dice.random() < 1 / 6} or {dice.choice(places).start()}
    return _WORD.sub(lambda found: _misspelt(found[0], dice) if found.start() in chosen else found[0], text)


def terse(text: str) -> str:
    """Without punctuation and politeness, a sentence a line, as on a phone; a message of nothing but those stays."""
    lines = (_short(sentence) for sentence in _SENTENCE.split(text))
    return "\n".join(line for line in lines if line) or text


def _short(sentence: str) -> str:
    left = _outside_of_kept(sentence, lambda part: _FILLING.sub(" ", _DO_YOU_HAVE.sub("got", part)))
    words = [word if _KEPT.fullmatch(word) else word.strip('.,;:!?"()') for word in left.split()]
    return " ".join(word for word in words if word)


def reordered(text: str) -> str:
    """The last sentence first; of one sentence in two parts, the second part first. What is taken back stays behind."""
    sentences = _SENTENCE.split(text.strip())
    if len(sentences) == 1 and (parts := _TWO_PARTS.fullmatch(text.strip())):
        return f"{parts['second']}, {parts['first']}"
    if len(sentences) == 1 or _ANSWERS.match(text.strip()) or any(map(_TAKES_BACK.match, sentences[1:])):
        return text
    return " ".join(sentence if sentence[-1:] in ".!?" else f"{sentence}." for sentence in reversed(sentences))


VARIANTS: dict[str, Callable[[str], str]] = {"lower": lower, "typos": typos, "terse": terse, "reordered": reordered}


def _outside_of_kept(text: str, change: Callable[[str], str]) -> str:
    kept = [found.span() for found in _KEPT.finditer(text)]
    edges = [0, *(edge for span in kept for edge in span), len(text)]
    parts = [text[start:end] for start, end in pairwise(edges)]
    return "".join(part if at % 2 else change(part) for at, part in enumerate(parts))


def _is_kept(text: str, at: int) -> bool:
    return any(found.start() <= at < found.end() for found in _KEPT.finditer(text))


def _misspelt(word: str, dice: random.Random) -> str:
    """A slip that leaves no other word: "tanks" for "thanks" says something else."""
    slips = (_slipped(word, dice) for _ in range(8))
    return next((slip for slip in slips if slip.lower() not in common_english() | known_words()), word)


def _slipped(word: str, dice: random.Random) -> str:
    """The first letter stays: people rarely miss that one."""
    at = dice.randrange(1, len(word) - 2)
    if dice.random() < 0.5:
        return word[:at] + word[at + 1 :]
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _texts(turns: tuple[Turn, ...]) -> list[tuple[str, ...]]:
    return [turn.user for turn in turns]
