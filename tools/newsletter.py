"""The newsletter, on and off."""

import hashlib
import secrets
from dataclasses import dataclass

from pydantic import Field

from domain.contact import CustomerChange, email_of
from domain.customers import Customer
from domain.errors import InvalidInput, NotPossible
from store import mail, newsletter
from store.database import WriteSession
from store.mail import Mail
from tools.spec import Arguments, Effect, ToolContext, ToolResult, tool


class ChangeNewsletter(Arguments):
    wanted: bool = Field(description="True to get it, false to leave.")
    email: str | None = Field(default=None, description="Where to, for people without an account. Left out for others.")


@dataclass(frozen=True, slots=True)
class NewsletterChanged:
    wanted: bool
    email: str
    is_done: bool
    """False: a link was mailed to the address, and nothing changes before it is followed."""
    was_so: bool = False
    """It was as wanted before."""


@tool(effect=Effect.WRITE, result=NewsletterChanged)
async def change_newsletter(arguments: ChangeNewsletter, context: ToolContext, session: WriteSession) -> ToolResult:
    """Put the customer on the newsletter or take them off; without an account, by a link mailed to the address.

    Use it for "sign me up" and "stop the marketing e-mails". Not for e-mails about orders: those always come.
    """
    customer_id = context.principal.subject
    customer = await context.shop.customer(customer_id, session=session) if customer_id else None
    if customer is not None:
        return ToolResult(await _of_customer(customer, arguments.wanted, context, session))
    if arguments.email is None:
        raise NotPossible("email_missing")
    address = email_of(arguments.email)
    if address is None:
        raise InvalidInput("no e-mail address")
    if not await newsletter.was_asked(session, address, wanted=arguments.wanted):
        await _send_link(address, arguments.wanted, context, session)
    return ToolResult(NewsletterChanged(arguments.wanted, address, is_done=False))


async def _of_customer(
    customer: Customer, wanted: bool, context: ToolContext, session: WriteSession
) -> NewsletterChanged:
    was_so = customer.newsletter is wanted
    if not was_so:
        change = CustomerChange(newsletter=wanted)
        key = f"{context.conversation_id}:newsletter:{wanted}"
        await context.shop.update_customer(customer.customer_id, change, key=key, session=session)
    return NewsletterChanged(wanted, customer.email, is_done=True, was_so=was_so)


async def _send_link(address: str, wanted: bool, context: ToolContext, session: WriteSession) -> None:
    """The same words for an address the shop knows and for one it does not."""
    token = secrets.token_urlsafe(32)
    hashed = hash_of(token)
    await newsletter.ask(session, address, wanted=wanted, token_hash=hashed)
    shop = context.shop.profile.name
    doing = "get" if wanted else "leave"
    text = (
        f"Hello,\n\nsomebody asked us to let this address {doing} the {shop} newsletter. If that was you, follow this "
        f"link within {newsletter.LINK_DAYS} days and press the button there:\n\n"
        f"{context.service_url}/newsletter/{token}\n\nIf it was not you, do nothing: nothing changes.\n"
    )
    subject = f"Please confirm: {doing} the {shop} newsletter"
    key = f"newsletter:{hashed}"
    await mail.enqueue(session, Mail(key=key, to=address, subject=subject, text=text, is_secret=True))


def hash_of(token: str) -> str:
    """What of a link's token is stored."""
    return hashlib.sha256(token.encode()).hexdigest()
