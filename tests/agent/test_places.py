"""A figure belongs to the words it stands beside."""

import pytest

from agent.writer.places import clauses, is_misplaced

RULES = "You can send things back within 30 days of delivery (Outerwear: 45 days). The fee is $4.95, the refund $74.05."
SHIPPING = (
    "Standard is $9.95 and takes 5 to 8 working days, free from $120. Express is $24.95 and takes 2 to 4 working days."
)
SHIRTS = "I'd look at these:\n- Meadow Linen Shirt, $79.00\n- Coast Stripe Shirt, $86.00"


def misplaced(sentence: str, source: str) -> bool:
    return is_misplaced(sentence, clauses(source, "en-US"), "en-US", ignores=lambda figure: False)


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        (RULES, "You have 30 days from delivery to send things back, and 45 days for outerwear."),
        (RULES, "For outerwear you have 45 days; everything else can be sent back within 30 days of delivery."),
        (RULES, "After a fee of $4.95 the refund is $74.05."),
        (SHIPPING, "Express takes 2 to 4 working days and costs $24.95."),
        (SHIPPING, "Standard takes 5 to 8 working days, and Express takes 2 to 4 working days."),
        (SHIPPING, "From $120 it's free."),
        (SHIRTS, "- The Coast Stripe Shirt at $86.00"),
    ],
)
def test_true_words_in_another_order_are_in_their_place(source: str, sentence: str) -> None:
    assert not misplaced(sentence, source)


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        (RULES, "You have 45 days from delivery to send things back, and 30 days for outerwear."),
        (SHIPPING, "Standard is $24.95 and takes 5 to 8 working days."),
        (SHIPPING, "Express takes 5 to 8 working days."),
        (SHIRTS, "- Meadow Linen Shirt, $86.00"),
    ],
)
def test_a_true_figure_beside_the_wrong_thing_is_not(source: str, sentence: str) -> None:
    assert misplaced(sentence, source)


def test_what_the_customer_named_has_no_place_of_its_own() -> None:
    source = clauses(SHIRTS, "en-US")
    assert not is_misplaced("All under $86.00.", source, "en-US", ignores=lambda figure: True)


def test_a_line_of_a_list_is_one_clause() -> None:
    assert len(clauses("- Shirt, $79.00, was $86.00, now $70.00", "en-US")) == 1
