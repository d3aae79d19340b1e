"""A yes in the customer's own words, of which a model says that it hangs on nothing."""

import pytest

from agent.acts.vouched import agrees_somewhere

PENDING = "return|file"


@pytest.mark.parametrize(
    "said",
    [
        "yep file it, she'll mail the photo later. she also wants to return the flannel shirt, can she still?",
        "yes, third time lucky haha. also i had a refund with you a while back, what happened with that one?",
        "yes, i said file it! and it's six days over on the shirt, make an exception for her",
        "have already said yes :) yes please",
        "great, then yes please. how do I send the old one back?",
        "yes please. btw the linen trousers that came friday have a hole",
    ],
)
def test_a_yes_is_a_clause_of_its_own(said: str) -> None:
    assert agrees_somewhere(said, PENDING)


@pytest.mark.parametrize(
    "said",
    [
        "yes if it is free",
        "yes, but make it two",
        "ok as long as it's the refund then yes",
        "yes please, a refund would be best",
        "yes, only the shirt",
        "yes, not the socks",
        "no, yes was for the other thing",
        "would that be ok?",
        "she says it fits after all. where is her other order?",
        "I wonder whether yes is the right answer",
    ],
)
def test_what_hangs_on_something_is_none_whoever_vouches_for_it(said: str) -> None:
    assert not agrees_somewhere(said, PENDING)
