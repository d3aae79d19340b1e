"""A US size is read off the shop's own chart, and only where one row fits."""

import pytest

from agent.goods.kindred import kindred
from agent.goods.worn_size import worn_size
from agent.intents.size_chart import row_of, us_size, without_size
from domain.knowledge import Audience, Passage, SourceKind

_WOMEN = "S: US 4-6; chest 85-89 cm.\nM: US 8-10; chest 90-95 cm.\nL: US 12-14; chest 96-102 cm."
_SHOES = "40: US women 9; US men 7; foot length 25.7 cm.\n42: US men 9; foot length 27.0 cm."


def _passage(heading: str, text: str) -> Passage:
    return Passage(
        passage_id=heading,
        document_id="guide",
        kind=SourceKind.ARTICLE,
        audience=Audience.PUBLIC,
        title="Size guide",
        heading=heading,
        text=text,
        effective_from=None,
        effective_to=None,
        last_updated=None,
    )


@pytest.mark.parametrize(("worn", "size"), [("4", "S"), ("9", "M"), ("10", "M"), ("14", "L")])
def test_a_us_size_is_the_row_that_covers_it(worn: str, size: str) -> None:
    row = row_of([_passage("Women's clothing", _WOMEN)], worn, whom="women", sizes=())
    assert row is not None
    assert row.size == size
    assert row.passage.text.startswith(f"{size}: ")


def test_a_size_between_two_rows_is_nobodys() -> None:
    assert row_of([_passage("Women's clothing", _WOMEN)], "11", whom="women", sizes=()) is None


def test_a_womens_chart_is_not_read_for_men() -> None:
    assert row_of([_passage("Women's clothing", _WOMEN)], "10", whom="men", sizes=()) is None


def test_two_columns_take_to_know_for_whom() -> None:
    passages = [_passage("Shoes", _SHOES)]
    assert row_of(passages, "9", whom="", sizes=()) is None
    women, men = (row_of(passages, "9", whom=whom, sizes=()) for whom in ("women", "men"))
    assert (women and women.size, men and men.size) == ("40", "42")


def test_a_row_that_the_product_is_not_made_in_does_not_count() -> None:
    assert row_of([_passage("Shoes", _SHOES)], "9", whom="men", sizes=("40", "41")) is None


@pytest.mark.parametrize(
    ("text", "worn"),
    [
        ("i'm usually a 10", "10"),
        ("she's normally a 12", "12"),
        ("im a us 8.5", "8.5"),
        ("i wear a uk 12", None),
        ("he is 12 years old", None),
        ("i'm 172 cm", None),
    ],
)
def test_the_size_somebody_wears_elsewhere(text: str, worn: str | None) -> None:
    assert worn_size(text) == worn


def test_european_sizes_are_no_us_sizes() -> None:
    assert us_size({"sizes": ["US 12"]}) == us_size({"sizes": ["12"]}) == "12"
    assert us_size({"sizes": ["42"]}) is us_size({"sizes": ["M"]}) is us_size({}) is None


def test_the_size_is_no_word_to_look_for() -> None:
    assert without_size("black dress us 12", {"worn": "12", "size": "L"}).split() == ["black", "dress"]
    assert without_size("black dress us 12", None) == "black dress us 12"


def test_a_wish_has_the_words_of_descriptions() -> None:
    assert "warm" in kindred(["cozy"])
    assert kindred(["blue"]) == []
