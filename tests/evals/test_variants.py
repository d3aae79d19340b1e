import re

from hypothesis import given
from hypothesis import strategies as st

from evals.scenario import Scenario
from evals.variants import VARIANTS, reordered, terse, typos, variants_of

WORDS = "Hello, where is my {order} VM-10234? I'd like to return the shirt. {order.email} a.b@example.com no"
MESSAGES = st.lists(st.sampled_from(WORDS.split(" ")), min_size=1).map(" ".join)


@given(MESSAGES)
def test_numbers_addresses_and_variables_survive_every_wording(text: str):
    for name, change in VARIANTS.items():
        changed = change(text)
        for kept in re.findall(r"\{[^}]*\}|VM-\d{5}|\S+@\S+?\.com", text):
            assert kept.lower() in changed.lower(), name
        assert sorted(re.findall(r"\{[^}]*\}", changed)) == sorted(re.findall(r"\{[^}]*\}", text))


@given(st.text(max_size=80))
def test_no_wording_empties_a_message_or_changes_between_runs(text: str):
    for change in VARIANTS.values():
        assert change(text) == change(text)
        assert bool(change(text).strip()) == bool(text.strip())


def test_refusals_keep_their_no():
    assert "not" in terse("No, you must not do that, please!").split()


def test_long_words_are_misspelt():
    assert typos("cancellation") != "cancellation"
    assert typos("yes") == "yes"


def test_last_sentence_comes_first():
    assert reordered("It's too big. I want to return it. Thanks!") == "Thanks! I want to return it. It's too big."


def scenario(**values: object) -> Scenario:
    return Scenario.model_validate(
        {"name": "a", "turns": [{"user": "Please cancel it. Now!", "expect": {"said": ["a"]}}]} | values
    )


def test_variants_are_named_and_tagged():
    found = {one.name: one.tags for one in variants_of(scenario(tags=["cancel"]))}
    assert found["a--lower"] == ("cancel", "variant:lower")
    assert len(found) == len(VARIANTS)


def test_wording_that_is_the_point_is_left_alone():
    assert list(variants_of(scenario(verbatim=True))) == []
    exact = scenario(turns=[{"user": "Please cancel it. Now!", "exact": True, "expect": {"said": ["a"]}}])
    assert list(variants_of(exact)) == []


def test_a_slip_never_makes_another_word():
    assert typos("thanks") != "tanks"
    assert typos("I want the coats") == typos("I want the coats")


def test_what_makes_a_question_stays_in_a_terse_one():
    assert terse("Can I return a final sale item?") == "Can I return final sale item"
    assert terse("Do you have linen shirts, please?") == "got linen shirts"
    assert terse("It is torn. I want a refund.") == "It is torn\nI want refund"


def test_two_parts_of_a_sentence_change_places():
    assert reordered("I want to return the shirt, it's too big") == "it's too big, I want to return the shirt"


def test_an_answer_word_stays_in_front():
    assert reordered("no, not that one. the sandals") == "no, not that one. the sandals"


def test_what_takes_back_stays_behind_what_it_takes_back():
    text = "I'd like to exchange the boots. Actually no, just give me the money back."
    assert reordered(text) == text
