"""What is cut out of a message as a request of its own, and what is said to explain another."""

import pytest

from agent.entities import Entities
from agent.understanding.local_reading import Request
from agent.understanding.one_more import stands_alone, without_lead
from agent.understanding.wishes_apart import wishes_apart

INTENTS = {
    "my order is late": "track_order",
    "my coat arrived broken": "return_item",
    "i want my money back": "refund_request",
    "i want to return something": "return_item",
    "where is your store?": "contact_info",
    "can i return sale items?": "returns_policy",
    "i forgot my password": "account_help",
    "where is my order?": "track_order",
}


def read(text: str) -> Request | None:
    intent = INTENTS.get(text.removeprefix("I have a question. ").strip(" .").casefold())
    return None if intent is None else Request(text, intent, 0.9, (intent,), Entities())


@pytest.mark.parametrize(
    ("message", "parts"),
    [
        ("my order is late. Also, where is your store?", ["my order is late.", "where is your store?"]),
        ("where is your store? I forgot my password", ["where is your store?", "I forgot my password"]),
        (
            "my order is late, where is your store? And I forgot my password",
            ["my order is late", "where is your store?", "I forgot my password"],
        ),
        (
            "I want to return something. Can I return sale items?",
            ["I want to return something.", "Can I return sale items?"],
        ),
        (
            "I have a question. I want to return something. where is your store?",
            ["I have a question. I want to return something.", "where is your store?"],
        ),
        ("my coat arrived broken. I want my money back", None),
        ("I want my money back, my coat arrived broken", None),
        ("my order is late. Where is my order?", None),
        ("my order is late, can you help me", None),
        ("my order is late, where is it?", None),
    ],
)
def test_what_is_of_two_matters_is_read_apart(message: str, parts: list[str] | None) -> None:
    assert wishes_apart(message, read) == (parts or [message])


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        ("show me dresses", True),
        ("oh and I forgot my password", True),
        ("can I swap the shirt for a bigger one", True),
        ("and how much is it?", False),
        ("do they come in black", False),
        ("can you help me", False),
        ("in blue", False),
    ],
)
def test_what_points_at_nothing_stands_alone(text: str, alone: bool) -> None:
    assert stands_alone(text) is alone


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("also, show me dresses", "show me dresses"),
        ("ok thanks. one more thing: do you have gift cards?", "do you have gift cards?"),
        ("btw where is your store", "where is your store"),
        ("cool, I need an invoice", "I need an invoice"),
        ("hm ok, and where is your store?", "where is your store?"),
        ("and I forgot my password", "I forgot my password"),
        ("also the blue one", "also the blue one"),
        ("ok, how much is it", "ok, how much is it"),
        ("and do you have gift cards?", "and do you have gift cards?"),
    ],
)
def test_what_adds_another_matter_is_let_go(text: str, rest: str) -> None:
    assert without_lead(text, is_first=True) == rest


def test_where_something_was_asked_an_ok_may_answer_it() -> None:
    assert without_lead("ok cancel my order", is_first=True, asks=True) == "ok cancel my order"
    assert without_lead("ok, where is your store?", is_first=True, asks=True) == "where is your store?"


def test_a_later_part_goes_on_from_nothing() -> None:
    assert without_lead("and do you have gift cards?", is_first=False) == "do you have gift cards?"
