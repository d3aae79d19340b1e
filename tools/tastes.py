"""What a customer likes and avoids, as product search uses it: profile, purchases, and what was told in chats."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from domain.customers import Customer
from domain.memories import MemoryKind, Remembered, avoided_in, avoids, merged, sizes_with, values
from domain.orders import Order, OrderStatus
from store import memories
from tools.knowledge.port import ProductFilters, ProductHit, Taste
from tools.spec import ToolContext

MOST_LEFT_OUT = 15
"""So many hits with something avoided may be stepped over to fill a list."""


async def told(context: ToolContext) -> tuple[Remembered, ...]:
    """What the customer said, before and in this conversation; a lead's own words are not the customer's."""
    customer_id, is_staff = context.principal.subject, context.principal.is_staff
    learnt = () if is_staff else context.learnt
    if customer_id is None:
        return learnt
    async with context.database.read() as session:
        return merged(await memories.remembered(session, customer_id), learnt)


async def taste(context: ToolContext, facts: tuple[Remembered, ...]) -> Taste | None:
    """None for somebody of whom nothing is known."""
    customer_id = context.principal.subject
    customer = await context.shop.customer(customer_id) if customer_id else None
    if customer is None or customer_id is None:
        return _with_told(Taste(), {}, facts) if facts else None
    orders = await context.shop.orders_of(customer_id, limit=20)
    return _with_told(taste_of(customer, orders, now=context.now), customer.sizes, facts)


def taste_of(customer: Customer, orders: list[Order], *, now: datetime) -> Taste:
    """Sizes and likes from the profile, purchases from orders that were kept."""
    kept = [order for order in orders if order.status not in (OrderStatus.CANCELLED, OrderStatus.RETURNED)]
    bought = {
        line.product_id: order.placed_at.strftime("%B" if order.placed_at.year == now.year else "%B %Y")
        for order in reversed(kept)
        for line in order.lines
    }
    likes = customer.preferences
    return Taste(
        sizes=tuple(dict.fromkeys(customer.sizes.values())),
        colours=tuple(likes.get("colours", ())),
        materials=tuple(likes.get("materials", ())),
        categories=tuple(likes.get("categories", ())),
        bought=bought,
    )


def spare_hits(facts: Sequence[Remembered]) -> int:
    """How many more than are shown must be found, so that what is avoided can be stepped over."""
    return MOST_LEFT_OUT if avoids(facts) else 0


def set_apart(
    found: list[ProductHit], facts: tuple[Remembered, ...], filters: ProductFilters, *, limit: int
) -> tuple[list[ProductHit], tuple[str, ...]]:
    """Hits with something avoided go last, with the reason; also what was left out altogether because of it.

    Somebody who asks for wool by name gets it in its place, and is reminded.
    """
    asked = " ".join((*filters.materials, *filters.colours)).casefold()
    kept: list[ProductHit] = []
    avoided: list[tuple[ProductHit, str]] = []
    for hit in found:
        fact = avoided_in(hit.product, facts)
        if fact is None:
            kept.append(hit)
            continue
        marked = replace(hit, reasons=(("avoided", fact.value), *hit.reasons))
        if fact.value.casefold() in asked:
            kept.append(marked)
        else:
            avoided.append((marked, fact.value))
    hits = [*kept, *(hit for hit, _ in avoided)][:limit]
    shown = {hit.product.product_id for hit in hits}
    first = {hit.product.product_id for hit in found[:limit]}
    out = (value for hit, value in avoided if hit.product.product_id in first - shown)
    return hits, tuple(dict.fromkeys(out))


def _with_told(taste: Taste, sizes: Mapping[str, str], facts: tuple[Remembered, ...]) -> Taste:
    """What was told goes before the profile; what is avoided is no longer liked."""
    if not facts:
        return taste
    colours_avoided = {value.casefold() for value in values(facts, MemoryKind.COLOUR_AVOIDED)}
    materials_avoided = {value.casefold() for value in values(facts, MemoryKind.MATERIAL_AVOIDED)}
    colours = (*values(facts, MemoryKind.COLOUR), *taste.colours)
    materials = (*values(facts, MemoryKind.MATERIAL), *taste.materials)
    return replace(
        taste,
        sizes=tuple(dict.fromkeys(sizes_with(sizes, facts).values())),
        colours=tuple(each for each in dict.fromkeys(colours) if each.casefold() not in colours_avoided),
        materials=tuple(each for each in dict.fromkeys(materials) if not materials_avoided & {*_kinds_of(each)}),
        categories=tuple(dict.fromkeys((*values(facts, MemoryKind.CATEGORY), *taste.categories))),
    )


def _kinds_of(material: str) -> tuple[str, ...]:
    """Itself and what it is a kind of, by its last words: "merino wool" is wool."""
    named = material.casefold().split()
    return tuple(" ".join(named[at:]) for at in range(len(named)))
