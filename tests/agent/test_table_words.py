"""The words in which shown products are asked about."""

import pytest

from agent.goods.shopping import facets
from agent.goods.table_words import BARE, LIKE_ONE, LOOKS, REDUCED, SORTS, TELL_THEN, TOGETHER, WOULD_COME


@pytest.mark.parametrize("text", ["warm one", "bigger ones", "what about long sleeve ones", "maybe a softer one"])
def test_a_wish_of_a_word_is_one(text: str) -> None:
    assert LIKE_ONE.match(text)


@pytest.mark.parametrize("text", ["the other one", "second one", "which one", "the last one", "no the first one"])
def test_what_points_at_one_is_no_wish(text: str) -> None:
    assert not LIKE_ONE.match(text)


def test_the_looks_of_one_are_what_stands_before_it() -> None:
    match = LOOKS.search("how much is the slim one")
    assert match is not None and match["said"] == "slim"


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (REDUCED, "is there a discount on those"),
        (REDUCED, "are they on sale"),
        (TOGETHER, "how much would both be together"),
        (WOULD_COME, "when would i get it"),
        (WOULD_COME, "i need it by friday"),
        (TELL_THEN, "ok let me know when"),
        (SORTS, "cheapest first please"),
        (BARE, "what's the care like"),
    ],
)
def test_said_of_the_table(pattern, text: str) -> None:
    assert pattern.search(text)


def test_a_parcel_that_comes_back_in_stock_is_no_delivery() -> None:
    assert not WOULD_COME.search("when will it be back in stock")
    assert not REDUCED.search("do you have a discount code")


def test_how_things_run_is_their_fit_and_what_people_say_their_rating() -> None:
    assert facets("how do they run, small or big") == ["fit"]
    assert facets("what do people say about it") == ["rating"]
