"""What a short message asks of an order, and what is asked of something else."""

import pytest

from agent.orders.facets import order_facet


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
        ("in what size", "contents"),
        ("where did they leave it", "left_where"),
        ("did my payment go through", "payment"),
        ("which one is the oldest", "placed"),
        ("can you ship it express", "faster"),
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
    ],
)
def test_other_questions_are_none(text: str) -> None:
    assert order_facet(text) is None
