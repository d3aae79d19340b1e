"""Every English word that code says itself has its translation, and a button pressed in any language means the same."""

import ast
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest

from agent.glossing.glossary import Glossary, open_glossary
from agent.glossing.tables import GLOSSES, read_entries, read_verbs
from agent.glossing.verbs import MAKERS
from agent.intents.chitchat import STARTERS
from agent.intents.method_named import NAMES
from agent.intents.registry import INTENTS
from agent.nodes.buttons import YES_NO
from agent.steps import Ask, Say
from agent.writer import templates
from agent.writer.templates import TemplateWriter
from agent.writer.words import NUMBER, Words
from domain.claims import ClaimKind, ClaimStatus, Remedy, ReturnReason
from domain.orders import OrderStatus
from tests.contract.samples import TODAY
from tests.contract.spoken import SHOP
from tests.contract.test_phrases import all_said, languages

ROOT = Path(__file__).parents[2]
CODE = [ROOT / folder for folder in ("agent", "domain", "tools")]
FOREIGN = [language for language in languages() if language != "en"]
_NAMES = {*NAMES, "US", "XXL", "INV-{}", "May"}
_IN_PHRASE = re.compile(r"'([^']+)'")
"""A literal inside a phrase: its translation is in the other language's phrase."""


class Listening(Words):
    """Hears what phrases print, and changes nothing."""

    heard: set[str]

    def say(self, english: str) -> str:
        self.heard.add(english)
        return english


@lru_cache(maxsize=1)
def said_by_code() -> frozenset[str]:
    """Buttons, labels, and what phrases print, as far as these are words in our code."""
    constants = set(_constants())
    buttons = {*STARTERS, *YES_NO, *(text for one in INTENTS.values() for text in (one.label, one.label.capitalize()))}
    for step in all_said():
        if isinstance(step, Say):
            buttons |= set(step.quick_replies)
        if isinstance(step, Ask):
            buttons |= {choice.label for choice in step.choices}
    spoken = {NUMBER.sub("{}", text) for text in buttons | _printed()}
    spoken = {text for text in spoken if text in constants}
    return frozenset(text for text in spoken if re.search(r"[A-Za-z]{2}", text.replace("{}", ""))) - _NAMES


def _printed() -> set[str]:
    listening = Listening({"x": "x"}, {}, "xx")
    object.__setattr__(listening, "heard", set())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(templates.Words, "read", lambda folder: listening)
        writer = TemplateWriter.open(SHOP)
    for step in all_said():
        for turn in range(3):
            writer.write(step.say, step.facts, locale="en-US", today=TODAY, turn=turn)
    english = (file.read_text(encoding="utf-8") for file in (templates._PHRASES / "en").glob("*.yaml"))  # pyright: ignore[reportPrivateUsage]
    return listening.heard - ({text for each in english for text in _IN_PHRASE.findall(each)} - _statuses())


def _statuses() -> set[str]:
    return {each.value for kind in (OrderStatus, ClaimStatus, ClaimKind, Remedy, ReturnReason) for each in kind}


def _constants() -> Iterator[str]:
    for path in (file for folder in CODE for file in folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr):
                yield "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value
                yield node.value.capitalize()


def words_of(language: str) -> Words:
    return Words.read(templates._PHRASES / language)  # pyright: ignore[reportPrivateUsage]


def glossary_of(language: str) -> Glossary:
    return open_glossary(language, buttons=words_of(language).originals)


def test_something_is_said_by_code() -> None:
    assert {"Talk to a person", "Yes, please", "Too small", "Track {}", "return something"} <= said_by_code()


@pytest.mark.parametrize("language", FOREIGN)
def test_whatever_code_says_itself_has_its_words(language: str) -> None:
    words = words_of(language)
    lacking = sorted(
        text for text in said_by_code() if text.casefold() not in words.translations and words.say(text) == text
    )
    assert lacking == []


@pytest.mark.parametrize("language", FOREIGN)
def test_what_phrases_put_together_has_its_words_too(language: str) -> None:
    """A payment method is told by its digits, an open task with its number."""
    told = words_of(language).say("gift card ending 7731")
    writer = TemplateWriter.open(SHOP)
    facts = {"task": "return something (VM-10198)", "doing": "a_wish_without_a_noun", "about": "VM-10198", "things": ()}
    asked = writer.write("still_to_confirm", facts, locale=language, today=TODAY, turn=0)
    assert "7731" in told and "VM-10198" in asked
    assert not re.search(r"\bgift|\bending\b", told) and "omething" not in asked


@pytest.mark.parametrize("language", FOREIGN)
def test_a_pressed_button_means_what_it_says(language: str) -> None:
    words, glossary = words_of(language), glossary_of(language)
    buttons = [*STARTERS, *YES_NO, "Talk to a person", "Yes, a person please", "Too small", "It is damaged"]
    heard = {button: glossary.english(words.say(button)).casefold() for button in buttons}
    assert heard == {button: button.casefold() for button in buttons}
    assert glossary.english(words.say("Track VM-10198")) == "Track VM-10198"


_ENTRIES = sorted(file for file in GLOSSES.glob("*.tsv") if not file.name.startswith("verbs."))


@pytest.mark.parametrize("file", _ENTRIES, ids=lambda file: file.stem)
def test_every_line_of_a_glossary_is_an_entry(file: Path) -> None:
    entries = read_entries(file)
    assert len(entries) >= 60
    assert [foreign for foreign, _ in entries if foreign.count("*") > 1 or foreign.startswith("*_")] == []


@pytest.mark.parametrize("language", sorted(MAKERS))
def test_every_line_of_a_table_of_verbs_is_a_verb(language: str) -> None:
    made = [*read_verbs(language)]
    assert len(made) >= 5000
    assert [form for form in made if not form.english.strip() or "  " in form.english] == []
