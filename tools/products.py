"""Products: find, look at, compare."""

from dataclasses import dataclass
from typing import Literal

from pydantic import Field

from domain.catalog import Product
from domain.errors import NotFound
from tools import tastes
from tools.knowledge.port import ProductFilters, ProductHit, Taste
from tools.spec import Arguments, Effect, NoArguments, ToolContext, ToolResult, tool


class SearchProducts(Arguments):
    query: str = Field(description="What is looked for, in the customer's words.")
    min_price_minor: int | None = Field(default=None, ge=0, description="In cents.")
    max_price_minor: int | None = Field(default=None, ge=0, description="In cents.")
    categories: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()
    colours: tuple[str, ...] = ()
    materials: tuple[str, ...] = ()
    in_stock_only: bool = False
    reduced_only: bool = Field(default=False, description="Only what costs less than before: on sale.")
    genders: tuple[Literal["men", "women"], ...] = ()
    for_someone_else: bool = Field(default=False, description="A gift: the customer's own taste does not count.")
    in_my_size: bool = Field(default=False, description="Only what the signed-in customer's own sizes fit.")
    without: tuple[str, ...] = Field(default=(), description="Categories, materials, colours that are not wanted.")
    not_called: tuple[str, ...] = Field(default=(), description="Nouns: nothing called so is wanted.")
    owned: tuple[str, ...] = Field(default=(), description="Ids of products that the customer has already.")
    one_size_only: bool = Field(default=False, description="Nothing to wear: accessories and other things.")
    loosely: bool = Field(default=False, description='For words that name no kind of thing: "something warm".')
    by_price: Literal["rising", "falling", ""] = Field(default="", description="For the cheapest or the dearest.")
    limit: int = Field(default=5, ge=1, le=20)


class ProductArguments(Arguments):
    product_ids: tuple[str, ...] = Field(min_length=1, max_length=6, description='Such as "VM1234".')


@dataclass(frozen=True, slots=True)
class Purchase:
    """Something the customer bought that a hit is like; `bought_in` is a month: "May", "May 2025"."""

    name: str
    bought_in: str


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Hits best first. Empty: the shop sells nothing that fits."""

    hits: tuple[ProductHit, ...]
    filters: ProductFilters
    purchases: dict[str, Purchase]
    """By product id, for the ("like", product id) reasons of the hits."""
    left_out: tuple[str, ...] = ()
    """Materials and colours that the customer avoids and that kept something off the list."""

    @property
    def shared_reasons(self) -> tuple[tuple[str, str], ...]:
        """Those that hold for all of several hits, and so tell none from another."""
        first, *others = self.hits or (None,)
        if first is None or not others:
            return ()
        return tuple(reason for reason in first.reasons if all(reason in hit.reasons for hit in others))


@dataclass(frozen=True, slots=True)
class ProductType:
    product_id: str
    name: str
    category: str
    gender: str = ""
    """ "women", "men", "unisex"; "" where the shop does not say."""


@dataclass(frozen=True, slots=True)
class ProductTypes:
    types: tuple[ProductType, ...]


@dataclass(frozen=True, slots=True)
class ProductDetails:
    products: tuple[Product, ...]


@tool(effect=Effect.READ)
async def search_products(arguments: SearchProducts, context: ToolContext) -> ToolResult:
    """Find products by words and by hard limits on price, category, size, colour, material and stock.

    Use it when the customer wants to find or be recommended something. A limit that was not said is
    left out. An empty answer means that the shop does not sell it.
    """
    facts = () if arguments.for_someone_else else await tastes.told(context)
    taste = None if arguments.for_someone_else else await tastes.taste(context, facts)
    own_sizes = taste.sizes if taste and arguments.in_my_size else ()
    filters = ProductFilters(
        min_price_minor=arguments.min_price_minor,
        max_price_minor=arguments.max_price_minor,
        categories=arguments.categories,
        sizes=arguments.sizes or own_sizes,
        colours=arguments.colours,
        materials=arguments.materials,
        genders=arguments.genders,
        in_stock_only=arguments.in_stock_only,
        reduced_only=arguments.reduced_only,
        without=arguments.without,
        not_called=arguments.not_called,
        owned=arguments.owned,
        one_size_only=arguments.one_size_only,
    )
    found = context.knowledge.products(
        arguments.query,
        filters=filters,
        taste=taste,
        limit=arguments.limit + tastes.spare_hits(facts),
        loosely=arguments.loosely,
        by_price=arguments.by_price,
    )
    hits, left_out = tastes.set_apart(found, facts, filters, limit=arguments.limit)
    return ToolResult(SearchResult(tuple(hits), filters, _purchases(hits, taste, context) if taste else {}, left_out))


@tool(effect=Effect.READ)
async def list_product_types(arguments: NoArguments, context: ToolContext) -> ToolResult:
    """List everything the shop sells by name, with the ids that get_products takes.

    Use it when only the catalogue as a whole answers. Not for finding something by words or limits.
    """
    products = sorted(context.knowledge.catalogue(), key=lambda product: product.name)
    types = (ProductType(each.product_id, each.name, each.category, each.gender or "") for each in products)
    return ToolResult(ProductTypes(tuple(types)))


@tool(effect=Effect.READ)
async def get_products(arguments: ProductArguments, context: ToolContext) -> ToolResult:
    """Show one product, or several side by side: price, materials, care, sizes, colours, stock of each.

    Use it when the product is known by its id. To find products by words use search_products.
    """
    found = [context.knowledge.product(product_id) for product_id in arguments.product_ids]
    products = tuple(product for product in found if product is not None)
    if not products:
        raise NotFound("product")
    return ToolResult(ProductDetails(products))


def _purchases(hits: list[ProductHit], taste: Taste, context: ToolContext) -> dict[str, Purchase]:
    liked = {value for hit in hits for kind, value in hit.reasons if kind == "like"}
    products = {product_id: context.knowledge.product(product_id) for product_id in liked}
    return {
        product_id: Purchase(product.name, taste.bought[product_id])
        for product_id, product in products.items()
        if product is not None and product_id in taste.bought
    }
