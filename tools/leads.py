"""What a support lead does about whom: finding the customer to act for. Every look-up is in the trail."""

import logging
from dataclasses import dataclass, replace

from pydantic import Field

from domain.codes import keyed_hash
from domain.customers import Customer, Rung
from domain.errors import NotPossible, TooManyRequests
from store import audit, limits
from store.limits import Limit
from tools.spec import STAFF, Arguments, Effect, ToolContext, ToolResult, tool

MOST_SHOWN = 5
LOOK_UPS = Limit("look-ups.staff", 120, 3600)
"""Of one member of the team: several times what a busy hour needs."""

_log = logging.getLogger("shopsmart.alarms")


class FindCustomer(Arguments):
    order_id: str | None = Field(default=None, description='The number of one of their orders, such as "VM-10234".')
    email: str | None = Field(default=None, description="Or their e-mail address.")
    phone: str | None = Field(default=None, description="Or their phone number, with country code.")
    name: str | None = Field(default=None, description="Or their name, whole or in part, with the postcode.")
    postcode: str | None = Field(default=None, description="The postcode that goes with the name.")


@dataclass(frozen=True, slots=True)
class CustomersFound:
    customers: tuple[Customer, ...]
    """One: it is from now on whom the lead serves. More: ask which."""


@tool(effect=Effect.PROOF, rung=Rung.SIGNED_IN, order_argument="order_id", roles=STAFF)
async def find_customer(arguments: FindCustomer, context: ToolContext) -> ToolResult:
    """Find the customer whom a support lead serves: by order number, e-mail, phone, or name with postcode.

    Use it when a lead names a customer or an order. Not for customers: they can only be themselves.
    """
    await _count(context)
    found = await _found(arguments, context)
    served = found[0].customer_id if len(found) == 1 else None
    principal = context.principal
    async with context.database.transaction() as session:
        await audit.record(
            session,
            event="customer.looked_up",
            actor=principal.actor,
            on_behalf_of=served,
            conversation_id=context.conversation_id,
            details={
                "by": sorted(arguments.model_dump(exclude_none=True)),
                "order_id": arguments.order_id,
                "found": [customer.customer_id for customer in found],
            },
        )
    return ToolResult(CustomersFound(tuple(found)), principal=replace(principal, acting_for=served) if served else None)


async def _count(context: ToolContext) -> None:
    """So that one stolen sign-in is not every customer's data. Raises TooManyRequests, after telling the trail."""
    actor = context.principal.actor
    key = f"{LOOK_UPS.name}:{keyed_hash(context.secret, LOOK_UPS.name, actor)}"
    async with context.database.transaction() as session:
        granted, resets_in_s = await limits.take(await session.raw(), key, LOOK_UPS, permits=1)
        if granted < 1:
            _log.error("alarm.look_ups", extra={"actor": actor, "most": LOOK_UPS.most})
            await audit.record(
                session,
                event="customer.look_ups_exceeded",
                actor=actor,
                conversation_id=context.conversation_id,
                details={"most": LOOK_UPS.most, "an_hour": True},
            )
    if granted < 1:
        raise TooManyRequests(LOOK_UPS.name, retry_after_s=max(1, int(resets_in_s)))


async def _found(arguments: FindCustomer, context: ToolContext) -> list[Customer]:
    if context.order is not None:
        customer = await context.shop.customer(context.order.customer_id)
        return [customer] if customer else []
    has_name = bool(arguments.name and arguments.postcode)
    if not (arguments.email or arguments.phone or has_name):
        raise NotPossible("whom_missing")
    return await context.shop.find_customers(
        email=arguments.email,
        phone=arguments.phone,
        name=arguments.name if has_name else None,
        postcode=arguments.postcode if has_name else None,
        limit=MOST_SHOWN,
    )
