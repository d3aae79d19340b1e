"""Opening hours as a shop writes them in English, for a reader of another language: "Monday to Friday 8 am to 6 pm"."""

import re

from babel.dates import get_day_names

from agent.writer.formats import locale_of

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY = re.compile(rf"\b(?:{'|'.join(_DAYS)})s?\b", re.IGNORECASE)
_HOUR = re.compile(r"\b(1[0-2]|[1-9])(?::([0-5]\d))?\s?(am|pm)\b", re.IGNORECASE)
_AN_HOUR = {"de": "{} Uhr", "fr": "{}:00", "es": "{}:00"}
_AN_HOUR_AND = {"de": "{}:{} Uhr", "fr": "{}:{}", "es": "{}:{}"}
_WORDS = {
    "de": {"to": "bis", "and": "und", "Pacific time": "Pazifikzeit", "Eastern time": "Ostküstenzeit"},
    "fr": {"to": "à", "and": "et", "Pacific time": "heure du Pacifique", "Eastern time": "heure de l'Est"},
    "es": {"to": "a", "and": "y", "Pacific time": "hora del Pacífico", "Eastern time": "hora del Este"},
}
_BETWEEN = re.compile(r"\b(?:(?i:to|and|pacific time|eastern time)|[A-Z]{2,5})\b")
_LONGEST = 120


def is_hours(text: str) -> bool:
    """Nothing but days and hours: a sentence that names some is the shop's prose and stays as it is written."""
    if len(text) > _LONGEST or not _DAY.search(text) or not _HOUR.search(text):
        return False
    return not re.search(r"[^\W\d_]", _BETWEEN.sub("", _HOUR.sub("", _DAY.sub("", text))))


def hours_in(text: str, language: str) -> str:
    """Days and hours of the same clock; English and languages without words of ours keep the text."""
    words = _WORDS.get(language)
    if words is None:
        return text
    names = get_day_names("wide", locale=locale_of(language))
    text = _DAY.sub(lambda match: names[_DAYS.index(match[0].lower().rstrip("s"))], text)
    text = _HOUR.sub(lambda match: _hour(match, language), text)
    for english, foreign in words.items():
        text = re.sub(rf"\b{english}\b", foreign, text)
    return text


def _hour(match: re.Match[str], language: str) -> str:
    hour = int(match[1]) % 12 + (12 if match[3].lower() == "pm" else 0)
    return _AN_HOUR_AND[language].format(hour, match[2]) if match[2] else _AN_HOUR[language].format(hour)
