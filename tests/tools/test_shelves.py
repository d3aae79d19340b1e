"""What is of a kind, and what only lies on one shelf with it."""

import pytest

from tools.knowledge.catalogue import CatalogueEntry
from tools.knowledge.facets import Facets, Offer
from tools.knowledge.port import ProductFilters
from tools.shelves import Called, Shelves

SHELVES = Shelves.of(
    [
        Called("Aspen Midi Skirt", "Dresses", ("midi skirt",)),
        Called("Juno Wrap Dress", "Dresses", ("wrap dress",)),
        Called("Rio Linen Jumpsuit", "Dresses", ()),
        Called("Field Cap", "Accessories", ("cap",)),
        Called("Nimbus Merino Beanie", "Accessories", ()),
        Called("Thaw Wool Gloves", "Accessories", ()),
        Called("Trail Runner Low", "Shoes", ("running shoes",)),
        Called("Pace Canvas Sneaker", "Shoes", ()),
    ]
)


@pytest.mark.parametrize(
    ("kind", "category", "others"),
    [
        ("dresses", "Dresses", ["jumpsuit", "skirt"]),
        ("skirts", "Dresses", ["dress", "jumpsuit"]),
        ("hats", "Accessories", ["glove"]),
        ("beanies", "Accessories", ["cap", "glove"]),
        ("accessories", "Accessories", []),
        ("shoes", "Shoes", []),
        ("trainers", "Shoes", []),
        ("hats", "Shoes", []),
    ],
)
def test_a_kind_leaves_out_what_is_called_otherwise(kind: str, category: str, others: list[str]) -> None:
    assert SHELVES.beside([(kind, category)]) == others


def test_of_two_kinds_neither_leaves_out_the_other() -> None:
    assert SHELVES.beside([("dresses", "Dresses"), ("skirts", "Dresses")]) == ["jumpsuit"]


def test_what_is_not_wanted_is_known_by_its_name_too() -> None:
    names = ("Ember Velvet Dress", "Puffin Down-Free Puffer", "Aspen Skirt")
    goods = [CatalogueEntry(name, name, offers=(Offer(900),)) for name in names]
    assert list(Facets(goods).allowed(ProductFilters(without=("velvet", "down")))) == [False, True, True]
    assert list(Facets(goods).allowed(ProductFilters(not_called=("skirt",)))) == [True, True, False]
    assert list(Facets(goods).allowed(ProductFilters(owned=("Aspen Skirt",)))) == [True, True, False]
