"""Limits, sign-in, health, description, pages, logs."""

import asyncio
import json
import logging
import re
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from ipaddress import ip_network
from pathlib import Path

import pytest

from api.app import create_routes
from api.auth import DemoIdentity, demo_secret, token_hash
from api.logs import JsonLines
from api.openapi import EXAMPLES, describe
from api.pages import FOLDER
from api.resources import Limits, Serving
from domain.customers import CustomerId, Rung
from store.database import RESTS_S, Database, connect
from store.embedded import EmbeddedPostgres
from store.limits import Limit
from tests.api.service import MAYA, Service, running

DEMO = Serving(is_demo=True)
OWN = (ip_network("127.0.0.0/8"),)
IDENTITY = DemoIdentity(b"k" * 32)


async def test_messages_above_the_limit_are_429_with_retry_after_and_not_kept(database: Database) -> None:
    serving = Serving(limits=Limits(messages_of_conversation=Limit("m", 2, 60)))
    async with running(database, serving=serving) as service:
        customer, other = await service.open(), await service.open()
        codes = [(await customer.send(str(number))).status_code for number in range(3)]
        refused = await customer.send("more")

        assert codes == [201, 201, 429]
        assert refused.json()["code"] == "too_many_requests"
        assert 1 <= int(refused.headers["retry-after"]) <= 60
        assert len((await customer.transcript())["messages"]) == 4
        assert (await other.send("hello")).status_code == 201


async def test_a_stranger_cannot_use_up_the_limit_of_a_conversation(database: Database) -> None:
    serving = Serving(limits=Limits(messages_of_conversation=Limit("m", 2, 60)))
    async with running(database, serving=serving) as service:
        customer = await service.open()
        for _ in range(5):
            await service.client.post(
                f"{customer.path}/messages", json={"text": "x"}, headers={"authorization": "Bearer guess"}
            )

        assert (await customer.send("hello")).status_code == 201


@pytest.mark.parametrize(("trusted", "expected"), [(False, [201, 429, 429]), (True, [201, 201, 429])])
async def test_forwarded_addresses_count_only_where_a_proxy_is_trusted(
    database: Database, trusted: bool, expected: list[int]
) -> None:
    limits = Limits(conversations_of_address=Limit("o", 1, 60))
    async with running(database, serving=Serving(trusted_proxies=OWN if trusted else (), limits=limits)) as service:
        codes = []
        for forwarded in ("10.0.0.1", "10.0.0.1, 10.0.0.2", "10.9.9.9, 10.0.0.2"):
            headers = {"x-forwarded-for": forwarded}
            codes.append((await service.client.post("/v1/conversations", headers=headers)).status_code)

    assert codes == expected


async def test_a_demo_customer_signs_in_and_is_known_in_the_turn(database: Database) -> None:
    async with running(database, serving=DEMO, identity=IDENTITY) as service:
        signed_in = await service.client.post("/v1/demo/sign-in", json={"email": " Maya@Example.com "})
        assert signed_in.status_code == 200
        assert signed_in.json()["name"] == "Maya Lind"
        token = signed_in.json()["customer_token"]

        opened = await service.client.post("/v1/conversations", json={"customer_token": token})
        customer = await service.open(customer_token=token)
        await customer.send("hello")

    assert opened.json()["signed_in"] is True
    assert "Maya" in opened.json()["greeting"]["text"]
    principal = service.agent.turns[0].principal
    assert (principal.rung, principal.customer_id, principal.actor) == (Rung.SIGNED_IN, "C1", "customer:C1")


async def test_an_unknown_demo_customer_is_404(database: Database) -> None:
    async with running(database, serving=DEMO, identity=IDENTITY) as service:
        response = await service.client.post("/v1/demo/sign-in", json={"email": "nobody@example.com"})

    assert (response.status_code, response.json()["code"]) == (404, "not_found")


async def test_outside_a_demo_nobody_signs_in_by_email(service: Service) -> None:
    assert (await service.client.post("/v1/demo/sign-in", json={"email": MAYA.email})).status_code == 404


TOKEN = IDENTITY.issue(MAYA.customer_id)
FORGED = DemoIdentity(b"x" * 32).issue(MAYA.customer_id)


# Named, because a token holds the second of its making, and each worker makes its own.
@pytest.mark.parametrize(
    "token",
    ["", "x", "a.b", TOKEN + "x", TOKEN[:-2], FORGED, TOKEN.replace(".", ".."), "ü.ü", "." * 4000],
    ids=["empty", "a letter", "short", "longer", "cut", "forged", "two dots", "umlauts", "dots"],
)
async def test_a_customer_token_that_does_not_hold_is_401_not_anonymous(database: Database, token: str) -> None:
    async with running(database, serving=DEMO, identity=IDENTITY) as service:
        response = await service.client.post("/v1/conversations", json={"customer_token": token})

    assert (response.status_code, response.json()["code"]) == (401, "bad_customer_token")


def test_a_customer_token_runs_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.auth.CUSTOMER_TOKEN_S", -1)

    assert IDENTITY.verify(IDENTITY.issue(CustomerId("C1"))) is None


def test_the_demo_secret_is_made_once_and_private(tmp_path: Path) -> None:
    secret = demo_secret(tmp_path)

    assert demo_secret(tmp_path) == secret
    [path] = tmp_path.iterdir()
    assert path.stat().st_mode & 0o077 == 0


async def test_the_token_is_stored_only_as_a_hash(service: Service) -> None:
    customer = await service.open()

    async with service.resources.database.connection() as connection:
        stored = await connection.fetchval("SELECT row_to_json(c)::text FROM conversations c")
    assert customer.token not in str(stored)
    assert str(stored).count(token_hash(customer.token)) == 1


async def test_health_says_what_is_well(service: Service) -> None:
    assert (await service.client.get("/health/live")).json() == {"status": "live"}
    ready = await service.client.get("/health/ready")
    assert (ready.status_code, ready.json()["status"]) == (200, "ready")


async def test_without_a_database_it_is_alive_but_not_ready_and_takes_no_message(
    own_database: Database, postgres: EmbeddedPostgres
) -> None:
    async with running(own_database) as service:
        customer = await service.open()
        async with away(own_database, postgres):
            ready = await service.client.get("/health/ready")
            refused = await customer.send("hello")
            live = await service.client.get("/health/live")

        assert live.status_code == 200
        assert (ready.status_code, ready.json()["checks"]["database"]) == (503, "unavailable")
        assert (refused.status_code, refused.json()["code"]) == (503, "store_unavailable")
        assert int(refused.headers["retry-after"]) > 0
        assert (await customer.send("hello again")).status_code == 201
        assert [m["text"] for m in (await customer.transcript())["messages"]] == [
            "hello again",
            "heard: hello again",
        ]


@asynccontextmanager
async def away(database: Database, postgres: EmbeddedPostgres) -> AsyncIterator[None]:
    """The database throws everybody out and lets nobody in."""
    async with database.connection() as connection:
        name = await connection.fetchval("SELECT current_database()")
    administrator = await connect(postgres.dsn)
    try:
        await administrator.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        await administrator.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = $1", name
        )
        yield
        await administrator.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
        await asyncio.sleep(RESTS_S)
    finally:
        await administrator.close()


def test_every_route_has_an_example_and_every_example_a_route() -> None:
    document = describe(create_routes(lambda: pytest.fail("not opened"), serving=DEMO))

    operations = {op["operationId"]: op for path in document["paths"].values() for op in path.values()}
    assert set(operations) == set(EXAMPLES)
    for operation in operations.values():
        example = EXAMPLES[operation["operationId"]]
        assert ("contentMediaType" if "binary" in example else "example") in json.dumps(operation["responses"])
        assert ("requestBody" in operation) == bool({"request", "form"} & set(example))


async def test_the_examples_of_requests_work(database: Database) -> None:
    async with running(database, serving=DEMO, identity=IDENTITY) as service:
        opened = await service.client.post("/v1/conversations", json=EXAMPLES["open_conversation"]["request"])
        customer = await service.open()
        sent = await service.client.post(
            f"{customer.path}/messages", json=EXAMPLES["send_message"]["request"], headers=customer.headers
        )
        read = await customer.transcript()
        signed_in = await service.client.post("/v1/demo/sign-in", json=EXAMPLES["demo_sign_in"]["request"])
        ready = await service.client.get("/health/ready")

    pairs = {
        "open_conversation": opened.json(),
        "send_message": sent.json(),
        "read_messages": read,
        "demo_sign_in": signed_in.json(),
        "health_ready": ready.json(),
    }
    for name, real in pairs.items():
        assert set(real) == set(EXAMPLES[name]["response"]), name
    assert set(sent.json()["reply"]) == set(EXAMPLES["send_message"]["response"]["reply"])
    assert set(read["messages"][0]) == set(EXAMPLES["read_messages"]["response"]["messages"][0])


async def test_pages_load_nothing_from_elsewhere(service: Service) -> None:
    for path in ("/chat", "/docs"):
        page = await service.client.get(path)
        assert page.status_code == 200
        assert page.headers["content-type"].startswith("text/html")
        policy = page.headers["content-security-policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy
    for file in FOLDER.iterdir():
        text = file.read_text()
        assert "//" not in text.replace("http://www.w3.org/2000/svg", "").replace("// ", ""), file.name
        assert "innerHTML" not in text and "style=" not in text, file.name
        response = await service.client.get(f"/page/{file.name}")
        again = await service.client.get(f"/page/{file.name}", headers={"if-none-match": response.headers["etag"]})
        assert (response.status_code, again.status_code) == (200, 304)


async def test_logs_hold_one_line_an_entry_and_no_message_text(
    service: Service, caplog: pytest.LogCaptureFixture
) -> None:
    secret = "my card is\n4111 1111"
    service.agent.fails = 1
    with caplog.at_level(logging.DEBUG):
        customer = await service.open()
        await customer.send(secret)

    lines = [JsonLines().format(record) for record in caplog.records]
    assert any('"turn.failed"' in line for line in lines)
    assert any('"request.served"' in line for line in lines)
    for line in lines:
        assert "\n" not in line
        assert json.loads(line)["event"]
        assert re.search(r"\b4111\b", line) is None and customer.token not in line


def test_an_exceptions_text_stays_out_of_the_log() -> None:
    try:
        raise ValueError("the customer said: 4111")
    except ValueError:
        record = logging.getLogger("t").makeRecord("t", logging.ERROR, "f", 1, "turn.failed", (), sys.exc_info())

    entry = json.loads(JsonLines().format(record))

    assert entry["error"] == "ValueError"
    assert "4111" not in json.dumps(entry)
    assert any("test_access.py" in frame for frame in entry["stack"])
