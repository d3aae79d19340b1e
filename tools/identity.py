"""Climbing the identity ladder: proving one order, and proving an account by a one-time code.

Whatever is refused is refused alike: an order or an address that is unknown, foreign or wrong takes the same
statements and gets the same answer. Guesses are counted whether or not there was anything to guess.
"""

import secrets
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from pydantic import Field

from domain import codes as rules
from domain.customers import Customer, Rung
from domain.delivery import Part
from domain.errors import NotPossible, TooManyRequests
from domain.orders import OrderId
from store import audit, codes, limits, mail, outbox
from store.database import WriteSession
from store.limits import Limit
from store.mail import Mail
from tools.orders import OrderNumber
from tools.spec import Arguments, Effect, ToolContext, ToolResult, tool

HOUR_S = 3600.0
DAY_S = 24 * HOUR_S
PROOFS_OF_ORDER = Limit("proofs.order", 10, HOUR_S)
PROOFS_OF_EMAIL = Limit("proofs.email", 10, HOUR_S)
PROOFS_OF_ORIGIN = Limit("proofs.origin", 40, HOUR_S)
"""An address may be a whole office."""
CODES_TO_ADDRESS = Limit("codes.email", 3, HOUR_S)
CODES_OF_CONVERSATION = Limit("codes.conversation", 6, DAY_S)
CODES_OF_ORIGIN = Limit("codes.origin", 20, HOUR_S)


class ProveOrder(Arguments):
    order_id: str = OrderNumber
    email: str | None = Field(default=None, description="The e-mail address the order was placed with.")
    postcode: str | None = Field(default=None, description="Or the postcode it was sent to.")


class RequestCode(Arguments):
    email: str | None = Field(default=None, description="The e-mail address of the account, as the customer gave it.")
    phone: str | None = Field(
        default=None,
        pattern=r"^\+[1-9]\d{6,14}$",
        description="Or its telephone number, +15035550117: the code is texted to it.",
    )
    order_id: str | None = Field(
        default=None, description="Or an order already proved in this conversation: the code goes to its customer."
    )


class EnterCode(Arguments):
    code: str = Field(pattern=r"^\d{6}$", description="The six digits, without spaces.")


@dataclass(frozen=True, slots=True)
class OrderProved:
    order_id: str
    is_proved: bool


@dataclass(frozen=True, slots=True)
class CodeSent:
    """Says nothing of whether the address is anybody's."""

    to: str
    """Masked."""
    expires_at: datetime
    by: Literal["mail", "text"] = "mail"


@dataclass(frozen=True, slots=True)
class CodeChecked:
    is_right: bool
    tries_left: int
    """0 after a wrong entry: the code is no good any more."""


@tool(effect=Effect.PROOF)
async def prove_order(arguments: ProveOrder, context: ToolContext) -> ToolResult:
    """Check an order number with its e-mail address or postcode; opens that one order for 30 minutes.

    Use it when a customer who is not signed in asks about an order and has given both.
    An unknown order and a wrong address get the same answer.
    """
    if not (arguments.email or arguments.postcode):
        raise NotPossible("proof_missing")
    await _count(
        context,
        (PROOFS_OF_ORDER, arguments.order_id),
        (PROOFS_OF_EMAIL, (arguments.email or "").casefold()),
        (PROOFS_OF_ORIGIN, context.origin),
    )
    is_proved = await context.shop.proves_order(
        OrderId(arguments.order_id), email=arguments.email, postcode=arguments.postcode
    )
    if not is_proved:
        return ToolResult(OrderProved(arguments.order_id, is_proved=False))
    principal = context.principal
    proved = {**principal.orders_until, arguments.order_id: context.now + rules.PROOF_LASTS}
    return ToolResult(
        OrderProved(arguments.order_id, is_proved=True),
        principal=replace(principal, rung=max(principal.rung, Rung.ORDER_VERIFIED), orders_until=proved),
    )


@tool(effect=Effect.PROOF, order_argument="order_id")
async def request_code(arguments: RequestCode, context: ToolContext) -> ToolResult:
    """Send a six-digit code to the customer of an account, by mail or text; it is good for ten minutes.

    Use it when a customer who is not signed in wants something that needs the account: a list of orders, a
    change of address or payment. Give the e-mail address or the telephone number of the account, or an order that
    this conversation has proved; nothing when the customer writes from a telephone number that we know.
    An address or number that is nobody's gets the same answer, and no code.
    """
    customer = await _account(arguments, context)
    number = _number(arguments, customer, context)
    typed = number or (arguments.email or (customer.email if customer else "")).casefold()
    await _count(
        context,
        (CODES_OF_CONVERSATION, context.conversation_id),
        (CODES_TO_ADDRESS, typed),
        (CODES_OF_ORIGIN, context.origin),
    )
    code, expires_at = rules.written(secrets.randbelow(10**rules.CODE_DIGITS)), context.now + rules.CODE_LASTS
    async with context.database.transaction() as session:
        await codes.keep(
            session,
            conversation_id=context.conversation_id,
            customer_id=customer.customer_id if customer else None,
            code_hash=rules.keyed_hash(context.secret, context.conversation_id, code),
            tries=rules.TRIES,
            now=context.now,
            expires_at=expires_at,
        )
        if number:
            await _text(session, code, customer, context)
        else:
            await mail.enqueue(session, _mail(code, customer, expires_at, context))
        await _record(session, "code.requested", context, customer_id=customer.customer_id if customer else None)
    if number:
        return ToolResult(CodeSent(rules.masked_number(number), expires_at, "text"))
    return ToolResult(CodeSent(rules.masked(typed), expires_at))


@tool(effect=Effect.PROOF)
async def enter_code(arguments: EnterCode, context: ToolContext) -> ToolResult:
    """Check the code that the customer typed; a right one opens their account here for 30 minutes.

    Use it only after request_code. Three tries a code; then a new one has to be requested.
    """
    code_hash = rules.keyed_hash(context.secret, context.conversation_id, arguments.code)
    async with context.database.transaction() as session:
        tried = await codes.attempt(
            session, conversation_id=context.conversation_id, code_hash=code_hash, now=context.now
        )
        await _record(session, "code.accepted" if tried.customer_id else "code.refused", context)
    if tried.customer_id is None:
        return ToolResult(CodeChecked(is_right=False, tries_left=tried.tries_left))
    principal = replace(
        context.principal,
        rung=max(context.principal.rung, Rung.CODE_VERIFIED),
        customer_id=tried.customer_id,
        actor=f"customer:{tried.customer_id}",
        verified_until=context.now + rules.PROOF_LASTS,
    )
    return ToolResult(CodeChecked(is_right=True, tries_left=tried.tries_left), principal=principal)


async def _account(arguments: RequestCode, context: ToolContext) -> Customer | None:
    """By the order that was proved, by the address or number given, or whose number is writing; one look-up each."""
    if context.principal.is_signed_in or context.principal.is_staff:
        raise NotPossible("already_signed_in")
    if context.order is not None:
        return await context.shop.customer(context.order.customer_id)
    if arguments.email:
        return await context.shop.customer_by_email(arguments.email)
    if arguments.phone:
        if not context.can_text:
            raise NotPossible("cannot_text")
        found = await context.shop.find_customers(email=None, phone=arguments.phone, name=None, postcode=None, limit=2)
        return found[0] if len(found) == 1 else None
    if context.principal.recognised is None:
        raise NotPossible("email_missing")
    return await context.shop.customer(context.principal.recognised)


def _number(arguments: RequestCode, customer: Customer | None, context: ToolContext) -> str:
    """Where a code is texted to; empty: it is mailed. What was typed counts, whether or not it is anybody's."""
    if arguments.phone:
        return arguments.phone
    is_own = arguments.email is None and arguments.order_id is None and context.can_text
    return (customer.phone or "") if is_own and customer else ""


async def _text(session: WriteSession, code: str, customer: Customer | None, context: ToolContext) -> None:
    """For nobody it has no recipient: it is written like any other, and never kept."""
    name = context.shop.profile.name
    said = f"{code[:3]} {code[3:]} is your {name} code: type it into the chat within 10 minutes, and tell it to nobody."
    await outbox.enqueue(
        session,
        Part(said),
        key=f"code:{secrets.token_hex(12)}",
        channel="sms",
        recipient=(customer.phone or "") if customer else "",
        is_secret=True,
        expires=rules.CODE_LASTS,
    )


def _mail(code: str, customer: Customer | None, expires_at: datetime, context: ToolContext) -> Mail:
    """For nobody it has no recipient: it is written like any other, and never kept."""
    profile = context.shop.profile
    text = (
        f"Hello{' ' + customer.first_name if customer else ''},\n\n"
        f"your {profile.name} code is {code[:3]} {code[3:]}\n\n"
        "Type it into the chat to go on. It works once, within ten minutes, in that conversation only.\n"
        f"If you did not ask for it, nothing needs to be done; nobody at {profile.name} will ever ask you for it.\n\n"
        f"{profile.name} · {profile.support_email}\n"
    )
    return Mail(
        key=f"code:{secrets.token_hex(12)}",
        to=customer.email if customer else "",
        subject=f"Your {profile.name} code",
        text=text,
        is_secret=True,
        expires_at=expires_at,
    )


async def _record(session: WriteSession, event: str, context: ToolContext, **details: str | None) -> None:
    principal = context.principal
    await audit.record(
        session, event=event, actor=principal.actor, conversation_id=context.conversation_id, details=details
    )


async def _count(context: ToolContext, *counted: tuple[Limit, str]) -> None:
    """Use a permit of each; subjects are kept as keyed hashes. Raises TooManyRequests after counting all."""
    refused: TooManyRequests | None = None
    async with context.database.connection() as connection:
        for limit, subject in counted:
            if not subject:
                continue
            key = f"{limit.name}:{rules.keyed_hash(context.secret, limit.name, subject)}"
            granted, resets_in_s = await limits.take(connection, key, limit, permits=1)
            if granted < 1:
                refused = refused or TooManyRequests(limit.name, retry_after_s=max(1, int(resets_in_s)))
    if refused is not None:
        raise refused
