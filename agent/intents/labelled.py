"""What a product's label says: how much of which fibre, and which certificates it carries.

Pure. A yes or no is said of what is listed for the product; where it is not, nothing is said for sure.
"""

import re
from collections.abc import Iterable

from agent.intents.written_of import words_of
from domain.catalog import Product

_PART = re.compile(r"(?P<percent>\d{1,3}) ?% (?P<fibre>[a-zA-Z][\w -]*)")
_ALL_OF_IT = re.compile(r"\b100 ?(?:%|percent)|\b(?:pure(?:ly)?|only|(?<!at )all|entirely|fully|completely)\b", re.I)
_CERTIFICATES = re.compile(
    r"\b(?P<name>gots|grs|rws|ras|rjc|fsc|oeko-?tex|bluesign|fair ?trade|european flax|ocs|bci|gcs|cradle to cradle"
    r"|usda(?: biobased)?|peta|vegan society)\b",
    re.IGNORECASE,
)
"""Those that are asked after by name, whoever's shop it is."""


def listed_fibres(product: Product) -> tuple[str, ...]:
    """The materials, and what the label names beside them: the 2 % elastane of jeans."""
    return (*product.materials, *(part["fibre"].strip() for part in _PART.finditer(product.composition)))


def share_of(product: Product, fibres: Iterable[str]) -> int:
    """How many per cent of it are of these, by its label; 0 where no label says."""
    parts = _PART.finditer(product.composition)
    return sum(int(part["percent"]) for part in parts if {*fibres} & {*words_of(part["fibre"])})


def is_pure(product: Product, fibre: str, text: str) -> bool | None:
    """ "Is it 100% wool": whether the label's shares of it come to all; None where it was not asked, or not known."""
    parts = list(_PART.finditer(product.composition))
    if not parts or _ALL_OF_IT.search(text) is None:
        return None
    return sum(int(part["percent"]) for part in parts if fibre in words_of(part["fibre"])) >= 100


def certified(product: Product, text: str) -> tuple[str, bool] | None:
    """The certificate that was asked after, as the product lists it, and whether it does; None where none was named."""
    if (said := _CERTIFICATES.search(text)) is None or not product.certifications:
        return None
    name = re.sub(r"[^a-z]", "", said["name"].casefold())
    own = next((each for each in product.certifications if name in re.sub(r"[^a-z]", "", each.casefold())), None)
    return (own, True) if own else (said["name"], False)
