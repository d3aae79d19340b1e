"""Where a message that asks several things is cut, and where it is not."""

import pytest

from agent.understanding.asked_apart import asked_apart


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("how big is it, and does a laptop fit in?", ["how big is it?", "and does a laptop fit in?"]),
        ("is it warm? does it scratch?", ["is it warm?", "does it scratch?"]),
        (
            "ok, exchanges? are they free and how long does one take",
            ["ok, exchanges? are they free", "and how long does one take?"],
        ),
        ("what does delivery cost and how long", ["what does delivery cost?", "and how long?"]),
        (
            "when do i get the money? i threw away the box, is that a problem?",
            ["when do i get the money?", "i threw away the box, is that a problem?"],
        ),
        (
            "my question is about vouchers: do they expire, and can i check what is left",
            ["my question is about vouchers: do they expire?", "and can i check what is left?"],
        ),
        ("what if it tears, and do i need the bag?", ["what if it tears?", "and do i need the bag?"]),
        ("it is late, what happened and can i cancel", ["it is late, what happened?", "and can i cancel?"]),
        ("can you resend it and how fast?", ["can you resend it?", "and how fast?"]),
        ("the duffel, how heavy is it and is it lined", ["the duffel, how heavy is it?", "and is it lined?"]),
        (
            "is it real silk? my mum gets a rash so whats it made of",
            ["is it real silk?", "my mum gets a rash so whats it made of?"],
        ),
        ("tell me about the fleece, is it warm?", ["tell me about the fleece", "is it warm?"]),
    ],
)
def test_each_question_is_a_part_with_what_is_told_before_it(text: str, parts: list[str]) -> None:
    assert asked_apart(text) == parts


@pytest.mark.parametrize(
    "text",
    [
        "where is my order?",
        "can i drop it off anywhere or does it have to be the post office?",
        "what if i take the L instead, does it cost more",
        "and when i close the window, is everything gone",
        "i'd like to pay with klarna, is that possible? can you check?",
        "the zip broke on day two. it is the green one and i am annoyed. can you help me?",
        "i filed a claim a while ago, is that done yet?",
        "return the shirt because it is too big and it does not fit",
        "you must know that? how long does it take",
        "can you tell me if and when it ships",
        "is it red or blue",
        "what if it doesn't fit and i washed it already?",
        "what if it is broken, do i need the box?",
        "can i get a refund and keep the shoes",
        "i'm 5'2 so how long is it on me",
        "do you know when and how it ships",
        "can i pay when it arrives and not before?",
        "i was told, what happened is that you lost it",
    ],
)
def test_what_asks_one_thing_stays_whole(text: str) -> None:
    assert asked_apart(text) == [text]
