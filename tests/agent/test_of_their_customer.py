"""What a lead reads of the customer they serve."""

import pytest

from agent.speaker.of_their_customer import of_their_customer


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("$34.00 goes back to your PayPal.", "$34.00 goes back to their PayPal."),
        ("The coat stays with you.", "The coat stays with them."),
        (
            "You get the same again; if you withdraw it, you keep it.",
            "They get the same again; if they withdraw it, they keep it.",
        ),
        ("Please send it back by Friday. You'll get a label.", "They send it back by Friday. They'll get a label."),
        ("Why would you like to return it?", "Why would they like to return it?"),
    ],
)
def test_what_is_the_customers_is_told_in_the_third_person(written: str, read: str) -> None:
    assert of_their_customer(written) == read


@pytest.mark.parametrize(
    "text",
    [
        "Would you like to return something from it?",
        "Could you check the number?",
        "Which order do you mean?",
        "The last day was Friday, under “How long you have”.",
    ],
)
def test_what_the_lead_is_asked_and_what_is_quoted_stays(text: str) -> None:
    assert of_their_customer(text) == text
