"""Every route of the API, called by every role with ids that are its own, somebody else's and nobody's."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any

import httpx
import pytest
import pytest_asyncio

from api.app import create_routes
from api.auth import DemoIdentity
from api.openapi import EXAMPLES, describe
from api.permissions import ROUTES, Access
from domain.accounts import AccountId
from domain.customers import Role
from store import accounts, handoffs
from store.database import Database
from tests.api.accounts import AMIR, LENA, NOAH, PASSWORD, SERVING, Person, people, person
from tests.api.service import MAYA, UNLIMITED, Service

LIMITS = replace(UNLIMITED.limits, sign_ins_of_address=SERVING.limits.sign_ins_of_address)
DEMO = replace(SERVING, is_demo=True, limits=LIMITS)
WHO: dict[str, str | None] = {"nobody": None, "customer": MAYA.email, "lead": LENA, "admin": AMIR}
ACCOUNTS = {MAYA.email: "a_maya", NOAH: "a_noah", LENA: "a_lena", AMIR: "a_amir"}
NOBODYS = {
    "conversation_id": "c_AAAAAAAAAAAAAAAA",
    "session_id": "s_AAAAAAAAAAAAAAAA",
    "account_id": "a_AAAAAAAAAAAAAAAA",
    "file_id": "f_" + "0" * 32,
    "name": "nobody",
    "ticket_id": "T-AAAAAA",
}
REFUSALS = {"session_over", "not_signed_in", "not_permitted", "reauthentication_needed"}


@dataclass(frozen=True)
class Operation:
    name: str
    method: str
    path: str

    @property
    def access(self) -> Access:
        return ROUTES[self.name]

    @property
    def ids(self) -> list[str]:
        return [part[1:-1] for part in self.path.split("/") if part.startswith("{")]


def _operations() -> list[Operation]:
    document = describe(create_routes(lambda: pytest.fail("not opened"), serving=DEMO))
    return [
        Operation(operation["operationId"], method.upper(), path)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]


OPERATIONS = _operations()
SIGNED_IN = [operation for operation in OPERATIONS if operation.access.roles]
HELD = [operation for operation in OPERATIONS if operation.access.is_by_conversation]
OPEN = [operation for operation in OPERATIONS if not (operation.access.roles or operation.access.is_by_conversation)]


def _named(operation: Operation) -> str:
    return operation.name


@pytest_asyncio.fixture
async def service(database: Database) -> AsyncIterator[Service]:
    async with people(database, serving=DEMO, identity=DemoIdentity(b"k" * 32)) as found:
        yield found


@dataclass(frozen=True)
class Answer:
    status: int
    code: str
    detail: str


async def call(
    service: Service, operation: Operation, ids: dict[str, str], headers: dict[str, str] | None = None
) -> Answer:
    """With the example of the API's description as its body."""
    example = EXAMPLES[operation.name]
    body: dict[str, Any] = {"json": example["request"]} if "request" in example else {}
    if "form" in example:
        body = {"files": {"file": ("x.png", b"no picture", "image/png")}}
    path = operation.path.format(**(NOBODYS | ids))
    async with service.client.stream(operation.method, path, headers=headers or {}, **body) as response:
        if response.status_code < 400:
            return Answer(response.status_code, "", "")
        await response.aread()
        problem = response.json()
        return Answer(response.status_code, problem["code"], problem["detail"])


async def fresh(service: Service, email: str) -> Person:
    """Signed in just now, whatever an earlier call did to the account."""
    async with service.resources.database.connection() as connection:
        account_id = AccountId(ACCOUNTS[email])
        await accounts.set_password(connection, account_id, await service.resources.passwords.hash(PASSWORD))
    return await person(service, email)


async def ticket_of(service: Service) -> str:
    """Of somebody who waits for a person."""
    waiting = await service.open()
    async with service.resources.database.transaction() as session:
        ticket, _ = await handoffs.open_ticket(
            session, conversation_id=waiting.conversation_id, reason="asked", packet_json="{}"
        )
    return ticket


async def session_of(someone: Person) -> str:
    listed = (await someone.call("GET", "/v1/sessions")).json()["sessions"]
    return next(one["session_id"] for one in listed if one["is_current"])


def test_the_table_and_the_description_name_the_same_routes() -> None:
    assert {operation.name for operation in OPERATIONS} == set(ROUTES)


@pytest.mark.parametrize("operation", SIGNED_IN, ids=_named)
async def test_a_route_opens_to_its_roles_and_to_nobody_else(service: Service, operation: Operation) -> None:
    for who, email in WHO.items():
        headers: dict[str, str] = {}
        own: dict[str, str] = {}
        if email is not None:
            someone = await fresh(service, email)
            headers, own = someone.headers, {"session_id": await session_of(someone), "account_id": "a_noah"}
            own["ticket_id"] = await ticket_of(service)
        answer = await call(service, operation, own, headers)
        if email is None:
            assert (answer.status, answer.code) == (401, "session_over"), who
        elif Role(who) in operation.access.roles:
            assert answer.code not in REFUSALS and answer.status not in (404, 405) and answer.status < 500, answer
        else:
            assert (answer.status, answer.code) == (403, "not_permitted"), (who, answer)


@pytest.mark.parametrize("operation", [one for one in SIGNED_IN if one.ids], ids=_named)
async def test_what_is_somebody_elses_is_answered_like_what_does_not_exist(
    service: Service, operation: Operation
) -> None:
    noah = await fresh(service, NOAH)
    foreign = {"session_id": await session_of(noah)}
    for who, email in WHO.items():
        if email is None:
            continue
        headers = (await fresh(service, email)).headers
        unknown = await call(service, operation, {}, headers)
        assert unknown.status == (404 if Role(who) in operation.access.roles else 403)
        if "session_id" in operation.ids:
            assert await call(service, operation, foreign, headers) == unknown
    assert (await noah.call("GET", "/v1/account")).status_code == 200


@pytest.mark.parametrize("operation", [one for one in SIGNED_IN if one.access.needs_recent_proof], ids=_named)
async def test_what_needs_a_fresh_proof_is_refused_without(service: Service, operation: Operation) -> None:
    for role in operation.access.roles:
        someone = await fresh(service, str(WHO[role.value]))
        async with service.resources.database.connection() as connection:
            await connection.execute("UPDATE sessions SET authenticated_at = now() - interval '11 minutes'")
        answer = await call(service, operation, {"account_id": "a_noah"}, someone.headers)
        assert (answer.status, answer.code) == (403, "reauthentication_needed"), role


@pytest.mark.parametrize("operation", HELD, ids=_named)
async def test_a_conversation_opens_to_its_own_token_only(service: Service, operation: Operation) -> None:
    mine, foreign = await service.open(), await service.open()
    async with signed_in_conversation(service) as other:
        without = await call(service, operation, {"conversation_id": mine.conversation_id})
        unknown = await call(service, operation, {}, mine.headers)
        for theirs in (foreign.conversation_id, other):
            assert await call(service, operation, {"conversation_id": theirs}, mine.headers) == unknown
        for email in (MAYA.email, LENA, AMIR):
            # A session's token is no conversation's: staff read conversations by other routes.
            headers = (await fresh(service, email)).headers
            assert await call(service, operation, {"conversation_id": other}, headers) == unknown
        own = await call(service, operation, {"conversation_id": mine.conversation_id}, mine.headers)

    assert (without.status, without.code) == (401, "not_signed_in")
    assert (unknown.status, unknown.code) == (404, "not_found")
    # Their examples name a photo and a sign-in that are not there.
    if operation.name not in ("read_photo", "identify_speaker"):
        assert own.status not in (401, 403, 405) and own.status < 500 and own != unknown


@asynccontextmanager
async def signed_in_conversation(service: Service) -> AsyncIterator[str]:
    """The id of one that Noah opened signed in."""
    headers = (await fresh(service, NOAH)).headers
    opened: httpx.Response = await service.client.post("/v1/conversations", json={}, headers=headers)
    assert opened.status_code == 201
    yield opened.json()["conversation_id"]


@pytest.mark.parametrize("operation", OPEN, ids=_named)
async def test_an_open_route_asks_nobody_to_sign_in(service: Service, operation: Operation) -> None:
    answer = await call(service, operation, {})
    assert answer.code not in REFUSALS or operation.name == "refresh_session"
    assert answer.status < 500


async def test_a_thousand_invented_ids_are_all_unknown(service: Service) -> None:
    maya = await fresh(service, MAYA.email)
    conversation = await service.open()
    answers: set[tuple[int, str]] = set()
    for number in range(500):
        invented = await maya.call("DELETE", f"/v1/sessions/s_{number:016}")
        answers.add((invented.status_code, invented.json()["detail"]))
        path = f"/v1/conversations/c_{number:016}/messages"
        invented = await service.client.get(path, headers=conversation.headers)
        answers.add((invented.status_code, invented.json()["detail"]))

    assert answers == {(404, "I could not find that.")}


async def test_a_route_that_is_not_in_the_table_answers_nobody(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(ROUTES, "health_live")
    answer = await service.client.get("/health/live", headers=(await fresh(service, AMIR)).headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "not_permitted")
