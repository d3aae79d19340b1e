"""People with accounts for tests of signing in, and hashes that take no time."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any

import httpx
from argon2 import PasswordHasher

from api.auth import CustomerIdentity
from api.hashing import PasswordHashes
from api.resources import Limits, Serving
from domain.accounts import AccountId, NewAccount
from domain.customers import CustomerId, Role
from store import accounts, staff
from store.database import Database
from store.limits import Limit
from store.staff import StaffMember
from tests.api.service import MAYA, Service, running

SECRET = b"a secret of thirty-two characters"
PASSWORD = "linen and oat milk"
NOAH = "noah@example.com"
"""Another customer, of whom the shop of these tests knows nothing but the account."""
LENA, AMIR = "lena@example.org", "amir@example.org"
SERVING = Serving(
    secret=SECRET,
    limits=Limits(
        sign_ins_of_address=Limit("sign-ins", 100_000, 60), conversations_of_address=Limit("opened", 100_000, 60)
    ),
)
"""Without the limit by address, which has tests of its own."""


def quick_hashes() -> PasswordHashes:
    return PasswordHashes(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1), most_waiting=100_000)


@asynccontextmanager
async def people(
    database: Database,
    *,
    serving: Serving = SERVING,
    hashes: PasswordHashes | None = None,
    identity: CustomerIdentity | None = None,
    **changes: Any,
) -> AsyncIterator[Service]:
    """A service with Maya and Noah, customers, Lena, a lead, and Amir, an admin, who all have the same password."""
    passwords = hashes or quick_hashes()
    kept = await passwords.hash(PASSWORD)
    async with database.connection() as connection:
        for email, role in ((LENA, Role.LEAD), (AMIR, Role.ADMIN)):
            name = email.split("@")[0]
            await staff.put(connection, StaffMember(name, email, name.title(), role))
            new = NewAccount(account_id=AccountId(f"a_{name}"), email=email, name=name.title(), staff_id=name)
            await accounts.create(connection, new)
            await accounts.set_password(connection, new.account_id, kept)
        for email, customer_id in ((MAYA.email, MAYA.customer_id), (NOAH, CustomerId("C2"))):
            name = email.split("@")[0]
            new = NewAccount(account_id=AccountId(f"a_{name}"), email=email, name=name.title(), customer_id=customer_id)
            await accounts.create(connection, new)
            await accounts.set_password(connection, new.account_id, kept)
    changed = replace(serving, **changes)
    async with running(database, serving=changed, passwords=passwords, identity=identity) as service:
        yield service


@dataclass
class Person:
    """Somebody who is signed in."""

    client: httpx.AsyncClient
    tokens: dict[str, Any]

    @property
    def headers(self) -> dict[str, str]:
        return {"authorization": f"Bearer {self.tokens['access_token']}"}

    async def call(self, method: str, path: str, body: Any = None) -> httpx.Response:
        return await self.client.request(method, path, json=body, headers=self.headers)

    async def refresh(self) -> httpx.Response:
        body = {"refresh_token": self.tokens["refresh_token"]}
        return await self.client.post("/v1/sessions/refresh", json=body)


async def sign_in(service: Service, email: str = MAYA.email, password: str = PASSWORD, **more: Any) -> httpx.Response:
    return await service.client.post("/v1/sessions", json={"email": email, "password": password, **more})


async def person(service: Service, email: str = MAYA.email) -> Person:
    response = await sign_in(service, email)
    assert response.status_code == 201, response.text
    return Person(service.client, response.json())
