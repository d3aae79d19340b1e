"""What a short message asks of an order, and what is asked of something else."""

import pytest

from agent.orders.facets import order_facet
from agent.orders.parcels import parcel_meant


@pytest.mark.parametrize(
    ("text", "facet"),
    [
        ("whats in it", "contents"),
        ("which ones are in there", "contents"),
        ("remind me what did i order there", "contents"),
        ("since when is it delayed", "late"),
        ("why is it taking so long", "late"),
        ("and the other parcel?", "parcels"),
        ("which courier is it", "carrier"),
        ("who is delivering it", "carrier"),
        ("was shipping free", "shipping"),
        ("did i get a discount on that", "discount"),
        ("has it been paid", "payment"),
        ("what address do you have", "address"),
        ("where are you sending it", "address"),
        ("which of them can i still change", "changeable"),
        ("can you speed it up", "faster"),
        ("so when?", "arrival"),
        ("is it shipped yet", "arrival"),
        ("what was the total again", "total"),
        ("so when do i get my money back", "money_back"),
        ("and how will i get my money", "money_back"),
        ("could you tell me where it is", "arrival"),
        ("is this the order with the boots", "contents"),
        ("in what size", "contents"),
        ("where did they leave it", "left_where"),
        ("did my payment go through", "payment"),
        ("which one is the oldest", "placed"),
        ("can you ship it express", "faster"),
        ("thats too late for me", "too_late"),
        ("i need it before friday", "too_late"),
        ("what comes first", "soonest"),
        ("could they hand it to a neighbour", "handover"),
        ("can i collect it at the post office", "handover"),
        ("can you text me when it ships", "notify"),
        ("the tracking link doesnt open", "link"),
        ("you charged me twice", "charged"),
        ("need our vat number on it", "invoice_name"),
        ("what was in order 10246", "contents"),
        ("will it be here on time", "arrival"),
        ("to which card", "payment"),
        ("but i already paid for it", "payment"),
        ("whos got it now", "carrier"),
        ("whats the new date then", "late"),
    ],
)
def test_a_question_in_passing_names_what_it_asks(text: str, facet: str) -> None:
    assert order_facet(text) == facet


@pytest.mark.parametrize(
    "text",
    [
        "what is it made of",
        "how much is shipping to canada",
        "which jackets are warm",
        "can i change the size to m",
        "do you have a discount code",
        "what is your address",
        "i want to return the shirt",
        "cancel it",
        "does it come in blue",
        "is it too late to cancel",
        "tell me when the tote is back in stock",
        "does it come with a belt",
        "can i pick another colour",
        "which one is warmer",
    ],
)
def test_other_questions_are_none(text: str) -> None:
    assert order_facet(text) is None


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("and the second one", 1),
        ("what was in the first box", 0),
        ("where is the other one", 1),
        ("the last parcel", 1),
        ("when does it come", None),
        ("the third one", None),
    ],
)
def test_a_parcel_is_told_by_its_place(text: str, place: int | None) -> None:
    assert parcel_meant(text, [False, True]) == place


def test_the_other_parcel_of_two_under_way_is_neither() -> None:
    assert parcel_meant("the other one", [True, True]) is None
