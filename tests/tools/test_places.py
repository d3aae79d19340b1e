"""Countries in questions and headings."""

import pytest

from tools.places import EU, PlaceWords, places_denied, places_in, places_said


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


@pytest.mark.parametrize(
    ("text", "asked", "denied"),
    [
        ("im not in the US, im in the Netherlands. do you ship here?", {"NL"}, {"US"}),
        ("UK? i'm not in the uk, why did you pick that", set[str](), {"GB"}),
        ("not Germany, Canada", {"CA"}, {"DE"}),
        ("i don't live in the US, i live in Ontario, Canada", {"CA"}, {"US"}),
        ("do you not ship to Canada", {"CA"}, set[str]()),
        ("why not Canada", {"CA"}, set[str]()),
    ],
)
def test_a_country_that_is_denied_is_not_the_one_asked_about(text: str, asked: set[str], denied: set[str]) -> None:
    assert places_in(text) == asked
    assert places_denied(text) == denied


def test_a_city_behind_a_preposition_tells_its_country() -> None:
    assert places_in("how long is shipping to Toronto") == {"CA"}
    assert places_in("i live in Oregon") == {"US"}
    assert places_in("Toronto is what the coat is called") == frozenset()
    words = PlaceWords(["Do you ship to Canada, and what does it cost?"])
    assert words.put("shipping to Toronto") == "shipping to canada"


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("how much is shipping to munich", {"DE"}),
        ("do you deliver to Leeds?", {"GB"}),
        ("ship to New York City please", {"US"}),
        ("send it to my mum in manchester", {"GB"}),
        ("what about the bronx", {"US"}),
        ("a parcel to Cordoba, Spain", {"ES"}),
        ("does it come in orange or in nice colours", set[str]()),
        ("leeds", set[str]()),
    ],
)
def test_a_big_city_behind_a_word_of_place_is_of_its_country(text: str, codes: set[str]) -> None:
    assert places_in(text) == codes
