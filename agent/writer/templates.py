"""Sentences without a model: phrases per language, several ways to say the common ones.

A phrase is a Jinja template over the facts of one step; it can print what the facts hold and nothing else
(undefined names raise). New languages are a folder beside `en` with the same keys.
"""

import zlib
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from jinja2 import DictLoader, Environment, StrictUndefined, Template, pass_context
from jinja2.runtime import Context

from agent.writer.formats import filters, locale_of

_PHRASES = Path(__file__).parent / "phrases"
FALLBACK = "en"


class TemplateWriter:
    """Holds the compiled phrases of every language that is on disk."""

    def __init__(self, phrases: Mapping[str, Mapping[str, list[Template]]]) -> None:
        self._phrases = phrases

    @classmethod
    def open(cls, shop: Mapping[str, Any]) -> "TemplateWriter":
        """`shop` is what every phrase may print of the shop: name, hours, e-mail, phone.

        Raises:
            jinja2.TemplateSyntaxError: a phrase is broken.
        """
        environment = Environment(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, autoescape=False)
        environment.globals["shop"] = dict(shop)
        # Bound to the reader at each rendering; named here so that templates compile.
        for name in ("day", "moment", "money", "listed"):
            environment.filters[name] = _reader_filter(name)
        return cls(
            {folder.name: _load(folder, environment) for folder in sorted(_PHRASES.iterdir()) if folder.is_dir()}
        )

    def keys(self, language: str = FALLBACK) -> set[str]:
        return set(self._phrases[language])

    def write(self, key: str, facts: Mapping[str, Any], *, locale: str, today: date, turn: int) -> str:
        """One phrase, in the reader's language where we have it. The same turn always says it the same way.

        Raises:
            KeyError: there is no such phrase.
        """
        reader = locale_of(locale)
        phrases = self._phrases.get(reader.language, {})
        variants = phrases.get(key) or self._phrases[FALLBACK][key]
        template = variants[(turn + zlib.crc32(key.encode())) % len(variants)]
        return _tidy(template.render(facts, reader_=filters(reader, today), today=today))


def _reader_filter(name: str) -> Callable[[Context, Any], str]:
    @pass_context
    def apply(context: Context, value: Any) -> str:
        return context["reader_"][name](value)

    return apply


def _load(folder: Path, environment: Environment) -> dict[str, list[Template]]:
    """A phrase may include another one of its language by name: `{% include "hits" %}`."""
    said: dict[str, list[str]] = {}
    for file in sorted(folder.glob("*.yaml")):
        for key, phrase in yaml.safe_load(file.read_text(encoding="utf-8")).items():
            said[key] = phrase if isinstance(phrase, list) else [phrase]
    own = environment.overlay(loader=DictLoader({key: variants[0] for key, variants in said.items()}))
    return {key: [own.from_string(variant) for variant in variants] for key, variants in said.items()}


def _tidy(text: str) -> str:
    """One blank line at most, no trailing blanks: templates are laid out for their own readers."""
    lines = [line.rstrip() for line in text.strip().split("\n")]
    return "\n".join(line for at, line in enumerate(lines) if line or (at and lines[at - 1]))
