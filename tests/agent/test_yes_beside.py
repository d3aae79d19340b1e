"""A yes with more beside it: what counts, and what takes it back wherever it stands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.acts import Act, dialogue_act
from agent.acts.among import agreed_among
from agent.acts.said import Said

_VERBS = "return|file|claim"
_OUTRIGHT = st.sampled_from(
    ["yes", "yes please", "yes do it", "go ahead", "file it", "fine, do it", "yep", "ok yes", "great, yes please"]
)
_ELSE = st.sampled_from([
    "where is my other parcel?", "how do I send it back?", "when will the money be there?", "btw what are your hours?",
    "and do you sell umbrellas?", "how long does it take?", "what happens next?", "also where is my backpack",
])  # fmt: skip
_BEARS = st.sampled_from([
    "but not today", "if it is free", "unless it costs something", "only the shirt", "as long as I get the money",
    "first tell me", "before friday", "wait", "in size L instead?", "can you make it two?",
    "can you send it to my sister?", "is it free?", "how much is it?", "who pays the postage?", "is it final?",
    "will I get a full refund?", "do you have it in blue?", "what sizes are there?", "can you do it tomorrow?",
    "what's the new price?", "could it be a replacement?", "is that right?", "can you use the other card?",
    "I'm not sure", "how do I get the bigger one?", "can I keep the old one?",
])  # fmt: skip


def _act(text: str) -> Act:
    return dialogue_act(text, expecting="confirmation", pending=_VERBS)


@given(_OUTRIGHT, st.sampled_from([". ", "! ", "!! ", ".\n"]), _ELSE)
def test_a_question_of_something_else_leaves_it_a_yes(yes: str, stop: str, asked: str) -> None:
    assert _act(f"{yes}{stop}{asked}") == Act("affirm", asked)


@given(_OUTRIGHT, st.sampled_from([". ", "! ", ", ", " and "]), _BEARS)
def test_what_bears_on_it_takes_it_back(yes: str, stop: str, doubt: str) -> None:
    assert _act(f"{yes}{stop}{doubt}").kind != "affirm"


@given(_OUTRIGHT, _ELSE, _BEARS)
def test_it_takes_it_back_behind_a_question_too(yes: str, asked: str, doubt: str) -> None:
    assert _act(f"{yes}. {asked} {doubt}").kind != "affirm"


@given(_OUTRIGHT, _BEARS)
def test_it_takes_it_back_in_front(yes: str, doubt: str) -> None:
    assert _act(f"{doubt} {yes}").kind != "affirm"


@pytest.mark.parametrize(
    "text",
    [
        "yep thats it. pic later", "yes file it, photo tomorrow", "file it. pics to follow", "yes, the photo later",
        "photo tonight, yes please",
    ],
)  # fmt: skip
def test_what_the_summary_offers_leaves_it_a_yes(text: str) -> None:
    assert _act(text) == Act("affirm")


@pytest.mark.parametrize(
    "text",
    [
        "yes, but pic later", "yes if the photo can come later", "yes and do i need a photo?", "pic later", "file it?",
        "no photo, yes", "yes? pic later",
    ],
)  # fmt: skip
def test_a_photo_that_is_doubted_does_not(text: str) -> None:
    assert _act(text).kind != "affirm"


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("yes file it!! btw the rain boots, what sizes, and can you ship them to my sister", True),
        ("yes. do you have the rain boots in blue?", True),
        ("yes. what do the rain boots cost?", True),
        ("yes. what sizes do the rain boots come in? and is it free?", False),
        ("yes. if the rain boots are in stock", False),
        ("yes. do you have the fleece in blue?", False),
        ("yes. can you swap it for the rain boots?", False),
        ("yes pls. also can i change the size on the rain boots, i need an M", True),
        ("yes. and can I return the rain boots too?", True),
        ("yes, and also cancel the rain boots please", True),
        ("yes please. btw i want to swap the rain boots", True),
        ("yes. I want to keep the rain boots", True),
        ("yes. how do I return it?", True),
        ("yes, and return the rain boots please", True),
        ("yes, also the rain boots", False),
        ("yes. and with paypal", False),
        ("yes, please file the exchange. how do I send the M back and when will the S be sent?", True),
        ("yes, file the exchange. how do I send it back?", True),
        ("yes, file the exchange. is it free?", False),
        ("ok whatever, yes go ahead", True),
        ("yes. also to my sister", False),
        ("yes, and return it with the rain boots", False),
        ("yes. also can i change the size, i need an M", False),
        ("yes pls. also can i change it to the rain boots", False),
        ("yes. also swap them for the rain boots", False),
        ("yes and change to the rain boots", False),
        ("yes. but can i change the size on the rain boots", False),
        ("yes, if I can keep the rain boots", False),
        ("yes. wait, can i change the size on the rain boots", False),
        ("yes. first change the size on the rain boots", False),
        ("yes. don't cancel the rain boots", False),
        ("yes. also change the size on the fleece", False),
        ("yes. change the rain boots and cancel it", False),
        ("yes, and keep the rain boots order", False),
        ("yes. also return the fleece with the rain boots", False),
    ],
)
def test_a_price_a_size_a_place_or_a_change_is_that_of_other_goods_that_are_named(text: str, *, counts: bool) -> None:
    agreed = agreed_among(Said.of(text), _VERBS, lambda words: "boots" in words)
    assert (agreed is not None) == counts
