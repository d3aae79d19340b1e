"""A shop owner's files: each bad record is reported with file, position and reason."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from synthetic_data.load import read_and_check

Make = Callable[..., Path]
ORDER = "orders/orders.json"
PRODUCT = "products/catalog.json"


def test_a_small_shop_without_variants_or_manifest_is_fine(shop_folder: Make) -> None:
    files = read_and_check(shop_folder())
    assert files.problems == []
    assert files.manifest.anchor is None


def change(file: str, **fields: Any) -> Callable[[dict[str, Any]], None]:
    return lambda files: files[file][0].update(fields)


def change_line(**fields: Any) -> Callable[[dict[str, Any]], None]:
    return lambda files: files[ORDER][0]["lines"][0].update(fields)


@pytest.mark.parametrize(
    ("spoil", "file", "field", "reason"),
    [
        (change(PRODUCT, price=-1), PRODUCT, "price", "greater than or equal to 0"),
        (change(PRODUCT, price=1.999), PRODUCT, "price", "2 decimal places"),
        (change(PRODUCT, price="cheap"), PRODUCT, "price", "valid decimal"),
        (change(PRODUCT, category="Boats"), PRODUCT, "category", "unknown category 'Boats'"),
        (change(PRODUCT, name=None), PRODUCT, "name", "valid string"),
        (change(PRODUCT, name="a\x00b"), PRODUCT, "", "NUL"),
        (change(PRODUCT, variants=[{"sku": "x", "size": "S", "colour": "Red", "stock": 9}]), PRODUCT, "", "sum"),
        (change("users/profiles.json", email="nobody"), "users/profiles.json", "email", "pattern"),
        (change("users/profiles.json", phone="0301234"), "users/profiles.json", "phone", "pattern"),
        (change(ORDER, user_id="b"), ORDER, "user_id", "unknown user 'b'"),
        (change(ORDER, order_id="VM-10234"), ORDER, "order_id", "no order number of this shop"),
        (change(ORDER, total=64.71), ORDER, "", "total is 64.71, but lines, shipping, tax and discount give 64.7"),
        (change(ORDER, status="teleported"), ORDER, "status", "'pending', 'paid'"),
        (change(ORDER, placed_at="yesterday"), ORDER, "placed_at", "valid datetime"),
        (change_line(product_id="H9"), ORDER, "lines.0.product_id", "unknown product 'H9'"),
        (change_line(sku="H1-M"), ORDER, "lines.0.sku", "has no sku 'H1-M'"),
        (change_line(line=2), ORDER, "", "lines are not numbered"),
        (change("faqs/faqs.json", answer=""), "faqs/faqs.json", "answer", "at least 1 character"),
    ],
)
def test_a_bad_record_is_reported_with_place_and_reason(
    shop_folder: Make, spoil: Callable[[dict[str, Any]], None], file: str, field: str, reason: str
) -> None:
    (problem,) = read_and_check(shop_folder(spoil)).problems
    assert (problem.file, problem.index, problem.field) == (file, 1, field)
    assert problem.line == 2
    assert reason in problem.reason


def test_the_line_is_where_the_record_begins(shop_folder: Make) -> None:
    def spoil(files: dict[str, Any]) -> None:
        good = '{"question": "A?",\n "answer": "B",\n "category": "C"}'
        files["faqs/faqs.json"] = f'[\n{good},\n\n{{"question": "D?", "answer": 5, "category": "C"}}]'

    (problem,) = read_and_check(shop_folder(spoil)).problems
    assert str(problem) == "faqs/faqs.json:6: record 2 answer: Input should be a valid string"


def test_every_problem_is_reported_at_once(shop_folder: Make) -> None:
    def spoil(files: dict[str, Any]) -> None:
        files[PRODUCT][0]["price"] = -1
        files["users/profiles.json"][0]["locale"] = "german"
        files["faqs/faqs.json"] = "[1, 2"

    problems = read_and_check(shop_folder(spoil)).problems
    assert {problem.file for problem in problems} == {PRODUCT, "users/profiles.json", "faqs/faqs.json"}
    assert len(problems) >= 4


def test_the_same_record_twice_is_reported(shop_folder: Make) -> None:
    def spoil(files: dict[str, Any]) -> None:
        files["faqs/faqs.json"] *= 2
        files["users/profiles.json"].append({**files["users/profiles.json"][0], "email": "ADA@knit.example.org"})

    problems = read_and_check(shop_folder(spoil)).problems
    assert [(problem.file, problem.field, problem.index) for problem in problems] == [
        ("users/profiles.json", "user_id", 2),
        ("users/profiles.json", "email", 2),
        ("faqs/faqs.json", "question", 2),
    ]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{", "is not JSON"),
        ('{"a": 1}', "Expecting a list"),
        ("[{},]", "Expecting a record after ','"),
        ("[] []", "Extra data"),
        ('[{"question": NaN}]', "NaN is not a number"),
        ('["\\ud800"]', "surrogate"),
        ('[{"question": "\\u0000"}]', "NUL"),
        ("[" * 100_000, ""),
        ("", "is not JSON"),
    ],
)
def test_what_is_no_list_of_records_is_a_problem_not_a_crash(shop_folder: Make, text: str, reason: str) -> None:
    folder = shop_folder(lambda files: files.update({"faqs/faqs.json": text}))
    problems = read_and_check(folder).problems
    assert problems and all(problem.file == "faqs/faqs.json" for problem in problems)
    assert any(reason in problem.reason for problem in problems)


def test_bytes_that_are_no_utf8_are_a_problem(shop_folder: Make) -> None:
    folder = shop_folder()
    (folder / "faqs/faqs.json").write_bytes(b'[{"question": "\xff"}]')
    (problem,) = read_and_check(folder).problems
    assert "is not UTF-8" in problem.reason


def test_an_unknown_field_is_kept(shop_folder: Make) -> None:
    files = read_and_check(shop_folder(change(PRODUCT, vegan=True)))
    assert files.problems == [] and files.products
    assert files.products[0].record.model_extra == {"vegan": True}


def test_an_empty_folder_is_a_problem(tmp_path: Path) -> None:
    (problem,) = read_and_check(tmp_path).problems
    assert "nothing to load" in problem.reason


def test_orders_without_their_customers_are_refused(shop_folder: Make) -> None:
    (problem,) = read_and_check(shop_folder(lambda files: files.pop("users/profiles.json"))).problems
    assert problem.file == ORDER and "users/profiles.json" in problem.reason


POLICY = """---
title: Returns
effective_from: 2026-01-01
rules:
  version: one
  window_days: {days}
  damaged_window_days: 14
  return_shipping_fee_minor: 0
  free_return_reasons: []
  refund_method: original
  send_back_days: 14
  refund_days: 5
  approval_above_minor: 10000
---
Bring it back.
"""


@pytest.mark.parametrize(
    ("pages", "file", "reason"),
    [
        ({"a": "No head."}, "policies/a.md", "does not begin with a head"),
        ({"a": "---\ntitle: [\n---\nText"}, "policies/a.md", "head is not YAML"),
        ({"a": "---\nsource: x\n---\nText"}, "policies/a.md", "Field required"),
        ({"a": "---\ntitle: A\naudience: martians\n---\nText"}, "policies/a.md", "'public'"),
        ({"a": "---\ntitle: A\n---\n"}, "policies/a.md", "has no text"),
        (
            {"a": "---\ntitle: A\nquestions: {Fee: [how much]}\n---\n## Fees\n\nNone."},
            "policies/a.md",
            "no heading 'Fee'",
        ),
        ({"a": POLICY.format(days=0)}, "policies/a.md", "greater than 0"),
        ({"a": POLICY.format(days=9), "b": POLICY.format(days=8)}, "policies/b.md", "in force on the same day"),
        ({"a": POLICY.format(days=9).replace("refund_days", "refunds")}, "policies/a.md", "Field required"),
    ],
)
def test_a_bad_policy_is_reported(shop_folder: Make, pages: dict[str, str], file: str, reason: str) -> None:
    folder = shop_folder(lambda files: files.update({f"policies/{name}.md": text for name, text in pages.items()}))
    problems = read_and_check(folder).problems
    assert problems and problems[0].file == file
    assert reason in problems[0].reason
