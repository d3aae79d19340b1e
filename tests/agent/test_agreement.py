"""What a product is called decides the verb behind it."""

import pytest

from agent.writer.agreement import agreeing, in_sentence


@pytest.mark.parametrize("name", ["Seed Stud Earrings", "Rowan Slim Jeans", "Moss Agate Studs", "Horizon Sunglasses"])
def test_names_of_several_take_the_plural(name: str) -> None:
    assert [agreeing(name, verb) for verb in ("is", "comes", "does", "It")] == ["are", "come", "do", "They"]


@pytest.mark.parametrize(
    "name", ["Field Chino", "Luna Slip Dress", "Daily Cotton Socks 3-Pack", "Pace Canvas", "iPhone XS"]
)
def test_names_of_one_keep_the_singular(name: str) -> None:
    assert [agreeing(name, verb) for verb in ("is", "costs", "It")] == ["is", "costs", "It"]


def test_a_composition_begins_small_unless_it_names_a_place() -> None:
    assert in_sentence("Recycled brass with silver posts") == "recycled brass with silver posts"
    assert in_sentence("Portuguese cork on organic cotton") == "Portuguese cork on organic cotton"
    assert in_sentence("100% European linen") == "100% European linen"
