"""What is wanted besides an objection to the answer before."""

import pytest

from agent.understanding.objections import objects, pins_down, without_objection


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("that's about returns, not what i asked. do i get it back?", "do i get it back?"),
        ("you just said the same thing again. i need it for the US", "i need it for the US"),
        ("huh? i asked who makes your clothes", "who makes your clothes"),
        ("i was asking if you ship to malta", "if you ship to malta"),
        ("what?? no! don't order it. i asked how long it takes", "how long it takes"),
    ],
)
def test_the_objection_is_left_out(text: str, wanted: str) -> None:
    assert without_objection(text) == wanted
    assert objects(text)


@pytest.mark.parametrize(
    "text",
    [
        "is the coat warm?",
        "that's about the right size, thanks",
        "where is it? i asked yesterday",
        "ok that's about it",
    ],
)
def test_no_objection_is_heard_in_other_words(text: str) -> None:
    assert without_objection(text) == text
    assert not objects(text)


def test_a_case_put_for_a_yes_or_a_no_asks_nothing_else() -> None:
    assert pins_down("mine isn't a change of mind, it's late. so yes or no")
    assert not pins_down("mine isn't late. where do i send it?")
