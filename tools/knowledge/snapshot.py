"""All that answers are made of at one version: both indexes, the products and the returns rules. Never changed.

Built in a thread from rows and products; what has not changed since the snapshot before is taken over from it, so that
a sold shirt costs a new product index but not a new index of passages.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

import numpy as np

from domain.catalog import Product, ProductId, Variant
from domain.knowledge import Audience, SourceKind
from domain.policies import ReturnRules
from store.knowledge import StoredKnowledge, to_passage
from tools.knowledge.catalogue import CatalogueEntry, CatalogueIndex
from tools.knowledge.embedder import Embedder
from tools.knowledge.facets import Offer
from tools.knowledge.index import IndexDamaged, PassageIndex
from tools.knowledge.ingest import origin, vectors_of
from tools.knowledge.liking import Reason
from tools.knowledge.passages import Entry
from tools.knowledge.port import Found, PriceOrder, ProductFilters, ProductHit, Taste

POOL = 4
"""So many times `limit` products are looked at before what is sold out is put last."""
FITTING = 0.8
"""Share of the best hit's coverage that a hit reaches which has about all that was said."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Swapped whole: whoever took hold of one may go on using it."""

    version: int
    fingerprint: str
    """Of the rows that `index` was built from."""
    index: PassageIndex
    catalogue: CatalogueIndex
    product_vectors: np.ndarray
    """(n, d) float32, the memory that `catalogue` searches."""
    product_digest: str
    products: tuple[Product, ...]
    by_id: Mapping[ProductId, Product]
    rules: tuple[ReturnRules, ...]
    written: tuple[str, ...]

    def passages(
        self, query: str, *, audience: Audience, day: date, kinds: tuple[SourceKind, ...] = (), limit: int = 5
    ) -> list[Found]:
        """As `Knowledge.passages`."""
        hits = self.index.search(query, audience=audience, day=day, kinds=kinds, limit=limit)
        return [Found(hit.passage, hit.confidence) for hit in hits]

    def offers(
        self,
        query: str,
        *,
        filters: ProductFilters,
        taste: Taste | None = None,
        limit: int = 6,
        loosely: bool = False,
        by_price: PriceOrder = "",
    ) -> list[ProductHit]:
        """As `Knowledge.products`; what fits before what is near, what can be bought before what is sold out."""
        pool = len(self.by_id) if filters.genders else POOL * limit
        hits = self.catalogue.search(
            query, filters=filters, taste=taste, limit=pool, loosely=loosely, by_price=by_price
        )
        found = [(self.by_id[ProductId(hit.product_id)], hit) for hit in hits]
        wanted = [(product, hit) for product, hit in found if is_for(product, filters)]
        enough = 0.0 if by_price else FITTING * max((hit.coverage for _, hit in wanted), default=0.0)
        offers = [
            ProductHit(
                product,
                hit.score,
                _unasked(hit.reasons, filters),
                is_near=hit.coverage < enough,
                wanted=_in_stock(product, filters) if filters.sizes or filters.colours else None,
            )
            for product, hit in wanted
        ]
        return sorted(offers, key=lambda hit: (hit.is_near, not may_be_bought(hit.product, filters)))[:limit]

    def verify(self) -> None:
        """Raises IndexDamaged when memory no longer holds what was built."""
        self.index.verify()
        if _digest(self.product_vectors) != self.product_digest:
            raise IndexDamaged("product vectors changed since the index was built")


def is_for(product: Product, filters: ProductFilters) -> bool:
    """Cut for whom it is wanted; what is for everybody, or says nothing of it, fits."""
    return not filters.genders or product.gender not in ("men", "women") or product.gender in filters.genders


def may_be_bought(product: Product, filters: ProductFilters) -> bool:
    """Is a variant in stock that is of a wanted size and colour?"""
    return bool(_in_stock(product, filters))


def _unasked(reasons: Sequence[Reason], filters: ProductFilters) -> tuple[Reason, ...]:
    """Without what the customer has just asked for: to hear it again as a reason tells nothing."""
    sizes = {size.casefold() for size in filters.sizes}
    asked = {"colour": filters.colours, "material": filters.materials}
    return tuple(
        (kind, value)
        for kind, value in reasons
        if not asked.get(kind) and (kind != "size" or not sizes or value.casefold() in sizes)
    )


def _in_stock(product: Product, filters: ProductFilters) -> tuple[Variant, ...]:
    sizes = {size.casefold() for size in filters.sizes}
    colours = {colour.casefold() for colour in filters.colours}
    return tuple(
        variant
        for variant in product.variants
        if variant.stock > 0
        and (not sizes or variant.size.casefold() in sizes)
        and (not colours or variant.colour.casefold() in colours)
    )


def build(
    stored: StoredKnowledge, products: Sequence[Product], embedder: Embedder, *, earlier: Snapshot | None
) -> Snapshot:
    """`earlier` may be None to build everything anew, as after damage. CPU-bound: run it in a thread."""
    fingerprint = _fingerprint(stored)
    in_order = tuple(sorted(products, key=lambda product: product.product_id))
    same_texts = earlier if earlier and earlier.fingerprint == fingerprint else None
    same_goods = earlier if earlier and earlier.products == in_order else None
    vectors = same_goods.product_vectors if same_goods else _product_vectors(in_order, stored, embedder)
    return Snapshot(
        version=stored.version,
        fingerprint=fingerprint,
        index=same_texts.index if same_texts else passage_index(stored, embedder),
        catalogue=same_goods.catalogue if same_goods else _catalogue_index(in_order, vectors, embedder),
        product_vectors=vectors,
        product_digest=same_goods.product_digest if same_goods else _digest(vectors),
        products=same_goods.products if same_goods else in_order,
        by_id=same_goods.by_id if same_goods else MappingProxyType({it.product_id: it for it in in_order}),
        rules=_rules(stored),
        written=same_texts.written if same_texts else _written(stored),
    )


def entry_of(product: Product) -> CatalogueEntry:
    """A product as search sees it."""
    attributes = {"fit": product.fit or "", "gender": product.gender or "", "care": product.care}
    return CatalogueEntry(
        product_id=product.product_id,
        name=product.name,
        category=product.category,
        description=product.description,
        attributes={name: value for name, value in attributes.items() if value},
        offers=tuple(
            Offer(each.price.amount_minor, each.size, each.colour, each.stock > 0, product.original_price is not None)
            for each in product.variants
        ),
        materials=product.materials,
        tags=product.tags,
        popularity=product.rating or 0.0,
    )


def passage_index(stored: StoredKnowledge, embedder: Embedder) -> PassageIndex:
    """Of all stored passages whose document is stored too."""
    documents = {each.document.document_id: each.document for each in stored.documents}
    kept = [passage for passage in stored.passages if passage.document_id in documents]
    entries = [Entry(to_passage(it, documents[it.document_id]), it.phrasings) for it in kept]
    vectors = np.frombuffer(b"".join(passage.vectors for passage in kept), "<f4")
    return PassageIndex(entries, vectors.reshape(-1, embedder.dimensions), embedder=embedder)


def _written(stored: StoredKnowledge) -> tuple[str, ...]:
    """Without past conversations: customers misspell."""
    documents = {each.document.document_id: each.document for each in stored.documents}
    passages = (to_passage(it, documents[it.document_id]) for it in stored.passages if it.document_id in documents)
    return tuple(
        text for it in passages if it.kind is not SourceKind.CONVERSATION for text in (it.title, it.heading, it.text)
    )


def _catalogue_index(products: Sequence[Product], vectors: np.ndarray, embedder: Embedder) -> CatalogueIndex:
    return CatalogueIndex([entry_of(product) for product in products], vectors, embedder=embedder)


def _product_vectors(products: Sequence[Product], stored: StoredKnowledge, embedder: Embedder) -> np.ndarray:
    """From the product passages; what is not stored there is embedded here, 1 ms each."""
    known = {passage.encoder: passage for passage in stored.passages}
    vectors = np.empty((len(products), embedder.dimensions), np.float32)
    for number, product in enumerate(products):
        sentence = entry_of(product).sentence
        passage = known.get(origin(embedder, ((sentence,),)))
        vectors[number] = vectors_of(passage, embedder)[0] if passage else embedder.embed([sentence])[0]
    return vectors


def _digest(vectors: np.ndarray) -> str:
    return hashlib.sha256(vectors.tobytes()).hexdigest()


def _rules(stored: StoredKnowledge) -> tuple[ReturnRules, ...]:
    """Raises pydantic's ValidationError for rules that nobody checked before writing them."""
    versions = [each.document.rules for each in stored.documents if each.document.rules is not None]
    return tuple(ReturnRules.model_validate_json(version) for version in versions)


def _fingerprint(stored: StoredKnowledge) -> str:
    digest = hashlib.sha256()
    for each in stored.documents:
        digest.update(f"{each.document.document_id}\0{each.content_hash}\0".encode())
    for passage in stored.passages:
        digest.update(f"{passage.passage_id}\0{passage.encoder}\0".encode())
        digest.update(passage.vectors)
    return digest.hexdigest()
