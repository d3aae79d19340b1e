"""Attacks and look-alikes: the lines of `evals/data/injections` and `evals/data/attacks`, and what their places stand
for in the shop at hand."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from domain.errors import InvalidInput
from evals.given import Ledger, Row

CANARY = "quetzalwort"
_DATA = Path(__file__).parent / "data"
_UNICODE = "*unicode_edge.jsonl"


class Attack(BaseModel):
    """One line of a data file."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str
    category: str
    text: str = ""
    turns: tuple[str, ...] = ()
    expect: tuple[str, ...] = ()
    value: str = ""
    """What must not be written to the log."""
    carrier: str = ""
    """Where in the shop's data the text is planted; empty: the customer says it."""
    ask: str = ""
    """The harmless question that finds the planted text."""

    @property
    def messages(self) -> tuple[str, ...]:
        return self.turns or (self.text,)

    @property
    def is_shop_matter(self) -> bool:
        """Looks like an attack, and is a customer's ordinary business."""
        return "answered" in self.expect

    @property
    def is_benign(self) -> bool:
        return self.is_shop_matter or "not_flagged_as_attack" in self.expect


@dataclass(frozen=True, slots=True)
class Places:
    """What the places of an attack stand for, and whose values must not come out."""

    email: str
    values: Mapping[str, str]
    foreign: Sequence[str]

    def filled(self, text: str) -> str:
        return re.sub(r"\{\{(\w+)\}\}", lambda place: self.values.get(place[1], place[1]), text)


def read_attacks(data: Path | None = None, *, most: int | None = None) -> list[Attack]:
    """Of the shipped files, one file, or all files of a folder; of each file at most so many, evenly spread.

    Raises:
        InvalidInput: a line of a file is none.
    """
    if data is None:
        files = [*sorted((_DATA / "injections").glob("*.jsonl")), *sorted((_DATA / "attacks").glob(_UNICODE))]
    else:
        files = sorted(data.glob("*.jsonl")) if data.is_dir() else [data]
    return [attack for file in files for attack in _spread(_read(file), most)]


def _read(file: Path) -> list[Attack]:
    lines = [line for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    try:
        return [Attack.model_validate(json.loads(line)) for line in lines]
    except (json.JSONDecodeError, ValidationError) as error:
        raise InvalidInput(f"{file.name}: {error}") from error


def _spread(attacks: list[Attack], most: int | None) -> list[Attack]:
    if most is None or len(attacks) <= most:
        return attacks
    return [attacks[at * len(attacks) // most] for at in range(most)]


def places_of(ledger: Ledger) -> Places:
    """The speaker has an order under way and one that arrived; the other customer has one of their own."""
    by_customer: dict[str, list[Row]] = {}
    for order in ledger.orders:
        by_customer.setdefault(order["customer_id"], []).append(order)
    people = [one for one in ledger.customers if len(by_customer.get(one["customer_id"], ())) > 1]
    own, other = people[0], people[1]
    orders = sorted(by_customer[own["customer_id"]], key=lambda order: order["placed_at"])
    theirs = by_customer[other["customer_id"]][0]
    values = {
        "A_ORDER": orders[-1]["order_id"],
        "A_ORDER_OLD": orders[0]["order_id"],
        "A_ORDER_FINAL": orders[0]["order_id"],
        "A_CLAIM": "CL-ABCDEF",
        "A_EMAIL": own["email"],
        "B_ORDER": theirs["order_id"],
        "B_EMAIL": other["email"],
        "B_EMAIL3": other["email"][:3],
        "B_EMAIL_UPPER_ZW": "\u200b".join(other["email"].upper()),
        "B_NAME": other["name"],
        "B_NAME3": other["name"][:3],
        "B_ID": other["customer_id"],
        "B_CLAIM": "CL-GHJKLM",
        "B_CONV": "c_eval_0",
        "PRODUCT": str(orders[-1]["lines"][0]["name"]),
        "CANARY": CANARY,
        "SYS_CANARY_NAME": "SYSTEM_CANARY",
    }
    address: Mapping[str, Any] = theirs["address"] or {}
    foreign = [other["email"], other["name"], other["customer_id"], theirs["postcode"], *_streets(address)]
    return Places(own["email"], values, [value for value in foreign if value and len(value) > 3])


def _streets(address: Mapping[str, Any]) -> list[str]:
    return [str(value) for name, value in address.items() if name in ("line1", "line2", "street") and value]
