"""A message as the words that acts are read from, and how word lists consume them."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from agent.entities.reading import Reading

MAX_CHARS = 600
_LONGEST_PHRASE = 8
_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?|👍|👎|😊|🙂|😀|😄|🙏|❤|✅|👌|[^\W\d_]+")
_KNOWN_SIGNS = frozenset("👍👎😊🙂😀😄🙏❤✅👌")
_SIGN = re.compile(r"[\U0001F300-\U0001FAFF☀-➿]")
_SKIN_TONE = re.compile("[\U0001f3fb-\U0001f3ff\ufe0f]")
_HESITATION = re.compile(r"\.\.|…|\bhmm+\b|-\s*$|,\s*$|[:;]-?[/\\|(]")

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Said:
    text: str
    """As typed, without skin tones, at most 600 characters."""
    plain: str
    """Same length: lower case, straight quotes and dashes, no accents."""
    words: Words
    """Of `plain`, without punctuation."""
    ends: tuple[int, ...]
    """Where each word ends in `text`."""
    is_question: bool
    hesitates: bool
    """Dots, an unknown emoji, a trailing comma, or too long to have been read whole."""

    @classmethod
    def of(cls, text: str) -> "Said":
        cleaned = _SKIN_TONE.sub("", text).strip()
        reading = Reading.of(cleaned[:MAX_CHARS])
        plain = without_accents(reading.folded)
        matches = list(_WORD.finditer(plain))
        return cls(
            text=reading.original,
            plain=plain,
            words=tuple(match.group() for match in matches),
            ends=tuple(match.end() for match in matches),
            is_question="?" in plain or "？" in plain or "¿" in plain,
            hesitates=len(cleaned) > MAX_CHARS
            or _HESITATION.search(plain) is not None
            or any(sign.group() not in _KNOWN_SIGNS for sign in _SIGN.finditer(plain)),
        )

    def after(self, count: int) -> str:
        """The text behind the first `count` words, without the comma that ties it on."""
        return self.text[self.ends[count - 1] :].strip(" \t\n,.;:!-–—") if count else self.text

    def is_cut_after(self, count: int) -> bool:
        """A comma, stop or line break stands behind the first `count` words."""
        return re.match(r"\s*[,.;:!\n-]", self.text[self.ends[count - 1] :]) is not None


def without_accents(text: str) -> str:
    """One character for one, so that places stay true."""
    return "".join(unicodedata.normalize("NFD", character)[0] for character in text)


@lru_cache(maxsize=64)
def phrases(group: str) -> frozenset[Words]:
    """The phrases of one `|` list, each as its words."""
    parts = (part.strip() for part in group.replace("\n", "").split("|"))
    return frozenset(tuple(part.split()) for part in parts if part)


def consume(words: Words, *groups: str) -> tuple[int, ...]:
    """How many words each group's phrases take from the front, longest phrase first; stops at a stranger."""
    taken = [0] * len(groups)
    sets = [phrases(group) for group in groups]
    index = 0
    while index < len(words):
        hit = _longest(words, index, sets)
        if hit is None:
            break
        group, length = hit
        taken[group] += length
        index += length
    return tuple(taken)


def _longest(words: Words, index: int, sets: list[frozenset[Words]]) -> tuple[int, int] | None:
    for length in range(min(_LONGEST_PHRASE, len(words) - index), 0, -1):
        phrase = words[index : index + length]
        for group, known in enumerate(sets):
            if phrase in known:
                return group, length
    return None


def is_all(words: Words, *groups: str) -> bool:
    """The message is nothing but phrases of the groups, with at least one of the first group.

    Every way to cut it is tried: "please do it" is "please" + "do it" although "please do" is a phrase too.
    """
    sets = [phrases(group) for group in groups]
    reached: list[set[bool]] = [set() for _ in range(len(words) + 1)]
    reached[0].add(False)
    for index, states in enumerate(reached[:-1]):
        if not states:
            continue
        for length in range(1, min(_LONGEST_PHRASE, len(words) - index) + 1):
            phrase = words[index : index + length]
            if phrase in sets[0]:
                reached[index + length].add(True)
            if any(phrase in known for known in sets[1:]):
                reached[index + length] |= states
    return True in reached[-1]
