"""What a shop's policies say in figures that the shop itself works with: what shipping costs, how long things take."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from domain.money import Money, to_minor
from domain.shipping import ShippingZone

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""In C where PyYAML was built with it: every start reads these files."""


@dataclass(frozen=True, slots=True)
class ShopTerms:
    refund_working_days: int = 5
    shipping_zones: tuple[ShippingZone, ...] = ()
    changed_items_are_final: bool = False
    cut_off_hour: int | None = None
    """On a working day what is paid before is packed the same day; None: the shop does not say."""


def read_terms(policies: Path, *, currency: str) -> ShopTerms:
    """From the heads of the policies on shipping, payment and changes; what a shop does not say keeps its default."""
    shipping = _facts(policies / "shipping_policy.md")
    zones = shipping.get("zones") or {}
    days = _facts(policies / "payment_policy.md").get("hold_working_days", ShopTerms().refund_working_days)
    is_final = _facts(policies / "order_changes.md").get("changed_items_are_final", False)
    return ShopTerms(
        days,
        tuple(_zone(name, facts, currency) for name, facts in zones.items()),
        is_final,
        _hour(str(shipping.get("cut_off", ""))),
    )


def _hour(clock: str) -> int | None:
    """14 of "2 pm Pacific time"."""
    match = re.search(r"\b(\d{1,2})(?::\d\d)? ?([ap])m\b", clock)
    return int(match[1]) % 12 + 12 * (match[2] == "p") if match else None


def _facts(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    head = path.read_text(encoding="utf-8").replace("\r\n", "\n").split("---\n")[1]
    return yaml.load(head, Loader=_Loader).get("facts") or {}


def _zone(name: str, facts: dict[str, Any], currency: str) -> ShippingZone:
    def money(amount: Any) -> Money:
        return Money(to_minor(amount, currency), currency)

    options = {method: money(facts[method]["price"]) for method in ("standard", "express") if method in facts}
    free_from = money(facts["free_from"]) if "free_from" in facts else None
    days = {
        method: (facts[method]["days"][0], facts[method]["days"][1]) for method in options if "days" in facts[method]
    }
    return ShippingZone(name, frozenset(facts["countries"]), options, free_from, days)
