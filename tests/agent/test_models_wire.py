"""The connection itself, against a server that sends fixed bytes: whole answers, half ones, and none."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import httpx
import pytest
import uvloop

from agent.models.lines import Lines

CHUNKED = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n6\r\n there\r\n0\r\n\r\n"
COUNTED = b"HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\nhello there"
UNTIL_CLOSE = b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\nhello there"


@dataclass
class Server:
    """Answers each request with the next of its answers, in pieces of so many bytes; then it hangs up or waits."""

    answers: list[bytes]
    step: int = 1_000
    hangs_up: bool = False
    connections: int = 0
    heads: list[bytes] = field(default_factory=list)

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                self.heads.append(head)
                await reader.readexactly(4)
                answer = self.answers.pop(0)
                for at in range(0, len(answer), self.step):
                    writer.write(answer[at : at + self.step])
                    await writer.drain()
                    await asyncio.sleep(0)
                if self.hangs_up or b"connection: close" in answer:
                    break
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        writer.close()


@asynccontextmanager
async def asking(server: Server, *, read_s: float = 5.0) -> AsyncIterator[httpx.AsyncClient]:
    listening = await asyncio.start_server(server.talk, "127.0.0.1", 0)
    url = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
    timeout = httpx.Timeout(5.0, read=read_s)
    async with listening, httpx.AsyncClient(base_url=url, transport=Lines(), timeout=timeout) as client:
        yield client


@pytest.mark.parametrize("answer", [CHUNKED, COUNTED, UNTIL_CLOSE], ids=["chunked", "counted", "until close"])
@pytest.mark.parametrize("step", [1, 7, 1_000])
async def test_an_answer_is_read_however_its_end_is_told_and_wherever_it_breaks(answer: bytes, step: int) -> None:
    async with asking(Server([answer], step=step)) as client:
        assert (await client.post("/v1/x", content=b"body")).text == "hello there"


async def test_the_request_goes_out_as_httpx_has_it() -> None:
    server = Server([COUNTED])
    async with asking(server) as client:
        await client.post("/v1/x?a=1", content=b"body", headers={"authorization": "Bearer k"})

    [head] = server.heads
    assert head.startswith(b"POST /v1/x?a=1 HTTP/1.1\r\n")
    assert b"\r\nContent-Length: 4\r\n" in head
    assert b"\r\nauthorization: Bearer k\r\n" in head


async def test_a_connection_is_used_again_and_one_that_was_closed_is_not() -> None:
    server = Server([COUNTED, CHUNKED, UNTIL_CLOSE, COUNTED])
    async with asking(server) as client:
        for _ in range(4):
            assert (await client.post("/", content=b"body")).text == "hello there"
    assert server.connections == 2


async def test_an_answer_that_was_not_read_to_its_end_ends_its_connection() -> None:
    server = Server([CHUNKED, COUNTED], step=1)
    async with asking(server) as client:
        async with client.stream("POST", "/", content=b"body"):
            pass
        assert (await client.post("/", content=b"body")).text == "hello there"
    assert server.connections == 2


HALVES = {
    "nothing": b"",
    "half a head": b"HTTP/1.1 200 OK\r\ncontent-le",
    "half of what is counted": COUNTED[:-3],
    "half of the chunks": CHUNKED[:-12],
    "no HTTP": b"SSH-2.0-OpenSSH_9.6\r\n",
}


@pytest.mark.parametrize("answer", HALVES.values(), ids=HALVES)
async def test_half_an_answer_is_an_error(answer: bytes) -> None:
    async with asking(Server([answer], hangs_up=True)) as client:
        with pytest.raises(httpx.RemoteProtocolError):
            await client.post("/", content=b"body")


async def test_a_server_that_falls_silent_times_out() -> None:
    async with asking(Server([COUNTED[:-3]]), read_s=0.05) as client:
        with pytest.raises(httpx.ReadTimeout):
            await client.post("/", content=b"body")


async def test_where_nobody_listens_no_connection_is_made() -> None:
    async with httpx.AsyncClient(transport=Lines()) as client:
        with pytest.raises(httpx.ConnectError):
            await client.post("http://127.0.0.1:1/", content=b"body")


async def test_an_interim_answer_is_passed_over() -> None:
    async with asking(Server([b"HTTP/1.1 100 Continue\r\n\r\n" + COUNTED])) as client:
        response = await client.post("/", content=b"body")
    assert (response.status_code, response.text) == (200, "hello there")


async def test_more_than_anybody_reads_makes_the_server_wait() -> None:
    long = b"x" * 2_000_000
    answer = b"HTTP/1.1 200 OK\r\ncontent-length: 2000000\r\n\r\n" + long
    async with asking(Server([answer], step=50_000)) as client, client.stream("POST", "/", content=b"body") as response:
        await asyncio.sleep(0.05)
        assert len(await response.aread()) == len(long)


def test_it_works_on_the_loop_that_the_service_runs_on() -> None:
    """Transports of uvloop are no instances of asyncio's."""

    async def asked() -> list[str]:
        long = b"HTTP/1.1 200 OK\r\ncontent-length: 2000000\r\n\r\n" + b"x" * 2_000_000
        server = Server([COUNTED, CHUNKED, long])
        async with asking(server) as client:
            return [(await client.post("/", content=b"body")).text[:11] for _ in range(3)]

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        assert runner.run(asked()) == ["hello there", "hello there", "x" * 11]
