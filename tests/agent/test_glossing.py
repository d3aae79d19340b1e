"""A message of another language in English words."""

from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.glossing.glossary import Glossary, open_glossary

GERMAN = Glossary.of(
    "de",
    [
        ("wo ist", "where is"),
        ("mein paket", "my parcel"),
        ("schicke * zurück", "send back *"),
        ("ich", "I"),
        ("möchte", "want"),
        ("kann", "can"),
        ("könnten sie", "could you"),
        ("meine", "my"),
        ("der", "the"),
        ("die", "the"),
        ("das", "the"),
        ("bestellung", "order"),
        ("stornieren", "to cancel"),
        ("umtauschen", "to exchange"),
        ("leinen", "linen"),
        ("hemd", "shirt"),
        ("blau", "blue"),
        ("größe", "size"),
        ("groß", "big"),
        ("ja", "yes"),
        ("märz", "March"),
    ],
    buttons={"Wo ist meine Bestellung?": "Where is my order?", "{} verfolgen": "Track {}", "Ja, bitte": "Yes, please"},
)
FRENCH = Glossary.of(
    "fr",
    [
        ("je", "I"),
        ("j'", "I"),
        ("ai", "have"),
        ("peux", "can"),
        ("retourner", "to return"),
        ("la", "the"),
        ("les", "the"),
        ("robe", "dress"),
        ("bleu", "blue"),
        ("est-ce que", "-"),
        ("ne * pas", "not *"),
        ("veux", "want"),
        ("de", "of"),
        ("rue", "street"),
        ("une", "a"),
        ("trop grand", "too big"),
    ],
)
SPANISH = Glossary.of(
    "es",
    [("puedo", "can I"), ("devolver", "to return"), ("enviar", "to send"), ("camisa", "shirt"), ("rojo", "red")],
)


@pytest.mark.parametrize(
    ("glossary", "text", "english"),
    [
        (GERMAN, "Wo ist mein Paket?", "where is my parcel?"),
        (GERMAN, "WO IST MEIN PAKET", "where is my parcel"),
        (GERMAN, "Ich schicke das blaue Leinenhemd zurück.", "I send back the blue linen shirt."),
        (GERMAN, "Ich möchte meine Bestellung VM-10198 stornieren", "I want to cancel my order VM-10198"),
        (GERMAN, "Kann ich das Hemd umtauschen?", "can I exchange the shirt?"),
        (GERMAN, "Könnten Sie meine Bestellung stornieren", "could you cancel my order"),
        (GERMAN, "ich moechte die groesse", "I want the size"),
        (GERMAN, "die hemden", "the shirt"),
        (GERMAN, "meine bestelung", "my order"),
        (GERMAN, "Track VM-10198, ja", "Track VM-10198, yes"),
        (FRENCH, "J’ai une robe", "I have a dress"),
        (FRENCH, "Est-ce que je peux retourner les robes bleues ?", "I can return the dress blue?"),
        (FRENCH, "je ne veux pas la robe", "I not want the dress"),
        (FRENCH, "trop grandes", "too big"),
        (SPANISH, "¿Puedo devolverlo?", "can I return it?"),
        (SPANISH, "enviarme camisas rojas", "to send me shirt red"),
    ],
)
def test_a_message_is_read_in_english_words(glossary: Glossary, text: str, english: str) -> None:
    assert glossary.english(text) == english


@pytest.mark.parametrize(
    "text",
    [
        "jo.de-la@rue.example.com",
        "12 rue de la Paix, 75002 Paris",
        "12 rue des Lilas, Portland OR 97214",
        "https://example.com/de/robe?la=les",
        "CL-7KQ2MB",
        "1Z999AA10123456784",
    ],
)
def test_what_is_data_in_any_language_is_kept(text: str) -> None:
    assert FRENCH.english(text) == text


def test_a_products_name_is_kept() -> None:
    assert FRENCH.english("la robe Bleu de Rue", names=["bleu de rue"]) == "the dress Bleu de Rue"


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("3.11.", "3 November"),
        ("3.11.2026", "3 November 2026"),
        ("3/11/26", "3 November 2026"),
        ("5. März", "5 March"),
        ("29,99 €", "29.99 €"),
        ("19.99", "19.99"),
        ("10.30 h", "10.30 h"),
    ],
)
def test_days_and_amounts_are_written_as_english_writes_them(text: str, english: str) -> None:
    assert GERMAN.english(text) == english


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("Ja, bitte", "Yes, please"),
        ("ja, bitte.", "Yes, please"),
        ("wo ist meine bestellung?", "Where is my order?"),
        ("VM-10198 verfolgen", "Track VM-10198"),
    ],
)
def test_a_pressed_button_is_what_it_says_in_english(text: str, english: str) -> None:
    assert GERMAN.english(text) == english


def test_a_yes_with_more_is_no_pressed_button() -> None:
    assert GERMAN.pressed("Ja, bitte, aber erst morgen") is None


@pytest.mark.parametrize("language", ["de", "fr", "es"])
def test_a_long_message_is_glossed_at_once(language: str) -> None:
    glossary = open_glossary(language)
    text = " ".join(f"schicke{chr(97 + at % 26)} ne quelquechose pas" for at in range(1500))
    began = perf_counter()
    glossary.english(text)
    assert perf_counter() - began < 10, "a cubic reading takes minutes"


@given(st.text(max_size=200))
def test_any_text_has_a_gloss(text: str) -> None:
    for glossary in (GERMAN, FRENCH, SPANISH):
        assert isinstance(glossary.english(text), str)
