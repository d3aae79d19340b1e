"""How mail leaves: to an SMTP server, or, without one, a file a mail. And the chore that sends what is queued."""

import asyncio
import logging
import re
import smtplib
import ssl
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import formatdate
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from api.settings import Settings
from domain.codes import masked
from store import mail
from store.database import Database
from store.mail import Mail

SMTP_TIMEOUT_S = 20.0
MOST_A_ROUND = 50

_log = logging.getLogger("shopsmart.mail")


class Mailbox(Protocol):
    async def send(self, letter: Mail) -> None:
        """Raises OSError: it did not go out, and may be tried again."""
        ...


class SmtpMailbox:
    """smtp://user:password@host:587 with STARTTLS where the server has it, smtps://...:465 with TLS from the start."""

    def __init__(self, url: str, *, sender: str) -> None:
        self._url = urlsplit(url)
        self._sender = sender

    @property
    def address(self) -> str:
        """Host and port, without user and password."""
        return f"{self._url.hostname}:{self._url.port or (465 if self._url.scheme == 'smtps' else 25)}"

    async def send(self, letter: Mail) -> None:
        await asyncio.to_thread(self._send, letter)

    async def greet(self) -> None:
        """Connect and sign in, and send nothing. Raises OSError, smtplib.SMTPException."""
        await asyncio.to_thread(self._greet)

    def _greet(self) -> None:
        with self._connected() as server:
            if self._url.username:
                server.login(unquote(self._url.username), unquote(self._url.password or ""))
            server.noop()

    def _send(self, letter: Mail) -> None:
        with self._connected() as server:
            if self._url.username:
                server.login(unquote(self._url.username), unquote(self._url.password or ""))
            server.send_message(written(letter, sender=self._sender))

    def _connected(self) -> smtplib.SMTP:
        host = self._url.hostname or "localhost"
        if self._url.scheme == "smtps":
            context = ssl.create_default_context()
            return smtplib.SMTP_SSL(host, self._url.port or 465, timeout=SMTP_TIMEOUT_S, context=context)
        server = smtplib.SMTP(host, self._url.port or 25, timeout=SMTP_TIMEOUT_S)
        server.ehlo()
        if server.has_extn("starttls"):
            server.starttls(context=ssl.create_default_context())
            server.ehlo()
        elif self._url.username:
            server.close()
            raise OSError("the mail server takes no TLS: no password is sent to it in the clear")
        return server


class FolderMailbox:
    """A file a mail, for the demo and for development. `tell` hears of each, where there is a console."""

    def __init__(self, folder: Path, *, sender: str, tell: Callable[[Mail], None] | None = None) -> None:
        self._folder = folder
        self._sender = sender
        self._tell = tell

    async def send(self, letter: Mail) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        name = re.sub(r"[^\w@.-]+", "_", f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{letter.to}")[:120]
        path = self._folder / f"{name}.eml"
        path.touch(0o600)
        path.write_text(written(letter, sender=self._sender).as_string(), encoding="utf-8")
        if self._tell is not None:
            self._tell(letter)


def mailbox_of(settings: Settings, *, tell: Callable[[Mail], None] | None = None) -> Mailbox:
    if settings.smtp_url is not None:
        return SmtpMailbox(settings.smtp_url.get_secret_value(), sender=settings.mail_from)
    return FolderMailbox(mail_folder(settings), sender=settings.mail_from, tell=tell)


def on_console(letter: Mail) -> None:
    """A line on standard error: who tries the demo reads their code there."""
    code = re.search(r"(?<!\d)(?<!\d )\d{3} \d{3}(?! ?\d)", letter.text)
    said = f"{letter.subject}: {code.group()}" if code else letter.subject
    print(f"[mail to {masked(letter.to)}] {said}", file=sys.stderr, flush=True)  # noqa: T201 the demo's console


def mail_folder(settings: Settings) -> Path:
    return settings.data_dir / "mail"


def written(letter: Mail, *, sender: str) -> EmailMessage:
    """The same mail has the same Message-ID however often it is sent, so that a mail server may drop the second."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, letter.to, _one_line(letter.subject)
    message["Date"] = formatdate(usegmt=True)
    domain = sender.rstrip(">").rpartition("@")[2] or "localhost"
    message["Message-ID"] = f"<{re.sub(r'[^A-Za-z0-9._-]', '.', letter.key)}@{domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text)
    return message


async def send_due(database: Database, mailbox: Mailbox) -> int:
    """Send what is due, one after the other; how many were dealt with."""

    async def send(letter: Mail) -> None:
        try:
            await mailbox.send(letter)
        except smtplib.SMTPException as error:
            _log.warning("mail.postponed to=%s reason=%s", masked(letter.to), type(error).__name__)
            raise OSError("the mail server refused") from error
        except OSError as error:
            _log.warning("mail.postponed to=%s reason=%s", masked(letter.to), type(error).__name__)
            raise
        _log.info("mail.sent to=%s subject=%s", masked(letter.to), letter.subject)

    for done in range(MOST_A_ROUND):
        async with database.connection() as connection:
            if not await mail.send_next(connection, send):
                return done
    return MOST_A_ROUND


def _one_line(text: str) -> str:
    """A subject with a line break would be two headers."""
    return " ".join(text.split())
