"""Where somebody says that they are; a place that is only travelled to, or asked about, is none of theirs."""

import pytest

from agent.speaker.home_told import home_told


@pytest.mark.parametrize(
    ("text", "home"),
    [
        ("i live in germany", "DE"), ("we moved to France last year", "FR"), ("i'm in Spain", "ES"),
        ("i am from italy", "IT"), ("off to austria on 4 december. i live in germany", "DE"),
        ("how much is it", ""), ("i'm in a hurry", ""), ("i'm off to austria", ""), ("do you ship to canada?", ""),
    ],
)  # fmt: skip
def test_somebody_says_where_they_are(text: str, home: str) -> None:
    assert home_told(text, "") == home


def test_what_was_told_before_stays() -> None:
    assert home_told("and how long does it take?", "DE") == "DE"
