"""ChatMistralAI with a stream that costs less: words are collected up to the end of a sentence, and are plain text.

What listens to the stream (`agent.writer.mistral`) lets nothing go before a sentence is finished, while each piece
that goes up as a LangChain message costs 0.2 ms of CPU there and in its callbacks. So only what is more than words
becomes one: how the answer ended, what it cost, calls of tools. The first words go up at once, because the time to
them is measured.
"""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from typing import Any

import httpx
import msgspec
from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_mistralai import ChatMistralAI
from langchain_mistralai.chat_models import _convert_chunk_to_message_chunk  # pyright: ignore[reportPrivateUsage]

_PATH = "/chat/completions"
_DONE = b"[DONE]"
_END_WITHIN_S = 0.2
_ENDS = (".", "!", "?", ":", "…", "。", "\n")
_LONGEST = 400
"""Characters after which words go up though no sentence ends: an endless answer has to be noticed."""


class StreamedMistral(ChatMistralAI):
    """Beside what ChatMistralAI does, `hear`."""

    async def hear(self, messages: Sequence[BaseMessage], **options: Any) -> AsyncGenerator[str | AIMessageChunk]:
        """Words as they come, then the message that holds them all; none, where the stream had nothing in it.

        Raises httpx.HTTPStatusError, httpx.TransportError; ValueError, msgspec.DecodeError for what is no such stream.
        """
        dicts, params = self._create_message_dicts(list(messages), None)
        body = {**params, **options, "stream": True, "messages": dicts}
        whole: AIMessageChunk | None = None
        said = ""
        assert self.async_client is not None  # given by whoever makes it
        async with self.async_client.stream("POST", _PATH, content=msgspec.json.encode(body)) as response:
            await _refuse(response)
            async for piece in _gathered(_events(response)):
                if isinstance(piece, str):
                    said += piece
                    yield piece
                    continue
                chunk, _, _ = _convert_chunk_to_message_chunk(piece, AIMessageChunk, -1, "", self.output_version)
                if words := str(chunk.text):
                    yield words
                assert isinstance(chunk, AIMessageChunk)  # it is asked for
                whole, said = _joined(whole, said, chunk), ""
        if whole is not None or said:
            yield _joined(whole, said)


def _joined(whole: AIMessageChunk | None, said: str, chunk: AIMessageChunk | None = None) -> AIMessageChunk:
    parts = [part for part in (whole, AIMessageChunk(content=said) if said else None, chunk) if part is not None]
    return parts[0] if len(parts) == 1 else parts[0] + parts[1] if len(parts) == 2 else parts[0] + parts[1] + parts[2]


async def _refuse(response: httpx.Response) -> None:
    """Raises httpx.HTTPStatusError; ValueError for what is no stream of events."""
    if response.is_error:
        await response.aread()
        response.raise_for_status()
    if not response.headers.get("content-type", "").startswith("text/event-stream"):
        raise ValueError("not a stream of events")


async def _events(response: httpx.Response) -> AsyncIterator[dict[str, Any]]:
    """The JSON objects of the stream, up to [DONE] or its end. Raises msgspec.DecodeError, httpx.TransportError."""
    rest, pieces = b"", response.aiter_bytes()
    async for piece in pieces:
        *lines, rest = (rest + piece).split(b"\n")
        for line in lines:
            if not line.startswith(b"data:"):
                continue
            data = line[5:].strip()
            if data == _DONE:
                await _read_to_end(pieces)
                return
            yield msgspec.json.decode(data)


async def _read_to_end(pieces: AsyncIterator[bytes]) -> None:
    """The few bytes after [DONE]: without them the connection is closed, and the next call shakes hands again."""
    with contextlib.suppress(TimeoutError, httpx.TransportError):
        async with asyncio.timeout(_END_WITHIN_S):
            async for _ in pieces:
                pass


async def _gathered(events: AsyncIterator[dict[str, Any]]) -> AsyncIterator[str | dict[str, Any]]:
    """Words joined up to the end of a sentence, and whatever carries more than words as it came.

    What begins a sentence goes up at once: only by it does a reader know that the one before is over.
    """
    words, begins = "", True
    async for event in events:
        if not event.get("choices"):
            continue
        if not _is_words(event):
            if words:
                yield words
                words = ""
            yield event
            continue
        words += (said := event["choices"][0]["delta"]["content"])
        ends = said.rstrip(" ").endswith(_ENDS) or "\n" in said
        if words and (begins or ends or len(words) > _LONGEST):
            yield words
            words, begins = "", ends
    if words:
        yield words


def _is_words(event: dict[str, Any]) -> bool:
    choice = event["choices"][0]
    delta = choice["delta"]
    return (
        choice.get("finish_reason") is None
        and not event.get("usage")
        and not delta.get("tool_calls")
        and isinstance(delta.get("content"), str)
    )
