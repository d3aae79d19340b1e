"""What a shop keeps in mind about a customer, and how new words change it.

Closed kinds only: sizes, colours, materials, categories and the name to use. Why somebody avoids a material is
nobody's business and has no place here; nor have payment and contact details.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.catalog import Product

MOST_KEPT = 40
"""Facts a customer; beyond it the oldest go."""


class MemoryKind(StrEnum):
    NAME = "name"
    SIZE = "size"
    COLOUR = "colour"
    COLOUR_AVOIDED = "colour_avoided"
    MATERIAL = "material"
    MATERIAL_AVOIDED = "material_avoided"
    CATEGORY = "category"


class MemoryTopic(StrEnum):
    """What a customer may ask to have forgotten."""

    ALL = "all"
    NAME = "name"
    SIZES = "sizes"
    COLOURS = "colours"
    MATERIALS = "materials"
    CATEGORIES = "categories"

    @property
    def kinds(self) -> frozenset[MemoryKind]:
        return frozenset(MemoryKind) if self is MemoryTopic.ALL else _KINDS[self]


_KINDS = {
    MemoryTopic.NAME: frozenset({MemoryKind.NAME}),
    MemoryTopic.SIZES: frozenset({MemoryKind.SIZE}),
    MemoryTopic.COLOURS: frozenset({MemoryKind.COLOUR, MemoryKind.COLOUR_AVOIDED}),
    MemoryTopic.MATERIALS: frozenset({MemoryKind.MATERIAL, MemoryKind.MATERIAL_AVOIDED}),
    MemoryTopic.CATEGORIES: frozenset({MemoryKind.CATEGORY}),
}
_ONE_OF_A_KIND = frozenset({MemoryKind.NAME, MemoryKind.SIZE})
_OPPOSITES = {
    MemoryKind.COLOUR: MemoryKind.COLOUR_AVOIDED,
    MemoryKind.COLOUR_AVOIDED: MemoryKind.COLOUR,
    MemoryKind.MATERIAL: MemoryKind.MATERIAL_AVOIDED,
    MemoryKind.MATERIAL_AVOIDED: MemoryKind.MATERIAL,
}
BODY_PARTS = ("tops", "bottoms", "shoes")


@dataclass(frozen=True, slots=True)
class Remembered:
    """One fact that a customer told. `about` is the body part of a size ("shoes"); "" is every garment."""

    kind: MemoryKind
    value: str
    about: str = ""
    said_on: date | None = None

    @property
    def key(self) -> tuple[MemoryKind, str, str]:
        return self.kind, self.about, self.value.casefold()

    def displaces(self, old: "Remembered") -> bool:
        """Whether `old` no longer holds once this was said: a new size, or the opposite of a liking."""
        if self.kind in _ONE_OF_A_KIND and old.kind is self.kind:
            return not self.about or old.about == self.about
        same_value = old.value.casefold() == self.value.casefold()
        return same_value and old.kind in (self.kind, _OPPOSITES.get(self.kind))

    def falls_under(self, topic: MemoryTopic, value: str | None) -> bool:
        """Whether forgetting this topic, or only this value of it, takes the fact along."""
        return self.kind in topic.kinds and (value is None or value.casefold() == self.value.casefold())


def merged(known: Iterable[Remembered], said: Iterable[Remembered]) -> tuple[Remembered, ...]:
    """What holds after `said`, oldest first; never more than MOST_KEPT."""
    kept = list(known)
    for new in said:
        kept = [old for old in kept if not new.displaces(old)] + [new]
    return tuple(kept[-MOST_KEPT:])


def values(facts: Iterable[Remembered], kind: MemoryKind) -> tuple[str, ...]:
    return tuple(dict.fromkeys(fact.value for fact in facts if fact.kind is kind))


def name_to_use(facts: Iterable[Remembered], first_name: str) -> str:
    return next(iter(values(facts, MemoryKind.NAME)), first_name)


def sizes_with(profile: Mapping[str, str], facts: Iterable[Remembered]) -> dict[str, str]:
    """Sizes by body part: what was told goes before the profile. A size for every garment leaves shoes alone."""
    sizes = dict(profile)
    for fact in facts:
        if fact.kind is not MemoryKind.SIZE:
            continue
        parts = (fact.about,) if fact.about else ("tops", "bottoms")
        sizes.update(dict.fromkeys(parts, fact.value))
    return sizes


def avoids(facts: Iterable[Remembered]) -> bool:
    return any(fact.kind in (MemoryKind.MATERIAL_AVOIDED, MemoryKind.COLOUR_AVOIDED) for fact in facts)


def avoided_in(product: Product, facts: Sequence[Remembered]) -> Remembered | None:
    """The fact against a product: it has an avoided material in it, or comes in avoided colours only."""
    for fact in facts:
        if fact.kind is MemoryKind.MATERIAL_AVOIDED and any(_within(fact.value, each) for each in product.materials):
            return fact
        is_colour = fact.kind is MemoryKind.COLOUR_AVOIDED and bool(product.colours)
        if is_colour and all(_within(fact.value, colour) for colour in product.colours):
            return fact
    return None


def is_first_name(value: str) -> bool:
    """Whether it can be a name to use: one or two words of letters, nothing that could be a number or an address."""
    words = value.split()
    letters = value.replace(" ", "").replace("-", "").replace("'", "").replace("’", "")
    return 1 <= len(words) <= 2 and letters.isalpha() and 1 < len(letters) <= 24


def _within(wish: str, value: str) -> bool:
    """ "wool" is in "merino wool"; "merino wool" is not in "wool"."""
    wanted = wish.casefold().split()
    return bool(wanted) and set(wanted) <= set(value.casefold().replace("-", " ").split())
