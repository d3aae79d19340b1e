"""What is put off waits, and what only sounds like it does not."""

import pytest

from agent.dialogue.denials import denied, only_puts_off


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("nah leave the order for now. do they run big?", "do they run big?"),
        ("not now. what's your return policy?", "what's your return policy?"),
        ("not right now, do you have socks?", "do you have socks?"),
        ("later please. where is VM-10246?", "where is VM-10246?"),
        ("ok I'll do that later, how long is the warranty?", "how long is the warranty?"),
        ("skip that for now, show me hats", "show me hats"),
        ("put it aside. do you sell gift cards?", "do you sell gift cards?"),
        ("the exchange can wait. what does shipping cost?", "what does shipping cost?"),
        ("maybe another time. do you ship to Canada?", "do you ship to Canada?"),
    ],
)
def test_what_is_put_off_is_not_read_with_the_rest(text: str, rest: str) -> None:
    denial = denied(text, is_asked=True)
    assert denial is not None and denial.puts_off and denial.rest == rest
    assert denied(text) is None or not denied(text).puts_off  # pyright: ignore[reportOptionalMemberAccess]


@pytest.mark.parametrize(
    "text",
    [
        "can I do that later?",
        "it is not now in stock, is it?",
        "the later one please",
        "is it cheaper later in the year?",
        "I got it later than promised",
        "can it wait until Monday?",
        "leave it at the door for the moment I am out",
        "not today but yesterday it arrived",
    ],
)
def test_what_only_sounds_like_it_is_read_whole(text: str) -> None:
    denial = denied(text, is_asked=True)
    assert denial is None or not denial.puts_off


@pytest.mark.parametrize("text", ["i'll do that later", "later", "leave it for now", "ok later then"])
def test_nothing_but_that_is_known(text: str) -> None:
    assert only_puts_off(text) and denied(text, is_asked=True) is None
