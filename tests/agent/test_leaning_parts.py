"""Which question of a message is read first, and which one by itself."""

import pytest

from agent.understanding.leaning_parts import leans, named_first, with_thing, without_nod


def _names(part: str) -> bool:
    return "tee" in part or "sandals" in part


@pytest.mark.parametrize(
    ("parts", "first"),
    [
        (["is it available in M?", "how much is the tee?"], "how much is the tee?"),
        (["can they go back?", "when do my sandals come?"], "when do my sandals come?"),
        (["how much is the tee?", "is it available in M?"], "how much is the tee?"),
        (["where is it?", "how much is express?"], "where is it?"),
        (["can i still cancel it?", "how much is the tee?"], "can i still cancel it?"),
        (["does it fit?", "i wear a 12.", "how much is the tee?"], "does it fit?"),
        (["do you ship to canada?", "how much is the tee?"], "do you ship to canada?"),
    ],
)
def test_what_names_the_thing_is_read_before_what_points_at_it(parts: list[str], first: str) -> None:
    assert named_first(parts, _names)[0] == first
    assert sorted(named_first(parts, _names)) == sorted(parts)


@pytest.mark.parametrize("part", ["how much is express?", "when is shipping free?", "is there a discount?"])
def test_few_words_that_say_what_they_are_of_lean_on_nothing(part: str) -> None:
    assert not leans(part)


@pytest.mark.parametrize("part", ["how long?", "which sizes are there?", "is that free for me in canada?"])
def test_few_words_of_nothing_lean_on_what_was_asked_before(part: str) -> None:
    assert leans(part)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("when would it get here. nice.", "when would it get here?"),
        ("do you sell gift cards? perfect!", "do you sell gift cards?"),
        ("do you sell gift cards? black.", "do you sell gift cards? black."),
        ("it is too big. perfect.", "it is too big. perfect."),
        ("nice. when would it get here", "nice. when would it get here"),
    ],
)
def test_a_word_of_praise_behind_a_question_is_left_out(text: str, asked: str) -> None:
    assert without_nod(text) == asked


@pytest.mark.parametrize(
    ("part", "before", "read"),
    [
        ("and do they come in black?", "are the linen trousers lined?", "and do the linen trousers come in black?"),
        ("how much is it?", "is your wool coat warm?", "how much is the wool coat?"),
        ("is it possible to pay later?", "is your wool coat warm?", ""),
        ("and how long does it take?", "is your wool coat warm?", ""),
        ("which sizes are there?", "is your wool coat warm?", ""),
    ],
)
def test_what_points_at_the_goods_of_a_lost_question_is_read_of_them(part: str, before: str, read: str) -> None:
    assert with_thing(part, before, ["trousers" if "trousers" in before else "coat"]) == read
