"""A verb in command position beside an order number says outright what is wanted; other words do not."""

import pytest

from agent.understanding.commands import commanded


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("For #W7736983, exchange Coffee Maker to color stainless steel; via PayPal.", "exchange_item"),
        ("Hi, I'd like to swap the shirt from VM-10234 for an M", "exchange_item"),
        ("Return #W6619432 via PayPal: Dumbbell Set; Yoga Mat;", "return_item"),
        ("could you please send the shirt from VM-10234 back", "return_item"),
        ("please cancel VM-10234, ordered by mistake", "cancel_order"),
        ("Could you please change the payment method of order #W1 to my PayPal?", "change_order"),
        ("I need to change the delivery address of order VM-10234.", "change_address"),
        ("modify #W1: Grill to charcoal", "change_order"),
        ("return policy for VM-10234?", None),
        ("where is VM-10234, I want to cancel", None),
        ("did you cancel VM-10234?", None),
    ],
)
def test_commands(text: str, intent: str | None) -> None:
    assert commanded(text) == intent
