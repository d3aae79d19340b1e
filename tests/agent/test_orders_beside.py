"""What is said of the orders beside the one on the table, of waiting, of places, and of money that was paid back."""

import re

import pytest

from agent.claims.refunds import asked_of_refund, is_missing
from agent.dialogue.picking import picked_by_number
from agent.orders.others import asks_if_only, asks_of_others, asks_which_others, is_of_another
from agent.orders.places import goes_elsewhere
from agent.orders.waiting import JUST_WAIT, UNPAID

LISTED = [{"value": "VM-55083", "label": "VM-55083"}, {"value": "VM-55181", "label": "VM-55181"}]


@pytest.mark.parametrize(
    "text",
    [
        "do i have anything else still on its way?",
        "any other parcels coming",
        "is that my only order that hasn't shipped?",
        "is this my only open order",
        "what else is still to come",
        "which other orders do i have open?",
        "so nothing else is pending then?",
        "is that everything that's on the way",
    ],
)
def test_the_other_orders_are_asked_for(text: str) -> None:
    assert asks_of_others(text)


@pytest.mark.parametrize(
    "text",
    [
        "do you have anything else in blue",
        "is that the only colour",
        "i have another order i don't want any more",
        "is there any other way",
        "anything else i need to do?",
        "what else can i do if it never arrives",
        "can i return anything else from that order",
        "are they all coming in one parcel",
    ],
)
def test_goods_advice_and_wishes_are_no_question_for_other_orders(text: str) -> None:
    assert not asks_of_others(text, on_the_table=True)


def test_a_bare_only_one_needs_an_order_on_the_table() -> None:
    assert asks_of_others("is that the only one?", on_the_table=True)
    assert not asks_of_others("is that the only one?")


def test_a_yes_or_no_is_told_from_a_list() -> None:
    assert asks_if_only("is it the only one on the way?")
    assert not asks_if_only("anything else on the way?")
    assert asks_which_others("what other parcels are coming?")
    assert not asks_which_others("are there other parcels coming?")


@pytest.mark.parametrize("text", ["i have another order to cancel", "not that one, an older one", "my other order"])
def test_another_order_is_wished(text: str) -> None:
    assert is_of_another(text)


@pytest.mark.parametrize("text", ["cancel my order", "another size please", "is it another colour"])
def test_another_thing_is_no_other_order(text: str) -> None:
    assert not is_of_another(text)


@pytest.mark.parametrize(
    ("text", "is_waited"),
    [
        ("so i just sit and wait?", True),
        ("great. and now we just wait?", True),
        ("do i really have to wait another week?", True),
        ("is there nothing i can do but wait", True),
        ("how long do i have to wait?", False),
        ("i can't wait for it to arrive!", False),
        ("wait, what?", False),
        ("is there a waiting list?", False),
    ],
)
def test_just_waiting(text: str, is_waited: bool) -> None:
    assert (re.search(JUST_WAIT, text, re.IGNORECASE) is not None) == is_waited


@pytest.mark.parametrize(
    ("text", "is_unpaid"),
    [
        ("when does it get cancelled if it doesn't go through?", True),
        ("what happens if the payment never goes through", True),
        ("is it already close to 24h?", True),
        ("when was it cancelled?", False),
        ("when can i cancel it", False),
    ],
)
def test_when_an_unpaid_order_lapses(text: str, is_unpaid: bool) -> None:
    assert (re.search(UNPAID, text, re.IGNORECASE) is not None) == is_unpaid


@pytest.mark.parametrize(
    ("text", "goes"),
    [
        ("can the jeans go to boulder too", True),
        ("i want it delivered to my mom's", True),
        ("can those go there as well", True),
        ("can it be delivered to germany", False),
        ("can it be sent back to you", False),
        ("has it been delivered to me", False),
        ("will it go to sale soon", False),
    ],
)
def test_another_place(text: str, goes: bool) -> None:
    assert goes_elsewhere(text) == goes


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("why only 31.05?", "cost"),
        ("i thought the tee was more than that", "cost"),
        ("50.95 minus what = 31.05?", "cost"),
        ("to which card did you pay it back", "paid_to"),
        ("where did the money go", "paid_to"),
        ("i can't see it on my card", "paid_to"),
        ("when do i get it", ""),
        ("where is my parcel", ""),
    ],
)
def test_what_is_asked_of_a_refund(text: str, asked: str) -> None:
    assert asked_of_refund(text) == asked


def test_a_refund_that_is_not_there() -> None:
    assert is_missing("i don't see it on my card")
    assert not is_missing("which card did you pay it to")


def test_the_figures_of_a_number_tell_the_order() -> None:
    assert picked_by_number(LISTED, "55083, the yoga pants") == "VM-55083"
    assert picked_by_number(LISTED, "the yoga pants, $55.08") is None
    assert picked_by_number(LISTED, "55083 or 55181") is None
