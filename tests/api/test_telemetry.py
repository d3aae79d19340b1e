"""Spans: named by route and convention, never holding what was said; nothing at all unless asked for."""

import threading
import time
from typing import Any

import pytest
import requests
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from api.telemetry import CLOSE_S, open_providers, telemetry
from store.database import Database
from tests.api.collector import collecting
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


@pytest.mark.parametrize(
    ("environment", "sends"),
    [
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:9"}, {"traces", "metrics"}),
        ({"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "http://127.0.0.1:9"}, {"traces"}),
        ({"OTEL_EXPORTER_OTLP_METRICS_ENDPOINT": "http://127.0.0.1:9"}, {"metrics"}),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:9", "OTEL_METRICS_EXPORTER": "none"}, {"traces"}),
    ],
)
def test_each_endpoint_gets_what_is_meant_for_it(
    environment: dict[str, str], sends: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with collecting() as collector:
        here = {name: value.replace("http://127.0.0.1:9", collector.url) for name, value in environment.items()}
        for name, value in here.items():
            is_signals_own = name.endswith(("TRACES_ENDPOINT", "METRICS_ENDPOINT"))
            path = f"/v1/{next(iter(sends))}" if is_signals_own else ""
            monkeypatch.setenv(name, value + path)
        providers = open_providers(here)
        assert providers is not None
        providers.traces.get_tracer("test").start_span("one").end()
        providers.measurements.get_meter("test").create_counter("one").add(1)
        providers.close(timeout_s=10.0)

    assert {path.removeprefix("/v1/") for path, _ in collector.bodies} == sends


def test_an_error_text_does_not_leave(monkeypatch: pytest.MonkeyPatch) -> None:
    with collecting() as collector:
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", collector.url)
        providers = open_providers({"OTEL_EXPORTER_OTLP_ENDPOINT": collector.url})
        assert providers is not None
        with (
            pytest.raises(ValueError, match="my secret words"),
            providers.traces.get_tracer("test").start_as_current_span("one"),
        ):
            raise ValueError("my secret words")
        providers.close(timeout_s=10.0)

    [span] = collector.spans
    assert {each.key: each.value.string_value for each in span.attributes} == {"error.type": "ValueError"}
    assert span.status.code == 2
    assert b"secret" not in collector.everything


@pytest.mark.parametrize("answers", [False, None], ids=["never answers", "nobody there"])
def test_a_collector_that_takes_nothing_costs_nothing(answers: bool | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Spans of 2,000 turns are made and dropped, and the process can go."""
    with collecting(answers=False) as collector:
        url = "http://127.0.0.1:9" if answers is None else collector.url
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", url)
        providers = open_providers({"OTEL_EXPORTER_OTLP_ENDPOINT": url})
        assert providers is not None
        tracer = providers.traces.get_tracer("test")
        counter = providers.measurements.get_meter("test").create_counter("turns")
        senders: set[int] = set()
        send = requests.Session.send

        def noted(session: requests.Session, *given: Any, **more: Any) -> requests.Response:
            senders.add(threading.get_ident())
            return send(session, *given, **more)

        monkeypatch.setattr(requests.Session, "send", noted)
        began = time.perf_counter()
        for _ in range(2_000):
            for name in ("request", "turn", "node", "tool", "chat"):
                with tracer.start_as_current_span(name):
                    counter.add(1)
        took = time.perf_counter() - began
        own = threading.get_ident() in senders
        closing = time.perf_counter()
        providers.close()
        closed = time.perf_counter() - closing

    assert not own and senders, "spans go out beside the turns"
    assert took < 20.0, "10 ms a turn on a machine that others use too; alone it is 0.3. One wait would be 3 s"
    assert closed < CLOSE_S + 2.0
