"""Whether a request is one that Twilio's own description of its API allows."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from openapi_core import OpenAPI
from openapi_core.datatypes import RequestParameters
from openapi_core.exceptions import OpenAPIError
from werkzeug.datastructures import Headers, ImmutableMultiDict

DOCUMENT = Path(__file__).parent / "messages.json"
PATH = "/2010-04-01/Accounts/{AccountSid}/Messages.json"


@dataclass(slots=True)
class Asked:
    """openapi-core's protocol of a request, which wants its fields writable."""

    method: str
    path: str
    body: bytes | None
    content_type: str
    parameters: RequestParameters
    host_url: str = "https://api.twilio.com"


@cache
def document() -> dict[str, Any]:
    return json.loads(DOCUMENT.read_text(encoding="utf-8"))


@cache
def _api() -> OpenAPI:
    return OpenAPI.from_dict(document())


@cache
def fields() -> frozenset[str]:
    """Of a message to be sent."""
    form = document()["paths"][PATH]["post"]["requestBody"]["content"]["application/x-www-form-urlencoded"]
    return frozenset(form["schema"]["properties"])


def breach(
    method: str, path: str, *, query: Sequence[tuple[str, str]], headers: Mapping[str, str], body: bytes
) -> str | None:
    """What is wrong with it, in a few words; None: nothing."""
    asked = Asked(
        method=method.lower(),
        path=path,
        body=body or None,
        content_type=headers.get("content-type", ""),
        parameters=RequestParameters(query=ImmutableMultiDict(query), header=Headers(dict(headers))),
    )
    try:
        _api().validate_request(asked)
    except OpenAPIError as error:
        return f"{error}: {error.__cause__ or ''}"[:300]
    return None


def is_url(text: str) -> bool:
    """The description says `format: uri`, which the library does not look at; Twilio wants a host without "_"."""
    parts = urlsplit(text)
    return parts.scheme in ("http", "https") and bool(parts.hostname) and "_" not in (parts.hostname or "")
