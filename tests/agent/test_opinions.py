import pytest

from agent.goods.opinions import is_opinion


@pytest.mark.parametrize(
    "text",
    [
        "this dress is sick!",
        "I love it",
        "wow the colour looks so nice",
        "omg I really love this shirt so much",
        "it's perfect, thanks",
    ],
)
def test_praise_asks_for_nothing(text: str) -> None:
    assert is_opinion(text)


@pytest.mark.parametrize(
    "text",
    [
        "the dress is too big",
        "this dress is torn",
        "is this dress nice?",
        "I love linen, show me shirts",
        "I like to return it",
        "the zip is broken",
        "it's great but the sleeve is torn",
    ],
)
def test_a_fault_or_a_wish_is_no_opinion(text: str) -> None:
    assert not is_opinion(text)


def test_a_sick_dog_is_no_praise() -> None:
    assert not is_opinion("my dog is sick")
    assert is_opinion("this dress is sick!")
