"""What is refused in so many words is taken out of a message; what is only told, or corrected, stays in it."""

import pytest

from agent.dialogue.denials import denied


@pytest.mark.parametrize(
    ("text", "rest", "matters"),
    [
        ("i am NOT returning anything. when does it come?", "when does it come?", {"return"}),
        ("no i dont want to order anything lol. how much is shipping", "how much is shipping", {"buy"}),
        ("what?? no! don't order anything. i asked who makes it", "i asked who makes it", {"buy"}),
        ("im not shopping, what does the rule say", "what does the rule say", {"buy"}),
        ("no return! is it vegan?", "is it vegan?", {"return"}),
        ("dont cancel it, just tell me whats in it", "just tell me whats in it", {"cancel"}),
        ("nothing, keep it. where is my parcel?", "where is my parcel?", set()),
        ("none of these. do you ship to Canada?", "do you ship to Canada?", set()),
    ],
)
def test_what_is_refused_is_taken_out(text: str, rest: str, matters: set[str]) -> None:
    denial = denied(text)
    assert denial is not None
    assert (denial.rest, set(denial.matters)) == (rest, matters)


@pytest.mark.parametrize(
    "text",
    [
        "don't cancel it", "no", "i am not returning anything", "I did not order this, it is not mine",
        "i never bought this from you", "i don't want to return it, i want to exchange it",
        "do not return the shirt, only the socks", "it does not fit", "i'm not sure which size to order",
        "can i keep it if i pay?", "where is my order?", "i asked",
    ],
)  # fmt: skip
def test_what_refuses_nothing_or_is_nothing_else_stays(text: str) -> None:
    assert denied(text) is None
