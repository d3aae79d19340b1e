"""What one turn may speak of: tool results, cited passages, the shop's own texts, the customer's words.

Nothing is read before a sentence asks for it, and texts are read only for what the values do not back.
"""

import re
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from datetime import date, tzinfo
from decimal import Decimal
from functools import cached_property
from typing import Any

from agent.grounding.calendar import Day
from agent.grounding.codes import capitals, compact
from agent.grounding.durations import Span
from agent.grounding.extract import mentions_in, mentions_once
from agent.grounding.facts import Facts, facts_of
from agent.grounding.mentions import Kind, Mention
from agent.grounding.names import heads_of, plain_name
from agent.grounding.receipts import RECEIPTS
from domain.knowledge import Passage, SourceKind

# Other customers' conversations teach how things were solved; their numbers and deeds are not this customer's.
_PRIVATE_KINDS: frozenset[Kind] = frozenset({"identifier", "email", "phone", "code", "amount", "date", "time"})


# Strings without a digit or a space ("green", "tops") hold nothing to check but capitals and addresses.
_TELLS = re.compile(r"[\d@ :/.]|[A-Z]{4}|day|tag\b")


@dataclass(slots=True)
class Written:
    """What texts say, by kind, as the readings of their mentions."""

    by_kind: dict[Kind, set[Hashable]] = field(default_factory=dict)
    dates: set[Day] = field(default_factory=set)

    def add(self, text: str, locale: str, *, without: frozenset[Kind] = frozenset()) -> None:
        self.keep(mentions_in(text, locale), without=without)
        self._keep_capitals(text, without)

    def add_public(self, text: str, locale: str, *, without: frozenset[Kind] = frozenset()) -> None:
        """The same for texts that many turns share: read once a process."""
        self.keep(mentions_once(text, locale), without=without)
        self._keep_capitals(text, without)

    def keep(self, mentions: Iterable[Mention], *, without: frozenset[Kind]) -> None:
        for mention in mentions:
            if mention.kind in without:
                continue
            self.by_kind.setdefault(mention.kind, set()).update(mention.readings)
            if mention.kind == "duration":
                # "3-5 days" backs "within 5 days", and never "in 3 days".
                self.by_kind["duration"].update(
                    r[-1] for r in mention.readings if isinstance(r, tuple) and not isinstance(r, Span)
                )
            if mention.kind == "date":
                self.dates.update(reading for reading in mention.readings if isinstance(reading, Day))

    def _keep_capitals(self, text: str, without: frozenset[Kind]) -> None:
        if "code" not in without:
            self.by_kind.setdefault("code", set()).update(capitals(text))

    def has(self, kind: Kind) -> set[Hashable]:
        return self.by_kind.get(kind, set())


@dataclass
class Evidence:
    """Built by `Evidence.of`; costs nothing until it is asked."""

    values: tuple[Any, ...] = ()
    passages: tuple[Passage, ...] = ()
    customer_text: str = ""
    shop_texts: tuple[str, ...] = ()
    today: date | None = None
    zone: tzinfo | None = None
    extra_receipts: frozenset[str] = frozenset()
    is_for_staff: bool = False
    _written: dict[str, Written] = field(default_factory=dict)
    _said: dict[str, Written] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        values: Iterable[Any],
        *,
        passages: Iterable[Passage] = (),
        customer_text: str = "",
        shop_texts: Iterable[str] = (),
        today: date | None = None,
        zone: tzinfo | None = None,
        receipts: Iterable[str] = (),
        is_for_staff: bool = False,
    ) -> "Evidence":
        """`values` are tool values and template facts; `shop_texts` the shop's own approved words.

        `receipts` names result types of earlier turns that may still be spoken of ("ClaimFiled"). Without
        `today`, words such as "tomorrow" are backed by texts alone. `is_for_staff`: one of the team reads it, who is
        shown a customer's stored words between quotation marks, whatever they say was done.
        """
        return cls(
            values=tuple(values),
            passages=tuple(passages),
            customer_text=customer_text,
            shop_texts=tuple(shop_texts),
            today=today,
            zone=zone,
            extra_receipts=frozenset(receipts),
            is_for_staff=is_for_staff,
        )

    @cached_property
    def facts(self) -> Facts:
        facts = facts_of(self.values, zone=self.zone)
        for name in self.extra_receipts:
            facts.receipts |= RECEIPTS.get(name, frozenset())
        return facts

    def written(self, locale: str) -> Written:
        """Figures of all texts: strings in values, passages, the shop's own; read once per language."""
        if locale not in self._written:
            written = Written()
            written.add("\n".join(text for text in dict.fromkeys(self.facts.texts) if _TELLS.search(text)), locale)
            for words in self._shop_words():
                written.add_public(words, locale)
            for passage in self.passages:
                if passage.kind is SourceKind.CONVERSATION:
                    written.add_public(passage.text, locale, without=_PRIVATE_KINDS)
            self._written[locale] = written
        return self._written[locale]

    def said(self, locale: str) -> Written:
        """Figures of the customer's own words: enough to restate, never to promise."""
        if locale not in self._said:
            written = Written()
            written.add(self.customer_text, locale)
            self._said[locale] = written
        return self._said[locale]

    @cached_property
    def identifiers(self) -> set[Hashable]:
        """Short strings as a whole: sizes, SKUs and tracking numbers however they are spelled."""
        return {compact(text) for text in set(self.facts.texts) if len(text) <= 40}

    @cached_property
    def dates(self) -> set[date]:
        said = {day for passage in self.passages for day in _days_of(passage) if day}
        return self.facts.dates | said

    @cached_property
    def numbers(self) -> set[Decimal]:
        return set().union(*self.facts.numbers.values()) if self.facts.numbers else set()

    @cached_property
    def product_names(self) -> frozenset[str]:
        return frozenset(plain_name(name) for name in self.facts.names)

    @cached_property
    def heads(self) -> frozenset[str]:
        return heads_of(self.product_names)

    @cached_property
    def plain_text(self) -> str:
        """All words that may name a product, as they are compared."""
        return plain_name("\n".join([*self.facts.texts, *self._shop_words(), self.customer_text]))

    @cached_property
    def shop_sentences(self) -> str:
        """What the shop says of itself, for quotes; other customers' conversations are left out."""
        return squeezed("\n".join(self._shop_words()))

    @cached_property
    def stored_sentences(self) -> str:
        """Everything that is written in the values, for quotes shown to staff."""
        return squeezed("\n".join(self.facts.texts))

    def _shop_words(self) -> list[str]:
        public = (passage for passage in self.passages if passage.kind is not SourceKind.CONVERSATION)
        return [*(f"{passage.title}\n{passage.heading}\n{passage.text}" for passage in public), *self.shop_texts]


def squeezed(text: str) -> str:
    """A text as quotes are compared: lower case, no markup, single spaces."""
    return re.sub(r"[\s*_>`\"]+", " ", plain_name(text)).strip()


def _days_of(passage: Passage) -> tuple[date | None, ...]:
    return (passage.effective_from, passage.effective_to, passage.last_updated)
