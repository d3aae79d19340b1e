"""Is one mention backed? One rule a kind of statement, each a question to the evidence."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from agent.grounding.calendar import Day, month_named, shifted
from agent.grounding.codes import same_phone
from agent.grounding.durations import Span, days_of
from agent.grounding.evidence import Evidence, squeezed
from agent.grounding.extract import mentions_once
from agent.grounding.mentions import Kind, Mention, Reading, base_language
from agent.grounding.names import plain_name, product_names
from agent.grounding.promises import Promise, clause, promises_once
from agent.grounding.receipts import ABOUT_THE_SHOP

# What the customer said may be said back, but not as an offer, a price or a stock level.
_COMMITS = re.compile(
    r"\b(?:refund\w*|credit\w*|discount\w*|voucher\w*|compensat\w*|% off|free|costs?|charged?|fee|pay|you get|get back"
    r"|erstatt\w*|rabatt\w*|gutschein\w*|kostet|rembours\w*|remise|coûte|reembols\w*|descuento\w*|cuesta)\b"
)
_LIMIT = re.compile(
    r"(?:\b(?:under|below|up to|less than|between|over|above|around|about|within|budget(?: of)?|max(?:imum)?|and|to"
    r"|from"
    r"|unter|bis|zwischen|über|um|moins de|entre|sous|menos de|hasta|cerca de)\b|-)[ \u00a0]*$"
)
_DENIES = re.compile(
    r"\b(?:not|no|cannot|unable|sorry|unfortunately|invalid|expired|unknown|nicht|kein\w*|leider|pas|désolé"
    r"|inválido)\b|n't\b|\?"
)
_QUOTE = re.compile(r"[\"“]([^\"”]{3,})[\"”]")
_YOURS = re.compile(r"\b(?:your|you|ihr\w*|sie|deine?\w*|votre|vous|su|tu)\b")
_MOVES = re.compile(
    r"\b(?:arriv\w*|deliver\w*|ship\w*|dispatch\w*|refund\w*|cancel\w*|due|expire\w*|ends?|leaves?|left|reach\w*|placed"
    r"|ordered|paid|sent|send|back|open\w*|close\w*|until|by|call\w*|here|zugestellt|geliefert|kommt|versandt|ankomm\w*"
    r"|livr\w*|arriv\w*|expédi\w*|lleg\w*|entreg\w*|enviad\w*)\b"
)


@dataclass(slots=True)
class Judge:
    """Rules over one sentence; `mentions` is what it states, `is_backed` the verdict on each."""

    sentence: str
    evidence: Evidence
    locale: str
    reading: Reading = field(init=False)
    folded: str = field(init=False)

    def __post_init__(self) -> None:
        self.reading = Reading.of(self.sentence)
        self.folded = self.reading.free

    def mentions(self) -> list[Mention]:
        said = mentions_once(self.sentence, self.locale)
        names = product_names(self.reading, lambda: self.evidence.heads)
        return [*said, *names, *promises_once(self.folded, base_language(self.locale))]

    def is_backed(self, mention: Mention) -> bool:
        return _CHECKS[mention.kind](self, mention)

    def _is_written(self, mention: Mention) -> bool:
        written = self.evidence.written(self.locale).has(mention.kind)
        return not written.isdisjoint(mention.readings)

    def _is_said(self, mention: Mention) -> bool:
        if not self.evidence.customer_text:
            return False
        return not self.evidence.said(self.locale).has(mention.kind).isdisjoint(mention.readings)

    def _amount(self, mention: Mention) -> bool:
        amounts = self.evidence.facts.amounts
        if any((minor, code) in amounts or (minor, None) in amounts for minor, code in _pairs(mention)):
            return True
        if self._is_written(mention):
            return True
        is_limit = _LIMIT.search(self.folded[: mention.start]) is not None
        return is_limit and not _COMMITS.search(self.folded) and self._is_said(mention)

    def _percentage(self, mention: Mention) -> bool:
        return not self.evidence.facts.percentages.isdisjoint(mention.readings) or self._is_written(mention)

    def _date(self, mention: Mention) -> bool:
        known = self.evidence.dates
        for reading in mention.readings:
            if isinstance(reading, int):
                if any(day.day == reading for day in known) or self._is_written(mention):
                    return True
            elif isinstance(reading, Day) and (
                any(reading.may_be(day) for day in known) or self._is_written_day(reading)
            ):
                return True
        return False

    def _is_written_day(self, said: Day) -> bool:
        """A year that the text leaves out backs no year; a weekday has to fit the date when a year is known."""
        return any(
            (said.month, said.day) == (known.month, known.day)
            and said.year in (None, known.year)
            and (said.weekday in (None, known.weekday) or known.falls_on(said.weekday))
            for known in self.evidence.written(self.locale).dates
        )

    def _month(self, mention: Mention) -> bool:
        known = {(day.year, day.month) for day in self.evidence.dates}
        known |= {(day.year, day.month) for day in self.evidence.written(self.locale).dates if day.year}
        either = known | {(None, month) for _, month in known}
        return not either.isdisjoint(mention.readings) or self._is_written(mention) or self._is_bare_month(mention)

    def _is_bare_month(self, mention: Mention) -> bool:
        """ "May" or "May 2025" as a value of its own, the way a purchase is remembered, in whichever language."""
        known = {month_named(text) for text in self.evidence.facts.texts if len(text) < 16} - {None}
        either = known | {(None, named[1]) for named in known if named}
        return not either.isdisjoint(mention.readings)

    def _weekday(self, mention: Mention) -> bool:
        today = self.evidence.today
        near = [day for day in self.evidence.dates if today is None or abs((day - today).days) <= 10]
        if any(day.weekday() in mention.readings for day in near) or self._is_written(mention):
            return True
        return any(day.weekday in mention.readings for day in self.evidence.written(self.locale).dates)

    def _relative_day(self, mention: Mention) -> bool:
        (offset,) = mention.readings
        if isinstance(offset, tuple):
            return self._is_in_period(*offset) or self._is_written(mention)
        assert isinstance(offset, int)
        if offset == 0 and (not _MOVES.search(self.folded) or self.folded.rstrip().endswith("?")):
            return True
        return self._is_day_from_today(offset) or self._is_written(mention)

    def _is_in_period(self, unit: str, offset: int) -> bool:
        if self.evidence.today is None:
            return False
        monday = shifted(self.evidence.today, 7 * offset - self.evidence.today.weekday())
        first = 0 if unit == "week" else 5
        return any(first <= (day - monday).days < 7 for day in self.evidence.dates)

    def _is_day_from_today(self, offset: int) -> bool:
        today = self.evidence.today
        return today is not None and shifted(today, offset) in self.evidence.dates

    def _time(self, mention: Mention) -> bool:
        return not self.evidence.facts.times.isdisjoint(mention.readings) or self._is_written(mention)  # pyright: ignore[reportArgumentType]  # "24/7" is a reading too

    def _duration(self, mention: Mention) -> bool:
        spans = [reading for reading in mention.readings if isinstance(reading, Span)]
        if any(span in self.evidence.facts.durations for span in spans) or self._is_written(mention):
            return True
        known = {*self.evidence.facts.durations, *self.evidence.written(self.locale).has("duration")}
        ranges = [reading for reading in mention.readings if isinstance(reading, tuple) and reading not in spans]
        if any(all(end in known for end in ends) for ends in ranges):
            return True
        direction = {"ago": -1, "ahead": 1}.get(mention.about)
        days = [count for span in spans if (count := days_of(span)) is not None]
        return direction is not None and any(self._is_day_from_today(direction * count) for count in days)

    def _number(self, mention: Mention) -> bool:
        if self._is_part_of_an_option(mention):
            return True
        counted = self.evidence.facts.numbers.get(mention.about) if mention.about else None
        if counted:
            known: set[Any] = set(counted)
            return not known.isdisjoint(mention.readings) or self._may_restate(mention)
        if not self.evidence.numbers.isdisjoint(mention.readings) or self._is_written(mention):  # pyright: ignore[reportArgumentType]  # readings are Decimals
            return True
        return self._is_part_of_a_fact(mention) or self._may_restate(mention)

    def _is_part_of_an_option(self, mention: Mention) -> bool:
        """ "5x" of a camera, "11" of boots: the whole option is there, not just its figure."""
        said = mention.text.strip().casefold()
        return any(said in option and option in self.folded for option in self.evidence.facts.options)

    def _may_restate(self, mention: Mention) -> bool:
        if mention.about == "stock" or _COMMITS.search(self.folded):
            return False
        return self._is_said(mention)

    def _is_part_of_a_fact(self, mention: Mention) -> bool:
        """A year of a known date, the digits of a known number ("order 10234"), a sum without its sign."""
        digits = mention.text.strip()
        if digits.isdigit() and len(digits) >= 4:
            if len(digits) == 4 and any(day.year == int(digits) for day in self.evidence.dates):
                return True
            known = self.evidence.identifiers | self.evidence.written(self.locale).has("identifier")
            return any(re.sub(r"\D", "", str(name)) == digits for name in known)
        if re.search(r"[.,]\d\d$", digits):
            minors = {Decimal(minor) for minor, _ in self.evidence.facts.amounts}
            return any(isinstance(value, Decimal) and value * 100 in minors for value in mention.readings)
        return False

    def _identifier(self, mention: Mention) -> bool:
        if self._is_known_name(mention):
            return True
        return self._is_said(mention) or (mention.text.isdigit() and self._phone(mention))

    def _is_known_name(self, mention: Mention) -> bool:
        """ "WELCOME10" is a code beside the word "code" and an identifier elsewhere: one and the same."""
        if not self.evidence.identifiers.isdisjoint(mention.readings):
            return True
        written = self.evidence.written(self.locale)
        return any(not written.has(kind).isdisjoint(mention.readings) for kind in ("identifier", "code"))

    def _code(self, mention: Mention) -> bool:
        if self._is_known_name(mention):
            return True
        return self._is_said(mention) and _DENIES.search(self.folded) is not None

    def _link(self, mention: Mention) -> bool:
        known = self.evidence.written(self.locale).has("link")
        if not known.isdisjoint(mention.readings):
            return True
        ((host, path),) = _pairs(mention)
        return (
            path == "" and not host.endswith(":") and any(isinstance(link, tuple) and link[0] == host for link in known)
        )

    def _contact(self, mention: Mention) -> bool:
        return self._is_written(mention) or (self._is_said(mention) and _YOURS.search(self.folded) is not None)

    def _phone(self, mention: Mention) -> bool:
        known = self.evidence.written(self.locale)
        digits = [str(number) for number in known.has("phone") | known.has("identifier") if str(number).isdigit()]
        if any(same_phone(str(said), number) for said in mention.readings for number in digits):
            return True
        return self._is_said(mention) and _YOURS.search(self.folded) is not None

    def _product(self, mention: Mention) -> bool:
        text = self.evidence.plain_text
        (name,) = mention.readings
        if all(part in text for part in re.split(r" (?:and|&) ", plain_name(str(name)))):
            return True
        words = plain_name(str(name)).split()
        # A sentence may begin with a capital that is no part of the name.
        starts = range(2 if mention.start <= 3 and len(words) > 2 else 1)
        return any(" ".join(words[start:]).removesuffix("s") in text for start in starts)

    def _offer(self, mention: Mention) -> bool:
        return not self.evidence.facts.offers.isdisjoint(mention.readings) or self._is_written(mention)  # pyright: ignore[reportArgumentType]  # readings are topics

    def _promise(self, mention: Mention) -> bool:
        (promise,) = mention.readings
        assert isinstance(promise, Promise)
        facts = self.evidence.facts
        if promise.action in facts.receipts or promise.action == "nothing":
            return True
        if self._rests_on_state(promise) and promise.action in facts.states:
            return True
        if promise.frame == "general" and self._is_rule_of_shop(mention):
            return True
        if self.evidence.is_for_staff and self._is_in_a_quote(mention):
            return True
        quoted = squeezed(clause(self.folded, mention))
        return len(quoted.split()) >= 3 and quoted in self.evidence.shop_sentences

    def _rests_on_state(self, promise: Promise) -> bool:
        """A stored state proves what was done, and of things to come only those it is about."""
        if promise.frame == "done":
            return promise.action in ABOUT_THE_SHOP
        return promise.frame != "due" or promise.action.endswith("_due") or promise.action == "contacted"

    def _is_in_a_quote(self, mention: Mention) -> bool:
        """A customer's stored words, between quotation marks."""
        return any(
            quote.start() <= mention.start < quote.end() and squeezed(quote[1]) in self.evidence.stored_sentences
            for quote in _QUOTE.finditer(self.folded)
        )

    def _is_rule_of_shop(self, mention: Mention) -> bool:
        stem = mention.text.split()[-1][:5]
        return stem in self.evidence.shop_sentences


_CHECKS: dict[Kind, Callable[[Judge, Mention], bool]] = {
    "amount": Judge._amount,
    "percentage": Judge._percentage,
    "date": Judge._date,
    "month": Judge._month,
    "weekday": Judge._weekday,
    "relative_day": Judge._relative_day,
    "time": Judge._time,
    "duration": Judge._duration,
    "number": Judge._number,
    "identifier": Judge._identifier,
    "code": Judge._code,
    "link": Judge._link,
    "email": Judge._contact,
    "phone": Judge._phone,
    "product": Judge._product,
    "offer": Judge._offer,
    "promise": Judge._promise,
}


def _pairs(mention: Mention) -> list[tuple[Any, Any]]:
    return [reading for reading in mention.readings if isinstance(reading, tuple)]
