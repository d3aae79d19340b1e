"""Which one of several is asked for, read from words alone."""

import pytest

from agent.goods.ranking import Rank, besides_price, price_order, rank


@pytest.mark.parametrize(
    "text", ["which one's cheapest", "whats the cheapest", "cheapest?", "and which of them is the least expensive"]
)
def test_the_cheapest_is_by_price(text: str) -> None:
    assert rank(text) == Rank(by="price", is_most=False, word="")


@pytest.mark.parametrize("text", ["ok and the most expensive one?", "which is the priciest"])
def test_the_dearest_is_by_price(text: str) -> None:
    said = rank(text)
    assert said == Rank(by="price", is_most=True, word="")


@pytest.mark.parametrize("text", ["which would you pick", "which has the best reviews", "which one do you recommend"])
def test_advice_goes_by_ratings(text: str) -> None:
    said = rank(text)
    assert said is not None and said["by"] == "rating"


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("which is the warmest", "warm"),
        ("which one is softer", "soft"),
        ("the most comfortable one?", "comfortable"),
        ("the biggest", "big"),
        ("which ones more comfortable", "comfortable"),
    ],
)
def test_any_other_is_by_what_is_written(text: str, word: str) -> None:
    assert rank(text) == Rank(by="word", is_most=True, word=word)


@pytest.mark.parametrize(
    "text",
    [
        "which is the cheapest shipping option",
        "what is your latest order",
        "i have a request",
        "is it warm",
        "what sizes are there",
        "which stores are near me",
        "the forest green one",
    ],
)
def test_nothing_is_ranked_where_nothing_is_asked_for(text: str) -> None:
    assert rank(text) is None


def test_the_order_of_a_search_is_read_and_taken_out() -> None:
    assert price_order("whats your cheapest dress") == "rising"
    assert price_order("the most expensive jacket you have") == "falling"
    assert price_order("the cheapest way to ship it") == ""
    assert besides_price("your cheapest dress").split() == ["your", "dress"]
