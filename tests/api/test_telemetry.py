"""Spans: named by route and convention, never holding what was said; nothing at all unless asked for."""

import pytest
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from api.telemetry import telemetry
from store.database import Database
from tests.api.service import running


async def test_a_turn_is_a_span_inside_its_request_and_holds_no_words(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    exporter, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    monkeypatch.setattr("api.telemetry.trace.get_tracer", lambda name: provider.get_tracer(name))
    monkeypatch.setattr("api.answering._tracer", provider.get_tracer("turns"))
    async with running(database, has_spans=True) as service:
        customer = await service.open()
        await customer.send("my secret words")

    spans = {span.name: span for span in exporter.get_finished_spans()}
    request = spans["POST /v1/conversations/{conversation_id}/messages"]
    turn = spans["invoke_agent shopsmart"]
    assert turn.parent is not None and request.context is not None
    assert turn.parent.span_id == request.context.span_id
    assert request.attributes is not None and turn.attributes is not None
    assert request.attributes["http.response.status_code"] == 201
    assert turn.attributes["gen_ai.operation.name"] == "invoke_agent"
    for span in spans.values():
        assert "secret" not in span.to_json() and customer.token not in span.to_json()


@pytest.mark.parametrize("environment", [{}, {"SHOPSMART_OTEL": "console", "OTEL_SDK_DISABLED": "true"}])
def test_without_configuration_no_provider_is_set(environment: dict[str, str]) -> None:
    before = trace.get_tracer_provider()

    with telemetry(environment) as is_on:
        assert not is_on
        assert trace.get_tracer_provider() is before
