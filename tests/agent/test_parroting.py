"""The same answer is not given twice to somebody who objects to it, and is to somebody who asks for it again."""

import pytest

from agent.nodes.parroting import says_it_again
from agent.nodes.state import Answer
from agent.nodes.wording import Piece
from agent.state import empty_memory
from agent.steps import Ask, Say

LIST = "You have 2 orders under way: VM-10217 and VM-10246."


def again(text: str, *, last: str = LIST, step: Say | Ask | None = None) -> bool:
    memory = empty_memory()
    memory["last_reply"] = last
    return says_it_again([Piece(Answer(step or Say("orders", {"orders": [1, 2]})), "", LIST)], text, memory)


@pytest.mark.parametrize("text", ["not my orders, the fleece", "no that's not it", "i asked for the fleece", "what??"])
def test_an_objection_does_not_get_the_same_again(text: str) -> None:
    assert again(text)


def test_with_a_word_of_regret_before_it_it_is_the_same() -> None:
    assert again("not my orders", last=f"I'm sorry. {LIST}")


@pytest.mark.parametrize("text", ["where are my orders?", "show them once more", "and when do they come"])
def test_who_asks_again_is_told_again(text: str) -> None:
    assert not again(text)


def test_something_new_is_said() -> None:
    assert not again("not my orders", last="Good morning.")


def test_a_question_or_a_refusal_is_put_again() -> None:
    assert not again("no i mean the other", step=Ask("order_id", "ask_order", {"orders": [1]}))
    assert not again("no i mean the other", step=Say("too_late", {"check": 1}))
