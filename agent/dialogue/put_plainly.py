"""Which answers better: what a customer's own words find, or the question put as any shop would. Pure."""

from collections.abc import Sequence

from agent.dialogue.further_questions import content, has_word, in_own_words, is_of, points, written
from agent.state import Quoted
from agent.table.questions import SURE
from tools.knowledge.port import Found
from tools.places import places_in, places_said
from tools.words import word_set

_SURE_OF_A_WORD = 0.6
_SAME_QUESTION = 0.97
_ANY = word_set("parcel parcels package order orders item items return returns delivery shipping shop store")
"""What any of the writings speaks of."""
_READ_SURELY = 0.9
"""From here what was said already is said again: it is what was asked."""
SURE_OF_A_PLACE = 0.55
"""Of a country that is not served nothing else is written."""


def likelier(own: Sequence[Found], plain: Sequence[Found], *, likely: float, text: str, before: Quoted) -> list[Found]:
    """What the customer's own words find, or what the plain question does: the shop may have written of the very case
    that was asked about, which no plain question names."""
    place = SURE if not places_said(text) and not places_said(before["question"]) else SURE_OF_A_PLACE
    sure = [each for each in plain if each.confidence >= place]
    if not sure or (likely < _READ_SURELY and _is_said_already(sure[0], text, before)):
        return list(own)
    if not own:
        return sure
    best, theirs = own[0], {each.passage.passage_id for each in sure}
    is_agreed = best.passage.passage_id in theirs and best.confidence >= SURE
    is_again = sure[0].passage.passage_id == before["passage_id"]
    is_particular = best.confidence >= _SURE_OF_A_WORD and _is_particular(best, sure[0], text, before)
    is_follow_up = bool(before["question"])
    repeats = best.passage.passage_id == before["passage_id"] and not is_again
    if repeats and not places_in(text).isdisjoint(places_in(sure[0].passage.heading)):
        return sure  # "ok then Canada, how much", after the list of countries
    is_plain = is_follow_up and min(likely, sure[0].confidence) >= _SAME_QUESTION
    if is_again or is_particular or (is_agreed and not is_plain):
        return list(own)
    if is_plain:
        return sure
    needed = _SAME_QUESTION if is_follow_up and likely >= _READ_SURELY else sure[0].confidence * likely
    return list(own) if best.confidence >= needed else sure


def _is_said_already(found: Found, text: str, before: Quoted) -> bool:
    """Quoted last, and of a thing that it does not speak of ("is there parking" after the store's address)."""
    if found.passage.passage_id != before["passage_id"]:
        return False
    return any(not is_of(word, before) for word in content(in_own_words(text)))


def _is_particular(own: Found, plain: Found, text: str, before: Quoted) -> bool:
    """ "And cash?": all that is named stands in what its own words find, and not in the other.

    "Can I send one to a friend?", after gift cards, is of gift cards: what brings friends a discount is not.
    """
    matter = content(before["question"]) if points(text) else []
    if matter and not any(has_word(written(own.passage), word) for word in matter):
        return False
    named = [word for word in content(in_own_words(text)) if word not in _ANY]
    of_own, of_plain = (written(each.passage) for each in (own, plain))
    has_all = bool(named) and all(has_word(of_own, word) for word in named)
    return has_all and not all(has_word(of_plain, word) for word in named)
