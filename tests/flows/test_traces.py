"""Turns in LangSmith: only for who asked for it, and then without a value that tells who somebody is."""

import asyncio
import re
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
import pytest_asyncio

from api.fake_mistral.answers import Mode
from api.fake_mistral.app import Behaviour
from api.fake_mistral.serving import serving
from api.settings import Mistral, Model, Settings
from domain.customers import CustomerId
from domain.people import known_values
from graphs.traces import CLOSE_S, destination_of
from tests.conftest import Databases
from tests.flows.shop import Shop, Shopper, open_shop
from tests.langsmith import KEY, LangSmith, receiving

MISTRAL_KEY = "mistral-key-0123456789abcdef"
MAYA = "C1001"


@pytest_asyncio.fixture(scope="module")
async def dsn(databases: Databases, learned: str) -> str:
    return await databases.copy(learned)


@asynccontextmanager
async def traced_shop(
    dsn: str, monkeypatch: pytest.MonkeyPatch, *, url: str, key: str = KEY, tracing: str = "true"
) -> AsyncIterator[Shop]:
    """The demo shop with a model, as it would be served with these variables set."""
    for name, value in {"ENDPOINT": url, "API_KEY": key, "TRACING": tracing, "PROJECT": "support"}.items():
        monkeypatch.setenv(f"LANGSMITH_{name}", value)
    async with serving(Behaviour(mode=Mode.REWORDED)) as base_url:
        hasty = Model(deadline_s=2.0)
        mistral = Mistral(base_url=base_url, api_key=MISTRAL_KEY, respond=hasty)  # pyright: ignore[reportArgumentType] # made a secret
        async with open_shop(dsn, Settings(mistral=mistral)) as shop:
            yield shop


async def a_demo_customer(shop: Shop) -> tuple[Shopper, list[str]]:
    """Somebody of the demo with orders, and every value that is known of them."""
    async with shop.resources.database.connection() as connection:
        row = await connection.fetchrow(
            "SELECT c.customer_id, c.email FROM customers c JOIN orders o USING (customer_id)"
            " WHERE o.status = 'shipped' AND c.phone IS NOT NULL ORDER BY c.customer_id LIMIT 1"
        )
    assert row is not None
    customer_id = CustomerId(row["customer_id"])
    customer = await shop.resources.shop.customer(customer_id)
    orders = await shop.resources.shop.orders_of(customer_id)
    return Shopper(customer_id, row["email"]), [value for _, value in known_values(customer, orders)]


async def said_by(shop: Shop, shopper: Shopper) -> list[str]:
    """A conversation in which the customer tells all about themselves; what was replied."""
    customer = await shop.resources.shop.customer(CustomerId(shopper.customer_id))
    assert customer is not None
    [order, *_] = await shop.resources.shop.orders_of(customer.customer_id)
    talk = await shop.talk(shopper)
    says = [
        f"hello, I am {customer.name}, where is {order.order_id}?",
        f"my mail is {customer.email} and my phone {customer.phone}, I live in {' '.join(customer.address.values())}",
        "show me my orders",
        "what is your return policy?",
        "my name is Ada Byron, write to ada@byron.example.org or +44 20 7946 0958",
    ]
    return [(await talk.say(text)).text for text in says]


async def test_no_value_of_the_customer_and_no_key_leaves(dsn: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with receiving() as langsmith:
        async with traced_shop(dsn, monkeypatch, url=langsmith.url) as shop:
            shopper, values = await a_demo_customer(shop)
            replies = await said_by(shop, shopper)

    turns = [run for run in langsmith.runs if run["run_type"] == "chain"]
    calls = [run for run in langsmith.runs if run["run_type"] == "llm"]
    assert len(turns) == len(replies)
    assert "Returns" in turns[3]["outputs"]["reply"] or "return" in turns[3]["outputs"]["reply"]
    assert calls and all(call["parent_run_id"] in {turn["id"] for turn in turns} for call in calls)
    assert all(call["outputs"]["usage_metadata"]["input_tokens"] > 0 for call in calls)
    assert any(value in reply for reply in replies for value in values), "the replies did hold some"
    assert _leaked(langsmith, [*values, "Ada Byron", "ada@byron", "7946", KEY, MISTRAL_KEY]) == []
    assert langsmith.keys == {KEY}, "in the header it belongs to, and nowhere else"


async def test_a_turn_that_breaks_is_told_by_kind(dsn: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with receiving() as langsmith:
        async with traced_shop(dsn, monkeypatch, url=langsmith.url) as shop:
            shopper, values = await a_demo_customer(shop)

            async def broken(*_: object, **__: object) -> None:
                raise RuntimeError(f"no luck for {shopper.email}")

            monkeypatch.setattr("agent.nodes.plan.plan", broken)
            monkeypatch.setattr("graphs.support._plan", broken)
            await (await shop.talk(shopper)).say("where is my order?")

    assert {run["error"] for run in langsmith.runs if run["run_type"] == "chain"} == {"RuntimeError"}
    assert _leaked(langsmith, values) == []


async def test_whom_it_is_about_unknown_nothing_is_sent(dsn: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with receiving() as langsmith:
        async with traced_shop(dsn, monkeypatch, url=langsmith.url) as shop:
            shopper, _ = await a_demo_customer(shop)
            talk = await shop.talk(shopper)

            async def away(*_: object, **__: object) -> None:
                raise OSError("the shop is away")

            monkeypatch.setattr("graphs.traces.TurnTraces._concerned", away)
            await talk.say("hello")

    assert langsmith.requests == []


@pytest.mark.parametrize(("key", "tracing"), [("", "true"), (KEY, ""), (KEY, "false")])
async def test_without_the_key_or_the_wish_nothing_is_sent(
    key: str, tracing: str, dsn: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor by LangChain, which traces by itself when LANGSMITH_TRACING is set."""
    with receiving() as langsmith:
        async with traced_shop(dsn, monkeypatch, url=langsmith.url, key=key, tracing=tracing) as shop:
            await (await shop.talk()).say("what is your return policy?")
            await asyncio.sleep(0.5)

    assert langsmith.requests == []


@pytest.mark.parametrize("answers", [False, None], ids=["never answers", "nobody there"])
async def test_langsmith_away_costs_nothing(answers: bool | None, dsn: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with receiving(answers=False) as langsmith:
        url = "http://127.0.0.1:9" if answers is None else langsmith.url
        async with traced_shop(dsn, monkeypatch, url=url) as shop:
            talk = await shop.talk()
            took: list[float] = []
            for _ in range(12):
                began = time.perf_counter()
                assert (await talk.say("what are your opening hours?")).text
                took.append(time.perf_counter() - began)
            closing = time.perf_counter()
        closed = time.perf_counter() - closing

    assert sorted(took)[len(took) // 2] < 2.5, "its own time limit is 3 s, and nobody waits for that"
    assert closed < CLOSE_S + 4.0


def test_both_must_be_set_and_older_names_count() -> None:
    def of(**environment: str) -> Any:
        return destination_of(environment)

    assert of() is of(LANGSMITH_API_KEY="k") is of(LANGSMITH_TRACING="true") is None
    assert of(LANGSMITH_API_KEY="k", LANGSMITH_TRACING="false") is None
    assert of(LANGCHAIN_API_KEY="k", LANGCHAIN_TRACING_V2="true").url == "https://api.smith.langchain.com"
    here = of(LANGSMITH_API_KEY="k", LANGSMITH_TRACING="true", LANGSMITH_ENDPOINT="http://here/", LANGSMITH_PROJECT="p")
    assert (here.url, here.project) == ("http://here", "p")
    assert "k'" not in repr(here)


def _leaked(langsmith: LangSmith, values: list[str]) -> list[str]:
    # As words: four digits of a card stand in many a run's own id.
    return [value for value in values if re.search(rf"(?<!\w){re.escape(value)}(?!\w)", langsmith.everything, re.I)]
