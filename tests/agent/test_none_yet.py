"""Who has ordered nothing yet: what is taken out of the message, what is remembered, and what is left alone."""

import pytest

from agent.orders.none_yet import speaks_of_none, without_orders
from agent.state import Memory, empty_memory


def after_goods() -> Memory:
    memory = empty_memory()
    memory["shown"]["products"] = [{"value": "VM1001", "label": "Meadow Linen Shirt"}]
    memory["looking_at"] = "products"
    return memory


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("i don't have an order, do you have it in blue?", "do you have it in blue?"),
        ("I haven't bought anything yet! just want to know the price", "just want to know the price"),
        ("i've not ordered yet, what's the postage", "what's the postage"),
        ("we have no order with you, do you ship to Spain?", "do you ship to Spain?"),
    ],
)
def test_what_is_asked_stays_when_no_order_is_told(said: str, left: str) -> None:
    memory = empty_memory()
    assert without_orders(memory, said) == left
    assert memory["is_orderless"]


@pytest.mark.parametrize(
    "said",
    [
        "i don't have an order number",
        "i never ordered anything from you but i was charged",
        "i didn't order this",
        "this is not my order, it is somebody else's",
        "not my orders",
    ],
)
def test_a_number_that_is_lost_and_a_thing_nobody_ordered_are_left_alone(said: str) -> None:
    memory = empty_memory()
    assert without_orders(memory, said) == said
    assert not memory["is_orderless"]


def test_orders_that_are_not_meant_bring_the_goods_back() -> None:
    memory = after_goods()
    memory["looking_at"] = "orders"
    assert without_orders(memory, "not my orders, the shirt. is it there in M?") == "the shirt. is it there in M?"
    assert memory["looking_at"] == "products"


def test_goods_alone_speak_of_no_order_until_one_is_named() -> None:
    assert speaks_of_none(after_goods(), "how long have i got to return it")
    assert not speaks_of_none(after_goods(), "can i still return what i bought in may")
    assert not speaks_of_none(empty_memory(), "how long have i got to return it")
