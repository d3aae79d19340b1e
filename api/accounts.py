"""`/v1/account`: one's own account. `/v1/accounts`: everybody's, for admins."""

import secrets
from dataclasses import replace
from typing import Annotated, Any, Literal

import msgspec
from litestar import Controller, get, patch, post, put
from litestar.connection import Request
from litestar.datastructures import State
from litestar.params import FromPath, JSONBody, Parameter

from api import tokens
from api.auth import token_hash
from api.callers import require_caller
from api.passwords import LinkSent, mail_link, new_account_id
from api.resources import Resources
from api.sessions import Email, TokenText
from api.signing_in import record, tell_owner
from domain.accounts import LINK_LASTS, Account, AccountId, DeadLink, NewAccount
from domain.codes import masked
from domain.contact import CustomerChange, email_of, phone_of
from domain.customers import Role
from domain.errors import Conflict, InvalidInput, NotFound, NotPermitted
from domain.sessions import Ended
from store import accounts, mail, sessions, staff, stock_alerts
from store.database import WriteSession
from store.mail import Mail
from store.staff import StaffMember

PURPOSE = "email"
_REGION = "US"
"""Where a phone number without a country code is, for a customer without an address."""


class AccountOut(msgspec.Struct):
    account_id: str
    email: str
    name: str
    role: str
    has_password: bool
    has_second_factor: bool
    is_closed: bool


class AccountsOut(msgspec.Struct):
    accounts: list[AccountOut]


class ChangeEmail(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    email: Email


class ConfirmEmail(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    token: TokenText


class ChangePhone(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    phone: Annotated[str, msgspec.Meta(min_length=5, max_length=32)]


class InviteStaff(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    email: Email
    name: Annotated[str, msgspec.Meta(min_length=1, max_length=120)]
    role: Literal["lead", "admin"]


class ChangeAccount(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What is left out stays."""

    role: Literal["lead", "admin"] | None = None
    is_closed: bool | None = None


class OwnAccount(Controller):
    path = "/v1/account"
    tags = ("account",)

    @get("/", operation_id="read_account")
    async def read(self, request: Request[Any, Any, Any], state: State) -> AccountOut:
        """Who you are signed in as."""
        return _out((await require_caller(request, state["resources"])).account)

    @put("/email", operation_id="change_email", status_code=202)
    async def change_email(
        self, request: Request[Any, Any, Any], state: State, data: JSONBody[ChangeEmail]
    ) -> LinkSent:
        """Change your address: a link goes to the new one, and nothing changes before it is followed."""
        resources: Resources = state["resources"]
        account = (await require_caller(request, resources)).account
        address = _address(data.email)
        token, profile = tokens.new(tokens.LINK), resources.shop.profile
        text = (
            f"Hello {account.name.split(' ', 1)[0]},\n\nto use this address for your {profile.name} account, follow "
            f"this link within half an hour:\n\n{resources.serving.public_url}/email#{token.text}\n\n"
            f"If it was not you, do nothing.\n\n{profile.name} · {profile.support_email}\n"
        )
        subject = f"Your new address at {profile.name}"
        async with resources.database.transaction() as session:
            connection = await session.raw()
            await accounts.keep_link(
                connection, token.hashed, account.account_id, purpose=PURPOSE, lasts=LINK_LASTS, email=address
            )
            letter = Mail(key=f"email:{token.hashed}", to=address, subject=subject, text=text, is_secret=True)
            await mail.enqueue(session, letter)
            await record(session, "email.change_asked", account)
        return LinkSent("A link is on its way to the new address.")

    @post("/email/confirmation", operation_id="confirm_email", status_code=204)
    async def confirm_email(self, state: State, data: JSONBody[ConfirmEmail]) -> None:
        """Follow the link in the mail: from now on this is your address. The old one is told."""
        resources: Resources = state["resources"]
        async with resources.database.transaction() as session:
            connection = await session.raw()
            found = await accounts.use_link(connection, token_hash(data.token), purpose=PURPOSE)
            kept = await accounts.by_id(connection, found[0]) if found else None
            if found is None or kept is None or kept.account.is_closed:
                raise DeadLink("link unknown or over")
            await _move(session, resources, kept.account, found[1])

    @put("/phone", operation_id="change_phone", status_code=204)
    async def change_phone(self, request: Request[Any, Any, Any], state: State, data: JSONBody[ChangePhone]) -> None:
        """Change your phone number."""
        resources: Resources = state["resources"]
        account = (await require_caller(request, resources)).account
        assert account.customer_id is not None  # the table opens this to customers only
        async with resources.database.transaction() as session:
            customer = await resources.shop.customer(account.customer_id, session=session)
            if customer is None:
                raise NotFound("customer")
            phone = phone_of(data.phone, customer.address.get("country") or _REGION)
            if phone is None:
                raise InvalidInput("no phone number", public="Nobody can be called at this number.")
            key = f"account:phone:{secrets.token_hex(8)}"
            await resources.shop.update_customer(
                account.customer_id, CustomerChange(phone=phone), key=key, session=session
            )
            await tell_owner(session, resources, account, "The phone number of your account was changed.")
            await record(session, "phone.changed", account)


class Accounts(Controller):
    path = "/v1/accounts"
    tags = ("accounts",)

    @get("/", operation_id="list_accounts")
    async def list(
        self,
        state: State,
        after: Annotated[str, Parameter(max_length=40, description="Only above this account_id.")] = "",
        limit: Annotated[int, Parameter(ge=1, le=200)] = 50,
    ) -> AccountsOut:
        """Everybody who may sign in, by account_id. For admins."""
        resources: Resources = state["resources"]
        async with resources.database.connection() as connection:
            return AccountsOut([_out(one) for one in await accounts.page(connection, after=after, limit=limit)])

    @post("/", operation_id="invite_staff")
    async def invite(self, request: Request[Any, Any, Any], state: State, data: JSONBody[InviteStaff]) -> AccountOut:
        """Let somebody into the support team: a link to set a password goes to their address. For admins."""
        resources: Resources = state["resources"]
        admin = (await require_caller(request, resources)).account
        async with resources.database.transaction() as session:
            account = await add_staff(session, _address(data.email), data.name, Role(data.role))
            await mail_link(session, resources, account)
            await record(session, "staff.invited", admin, invited=account.account_id, role=data.role)
        return _out(account)

    @patch("/{account_id:str}", operation_id="change_account")
    async def change(
        self, request: Request[Any, Any, Any], state: State, account_id: FromPath[str], data: JSONBody[ChangeAccount]
    ) -> AccountOut:
        """Change what somebody of the team is, or close and reopen an account. Takes effect at once. For admins.

        Nobody changes their own: the last admin could lock everybody out.
        """
        resources: Resources = state["resources"]
        admin = (await require_caller(request, resources)).account
        async with resources.database.transaction() as session:
            connection = await session.raw()
            kept = await accounts.by_id(connection, AccountId(account_id))
            if kept is None:
                raise NotFound("account")
            if kept.account.account_id == admin.account_id:
                raise NotPermitted("own account", public="Another admin has to change your account.")
            changed = kept.account
            if data.role is not None:
                changed = await give_role(session, changed, Role(data.role))
            if data.is_closed is not None:
                await accounts.close(connection, changed.account_id, is_closed=data.is_closed)
                changed = replace(changed, is_closed=data.is_closed)
            if data.is_closed:
                await sessions.end_all(connection, changed.account_id, Ended.CLOSED)
            details = {"changed": changed.account_id, "role": data.role, "is_closed": data.is_closed}
            await record(session, "account.changed", admin, **details)
        return _out(changed)


async def add_staff(session: WriteSession, email: str, name: str, role: Role) -> Account:
    """A member of the team with an account that has no password yet. Raises Conflict: the address has an account."""
    connection = await session.raw()
    if await accounts.by_email(connection, email) is not None:
        raise Conflict("email taken", public="There is an account with this address already.")
    member = await staff.by_email(connection, email) or StaffMember(f"S{secrets.token_hex(4)}", email, name, role)
    await staff.put(connection, replace(member, name=name, role=role))
    new = NewAccount(account_id=new_account_id(), email=email, name=name, staff_id=member.staff_id)
    await accounts.create(connection, new)
    return Account(account_id=new.account_id, email=email, name=name, role=role, staff_id=member.staff_id)


async def give_role(session: WriteSession, account: Account, role: Role) -> Account:
    """Raises Conflict: a customer's account, which has no role in the team."""
    if account.staff_id is None:
        raise Conflict(
            "a customer's account has no role in the team",
            public="This is a customer's account. Invite them with another address.",
        )
    await staff.put(await session.raw(), StaffMember(account.staff_id, account.email, account.name, role))
    return replace(account, role=role)


async def _move(session: WriteSession, resources: Resources, account: Account, address: str) -> None:
    connection = await session.raw()
    await accounts.set_email(connection, account.account_id, address)
    if account.customer_id is not None:
        key = f"account:email:{secrets.token_hex(8)}"
        await resources.shop.update_customer(
            account.customer_id, CustomerChange(email=address), key=key, session=session
        )
        await stock_alerts.move(session, account.customer_id, email=address)
    elif account.staff_id is not None:
        await staff.put(connection, StaffMember(account.staff_id, address, account.name, account.role))
    what = f"The address of your account was changed to {masked(address)}. From now on we write there."
    await tell_owner(session, resources, account, what)
    await record(session, "email.changed", account)


def _address(text: str) -> str:
    address = email_of(text)
    if address is None:
        raise InvalidInput("no e-mail address", public="This is not an e-mail address.")
    return address


def _out(account: Account) -> AccountOut:
    return AccountOut(
        account_id=account.account_id,
        email=account.email,
        name=account.name,
        role=account.role.value,
        has_password=account.has_password,
        has_second_factor=account.has_second_factor,
        is_closed=account.is_closed,
    )
