"""Which passage answers a question that goes on from the one before: one near to its bare words and to both together.

It also has to speak of what is asked for: "how much is it" of an amount, "can I bring my dog there" of a dog. Pure.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from agent.dialogue.aspects import ASPECTS
from agent.dialogue.further_questions import (
    content,
    has_word,
    in_own_words,
    is_appended,
    is_of,
    joined,
    points,
    stays_within,
    written,
)
from agent.grounding import sentences
from agent.state import Quoted
from domain.knowledge import Passage, SourceKind
from tools.knowledge.port import Found
from tools.places import places_in
from tools.words import words

_IS_CLAUSE = re.compile(
    r"^(?:if|is|are|do|does|can|could|may|where|how (?:do|does|can|much|would|long)|what if|will|would|who)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Weighed:
    found: Found
    score: float
    """A logit."""
    alone: float
    """How sure the passage is of the bare words."""
    is_elsewhere: bool
    """Its heading is of a case that nobody spoke of."""


_LEAST = -5.0
"""Logit of a passage that was not found at all."""
_STANDS, _BARE, _POINTING, _PLACE = 0.7, 0.4, 0.2, 0.1
"""What the bare words weigh against both questions together; less where they say less themselves."""
_SURE_OF_ITS_OWN = 0.8
_SAID_ALREADY = 1.0
"""Logits that the passage quoted last has against it where a whole clause asks for something further."""
_OF_THE_PLACE = 1.0
"""Logits for what is written of the very country."""
_DENIES = re.compile(r"^no\b(?! one)|\b(?:do|does|can) ?not\b.{0,30}\b(?:else|at all|yet)\b", re.IGNORECASE)
""" "No, you cannot": what it would cost, and how long it would take, is answered with it."""
_OF_A_DUTY = re.compile(r"^\W*(?:will|do|does|must|should) (?:i|we|you)?\s*(?:have to|need|pay)\b", re.IGNORECASE)
""" "Will I have to pay customs?": a no to it denies nothing that anybody could want."""
_OF_THE_GOODS = 2.0
"""Logits for what the shop has as a question about the very goods: "and socks?"."""
_OF_THE_WRITING = 0.5
"""Logits for another passage of the document that was quoted last."""
_HOW = re.compile(
    r"^how (?:do|does|would|will|can) (?:it|that|this|i|we|you) (?:work|do (?:it|that|this)|go about)", re.IGNORECASE
)
STEPS = re.compile(
    r"(?:^|[.!?;:] )(?:(?:Please|You|Just|Simply) )?(?i:ask|file|press|open|send|enter|choose|sign|write|click|pack|add"
    r"|use|pay|bring|tell|go|select|follow)\b|\bwork|\bearn\b|\bwithin\b"
)
_OF_THE_STEPS = 1.0
"""Logits for what says how, where "how does it work" is asked."""
_PUT_ALIKE = 1.5
"""Logits for what the shop has as a question that begins in these very words: "how long do I have ..."."""
_FEWEST_ALIKE = 3
_OF_IT = re.compile(r" (?:for|with|about|of) (?:it|that|this|them)\W*$", re.IGNORECASE)
_ON_CONDITION = re.compile(r"\b(?:after|with|without|from|in|if)\b (?P<what>.+)$", re.IGNORECASE)
_OF_OTHER_CASES = 1.3
"""Logits against a heading on a condition that nobody spoke of ("... after cancelling"); where no more than "how long"
is asked, also against one of which nobody spoke."""
_SURE = -0.4
_SURE_ALONE = 0.75
_SURE_OF_A_WORD = 0.5


def chosen(
    text: str, before: Quoted, *, alone: Sequence[Found], together: Sequence[Found], goods: Sequence[str] = ()
) -> list[Found]:
    """What answers the further question, best first; empty when nothing written does.

    `goods` are kinds of things named in it: what is said of everything holds for them too. The weights were chosen on
    77 pairs of questions and follow-ups: 69 first passages right, against 62 for both questions joined.
    """
    allowed = places_in(joined(text, before))
    if is_appended(text) and (within := _within(text, before, (*together, *alone))):
        return within
    named = [word for word in content(in_own_words(text)) if any(has_word(kind, word) for kind in goods)]
    weighed = _weighed(
        text,
        before,
        is_of_goods=bool(named) and named == content(in_own_words(text)),
        alone=[each for each in alone if _may_tell_of(allowed, each)],
        together=[each for each in together if _may_tell_of(allowed, each)],
    )
    if is_appended(text) and (of := content(before["question"])):
        weighed = [each for each in weighed if any(has_word(written(each.found.passage), word) for word in of)]
    further = [each for each in weighed if each.score >= _SURE and _tells(each, text, before, goods=goods)]
    if named and named == content(in_own_words(text)):
        further = _of_the_matter(further, before, named) or further
    return [each.found for each in further or [each for each in weighed if _answers_by_itself(each, text)]]


def _of_the_matter(weighed: Sequence[_Weighed], before: Quoted, goods: Sequence[str]) -> list[_Weighed]:
    """ "And coats?", after the warranty: what names them or was quoted last first, and nothing of another matter."""

    def is_of(each: _Weighed, words: Sequence[str]) -> bool:
        return any(has_word(written(each.found.passage), word) for word in words)

    kept = [each for each in weighed if is_of(each, content(before["question"]))]
    return sorted(
        kept, key=lambda each: not (each.found.passage.passage_id == before["passage_id"] or is_of(each, goods))
    )


_OF_MONEY = frozenset({"dollars", "dollar", "bucks", "euros", "euro", "pounds"})


_WHETHER = re.compile(
    r"(?:is|are|does|do|was|will|would|can) (?:it|that|this|they|those|these)\b|the \w+ (?:one|option|way)\W*$",
    re.IGNORECASE,
)
""" "Is it also for ...", "and the express one"."""


def _within(text: str, before: Quoted, found: Sequence[Found]) -> list[Found]:
    """ "Even for sale items?", after a code: the sentence that tells it, of what speaks of the same matter."""
    matter = content(before["question"])
    named = [word for word in content(in_own_words(text)) if word not in _OF_MONEY]
    for each in sorted(found, key=lambda each: (each.passage.passage_id != before["passage_id"], -each.confidence)):
        kept = [told for told in sentences(each.passage.text) if all(has_word(told, word) for word in named)]
        about = f"{each.passage.title} {each.passage.heading} {' '.join(kept)}"
        if named and kept and any(has_word(about, word) for word in matter):
            return [replace(each, passage=replace(each.passage, text=" ".join(map(str.strip, kept))))]
    return []


def told_there(text: str, before: Quoted, found: Sequence[Found]) -> list[Found]:
    """ "Is it also for exchanges?": the sentences of what was quoted last that name all that is asked about."""
    named = content(in_own_words(text))
    if not named or places_in(text) or _WHETHER.match(in_own_words(text)) is None:
        return []
    quoted = next((each for each in found if each.passage.passage_id == before["passage_id"]), None)
    told = sentences(quoted.passage.text) if quoted is not None else []
    kept = [each.strip() for each in told if all(has_word(each, word) for word in named)]
    return [replace(quoted, passage=replace(quoted.passage, text=" ".join(kept)))] if quoted and kept else []


def narrowed(sure: list[Found], text: str, before: Quoted) -> list[Found]:
    """What was quoted just now is not read out once more: of it, what is asked for ("and how much is it")."""
    passage = sure[0].passage
    told_by = [told for asked, told in ASPECTS if asked.search(in_own_words(text))]
    told_by = told_by or [re.compile(rf"\b{re.escape(word[:-1])}", re.IGNORECASE) for word in content(text)]
    if passage.passage_id != before["passage_id"] or not told_by or "\n" in passage.text.strip():
        return sure
    kept = "".join(each for each in sentences(passage.text) if all(told.search(each) for told in told_by))
    return [replace(sure[0], passage=replace(passage, text=kept.strip()))] if kept else sure


def _answers_by_itself(weighed: _Weighed, text: str) -> bool:
    """ "And cash?": its one word is in what the shop wrote, whatever was asked before."""
    own = in_own_words(text)
    has_its_word = any(has_word(written(weighed.found.passage), word) for word in content(own))
    if weighed.is_elsewhere:
        return False
    return not points(own) and weighed.alone >= (_SURE_OF_A_WORD if has_its_word else _SURE_ALONE)


def _may_tell_of(places: frozenset[str], found: Found) -> bool:
    about = places_in(found.passage.heading)
    return not about or not places or not about.isdisjoint(places)


def _weighed(
    text: str, before: Quoted, *, alone: Sequence[Found], together: Sequence[Found], is_of_goods: bool
) -> list[_Weighed]:
    own, asked_of = in_own_words(text), places_in(joined(text, before))
    is_clause = _IS_CLAUSE.match(own) is not None and len(own.split()) > 2
    by_itself = {each.passage.passage_id: each.confidence for each in alone}
    with_before = {each.passage.passage_id: each.confidence for each in together}
    sure = max(by_itself.values(), default=0.0)
    is_of_rules = is_of_goods and sure < _SURE_OF_ITS_OWN
    share = _PLACE if is_of_rules else _share(own, is_clause=is_clause, sure=sure, stays=stays_within(own, before))
    found = {each.passage.passage_id: each for each in (*alone, *together)}
    weighed: list[_Weighed] = []
    for passage_id, each in found.items():
        score = share * _logit(by_itself.get(passage_id)) + (1 - share) * _logit(with_before.get(passage_id))
        is_of_place = not asked_of.isdisjoint(places_in(each.passage.heading))
        is_again = passage_id == before["passage_id"]
        is_of_others = bool(asked_of - places_in(each.passage.heading)) and not places_in(each.passage.text)
        if is_again and (is_of_others or (is_clause and not _has_more(each.passage, own))):
            score -= _SAID_ALREADY
        if is_of_place:
            score += _OF_THE_PLACE
        if is_clause and passage_id != before["passage_id"] and _is_of_one_writing(each.passage, before):
            score += _OF_THE_WRITING
        if _HOW.match(own):
            score += _OF_THE_STEPS * (bool(STEPS.search(each.passage.text)) - bool(_DENIES.search(each.passage.text)))
        if _is_put_alike(own, each.passage):
            score += _PUT_ALIKE
        if is_elsewhere := _is_of_other_cases(own, each.passage, before):
            score -= _OF_OTHER_CASES
        is_of_matter = any(has_word(written(each.passage), word) for word in content(before["question"]))
        if is_of_goods and is_of_matter and any(has_word(each.passage.title, word) for word in content(own)):
            score += _OF_THE_GOODS
        sure = Found(each.passage, 1 / (1 + math.exp(-score)))
        weighed.append(_Weighed(sure, score, by_itself.get(passage_id, 0.0), is_elsewhere))
    return sorted(weighed, key=lambda each: -each.score)


def _is_of_one_writing(passage: Passage, before: Quoted) -> bool:
    return passage.document_id == before["passage_id"].partition("#")[0]


def _is_put_alike(own: str, passage: Passage) -> bool:
    asked, heading = words(_OF_IT.sub("", own)), words(passage.title)
    return len(asked) >= _FEWEST_ALIKE and heading[: len(asked)] == asked


def _is_of_other_cases(own: str, passage: Passage, before: Quoted) -> bool:
    if any(has_word(passage.title, word) for word in content(own)):
        return False
    condition = _ON_CONDITION.search(passage.title)
    is_of_matter = any(has_word(written(passage), word) for word in content(before["question"]))
    is_aspect = not is_of_matter and any(asked.search(own) for asked, _ in ASPECTS)
    asked = passage.title if passage.kind is SourceKind.FAQ and is_aspect else ""
    named = content(condition["what"] if condition is not None else asked)
    return bool(named) and not any(is_of(word, before) or has_word(own, word) for word in named)


def _has_more(passage: Passage, own: str) -> bool:
    """Whether it may well be asked about again: it denies the whole, or has what is asked for."""
    said = content(own)
    if _HOW.match(own):
        return True
    if not said and any(asked.search(own) and told.search(passage.text) for asked, told in ASPECTS):
        return True
    return _DENIES.search(passage.text) is not None or any(has_word(passage.text, word) for word in said)


_NEEDS = re.compile(
    r"^(?:do|would|will|must|should) (?:i|we) (?:\w+ )?(?:need|have|keep)\b(?! to (?:pay|sign|order|register))",
    re.IGNORECASE,
)
""" "Do I need the receipt": for what is being talked about."""


def _share(own: str, *, is_clause: bool, sure: float, stays: bool) -> float:
    """What the bare words weigh: "when do you charge me" stands alone, "how long does it take" does not."""
    is_pointing, says_something = points(own) or _NEEDS.match(own) is not None, bool(content(own))
    if places_in(own) and not says_something:
        return _PLACE
    if is_clause and not is_pointing and sure >= _SURE_OF_ITS_OWN and not (says_something and stays):
        return _STANDS
    return _POINTING if is_pointing or stays else _BARE


def _tells(weighed: _Weighed, text: str, before: Quoted, *, goods: Sequence[str]) -> bool:
    """Whether it speaks of what is asked for, and not only of what was asked before."""
    passage = weighed.found.passage
    told_of = written(passage)
    own = in_own_words(text)
    if not _is_denied(passage, before) and any(
        asked.search(own) and not told.search(told_of) for asked, told in ASPECTS
    ):
        return False
    if not places_in(own).isdisjoint(places_in(passage.heading)):
        return True
    said = [
        word for word in content(own) if not is_of(word, before) and not any(has_word(kind, word) for kind in goods)
    ]
    return not said or weighed.alone >= _SURE_OF_A_WORD or any(has_word(told_of, word) for word in said)


def _is_denied(passage: Passage, before: Quoted) -> bool:
    """Whether the very thing asked before was said not to be had."""
    if passage.passage_id != before["passage_id"] or not _DENIES.search(passage.text):
        return False
    of_it = [has_word(before["question"], word) for word in content(passage.title)]
    return not _OF_A_DUTY.match(passage.title) and sum(of_it) * 2 >= len(of_it)


def _logit(confidence: float | None) -> float:
    if confidence is None:
        return _LEAST
    kept = min(max(confidence, 0.002), 0.998)
    return math.log(kept / (1 - kept))
