"""A yes at the end of what else is said."""

import pytest

from agent.acts import dialogue_act

_VERBS = "return|file|claim"


@pytest.mark.parametrize(
    "text",
    [
        "swapped what? there is nothing else. yes file it",
        "hm, i thought we had done that. yes please",
        "sorry, was on the phone! yes, go ahead",
    ],
)
def test_said_last_it_is_one(text: str) -> None:
    assert dialogue_act(text, expecting="confirmation", pending=_VERBS).kind == "affirm"


@pytest.mark.parametrize(
    "text",
    [
        "just the coat. yes file it",
        "does it cost anything? yes please",
        "make it 40. yes",
        "in blue. yes please",
        "is that right? ok",
        "not yet. ok",
    ],
)
def test_what_changes_it_takes_it_back(text: str) -> None:
    assert dialogue_act(text, expecting="confirmation", pending=_VERBS).kind != "affirm"


def test_behind_it_may_stand_that_the_customer_was_asked() -> None:
    said = dialogue_act("yes file it. right, I checked with her.", expecting="confirmation", pending=_VERBS)
    assert (said.kind, said.remainder) == ("affirm", "")


@pytest.mark.parametrize(
    "text",
    [
        "yes file it. i'll check with her.",
        "yes file it. i have to check with her first",
        "yes file it. i checked with her and she wants it in S",
        "yes file it. i checked the size with her",
    ],
)
def test_what_is_still_to_be_asked_takes_it_back(text: str) -> None:
    assert dialogue_act(text, expecting="confirmation", pending=_VERBS).kind != "affirm"


def test_where_nothing_waits_it_agrees_to_nothing() -> None:
    assert dialogue_act("we are done here. yes please", expecting=None).kind != "affirm"
