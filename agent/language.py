"""Which of the bot's languages a message is in, from function words and letters. None when unsure.

Small on purpose: "ok", an order number or a name is no evidence, and a wrong guess costs more than none.
"""

import re
from typing import Literal

Language = Literal["en", "de", "fr", "es"]

_WORD = re.compile(r"[a-zà-öø-ÿœ]+(?:'(?=[a-zà-ÿ]))?")

_ENGLISH = """
the and is are was were my your you i it of to in for with this that have has had do does did not can could
would will what where when how why which who please want need like from at on be been any there order shipping
return refund hello hi thanks thank help i'm don't it's size shirt delivery yes get me still yet
"""
_GERMAN = """
der die das und ist sind war ich du sie wir mein meine meinen meiner ihr ihre nicht ein eine einen einem kein
keine mit für von zu zum zur auf bei wo wann wie warum was wer bitte danke habe haben hat kann können möchte
will wurde bestellung rücksendung zurück zurückgeben lieferung hallo guten tag noch schon auch aber oder gibt
es größe ja nein
"""
_FRENCH = """
le la les un une des du de et est sont je tu il elle nous vous mon ma mes votre vos pas ne que qui où quand
comment pourquoi quel quelle avec pour dans sur au aux ce cette ces bonjour merci commande colis livraison
retour remboursement taille veux voudrais puis peux avez ai suis j' l' d' c' n' s' qu' m' oui très encore
toujours
"""
_SPANISH = """
el la los las un una unos y es son está están yo tú usted mi mis su sus no que qué quién dónde donde cuándo
cuando cómo como por para con en del al de se me lo pedido envío devolver devolución reembolso talla quiero
quisiera puedo puede tengo tiene hola gracias favor buenos días hay todavía aún ya pero o muy este esta sí
"""
_WORDS: dict[Language, frozenset[str]] = {
    "en": frozenset(_ENGLISH.split()),
    "de": frozenset(_GERMAN.split()),
    "fr": frozenset(_FRENCH.split()),
    "es": frozenset(_SPANISH.split()),
}
_LETTERS: dict[Language, str] = {"de": "äöüß", "fr": "àâçèêëîïôùûœ", "es": "ñ¿¡áíóú"}
_LETTER_WEIGHT = 1.5
_ALONE: dict[str, Language] = {
    **dict.fromkeys(("hallo", "danke", "nein", "bitte", "tschüss", "moin"), "de"),
    **dict.fromkeys(("bonjour", "merci", "oui", "bonsoir", "salut"), "fr"),
    **dict.fromkeys(("hola", "gracias", "sí", "adiós", "buenas"), "es"),
    **dict.fromkeys(("hello", "hi", "yes", "thanks", "hey"), "en"),
}


ENGLISH_NAMES = {"en": "English", "de": "German", "fr": "French", "es": "Spanish"}
_BRIEF = 2
"""Words up to which a message changes nothing: "ok, gracias" in an English conversation."""
_REGIONS = {"en": "en-GB", "de": "de-DE", "fr": "fr-FR", "es": "es-ES"}
"""For a reader of that language whose own locale is of another one; days then come before months."""


def language_of(locale: str) -> str:
    return locale.replace("_", "-").partition("-")[0].lower()


def spoken(text: str, *, before: str) -> str:
    """The language that the conversation is in with this message; `before` is "" until one was sure."""
    found = detect_language(text)
    if found is None or found == before:
        return before
    return found if not before or len(text.split()) > _BRIEF else before


def reader_locale(locale: str, language: str) -> str:
    """Where the reply is read: the customer's own locale, or one of the conversation's language."""
    return locale if not language or language == language_of(locale) else _REGIONS.get(language, locale)


def detect_language(text: str) -> Language | None:
    lowered = text[:1000].lower().replace("’", "'")
    words = _WORD.findall(lowered)
    if not words:
        return None
    if len(words) == 1:
        return _ALONE.get(words[0])
    scores: dict[Language, float] = {
        language: sum(word in known or word.rstrip("'") in known for word in words)
        for language, known in _WORDS.items()
    }
    for language, letters in _LETTERS.items():
        scores[language] += _LETTER_WEIGHT * min(2, sum(lowered.count(letter) for letter in letters))
    (best, score), (_, second) = sorted(scores.items(), key=lambda item: -item[1])[:2]
    is_clear = score >= 2 and score >= second * 1.4 + 0.5
    is_dense = score >= len(words) * 0.15
    return best if is_clear and is_dense else None
