"""How one shop writes its numbers, money and dates; everything here a shop owner may set."""

import re
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class OrderNumberFormat:
    """`VM-` and five digits by default.

    A shop whose numbers are no prefix-and-digits ("123-1234567-1234567") gives `pattern`, a regular
    expression for the whole number; it is then found anywhere and kept as typed, in capitals.
    """

    prefix: str = "VM-"
    digits: int = 5
    pattern: str | None = None

    def canonical(self, digits: str) -> str:
        return f"{self.prefix}{digits}"


@dataclass(frozen=True, slots=True)
class ProductIdFormat:
    prefix: str = "VM"
    digits: int = 4

    def canonical(self, digits: str) -> str:
        return f"{self.prefix}{digits}"


@dataclass(frozen=True, slots=True)
class Conventions:
    order_numbers: OrderNumberFormat = OrderNumberFormat()
    product_ids: ProductIdFormat = ProductIdFormat()
    currency: str = "USD"
    """The shop's own: scales sums that name no currency."""
    region: str = "US"
    """ISO 3166 hint for phone numbers written without a country code."""
    day_first: bool = False
    """Reads 12/03/2026 as 12 March."""
    languages: tuple[str, ...] = ("en",)
    """Languages whose date forms are tried after the English rules."""


@lru_cache(maxsize=64)
def spelled_prefix(prefix: str) -> str:
    """A regular expression for a prefix however it is spelled: `VM-` also as "vm", "vm " or "v.m. "."""
    letters = [re.escape(character) for character in prefix.lower() if character.isalnum()]
    if not letters:
        return re.escape(prefix.lower().strip())
    return r"\.?".join(letters) + r"\.?\s{0,2}[-#:/_]?\s{0,2}"
