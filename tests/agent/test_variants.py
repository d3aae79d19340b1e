"""Which variant the customer's words mean, in a shop whose options are not only size and colour."""

import pytest

from agent.goods.variants import meant, said
from domain.catalog import Product, ProductId, Sku, Variant
from domain.money import Money
from domain.orders import OrderLine


def _product(name: str, *variants: Variant) -> Product:
    return Product(
        ProductId("1"), name, name, name, Money(100, "USD"), "", (), "", (), None, None, None, variants=variants
    )


def _variant(
    sku: str, price: int = 100, *, size: str = "One size", colour: str = "One colour", **options: str
) -> Variant:
    named = {name.replace("_", " "): value for name, value in options.items()}
    return Variant(Sku(sku), size, colour, 5, Money(price, "USD"), named)


def _line(variant: Variant) -> OrderLine:
    return OrderLine(
        1, variant.sku, "1", "x", variant.size, variant.colour, 1, variant.price, "x", options=variant.options
    )


LAPTOPS = _product(
    "Laptop",
    _variant("a", 900, colour="silver", screen_size="13-inch", processor="i5", storage="256GB SSD"),
    _variant("b", 950, colour="black", screen_size="13-inch", processor="i7", storage="256GB SSD"),
    _variant("c", 990, colour="silver", screen_size="15-inch", processor="i5", storage="1TB SSD"),
    _variant("d", 1200, colour="black", screen_size="15-inch", processor="i7", storage="256GB SSD"),
)
GLASSES = _product(
    "Sunglasses",
    _variant("g1", frame_color="black", lens_color="brown"),
    _variant("g2", frame_color="brown", lens_color="black"),
    _variant("g3", frame_color="brown", lens_color="brown"),
)
BOOTS = _product(
    "Boots",
    _variant("b1", size="7", waterproof="yes", material="leather"),
    _variant("b2", size="8", waterproof="no", material="leather"),
    _variant("b3", size="8", waterproof="yes", material="synthetic"),
)
READERS = _product(
    "E-Reader",
    _variant("r1", connectivity="Wi-Fi", storage="8GB"),
    _variant("r2", connectivity="Wi-Fi + Cellular", storage="8GB"),
    _variant("r3", connectivity="Wi-Fi", storage="32GB"),
)


@pytest.mark.parametrize(
    ("product", "like", "words", "sku"),
    [
        (LAPTOPS, "d", "the 13-inch version", "b"),
        (LAPTOPS, "c", "13 inch, 256 GB SSD", "a"),
        (LAPTOPS, "a", "color black", "b"),
        (LAPTOPS, "d", "{'color': 'silver', 'storage': '1TB SSD', 'processor': 'i5'}", "c"),
        (GLASSES, "g1", "frame color brown, lens color black", "g2"),
        (GLASSES, "g2", "brown lenses, lens color: brown", "g3"),
        (BOOTS, "b1", "size 8, still waterproof", "b3"),
        (BOOTS, "b1", "size 8 but not waterproof", "b2"),
        (BOOTS, "b2", "waterproof yes, size 7", "b1"),
        (READERS, "r2", "Wi-Fi", "r1"),
        (READERS, "r1", "wi-fi + cellular please", "r2"),
        (READERS, "r1", "32 gb", "r3"),
    ],
)
def test_words_name_one_variant(product: Product, like: str, words: str, sku: str) -> None:
    owned = next(variant for variant in product.variants if variant.sku == like)
    found = meant(product, words, like=_line(owned))
    assert found.only is not None
    assert found.only.sku == sku


def test_the_cheapest_of_what_was_asked_for() -> None:
    found = meant(LAPTOPS, "15-inch, whichever is cheaper")
    assert [variant.sku for variant in found.variants] == ["c"]
    assert meant(LAPTOPS, "the most expensive one").variants[0].sku == "d"


def test_words_that_name_no_option_choose_nothing() -> None:
    assert meant(LAPTOPS, "another one please").variants == ()


def test_of_two_values_the_one_said_first_is_meant() -> None:
    assert meant(LAPTOPS, "i5 over i7, 13-inch").variants[0].sku == "a"
    assert said({"colour": ["black", "gold"], "strap": ["gold"]}, "gold, or black if need be")["colour"] == "gold"


def test_an_option_the_shop_does_not_have_together_leaves_nothing() -> None:
    found = meant(LAPTOPS, "15-inch, i5, 256GB SSD")
    assert found.variants == () and found.wanted == {
        "screen size": "15-inch",
        "processor": "i5",
        "storage": "256GB SSD",
    }


def test_a_bare_number_is_no_size_unless_it_is_the_whole_answer() -> None:
    assert meant(BOOTS, "for 8 people").variants == ()
    assert {variant.sku for variant in meant(BOOTS, "8").variants} == {"b2", "b3"}


def test_a_flag_is_said_with_its_option() -> None:
    assert BOOTS.variants[0].words == "7, waterproof yes, leather"
