"""`shopsmart chat` over the same turns as HTTP."""

import io
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from api.commands import chat
from api.resources import Assistant
from api.settings import Settings
from domain.conversations import Card, ConversationId, Reply
from domain.customers import Rung
from domain.errors import NotFound
from store import answers, handoffs
from store.database import Database
from store.listener import Listener
from tests.api.service import MAYA, OneCustomerShop, ScriptedAgent, everything


async def talk(database: Database, agent: ScriptedAgent, **options: Any) -> None:
    @asynccontextmanager
    async def assistant(_database: Database, _listener: Listener) -> AsyncIterator[Assistant]:
        yield Assistant(agent, OneCustomerShop(), lambda: True)  # pyright: ignore[reportArgumentType] # as in service.running

    await chat.run(Settings(database_url=database.dsn), assistant, **options)  # pyright: ignore[reportArgumentType] # pydantic makes it a SecretStr


async def test_one_message_is_answered_and_the_command_ends(
    database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    agent = ScriptedAgent()
    agent.extras = everything

    await talk(database, agent, once="hello")

    out = capsys.readouterr().out
    for part in ("heard: hello", "T-ABCDEF", "Return policy", "[Thanks]"):
        assert part in out


async def test_piped_lines_are_one_conversation_and_one_json_object_each(
    database: Database, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("one\n\n  two \n"))
    agent = ScriptedAgent()
    agent.extras = everything

    await talk(database, agent, as_json=True)

    turns = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [turn["text"] for turn in turns] == ["heard: one", "heard: two"]
    assert [turn["state"] for turn in turns] == [{"turns": 1}, {"turns": 2}]
    assert turns[0]["cards"][0]["kind"] == "order"
    assert turns[0]["quick_replies"] == ["Thanks"]
    assert turns[0]["sources"] == [{"title": "Return policy"}]
    assert turns[0]["handoff"]["ticket_id"] == "T-ABCDEF"


async def test_a_failed_first_attempt_is_not_told_twice(database: Database, capsys: pytest.CaptureFixture[str]) -> None:
    agent = ScriptedAgent()
    agent.fails = 1

    await talk(database, agent, once="hello", as_json=True)

    assert json.loads(capsys.readouterr().out)["text"] == "heard: hello"


async def test_as_signs_in_the_customer_with_that_address(database: Database) -> None:
    agent = ScriptedAgent()

    await talk(database, agent, once="hello", customer="MAYA@example.com")

    assert agent.turns[0].principal.rung is Rung.SIGNED_IN
    assert agent.turns[0].principal.customer_id == MAYA.customer_id


async def test_as_somebody_unknown_says_so(database: Database) -> None:
    with pytest.raises(NotFound):
        await talk(database, ScriptedAgent(), once="hello", customer="nobody@example.com")


async def test_a_picture_is_sent_from_the_terminal_and_a_wrong_path_is_told(
    database: Database, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    photo = tmp_path / "torn sleeve.png"
    Image.new("RGB", (8, 8), "red").save(photo)
    monkeypatch.setattr("sys.stdin", io.StringIO(f"/photo {photo}\n/photo {tmp_path}/none.png\nhello\n"))

    await talk(database, ScriptedAgent(), as_json=True)

    printed = capsys.readouterr()
    assert [json.loads(line)["text"] for line in printed.out.splitlines()] == ["heard: [photo]", "heard: hello"]
    assert "Not sent" in printed.err


async def test_who_has_the_conversation_is_told_and_what_they_say_is_shown(
    database: Database, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def lines(*_: Any, **__: Any) -> AsyncIterator[str]:
        yield "hello"
        async with database.transaction() as session:
            connection = await session.raw()
            (conversation,) = [
                ConversationId(row["conversation_id"])
                for row in await connection.fetch("SELECT conversation_id FROM conversations")
            ]
            ticket, _new = await handoffs.open_ticket(
                session, conversation_id=conversation, reason="asked", packet_json="{}"
            )
            await handoffs.take(connection, ticket, owner="staff:lena")
            standing = {"ticket_id": ticket, "status": "joined", "agent": "Lena"}
            await answers.say(connection, conversation, "Lena here", name="Lena", key="staff:1", standing=standing)
        yield "hello Lena"
        yield "back to the assistant"

    monkeypatch.setattr(chat, "messages", lines)
    await talk(database, ScriptedAgent())

    out = capsys.readouterr().out
    assert out.index("heard: hello") < out.index("Lena has this conversation") < out.index("Lena: Lena here")
    assert "heard: hello Lena" not in out
    assert "heard: back to the assistant" in out


async def test_what_was_just_drawn_or_said_is_not_printed_again(
    database: Database, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def shirt(reply: Reply) -> None:
        price = {"text": "$89.00"}
        product = {
            "product_id": "VM1001",
            "name": "Meadow Shirt",
            "price": price,
            "colours": [],
            "sizes": [],
            "stock": 1,
        }
        reply.cards.append(Card("products", {"products": [product]}, "Meadow Shirt"))
        reply.cards.append(Card("products", {"products": [{**product, "product_id": "VM2", "name": "heard"}]}, "heard"))
        reply.sources.extend([{"title": "heard"}, {"title": "Size guide"}])

    monkeypatch.setattr("sys.stdin", io.StringIO("one\ntwo\n"))
    agent = ScriptedAgent()
    agent.extras = shirt

    await talk(database, agent)

    out = capsys.readouterr().out
    assert out.count("Meadow Shirt") == 1
    assert out.count("Source: Size guide") == 2 and "Source: heard" not in out
