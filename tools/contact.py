"""Where a customer is reached: e-mail, phone, and the address that new orders go to."""

import secrets
from dataclasses import dataclass

from pydantic import Field

from domain.accounts import INVITATION_LASTS
from domain.contact import CustomerChange, email_of, masked_email, phone_of
from domain.customers import Customer, Rung
from domain.errors import NotFound, NotPossible
from store import accounts, mail, sessions, stock_alerts
from store.database import WriteSession
from store.mail import Mail
from tools.newsletter import hash_of
from tools.spec import Arguments, Effect, ToolContext, ToolResult, tool


class ChangeContact(Arguments):
    email: str | None = Field(default=None, description="The new e-mail address.")
    phone: str | None = Field(default=None, description='The new number, best with its country: "+1 503 555 0142".')


class ChangeDefaultAddress(Arguments):
    street: str = Field(min_length=3, max_length=120, description="Street and house number.")
    street2: str | None = Field(default=None, max_length=120, description="Flat, floor, company; left out if none.")
    city: str = Field(min_length=2, max_length=80, description="Town or city.")
    state: str | None = Field(default=None, max_length=40, description='State or province where one is used: "OR".')
    postcode: str = Field(min_length=3, max_length=12, description="Postcode or ZIP code.")
    country: str | None = Field(
        default=None, pattern=r"^[A-Z]{2}$", description='Two letters, "US"; left out, the country stays.'
    )
    name: str | None = Field(default=None, max_length=80, description="Who it is for; left out, the name stays.")


@dataclass(frozen=True, slots=True)
class ContactChanged:
    email: str | None
    """The new one, where it was changed."""
    phone: str | None
    noticed_at: str | None = None
    """The old e-mail address, masked, which was told of the change."""
    sign_in_link: bool = False
    """The customer signs in with an address: with the new one once the link sent there was followed."""


@dataclass(frozen=True, slots=True)
class DefaultAddressChanged:
    address: dict[str, str]


@tool(effect=Effect.WRITE, rung=Rung.CODE_VERIFIED, result=ContactChanged)
async def change_contact(arguments: ChangeContact, context: ToolContext, session: WriteSession) -> ToolResult:
    """Change the customer's e-mail address or phone number; the old e-mail address is told of a new one.

    Use it when the customer gives the new address or number. Not for the address that parcels go to.
    """
    customer = await _customer(context, session)
    if not context.principal.is_staff and not await sessions.proved_recently(session, context.conversation_id):
        raise NotPossible("signed_in_long_ago")
    change = _change(arguments, customer, region=customer.address.get("country") or "US")
    await context.shop.update_customer(
        customer.customer_id, change, key=f"{context.conversation_id}:contact", session=session
    )
    noticed_at, sign_in_link = None, False
    if change.email is not None:
        await _tell_old_address(customer, change.email, context, session)
        await stock_alerts.move(session, customer.customer_id, email=change.email)
        sign_in_link = await _offer_sign_in(customer, change.email, context, session)
        noticed_at = masked_email(customer.email)
    return ToolResult(ContactChanged(change.email, change.phone, noticed_at, sign_in_link))


@tool(effect=Effect.WRITE, rung=Rung.CODE_VERIFIED, result=DefaultAddressChanged)
async def change_default_address(
    arguments: ChangeDefaultAddress, context: ToolContext, session: WriteSession
) -> ToolResult:
    """Change the address in the customer's account, to which new orders go.

    Use it for "I moved" and "my address is now". Not for an order that is placed: that is change_order_address.
    """
    customer = await _customer(context, session)
    given = arguments.model_dump(exclude_none=True)
    keeps = {name: customer.address[name] for name in ("name", "country") if customer.address.get(name)}
    address = {"name": customer.name, **keeps, **given}
    if "country" not in address:
        raise NotPossible("country_missing")
    if address == customer.address:
        raise NotPossible("same_as_before")
    changed = await context.shop.update_customer(
        customer.customer_id,
        CustomerChange(address=address),
        key=f"{context.conversation_id}:address",
        session=session,
    )
    return ToolResult(DefaultAddressChanged(changed.address))


def _change(arguments: ChangeContact, customer: Customer, *, region: str) -> CustomerChange:
    """What is really new, in the one form it is kept in. Raises NotPossible with what is wrong."""
    email = email_of(arguments.email) if arguments.email else None
    phone = phone_of(arguments.phone, region) if arguments.phone else None
    if arguments.email and email is None:
        raise NotPossible("no_email")
    if arguments.phone and phone is None:
        raise NotPossible("no_phone")
    change = CustomerChange(
        email=email if email != customer.email else None, phone=phone if phone != customer.phone else None
    )
    if change.email is None and change.phone is None:
        raise NotPossible("same_as_before")
    return change


async def _tell_old_address(customer: Customer, new: str, context: ToolContext, session: WriteSession) -> None:
    """So that nobody loses an account without hearing of it. The new one is masked: the mailbox may be another's."""
    profile = context.shop.profile
    text = (
        f"Hello {customer.first_name},\n\nthe e-mail address of your {profile.name} account was changed to "
        f"{masked_email(new)}. From now on we write there.\n\nIf this was not you, write to "
        f"{profile.support_email} or call {profile.support_phone}, and we put it right.\n"
    )
    subject = f"Your {profile.name} e-mail address was changed"
    key = f"email_changed:{customer.customer_id}:{customer.email}:{new}:{context.today}"
    await mail.enqueue(session, Mail(key=key, to=customer.email, subject=subject, text=text))


async def _offer_sign_in(customer: Customer, new: str, context: ToolContext, session: WriteSession) -> bool:
    """Who has a password goes on signing in with the old address until they follow a link sent to the new one.

    An address that was mistyped must not take the account along. False: they have none.
    """
    connection = await session.raw()
    kept = await accounts.of_customer(connection, customer.customer_id)
    if kept is None:
        return False
    profile, token = context.shop.profile, f"sl_{secrets.token_urlsafe(32)}"
    await accounts.keep_link(
        connection, hash_of(token), kept.account.account_id, purpose="email", lasts=INVITATION_LASTS, email=new
    )
    text = (
        f"Hello {customer.first_name},\n\nwe write to this address from now on. To sign in to your {profile.name} "
        f"account with it, follow this link within three days:\n\n{context.service_url}/email#{token}\n\n"
        f"Until then the old address is the one to sign in with.\n\n{profile.name} · {profile.support_email}\n"
    )
    subject = f"Sign in to {profile.name} with this address"
    await mail.enqueue(session, Mail(key=f"email:{hash_of(token)}", to=new, subject=subject, text=text, is_secret=True))
    return True


async def _customer(context: ToolContext, session: WriteSession) -> Customer:
    customer_id = context.principal.subject
    customer = await context.shop.customer(customer_id, session=session) if customer_id else None
    if customer is None:
        raise NotFound("customer")
    return customer
