"""One reply out of the answers to several questions of a message: nothing twice, and one question at its end. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from agent.dialogue import tasks
from agent.dialogue.answers import wonders
from agent.dialogue.repairs import label
from agent.grounding import sentences
from agent.nodes.at_issue import numbers_in
from agent.nodes.overview import told_once
from agent.nodes.receipts import beside_receipt
from agent.nodes.state import Answer, Served
from agent.nodes.wording import Piece
from agent.state import Memory, Offer
from agent.steps import Ask, HandOver, Propose, Say
from agent.understanding.leaning_parts import points_at_thing
from agent.understanding.requests import opens_request

_LOST = ("not_known", "yes_to_what", "what_kind", "say_more", "small_talk", "all_right", "out_of_scope")
"""Said of a question that was not understood, or that nothing is known of."""
_NOT_WRITTEN = "not_in_description"
_UNKNOWN = ("not_known", "small_talk", "out_of_scope")
_OF_THE_BOT = re.compile(
    r"\b(?:ro)?bots?\b|\bhuman\b|\bperson\b|\bai\b|\bmachine\b|\b(?:who|what) (?:are (?:you|u)|am i)\b"
    r"|\bcan (?:you|u)\b",
    re.IGNORECASE,
)
_WHERE_A_LATE_ONE_IS = {"asked_late", "order_delayed"}
"""Both say when it was expected and what the carrier says of it."""
_ON_ITS_PAGE = "order_on_page"
_TOLD_BESIDE = {"asked_unpaid": "asked_payment", "greeting": "about_me"}
"""Phrase -> the one that tells the same and answers more."""
_A_SENTENCE = 5
"""Words from which one says enough not to be said twice."""
_FRAYED = re.compile(r"^(?:[\s,;.!?&-]|(?:and|also|plus|oh|then|but|so)\b)+|[\s,;.!?]+$", re.IGNORECASE)
_LONGEST = 90
_FIGURES = re.compile(r"[^\w\s.,;:!?'’“”\"()-]|[\d_]")
"""What the customer said of days and sums, and whatever looks like an address or code, is not repeated."""


def together(parts: Sequence[Served], memory: Memory, *, is_quotable: bool) -> list[Answer]:
    """`is_quotable`: the parts stand in the customer's own words, so that one that was lost can be named by them."""
    parts = _unwritten_once([_taken_soberly(part, is_first=part is parts[0]) for part in parts])
    answers = [answer for part in parts for answer in part.answers]
    before, last = answers[: len(answers) - len(parts[-1].answers)], parts[-1].answers
    questions = _one_question([each for each in before if _asks(each)], [each for each in last if _asks(each)], memory)
    said = told_once(_without_echoes([each for each in answers if not _asks(each)]))
    said = [each for each in said if not _says(each, "no_person_asked")] or said
    is_served = any(not _is_lost(each) for each in said) or any(not _is_lost(each) for each in questions)
    if not is_served:
        return questions or [_offering(each, memory) for each in said[-1:]]
    kept = [each for each in questions if not _is_lost(each)]
    if not is_quotable:
        return [*_offers_last(said), *kept]
    said = [each for each in said if not _is_lost(each)]
    return [*_with_named(said, parts, kept, memory), *kept]


def _with_named(
    said: Sequence[Answer], parts: Sequence[Served], asked: Sequence[Answer], memory: Memory
) -> list[Answer]:
    """Nothing that was asked is passed over in silence; a colleague is offered once, and not beside a question."""
    named, put = list(said), set[str | None]()
    for part in parts:
        own = [each for each in part.answers if not (_asks(each) and each.task in put)]
        put |= {each.task for each in own if _asks(each)}
        is_dropped = bool(own) and not asked and not is_lost(own) and all(map(_asks, own))
        if only_tells(part.part) or not (is_dropped or is_lost(own)):
            continue
        offers = bool(asked) or any(isinstance(each.step, Say) and each.step.opens for each in named)
        is_open = is_dropped or (bool(asked) and not any(_says(each, "not_known") for each in own))
        unanswered = Answer(Say("part_unanswered", _words_of(part)))
        named.append(_offering(unanswered if is_open else _lost(part, offers=offers), memory))
    return _offers_last(named)


def _offering(answer: Answer, memory: Memory) -> Answer:
    if isinstance(answer.step, Say) and answer.step.opens and memory["offer"] is None:
        memory["offer"] = Offer(intent=answer.step.opens, slots={})
    return answer


def _unwritten_once(parts: Sequence[Served]) -> list[Served]:
    """ "How heavy is it and does it fit in a locker?": what is written of the thing is told once."""
    kept: list[Served] = []
    for part in parts:
        told = [_unwritten_of(each) for earlier in kept for each in earlier.answers]
        is_again = any((thing := _unwritten_of(each)) and thing in told for each in part.answers)
        kept.append(replace(part, answers=[Answer(Say("not_known"))]) if is_again else part)
    return kept


def _unwritten_of(answer: Answer) -> str:
    step = answer.step
    return step.facts["product"].product_id if isinstance(step, Say) and step.say == _NOT_WRITTEN else ""


def _taken_soberly(part: Served, *, is_first: bool) -> Served:
    """ "And do you have a podcast" asks about the shop, whatever it is likened to: what the bot is answers nothing.

    Nor does "we don't sell that" of an "it" that was named before.
    """
    is_empty = [_is_beside_the_point(each, part.part, is_first=is_first) for each in part.answers]
    unknown = Answer(Say("not_known", opens="human_agent"))
    return Served(part.part, [unknown if no else each for no, each in zip(is_empty, part.answers, strict=True)])


def _is_beside_the_point(answer: Answer, part: str, *, is_first: bool) -> bool:
    if _says(answer, "not_sold"):
        return not is_first and points_at_thing(part)
    is_of_us = _says(answer, "about_me") or _says(answer, "about_bot")
    return is_of_us and not _OF_THE_BOT.search(part)


def distinct(pieces: Sequence[Piece]) -> list[Piece]:
    """Without what an earlier one says word for word, as a whole or in a sentence about the same order or goods."""
    kept: list[Piece] = []
    for piece in pieces:
        if all(piece.text != earlier.text for earlier in kept):
            kept.append(_without_said(piece, kept))
    return kept


def _without_said(piece: Piece, before: Sequence[Piece]) -> Piece:
    about = _about(piece)
    said = {each.strip() for earlier in before if about & _about(earlier) for each in sentences(earlier.text)}
    kept = [each for each in sentences(piece.text) if each.strip() not in said or len(each.split()) < _A_SENTENCE]
    return replace(piece, text="".join(kept).strip() or piece.text)


def _about(piece: Piece) -> frozenset[str]:
    return numbers_in(piece.answer.step.facts) if isinstance(piece.answer.step, Say) else frozenset()


def _lost(part: Served, *, offers: bool) -> Answer:
    """Said of the part alone. `offers`: a yes means another thing."""
    if any(isinstance(each.step, Say) and each.step.say in _UNKNOWN for each in part.answers):
        facts = {**_words_of(part), "offers": offers}
        return Answer(Say("part_not_known", facts, opens="" if offers else "human_agent"))
    return Answer(Say("part_not_followed", _words_of(part)))


def _words_of(part: Served) -> dict[str, str]:
    words = _FRAYED.sub("", part.part)
    return {"part": "" if len(words) > _LONGEST or _FIGURES.search(words) else words}


def only_tells(part: str) -> bool:
    """ "I've had a rotten day.": asked for nothing, so that no answer to it is missing."""
    return not (part.rstrip().endswith("?") or wonders(part) or opens_request(part))


def _says(answer: Answer, key: str) -> bool:
    return isinstance(answer.step, Say) and answer.step.say == key


def _asks(answer: Answer) -> bool:
    return isinstance(answer.step, Ask | Propose)


def is_lost(answers: Sequence[Answer]) -> bool:
    """Nothing came of it, so that a question after it leans on nothing."""
    return bool(answers) and all(map(_is_lost, answers))


def _is_lost(answer: Answer) -> bool:
    step = answer.step
    return (isinstance(step, Say) and step.say in _LOST) or (isinstance(step, Ask) and step.slot == "intent")


def _offers_last(said: Sequence[Answer]) -> list[Answer]:
    """ "Shall I ask a colleague?" is answered by what is said next, so nothing comes after it."""
    return sorted(said, key=lambda each: isinstance(each.step, Say) and bool(each.step.opens))


def _without_echoes(answers: Sequence[Answer]) -> list[Answer]:
    """ "Where is it? When does it come?" has one answer."""
    kept: list[Answer] = []
    for answer in beside_receipt(answers):
        if _is_told_beside(answer, answers):
            continue
        if (at := next((at for at, each in enumerate(kept) if _is_bought_likewise(each, answer)), None)) is not None:
            kept[at] = _on_their_pages(kept[at], answer)
        elif not any(_says_the_same(earlier, answer) for earlier in kept):
            kept.append(answer)
    return kept


def _says_the_same(earlier: Answer, later: Answer) -> bool:
    if not isinstance(earlier.step, Say) or not isinstance(later.step, Say):
        return False
    quoted = _passages(later.step.facts)
    if quoted and "estimate" not in later.step.facts:
        return quoted <= _passages(earlier.step.facts)
    if {earlier.step.say, later.step.say} <= _WHERE_A_LATE_ONE_IS:
        return _order(earlier.step.facts) == _order(later.step.facts)
    if earlier.step.say == later.step.say == _ON_ITS_PAGE:
        return _adds_nothing(earlier.step.facts, later.step.facts)
    if earlier.step.say == later.step.say == "product_facets":
        return _tells_less(earlier.step.facts, later.step.facts)
    return earlier.step.say == later.step.say and earlier.step.facts == later.step.facts


def _tells_less(earlier: Mapping[str, Any], later: Mapping[str, Any]) -> bool:
    """ "How green is it, and has it certificates": facts of one thing, told among others."""
    version = ("product", "size", "colour")
    is_same = all(later.get(by) == earlier.get(by) for by in version)
    return is_same and {*later["facets"]} <= {*earlier["facets"]}


def _is_bought_likewise(earlier: Answer, later: Answer) -> bool:
    """Two things that cannot be put into the basket from here."""
    return _says(earlier, _ON_ITS_PAGE) and _says(later, _ON_ITS_PAGE) and not _says_the_same(earlier, later)


def _on_their_pages(earlier: Answer, later: Answer) -> Answer:
    one, other = earlier.step, later.step
    assert isinstance(one, Say) and isinstance(other, Say)  # see _is_bought_likewise
    products = list({each.facts["product"].product_id: each.facts["product"] for each in (one, other)}.values())
    return replace(
        earlier, step=replace(one, say="order_on_pages", facts={"products": products}, shows=(*one.shows, *other.shows))
    )


def _adds_nothing(earlier: Mapping[str, Any], later: Mapping[str, Any]) -> bool:
    """Of the same thing in no other version: "can I order one in oat, and can I order it here"."""
    versions = ("size", "colour")
    return later["product"] == earlier["product"] and all(later[by] in (None, "", earlier[by]) for by in versions)


def _is_told_beside(answer: Answer, answers: Sequence[Answer]) -> bool:
    """ "Why does it wait for payment, did you take my money": the no to the second says why, too."""
    if not isinstance(answer.step, Say) or (fuller := _TOLD_BESIDE.get(answer.step.say)) is None:
        return False
    order = _order(answer.step.facts)
    beside = [each.step for each in answers if isinstance(each.step, Say) and each.step.say == fuller]
    return any(_order(step.facts) == order for step in beside)


def _order(facts: Mapping[str, Any]) -> str | None:
    return getattr(facts.get("order"), "order_id", None)


def _passages(facts: Mapping[str, Any]) -> set[str]:
    return {passage.passage_id for passage in facts.get("passages", ())}


def _one_question(before: Sequence[Answer], last: Sequence[Answer], memory: Memory) -> list[Answer]:
    """What is asked at the end: that of the last answer, or one put before it that stays open."""
    earlier = [each for each in before if tasks.find(memory, each.task or "") is not None]
    if not earlier:
        return list(last)
    if not last:
        asked = _in_full(earlier, earlier[-1].task)
        if memory["offer"] is not None and not isinstance(asked.step, Propose):
            return []
        memory["offer"] = None  # a yes is one to what was asked for
        return [_still_open(asked, memory)]
    current, then = tasks.current(memory), last[-1]
    is_put_first = current is not None and current["key"] != then.task
    asked = _in_full([*earlier, *last], current["key"] if current is not None and is_put_first else then.task)
    put = [each for each in earlier if each.task == then.task and _is_likewise(each, then)]
    if asked is then and put and not isinstance(then.step, Propose):
        asked = put[0]  # in the words that asked first
    waits = {each.task for each in (*earlier, *last)} - {asked.task}
    rest = [label(each) for each in reversed(memory["tasks"]) if each["key"] in waits]
    follows = [Answer(Say("then_the_rest", {"tasks": rest}))] if rest else []
    return [*follows, asked if asked is then else _still_open(asked, memory)]


def _in_full(questions: Sequence[Answer], task: str | None) -> Answer:
    """As it was put last, not as one is reminded of it."""
    own = [each for each in questions if each.task == task] or list(questions)
    return next((each for each in reversed(own) if not each.is_reminder), own[-1])


def _is_likewise(earlier: Answer, later: Answer) -> bool:
    if isinstance(earlier.step, HandOver) or isinstance(later.step, HandOver):
        return False
    return earlier.step.say == later.step.say


def _still_open(answer: Answer, memory: Memory) -> Answer:
    """In full and without "back to your earlier request": it was put in this very reply."""
    task, step = tasks.find(memory, answer.task or ""), answer.step
    if task is not None:
        task["put_off"] = 0
    if task is not None and isinstance(step, Ask):
        task["asked"], task["asked_by"] = step.slot, step.say
        task["choices"] = [choice.as_memory() for choice in step.choices]
    return answer
