"""Sentences without a model: phrases per language, several ways to say the common ones.

A phrase is a Jinja template over the facts of one step; it can print what the facts hold and nothing else
(undefined names raise). New languages are a folder beside `en` with the same keys, and the words that code says
itself in its `words.yaml`: they are put in wherever a phrase prints a fact.
"""

import zlib
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from babel import Locale
from jinja2 import DictLoader, Environment, StrictUndefined, Template, pass_context
from jinja2.runtime import Context

from agent.writer.agreement import agreeing, in_sentence
from agent.writer.formats import filters, locale_of
from agent.writer.words import WORDS_FILE, Words, YamlLoader

_PHRASES = Path(__file__).parent / "phrases"
_ENGLISH = Words.of({})
FALLBACK = "en"


class Phrases:
    """Those of one language. Each is compiled when it is first said: all at once take half a second a language."""

    def __init__(self, sources: Mapping[str, list[str]], environment: Environment) -> None:
        self._sources = sources
        self._environment = environment
        self._compiled: dict[str, list[Template]] = {}

    def keys(self) -> set[str]:
        return set(self._sources)

    def variants(self, key: str) -> list[Template] | None:
        """The ways to say it; None: this language has no such phrase."""
        if key not in self._sources:
            return None
        if key not in self._compiled:
            self._compiled[key] = [self._environment.from_string(source) for source in self._sources[key]]
        return self._compiled[key]


class TemplateWriter:
    """Holds the phrases of every language that is on disk."""

    def __init__(self, phrases: Mapping[str, Phrases], words: Mapping[str, Words]) -> None:
        self._phrases = phrases
        self._words = words

    @classmethod
    def open(cls, shop: Mapping[str, Any]) -> "TemplateWriter":
        """`shop` is what every phrase may print of the shop: name, hours, e-mail, phone."""
        environment = Environment(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, autoescape=False)
        environment.globals["shop"] = dict(shop)
        # Bound to the reader at each rendering; named here so that templates compile.
        for name in ("day", "moment", "month", "money", "number", "listed", "country"):
            environment.filters[name] = _reader_filter(name)
        environment.filters |= {"verb": agreeing, "in_sentence": in_sentence}
        folders = [folder for folder in sorted(_PHRASES.iterdir()) if folder.is_dir()]
        words = {folder.name: Words.read(folder) for folder in folders}
        return cls({folder.name: _load(folder, environment, words[folder.name]) for folder in folders}, words)

    @property
    def languages(self) -> frozenset[str]:
        """Those with phrases of their own."""
        return frozenset(language for language, phrases in self._phrases.items() if phrases.keys())

    def words(self, locale: str) -> Words:
        """What buttons and labels are called in the reader's language."""
        return self._words.get(locale_of(locale).language) or _ENGLISH

    def keys(self, language: str = FALLBACK) -> set[str]:
        return self._phrases[language].keys()

    def write(self, key: str, facts: Mapping[str, Any], *, locale: str, today: date, turn: int) -> str:
        """One phrase, in the reader's language where we have it. The same turn always says it the same way.

        Raises:
            KeyError: there is no such phrase.
        """
        reader = locale_of(locale)
        fallback = self._phrases[FALLBACK]
        variants = self._phrases.get(reader.language, fallback).variants(key) or fallback.variants(key)
        if variants is None:
            raise KeyError(key)
        template = variants[(turn + zlib.crc32(key.encode())) % len(variants)]
        return _tidy(template.render(facts, reader_=self._filters(reader, today), today=today))

    def _filters(self, reader: Locale, today: date) -> dict[str, Callable[..., str]]:
        own, words = filters(reader, today), self._words.get(reader.language, _ENGLISH)
        if not words.translations:
            return own
        # Put together here, the parts could not be told apart any more.
        return own | {"listed": lambda values: own["listed"]([words.say(str(value)) for value in values])}


def _reader_filter(name: str) -> Callable[[Context, Any], str]:
    @pass_context
    def apply(context: Context, value: Any) -> str:
        return context["reader_"][name](value)

    return apply


def _load(folder: Path, environment: Environment, words: Words) -> Phrases:
    """A phrase may include another one of its language by name: `{% include "hits" %}`."""
    said: dict[str, list[str]] = {}
    for file in sorted(folder.glob("*.yaml")):
        if file.name == WORDS_FILE:
            continue
        for key, phrase in yaml.load(file.read_bytes(), Loader=YamlLoader).items():
            said[key] = phrase if isinstance(phrase, list) else [phrase]
    own = environment.overlay(loader=DictLoader({key: variants[0] for key, variants in said.items()}))
    if words.translations:
        own.finalize = _said_in(words)
    return Phrases(said, own)


def _said_in(words: Words) -> Callable[[Context, Any], Any]:
    """What a phrase prints: names of things in its language, "4.7" as its readers write it."""

    @pass_context
    def finalize(context: Context, value: Any) -> Any:
        if isinstance(value, float):
            return context["reader_"]["number"](value)
        return words.say(value) if isinstance(value, str) else value

    return finalize


def _tidy(text: str) -> str:
    """One blank line at most, no trailing blanks: templates are laid out for their own readers."""
    lines = [line.rstrip() for line in text.strip().split("\n")]
    return "\n".join(line for at, line in enumerate(lines) if line or (at and lines[at - 1]))
