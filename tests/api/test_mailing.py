"""Mail as it leaves: into files, or to a server; and what the log says of it."""

import asyncio
import email
import logging
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from api.mailing import FolderMailbox, SmtpMailbox, send_due, written
from store import mail
from store.database import Database
from store.mail import Mail

LETTER = Mail(key="code:abc", to="maya@example.com", subject="Your VerdeMuse code", text="Your code is 123 456.\n")
SENDER = "VerdeMuse <help@verdemuse.example.com>"


async def queue(database: Database, letter: Mail) -> None:
    async with database.transaction() as session:
        await mail.enqueue(session, letter)


async def test_without_a_server_each_mail_is_a_file_that_only_we_may_read(tmp_path: Path, database: Database) -> None:
    await queue(database, LETTER)
    assert await send_due(database, FolderMailbox(tmp_path / "mail", sender=SENDER)) == 1
    (file,) = (tmp_path / "mail").iterdir()
    found = email.message_from_string(file.read_text(encoding="utf-8"))
    assert (found["To"], found["From"]) == (LETTER.to, SENDER)
    assert "123 456" in str(found.get_payload())
    assert file.stat().st_mode & 0o077 == 0


async def test_the_log_names_no_address_and_no_code(
    tmp_path: Path, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    await queue(database, LETTER)
    with caplog.at_level(logging.DEBUG):
        await send_due(database, FolderMailbox(tmp_path, sender=SENDER))
    assert "m…a@example.com" in caplog.text
    assert "maya@" not in caplog.text and "123 456" not in caplog.text


def test_a_subject_cannot_smuggle_a_header_in() -> None:
    letter = Mail(key="k", to="maya@example.com", subject="Hi\r\nBcc: all@example.com", text="x")
    assert written(letter, sender=SENDER)["Bcc"] is None


def test_the_same_mail_has_the_same_message_id() -> None:
    assert written(LETTER, sender=SENDER)["Message-ID"] == written(LETTER, sender=SENDER)["Message-ID"]


@asynccontextmanager
async def mail_server(*, accepts: bool = True):
    """As much SMTP as one letter needs; yields the port and what was received."""
    received: list[str] = []

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        def say(line: str) -> None:
            writer.write(f"{line}\r\n".encode())

        say("220 here")
        while line := (await reader.readline()).decode().strip():
            command = line[:4].upper()
            if command == "DATA":
                say("354 go on")
                body = await reader.readuntil(b"\r\n.\r\n")
                received.append(body.decode())
                say("250 kept")
            elif command == "RCPT" and not accepts:
                say("451 later")
            elif command == "QUIT":
                say("221 bye")
                break
            else:
                say("250 fine")
        writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1], received


async def test_a_server_gets_the_mail(database: Database) -> None:
    await queue(database, LETTER)
    async with mail_server() as (port, received):
        assert await send_due(database, SmtpMailbox(f"smtp://127.0.0.1:{port}", sender=SENDER)) == 1
    assert len(received) == 1 and "123 456" in received[0]


async def test_a_server_that_refuses_or_is_away_gets_it_later(database: Database) -> None:
    await queue(database, LETTER)
    async with mail_server(accepts=False) as (port, _):
        await send_due(database, SmtpMailbox(f"smtp://127.0.0.1:{port}", sender=SENDER))
    async with database.connection() as connection:
        await connection.execute("UPDATE mail SET due_at = now()")
    await send_due(database, SmtpMailbox("smtp://127.0.0.1:1", sender=SENDER))
    async with database.connection() as connection:
        row = await connection.fetchrow("SELECT attempts, ended_at FROM mail")
    assert row is not None
    assert (row["attempts"], row["ended_at"]) == (2, None)


async def test_no_password_goes_over_a_line_in_the_clear(database: Database) -> None:
    async with mail_server() as (port, received):
        with pytest.raises(OSError, match="no TLS"):
            await SmtpMailbox(f"smtp://me:pass@127.0.0.1:{port}", sender=SENDER).send(LETTER)
    assert received == []
