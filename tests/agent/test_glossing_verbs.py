"""The forms of foreign verbs are made, not listed; what is typed by ear is heard."""

import pytest

from agent.glossing.glossary import Glossary, open_glossary
from agent.glossing.sounds import sound
from agent.glossing.verbs import SplitForm, VerbForm, french, german, past_of, spanish


def forms(made: "list[VerbForm | SplitForm] | list[VerbForm]") -> dict[str, str]:
    found: dict[str, str] = {}
    for form in made:
        if isinstance(form, VerbForm):
            found.setdefault(form.foreign, form.english)
    return found


@pytest.mark.parametrize(
    ("english", "past", "participle"),
    [
        ("order", "ordered", "ordered"),
        ("send back", "sent back", "sent back"),
        ("carry", "carried", "carried"),
        ("give", "gave", "given"),
        ("try", "tried", "tried"),
        ("cancel", "cancelled", "cancelled"),
    ],
)
def test_past_of_english_verbs(english: str, past: str, participle: str) -> None:
    assert past_of(english) == (past, participle)


@pytest.mark.parametrize(
    ("form", "english"),
    [
        ("zurückgegeben", "given back"),
        ("zurückzugeben", "to give back"),
        ("zurückgibt", "give back"),
        ("zurückgab", "gave back"),
    ],
)
def test_a_strong_german_verb(form: str, english: str) -> None:
    assert forms([*german("zurück|geben", "give back", "gib gab gegeben")])[form] == english


def test_a_german_verb_comes_apart() -> None:
    split = [form for form in german("an|kommen", "arrive~", "komm kam gekommen") if isinstance(form, SplitForm)]
    assert SplitForm("kommt", "an", "* arrive") in split
    assert SplitForm("kam", "an", "* arrived") in split


def test_a_preposition_is_no_part_of_a_verb() -> None:
    german_of_shops = open_glossary("de")
    assert german_of_shops.english("liefert ihr nach österreich") == "do you ship to Austria"
    assert german_of_shops.english("ihr liefert das kleid nach und schreibt mir").startswith(
        "you deliver later the dress"
    )


@pytest.mark.parametrize(
    ("infinitive", "form"),
    [
        ("bestellen", "bestellt"),
        ("reparieren", "repariert"),
        ("liefern", "geliefert"),
        ("antworten", "geantwortet"),
        ("öffnen", "geöffnet"),
    ],
)
def test_german_participles(infinitive: str, form: str) -> None:
    assert forms([*german(infinitive, "order", "")])[form] == "ordered"


@pytest.mark.parametrize(
    ("form", "english"),
    [("commencé", "started"), ("commençons", "start"), ("commençait", "started"), ("commencerait", "would start")],
)
def test_french_keeps_its_soft_c(form: str, english: str) -> None:
    assert forms([*french("commencer", "start", "")])[form] == english


def test_an_irregular_french_verb() -> None:
    made = forms([*french("recevoir", "receive", "reçois reçoit recevons recevez reçoivent; reçu; recevr")])
    assert (made["reçue"], made["recevais"], made["recevrez"]) == ("received", "received", "will receive")


@pytest.mark.parametrize(
    ("form", "english"),
    [
        ("busqué", "I looked for"),
        ("busquen", "look for"),
        ("buscaron", "looked for"),
        ("buscando", "look for"),
        ("buscaremos", "will look for"),
    ],
)
def test_spanish_spells_the_stem_as_it_sounds(form: str, english: str) -> None:
    assert forms([*spanish("buscar", "look for", "")])[form] == english


def test_a_spanish_verb_with_a_stem_that_changes() -> None:
    made = forms([*spanish("pedir", "order", "pid- pid*")])
    assert (made["pido"], made["pidió"], made["pedimos"], made["pidiendo"]) == (
        "I order",
        "ordered",
        "we order",
        "order",
    )


@pytest.mark.parametrize(
    ("language", "typed", "meant"),
    [
        ("es", "yegar", "llegar"),
        ("es", "kerer", "querer"),
        ("es", "nesesario", "necesario"),
        ("fr", "remboursé", "rembourser"),
        ("fr", "chossure", "chaussure"),
        ("fr", "dificil", "difficile"),
        ("de", "rechnunk", "rechnung"),
        ("de", "zalung", "zahlung"),
        ("de", "schwirig", "schwierig"),
    ],
)
def test_words_that_sound_alike(language: str, typed: str, meant: str) -> None:
    assert sound(typed, language) == sound(meant, language) != ""


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [("de", "kaufen", "laufen"), ("fr", "rendre", "vendre"), ("es", "pagar", "pegar")],
)
def test_words_that_do_not(language: str, one: str, other: str) -> None:
    assert sound(one, language) != sound(other, language)


@pytest.mark.parametrize("language", ["de", "fr", "es"])
def test_short_words_have_no_sound(language: str) -> None:
    assert sound("der", language) == sound("la", language) == ""


GERMAN, FRENCH, SPANISH = (open_glossary(language) for language in ("de", "fr", "es"))


@pytest.mark.parametrize(
    ("glossary", "text", "english"),
    [
        (GERMAN, "brachten", "brought"),
        (GERMAN, "umgetauscht", "exchanged"),
        (FRENCH, "livreront", "will deliver"),
        (FRENCH, "emballaient", "packed"),
        (SPANISH, "entregarán", "will deliver"),
        (SPANISH, "devolvíais", "returned"),
    ],
)
def test_forms_that_no_table_lists_are_glossed(glossary: Glossary, text: str, english: str) -> None:
    assert english in glossary.english(text)


def test_a_verb_that_comes_apart_around_its_object() -> None:
    assert GERMAN.english("probierst du den Mantel aus") == "try out you the coat"


@pytest.mark.parametrize(
    ("typed", "english"),
    [
        ("jai oublier", "I have forgotten"),
        ("jai deja commander", "I have already ordered"),
        ("lassiette", "the plate"),
        ("je voudrais commander", "I would like to order"),
    ],
)
def test_french_without_its_apostrophes_and_accents(typed: str, english: str) -> None:
    assert FRENCH.english(typed) == english


@pytest.mark.parametrize(
    ("typed", "english"),
    [
        ("ich habe den Mantel gestern zurückgeschickt", "I have sent back the coat yesterday"),
        ("der Mantel wurde gestern geliefert", "the coat was delivered yesterday"),
        ("wenn's regnet", "if it rains"),
    ],
)
def test_german_in_the_order_of_english(typed: str, english: str) -> None:
    assert GERMAN.english(typed) == english


@pytest.mark.parametrize(
    ("glossary", "typed", "right"),
    [(SPANISH, "kisiera canselar mi kompra", "quisiera cancelar mi compra"), (FRENCH, "mot de pass", "mot de passe")],
)
def test_a_mistyped_word_does_not_break_its_phrase(glossary: Glossary, typed: str, right: str) -> None:
    assert glossary.english(typed) == glossary.english(right) != typed
