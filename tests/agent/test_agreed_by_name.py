"""A yes that names what the summary is about."""

import pytest

from agent.dialogue.agreed_by_name import agreed_by_name
from agent.state import Memory, Pending, Task, empty_memory


def waiting_for(*things: str) -> Memory:
    memory = empty_memory()
    memory["tasks"] = [
        Task(
            key="1",
            intent="cancel_order",
            slots={},
            text="",
            asked=None,
            asked_by="",
            choices=[],
            tries=0,
            answered=[],
            put_off=0,
        )
    ]
    memory["pending"] = Pending(
        action_id="a",
        tool="cancel_order",
        arguments={"order_id": "VM-10251"},
        digest="d",
        verb="cancel",
        task="1",
        expires_at="",
        things=list(things),
        shown_in=1,
    )
    return memory


@pytest.mark.parametrize(
    "text",
    [
        "yes, cancel the dress",
        "yes please cancel the dress",
        "ok cancel my ivy dress then",
        "yes cancel order VM-10251 please",
        "yeah cancel vm-10251",
        "yes cancel the ivy shirt dress",
    ],
)
def test_a_yes_may_name_the_only_thing_of_the_summary(text: str) -> None:
    act = agreed_by_name(waiting_for("Ivy Shirt Dress"), text)
    assert act is not None
    assert act.kind == "affirm"


@pytest.mark.parametrize(
    "text",
    [
        "cancel the dress",  # sent once more it would agree to what was not read
        "yes, cancel the shirt",
        "yes, cancel the tote",
        "no, cancel the dress",
        "yes, return the dress",
        "yes, don't cancel the dress",
        "yes, cancel the dress if it has not left",
        "yes, cancel the dress and the tote",
        "yes, cancel the dress?",
        "yes, cancel order VM-10246",
        "yes, cancel VM-102511",
        "yes",
    ],
)
def test_what_names_another_thing_or_hangs_on_something_is_none(text: str) -> None:
    assert agreed_by_name(waiting_for("Ivy Shirt Dress"), text) is None


def test_of_several_things_one_is_not_the_summary() -> None:
    assert agreed_by_name(waiting_for("Ivy Shirt Dress", "Market Tote Bag"), "yes, cancel the dress") is None


def test_nothing_waits() -> None:
    assert agreed_by_name(empty_memory(), "yes, cancel the dress") is None
