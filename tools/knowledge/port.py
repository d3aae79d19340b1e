"""What tools may ask of the shop's knowledge. The indexes behind it are nobody's business."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, Protocol

from domain.catalog import Product, Variant
from domain.knowledge import Audience, Passage, SourceKind
from domain.policies import ReturnRules


@dataclass(frozen=True, slots=True)
class Found:
    """A passage with how well it answers, 0 to 1, calibrated: below 0.5 it probably does not."""

    passage: Passage
    confidence: float


@dataclass(frozen=True, slots=True)
class ProductFilters:
    """Hard limits out of the sentence. Empty tuples and None filter nothing."""

    min_price_minor: int | None = None
    max_price_minor: int | None = None
    categories: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()
    colours: tuple[str, ...] = ()
    materials: tuple[str, ...] = ()
    genders: tuple[str, ...] = ()
    """ "men", "women"; what is for everybody always fits."""
    in_stock_only: bool = False
    without: tuple[str, ...] = ()
    """Categories, materials, colours and nouns that are not wanted: what is of them or called so is out."""
    not_called: tuple[str, ...] = ()
    """Head nouns of names: what is called so is out."""
    owned: tuple[str, ...] = ()
    """Product ids of what is not looked for, since it is there already."""
    reduced_only: bool = False
    one_size_only: bool = False
    """Nothing to wear: only what comes in a single size."""


PriceOrder = Literal["rising", "falling", ""]


@dataclass(frozen=True, slots=True)
class Taste:
    """What is known of the signed-in customer. `bought` maps product ids to when: "May"."""

    sizes: tuple[str, ...] = ()
    colours: tuple[str, ...] = ()
    materials: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    bought: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ProductHit:
    product: Product
    score: float
    reasons: tuple[tuple[str, str], ...] = ()
    """Why it stands where it does for this customer: ("size", "M"), ("like", "VM1234")."""
    is_near: bool = False
    """It lacks much of what was said and others beside it have."""
    wanted: tuple[Variant, ...] | None = None
    """In stock, of the size and colour that were asked for; None when neither was."""


class Knowledge(Protocol):
    def passages(
        self, query: str, *, audience: Audience, day: date, kinds: tuple[SourceKind, ...] = (), limit: int = 5
    ) -> list[Found]:
        """Best first. Only passages that this audience may read and that are in force on `day`."""
        ...

    def products(
        self,
        query: str,
        *,
        filters: ProductFilters,
        taste: Taste | None = None,
        limit: int = 6,
        loosely: bool = False,
        by_price: PriceOrder = "",
    ) -> list[ProductHit]:
        """Best first, or by price; empty when nothing the shop sells fits.

        `loosely` also gives what the words only speak of, for whoever names no kind of thing ("something warm").
        """
        ...

    def product(self, product_id: str) -> Product | None: ...

    def catalogue(self) -> Sequence[Product]:
        """All products of the current snapshot: the very same object until the catalogue changes."""
        ...

    def written(self) -> Sequence[str]:
        """The shop's own texts, whoever may read them, for their words alone: the same object until one changes."""
        ...

    def return_rules(self) -> list[ReturnRules]:
        """All versions of the returns policy."""
        ...
