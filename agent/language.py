"""Which of the bot's languages a message is in, from function words and letters. None when unsure.

Small on purpose: "ok", an order number or a name is no evidence, and a wrong guess costs more than none.
"""

import re
from collections.abc import Mapping, Set
from typing import Literal

from agent.entities.spelling import common_english
from agent.glossing.forms import folded

Language = Literal["en", "de", "fr", "es"]

_WORD = re.compile(r"[a-zà-öø-ÿœ]+(?:'(?=[a-zà-ÿ]))?")
_NUMBERED = re.compile(r"\S*\d\S*|\bc/o\b")
"""The letters of a claim's number are in no language: "CL-2Y8Y4D" says no "y", and "c/o" no "o"."""

_ENGLISH = """
the and is are was were my your you i it of to in for with this that have has had do does did not can could
would will what where when how why which who please want need like from at on be been any there order shipping
return refund hello hi thanks thank help i'm don't it's size shirt delivery yes get me still yet
"""
_GERMAN = """
der die das und ist sind war ich du sie wir mein meine meinen meiner ihr ihre nicht ein eine einen einem kein
keine mit für von zu zum zur auf bei wo wann wie warum was wer bitte danke habe haben hat kann können möchte
will wurde bestellung rücksendung zurück zurückgeben lieferung hallo guten tag noch schon auch aber oder gibt
es größe ja nein den dem des im vom als welche welcher welches welchen mir mich uns euch ihnen ihren seit aus hab
gern gerne leider immer suche zeigen würde könnten moechte wuerde koennen zurueck groesse paket sendung bestellt
geliefert angekommen stornieren storniert umtausch umtauschen reklamation erstattung geld rechnung versand adresse
ändern passt gefällt kaputt falsch falsche mitarbeiter menschen sprechen konto tagen wochen bieten
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
cual cuál cuanto cuánto cuanta cuánta cuantos cuántos cuantas cuántas donde quien esto estos estas eso ese esa
estan ha han hemos tienen teneis tenéis pueden podeis podéis quieren hacen haceis hacéis aceptan aceptáis
envian envían enviáis envio envios envíos pedidos devoluciones devolucion reembolsos cuesta cuestan vale llega
llegó llego llegaron llegado llevo nadie nunca nada necesito busco buscando gustaría gustaria quería queria
pagar pago tarjeta tarjetas dinero tienda cuenta contraseña ropa camisa camisas camiseta camisetas vestido
vestidos zapatos zapatillas abrigo pantalón pantalones rebajas descuento dirección direccion cambiar comprar
saber hablar también tambien ahora ayer hoy mañana semana porque tras
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
    **dict.fromkeys(
        ("hallo", "danke", "nein", "bitte", "tschüss", "moin", "stornieren", "umtausch", "mitarbeiter"), "de"
    ),
    **dict.fromkeys(("bonjour", "merci", "oui", "bonsoir", "salut"), "fr"),
    **dict.fromkeys(("hola", "gracias", "sí", "adiós", "buenas", "pedido", "devolución", "reembolso", "ayuda"), "es"),
    **dict.fromkeys(("hello", "hi", "yes", "thanks", "hey"), "en"),
}


_ENGLISH_TOO = frozenset(["a", "am", "an", "as", "me", "no", "ok", "or", "so", "us", "we", "he"])
"""Too short for the list of common words."""
ENGLISH_NAMES = {"en": "English", "de": "German", "fr": "French", "es": "Spanish"}
_BRIEF = 2
"""Words up to which a message changes nothing: "ok, gracias" in an English conversation."""
_TELLING = 2
"""Words that no other language has, from which the words alone tell."""
_SHORTEST_TELLING = 3
"""Letters: "ok", "so" and "in" are words of several languages."""
_LETTERS_ONLY = re.compile(r"[a-z]+'?(?![\w@-]*\d)")
_REGIONS = {"en": "en-GB", "de": "de-DE", "fr": "fr-FR", "es": "es-ES"}
"""For a reader of that language whose own locale is of another one; days then come before months."""


def language_of(locale: str) -> str:
    return locale.replace("_", "-").partition("-")[0].lower()


def spoken(text: str, *, before: str, words: Mapping[str, Set[str]] | None = None) -> str:
    """The language that the conversation is in with this message; `before` is "" until one was sure.

    `words` are those of shoppers by language, without accents, for messages without function words.
    """
    found = detect_language(text) or told_by_words(text, words or {})
    if found is None or found == before or _is_of_both(text, found, before, words or {}):
        return before
    return found if not before or len(text.split()) > _BRIEF else before


def _is_of_both(text: str, found: str, before: str, words: Mapping[str, Set[str]]) -> bool:
    """ "T'es un robot ou quoi" is no Spanish in a French conversation: French knows as many of its words."""
    if found not in words or before not in words:
        return False
    said = [folded(word).rstrip("'") for word in _WORD.findall(text[:1000].lower().replace("’", "'"))]
    known = {language: sum(word in words[language] for word in said) for language in (found, before)}
    return known[before] >= known[found]


def told_by_words(text: str, words: Mapping[str, Set[str]]) -> str | None:
    """By what is said rather than how: "stornieren bitte"; None when much of it may be English, or is in two."""
    said = _LETTERS_ONLY.findall(folded(text[:1000]).replace("’", "'"))
    english = common_english() | _WORDS["en"]  # short words ("is") are not in the list
    telling = [word for word in said if len(word) >= _SHORTEST_TELLING and word not in english]
    if len(telling) < _TELLING:
        return None
    shares = {language: sum(word in known for word in telling) for language, known in words.items()}
    ranked = sorted(shares.items(), key=lambda item: -item[1])
    if not ranked:
        return None
    (best, most), second = ranked[0], ranked[1][1] if len(ranked) > 1 else 0
    others = sum(word not in words[best] for word in said)
    return best if most >= _TELLING and most > second and most > others else None


def reader_locale(locale: str, language: str) -> str:
    """Where the reply is read: the customer's own locale, or one of the conversation's language."""
    return locale if not language or language == language_of(locale) else _REGIONS.get(language, locale)


def _is_english_too(words: list[str], lowered: str) -> bool:
    """ "No phone? ok then write me": the words that are Spanish as well are all that speaks for it."""
    if any(letter in lowered for letters in _LETTERS.values() for letter in letters):
        return False
    english = common_english() | _WORDS["en"] | _ENGLISH_TOO
    return all(word in english for word in words)


def detect_language(text: str) -> Language | None:
    lowered = text[:1000].lower().replace("’", "'")
    words = _WORD.findall(_NUMBERED.sub(" ", lowered))
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
    is_clear = score >= 2 and score >= second * 1.4 + 0.5 and (best == "en" or not _is_english_too(words, lowered))
    is_dense = score >= len(words) * 0.15
    return best if is_clear and is_dense else None
