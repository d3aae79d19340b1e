"""Told when it is back: alerts for variants that are sold out."""

import secrets
from dataclasses import dataclass

from pydantic import Field

from domain.catalog import Product, Variant
from domain.customers import CustomerId, Rung
from domain.errors import NotFound, NotPossible
from domain.stock_alerts import StockAlert
from store import stock_alerts
from store.database import WriteSession
from tools.spec import Arguments, Effect, NoArguments, ToolContext, ToolResult, tool

MOST_WAITING = 20
"""Alerts a customer: a list of wishes, not a copy of the catalogue."""
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


class SetStockAlert(Arguments):
    sku: str = Field(description='The variant as the shop numbers it, such as "VM1104-BLK-XXL".')


class CancelStockAlert(Arguments):
    sku: str | None = Field(default=None, description="One variant; left out, all alerts of the customer end.")


@dataclass(frozen=True, slots=True)
class AlertSet:
    alert: StockAlert
    is_new: bool
    """False: the customer waits for it already."""


@dataclass(frozen=True, slots=True)
class AlertList:
    """Oldest first."""

    alerts: tuple[StockAlert, ...]


@dataclass(frozen=True, slots=True)
class AlertsCancelled:
    alerts: tuple[StockAlert, ...]


@tool(effect=Effect.READ, rung=Rung.CODE_VERIFIED)
async def list_stock_alerts(arguments: NoArguments, context: ToolContext) -> ToolResult:
    """List what the customer waits for to be back in stock.

    Use it before ending an alert, and for "which alerts do I have". Not for what is in stock: that is get_products.
    """
    async with context.database.read() as session:
        return ToolResult(AlertList(await stock_alerts.waiting(session, _customer_id(context))))


@tool(effect=Effect.WRITE, rung=Rung.CODE_VERIFIED, result=AlertSet)
async def set_stock_alert(arguments: SetStockAlert, context: ToolContext, session: WriteSession) -> ToolResult:
    """Write to the customer once, as soon as a variant that is sold out can be bought again.

    Use it when a wanted size or colour is out of stock. Not for what is in stock, and it reserves nothing.
    """
    customer_id = _customer_id(context)
    customer = await context.shop.customer(customer_id, session=session)
    if customer is None:
        raise NotFound("customer")
    product, variant = _variant(arguments.sku, context)
    if variant.stock > 0:
        raise NotPossible("in_stock")
    known = await stock_alerts.waiting(session, customer_id)
    if len(known) >= MOST_WAITING and all(alert.sku != variant.sku for alert in known):
        raise NotPossible("too_many_alerts")
    alert = StockAlert(
        alert_id=f"SA-{''.join(secrets.choice(_ALPHABET) for _ in range(10))}",
        product_id=product.product_id,
        sku=variant.sku,
        item=product.name,
        size=variant.size,
        colour=variant.colour,
        email=customer.email,
    )
    is_new = await stock_alerts.set_alert(session, alert, customer_id=customer_id)
    return ToolResult(AlertSet(alert, is_new))


@tool(effect=Effect.WRITE, rung=Rung.CODE_VERIFIED, result=AlertsCancelled)
async def cancel_stock_alert(arguments: CancelStockAlert, context: ToolContext, session: WriteSession) -> ToolResult:
    """End one back-in-stock alert of the customer, or all of them.

    Use it when somebody no longer wants to wait. Not for the newsletter: that is change_newsletter.
    """
    ended = await stock_alerts.cancel(session, _customer_id(context), sku=arguments.sku)
    if not ended:
        raise NotPossible("no_such_alert")
    return ToolResult(AlertsCancelled(ended))


def _variant(sku: str, context: ToolContext) -> tuple[Product, Variant]:
    """As the index has it. Should that be minutes old, an alert too many is told of at once. Raises NotFound."""
    for product in context.knowledge.catalogue():
        for variant in product.variants:
            if variant.sku == sku:
                return product, variant
    raise NotFound("variant")


def _customer_id(context: ToolContext) -> CustomerId:
    if context.principal.subject is None:
        raise NotPossible("no_customer")
    return context.principal.subject
