"""An answer that would repeat what was just read out: what is new in the question is answered, or said to be unwritten.

Whoever asks "does the fee go for Portugal too?" has read what a return costs. What is new (a place, or a case that is
named behind "if", "for", "with") is looked for in the other passages; where nothing tells of it, that is said, in the
customer's own word. The same question again gets the same answer. Pure.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from agent.dialogue.further_questions import content, has_word, in_own_words, written
from agent.dialogue.objecting import NOT_AGAIN
from agent.entities.date_forms import WEEKDAY_FULL
from agent.entities.reading import Reading
from agent.entities.reasons import find_reasons
from agent.grounding import sentences
from agent.intents.answering import KINDS, LOOKED_AT, SURE, in_shop_words
from agent.intents.spec import View
from agent.state import Memory, Task
from agent.steps import Call, Say, Step
from domain.knowledge import Passage
from tools.places import places_in, places_said
from tools.policies import PassagesFound
from tools.words import word_set

_HEARD_OF = 0.15
"""Confidence from which a passage on the same matter may tell of another place."""
_CASE = re.compile(
    r"\b(?:(?:if|when|while|unless|in case)(?! (?:i|you) (?:understand|remember|recall|read|may|say|said)\b| possible)"
    r"|for|with|without|during|in|at|on|via|as an?|because of|(?:after|before)(?! (?:it|they|that|this)\b))\s+"
    r"(?:(?:the|a|an|my|our|your|some|any|i|we|it|they|is|am|are|have|only|just)\s+)*(?P<case>[^,.;?!]{3,60}?)"
    r"(?:\s+(?:too|as well|also|instead|then|please))*\s*(?:[,.;?!]|$)",
    re.IGNORECASE,
)
_OWN = re.compile(r"\b(?:my|our) \w+", re.IGNORECASE)
""" "In the same parcel as my tote": one's own thing is no case of a rule."""
_A_WEEKDAY = re.compile(rf"\b{WEEKDAY_FULL}s?\b", re.IGNORECASE)
""" "On Mondays" is told of by "Thursday to Sunday"."""
_PLAIN_WORDS = re.compile(r"[^\W\d_]+(?:[ '’-][^\W\d_]+){0,4}")
_OF_ANYTHING = word_set(
    """
    order orders item items product products purchase purchases customer customers person people shop store example
    discount discounts general total real advance detail details case cases mind reason reasons question bit same
    parcel package box
    """
)
"""Named behind "for" or "in", and yet no case of its own."""
_ABROAD = re.compile(r"\b(?:outside|abroad|overseas|international\w*|other countr\w+)\b", re.IGNORECASE)
_A_PERSON = ("Yes, a person please", "No, thanks")


@dataclass(frozen=True, slots=True)
class _New:
    """What the question has that neither the answer nor the question before it has."""

    named: str
    words: tuple[str, ...]
    places: frozenset[str]


def beyond_what_was_said(step: Step, task: Task, view: View, memory: Memory, *, is_quotable: bool) -> Step:
    """The step itself, unless it reads out once more what stands in the last replies."""
    if not isinstance(step, Say) or step.say != "passage" or NOT_AGAIN in task["slots"]:
        return step
    told: Sequence[Passage] = step.facts["passages"]
    if step.facts.get("not_to"):
        return step  # "and New Zealand?": that this one is not served either is new
    if not all(_is_said(passage, memory) for passage in told):
        return step
    asked = task["slots"].get("said", view.text)
    if (pointed := _of_the_case(told[0], asked)) is not None:
        return replace(step, facts={**step.facts, "passages": [pointed, *told[1:]]})
    new = _new(asked, told, memory)
    if new is not None and not new.places and set(new.words) <= {*content(" ".join(task["slots"].get("goods") or ()))}:
        return step  # what is said of everything holds for them too
    if new is None or (not new.places and _is_pointed_at(told[0], memory)):
        return step
    found = view.results.get("beyond")
    if not isinstance(found, PassagesFound):
        own = in_shop_words(in_own_words(asked))
        query = f"{told[0].title} {own} from outside" if new.places else own
        return Call("find_passages", {"query": query, "kinds": KINDS, "limit": LOOKED_AT}, "beyond")
    matter = content(told[0].title)
    heard_of = _heard_of(view, _HEARD_OF if new.places else SURE)
    others = [each for each in heard_of if not _is_said(each, memory) and _tells_of(each, new, matter)]
    if others:
        return replace(step, facts={**step.facts, "passages": others[:1], "not_to": ""})
    part = new.named if is_quotable else ""
    return Say("not_in_what_was_said", {"part": part}, quick_replies=_A_PERSON, opens="human_agent")


def _is_said(passage: Passage, memory: Memory) -> bool:
    said = f"{memory['last_reply']}\n{memory['reply_before']}"
    return all(each.strip() in said for each in sentences(passage.text))


def _is_pointed_at(passage: Passage, memory: Memory) -> bool:
    """No more than a part of what was read out: it was chosen for what is asked now."""
    before = memory["quoted"]
    if before is None or before["passage_id"] != passage.passage_id:
        return False
    return len(written(passage)) < len(before["told"])


def _of_the_case(passage: Passage, text: str) -> Passage | None:
    """Of what was read out the sentences on the case that is asked about ("if it is broken"), where some are not."""
    asked = _reasons(text)
    said = sentences(passage.text)
    kept = [each for each in said if asked & _reasons(f"it is {each}")]
    return replace(passage, text="".join(kept).strip()) if asked and kept and len(kept) < len(said) else None


def _reasons(text: str) -> set[str]:
    return {found.value.value for found in find_reasons(Reading.of(text))}


def _new(text: str, told: Sequence[Passage], memory: Memory) -> _New | None:
    before = memory["quoted"]
    known = " ".join([*map(written, told), before["question"] if before is not None else ""])
    if (places := places_in(text) - places_in(known)) and (said := places_said(text)):
        return _New(_as_typed(said[-1], text), (), places)
    tells_days = _A_WEEKDAY.search(known) is not None
    for match in _CASE.finditer(in_own_words(text)):
        named = [word for word in content(_OWN.sub(" ", match["case"])) if word not in _OF_ANYTHING]
        new = [word for word in named if not has_word(known, word)]
        words = tuple(word for word in new if not (tells_days and _A_WEEKDAY.fullmatch(word)))
        if words and not _reasons(match["case"]):
            case = match["case"].strip()
            return _New(case if _PLAIN_WORDS.fullmatch(case) else "", words, frozenset())
    return None


def _as_typed(place: str, text: str) -> str:
    at = text.casefold().find(place)
    return text[at : at + len(place)] if at >= 0 else place


def _heard_of(view: View, least: float) -> Iterator[Passage]:
    found = [each for value in view.results.values() if isinstance(value, PassagesFound) for each in value.found]
    for each in sorted(found, key=lambda each: -each.confidence):
        if each.confidence >= least:
            yield each.passage


def _tells_of(passage: Passage, new: _New, matter: Sequence[str]) -> bool:
    """`matter`: what the question was about before, which a place alone does not tell."""
    told = written(passage)
    if not new.places:
        return all(has_word(told, word) for word in new.words)
    is_there = not places_in(told).isdisjoint(new.places) or _is_of_abroad(passage.title, new.places)
    return is_there and any(has_word(told, word) for word in matter)


def _is_of_abroad(title: str, places: frozenset[str]) -> bool:
    """ "From outside the US": of every country but that one."""
    return _ABROAD.search(title) is not None and places_in(_ABROAD.sub("in", title)).isdisjoint(places)
