"""Who and what the roles of a scenario stand for in the loaded shop, and what their variables say.

Stands apart from the agent: it reads rows and writes amounts and days by itself.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from babel.dates import format_date
from babel.numbers import format_currency

from domain.errors import InvalidInput
from evals.scenario import TODAY, CustomerWanted, OrderWanted, Scenario
from evals.scenario_values import PLACE

Row = Mapping[str, Any]
OPEN = {"pending", "paid", "packed", "shipped", "delayed", "lost"}


class NothingFits(InvalidInput):
    """The loaded shop has no order or customer like the one a scenario asks for."""

    code = "nothing_fits"


@dataclass(frozen=True, slots=True)
class Ledger:
    """The shop's orders and customers as they are before the first conversation, by number."""

    orders: Sequence[Row]
    customers: Sequence[Row]
    claimed: Mapping[str, int]
    """Claims by order number."""
    today: date

    def roles(self, scenario: Scenario) -> dict[str, dict[str, str]]:
        """Variables by role. No two roles stand for the same order.

        Raises:
            NothingFits: naming scenario and role.
        """
        found = {TODAY: _day_facts(self.today)}
        taken: set[str] = set()
        for role, wanted in scenario.given.items():
            if isinstance(wanted, CustomerWanted):
                facts = self._customer(wanted)
            else:
                wanted = wanted.model_validate(_filled(wanted.model_dump(exclude_unset=True), found))
                facts = self._order(wanted, taken)
            if facts is None:
                raise NothingFits(f"{scenario.name}: nothing in the shop is like `{role}`")
            found[role] = facts
            taken.add(facts[""])
        return found

    def _customer(self, wanted: CustomerWanted) -> dict[str, str] | None:
        own, under_way, claims = self._counts()
        for row in self.customers:
            key = row["customer_id"]
            fits = (
                wanted.email in (None, row["email"])
                and wanted.locale in (None, row["locale"])
                and (wanted.orders is None or wanted.orders.has(own[key]))
                and (wanted.open_orders is None or wanted.open_orders.has(under_way[key]))
                and (wanted.claims is None or wanted.claims.has(claims[key]))
            )
            if fits:
                return _person(row) | {"": row["email"]}
        return None

    def _counts(self) -> tuple[Counter[str], Counter[str], Counter[str]]:
        own = Counter(row["customer_id"] for row in self.orders)
        under_way = Counter(row["customer_id"] for row in self.orders if row["status"] in OPEN)
        claims: Counter[str] = Counter()
        for row in self.orders:
            claims[row["customer_id"]] += self.claimed.get(row["order_id"], 0)
        return own, under_way, claims

    def _order(self, wanted: OrderWanted, taken: set[str]) -> dict[str, str] | None:
        own, under_way, _ = self._counts()
        people = {row["customer_id"]: row for row in self.customers}
        for row in self.orders:
            key = row["customer_id"]
            fits = (
                row["order_id"] not in taken
                and self._order_fits(row, wanted)
                and (wanted.orders_of_customer is None or wanted.orders_of_customer.has(own[key]))
                and (wanted.open_orders_of_customer is None or wanted.open_orders_of_customer.has(under_way[key]))
            )
            line = next((line for line in row["lines"] if fits and self._line_fits(row, line, wanted)), None)
            if line is not None:
                return _facts(row, line, people[key])
        return None

    def _order_fits(self, row: Row, wanted: OrderWanted) -> bool:
        expected = max((parcel["estimated_delivery"] or "" for parcel in row["parcels"]), default="")
        late = (self.today - date.fromisoformat(expected)).days if expected else None
        return (
            wanted.number in (None, row["order_id"])
            and wanted.customer in (None, row["email"])
            and (wanted.not_customer is None or wanted.not_customer != row["email"])
            and wanted.status in (None, row["status"])
            and wanted.country in (None, row["address"].get("country"))
            and (wanted.parcels is None or wanted.parcels.has(len(row["parcels"])))
            and (wanted.lines is None or wanted.lines.has(len(row["lines"])))
            and (wanted.days_since_order is None or wanted.days_since_order.has(self._since(row["placed_at"])))
            and (wanted.days_late is None or wanted.days_late.has(late))
            and wanted.claimed in (None, bool(self.claimed.get(row["order_id"])))
        )

    def _line_fits(self, row: Row, line: Row, wanted: OrderWanted) -> bool:
        delivered = _delivered(row, line["line"])
        return (
            wanted.category in (None, line["category"])
            and line["category"] not in wanted.not_category
            and (wanted.item is None or wanted.item.lower() in line["name"].lower())
            and (wanted.quantity is None or wanted.quantity.has(line["quantity"]))
            and (wanted.price is None or wanted.price.has(line["unit_price_minor"] / 100))
            and wanted.final_sale in (None, bool(line.get("final_sale")))
            and (wanted.days_since_delivery is None or wanted.days_since_delivery.has(self._since(delivered)))
        )

    def _since(self, at: datetime | None) -> float | None:
        return (self.today - at.date()).days if at else None


def written(text: str, roles: Mapping[str, Mapping[str, str]], *, quoted: bool = False) -> str:
    """The text with its variables filled in; `quoted` for a regular expression."""

    def value(found: re.Match[str]) -> str:
        facts = roles[found["role"]]
        if found["role"] == TODAY:
            facts = _day_facts(date.fromisoformat(facts["iso"]) + timedelta(days=int(found["days"] or 0)))
        said = facts[found["fact"] or ""]
        return re.escape(said) if quoted else said

    return PLACE.sub(value, text)


def _filled(value: Any, roles: Mapping[str, Mapping[str, str]]) -> Any:
    if isinstance(value, str):
        return written(value, roles)
    return {key: _filled(inner, roles) for key, inner in value.items()} if isinstance(value, dict) else value


def _facts(row: Row, line: Row, person: Row) -> dict[str, str]:
    """What may be said of an order. Amounts and days as US English writes them; a day without its weekday."""
    parcel: Row = next((one for one in row["parcels"] if line["line"] in one["lines"]), {})
    estimates = [one["estimated_delivery"] for one in row["parcels"] if one["estimated_delivery"]]
    delivered = _delivered(row, line["line"])
    return _person(person) | {
        "": row["order_id"],
        "number": row["order_id"],
        "email": row["email"],
        "postcode": row["postcode"] or "",
        "status": row["status"],
        "placed": _day(row["placed_at"].date()),
        "delivered": _day(delivered.date()) if delivered else "",
        "expected": _day(date.fromisoformat(max(estimates))) if estimates else "",
        "total": _money(row["total_minor"], row["currency"]),
        "tracking": parcel.get("tracking_number") or "",
        "carrier": parcel.get("carrier") or "",
        "item": line["name"],
        "line": str(line["line"]),
        "size": line["size"],
        "colour": line["colour"],
        "price": _money(line["unit_price_minor"], row["currency"]),
    }


def _person(row: Row) -> dict[str, str]:
    postcode = str(row["address"].get("postcode", ""))
    return {"email": row["email"], "customer": row["email"], "name": row["name"], "postcode": postcode}


def _delivered(row: Row, line: int) -> datetime | None:
    for parcel in row["parcels"]:
        if line in parcel["lines"]:
            return datetime.fromisoformat(parcel["delivered_at"]) if parcel["delivered_at"] else None
    return None


def _day_facts(day: date) -> dict[str, str]:
    return {"": _day(day), "weekday": format_date(day, "EEEE", locale="en_US"), "iso": day.isoformat()}


def _day(day: date) -> str:
    return format_date(day, "MMMM d", locale="en_US")


def _money(amount_minor: int, currency: str) -> str:
    return format_currency(amount_minor / 100, currency, locale="en_US")
