import hashlib
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.knowledge.catalogue import CatalogueEntry, CatalogueIndex
from tools.knowledge.embedder import MiniLM
from tools.knowledge.facets import Facets, Offer
from tools.knowledge.kinds import asked_kind, kind_of
from tools.knowledge.lexical import bm25, saturation, strongest, tfidf, tfidf_query
from tools.knowledge.port import ProductFilters, Taste
from tools.knowledge.wording import without_fillers
from tools.words import fold, singular, words

SHOP = [
    CatalogueEntry(
        "VM0001",
        "Meadow Linen Shirt",
        category="Shirts",
        description="A loose shirt for hot days.",
        offers=(Offer(7900, "M", "Navy Blue"), Offer(7900, "L", "White", in_stock=False)),
        materials=("linen",),
        tags=("summer",),
    ),
    CatalogueEntry(
        "VM0002",
        "Orchard Oxford Shirt",
        category="Shirts",
        description="A smart shirt, made for the office.",
        offers=(Offer(5900, "M", "White"), Offer(4900, "S", "Navy Blue")),
        materials=("organic cotton",),
    ),
    CatalogueEntry(
        "VM0003",
        "Harbor Linen Trousers",
        category="Trousers",
        description="They go with every shirt and every sweater.",
        offers=(Offer(9900, "M", "Sand"),),
        materials=("linen",),
        tags=("summer",),
    ),
    CatalogueEntry(
        "VM0004",
        "Lumen Laptop Sleeve",
        category="Accessories",
        description="Keeps a laptop safe.",
        offers=(Offer(3900, "", "Grey"),),
        tags=("laptop",),
    ),
    CatalogueEntry("VM0005", "Bramble Hiking Boot", category="Shoes", offers=(Offer(14900, "42", "Brown"),)),
    CatalogueEntry("VM0006", "Court Sneaker", category="Shoes", offers=(Offer(8900, "42", "White"),)),
]


@pytest.fixture(scope="module")
def embedder() -> MiniLM:
    return MiniLM.open()


@pytest.fixture(scope="module")
def shop(embedder: MiniLM) -> CatalogueIndex:
    return index_of(SHOP, embedder)


def index_of(entries: list[CatalogueEntry], embedder: MiniLM) -> CatalogueIndex:
    return CatalogueIndex(entries, embedder.embed([entry.sentence for entry in entries]), embedder=embedder)


def found(shop: CatalogueIndex, query: str, **filters: object) -> list[str]:
    return [hit.product_id for hit in shop.search(query, filters=ProductFilters(**filters))]  # pyright: ignore[reportArgumentType]: test shorthand


def test_words_and_kind_together_put_the_right_product_first(shop: CatalogueIndex) -> None:
    assert found(shop, "linen shirt")[0] == "VM0001"
    assert found(shop, "do you have hiking boots?")[0] == "VM0005"


def test_a_product_that_only_mentions_the_noun_is_not_shown(shop: CatalogueIndex) -> None:
    assert "VM0003" not in found(shop, "oxford shirt")


def test_what_the_shop_does_not_sell_comes_back_empty(shop: CatalogueIndex) -> None:
    for query in ("headphones", "mattress", "dog food", "laptop", "usb cable"):
        assert found(shop, query) == [], query


def test_typos_synonyms_and_compounds_are_understood(shop: CatalogueIndex) -> None:
    assert found(shop, "trainers")[0] == "VM0006"
    assert found(shop, "linen pants")[0] == "VM0003"
    assert found(shop, "hikking boot")[0] == "VM0005"
    assert found(shop, "sleeve for my laptop")[0] == "VM0004"


def test_one_offer_must_meet_size_colour_price_and_stock_together(shop: CatalogueIndex) -> None:
    assert found(shop, "shirt", sizes=("M",), colours=("blue",)) == ["VM0001"]
    assert found(shop, "shirt", sizes=("L",), in_stock_only=True) == []
    assert found(shop, "shirt", max_price_minor=5000, sizes=("M",)) == []
    assert found(shop, "shirt", max_price_minor=5000) == ["VM0002"]


def test_only_what_costs_less_than_before_is_reduced() -> None:
    goods = [CatalogueEntry(str(n), "x", offers=(Offer(900, is_reduced=less),)) for n, less in enumerate((True, False))]
    assert list(Facets(goods).allowed(ProductFilters(reduced_only=True))) == [True, False]


def test_limits_in_the_text_do_not_disturb_the_ranking(shop: CatalogueIndex) -> None:
    hits = found(shop, "a linen shirt under $80 in blue, size M", max_price_minor=8000, colours=("blue",), sizes=("M",))
    assert hits[0] == "VM0001"


def test_a_query_of_limits_alone_lists_what_passes(shop: CatalogueIndex) -> None:
    assert set(found(shop, "something under $80", max_price_minor=8000)) == {"VM0001", "VM0002", "VM0004"}


def test_taste_lifts_and_says_why(shop: CatalogueIndex) -> None:
    plain = shop.search("shirt")
    taste = Taste(sizes=("S",), materials=("organic cotton",))
    lifted = {hit.product_id: hit for hit in shop.search("shirt", taste=taste)}
    before = {hit.product_id: hit.score for hit in plain}
    assert lifted["VM0002"].reasons == (("size", "S"), ("material", "organic cotton"))
    assert lifted["VM0002"].score > before["VM0002"]
    assert lifted["VM0001"].reasons == ()


def test_a_size_that_is_sold_out_is_no_reason(shop: CatalogueIndex) -> None:
    hits = shop.search("linen shirt", taste=Taste(sizes=("L",)))
    assert hits[0].product_id == "VM0001" and hits[0].reasons == ()


def test_a_colour_is_a_reason_in_the_size_that_is_worn(shop: CatalogueIndex) -> None:
    reasons = {
        hit.product_id: hit.reasons for hit in shop.search("shirt", taste=Taste(sizes=("S",), colours=("White",)))
    }
    assert reasons["VM0002"] == (("size", "S"),)


def test_shoes_in_other_sizes_than_are_worn_say_so(embedder: MiniLM) -> None:
    sneaker = replace(SHOP[5], offers=(Offer(8900, "42", "White"), Offer(8900, "43", "White")))
    shop = index_of([*SHOP[:5], sneaker], embedder)
    worn, other = (shop.search("sneaker", taste=Taste(sizes=("M", size)))[0] for size in ("42", "38"))
    assert worn.reasons == (("size", "42"),)
    assert other.reasons == (("no_size", "38"),) and other.score < worn.score


def test_a_bought_product_lends_its_name_to_its_likes(embedder: MiniLM) -> None:
    twin = replace(SHOP[0], product_id="VM0009", name="Meadow Linen Shirt Long")
    hits = index_of([*SHOP, twin], embedder).search("linen shirt", taste=Taste(bought={"VM0001": "May"}))
    reasons = {hit.product_id: hit.reasons for hit in hits}
    assert ("like", "VM0001") in reasons["VM0009"]
    assert ("like", "VM0001") not in reasons["VM0001"]


def test_taste_never_brings_in_what_was_not_asked_for(shop: CatalogueIndex) -> None:
    hits = shop.search("hiking boots", taste=Taste(categories=("Shirts",), sizes=("M",)))
    assert "VM0001" not in [hit.product_id for hit in hits]


def test_an_empty_catalogue_answers_nothing(embedder: MiniLM) -> None:
    empty = CatalogueIndex([], np.zeros((0, 384), np.float32), embedder=embedder)
    assert empty.search("shirt") == [] and empty.search("") == []


def test_vectors_must_match_entries(embedder: MiniLM) -> None:
    with pytest.raises(ValueError, match="1 entries but 0 vectors"):
        CatalogueIndex(SHOP[:1], np.zeros((0, 384), np.float32), embedder=embedder)


def test_a_word_of_all_products_still_counts_in_a_tiny_catalogue(embedder: MiniLM) -> None:
    assert found(index_of(SHOP[:1], embedder), "linen shirt") == ["VM0001"]


def test_the_head_noun_decides_what_a_thing_is() -> None:
    assert kind_of("Targus TAR300 notebook case 39.6 cm Briefcase Black", brand="Targus").heads == {"case"}
    assert kind_of("HP Compaq 6710b Notebook PC", brand="HP").heads >= {"notebook", "pc"}
    assert "laptop" not in kind_of("Universal adapter for laptop").heads
    assert asked_kind("case for iphone") == ("case",)


def test_talk_and_limits_leave_the_thing_asked_for() -> None:
    assert without_fillers("I'm looking for a dress between 20 and 40 euros") == "dress"
    assert without_fillers("d battery") == "d battery"
    assert without_fillers('24" monitor under 300') == "24 inch monitor"
    assert without_fillers("what do you sell?") == ""


def test_plurals_units_and_codes_have_one_spelling() -> None:
    assert words("Batteries") == words("battery")
    assert words('24" 16GB') == words("24 inch 16 gb")
    assert fold("Déjà Vu™") == "deja vu "


def test_the_best_field_counts_once() -> None:
    fields = [(saturation([["shirt"], ["sock"]]), 1.0), (saturation([["shirt"], ["shirt"]]), 0.5)]
    merged = strongest(fields)
    once = saturation([["shirt"], ["sock"]]).score({"shirt": 1.0})[0]
    assert merged.score({"shirt": 1.0})[0] == pytest.approx(once)
    assert merged.holders("shirt") == 2


@given(st.lists(st.lists(st.sampled_from(["a", "b", "c", "d"]), max_size=6), max_size=8))
def test_bm25_scores_only_holders_and_never_below_zero(texts: list[list[str]]) -> None:
    scores = bm25(texts).score({"a": 1.0})
    assert all((score > 0) == ("a" in text) for score, text in zip(scores, texts, strict=True))


@given(st.lists(st.lists(st.sampled_from(["a", "b", "c"]), min_size=1, max_size=6), min_size=1, max_size=8))
def test_a_text_is_its_own_nearest_by_tfidf(texts: list[list[str]]) -> None:
    postings = tfidf(texts)
    for number, text in enumerate(texts):
        scores = postings.score(tfidf_query(postings, text))
        assert scores[number] == pytest.approx(1.0, abs=1e-4) and scores.max() <= 1 + 1e-4


@given(st.text(max_size=40))
def test_any_text_can_be_folded_and_split(text: str) -> None:
    assert all(word == singular(word) or word for word in words(text))
    asked_kind(text)
    without_fillers(text)


@settings(max_examples=50)
@given(
    st.lists(st.lists(st.tuples(st.integers(0, 50), st.sampled_from("SML"), st.booleans()), max_size=3), max_size=8),
    st.integers(0, 50),
)
def test_masks_agree_with_looking_at_each_offer(goods: list[list[tuple[int, str, bool]]], limit: int) -> None:
    entries = [
        CatalogueEntry(str(n), "x", offers=tuple(Offer(price, size, "", stock) for price, size, stock in offers))
        for n, offers in enumerate(goods)
    ]
    mask = Facets(entries).allowed(ProductFilters(max_price_minor=limit, sizes=("M",), in_stock_only=True))
    assert list(mask) == [any(p <= limit and s == "M" and stock for p, s, stock in offers) for offers in goods]


class HashEmbedder:
    """Any text gets its own direction: similarity says nothing, words must do."""

    dimensions = 16
    name = "hash"

    def embed(self, texts: list[str]) -> np.ndarray:
        raw = [np.frombuffer(hashlib.sha256(text.encode()).digest()[:16], np.uint8) for text in texts]
        vectors = np.array(raw, np.float32).reshape(len(texts), 16) - 127
        return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1)


@given(st.text(max_size=60))
def test_no_query_breaks_the_search(text: str) -> None:
    embedder = HashEmbedder()
    index = CatalogueIndex(SHOP, embedder.embed([entry.sentence for entry in SHOP]), embedder=embedder)  # pyright: ignore[reportArgumentType]: list for Sequence
    hits = index.search(text)
    assert all(0 <= hit.confidence <= 1 for hit in hits)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
