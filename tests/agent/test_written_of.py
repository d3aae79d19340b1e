"""What is asked of a product against what the shop has written of it."""

from dataclasses import replace

from agent.intents.written_of import asked_words, asks_a_point, is_form_of, is_unwritten, sentences_having, sentences_on
from tests.contract.samples import products

SCARF = replace(
    products()[0], name="Alder Scarf", description="Knitted from merino for warmth. Folds flat.", care="Warm iron."
)


def test_a_point_that_is_described_is_told_in_its_sentence() -> None:
    assert not is_unwritten("ooh nice, is it warm?", SCARF)
    assert sentences_on(["warm"], SCARF) == "Knitted from merino for warmth."


def test_how_it_is_ironed_says_nothing_of_how_warm_it_is() -> None:
    assert is_unwritten("is it warm?", replace(SCARF, description="Folds flat."))


def test_a_compound_is_no_form_of_its_first_word() -> None:
    assert not is_form_of("waterproof", "water")
    assert not is_form_of("lined", "linen")
    assert is_form_of("stretchy", "stretch")


def test_a_price_is_no_point() -> None:
    assert not asks_a_point("how much is it")
    assert asks_a_point("so is it lined")


def test_a_question_behind_a_remark_is_the_one_asked() -> None:
    assert asks_a_point("the first one was nicer, is it waterproof")
    assert asked_words("the first one was nicer, is it waterproof", SCARF) == ["waterproof"]


def test_a_size_is_of_the_thing_itself_and_not_of_its_zip() -> None:
    bag = replace(SCARF, name="Roam Hip Bag", description="A small bag with a big zip for markets. Made in small runs.")
    assert sentences_having(["big"], bag) == ""
    assert sentences_having(["small"], bag) == "A small bag with a big zip for markets."


def test_a_very_short_word_stands_beside_the_next() -> None:
    tee = replace(SCARF, name="Plain Tee", description="A plain crew neck with a collar.")
    assert sentences_having(["v", "neck"], tee) == ""
    assert sentences_having(["crew", "neck"], tee) == "A plain crew neck with a collar."
