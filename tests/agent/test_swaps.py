"""What is wanted in place of what, in a shop that has options of any kind: words, lines, variants."""

from datetime import date
from typing import Any

import pytest

from agent.claims.swaps import in_stock, meant
from agent.context import Vocabulary
from agent.dialogue.picking import pick
from agent.entities import extract
from agent.entities.conventions import Conventions, OrderNumberFormat, ProductIdFormat
from agent.orders.choosing import most_like
from agent.understanding.heard import Heard
from agent.understanding.slots import FILLERS
from domain.catalog import Product, ProductId, Sku, Variant
from domain.money import Money
from domain.orders import OrderLine

CONVENTIONS = Conventions(
    order_numbers=OrderNumberFormat(prefix="#W", digits=7),
    product_ids=ProductIdFormat(prefix="", digits=10),
    currency="USD",
)


def _variant(sku: str, colour: str = "One colour", **options: str) -> Variant:
    named = {name.replace("_", " "): value for name, value in options.items()}
    return Variant(Sku(sku), "One size", colour, 5, Money(100, "USD"), named)


def _product(name: str, *variants: Variant) -> Product:
    return Product(
        ProductId(name), name, name, name, Money(100, "USD"), "", (), "", (), None, None, None, variants=variants
    )


CAMERA = _product(
    "Digital Camera", _variant("c1", zoom="3x", storage="SD card"), _variant("c2", zoom="5x", storage="CF card")
)
SPEAKER = _product(
    "Bluetooth Speaker",
    _variant("s1", "blue", water_resistance="yes"),
    _variant("s2", "blue", water_resistance="no"),
    _variant("s3", "red", water_resistance="no"),
)
SHELF = _product("Bookshelf", _variant("h1", "white", height="5 ft"), _variant("h2", "white", height="3 ft"))
CATALOGUE = (CAMERA, SPEAKER, SHELF)
VOCABULARY = Vocabulary.of(CATALOGUE)


def heard(text: str) -> Heard:
    found = extract(text, lexicon=VOCABULARY.lexicon, today=date(2026, 11, 21), conventions=CONVENTIONS)
    return Heard(text, found, date(2026, 11, 21), VOCABULARY, {})


def lines_of(*variants: tuple[Product, int]) -> list[OrderLine]:
    return [
        OrderLine(
            number, one.sku, product.product_id, product.name, one.size, one.colour, 1, one.price, product.category,
            options=one.options,
        )
        for number, (product, at) in enumerate(variants, 1)
        for one in [product.variants[at]]
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("exchange the Bluetooth Speaker (blue, water resistance no) for a red one", 2),
        ("return the bluetooth speaker with water resistance yes from #W1234567", 1),
        ("swap the Bookshelf (white, 3 ft) for 5 ft", 4),
        ("the Bookshelf", None),
    ],
)
def test_things_alike_are_told_apart_by_their_options(text: str, line: int | None) -> None:
    lines = lines_of((SPEAKER, 0), (SPEAKER, 1), (SHELF, 0), (SHELF, 1))
    found = most_like(FILLERS["item"](heard(text)), lines)
    assert (found.line if found else None) == line


def test_an_option_is_no_number_of_pieces() -> None:
    assert FILLERS["quantity"](heard("change the Digital Camera to zoom 3x")) is None
    assert FILLERS["quantity"](heard("return 2 pieces of the Bookshelf")) == 2


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("exchange the Bluetooth Speaker for the same one again", {"same": "yes"}),
        ("I'd like another speaker, the very same model", {"same": "yes"}),
        (
            "exchange the Bluetooth Speaker for the same one in red",
            {"colour": "red", "words_wanted": "the same one in red"},
        ),
        ("exchange the Bluetooth Speaker", None),
    ],
)
def test_the_same_again_can_be_wanted(text: str, wanted: dict[str, str] | None) -> None:
    assert FILLERS["instead"](heard(text)) == wanted


def test_the_same_again_is_what_one_has() -> None:
    (line,) = lines_of((SPEAKER, 1))
    assert [variant.sku for variant in meant(SPEAKER, line, {"same": "yes"})] == ["s2"]
    assert "s2" not in [variant.sku for variant in in_stock(SPEAKER, line, 1)]
    assert "s2" in [variant.sku for variant in in_stock(SPEAKER, line, 1, may_be_same=True)]


def test_what_is_wanted_belongs_to_the_thing_beside_it() -> None:
    text = "exchange the Digital Camera to zoom 5x, storage CF card; Bluetooth Speaker to the same one again"
    camera, speaker = FILLERS["parts"](heard(text))
    assert "zoom 5x" in camera["words_wanted"] and "Speaker" not in camera["words_wanted"]
    assert speaker["same"] == "yes"
    assert FILLERS["instead"](heard(text)) is None


def test_an_option_that_begins_with_not_keeps_nothing_back() -> None:
    wished = FILLERS["parts"](heard("swap the Bluetooth Speaker for red, not resistant, Bookshelf for 5 ft"))
    assert [part["words"] for part in wished] == ["Bluetooth Speaker", "Bookshelf"]
    kept = FILLERS["parts"](heard("return the Bluetooth Speaker but not the Bookshelf"))
    assert [part["words"] for part in kept] == ["Bluetooth Speaker but not the"]


@pytest.mark.parametrize(
    ("said", "picked"), [("Bookshelf (white, 3 ft)", "2"), ("the one with water resistance no", "4"), ("white", None)]
)
def test_a_choice_is_picked_by_short_figures_and_flags(said: str, picked: str | None) -> None:
    choices: list[dict[str, Any]] = [
        {"value": str(line.line), "label": f"{line.name}, {line.words}", "words": ""}
        for line in lines_of((SHELF, 0), (SHELF, 1), (SPEAKER, 0), (SPEAKER, 1))
    ]
    assert pick(choices, heard(said)) == picked
