"""The benchmark's shop as a folder in the formats that any shop has (docs/knowledge.md), and back.

Its database has no dates and no stock counts: orders are spread over the weeks before the anchor in the order in which
the customer's account lists them, and what is available is there in plenty. Its policy, told as an instruction to an
agent, is written out for customers in evals/data/tau_retail/shop, with the rules as data.
"""

import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from evals.tau.tasks import FOLDER, read_database

Row = dict[str, Any]

WRITTEN = FOLDER / "shop"
"""What is not in its database: the shop's profile and its policies."""
ANCHOR = date(2024, 5, 15)
PLENTY = 1000
NO_SIZE, NO_COLOUR = "One size", "One colour"
STATUSES = {"pending": "pending", "processed": "shipped", "delivered": "delivered", "cancelled": "cancelled"}
KINDS = {"credit_card": "card", "paypal": "paypal", "gift_card": "gift_card"}
ADDRESS = {"address1": "street", "address2": "street2", "city": "city", "state": "state", "zip": "postcode"}
COUNTRIES = {"USA": "US"}
_CANCEL_REASONS = {"no longer needed": "no_longer_needed", "ordered by mistake": "ordered_by_mistake"}


def write_shop(folder: Path, source: Path = FOLDER) -> None:
    """Blocking. Writes a whole shop into `folder`, which must not exist. Raises BadTasks."""
    database = read_database(source)
    shutil.copytree(WRITTEN, folder)
    shutil.copymode(folder.parent, folder)
    products, users, orders = database["products"], database["users"], database["orders"]
    _write(folder / "products" / "catalog.json", [_product(product) for product in products.values()])
    _write(folder / "users" / "profiles.json", [_profile(user) for user in users.values()])
    _write(folder / "orders" / "orders.json", list(_orders(users, orders)))


def _write(path: Path, rows: Sequence[Row]) -> None:
    path.parent.mkdir()
    path.write_text(json.dumps(rows, indent=1), encoding="utf-8")


def _product(product: Mapping[str, Any]) -> Row:
    variants = list(product["variants"].values())
    lowest = min(variant["price"] for variant in variants)
    names = list(dict.fromkeys(name for variant in variants for name in variant["options"]))
    return {
        "product_id": product["product_id"],
        "name": product["name"],
        "description": f"{product['name']}, to be chosen by {', '.join(names)}.",
        "price": f"{lowest:.2f}",
        "category": product["name"],
        "stock": sum(PLENTY for variant in variants if variant["available"]),
        "return_policy": "Can be returned or exchanged once it is delivered.",
        "variants": [
            {
                "sku": variant["item_id"],
                "price": f"{variant['price']:.2f}",
                "stock": PLENTY if variant["available"] else 0,
                **chosen(variant["options"]),
            }
            for variant in variants
        ],
    }


def chosen(options: Mapping[str, str]) -> Row:
    """The benchmark's options as ours: size and colour apart, under their own names the rest."""
    others = {name: value for name, value in options.items() if name not in ("size", "color")}
    apart: Row = {"size": options.get("size", NO_SIZE), "colour": options.get("color", NO_COLOUR)}
    return {**apart, **({"options": others} if others else {})}


def options_of(line: Mapping[str, Any]) -> dict[str, str]:
    """The other way round, of an order's line as it is stored."""
    options = dict(line.get("options") or {})
    if line["size"] != NO_SIZE:
        options["size"] = line["size"]
    if line["colour"] != NO_COLOUR:
        options["color"] = line["colour"]
    return options


def _profile(user: Mapping[str, Any]) -> Row:
    return {
        "user_id": user["user_id"],
        "email": user["email"],
        "name": f"{user['name']['first_name']} {user['name']['last_name']}",
        "locale": "en-US",
        "address": address(user["address"]),
        "joined": "2023-01-01",
        "payment_methods": [_method(method) for method in user["payment_methods"].values()],
    }


def _method(method: Mapping[str, Any]) -> Row:
    facts: Row = {"method_id": method["id"], "kind": KINDS[method["source"]]}
    if method["source"] == "credit_card":
        facts |= {"brand": method["brand"].capitalize(), "last4": method["last_four"]}
    if method["source"] == "gift_card":
        facts |= {"last4": method["id"][-4:], "balance": f"{method['balance']:.2f}"}
    return facts


def address(theirs: Mapping[str, str]) -> dict[str, str]:
    """Their fields as ours; an empty second line is left out."""
    ours = {name: theirs[key] for key, name in ADDRESS.items() if theirs.get(key)}
    return {**ours, "country": COUNTRIES.get(theirs["country"], theirs["country"])}


def _orders(users: Mapping[str, Any], orders: Mapping[str, Any]) -> Iterator[Row]:
    for user in users.values():
        for since_last, order_id in enumerate(reversed(user["orders"])):
            yield _order(orders[order_id], user, placed=ANCHOR - timedelta(days=4 + 2 * since_last))


def _order(order: Mapping[str, Any], user: Mapping[str, Any], *, placed: date) -> Row:
    placed_at = datetime(placed.year, placed.month, placed.day, 15, tzinfo=UTC)
    total = sum(round(item["price"] * 100) for item in order["items"])
    history = order["payment_history"]
    method_id = history[0]["payment_method_id"]
    method = _method(user["payment_methods"][method_id])
    words = {"method": method["kind"]} | {name: method[name] for name in ("brand", "last4") if name in method}
    return {
        "order_id": order["order_id"],
        "user_id": order["user_id"],
        "status": STATUSES[order["status"]],
        "placed_at": placed_at.isoformat(),
        "currency": "USD",
        "lines": [_line(number, item) for number, item in enumerate(order["items"], 1)],
        "shipping_method": "standard",
        "shipping_price": "0.00",
        "total": f"{total / 100:.2f}",
        "address": {"name": f"{user['name']['first_name']} {user['name']['last_name']}", **address(order["address"])},
        "payment": words,
        "method_id": method_id,
        "payments": [
            {
                "at": (placed_at + timedelta(hours=hour)).isoformat(),
                "kind": "charge" if entry["transaction_type"] == "payment" else "refund",
                "method_id": entry["payment_method_id"],
                "amount": f"{entry['amount']:.2f}",
                "reason": "placed" if entry["transaction_type"] == "payment" else "cancelled",
            }
            for hour, entry in enumerate(history)
        ],
        "parcels": list(_parcels(order, placed_at)),
        "history": [{"at": placed_at.isoformat(), "status": STATUSES[order["status"]], "note": ""}],
        "cancel_reason": "no_longer_needed" if order["status"] == "cancelled" else None,
    }


def _line(number: int, item: Mapping[str, Any]) -> Row:
    return {
        "line": number,
        "sku": item["item_id"],
        "product_id": item["product_id"],
        "name": item["name"],
        "quantity": 1,
        "unit_price": f"{item['price']:.2f}",
        **chosen(item["options"]),
    }


def _parcels(order: Mapping[str, Any], placed_at: datetime) -> Iterator[Row]:
    """Items of a parcel are told by their ids; an item that is in the order twice is in its parcel twice."""
    left = [(number, item["item_id"]) for number, item in enumerate(order["items"], 1)]
    shipped, delivered = placed_at + timedelta(days=1), placed_at + timedelta(days=3)
    is_there = order["status"] == "delivered"
    for count, fulfilment in enumerate(order["fulfillments"], 1):
        inside = [number for number, item_id in left if item_id in fulfilment["item_ids"]]
        left = [each for each in left if each[0] not in inside]
        yield {
            "parcel_id": f"{order['order_id']}-{count}",
            "carrier": "the carrier",
            "tracking_number": fulfilment["tracking_id"][0],
            "lines": inside,
            "status": "delivered" if is_there else "in_transit",
            "shipped_at": shipped.isoformat(),
            "delivered_at": delivered.isoformat() if is_there else None,
            "events": [],
        }


def cancel_reason(theirs: str) -> str:
    """In our word; a reason that their policy does not know is passed on, to be refused."""
    return _CANCEL_REASONS.get(theirs, theirs.replace(" ", "_"))


def their_cancel_reason(ours: str) -> str:
    """A reason that their policy does not accept stays in our word, which no task expects."""
    return {name: theirs for theirs, name in _CANCEL_REASONS.items()}.get(ours, ours)
