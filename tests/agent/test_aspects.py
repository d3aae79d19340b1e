"""Price and time asked in one breath."""

import pytest

from agent.intents.aspects import asks_both, telling
from domain.knowledge import Audience, Passage, SourceKind
from tools.knowledge.port import Found


def _found(text: str, confidence: float) -> Found:
    passage = Passage(text, "faqs/1", SourceKind.FAQ, "", "", text, Audience.PUBLIC, None, None, None)
    return Found(passage, confidence)


COST = _found("A return costs $4.95.", 0.9)
TIME = _found("You have 30 days from delivery.", 0.6)
BOTH = _found("Canada: $9.95, 5 to 8 working days.", 0.6)


@pytest.mark.parametrize("text", ["cost and how long", "how many days do i have, and do i have to pay for it?"])
def test_two_aspects_are_heard(text: str) -> None:
    assert asks_both(text)


@pytest.mark.parametrize("text", ["when do i pay", "how much is it", "how long and how complicated"])
def test_one_aspect_is_no_two(text: str) -> None:
    assert not asks_both(text)


def test_one_passage_that_tells_both_is_enough() -> None:
    assert telling([COST, BOTH], "cost and how long") == [BOTH]


def test_a_second_passage_tells_the_other_half() -> None:
    assert telling([COST], "cost and how long", others=[COST, TIME]) == [COST, TIME]


def test_what_is_far_from_the_matter_tells_no_half() -> None:
    assert telling([COST], "cost and how long", others=[_found("Open 9 to 5, 7 days a week.", 0.1)]) == [COST]
