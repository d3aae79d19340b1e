"""Twilio's REST API through its own client over our httpx client: send a message, look for one, fetch a picture.

There is no idempotency key: after a time-out a message may have gone. So a request is never repeated here; what
went wrong is told apart instead, into what surely did not go out and what may have. Error codes: Twilio's list
at /docs/api/errors (Nov 2026).
"""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

import httpx
from twilio.base.exceptions import TwilioException, TwilioRestException, TwilioServiceException
from twilio.http import AsyncHttpClient
from twilio.http.response import Response
from twilio.rest import Client

from api.channels.port import MayHave, Media, Refused, Sent, SurelyNot
from api.channels.telephony import TwilioAccount
from api.channels.twilio_webhooks import OUTBOX
from domain.delivery import Delivery, reported
from domain.errors import InvalidInput
from store.sending import Outgoing

TIMEOUT = httpx.Timeout(15.0, connect=5.0)
MEDIA_TIMEOUT = httpx.Timeout(10.0, connect=5.0)
MEDIA_TYPES = frozenset({"image/jpeg", "image/png", "image/webp", "text/vcard", "text/x-vcard"})
MEDIA_HOSTS = ("media.twiliocdn.com", "mms.twiliocdn.com", "s3-external-1.amazonaws.com")
"""Where Twilio's API redirects for what customers send; they want no sign-in. Nothing else is asked for anything."""
MOST_REDIRECTS = 2
LOOKS_BACK = timedelta(minutes=2)
"""What is on its way takes its time."""

TOO_MANY = (20429, 14107, 30001)
NOT_THIS_MOMENT = (20003, 20005, 20404)
"""Our account is refused: the message is as good as before once somebody has put that right."""


class TwilioRest:
    def __init__(self, account: TwilioAccount, client: httpx.AsyncClient, *, shop: str, callback_url: str) -> None:
        """`callback_url`: where Twilio reports what became of a message; the channel's own route."""
        self._account = account
        self._http = client
        self._shop = shop
        self._callback_url = callback_url
        username, password = account.key or (account.account_sid, account.auth_token)
        self._carrier = HttpxForTwilio(client, base_url=account.base_url)
        # Not empty, so that the library does not read the process's own environment.
        self._client = Client(username, password, account.account_sid, http_client=self._carrier, environment={"-": ""})

    def has_buttons(self, count: int) -> bool:
        return count in self._account.buttons

    async def greet(self) -> None:
        """Ask for one message, to see whether the account answers. Raises SurelyNot, MayHave, Refused."""
        try:
            await self._client.messages.list_async(limit=1)
        except TwilioException as error:
            raise _refusal(error) from error

    async def send(self, message: Outgoing, *, sender: str, recipient: str) -> Sent:
        """Raises SurelyNot, MayHave, Refused."""
        if message.template and message.template not in self._account.templates:
            raise Refused(f"no template {message.template}", error_code=0)
        service = self._account.messaging_service_sid if not sender.startswith("whatsapp:") else None
        values: dict[str, Any] = {
            "to": recipient,
            "status_callback": f"{self._callback_url}?{OUTBOX}={message.outbox_id}",
            **({"messaging_service_sid": service} if service else {"from_": sender}),
            **self._content(message),
        }
        try:
            made = await self._client.messages.create_async(**values)
        except TwilioException as error:
            raise _refusal(error) from error
        except (KeyError, ValueError, TypeError) as error:
            # A 2xx whose body cannot be read: it did go out, and how it is called is not known.
            raise MayHave("unreadable answer") from error
        if not made.sid:
            raise MayHave("an answer without a number")
        return Sent(made.sid, reported(str(made.status)) or Delivery.ACCEPTED)

    def _content(self, message: Outgoing) -> dict[str, Any]:
        if message.template:
            variables = json.dumps({"1": self._shop})
            return {"content_sid": self._account.templates[message.template], "content_variables": variables}
        if message.buttons and self.has_buttons(len(message.buttons)):
            # Twilio refuses line breaks in variables of approved content; in an answer they are kept.
            said = {"1": message.text} | {str(at): button for at, button in enumerate(message.buttons, 2)}
            sid = self._account.buttons[len(message.buttons)]
            return {"content_sid": sid, "content_variables": json.dumps(said)}
        if message.media:
            return {"media_url": list(message.media), **({"body": message.text} if message.text else {})}
        return {"body": message.text}

    async def find(self, message: Outgoing, *, sender: str, recipient: str) -> Sequence[Sent]:
        """Messages to this recipient that say the same, since the last attempt began. Raises SurelyNot."""
        try:
            found = await self._client.messages.list_async(to=recipient, limit=50)
        except (TwilioException, KeyError, ValueError, TypeError, MayHave, SurelyNot) as error:
            raise SurelyNot("could not look") from error
        # By their clock: the database's may be an hour off, and what is not found is sent again.
        now = self._carrier.their_now
        since = (message.tried_at if now is None else now - message.tried_ago) - LOOKS_BACK
        mine = [
            Sent(one.sid, reported(str(one.status)) or Delivery.ACCEPTED, at)
            for one in found
            if one.sid
            and (at := _moment(one.date_created)) is not None
            and at >= since
            and one.direction != "inbound"
            and _same(one.body, message)
        ]
        return sorted(mine, key=lambda one: one.at or since)

    async def fetch(self, media: Media, *, most_bytes: int) -> bytes:
        """Only from Twilio's own hosts, over https, with our sign-in for its API and for nobody else.

        Raises:
            InvalidInput: from elsewhere, of another type, or too large.
            SurelyNot: not to be had at this moment.
        """
        if media.media_type not in MEDIA_TYPES:
            raise InvalidInput(f"media of type {media.media_type[:40]}")
        url = media.url
        for hop in range(MOST_REDIRECTS + 1):
            self._check_host(url, is_redirect=hop > 0)
            try:
                async with self._http.stream(
                    "GET", url, auth=self._sign_in(url), timeout=MEDIA_TIMEOUT, follow_redirects=False
                ) as response:
                    if response.is_redirect:
                        url = str(httpx.URL(url).join(response.headers.get("location", "")))
                        continue
                    return await _content(response, most_bytes=most_bytes)
            except httpx.HTTPError as error:
                raise SurelyNot(f"media: {type(error).__name__}") from error
        raise InvalidInput("too many redirects")

    def _check_host(self, url: str, *, is_redirect: bool) -> None:
        """Raises InvalidInput."""
        given, own = urlsplit(url), urlsplit(self._account.base_url)
        if (given.scheme, given.netloc) == (own.scheme, own.netloc):
            return
        if not is_redirect or given.scheme != "https" or given.netloc not in MEDIA_HOSTS:
            raise InvalidInput("media from elsewhere")

    def _sign_in(self, url: str) -> httpx.BasicAuth | None:
        if urlsplit(url).netloc != urlsplit(self._account.base_url).netloc:
            return None
        return httpx.BasicAuth(*(self._account.key or (self._account.account_sid, self._account.auth_token)))


class HttpxForTwilio(AsyncHttpClient):
    """Carries the Twilio client's requests over our httpx client, to the server that is configured."""

    def __init__(self, client: httpx.AsyncClient, *, base_url: str) -> None:
        self.is_async = True
        self._client = client
        self._base = urlsplit(base_url)
        self.their_now: datetime | None = None
        """When they last answered, as they said."""

    async def request(
        self,
        method: str,
        uri: str,
        params: dict[str, object] | None = None,
        data: dict[str, object] | None = None,
        headers: dict[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        timeout: float | None = None,  # noqa: ASYNC109  the library's signature
        allow_redirects: bool = False,
    ) -> Response:
        """Raises SurelyNot: the request did not leave; MayHave: it did, and no answer came."""
        there = urlsplit(uri)._replace(scheme=self._base.scheme, netloc=self._base.netloc).geturl()
        try:
            answered = await self._client.request(
                method,
                there,
                params=params or None,  # pyright: ignore[reportArgumentType]  # the library types values as object
                data=data or None,
                headers=headers,
                auth=auth,
                timeout=timeout or TIMEOUT,
                follow_redirects=False,
            )
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol) as error:
            raise SurelyNot(type(error).__name__) from error
        except httpx.HTTPError as error:
            raise MayHave(type(error).__name__) from error
        self.their_now = _dated(answered)
        if answered.status_code == 429:
            raise SurelyNot("too many requests", error_code=20429, after=_asked_to_wait(answered))
        if answered.status_code >= 500:
            raise MayHave(f"status {answered.status_code}")
        return Response(answered.status_code, answered.text, answered.headers)


def _refusal(error: TwilioException) -> SurelyNot | Refused:
    if not isinstance(error, TwilioRestException | TwilioServiceException):
        # A list that is refused: the library hands the answer on as it came.
        answer = next((value for value in error.args if isinstance(value, Response)), None)
        return SurelyNot(f"status {answer.status_code}" if answer else type(error).__name__)
    code = int(error.code or error.status or 0)
    if code in TOO_MANY or code in NOT_THIS_MOMENT or error.status in (401, 403):
        return SurelyNot(f"refused: {code}", error_code=code, after=timedelta(seconds=30))
    return Refused(f"refused: {code}", error_code=code)


def _asked_to_wait(response: httpx.Response) -> timedelta | None:
    text = response.headers.get("retry-after", "")
    return timedelta(seconds=min(int(text), 300)) if text.isascii() and text.isdigit() else None


def _dated(response: httpx.Response) -> datetime | None:
    try:
        return parsedate_to_datetime(response.headers["date"])
    except (KeyError, ValueError):
        return None


async def _content(response: httpx.Response, *, most_bytes: int) -> bytes:
    if response.status_code == 404:
        raise InvalidInput("media is gone")
    if response.status_code != 200:
        raise SurelyNot(f"media: status {response.status_code}")
    if response.headers.get("content-type", "").partition(";")[0].strip().lower() not in MEDIA_TYPES:
        raise InvalidInput("media of another type than was said")
    found = bytearray()
    async for chunk in response.aiter_bytes():
        found += chunk
        if len(found) > most_bytes:
            raise InvalidInput("media too large")
    return bytes(found)


def _moment(value: Any) -> datetime | None:
    if not isinstance(value, datetime):
        return None
    return value if value.tzinfo is not None else value.replace(tzinfo=UTC)


def _same(theirs: str | None, message: Outgoing) -> bool:
    """Blanks are tidied on the way; buttons stand behind the text, and a template's words are not known here."""
    said, ours = "".join((theirs or "").split()), "".join(message.text.split())
    return bool(message.template) or (said.startswith(ours) if message.buttons else said == ours)
