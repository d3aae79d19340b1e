"""What a shop's policies say in figures that the shop itself works with: shipping prices, how long refunds take."""

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


def read_terms(policies: Path, *, currency: str) -> ShopTerms:
    """From the heads of the policies on shipping, payment and changes; what a shop does not say keeps its default."""
    zones = _facts(policies / "shipping_policy.md").get("zones") or {}
    days = _facts(policies / "payment_policy.md").get("hold_working_days", ShopTerms().refund_working_days)
    is_final = _facts(policies / "order_changes.md").get("changed_items_are_final", False)
    return ShopTerms(days, tuple(_zone(name, facts, currency) for name, facts in zones.items()), is_final)


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
    return ShippingZone(name, frozenset(facts["countries"]), options, free_from)
