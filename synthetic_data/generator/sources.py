"""What the generator reads: the hand-written banks beside it and the figures in the shop's own policies."""

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import yaml

BANKS = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class ShippingOption:
    name: str
    price: Decimal
    fewest_days: int
    most_days: int
    carriers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Zone:
    """Where shipping costs the same. `free_from` is for standard shipping."""

    name: str
    countries: frozenset[str]
    free_from: Decimal
    standard: ShippingOption
    express: ShippingOption


@dataclass(frozen=True, slots=True)
class PolicyFigures:
    zones: tuple[Zone, ...]
    returns: dict[str, Any]
    """`rules` of the version in force on the anchor day."""
    earlier_returns: dict[str, Any]
    changed_on: date
    default_warranty_months: int
    category_warranty_months: dict[str, int]
    welcome_percent: int

    def zone_of(self, country: str) -> Zone:
        return next(zone for zone in self.zones if country in zone.countries)

    def return_rules(self, day: date) -> dict[str, Any]:
        return self.returns if day >= self.changed_on else self.earlier_returns


@dataclass(frozen=True, slots=True)
class Sources:
    seed: int
    anchor: date
    """The day that the files take for today."""
    figures: PolicyFigures

    def random(self, part: str) -> Random:
        """A generator of its own for each part, so that editing one part leaves the others as they were."""
        return Random(f"{self.seed}:{part}")


def read_sources(folder: Path, *, seed: int) -> Sources:
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return Sources(seed, date.fromisoformat(manifest["anchor"]), read_figures(folder / "policies"))


def read_figures(policies: Path) -> PolicyFigures:
    returns = _head(policies / "return_policy.md")
    earlier = _head(policies / "return_policy_earlier.md")
    warranty = _head(policies / "warranty_policy.md")["facts"]
    zones = _head(policies / "shipping_policy.md")["facts"]["zones"]
    payment = _head(policies / "payment_policy.md")["facts"]
    return PolicyFigures(
        zones=tuple(_zone(name, facts) for name, facts in zones.items()),
        returns=returns["rules"],
        earlier_returns=earlier["rules"],
        changed_on=returns["effective_from"],
        default_warranty_months=warranty["default_months"],
        category_warranty_months=warranty["category_months"],
        welcome_percent=payment["promotions"]["welcome"]["percent"],
    )


def read_bank(name: str) -> Any:
    return json.loads((BANKS / name).read_text(encoding="utf-8"))


def _head(path: Path) -> dict[str, Any]:
    return yaml.safe_load(path.read_text(encoding="utf-8").split("---\n")[1])


def _zone(name: str, facts: dict[str, Any]) -> Zone:
    return Zone(
        name=name,
        countries=frozenset(facts["countries"]),
        free_from=Decimal(str(facts["free_from"])),
        standard=_option("standard", facts["standard"]),
        express=_option("express", facts["express"]),
    )


def _option(name: str, facts: dict[str, Any]) -> ShippingOption:
    fewest, most = facts["days"]
    return ShippingOption(name, Decimal(str(facts["price"])), fewest, most, tuple(facts["carriers"]))
