"""`shopsmart chat --channel sms`: a telephone against the whole service, over real sockets."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from api.commands import telephone
from api.resources import Assistant
from api.settings import Settings
from domain.conversations import ConversationId
from domain.errors import NotFound
from store import answers, outbox
from store.database import Database
from store.listener import Listener
from tests.api.phones import MAYA_PHONE, Fixed, PhoneShop
from tests.api.service import ScriptedAgent


async def text(database: Database, agent: ScriptedAgent, folder: Path, **options: Any) -> None:
    def assistant_of(_settings: Settings) -> Any:
        @asynccontextmanager
        async def opened(_database: Database, _listener: Listener) -> AsyncIterator[Assistant]:
            yield Assistant(agent, PhoneShop(), lambda: True)  # pyright: ignore[reportArgumentType]  # enough of a shop

        def open_(database: Database, listener: Listener) -> AbstractAsyncContextManager[Assistant]:
            return opened(database, listener)

        return open_

    settings = Settings(database_url=database.dsn, data_dir=folder, demo=True)  # pyright: ignore[reportArgumentType]  # pydantic makes it a SecretStr
    await telephone.run(settings, database, assistant_of, **options)


async def test_what_is_typed_is_answered_through_the_carrier(
    database: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await text(database, ScriptedAgent(), tmp_path, channel="sms", once="hello", as_json=True)

    said = json.loads(capsys.readouterr().out)
    assert said["message"] == "hello"
    assert said["got"][0]["text"].endswith("heard: hello")
    assert said["got"][0]["segments"] == 1


async def test_on_whatsapp_answers_are_buttons(
    database: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    agent = Fixed("Shall I?", quick_replies=["Yes, please", "No, thanks"])
    await text(database, agent, tmp_path, channel="whatsapp", once="cancel it")

    out = capsys.readouterr().out
    assert "Shall I?" in out
    assert "[Yes, please]  [No, thanks]" in out


async def test_stop_is_not_answered(database: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    agent = ScriptedAgent()
    await text(database, agent, tmp_path, channel="sms", once="STOP", as_json=True)
    assert json.loads(capsys.readouterr().out)["got"] == []
    assert agent.turns == []


async def test_the_telephone_may_be_a_customers(database: Database, tmp_path: Path) -> None:
    agent = ScriptedAgent()
    async with database.connection() as connection:
        await connection.execute(
            "INSERT INTO customers (customer_id, email, name, phone, locale, address, sizes, preferences, joined_at,"
            " marketing_opt_in) VALUES ('C1', 'maya@example.com', 'Maya', $1, 'en-US', '{}', '{}', '{}', now(), false)",
            MAYA_PHONE,
        )
    await text(database, agent, tmp_path, channel="sms", once="hello", customer="maya@example.com")
    assert agent.turns[0].principal.recognised == "C1"


async def test_a_customer_without_a_number_is_refused(database: Database, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match=r"nobody@example\.com"):
        await text(database, ScriptedAgent(), tmp_path, channel="sms", once="hi", customer="nobody@example.com")


async def test_who_has_the_conversation_is_told_and_what_they_say_is_shown(
    database: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def lines(*_: Any, **__: Any) -> AsyncIterator[str]:
        yield "hello"
        async with database.transaction() as session:
            connection = await session.raw()
            found = await connection.fetch("SELECT conversation_id FROM conversations")
            conversation = ConversationId(found[0]["conversation_id"])
            assert await answers.say(connection, conversation, "Lena here", name="Lena", key="staff:1")
            assert await outbox.tell(connection, conversation, "Lena here", key="staff:1")
        async with asyncio.timeout(10), database.connection() as connection:
            while await connection.fetchval("SELECT count(*) FROM outbox WHERE status IN ('waiting', 'sending')"):
                await asyncio.sleep(0.02)
        yield "hello Lena"
        yield "back to the assistant"

    monkeypatch.setattr(telephone, "messages", lines)
    await text(database, ScriptedAgent(), tmp_path, channel="sms")

    out = capsys.readouterr().out
    order = ["heard: hello", "Lena here", "A person has this conversation", "heard: back to the assistant"]
    assert sorted(order, key=out.index) == order
    assert "heard: hello Lena" not in out
