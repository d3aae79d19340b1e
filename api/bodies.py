"""Reading what came in: JSON only, small, shallow, in real Unicode."""

from typing import Any

import msgspec
from litestar.connection import Request
from litestar.types import Empty

from api.errors import UnsupportedMediaType
from domain.errors import InvalidInput

MAX_DEPTH = 32


class JsonRequest(Request[Any, Any, Any]):
    """Litestar's own reading answers 500 to bad UTF-8 and to deep nesting; this one never does."""

    async def json(self) -> Any:
        """Raises InvalidInput, UnsupportedMediaType."""
        if self._json is Empty:
            if self.content_type[0] != "application/json":
                raise UnsupportedMediaType
            self._json = decode(await self.body())
        return self._json


def decode(body: bytes) -> Any:
    """The JSON value. Text in it is free of NUL (Postgres keeps none) and of lone surrogates.

    Raises:
        InvalidInput: with the reason, and nothing of the body.
    """
    try:
        value = msgspec.json.decode(body)
    except (ValueError, RecursionError) as error:
        # msgspec refuses lone surrogates itself; bad UTF-8 is a UnicodeDecodeError, a ValueError too.
        raise InvalidInput("not JSON", public="The body is not valid JSON in UTF-8.") from error
    if body.count(b"[") + body.count(b"{") > MAX_DEPTH and _depth(value) > MAX_DEPTH:
        raise InvalidInput("too deep", public="The JSON is nested too deeply.")
    if b"\\u0000" in body and _has_nul(value):
        raise InvalidInput("NUL", public="Text must not contain NUL characters.")
    return value


def _children(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [*value.keys(), *value.values()]
    return value if isinstance(value, list) else []


def _depth(value: Any) -> int:
    """Containers inside each other; counting stops one above the limit."""
    depth, level = 0, [value]
    while (level := [part for part in level if isinstance(part, dict | list)]) and depth <= MAX_DEPTH:
        depth += 1
        level = [child for parent in level for child in _children(parent)]
    return depth


def _has_nul(value: Any) -> bool:
    if isinstance(value, str):
        return "\0" in value
    return any(_has_nul(child) for child in _children(value))
