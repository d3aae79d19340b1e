"""The line to the model, with everything that went over it kept."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx

from agent.models.breaker import Breaker
from agent.models.call import RoleSettings
from agent.models.mistral import Endpoint, MistralModels, open_mistral
from api.fake_mistral.app import Behaviour
from api.fake_mistral.serving import serving

SETTINGS = RoleSettings(model="mistral-small-latest", temperature=0.2, max_tokens=400, deadline_s=5.0)


@dataclass
class Line(httpx.AsyncBaseTransport):
    """Lets everything through and keeps it."""

    inner: httpx.AsyncBaseTransport = field(default_factory=httpx.AsyncHTTPTransport)
    sent: list[dict[str, Any]] = field(default_factory=list)
    received: list[tuple[httpx.Response, bytes]] = field(default_factory=list)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.sent.append(json.loads(await request.aread()))
        response = await self.inner.handle_async_request(request)
        body = b"".join([part async for part in response.stream])  # pyright: ignore[reportGeneralTypeIssues] # asynchronous here
        self.received.append((response, body))
        return httpx.Response(response.status_code, headers=response.headers, content=body)

    async def aclose(self) -> None:
        await self.inner.aclose()


class Unlimited:
    async def admit(self, conversation_id: str) -> None: ...

    async def spend(self, conversation_id: str, tokens: int) -> None: ...


@asynccontextmanager
async def on_the_line(behaviour: Behaviour) -> AsyncIterator[tuple[MistralModels, Line]]:
    line = Line()
    async with serving(behaviour) as base_url:
        endpoint, breaker = Endpoint(base_url, "key"), Breaker(failures=1000)
        roles: Any = dict.fromkeys(("understand", "plan", "respond"), SETTINGS)
        async with open_mistral(endpoint, roles, Unlimited(), transport=line, breaker=breaker) as models:
            yield models, line
