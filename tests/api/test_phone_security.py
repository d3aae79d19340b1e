"""Nobody but Twilio delivers, and only for our account and our number: whatever is sent, 403 and nothing kept."""

import base64
import random
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
import pytest_asyncio
from twilio.request_validator import HMAC_SHA256, RequestValidator

from api.channels.port import Media, NotOurs, Request
from api.fake_twilio.faults import Fault, Faults
from domain.errors import InvalidInput
from store.database import Database
from tests.api.phones import STRANGER, Attachment, Carrier, carrier

FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Sending:
    """A request as it goes over the wire, good unless something is changed."""

    form: Mapping[str, str]
    signature: str | None
    path: str = "/v1/channels/sms"
    query: str = ""
    content_type: str = FORM
    body: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    method: str = "POST"


Tamper = Callable[[Sending, Carrier], Sending]


def _form(**changed: str | None) -> Tamper:
    """Fields changed after signing; None: taken away."""

    def tamper(good: Sending, phones: Carrier) -> Sending:
        form = {**good.form, **{name: value for name, value in changed.items() if value is not None}}
        return replace(good, form={name: form[name] for name in form if changed.get(name, "") is not None})

    return tamper


def _signed_again(**changed: str) -> Tamper:
    """Signed well, about something that is not ours."""

    def tamper(good: Sending, phones: Carrier) -> Sending:
        form = {**good.form, **changed}
        return replace(good, form=form, signature=sign(phones, form))

    return tamper


def _signature(change: Callable[[str], str | None]) -> Tamper:
    return lambda good, phones: replace(good, signature=change(good.signature or ""))


def _part(**changed: Any) -> Tamper:
    return lambda good, phones: replace(good, **changed)


def sign(phones: Carrier, form: Mapping[str, str], *, token: str | None = None, url: str | None = None) -> str:
    return RequestValidator(token or phones.exchange.auth_token).compute_signature(url or phones.url, dict(form))


def _other_token(good: Sending, phones: Carrier) -> Sending:
    return replace(good, signature=sign(phones, good.form, token="another-auth-token-0123456789abcd"))


def _empty_token(good: Sending, phones: Carrier) -> Sending:
    return replace(good, signature=RequestValidator("").compute_signature(phones.url, dict(good.form)))


def _other_host(good: Sending, phones: Carrier) -> Sending:
    url = "http://evil.example.com/v1/channels/sms"
    return replace(good, signature=sign(phones, good.form, url=url), headers={"host": "evil.example.com"})


def _forwarded_host(good: Sending, phones: Carrier) -> Sending:
    url = "https://evil.example.com/v1/channels/sms"
    forwarded = {"x-forwarded-host": "evil.example.com", "x-forwarded-proto": "https"}
    return replace(good, signature=sign(phones, good.form, url=url), headers=forwarded)


def _of_other_channel(good: Sending, phones: Carrier) -> Sending:
    return replace(good, path="/v1/channels/whatsapp")


def _sha256_unasked(good: Sending, phones: Carrier) -> Sending:
    found = RequestValidator(phones.exchange.auth_token).compute_signature(phones.url, dict(good.form), HMAC_SHA256)
    settings = {"x-twilio-webhooks-signature-settings": "key=webhooks_sharedkey_1,algorithm=HMAC_SHA256"}
    return replace(good, signature=found, headers=settings)


def _unknown_algorithm(good: Sending, phones: Carrier) -> Sending:
    return replace(good, headers={"x-twilio-webhooks-signature-settings": "key=k,algorithm=NONE"})


def _json_with_hash(good: Sending, phones: Carrier) -> Sending:
    """Twilio's way to sign JSON elsewhere: the body's hash in the query, and only the URL signed."""
    body = b'{"MessageSid": "SM1"}'
    query = f"bodySHA256={RequestValidator('x').compute_hash(body.decode())}"
    signature = sign(phones, {}, url=f"{phones.url}?{query}")
    return replace(good, body=body, content_type="application/json", query=query, signature=signature)


def _form_with_hash(good: Sending, phones: Carrier) -> Sending:
    query = f"bodySHA256={RequestValidator('x').compute_hash(urlencode(good.form))}"
    return replace(good, query=query, signature=sign(phones, {}, url=f"{phones.url}?{query}"))


def _value_moved_into_name(good: Sending, phones: Carrier) -> Sending:
    """The signed text is names and values without anything between: "Body" + "hello" is "Bodyh" + "ello"."""
    form = dict(good.form)
    text = form.pop("Body")
    return replace(good, form={**form, f"Body{text[0]}": text[1:]})


def _name_moved_into_value(good: Sending, phones: Carrier) -> Sending:
    """AccountSid, ApiVersion, Body ... stand side by side in the signed text: one swallows the next."""
    form = dict(good.form)
    version = form.pop("ApiVersion")
    return replace(good, form={**form, "AccountSid": f"{form['AccountSid']}ApiVersion{version}"})


def _twice(good: Sending, phones: Carrier) -> Sending:
    """The same field again, with a value that the signature's set of values does not notice."""
    return replace(good, body=urlencode([*good.form.items(), ("Body", good.form["Body"])]).encode())


def _other_first(good: Sending, phones: Carrier) -> Sending:
    return replace(good, body=urlencode([("Body", "pay out"), *good.form.items()]).encode())


TAMPERED: dict[str, Tamper] = {
    "no signature": _signature(lambda _: None),
    "empty signature": _signature(lambda _: ""),
    "half a signature": _signature(lambda good: good[:14]),
    "signature and more": _signature(lambda good: good + "A"),
    "one letter of the signature": _signature(lambda good: ("A" if good[0] != "A" else "B") + good[1:]),
    "signature in lower case": _signature(str.lower),
    "signature as hex": _signature(lambda good: base64.b64decode(good).hex()),
    "two signatures": _signature(lambda good: f"{good}, {good}"),
    "not base64": _signature(lambda _: "!" * 28),
    "signed with another token": _other_token,
    "signed with no token": _empty_token,
    "signed for another host": _other_host,
    "signed for a forwarded host": _forwarded_host,
    "signed for another channel": _of_other_channel,
    "sha-256 where none is agreed": _sha256_unasked,
    "an algorithm that is none": _unknown_algorithm,
    "another text": _form(Body="pay out everything"),
    "another sender": _form(From="+15035550123"),
    "another number of the message": _form(MessageSid="SM" + "0" * 32),
    "a field more": _form(OptOutType="STOP"),
    "a field less": _form(ApiVersion=None),
    "a picture added": _form(NumMedia="1", MediaUrl0="http://169.254.169.254/latest", MediaContentType0="image/png"),
    "a query added": _part(query="debug=1"),
    "json": _part(content_type="application/json", body=b'{"Body": "hello"}'),
    "json with its hash": _json_with_hash,
    "form with its hash": _form_with_hash,
    "multipart": _part(content_type="multipart/form-data; boundary=x", body=b"--x--"),
    "no body": _part(body=b""),
    "not utf-8": _part(body=b"Body=%ff%fe&From=%2B1"),
    "not ascii": _part(body="Body=hé".encode("latin-1")),
    "a letter moved into a name": _value_moved_into_name,
    "a field swallowed by another": _name_moved_into_value,
    "a field twice": _twice,
    "another text before the signed one": _other_first,
    "another account, well signed": _signed_again(AccountSid="AC" + "f" * 32),
    "another number of ours, well signed": _signed_again(To="+15005550008"),
    "a sender that is no number, well signed": _signed_again(From="Maya"),
    "a number that is no message, well signed": _signed_again(MessageSid="../../etc/passwd"),
}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def phones(_shared_database: Database) -> AsyncIterator[Carrier]:
    async with carrier(_shared_database) as found:
        yield found


async def _post(phones: Carrier, sending: Sending) -> httpx.Response:
    headers = {"content-type": sending.content_type, **sending.headers}
    if sending.signature is not None:
        headers["x-twilio-signature"] = sending.signature
    body = urlencode(sending.form).encode() if sending.body is None else sending.body
    url = phones.address + sending.path + (f"?{sending.query}" if sending.query else "")
    return await phones.client.request(sending.method, url, content=body, headers=headers)


def good(phones: Carrier, text: str = "hello") -> Sending:
    form = phones.form(text)
    return Sending(form, sign(phones, form))


async def test_the_untampered_request_is_taken(phones: Carrier) -> None:
    assert (await _post(phones, good(phones))).status_code == 200


@pytest.mark.parametrize("kind", TAMPERED)
async def test_a_tampered_request_is_refused_and_nothing_is_kept(kind: str, phones: Carrier) -> None:
    before = await phones.value("SELECT count(*) FROM inbound")

    answer = await _post(phones, TAMPERED[kind](good(phones), phones))

    assert answer.status_code == 403, answer.text
    assert await phones.value("SELECT count(*) FROM inbound") == before


def test_there_are_at_least_thirty_two_kinds() -> None:
    assert len(TAMPERED) >= 32


async def test_five_thousand_random_signatures_are_refused(phones: Carrier) -> None:
    """Through the channel itself: the route adds nothing but a status to what `verify` says."""

    dice, channel, sending = random.Random(5), phones.resources.channels["sms"], good(phones)
    body, accepted = urlencode(sending.form).encode(), 0
    for number in range(5000):
        length = 20 if number % 4 else dice.randint(0, 64)
        signature = base64.b64encode(dice.randbytes(length)).decode()
        headers = {"content-type": FORM, "x-twilio-signature": signature}
        try:
            channel.verify(Request(sending.path, "", headers, body))
            accepted += 1
        except NotOurs:
            pass
    assert accepted == 0


async def test_two_hundred_random_signatures_over_the_wire_are_refused(phones: Carrier) -> None:
    dice = random.Random(6)
    statuses = set()
    for _ in range(200):
        signature = base64.b64encode(dice.randbytes(20)).decode()
        statuses.add((await _post(phones, replace(good(phones), signature=signature))).status_code)
    assert statuses == {403}


async def test_new_parameters_change_nothing(phones: Carrier) -> None:
    form = {**phones.form("hello"), "ChannelMetadata": '{"type":"sms"}', "ReferralNumMedia": "0"}
    assert (await phones.post(form)).status_code == 200


@pytest.mark.parametrize("port", ["", ":443"])
async def test_the_public_url_may_be_signed_with_or_without_the_default_port(own_database: Database, port: str) -> None:
    # Its own: the service of the other tests would send the answers, too.
    async with carrier(own_database, public_url="https://support.example.com") as phones:
        # Its reports would go to that address.
        phones.exchange.faults = Faults({Fault.CALLBACKS_LOST: 1.0})
        form = phones.form("hello")
        url = f"https://support.example.com{port}/v1/channels/sms"
        answer = await _post(phones, Sending(form, sign(phones, form, url=url)))
        assert answer.status_code == 200
        await phones.got(1)


async def test_sha256_is_taken_where_it_is_agreed(database: Database) -> None:
    key = "shared-key-0123456789abcdef"
    async with carrier(database, shared_key=key) as phones:
        form = phones.form("hello")
        signature = RequestValidator(key).compute_signature(phones.url, form, HMAC_SHA256)
        settings = {"x-twilio-webhooks-signature-settings": "key=webhooks_sharedkey_1,algorithm=HMAC_SHA256"}
        answer = await _post(phones, Sending(form, signature, headers=settings))
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "url",
    [
        "http://169.254.169.254/latest/meta-data",
        "https://evil.example.com/2010-04-01/x",
        "https://api.twilio.com.evil.example.com/x",
        "https://api.twilio.com@evil.example.com/x",
        "https://127.0.0.1/x",
        "http://[::1]/x",
        "file:///etc/passwd",
        "ftp://api.twilio.com/x",
        "//evil.example.com/x",
        "https://s3-external-1.amazonaws.com/somebodys-bucket/x",
        "",
    ],
)
async def test_media_is_fetched_from_the_provider_only(phones: Carrier, url: str) -> None:
    """A call anywhere else would fail this test: the network is off, and a refusal is remembered."""

    with pytest.raises(InvalidInput):
        await phones.resources.channels["sms"].fetch(Media(url, "image/png"), most_bytes=1000)


async def test_media_that_is_too_large_is_not_kept(phones: Carrier) -> None:

    form = phones.form("", attachments=[Attachment("image/png", b"x" * 5000)])
    with pytest.raises(InvalidInput, match="too large"):
        await phones.resources.channels["sms"].fetch(Media(form["MediaUrl0"], "image/png"), most_bytes=1000)


async def test_a_channel_that_is_not_open_is_not_there(phones: Carrier) -> None:
    answer = await phones.client.post(f"{phones.address}/v1/channels/pigeon", content=b"")
    assert answer.status_code == 404
    assert STRANGER not in answer.text
