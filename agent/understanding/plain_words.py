"""A language model puts a message into plain sentences, each clear by itself; the local readers then read these.

That is all it may do: say what "it" and "that one" are, take a story apart, leave out what asks for nothing. It names
no number, product, size or colour that neither the message nor the conversation has, and a yes is read in the
customer's own words.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, Field

from agent.entities import Entities
from agent.models.structured import structured
from agent.models.turn import TurnModel
from agent.understanding.local_reading import Understanding
from domain.errors import ModelNonsense

MAX_SENTENCES = 6
_BRIEF = 2
"""Words up to which a message is an answer or a button, and plain as it is."""
_SHORT = 8
_POINTS = re.compile(r"\b(?:it|its|this|these|that|those|they|them|ones?|same|other|there)\b", re.IGNORECASE)
_FIGURE = re.compile(r"\d+|\b[A-Z]{4,}\b")
"""Figures, and what the prompt writes in their place."""
_NAMED = ("product_ids", "claim_numbers", "emails", "sizes", "colours")
"""Beside goods and figures: numbers of orders, sums, days."""


class Sentence(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    words: str = Field(max_length=2000)
    """The stretch of the message that it stands for, as typed."""
    plain: str = Field(max_length=400)


class Sentences(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    sentences: list[Sentence] = Field(max_length=MAX_SENTENCES)
    agrees: bool = False
    """The message says yes to what waits for one, on no condition and with nothing of it changed."""


@dataclass(frozen=True, slots=True)
class Plainly:
    text: str
    """English sentences, without the yes where there is one."""
    agrees: bool = False
    """To the summary that waits for a yes."""


@dataclass(frozen=True, slots=True)
class Said:
    """What the customer wrote, and what may be known when it is read."""

    message: str
    """As typed."""
    english: str
    """The same, or its gloss."""
    conversation: str
    """The last messages and replies, oldest first."""
    so_far: str
    """What came of the conversation's requests."""
    shown: str
    """Orders and goods that were shown last, a line each."""
    is_of_team: bool = False
    """Said by one of the shop's own people."""
    gloss: Callable[[str], str] = str
    """Of the customer's language."""

    @property
    def known(self) -> str:
        return "\n".join((self.message, self.english, self.conversation, self.so_far, self.shown))


def is_plain(found: Understanding, *, expecting: str | None) -> bool:
    """Nothing to be gained by a model: a yes, a no, thanks and the like, a short answer, or a request said outright."""
    length = len(found.text.split())
    is_act_alone = found.act.kind != "none" and not found.act.remainder.strip()
    is_outright = length <= _SHORT and [each.is_open for each in found.requests] == [False]
    if is_act_alone or length <= _BRIEF or expecting in ("slot:email", "slot:code"):
        return True
    return is_outright and not _POINTS.search(found.text)


async def plain_words(
    said: Said,
    model: TurnModel,
    *,
    shop: str,
    find: Callable[[str], Entities],
    agrees: Callable[[str], bool],
    may_agree: bool = False,
) -> Plainly:
    """What is read in place of the message. `find`: what a text names; `agrees`: whether it says yes.

    `may_agree`: something waits for a yes, and the customer's own words have one.

    Raises:
        ModelFailed: no answer, or none that keeps to the message; its own words stand.
    """
    data = {
        "so_far": said.so_far,
        "shown": said.shown,
        "conversation": said.conversation,
        "message": said.message,
    }
    rendered = model.render("understand", {"shop": shop, "team": "yes" if said.is_of_team else ""}, data)
    found = await structured(model, model.ask(rendered), Sentences)
    figures, named, words = set(_FIGURE.findall(said.known)), find(said.known), said.known.casefold()

    def is_backed(plain: str) -> bool:
        return figures.issuperset(_FIGURE.findall(plain)) and _is_named(find(plain), named, words)

    is_agreed = may_agree and found.agrees
    asked = [each for each in found.sentences if not (is_agreed and agrees(each.plain))]
    kept = [_kept(each, said, is_kept=is_backed(each.plain) and not agrees(each.plain)) for each in asked]
    text = _joined(list(dict.fromkeys(filter(None, kept))))
    if is_agreed:
        return Plainly(text, agrees=True)
    if not text:
        raise ModelNonsense("nothing of the message is left")
    if agrees(text) and not agrees(said.english):
        raise ModelNonsense("a yes that the customer did not say")
    return Plainly(text)


def _kept(sentence: Sentence, said: Said, *, is_kept: bool) -> str:
    """The plain sentence, or else the customer's own words for it: it says yes, or names what nobody did."""
    plain = " ".join(sentence.plain.split())
    if plain.casefold() == " ".join(said.message.split()).casefold():
        return said.english  # nothing was put otherwise, in whatever language
    return plain if is_kept else said.gloss(_stretch(sentence.words, said))


def _joined(sentences: Sequence[str]) -> str:
    *before, last = sentences or [""]
    return " ".join([*(each if each[-1] in ".!?" else f"{each}." for each in before), last])


def _stretch(words: str, said: Said) -> str:
    """The words as they stand in the message. Raises ModelNonsense: they are not in it."""
    pattern = r"\s+".join(re.escape(word) for word in words.split())
    match = re.search(pattern, said.message, re.IGNORECASE) if pattern else None
    if match is None:
        raise ModelNonsense("words that the customer did not say")
    return match[0]


def _is_named(plain: Entities, known: Entities, words: str) -> bool:
    """Whatever the sentence names is named in what is known too, or stands there in the same words."""

    def values(entities: Entities, kind: str) -> set[str]:
        return {str(found.value).casefold() for found in getattr(entities, kind)}

    def is_said(kind: str) -> bool:
        unsaid = [found for found in getattr(plain, kind) if not _has(words, found.text.casefold())]
        return {str(found.value).casefold() for found in unsaid} <= values(known, kind)

    goods = {product_id for mention in known.products for product_id in mention.value.product_ids}
    return all(map(is_said, _NAMED)) and all(
        goods.intersection(mention.value.product_ids) for mention in plain.products
    )


def _has(text: str, word: str) -> bool:
    """As a word of its own: "I'm" names no size."""
    return re.search(rf"(?<![\w'’]){re.escape(word)}(?!\w)", text) is not None
