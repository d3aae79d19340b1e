"""Sizes, colours, materials, categories, product names, quantities, references and reasons."""

import pytest

from agent.entities import Lexicon
from domain.claims import ReturnReason
from tests.agent.test_entities import LEXICON, TODAY, extract, read, values


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("do you have it in S or M?", ["S", "M"]), ("I'm usually a medium", ["M"]), ("size 38", ["38"]),
        ("EU 42", ["EU 42"]),
        ("UK 10 please", ["UK 10"]), ("w32 l34 jeans", ["W32/L34"]), ("32x34 jeans", ["W32/L34"]), ("2XL", ["XXL"]),
        ("extra large", ["XL"]), ("XS", ["XS"]), ("large blue shirt", ["L"]), ("M", ["M"]), ("medium please", ["M"]),
        ("in an L", ["L"]), ("size small", ["S"]), ("one size", ["One Size"]), ("make it a 40", ["40"]),
        ("US 8.5", ["US 8.5"]),
        ("exchange it for a large", ["L"]), ("from S to M", ["S", "M"]), ("xl or xxl", ["XL", "XXL"]), ("38", ["38"]),
        ("waist 32", ["W32"]), ("i need a medium instead", ["M"]), ("in size l", ["L"]),
    ],
)  # fmt: skip
def test_sizes(text, expected):
    assert values(read(text).sizes) == expected


@pytest.mark.parametrize(
    "text",
    [
        "what sizes does it come in?",
        "I'm not happy", "it's too small", "a small problem", "the shirt's torn", "a large order was placed",
        "small tear",
        "that's a large amount", "Maya's order", "I'll be there", "it is a bit small", "l'amour",
        "can i get a small discount",
        "2 shirts", "5 days ago", "$40 shirt", "you s** me", "my e-mail", "and in sand?",
    ],
)  # fmt: skip
def test_words_that_are_no_sizes(text):
    assert read(text).sizes == ()


@pytest.mark.parametrize(
    ("text", "name", "family"),
    [
        ("navy shirts", "Navy", "blue"), ("a blue one", "blue", "blue"), ("dark green", "dark green", "green"),
        ("forest green", "Forest Green", "green"), ("in sky", "Sky", "blue"), ("blakc trousers", "Black", "black"),
        ("grey", "grey", "grey"), ("off-white tee", "off-white", "white"), ("burgandy dress", "burgundy", "red"),
        ("storm jacket", "Navy", "blue"), ("sage", "Sage", "green"),
    ],
)  # fmt: skip
def test_colours(text, name, family):
    assert [(c.name, c.family) for c in values(read(text).colours)] == [(name, family)]


@pytest.mark.parametrize(
    "text", ["black friday", "i want my money back", "white label", "gold member", "i track it", "green energy"]
)
def test_words_that_are_no_colours(text):
    assert read(text).colours == ()


def test_a_colour_family_lists_the_shops_own_colours():
    assert set(LEXICON.colours_in_family("blue")) >= {"Navy", "Sky"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("organic cotton tees", ["Organic cotton"]), ("linnen shirt", ["Linen"]), ("merino", ["Merino wool"]),
        ("a wool jumper", ["wool"]), ("tencel and linen", ["Tencel", "Linen"]), ("scroll down", []),
        ("cotton", ["cotton"]),
        ("made of cork", ["cork"]),
    ],
)  # fmt: skip
def test_materials(text, expected):
    assert values(read(text).materials) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("t-shirts", ["T-Shirts"]), ("tees", ["T-Shirts"]), ("tshirt", ["T-Shirts"]), ("pants", ["Trousers"]),
        ("trosers", ["Trousers"]), ("jumper", ["Knitwear"]), ("coats", ["Jackets & Coats"]),
        ("jackets", ["Jackets & Coats"]),
        ("sneakers", ["Shoes"]), ("a scarf", ["Accessories"]), ("socks", ["Underwear & Socks"]), ("blouse", ["Shirts"]),
        ("dress or skirt", ["Dresses", "Dresses"]), ("cords", ["Trousers"]), ("black shorts", ["Trousers"]),
        ("a short question", []), ("on top of that", []), ("shit service", []), ("my address", []),
        ("earrings", ["Accessories"]),
        ("hoddie", ["Knitwear"]), ("jeans", ["Trousers"]), ("backpack", ["Bags"]), ("boots", ["Shoes"]),
    ],
)  # fmt: skip
def test_categories(text, expected):
    assert values(read(text).categories) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("do you have the meadow linen shirt in navy", ("VM1001",)), ("the meadow shirt", ("VM1001",)),
        ("is the medow linen shirt back", ("VM1001",)), ("i want to return the harbour jacket", ("VM1003",)),
        ("willow dress", ("VM1005",)), ("everyday tee", ("VM1004",)), ("cedar chinos", ("VM1006",)),
        ("aster jumper", ("VM1007",)), ("the meadow", ("VM1002", "VM1001")), ("is the jacket lined", ("VM1003",)),
    ],
)  # fmt: skip
def test_product_names(text, expected):
    assert [m.product_ids for m in values(read(text).products)] == [expected]


@pytest.mark.parametrize(
    "text", ["linen shirt", "a rain check", "linen dresses", "i wear it everyday", "a jacket", "wrap it please"]
)
def test_descriptions_name_no_product(text):
    assert read(text).products == ()


def test_two_products_in_one_sentence():
    found = values(read("compare the meadow shirt and the willow dress").products)
    assert [m.product_ids[0] for m in found] == ["VM1001", "VM1005"]


def test_model_numbers_find_one_product_among_thousands():
    names = {f"P{n}": f"Acme toner cartridge original black AX{n:05d}" for n in range(3000)}
    lexicon = Lexicon.build(product_names=names)
    found = extract("do you stock the AX01234 toner", lexicon=lexicon, today=TODAY).products
    assert [item.value.product_ids for item in found] == [("P1234",)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("two of them", [2]), ("3x", [3]), ("x2", [2]), ("a pair of socks", [1]), ("both", [2]), ("make it two", [2]),
        ("3 linen shirts", [3]), ("two blue shirts and one dress", [2, 1]), ("quantity: 4", [4]),
        ("just one please", [1]),
        ("the second one", []), ("size 38", []), ("5 days ago", []), ("which one", []), ("VM-10234", []), ("2", [2]),
        ("under 20 dollars", []), ("order 2 of these", [2]), ("i'll take 2 in black", [2]), ("i need 2 in total", []),
    ],
)  # fmt: skip
def test_quantities(text, expected):
    assert values(read(text).quantities) == expected


@pytest.mark.parametrize(
    ("text", "kind", "index", "attribute"),
    [
        ("the second one", "ordinal", 2, None), ("the last one", "ordinal", -1, None),
        ("the former", "ordinal", 1, None),
        ("option 3", "ordinal", 3, None), ("the 1st", "ordinal", 1, None),
        ("the cheaper one", "superlative", None, "cheap"),
        ("the most expensive one", "superlative", None, "expensive"), ("the blue one", "attribute", None, "blue"),
        ("that shirt", "noun", None, "shirt"), ("return it", "pronoun", None, None),
        ("both of them", "both", None, None),
        ("all of them", "all", None, None), ("the other one", "other", None, None),
        ("my last order", "order", -1, None),
        ("my latest order", "order", -1, None), ("my first order", "order", 1, None),
        ("where is my order", "order", None, None),
        ("the other order", "other", None, "order"), ("this one", "pronoun", None, None),
        ("the linen one", "attribute", None, "linen"),
        ("send them back", "pronoun", None, None), ("my most recent order", "order", -1, None),
        ("the bigger one", "superlative", None, "big"),
        ("the last delivered one", "order", -1, None),
    ],
)  # fmt: skip
def test_references(text, kind, index, attribute):
    found = values(read(text).references)
    assert [(r.kind, r.index, r.attribute) for r in found] == [(kind, index, attribute)]


@pytest.mark.parametrize(
    "text", ["how long does it take", "is it possible to pay later", "do you ship to canada", "hello"]
)
def test_empty_words_point_at_nothing(text):
    assert read(text).references == ()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("sleeve torn", "damaged"), ("the zip broke", "defective"), ("too tight", "too_small"),
        ("it's a bit too big", "too_big"),
        ("colour is different from the picture", "not_as_described"), ("you sent the wrong one", "wrong_item"),
        ("you sent me the wrong size", "wrong_item"), ("i ordered the wrong size", "does_not_fit"),
        ("it doesn't fit", "does_not_fit"),
        ("i changed my mind", "changed_mind"), ("don't like it", "changed_mind"),
        ("one sock is missing", "missing_item"),
        ("arrived too late", "late"), ("poor quality", "quality"), ("it shrank in the wash", "quality"),
        ("there is a hole in it", "damaged"),
        ("the seam came apart after two weeks", "defective"), ("another reason", "other"), ("runs small", "too_small"),
        ("it looks nothing like the photo", "not_as_described"),
        ("i received a blue shirt instead of the green one i ordered", "wrong_item"),
        ("arrived broken", "damaged"), ("faulty zipper", "defective"), ("way too long", "too_big"),
        ("no longer needed", "changed_mind"),
        ("the box was empty", "missing_item"), ("ordered by mistake", "changed_mind"),
        ("fabric feels cheap", "quality"),
    ],
)  # fmt: skip
def test_return_reasons(text, reason):
    assert values(read(text).reasons) == [ReturnReason(reason)]


@pytest.mark.parametrize(
    "text",
    ["it isn't damaged", "nothing is broken", "it's not too small", "where is my order", "small shirts",
    "without holes",
     "do you have a bigger shirt", "if it is damaged what then", "i don't want to wait"],
)  # fmt: skip
def test_what_is_no_reason(text):
    assert read(text).reasons == ()
