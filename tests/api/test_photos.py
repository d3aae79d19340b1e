"""Pictures: what is kept of them, who reads them, and what is refused."""

import io
import struct
import zlib

import httpx
import pytest
from PIL import Image

from api.files import PHOTO_WORDS
from api.photos import MAX_SIDE
from domain.files import MAX_FILE_BYTES, MAX_FILES
from store import files
from store.database import Database
from tests.api.service import Service, Speaker


def picture(kind: str = "JPEG", *, size: tuple[int, int] = (64, 48), colour: str = "green", **options: object) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", size, colour).save(written, kind, **options)
    return written.getvalue()


async def send(speaker: Speaker, content: bytes, *, text: str | None = None, name: str = "a.jpg") -> httpx.Response:
    return await speaker.client.post(
        f"{speaker.path}/files",
        files={"file": (name, content, "image/jpeg")},
        data={"text": text} if text is not None else {},
        headers=speaker.headers,
    )


async def file_of(speaker: Speaker) -> str:
    messages = (await speaker.transcript())["messages"]
    return next(message["client_message_id"] for message in messages if message["sender"] == "customer")


async def read(speaker: Speaker, file_id: str) -> httpx.Response:
    return await speaker.client.get(f"{speaker.path}/files/{file_id}", headers=speaker.headers)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
async def test_a_picture_is_a_message_and_can_be_read_again(service: Service, kind: str) -> None:
    customer = await service.open()

    sent = await send(customer, picture(kind))
    kept = await read(customer, await file_of(customer))

    assert sent.status_code == 201
    assert sent.json()["reply"]["text"] == f"heard: {PHOTO_WORDS}"
    assert kept.headers["content-type"] == "image/jpeg"
    assert kept.headers["x-content-type-options"] == "nosniff"
    assert kept.headers["content-disposition"].startswith("attachment")
    assert Image.open(io.BytesIO(kept.content)).size == (64, 48)


async def test_words_may_come_with_it(service: Service) -> None:
    customer = await service.open()

    assert (await send(customer, picture(), text=" the sleeve ")).json()["reply"]["text"] == "heard: the sleeve"


async def test_position_and_camera_are_not_kept(service: Service) -> None:
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    exif.get_ifd(0x8825)[1] = "N"
    customer = await service.open()
    await send(customer, picture(exif=exif.tobytes()))

    kept = (await read(customer, await file_of(customer))).content

    assert not Image.open(io.BytesIO(kept)).getexif()
    assert b"SecretCamera" not in kept


async def test_it_is_stood_upright_and_made_no_larger_than_needed(service: Service) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    customer = await service.open()
    await send(customer, picture(size=(4096, 1024), exif=exif.tobytes()))

    kept = (await read(customer, await file_of(customer))).content

    assert Image.open(io.BytesIO(kept)).size == (MAX_SIDE // 4, MAX_SIDE)


async def test_the_same_picture_twice_is_one_file_and_one_message(service: Service, database: Database) -> None:
    customer = await service.open()

    first, second = await send(customer, picture()), await send(customer, picture())

    async with database.read() as session:
        kept = await files.of_conversation(session, customer.conversation_id)
    assert len(kept) == 1
    assert first.json()["seq"] == second.json()["seq"]
    assert len(service.agent.turns) == 1


async def test_nobody_else_reads_it(service: Service) -> None:
    customer, stranger = await service.open(), await service.open()
    await send(customer, picture())
    file_id = await file_of(customer)

    foreign, unknown = await read(stranger, file_id), await read(stranger, "f_" + "0" * 32)
    without = await service.client.get(f"{customer.path}/files/{file_id}")
    guessed = await service.client.get(f"{customer.path}/files/{file_id}", headers=stranger.headers)

    assert foreign.status_code == unknown.status_code == guessed.status_code == 404
    assert foreign.json()["detail"] == unknown.json()["detail"]
    assert without.status_code == 401


async def test_staff_read_a_picture_once_it_is_evidence(service: Service, database: Database) -> None:
    customer, lead = await service.open(), await service.open()
    await send(customer, picture())
    file_id = await file_of(customer)
    async with database.transaction() as session:
        connection = await session.raw()
        await connection.execute(
            "UPDATE conversations SET principal = $2::text::jsonb WHERE conversation_id = $1",
            lead.conversation_id,
            '{"rung": 3, "role": "lead", "actor": "lead:ana"}',
        )

    before = await read(lead, file_id)
    async with database.transaction() as session:
        await files.attach(session, [file_id], "CL-TESTED")
    after = await read(lead, file_id)

    assert (before.status_code, after.status_code) == (404, 200)


async def test_evidence_of_one_claim_does_not_become_that_of_another(service: Service, database: Database) -> None:
    customer = await service.open()
    await send(customer, picture())
    file_id = await file_of(customer)
    async with database.transaction() as session:
        await files.attach(session, [file_id], "CL-FIRST1")
        await files.attach(session, [file_id], "CL-SECOND")

    async with database.read() as session:
        assert [each.file_id for each in await files.of_claim(session, "CL-FIRST1")] == [file_id]
        assert await files.of_claim(session, "CL-SECOND") == []


def bomb() -> bytes:
    """A PNG of a few hundred bytes that says it is 60,000 x 60,000 pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


FORM_WITHOUT_FILE = b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\nhi\r\n--x--\r\n'
HOSTILE = {
    "empty": b"",
    "text": b"<script>alert(1)</script>",
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "gif": b"GIF89a" + b"\0" * 100,
    "cut": picture(size=(800, 600))[:400],
    "jpeg header only": b"\xff\xd8\xff\xe0" + b"\0" * 50,
    "broken png": picture("PNG")[:40] + b"\xff" * 200,
    "bomb": bomb(),
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
async def test_what_is_no_picture_is_refused_and_not_kept(service: Service, database: Database, content: bytes) -> None:
    customer = await service.open()

    refused = await send(customer, content)

    assert (refused.status_code, refused.json()["code"]) == (400, "not_a_photo")
    assert (await customer.transcript())["messages"] == []
    async with database.read() as session:
        assert await files.of_conversation(session, customer.conversation_id) == []


async def test_too_many_bytes_are_413(service: Service) -> None:
    customer = await service.open()

    a_little = await send(customer, picture() + b"\0" * MAX_FILE_BYTES)
    a_lot = await send(customer, b"\0" * (2 * MAX_FILE_BYTES))

    assert (a_little.status_code, a_lot.status_code) == (413, 413)


async def test_a_conversation_holds_only_so_many(service: Service) -> None:
    customer = await service.open()
    for number in range(MAX_FILES):
        assert (await send(customer, picture(colour=f"#{20 * number:02x}0000"))).status_code == 201

    refused = await send(customer, picture(colour="blue"))
    again = await send(customer, picture(colour="#000000"))

    assert (refused.status_code, refused.json()["code"]) == (409, "too_many_files")
    assert again.status_code == 201


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ({"content-type": "multipart/form-data"}, b"x"),
        ({"content-type": "multipart/form-data; boundary=x"}, b"--x\r\nnonsense"),
        (
            {"content-type": "multipart/form-data; boundary=x"},
            FORM_WITHOUT_FILE,
        ),
        ({"content-type": "application/json"}, b"{}"),
        ({"content-type": "image/jpeg"}, picture()),
    ],
)
async def test_a_form_that_is_none_is_a_clear_refusal(service: Service, headers: dict[str, str], body: bytes) -> None:
    customer = await service.open()

    refused = await service.client.post(f"{customer.path}/files", content=body, headers=customer.headers | headers)

    assert refused.status_code in (400, 415)
    assert refused.headers["content-type"] == "application/problem+json"


async def test_without_a_token_nothing_is_taken(service: Service) -> None:
    customer = await service.open()

    refused = await service.client.post(f"{customer.path}/files", files={"file": ("a.jpg", picture(), "image/jpeg")})

    assert refused.status_code == 401
