"""Small words in the sense of their neighbours, and clauses in English order."""

from pathlib import Path

import pytest

from agent.glossing.glossary import open_glossary
from agent.language import spoken
from domain.claims import ReturnReason

PHRASES = Path(__file__).parents[2] / "agent" / "writer" / "phrases"

GLOSSARIES = {language: open_glossary(language) for language in ("de", "fr", "es")}
WORDS = {language: glossary.words for language, glossary in GLOSSARIES.items()}


@pytest.mark.parametrize(
    ("language", "typed", "english"),
    [
        ("de", "kann ich das umtauschen", "can I exchange it"),
        ("de", "kann ich das kleid umtauschen", "can I exchange the dress"),
        ("de", "kommt das aus italien", "does it come from Italy"),
        ("de", "ich brauche ne rechnung", "I need a invoice"),
        ("de", "wenn es ausverkauft ist", "if it is sold out"),
        ("de", "welche größe brauch ich", "which size do I need"),
        ("de", "wurde das schon abgebucht", "was it already charged"),
        ("de", "der code geht nicht", "the code does not work"),
        ("es", "y si no llega", "and if it does not arrive"),
        ("es", "si", "yes"),
        ("es", "si, por favor", "yes, please"),
        ("es", "q talla hay", "what size is there"),
        ("es", "creo que la talla está mal", "I think that the size is badly"),
        ("es", "esta rota", "is broken"),
        ("es", "esta camisa", "this shirt"),
        ("es", "lo compro", "I buy it"),
        ("fr", "je la garde", "I keep it"),
        ("fr", "je le prends", "I will take it"),
        ("fr", "la robe", "the dress"),
        ("fr", "ça va", "how are you"),
        ("fr", "ça va avec le pantalon", "it goes with the trousers"),
        ("fr", "j'ai plus la facture", "I have no longer the invoice"),
        ("fr", "plus grand", "bigger"),
    ],
)
def test_neighbours_tell_the_sense(language: str, typed: str, english: str) -> None:
    assert GLOSSARIES[language].english(typed) == english


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        ("t'es un robot ou quoi", "fr", "fr"),
        ("un robot es", "fr", "fr"),
        ("¿dónde está mi pedido?", "fr", "es"),
        ("wo ist denn mein paket", "es", "de"),
    ],
)
def test_words_of_both_languages_change_nothing(text: str, before: str, after: str) -> None:
    assert spoken(text, before=before, words=WORDS) == after


def test_every_reason_of_a_claim_has_its_words_in_each_language() -> None:
    for language in ("de", "fr", "es"):
        line = next(
            line
            for line in (PHRASES / language / "claims.yaml").read_text(encoding="utf-8").splitlines()
            if "reason.value, reason.value" in line
        )
        assert [reason for reason in ReturnReason if f"'{reason.value}':" not in line] == []
