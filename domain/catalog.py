"""What the shop sells."""

from dataclasses import dataclass, field
from datetime import date
from typing import NewType

from domain.money import Money
from domain.options import chosen_options, options_in_words

ProductId = NewType("ProductId", str)
Sku = NewType("Sku", str)


@dataclass(frozen=True, slots=True)
class Variant:
    sku: Sku
    size: str
    colour: str
    stock: int
    price: Money
    options: dict[str, str] = field(default_factory=dict)
    """What else can be chosen, in shops whose options are not only size and colour: {"capacity": "1 l"}."""

    @property
    def chosen(self) -> dict[str, str]:
        """All that tells it from its siblings, by the option's name."""
        return chosen_options(self.size, self.colour, self.options)

    @property
    def words(self) -> str:
        return options_in_words(self.chosen)


@dataclass(frozen=True, slots=True)
class Product:
    product_id: ProductId
    name: str
    description: str
    category: str
    price: Money
    return_policy: str
    materials: tuple[str, ...]
    care: str
    tags: tuple[str, ...]
    image: str | None
    rating: float | None
    warranty_months: int | None
    variants: tuple[Variant, ...]
    fit: str | None = None
    gender: str | None = None
    composition: str = ""
    """As it is labelled: "98% organic cotton, 2% elastane"; "" where only the materials are known."""
    certifications: tuple[str, ...] = ()
    kg_co2: float | None = None
    restock_on: date | None = None
    """The day on which what is sold out is expected back."""
    original_price: Money | None = None
    """What it cost before it was reduced."""
    final_sale: bool = False
    rating_count: int | None = None

    @property
    def stock(self) -> int:
        return sum(variant.stock for variant in self.variants)

    @property
    def sizes(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(variant.size for variant in self.variants))

    @property
    def colours(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(variant.colour for variant in self.variants))

    def matching(self, *, size: str | None = None, colour: str | None = None) -> tuple[Variant, ...]:
        """Variants with that size and that colour (case ignored); None means any."""
        return tuple(
            variant
            for variant in self.variants
            if (size is None or variant.size.casefold() == size.casefold())
            and (colour is None or variant.colour.casefold() == colour.casefold())
        )
