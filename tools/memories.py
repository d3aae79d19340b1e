"""What the shop keeps in mind about a customer: told in passing, shown on request, forgotten for good."""

from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from domain.contact import CustomerChange
from domain.customers import Customer, CustomerId, Rung
from domain.errors import NotPossible
from domain.memories import (
    BODY_PARTS,
    MemoryKind,
    MemoryTopic,
    Remembered,
    is_first_name,
    name_to_use,
    sizes_with,
    values,
)
from store import audit, claims, memories, stock_alerts, summaries
from store.database import WriteSession
from tools.spec import Arguments, Effect, NoArguments, ToolContext, ToolResult, tool

MOST_CLAIMS = MOST_ORDERS = 50
"""Counted as far as this."""


class Told(BaseModel):
    """One fact, in the closed kinds that are kept."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, str_max_length=40)

    kind: MemoryKind
    value: str = Field(min_length=1)
    about: Literal["", "tops", "bottoms", "shoes"] = ""


class Remember(Arguments):
    facts: tuple[Told, ...] = Field(min_length=1, max_length=10)


class Forget(Arguments):
    topic: MemoryTopic
    value: str | None = Field(default=None, description='Only this one: "wool". Left out, all of the topic.')


@dataclass(frozen=True, slots=True)
class Kept:
    facts: tuple[Remembered, ...]
    """What was new, in the order it was said; what the shop has no such thing of is left out."""


@dataclass(frozen=True, slots=True)
class AboutYou:
    """All that is remembered of the speaker. Who has not proved an account is told of this conversation only."""

    is_known: bool
    name: str = ""
    facts: tuple[Remembered, ...] = ()
    sizes: tuple[tuple[str, str], ...] = ()
    """(body part, size) as they are used now: what was told goes before the profile."""
    colours: tuple[str, ...] = ()
    materials: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    colours_avoided: tuple[str, ...] = ()
    materials_avoided: tuple[str, ...] = ()
    orders: int = 0
    claims: int = 0
    open_claims: int = 0
    newsletter: bool = False
    alerts: int = 0

    @property
    def is_empty(self) -> bool:
        """Nothing that could be forgotten."""
        told = (self.facts, self.sizes, self.colours, self.materials, self.categories)
        return not any(told)


@dataclass(frozen=True, slots=True)
class Forgotten:
    topic: MemoryTopic
    value: str | None
    count: int
    """Facts, sizes and likings that were deleted."""


@tool(effect=Effect.NOTE, rung=Rung.CODE_VERIFIED)
async def remember(arguments: Remember, context: ToolContext) -> ToolResult:
    """Keep a size, a liked or avoided colour or material, a category, or the name to use.

    Use it when customers say such a thing about themselves. Not for other people's sizes, and never for health,
    payment or contact details: the material that is avoided is kept, the reason is not.
    """
    said = tuple(fact for told in arguments.facts if (fact := _fact(told, context)) is not None)
    customer_id = context.principal.subject
    if not said or customer_id is None:
        return ToolResult(Kept(()))
    async with context.database.transaction() as session:
        await memories.remember(session, customer_id, said, conversation_id=context.conversation_id, at=context.now)
        await audit.record(
            session,
            event="memories.kept",
            actor=context.principal.actor,
            conversation_id=context.conversation_id,
            # The trail is never shortened, so it says what kinds there were and not what was said.
            details={"kinds": sorted({fact.kind.value for fact in said})},
        )
    return ToolResult(Kept(said))


@tool(effect=Effect.READ)
async def recall(arguments: NoArguments, context: ToolContext) -> ToolResult:
    """Say what is remembered of the speaker: sizes, likings, what was told, how many orders and claims.

    Use it for "what do you know about me". Who has not signed in or entered a code hears only of this conversation.
    """
    customer_id = context.principal.subject
    customer = await context.shop.customer(customer_id) if customer_id else None
    if customer is None:
        return ToolResult(_about_guest(context.learnt))
    async with context.database.read() as session:
        facts = await memories.remembered(session, customer.customer_id)
        filed = await claims.claims_of_customer(session, customer.customer_id, limit=MOST_CLAIMS)
        alerts = await stock_alerts.waiting(session, customer.customer_id)
    orders = await context.shop.orders_of(customer.customer_id, limit=MOST_ORDERS)
    likes = customer.preferences
    return ToolResult(
        AboutYou(
            is_known=True,
            name=name_to_use(facts, customer.first_name),
            facts=facts,
            sizes=_sizes(customer, facts),
            colours=_both(likes.get("colours", ()), values(facts, MemoryKind.COLOUR)),
            materials=_both(likes.get("materials", ()), values(facts, MemoryKind.MATERIAL)),
            categories=_both(likes.get("categories", ()), values(facts, MemoryKind.CATEGORY)),
            colours_avoided=values(facts, MemoryKind.COLOUR_AVOIDED),
            materials_avoided=values(facts, MemoryKind.MATERIAL_AVOIDED),
            orders=len(orders),
            claims=len(filed),
            open_claims=sum(claim.status.is_open for claim in filed),
            newsletter=customer.newsletter,
            alerts=len(alerts),
        )
    )


@tool(effect=Effect.WRITE, rung=Rung.CODE_VERIFIED, result=Forgotten)
async def forget(arguments: Forget, context: ToolContext, session: WriteSession) -> ToolResult:
    """Delete what is remembered: all of it, one topic (sizes, colours, materials, categories, name), or one value.

    Use it when customers ask to be forgotten or to have a size or liking dropped. It never touches orders, claims
    and invoices: the law asks to keep those.
    """
    customer_id = _customer_id(context)
    customer = await context.shop.customer(customer_id, session=session)
    count = await memories.forget(session, customer_id, arguments.topic, value=arguments.value)
    if customer is not None:
        change, dropped = _without(customer, arguments.topic, arguments.value)
        if dropped:
            await context.shop.update_customer(
                customer_id, change, key=f"{context.conversation_id}:forget", session=session
            )
        count += dropped
    if count == 0:
        raise NotPossible("nothing_to_forget")
    await summaries.forget(session, context.conversation_id)
    return ToolResult(Forgotten(arguments.topic, arguments.value, count))


def _fact(told: Told, context: ToolContext) -> Remembered | None:
    """The fact in the shop's own spelling; None for what the shop has no such thing of."""
    if told.kind is MemoryKind.NAME:
        return Remembered(told.kind, told.value, "", context.today) if is_first_name(told.value) else None
    known = _in_catalogue(told, context)
    return Remembered(told.kind, known, told.about, context.today) if known else None


# Families of colours that customers name and shops have shades of: not every shop sells a "Green".
_COLOURS = """
black white grey gray brown beige red orange yellow green blue purple violet pink gold silver navy turquoise cream
"""
_MATERIALS = """
wool cotton linen silk leather cashmere polyester nylon viscose acrylic elastane lycra spandex fur down feathers
denim hemp rubber latex nickel suede mohair alpaca angora merino lyocell
"""


def _in_catalogue(told: Told, context: ToolContext) -> str | None:
    """What is named must be a word of the catalogue or of a closed list: free text about people is not kept."""
    products = context.knowledge.catalogue()
    wanted = told.value.casefold()
    if told.kind is MemoryKind.SIZE:
        names = {size for product in products for size in product.sizes}
    elif told.kind is MemoryKind.CATEGORY:
        names = {product.category for product in products}
    elif told.kind in (MemoryKind.COLOUR, MemoryKind.COLOUR_AVOIDED):
        names = {colour for product in products for colour in product.colours} | set(_COLOURS.split())
    else:
        materials = {material for product in products for material in product.materials}
        names = materials | {word for name in materials for word in name.split()} | set(_MATERIALS.split())
    return next((name for name in sorted(names) if name.casefold() == wanted), None)


def _about_guest(learnt: tuple[Remembered, ...]) -> AboutYou:
    return AboutYou(
        is_known=False,
        name=name_to_use(learnt, ""),
        facts=learnt,
        sizes=tuple(sizes_with({}, learnt).items()),
        colours=values(learnt, MemoryKind.COLOUR),
        materials=values(learnt, MemoryKind.MATERIAL),
        categories=values(learnt, MemoryKind.CATEGORY),
        colours_avoided=values(learnt, MemoryKind.COLOUR_AVOIDED),
        materials_avoided=values(learnt, MemoryKind.MATERIAL_AVOIDED),
    )


def _sizes(customer: Customer, facts: tuple[Remembered, ...]) -> tuple[tuple[str, str], ...]:
    sizes = sizes_with(customer.sizes, facts)
    return tuple(sorted(sizes.items(), key=lambda each: (*BODY_PARTS, each[0]).index(each[0])))


def _both(profile: Any, told: tuple[str, ...]) -> tuple[str, ...]:
    """Likings of the profile and those told, each once."""
    known = {value.casefold(): value for value in (*told, *profile)}
    return tuple(known.values())


def _without(customer: Customer, topic: MemoryTopic, value: str | None) -> tuple[CustomerChange, int]:
    """What the profile loses, and how many things that are."""

    def goes(each: str) -> bool:
        return value is None or each.casefold() == value.casefold()

    all_of_it = topic is MemoryTopic.ALL
    sizes = customer.sizes
    if all_of_it or topic is MemoryTopic.SIZES:
        sizes = {part: size for part, size in sizes.items() if not goes(size)}
    preferences = dict(customer.preferences)
    for name, liked in customer.preferences.items():
        if all_of_it or name == topic.value:
            preferences[name] = [each for each in liked if not goes(each)]
    before = len(customer.sizes) + sum(len(liked) for liked in customer.preferences.values())
    after = len(sizes) + sum(len(liked) for liked in preferences.values())
    return CustomerChange(sizes=sizes, preferences=preferences), before - after


def _customer_id(context: ToolContext) -> CustomerId:
    if context.principal.subject is None:
        raise NotPossible("no_customer")
    return context.principal.subject
