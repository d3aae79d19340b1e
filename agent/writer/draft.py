"""What has to be said, taken apart once: its sentences, figures, sources and questions, and what it rests on. Pure."""

import re
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from functools import cached_property

from agent.grounding import sentences
from agent.grounding.evidence import squeezed
from agent.grounding.mentions import Mention
from agent.writer.places import BULLET, Clause, Gloss, clauses, figures_of, readings_of
from domain.knowledge import Passage

ENGLISH = "en"

Terms = Callable[[str], frozenset[str]]
"""Sizes, colours and materials that a text names."""


@dataclass(frozen=True)
class Draft:
    """What has to be said: the template's words, released by the gate, and what they rest on."""

    text: str
    passages: tuple[Passage, ...] = ()
    facts: str = ""
    """What else may be said, a line a product; nothing of it has to be."""
    names: tuple[str, ...] = ()
    """Products that the text names."""
    customer_text: str = ""
    so_far: str = ""
    """What came before, to see what the customer means: no part of the answer."""
    last_reply: str = ""
    """What was said just before need not be said again."""
    locale: str = "en"
    terms: Terms = field(default=lambda text: frozenset())
    gloss: Gloss | None = None
    """Its own sentences in English words; None: they are English."""
    original: Gloss | None = None
    """How words of the passages are quoted beneath an answer; None: passages are in the customer's language."""
    announcement: str = ""
    """What the template says in front of passages in another language."""

    def in_english(self, text: str) -> str:
        """As passages and catalogue are written, so that what is said can be held against them."""
        return text if self.gloss is None else self.gloss(text)

    @cached_property
    def english_sentences(self) -> list[str]:
        return [self.in_english(one) for one in self.own_sentences]

    @cached_property
    def known_terms(self) -> frozenset[str]:
        own = self.text if self.gloss is None else "".join(self.english_sentences)
        texts = (own, self.text, self.facts, *(each.text for each in self.passages))
        return frozenset[str]().union(*(self.terms(text) for text in texts))

    @cached_property
    def quotable(self) -> str:
        return squeezed("\n".join([self.text, *(each.text for each in self.passages)]))

    @cached_property
    def _quoted(self) -> str:
        return squeezed("\n".join(each.text for each in self.passages))

    @cached_property
    def sources(self) -> list[str]:
        """Lines that say where a passage stands; a title may be a sentence, so they are no sentences."""
        titles = [squeezed(each.title) for each in self.passages]
        lines = (line for line in self.text.split("\n") if line and squeezed(line) not in self._quoted)
        return [line for line in lines if any(title in squeezed(line) for title in titles)]

    @cached_property
    def own_sentences(self) -> list[str]:
        """Those of the template, without what it quotes, where that stands, and that it is in another language."""
        body = "\n".join(line for line in self.text.split("\n") if line not in (*self.sources, self.announcement))
        return [one for one in sentences(body) if squeezed(one) not in self._quoted]

    @cached_property
    def questions(self) -> list[str]:
        return [one for one in self.own_sentences if is_question(one)]

    @cached_property
    def figures(self) -> list[Mention]:
        return figures_of("".join(self.own_sentences), self.locale)

    @cached_property
    def units(self) -> list[frozenset[Hashable]]:
        """Figures that belong together: those of a bullet with those around the list, of two sentences in a row."""
        found: list[frozenset[Hashable]] = []
        for text in (self.text, self.facts):
            bullets, around = _bullets(text)
            common = readings_of(around, self.locale)
            found += [common | readings_of(bullet, self.locale) for bullet in bullets] or [common]
        for passage in self.passages:
            found.append(readings_of(f"{passage.title} {passage.heading}", self.locale))
            said = sentences(passage.text)
            pairs = [*zip(said, [*said[1:], ""], strict=True)]
            found += [readings_of(first + second, self.locale) for first, second in pairs]
        return found

    @cached_property
    def clauses(self) -> list[Clause]:
        if self.gloss is None:
            texts = (self.text, self.facts, *(each.text for each in self.passages))
            return [clause for text in texts for clause in clauses(text, self.locale)]
        found = [*clauses("".join(self.own_sentences), self.locale, self.gloss), *clauses(self.facts, self.locale)]
        return found + [clause for each in self.passages for clause in clauses(each.text, ENGLISH)]

    @cached_property
    def all_sentences(self) -> list[str]:
        """In English words."""
        passages = (one for each in self.passages for one in sentences(each.text))
        return [*self.english_sentences, *passages]


def is_question(sentence: str) -> bool:
    return re.search(r"\?\W*$", sentence) is not None


def _bullets(text: str) -> tuple[list[str], str]:
    lines = text.split("\n")
    bullets = [line for line in lines if BULLET.match(line)]
    return bullets, "\n".join(line for line in lines if not BULLET.match(line))
