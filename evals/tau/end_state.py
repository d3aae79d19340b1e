"""What a run left behind, in the benchmark's own fields, beside what it should have left.

Its orders carry words that ours derive from elsewhere: "return requested" is a claim, "item modified" a change that was
made. Everything that the benchmark knows is compared; of the rest, what no task asks for must not have changed either.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from domain.orders import OrderStatus
from evals.shop_floor import ShopFloor
from evals.tau.shop import ADDRESS, COUNTRIES, KINDS, STATUSES, options_of, their_cancel_reason
from evals.tau.tasks import EndState

Row = Mapping[str, Any]

UNTOUCHED = {
    "orders": ("customer_id", "email", "placed_at", "currency", "shipping_minor", "discount_minor", "parcels"),
    "customers": ("email", "name", "phone", "sizes", "preferences", "marketing_opt_in"),
    "products": ("name", "description", "category", "price_minor", "return_policy", "details"),
}
"""Columns that no task changes. Stock is not among them: the benchmark keeps none."""
_KINDS = {ours: theirs for theirs, ours in KINDS.items()}
_COUNTRIES = {ours: theirs for theirs, ours in COUNTRIES.items()}
_STATUSES: dict[str, str] = {ours: theirs for theirs, ours in STATUSES.items()} | {OrderStatus.PAID.value: "pending"}


@dataclass(frozen=True, slots=True)
class Left:
    """What changed, as `EndState`, and what changed beyond the benchmark's own fields."""

    state: EndState
    others: Sequence[str] = ()


async def left_behind(floor: ShopFloor) -> Left:
    """All that is other in the shop than before the run."""
    pairs = {table: await floor.rows.pairs(table) for table in ("orders", "customers", "products", "claims")}
    new_claims = [row for was, row in pairs["claims"] if was is None]
    changed: dict[str, tuple[Row | None, Row]] = {row["order_id"]: (was, row) for was, row in pairs["orders"]}
    for claim in new_claims:
        changed.setdefault(claim["order_id"], await _unchanged(floor, claim["order_id"]))
    orders: dict[str, Mapping[str, Any]] = {}
    for order_id, (was, row) in changed.items():
        if was is not None and (fields := _changes(their_order(was, ()), their_order(row, _of(order_id, new_claims)))):
            orders[order_id] = fields
    users: dict[str, Mapping[str, Any]] = {}
    for was, row in pairs["customers"]:
        if was is not None and (fields := _changes(their_user(was), their_user(row))):
            users[row["customer_id"]] = fields
    return Left({"orders": orders, "users": users}, list(_beyond(pairs)))


async def _unchanged(floor: ShopFloor, order_id: str) -> tuple[Row, Row]:
    row = await floor.rows.row("orders", order_id)
    return row, row


def misses(left: Left, accepted: Sequence[EndState]) -> list[str]:
    """How the end state differs from the accepted one that it is nearest to; none when it is one of them."""
    compared = [_differences(left.state, wanted) for wanted in accepted]
    return [*min(compared, key=len), *left.others]


def their_order(row: Row, claims: Sequence[Row]) -> dict[str, Any]:
    """`claims`: those that were filed in this run, oldest first."""
    reason = row["cancel_reason"]
    order: dict[str, Any] = {
        "status": _status(row, claims),
        "items": [_item(line) for line in row["lines"] for _ in range(line["quantity"])],
        "address": their_address(row["address"]),
        "payment_history": [_payment(payment) for payment in row["payments"]],
    }
    if reason:
        order["cancel_reason"] = their_cancel_reason(reason)
    skus = {line["line"]: line["sku"] for line in row["lines"]}
    swaps = [claim for claim in claims if claim["kind"] == "exchange"]
    returns = [claim for claim in claims if claim["kind"] != "exchange"]
    if returns:
        order["return_items"] = sorted(skus[claim["line"]] for claim in returns)
        order["return_payment_method_id"] = _one(claim["method_id"] or row["method_id"] for claim in returns)
    if swaps:
        order["exchange_items"] = sorted(skus[claim["line"]] for claim in swaps)
        order["exchange_new_items"] = sorted(claim["swap"]["sku"] for claim in swaps)
        order["exchange_payment_method_id"] = _one(claim["method_id"] or row["method_id"] for claim in swaps)
        order["exchange_price_difference"] = sum(claim["swap"]["difference_minor"] for claim in swaps) / 100
    return order


def their_user(row: Row) -> dict[str, Any]:
    return {
        "address": their_address(row["address"]),
        "payment_methods": {method["method_id"]: _method(method) for method in row["payment_methods"]},
    }


def their_address(ours: Mapping[str, str]) -> dict[str, str]:
    theirs = {key: ours.get(name) or "" for key, name in ADDRESS.items()}
    country = ours.get("country") or ""
    return {**theirs, "country": _COUNTRIES.get(country, country)}


def _status(row: Row, claims: Sequence[Row]) -> str:
    if claims:
        return "exchange requested" if claims[-1]["kind"] == "exchange" else "return requested"
    status: str = _STATUSES.get(row["status"]) or row["status"]
    return "pending (item modified)" if status == "pending" and "items" in row["changes"] else status


def _item(line: Row) -> dict[str, Any]:
    return {
        "name": line["name"],
        "product_id": line["product_id"],
        "item_id": line["sku"],
        "price": line["unit_price_minor"] / 100,
        "options": options_of(line),
    }


def _payment(payment: Row) -> dict[str, Any]:
    return {
        "transaction_type": "payment" if payment["kind"] == "charge" else "refund",
        "amount": payment["amount_minor"] / 100,
        "payment_method_id": payment["method_id"],
    }


def _method(method: Row) -> dict[str, Any]:
    source = _KINDS.get(method["kind"], method["kind"])
    facts: dict[str, Any] = {"source": source, "id": method["method_id"]}
    if source == "credit_card":
        facts |= {"brand": method["brand"].lower(), "last_four": method["last4"]}
    if source == "gift_card":
        facts["balance"] = method["balance_minor"] / 100
    return facts


def _of(order_id: str, claims: Iterable[Row]) -> list[Row]:
    return sorted((claim for claim in claims if claim["order_id"] == order_id), key=lambda claim: claim["filed_at"])


def _one(values: Iterable[str | None]) -> Any:
    """The value they share; else all of them, which no task expects."""
    different = list(dict.fromkeys(values))
    return different[0] if len(different) == 1 else different


def _changes(was: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, Any]:
    return {field: now.get(field) for field in {**was, **now} if was.get(field) != now.get(field)}


def _beyond(pairs: Mapping[str, Sequence[tuple[Row | None, Row]]]) -> Iterable[str]:
    for table, columns in UNTOUCHED.items():
        for was, row in pairs[table]:
            key = next(iter(row.values()))
            if was is None:
                yield f"{table} {key}: was not there before"
                continue
            yield from (f"{table} {key}: {name} changed" for name in columns if was[name] != row[name])
    yield from (f"claims {row['claim_id']}: changed" for was, row in pairs["claims"] if was is not None)


def _differences(state: EndState, wanted: EndState) -> list[str]:
    found: list[str] = []
    for table in ("orders", "users"):
        is_there, should_be = state[table], wanted[table]
        for key in sorted({*is_there, *should_be}):
            got, want = is_there.get(key, {}), should_be.get(key, {})
            for field in sorted({*got, *want}):
                if field not in got:
                    found.append(f"{key} {field}: unchanged, not {want[field]}")
                elif field not in want:
                    found.append(f"{key} {field}: changed to {got[field]}")
                elif got[field] != want[field]:
                    found.append(f"{key} {field}: {got[field]}, not {want[field]}")
    return found
