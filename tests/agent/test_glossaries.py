"""A glossary is made when somebody writes in its language, once, and nobody else waits for it."""

import pytest

from agent.glossing.glossaries import Glossaries, ShoppersWords
from agent.glossing.glossary import Glossary
from agent.language import spoken

ENTRIES = {"de": [("Bestellung", "order"), ("stornieren", "to cancel")], "fr": [("commande", "order")]}


class Shelf:
    def __init__(self) -> None:
        self.made: list[str] = []
        self.glossaries = Glossaries(frozenset(ENTRIES), self.open)

    def open(self, language: str) -> Glossary:
        self.made.append(language)
        return Glossary.of(language, ENTRIES[language])


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


def test_asking_which_languages_there_are_makes_none(shelf: Shelf) -> None:
    assert "de" in shelf.glossaries and "en" not in shelf.glossaries
    assert list(shelf.glossaries) == ["de", "fr"]
    assert shelf.made == []


def test_each_is_made_once(shelf: Shelf) -> None:
    first = shelf.glossaries["de"]
    shelf.glossaries.make()
    assert shelf.glossaries["de"] is first
    assert sorted(shelf.made) == ["de", "fr"]


def test_a_language_without_a_glossary_has_none(shelf: Shelf) -> None:
    assert shelf.glossaries.get("en") is None
    assert shelf.made == []


@pytest.mark.parametrize("text", ["Where is my order?", "VM-10198", "ok", "cancel it", "linen shirt"])
def test_english_needs_no_glossary(shelf: Shelf, text: str) -> None:
    assert spoken(text, before="", words=ShoppersWords(shelf.glossaries)) in ("", "en")
    assert shelf.made == []


def test_shoppers_words_tell_a_language(shelf: Shelf) -> None:
    assert spoken("bestellung stornieren", before="", words=ShoppersWords(shelf.glossaries)) == "de"
