"""Questions for who gets a present are put as the shop writes of them; who is only spoken of stays."""

import pytest

from agent.speaker.of_the_receiver import of_the_receiver


@pytest.mark.parametrize(
    ("text", "put"),
    [
        ("can she return it herself?", "can i return a gift?"),
        ("could my mum exchange it if it is too small", "can i return a gift if it is too small"),
        ("how many days does she have for that?", "how long do i have to return it?"),
        ("how many days does she have to return it then?", "how long do i have to return it then?"),
        ("and how long would my sister have", "and how long do i have to return it"),
    ],
)
def test_what_the_receiver_may_is_asked_of_a_gift(text: str, put: str) -> None:
    assert of_the_receiver(text) == put


@pytest.mark.parametrize("text", ["is it for her", "she likes green", "how long does it take", "can i return it"])
def test_all_else_stays_as_it_was(text: str) -> None:
    assert of_the_receiver(text) == text
