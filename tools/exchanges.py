"""Exchanging delivered items for another variant of the same product; asked for once per order, so all at once."""

from dataclasses import dataclass

from pydantic import Field, field_validator

from domain.catalog import Variant
from domain.claim_rules import ClaimFacts
from domain.claims import ClaimKind, Remedy, ReturnReason, Swap
from domain.customers import Rung
from domain.errors import NotFound, NotPossible
from domain.money import Money
from domain.orders import OrderLine
from domain.payments import PaymentMethod
from store import claims as claim_store
from store.database import WriteSession
from tools.claim_filing import ClaimedLine, Desk, Wish, desk_for, file_line, line_facts, lines_of, method_for
from tools.claims import ClaimFiled
from tools.orders import OrderNumber
from tools.spec import Arguments, Effect, ToolContext, ToolResult, tool


class SwappedLine(ClaimedLine):
    """So many pieces of one line for this variant of the same product."""

    sku: str = Field(min_length=1, description='The variant wanted instead, e.g. "VM1001-NAV-L".')


class FileExchange(Arguments):
    order_id: str = OrderNumber
    items: tuple[SwappedLine, ...] = Field(min_length=1, max_length=50)
    method_id: str | None = Field(
        default=None, description="The customer's payment method for a price difference; the order's own when left out."
    )
    reason: ReturnReason = ReturnReason.DOES_NOT_FIT

    @field_validator("items")
    @classmethod
    def in_order(cls, items: tuple[SwappedLine, ...]) -> tuple[SwappedLine, ...]:
        return tuple(sorted(items, key=lambda item: item.line))


@dataclass(frozen=True, slots=True)
class ExchangeFiled:
    """What was swapped together: a claim a line, one receipt."""

    filed: tuple[ClaimFiled, ...]
    difference: Money
    """Of all lines; negative when the customer gets something back."""
    method: str
    """Label of where the difference goes; empty when there is none."""


@tool(effect=Effect.WRITE, rung=Rung.CODE_VERIFIED, order_argument="order_id", result=ExchangeFiled)
async def file_exchange(arguments: FileExchange, context: ToolContext, session: WriteSession) -> ToolResult:
    """Exchange lines of a delivered order for other variants of the same products, after a yes to the summary.

    Use it when every line to swap and its new variant are known: an order can be exchanged only once. The new
    ones are set aside at once; a price difference is settled when the old ones are back.
    """
    order = context.authorised_order
    wanted = lines_of(order, arguments.items)
    await claim_store.lock_order(session, order.order_id)
    desk = await desk_for(order, context, session)
    variants = [
        _variant(line, item.sku, desk, context) for (line, _), item in zip(wanted, arguments.items, strict=True)
    ]
    swaps = [
        Swap(variant.sku, variant_words(variant), difference(line, variant, quantity))
        for (line, quantity), variant in zip(wanted, variants, strict=True)
    ]
    total = sum((swap.difference for swap in swaps), Money(0, order.total.currency))
    method_id, label, method = await method_for(desk, arguments.method_id, context, is_any=True, session=session)
    check_method(total, method_id, method)
    filed: list[ClaimFiled] = []
    for (line, quantity), swap in zip(wanted, swaps, strict=True):
        facts = exchange_facts(desk, line, context, quantity=quantity, reason=arguments.reason)
        wish = Wish(arguments.reason, ClaimKind.EXCHANGE, Remedy.EXCHANGE, swap=swap)
        claim, decision = await file_line(
            session, desk, line, facts, wish, context, method_id=method_id, method=label if swap.difference else ""
        )
        await context.shop.take_stock(swap.sku, quantity, key=f"{claim.claim_id}:take", session=session)
        filed.append(ClaimFiled(claim, decision, desk.rules.refund_days, desk.rules.send_back_days))
    return ToolResult(ExchangeFiled(tuple(filed), total, label if total.amount_minor else ""))


def exchange_facts(
    desk: Desk, line: OrderLine, context: ToolContext, *, quantity: int, reason: ReturnReason
) -> ClaimFacts:
    return line_facts(desk, line, context, quantity=quantity, reason=reason, kind=ClaimKind.EXCHANGE)


def difference(line: OrderLine, variant: Variant, quantity: int) -> Money:
    """What the new pieces cost more than the old ones did, before any discount on the order."""
    return (variant.price - line.unit_price) * quantity


def variant_words(variant: Variant) -> str:
    return variant.words


def check_method(total: Money, method_id: str | None, method: PaymentMethod | None) -> None:
    """Raises NotPossible: method_needed, gift_card_too_small."""
    if total.amount_minor > 0 and method_id is None:
        raise NotPossible("method_needed")
    if total.amount_minor > 0 and method is not None and not method.covers(total):
        raise NotPossible("gift_card_too_small")


def _variant(line: OrderLine, sku: str, desk: Desk, context: ToolContext) -> Variant:
    """Raises NotFound: no such variant. NotPossible: other_product, same_variant."""
    product = context.knowledge.product(line.product_id)
    if product is None:
        raise NotFound("product")
    variant = next((each for each in product.variants if each.sku == sku), None)
    if variant is None:
        raise NotPossible("other_product")
    if variant.sku == line.sku and not desk.rules.exchange_for_same:
        raise NotPossible("same_variant")
    return variant
