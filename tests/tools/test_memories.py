"""What is remembered: newest wins, closed kinds only, and gone means gone."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from domain.errors import NotPossible, ProofNeeded
from domain.memories import MemoryKind, Remembered, avoided_in, merged, sizes_with
from store.database import Database
from tests.contract.samples import product
from tests.contract.small_shop import ANONYMOUS, MAYA_SIGNED_IN, THEO_SIGNED_IN, SmallShop, small_shop


@pytest_asyncio.fixture
async def shop(database: Database) -> AsyncIterator[SmallShop]:
    async with small_shop(database) as opened:
        yield opened


async def remember(shop: SmallShop, kind: str, value: str, about: str = "") -> int:
    facts = [{"kind": kind, "value": value, "about": about}]
    kept = await shop.run("remember", {"facts": facts}, speaker=MAYA_SIGNED_IN)
    return len(kept.value.facts)


def test_a_new_size_takes_the_place_of_the_old_one() -> None:
    known = (Remembered(MemoryKind.SIZE, "M"), Remembered(MemoryKind.SIZE, "39", "shoes"))
    assert [fact.value for fact in merged(known, [Remembered(MemoryKind.SIZE, "L", "tops")])] == ["M", "39", "L"]
    assert [fact.value for fact in merged(known, [Remembered(MemoryKind.SIZE, "40", "shoes")])] == ["M", "40"]


def test_what_is_avoided_is_no_longer_liked() -> None:
    known = (Remembered(MemoryKind.MATERIAL, "Wool"),)
    assert [fact.kind for fact in merged(known, [Remembered(MemoryKind.MATERIAL_AVOIDED, "wool")])] == [
        MemoryKind.MATERIAL_AVOIDED
    ]


def test_a_size_for_every_garment_leaves_shoes_alone() -> None:
    sizes = sizes_with({"tops": "M", "shoes": "39"}, [Remembered(MemoryKind.SIZE, "L")])
    assert sizes == {"tops": "L", "bottoms": "L", "shoes": "39"}


def test_wool_is_in_merino_wool_and_not_in_woolly_names() -> None:
    avoids_linen = Remembered(MemoryKind.MATERIAL_AVOIDED, "linen")
    assert avoided_in(product(1, "Meadow Linen Shirt"), [avoids_linen]) == avoids_linen
    assert avoided_in(product(1, "Meadow Linen Shirt"), [Remembered(MemoryKind.MATERIAL_AVOIDED, "lin")]) is None


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("material_avoided", "peanuts"),
        ("colour", "diabetes"),
        ("name", "4111 1111 1111 1111"),
        ("name", "jo@example.com"),
        ("size", "enormous"),
        ("category", "Medicine"),
    ],
)
async def test_what_is_no_word_of_the_shop_is_not_kept(shop: SmallShop, kind: str, value: str) -> None:
    assert await remember(shop, kind, value) == 0
    assert await shop.value("SELECT count(*) FROM memories") == 0


async def test_said_twice_is_kept_once(shop: SmallShop) -> None:
    for _ in range(3):
        assert await remember(shop, "material_avoided", "linen") == 1
    assert await shop.value("SELECT count(*) FROM memories") == 1


async def test_the_trail_names_kinds_and_never_values(shop: SmallShop) -> None:
    await remember(shop, "material_avoided", "linen")
    trail = await shop.value("SELECT string_agg(details::text, ' ') FROM audit WHERE event = 'memories.kept'")
    assert "material_avoided" in trail and "linen" not in trail


async def test_nobody_hears_of_anothers_memories(shop: SmallShop) -> None:
    await remember(shop, "material_avoided", "linen")
    theirs = (await shop.run("recall", {}, speaker=THEO_SIGNED_IN)).value
    guest = (await shop.run("recall", {}, speaker=ANONYMOUS)).value
    assert theirs.materials_avoided == () and not guest.is_known and guest.facts == ()
    with pytest.raises(ProofNeeded):
        await shop.run("remember", {"facts": [{"kind": "size", "value": "M"}]}, speaker=ANONYMOUS)


async def test_forgetting_all_leaves_nothing_but_orders(shop: SmallShop) -> None:
    await remember(shop, "material_avoided", "linen")
    yes = shop.yes_to("forget", {"topic": "all"}, speaker=MAYA_SIGNED_IN)
    done = await shop.run("forget", {"topic": "all"}, speaker=MAYA_SIGNED_IN, yes=yes)
    about = (await shop.run("recall", {}, speaker=MAYA_SIGNED_IN)).value
    assert done.value.count == 2
    assert about.is_empty and about.orders > 0
    assert await shop.value("SELECT count(*) FROM memories") == 0


async def test_one_value_goes_and_the_rest_stays(shop: SmallShop) -> None:
    await remember(shop, "material_avoided", "linen")
    await remember(shop, "material_avoided", "wool")
    arguments = {"topic": "materials", "value": "wool"}
    yes = shop.yes_to("forget", arguments, speaker=MAYA_SIGNED_IN)
    await shop.run("forget", arguments, speaker=MAYA_SIGNED_IN, yes=yes)
    about = (await shop.run("recall", {}, speaker=MAYA_SIGNED_IN)).value
    assert about.materials_avoided == ("Linen",) and about.sizes == (("tops", "M"),)


async def test_nothing_to_forget_is_said(shop: SmallShop) -> None:
    arguments = {"topic": "name"}
    yes = shop.yes_to("forget", arguments, speaker=MAYA_SIGNED_IN)
    with pytest.raises(NotPossible, match="nothing_to_forget"):
        await shop.run("forget", arguments, speaker=MAYA_SIGNED_IN, yes=yes)


async def test_search_puts_what_is_avoided_last_with_the_reason(shop: SmallShop) -> None:
    await remember(shop, "material_avoided", "linen")
    found = (await shop.run("search_products", {"query": "shirt"}, speaker=MAYA_SIGNED_IN)).value
    assert found.hits[0].reasons[0] == ("avoided", "Linen")
    gift = (await shop.run("search_products", {"query": "x", "for_someone_else": True}, speaker=MAYA_SIGNED_IN)).value
    assert gift.hits[0].reasons == ()
