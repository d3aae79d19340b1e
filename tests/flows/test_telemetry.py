"""What a collector gets to see of whole turns with a model: names and numbers, and nothing that was said."""

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

import pytest
import pytest_asyncio
from opentelemetry.proto.common.v1.common_pb2 import KeyValue
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from agent.models.instruments import CallInstruments
from api.fake_mistral.answers import Mode
from api.fake_mistral.app import Behaviour
from api.fake_mistral.faults import NONE, Fault, Faults
from api.fake_mistral.serving import serving
from api.settings import Mistral, Model, Settings
from api.telemetry import open_providers
from graphs.instruments import TurnInstruments
from tests.api.collector import Collector, collecting
from tests.conftest import Databases
from tests.flows.shop import Shop, bought, open_shop

TRACERS = {
    "agent.models.instruments": "shopsmart.models",
    "api.answering": "shopsmart.turns",
    "graphs.support": "shopsmart.graph",
    "tools.execute": "shopsmart.tools",
    "tools.knowledge.service": "shopsmart.knowledge",
}
SECRETS = ("hunter2", "Robin", "shopper.example.org", "Portland", "97209", "1Z999AA1", "Meadow", "VM-0")


@pytest_asyncio.fixture(scope="module")
async def modelled(databases: Databases, learned: str) -> AsyncIterator[tuple[Behaviour, Shop]]:
    behaviour = Behaviour(mode=Mode.REWORDED)
    async with serving(behaviour) as base_url:
        hasty = Model(deadline_s=2.0, prompt_usd=0.1, completion_usd=0.3)
        settings = Settings(mistral=Mistral(base_url=base_url, respond=hasty))
        async with open_shop(await databases.copy(learned), settings) as shop:
            yield behaviour, shop


@contextmanager
def watching(monkeypatch: pytest.MonkeyPatch, url: str) -> Iterator[None]:
    """Everything is told to the collector while this lasts; flushed at its end."""
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", url)
    providers = open_providers({"OTEL_EXPORTER_OTLP_ENDPOINT": url})
    assert providers is not None
    for module, name in TRACERS.items():
        monkeypatch.setattr(f"{module}._tracer", providers.traces.get_tracer(name))
    meter = providers.measurements.get_meter("test")
    monkeypatch.setattr("agent.models.instruments._instruments", CallInstruments(meter))
    monkeypatch.setattr("graphs.instruments._instruments", TurnInstruments(meter))
    try:
        yield
    finally:
        providers.close(timeout_s=10.0)


@pytest.fixture
def collector() -> Iterator[Collector]:
    with collecting() as collector:
        yield collector


def values(attributes: "list[KeyValue]") -> dict[str, object]:
    return {each.key: getattr(each.value, each.value.WhichOneof("value") or "string_value") for each in attributes}


def called(spans: list[Span]) -> list[dict[str, object]]:
    return [values(list(span.attributes)) for span in spans if span.name.startswith("chat ")]


async def test_a_turn_with_a_model_is_told_in_genai_names_without_a_word_of_it(
    modelled: tuple[Behaviour, Shop], collector: Collector, monkeypatch: pytest.MonkeyPatch
) -> None:
    behaviour, shop = modelled
    behaviour.faults = NONE
    shopper = await shop.shopper()
    order = await shop.order(shopper, "shipped", bought("Meadow Linen Shirt"))

    with watching(monkeypatch, collector.url):
        talk = await shop.talk(shopper)
        reply = await talk.say(f"hunter2: where is {order}?")
        await talk.say("cancel VM-99999, my mail is robin@shopper.example.org")

    assert "is travelling to you" in reply.text
    [call] = called(collector.spans)
    assert call["gen_ai.operation.name"] == "chat"
    assert call["gen_ai.provider.name"] == "mistral_ai"
    assert call["gen_ai.request.model"] == "mistral-small-latest"
    assert str(call["gen_ai.prompt.name"]).startswith("respond@")
    assert call["server.address"] == "127.0.0.1"
    assert isinstance(call["gen_ai.usage.input_tokens"], int) and call["gen_ai.usage.input_tokens"] > 100
    assert isinstance(call["gen_ai.response.time_to_first_chunk"], float)
    assert {span.name for span in collector.spans} >= {"invoke_agent shopsmart", "chat mistral-small-latest"}

    measured = collector.measurements
    assert set(measured) >= {
        "gen_ai.client.operation.duration",
        "gen_ai.client.operation.time_to_first_chunk",
        "gen_ai.client.token.usage",
        "shopsmart.model.cost",
        "shopsmart.turn.duration",
        "shopsmart.wording.settled",
        "shopsmart.sentence.checked",
    }
    tokens = measured["gen_ai.client.token.usage"].histogram.data_points
    assert {values(list(point.attributes))["gen_ai.token.type"] for point in tokens} == {"input", "output"}
    [cost] = measured["shopsmart.model.cost"].sum.data_points
    assert cost.as_double == pytest.approx(
        (0.1 * call["gen_ai.usage.input_tokens"] + 0.3 * call["gen_ai.usage.output_tokens"]) / 1e6  # type: ignore[operator]
    )
    [worded] = measured["shopsmart.wording.settled"].sum.data_points
    assert values(list(worded.attributes)) == {"shopsmart.outcome": "worded"}
    assert [secret for secret in SECRETS if secret.encode() in collector.everything] == []


async def test_a_failed_call_and_a_broken_turn_are_told_by_kind_only(
    modelled: tuple[Behaviour, Shop], collector: Collector, monkeypatch: pytest.MonkeyPatch
) -> None:
    behaviour, shop = modelled
    shopper = await shop.shopper()
    order = await shop.order(shopper, "shipped", bought("Meadow Linen Shirt"))
    behaviour.faults = Faults({Fault.CUT: 1.0})

    async def broken(*_: object, **__: object) -> None:
        raise RuntimeError(f"hunter2 wants {order}")

    with watching(monkeypatch, collector.url):
        await (await shop.talk(shopper)).say(f"where is {order}?")
        monkeypatch.setattr(type(shop.resources.shop), "order", broken)
        await (await shop.talk(shopper)).say(f"hunter2: where is {order}?")

    [call] = called(collector.spans)
    assert call["error.type"] == "model_truncated"
    kinds = {values(list(span.attributes)).get("error.type") for span in collector.spans}
    assert "RuntimeError" in kinds
    assert all(not span.events and not span.status.message for span in collector.spans)
    outcomes = [
        values(list(point.attributes))["shopsmart.outcome"]
        for point in collector.measurements["shopsmart.wording.settled"].sum.data_points
    ]
    assert outcomes == ["fallback_model_truncated"]
    assert [secret for secret in SECRETS if secret.encode() in collector.everything] == []
