"""The generator: the same seed gives the same bytes, and those are the shipped ones."""

from pathlib import Path

from synthetic_data.generate import FOLDER, generate
from synthetic_data.load import read_and_check


def contents(folder: Path) -> dict[str, bytes]:
    parts = ("products", "users", "orders", "conversations", "policies", "articles", "faqs")
    paths = [path for part in parts for path in (folder / part).rglob("*") if path.is_file()]
    return {str(path.relative_to(folder)): path.read_bytes() for path in paths}


def test_seed_7_gives_the_shipped_files_byte_for_byte(tmp_path: Path) -> None:
    generate(tmp_path, seed=7)
    made, shipped = contents(tmp_path), contents(FOLDER)
    assert sorted(made) == sorted(shipped)
    assert [name for name in made if made[name] != shipped[name]] == []


def test_another_seed_gives_another_shop_that_is_as_valid(tmp_path: Path) -> None:
    generate(tmp_path, seed=8)
    assert (tmp_path / "orders/orders.json").read_bytes() != (FOLDER / "orders/orders.json").read_bytes()
    assert read_and_check(tmp_path).problems == []


def test_generated_data_stays_small() -> None:
    assert sum(len(content) for content in contents(FOLDER).values()) < 4_100_000
