"""VerdeMuse's folder as read, once; and copies of a small folder that a test may spoil."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from synthetic_data.generate import FOLDER
from synthetic_data.load import read_and_check
from synthetic_data.reading import ShopFiles

SMALL: dict[str, Any] = {
    "shop.json": {
        "name": "Knit & Co",
        "currency": "EUR",
        "time_zone": "Europe/Berlin",
        "support": {"hours": "9 to 5", "email": "hi@knit.example.org", "phone": "+49 30 1", "address": "Berlin"},
        "order_number": {"prefix": "K", "digits": 3},
        "categories": ["Hats"],
    },
    "products/catalog.json": [
        {
            "product_id": "H1",
            "name": "Wool Hat",
            "description": "A hat.",
            "price": 29.9,
            "category": "Hats",
            "stock": 4,
            "return_policy": "14-day return",
        }
    ],
    "users/profiles.json": [
        {
            "user_id": "a",
            "email": "Ada@knit.example.org",
            "name": "Ada Krause",
            "locale": "de-DE",
            "address": {"postcode": "10961", "country": "DE"},
            "joined": "2026-01-05",
        }
    ],
    "orders/orders.json": [
        {
            "order_id": "K001",
            "user_id": "a",
            "status": "paid",
            "placed_at": "2026-02-01T10:00:00Z",
            "currency": "EUR",
            "lines": [
                {
                    "line": 1,
                    "sku": "H1",
                    "product_id": "H1",
                    "name": "Wool Hat",
                    "size": "One size",
                    "colour": "One colour",
                    "quantity": 2,
                    "unit_price": 29.9,
                }
            ],
            "shipping_method": "post",
            "shipping_price": 4.9,
            "total": 64.7,
            "address": {"postcode": "10961", "country": "DE"},
            "payment": {"method": "paypal"},
            "history": [{"at": "2026-02-01T10:00:00Z", "status": "paid"}],
        }
    ],
    "faqs/faqs.json": [{"question": "Do you gift-wrap?", "answer": "Yes.", "category": "Orders"}],
}


@pytest.fixture(scope="session")
def verdemuse() -> ShopFiles:
    return read_and_check(FOLDER)


@pytest.fixture
def shop_folder(tmp_path: Path) -> Callable[..., Path]:
    """A small shop without a manifest; keyword `spoil` changes the files' contents before they are written."""

    def make(spoil: Callable[[dict[str, Any]], object] | None = None) -> Path:
        files = json.loads(json.dumps(SMALL))
        if spoil:
            spoil(files)
        for name, content in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content if isinstance(content, str) else json.dumps(content, indent=1), encoding="utf-8")
        return tmp_path

    return make
