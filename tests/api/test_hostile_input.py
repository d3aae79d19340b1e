"""Whatever is sent: a clear 4xx as problem+json or a reply, never a 5xx, and what is kept is unharmed."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.bodies import MAX_DEPTH, decode
from domain.errors import InvalidInput
from store.database import Database
from tests.api.service import UNLIMITED, Service, Speaker, running

EDGE_CASES = Path(__file__).parents[2] / "evals" / "data" / "attacks"
JSON = {"content-type": "application/json"}


def assert_problem(response: httpx.Response, status: int, code: str) -> None:
    assert response.status_code == status, response.text
    assert response.headers["content-type"].startswith("application/problem+json")
    body = response.json()
    assert (body["status"], body["code"]) == (status, code)
    assert body["detail"] and body["instance"] and body["request_id"] == response.headers["x-request-id"]


def edge_texts() -> list[str]:
    lines = [
        line
        for name in ("unicode_edge.jsonl", "own_unicode_edge.jsonl")
        for line in (EDGE_CASES / name).read_text().splitlines()
    ]
    return [json.loads(line)["text"] for line in lines]


async def test_every_edge_case_is_answered_or_refused_and_kept_unharmed(database: Database) -> None:
    async with running(database, serving=UNLIMITED) as service:
        customer = await service.open()
        kept: list[str] = []
        for text in edge_texts():
            # As ASCII, since a lone surrogate cannot be written as UTF-8.
            body = json.dumps({"text": text}).encode("ascii")
            response = await post(customer, body)
            assert response.status_code in (201, 400, 413), (text[:40], response.text)
            if response.status_code == 201:
                kept.append(text)
            else:
                assert len(text) > 2000 or "\0" in text or not text.strip() or not is_unicode(text), text[:40]
        messages = await whole_transcript(customer)

    assert len(kept) > 200
    assert [message["text"] for message in messages if message["sender"] == "customer"] == kept
    assert [message["text"] for message in messages if message["sender"] == "assistant"] == [
        f"heard: {text}" for text in kept
    ]


def is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


async def whole_transcript(customer: Speaker) -> list[dict[str, Any]]:
    messages: list[dict[str, Any]] = []
    while True:
        page = await customer.transcript(after=messages[-1]["seq"] if messages else 0, limit=200)
        messages += page["messages"]
        if not page["has_more"]:
            return messages


async def post(customer: Speaker, body: bytes, headers: dict[str, str] | None = None) -> httpx.Response:
    return await customer.client.post(
        f"{customer.path}/messages", content=body, headers=customer.headers | (headers or JSON)
    )


BAD_BODIES = {
    "not JSON": b"{text:",
    "empty": b"",
    "not an object": b'"hello"',
    "a list": b"[]",
    "null": b"null",
    "no text": b"{}",
    "text of wrong type": b'{"text": 5}',
    "text is null": b'{"text": null}',
    "unknown field": b'{"text": "hi", "role": "admin"}',
    "NUL": b'{"text": "a\\u0000b"}',
    "NUL in a key": b'{"text": "hi", "\\u0000": 1}',
    "NUL in the client id": b'{"text": "hi", "client_message_id": "\\u0000"}',
    "client id too long": json.dumps({"text": "hi", "client_message_id": "x" * 65}).encode(),
    "client id empty": b'{"text": "hi", "client_message_id": ""}',
    "lone surrogate": b'{"text": "\\ud800"}',
    "bad UTF-8": b'{"text": "\xff\xfe"}',
    "overlong UTF-8": b'{"text": "\xc0\x80"}',
    "surrogate in UTF-8": b'{"text": "\xed\xa0\x80"}',
    "UTF-16": '{"text": "hi"}'.encode("utf-16"),
    "deep list": b'{"text": ' + b"[" * 30_000 + b"]" * 30_000 + b"}",
    "deep object": b'{"a":' * 10_000 + b"1" + b"}" * 10_000,
    "unclosed depth": b"[" * 60_000,
    "raw control character": b'{"text": "a\x00b"}',
    "blank text": b'{"text": " \\n\\t "}',
    "huge number": b'{"text": 1e999999}',
    "long integer": b'{"text": ' + b"9" * 50_000 + b"}",
}


@pytest.mark.parametrize("name", BAD_BODIES)
async def test_a_bad_body_is_a_clear_400(shared: Service, name: str) -> None:
    customer = await shared.open()

    assert_problem(await post(customer, BAD_BODIES[name]), 400, "invalid_input")

    assert (await customer.transcript())["messages"] == []


async def test_text_that_is_too_long_is_413_and_says_so(shared: Service) -> None:
    customer = await shared.open()

    assert_problem(await customer.send("x" * 2001), 413, "message_too_long")
    assert (await customer.send("x" * 2000)).status_code == 201


async def test_ten_megabytes_are_refused_before_they_are_read(shared: Service) -> None:
    customer = await shared.open()
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        yield b'{"text": "'
        for _ in range(1000):
            sent += 10_000
            yield b"x" * 10_000
            await asyncio.sleep(0)

    chunked = customer.client.post(f"{customer.path}/messages", content=endless(), headers=customer.headers | JSON)
    assert_problem(await chunked, 413, "body_too_large")
    assert_problem(await post(customer, b'"' + b"x" * 10_000_000), 413, "body_too_large")
    assert (await customer.send("still here")).status_code == 201


@pytest.mark.parametrize(
    "media_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""]
)
async def test_what_is_not_json_is_415(shared: Service, media_type: str) -> None:
    customer = await shared.open()

    response = await post(customer, b'{"text": "hi"}', {"content-type": media_type})

    assert_problem(response, 415, "unsupported_media_type")


async def test_wrong_method_and_unknown_route_are_problems(shared: Service) -> None:
    customer = await shared.open()

    assert_problem(await shared.client.delete(f"{customer.path}/messages"), 405, "method_not_allowed")
    assert_problem(await shared.client.get("/v1/nothing"), 404, "not_found")
    assert_problem(await shared.client.get("/page/..%2fapp.py"), 404, "not_found")


@pytest.mark.parametrize(
    "query", ["after=-1", "after=x", "after=99999999999999999999", "limit=0", "limit=201", "limit=1e3"]
)
async def test_a_bad_page_is_a_400(shared: Service, query: str) -> None:
    customer = await shared.open()

    response = await shared.client.get(f"{customer.path}/messages?{query}", headers=customer.headers)

    assert_problem(response, 400, "invalid_input")


@pytest.mark.parametrize("last", ["x", "-1", "9" * 30, "٣"])
async def test_a_bad_last_event_id_is_a_400(shared: Service, last: str) -> None:
    customer = await shared.open()

    headers = httpx.Headers({**customer.headers, "last-event-id": last}, encoding="utf-8")
    response = await shared.client.get(f"{customer.path}/events", headers=headers)

    assert_problem(response, 400, "invalid_input")


@pytest.mark.parametrize(
    "body", [{"locale": "x"}, {"locale": "en_US; DROP"}, {"channel": "sms"}, {"admin": True}, {"locale": 5}]
)
async def test_a_conversation_is_not_opened_with_nonsense(shared: Service, body: dict[str, Any]) -> None:
    assert_problem(await shared.client.post("/v1/conversations", json=body), 400, "invalid_input")


async def test_a_conversation_can_be_opened_with_no_body_at_all(shared: Service) -> None:
    assert (await shared.client.post("/v1/conversations")).status_code == 201


async def test_an_unforeseen_error_is_a_problem_without_its_text(
    shared: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr("api.conversations.new_token", fail)
    response = await shared.client.post("/v1/conversations", json={})

    assert_problem(response, 500, "internal")
    assert "secret" not in response.text


def nested(levels: int) -> bytes:
    return b"[" * levels + b"]" * levels


def test_json_may_be_32_levels_deep_and_no_deeper() -> None:
    decode(nested(MAX_DEPTH))
    with pytest.raises(InvalidInput):
        decode(nested(MAX_DEPTH + 1))


def test_many_brackets_in_text_are_not_depth() -> None:
    assert decode(b'{"text": "' + b"[" * 1000 + b'"}') == {"text": "[" * 1000}


def test_the_letters_of_an_escape_are_not_a_nul() -> None:
    assert decode(rb'{"text": "\\u0000"}') == {"text": r"\u0000"}
