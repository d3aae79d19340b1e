"""Invoices: shown in the chat, and mailed to the address on file. Written from the order's stored rows."""

from dataclasses import dataclass

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.numbers import format_currency

from domain.contact import masked_email
from domain.customers import Rung
from domain.invoices import Invoice, invoice_of
from domain.money import Money
from store import mail
from store.database import WriteSession
from store.mail import Mail
from tools.orders import OrderNumber
from tools.spec import Arguments, Effect, ToolContext, ToolResult, tool


class InvoiceArguments(Arguments):
    order_id: str = OrderNumber


@dataclass(frozen=True, slots=True)
class InvoiceMailed:
    invoice: Invoice
    sent_to: str
    """Masked."""
    was_sent_today: bool
    """It went out earlier today: no second copy was sent."""


@tool(effect=Effect.READ, rung=Rung.ORDER_VERIFIED, order_argument="order_id")
async def get_invoice(arguments: InvoiceArguments, context: ToolContext) -> ToolResult:
    """Show the invoice of one order: lines, shipping, discount, total, what was refunded.

    Use it for "what's on my invoice" and before mailing a copy. Not for an order that is unpaid or cancelled.
    """
    return ToolResult(invoice_of(context.authorised_order))


@tool(effect=Effect.WRITE, rung=Rung.ORDER_VERIFIED, order_argument="order_id", result=InvoiceMailed)
async def mail_invoice(arguments: InvoiceArguments, context: ToolContext, session: WriteSession) -> ToolResult:
    """Mail a copy of an order's invoice to the address on file, once a day at most.

    Use it for "send me the invoice again". It goes nowhere else: to send it elsewhere, the address on file must
    be changed first. So knowing the order is proof enough.
    """
    order = context.authorised_order
    invoice = invoice_of(order)
    customer = await context.shop.customer(order.customer_id, session=session)
    address = customer.email if customer else order.email
    key = f"invoice:{order.order_id}:{context.today}"
    was_sent_today = await mail.is_queued(session, key)
    if not was_sent_today:
        text = written(invoice, context)
        subject = f"Your invoice {invoice.number}"
        await mail.enqueue(session, Mail(key=key, to=address, subject=subject, text=text))
    return ToolResult(InvoiceMailed(invoice, masked_email(address), was_sent_today))


def written(invoice: Invoice, context: ToolContext) -> str:
    """The whole invoice as text, amounts and dates as the reader writes them."""
    locale = _locale(context.locale)

    def money(value: Money) -> str:
        return format_currency(value.amount, value.currency, locale=locale)

    lines = [
        f"{line.quantity} x {line.name}, {line.colour}, {line.size}: {money(line.unit_price)} each, {money(line.total)}"
        for line in invoice.lines
    ]
    sums = [("Subtotal", invoice.subtotal), ("Shipping", invoice.shipping)]
    if invoice.discount.amount_minor:
        sums.append(("Discount", invoice.discount * -1))
    sums.append(("Total", invoice.total))
    if invoice.refunded.amount_minor:
        sums.append(("Refunded since", invoice.refunded))
    profile = context.shop.profile
    parts = (
        f"{profile.name}\nInvoice {invoice.number}",
        f"Order {invoice.order_id} of {format_date(invoice.ordered_on, 'long', locale=locale)}",
        "\n".join(invoice.address),
        "\n".join(lines),
        "\n".join(f"{name}: {money(amount)}" for name, amount in sums),
        f"Paid with {invoice.paid_with}" if invoice.paid_with else "",
        f"Questions? {profile.support_email}, {profile.support_phone}",
    )
    return "\n\n".join(part for part in parts if part) + "\n"


def _locale(tag: str) -> Locale:
    try:
        return Locale.parse(tag.replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        return Locale.parse("en_US")
