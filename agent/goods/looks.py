"""Which of the products shown are meant by what they are called or look like: "the slim one", "in navy". Pure."""

import re

from agent.goods.table_words import LOOKS
from agent.intents.written_of import is_form_of, words_of
from agent.understanding.heard import Heard

_CALLED = re.compile(r"\b(?:the|that|this|those|these) (?P<said>[a-z]{4,})\b", re.IGNORECASE)
MOST = 6
"""So many are answered for at once."""


def by_looks(heard: Heard) -> list[str]:
    """ "The slim one": those shown that have the words in their name; else in their colours and materials."""
    said = words_of(match["said"]) if (match := LOOKS.search(heard.text)) else []
    for told in ("label", "words"):
        fitting = [
            each["value"]
            for each in heard.shown.get("products", ())
            if said and all(any(is_form_of(word, other) for other in words_of(each.get(told, ""))) for word in said)
        ]
        if fitting:
            return fitting[:MOST]
    return []


_LIKED = re.compile(
    r"\b(?:is|are|looks?|sounds?|seems?|would be|['’]s)(?: (?:so|very|really|quite|pretty|just|actually|rather))?"
    r" (?:nice|fine|good|great|lovely|perfect|cute|pretty|beautiful|ok(?:ay)?|interesting|cool|best)\b"
    r"|\bi (?:really |quite |do )?(?:like|love|prefer)\b",
    re.IGNORECASE,
)
_A_REMARK = 9


def liked(heard: Heard) -> list[str]:
    """ "Oh the leaf ones sound nice": the one that is picked out, with nothing asked of it yet."""
    is_remark = len(heard.text.split()) <= _A_REMARK and "?" not in heard.text and _LIKED.search(heard.text)
    meant = (by_looks(heard) or called(heard)) if is_remark else []
    return meant if len(meant) == 1 else []


def called(heard: Heard) -> list[str]:
    """ "Is the fleece warm": the one shown that has the word in its name, and no other has."""
    shown = heard.shown.get("products", ())
    names = {each["value"]: set(words_of(each.get("label", ""))) for each in shown}
    for match in _CALLED.finditer(heard.text):
        having = [value for value, name in names.items() if set(words_of(match["said"])) & name]
        if len(having) == 1:
            return having
    return []


def called_first(heard: Heard) -> list[str]:
    """ "Rowan in XL?": the one shown that is called so, by the word that its name begins with."""
    said = re.match(r"\W*(?:(?:and|ok|the|so) )*([a-z]{4,})\b", heard.text, re.IGNORECASE)
    shown = heard.shown.get("products", ())
    word = said[1].casefold() if said else ""
    having = [each["value"] for each in shown if each.get("label", "").casefold().split()[:1] == [word]]
    return having if len(having) == 1 and len(shown) > 1 else []


def coloured(heard: Heard) -> list[str]:
    """ "I'll get them in navy": those shown that come in that colour."""
    names = [found.value.name.casefold() for found in heard.entities.colours]
    shown = heard.shown.get("products", ())
    return [each["value"] for each in shown if any(name in each.get("words", "").casefold() for name in names)]
