"""All checkable statements of a text, in one order of reading that leaves nothing to chance.

Each rule masks what it read, the most specific first; whatever digits are left in the end are numbers. So
no figure of a sentence goes unread.
"""

from functools import lru_cache

from agent.grounding.calendar import dates, days, times
from agent.grounding.codes import identifiers, links, phones
from agent.grounding.durations import durations
from agent.grounding.figures import amounts, numbers, percentages
from agent.grounding.mentions import Mention, Reading, base_language
from agent.grounding.offers import offers


def mentions_in(text: str, locale: str = "en") -> list[Mention]:
    """Everything but product names and promises, which need the evidence to be recognised."""
    reading = Reading.of(text)
    language = base_language(locale)
    languages = (language,) if language == "en" else (language, "en")
    found = [*offers(reading), *links(reading)]
    found += amounts(reading, languages)
    found += percentages(reading, languages)
    found += dates(reading, locale)
    found += times(reading)
    found += durations(reading, languages)
    found += identifiers(reading)
    found += phones(reading)
    found += days(reading)
    found += numbers(reading, languages)
    return found


@lru_cache(maxsize=3072)
def mentions_once(text: str, locale: str) -> tuple[Mention, ...]:
    """The same, kept: for passages and templates' sentences, which come again and again."""
    return tuple(mentions_in(text, locale))
