"""Countries in questions and headings."""

import pytest

from tools.places import EU, PlaceWords, places_in, places_said


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("how much is shipping to germany", {"DE"}),
        ("Versand nach Österreich?", {"AT"}),
        ("envío a España", {"ES"}),
        ("How much is shipping in the US?", {"US"}),
        ("delivery in the us please", {"US"}),
        ("in the US, the UK and Germany", {"US", "GB", "DE"}),
        ("do you ship to england or the states", {"GB", "US"}),
    ],
)
def test_countries_are_read_in_four_languages(text: str, codes: set[str]) -> None:
    assert places_in(text) == codes


def test_a_union_stands_for_its_members() -> None:
    assert places_in("Do you ship to Germany, France, Spain and the rest of the EU?") == EU
    assert "DE" in EU and len(EU) == 27


@pytest.mark.parametrize("text", ["contact us", "ship to us", "a jersey dress", "How do I return from outside the US?"])
def test_other_words_and_what_is_outside_a_country_name_none(text: str) -> None:
    assert places_in(text) == frozenset()


def test_countries_are_said_in_their_own_words_and_order() -> None:
    assert places_said("to Germany or the UK?") == ("germany", "uk")
    assert places_said("does it come with us") == ()
    assert places_said("and outside the US?") == ()


def test_a_member_that_no_text_names_is_asked_about_as_its_union() -> None:
    spoken = PlaceWords(["Do you ship to Germany and the rest of the EU?", "Do you ship to Canada?"])
    assert spoken.put("do you deliver to Ireland") == "do you deliver to eu"
    assert spoken.put("do you deliver to Germany") == "do you deliver to Germany"
    assert spoken.put("do you deliver to Norway") == "do you deliver to Norway"


def test_without_a_union_in_the_texts_every_country_stays() -> None:
    assert PlaceWords(["Do you ship to Canada?"]).put("do you deliver to Ireland") == "do you deliver to Ireland"
