"""OpenTelemetry: off unless the environment asks for it, and then without a word of what was said.

The rest of the code uses OpenTelemetry's API alone, which costs next to nothing until providers are set here.
OTEL_EXPORTER_OTLP_ENDPOINT sends spans and measurements by OTLP over HTTP (..._TRACES_ENDPOINT and
..._METRICS_ENDPOINT one of them; OTEL_TRACES_EXPORTER=none and OTEL_METRICS_EXPORTER=none leave one out);
SHOPSMART_OTEL=console prints them. Names follow the HTTP and GenAI semantic conventions, 2026.

A collector that is away or never answers costs nothing: what it does not take in time is dropped, oldest first.
"""

import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from litestar.types import ASGIApp, Message, Receive, Scope, Send
from opentelemetry import metrics, trace
from opentelemetry.trace import SpanKind, Status, StatusCode

if TYPE_CHECKING:
    from opentelemetry.sdk.metrics import MeterProvider
    from opentelemetry.sdk.metrics.export import MetricReader
    from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
    from opentelemetry.sdk.trace.export import SpanExporter, SpanExportResult

EXPORT_S = 3.0
"""For one batch, further tries included, unless OTEL_EXPORTER_OTLP_TIMEOUT says otherwise."""
CLOSE_S = 2.0
"""For what is left when the process stops. A collector that takes longer does not get it."""


@contextmanager
def telemetry(environment: Mapping[str, str]) -> Iterator[bool]:
    """Set up exporting for the life of the process; yields whether it is on. Flushes on the way out."""
    providers = open_providers(environment)
    if providers is None:
        yield False
        return
    trace.set_tracer_provider(providers.traces)
    metrics.set_meter_provider(providers.measurements)
    try:
        yield True
    finally:
        providers.close()


def endpoints(environment: Mapping[str, str]) -> dict[str, str]:
    """Where spans and measurements go, for `shopsmart doctor`."""
    wish = _Wish(environment)
    wished = {"TRACES": wish.traces, "METRICS": wish.measurements}
    return {signal: wish.endpoint(signal) for signal, is_sent in wished.items() if is_sent}


@dataclass(frozen=True, slots=True)
class Providers:
    traces: "TracerProvider"
    measurements: "MeterProvider"

    def close(self, timeout_s: float = CLOSE_S) -> None:
        """Sends what is left, as far as that goes in the time; then the threads are left to die with the process."""
        ends_at = time.monotonic() + timeout_s
        for thread in [_closing(self.traces.shutdown), _closing(self.measurements.shutdown)]:
            thread.join(max(0.0, ends_at - time.monotonic()))


def open_providers(environment: Mapping[str, str]) -> Providers | None:
    """None where nobody asked. Exporters read their endpoint, headers and so on from the process's environment."""
    wish = _Wish(environment)
    if not (wish.traces or wish.measurements or wish.console):
        return None
    # The SDK and the exporters cost 0.1 s to import: only for those who want them.
    from opentelemetry.sdk.metrics import MeterProvider
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import SpanLimits, TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor, ConsoleSpanExporter, SimpleSpanProcessor

    resource = Resource.create({"service.name": environment.get("OTEL_SERVICE_NAME", "shopsmart")})
    # Nothing at exit of the interpreter: `close` has done what there was time for.
    traces = TracerProvider(
        resource=resource, shutdown_on_exit=False, span_limits=SpanLimits(max_span_attribute_length=_LONGEST_VALUE)
    )
    if wish.console:
        traces.add_span_processor(SimpleSpanProcessor(wordless(ConsoleSpanExporter(out=sys.stderr))))
    if wish.traces:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter

        exporter = OTLPSpanExporter(timeout=wish.timeout_s("TRACES"))
        traces.add_span_processor(BatchSpanProcessor(wordless(exporter)))
    measurements = MeterProvider(_readers(wish), resource=resource, shutdown_on_exit=False)
    return Providers(traces, measurements)


def _readers(wish: "_Wish") -> "list[MetricReader]":
    from opentelemetry.sdk.metrics.export import ConsoleMetricExporter, PeriodicExportingMetricReader

    readers: list[MetricReader] = []
    if wish.console:
        readers.append(PeriodicExportingMetricReader(ConsoleMetricExporter(out=sys.stderr)))
    if wish.measurements:
        from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter

        readers.append(PeriodicExportingMetricReader(OTLPMetricExporter(timeout=wish.timeout_s("METRICS"))))
    return readers


class _Wish:
    """What the environment asks for."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment
        is_off = environment.get("OTEL_SDK_DISABLED", "").lower() == "true"
        self.console = not is_off and environment.get("SHOPSMART_OTEL") == "console"
        self.traces = not is_off and self._is_sent("TRACES")
        self.measurements = not is_off and self._is_sent("METRICS")

    def endpoint(self, signal: str) -> str:
        """As the exporter makes it out: the signal's own is taken as it is, to the general one a path is added."""
        own = self._environment.get(f"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT")
        general = self._environment.get("OTEL_EXPORTER_OTLP_ENDPOINT", "")
        return own or f"{general.removesuffix('/')}/v1/{signal.lower()}"

    def timeout_s(self, signal: str) -> float | None:
        """None: the exporter reads it from the environment."""
        names = ("OTEL_EXPORTER_OTLP_TIMEOUT", f"OTEL_EXPORTER_OTLP_{signal}_TIMEOUT")
        return None if any(self._environment.get(name) for name in names) else EXPORT_S

    def _is_sent(self, signal: str) -> bool:
        names = ("OTEL_EXPORTER_OTLP_ENDPOINT", f"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT")
        is_wished = self._environment.get(f"OTEL_{signal}_EXPORTER", "otlp") != "none"
        return is_wished and any(self._environment.get(name) for name in names)


def _closing(shutdown: Callable[[], None]) -> threading.Thread:
    """A daemon, because the SDK itself waits half a minute for a collector that does not answer."""
    thread = threading.Thread(target=shutdown, name="telemetry-closing", daemon=True)
    thread.start()
    return thread


_LONGEST_VALUE = 200
"""Characters of an attribute: names are shorter."""


def wordless(exporter: "SpanExporter") -> "SpanExporter":
    """`exporter`, given spans without events and descriptions.

    An error's text may quote what was said, and the SDK writes it into both. What is left is the error's type.
    """
    from opentelemetry.sdk.trace.export import SpanExporter

    class Wordless(SpanExporter):
        def export(self, spans: "Sequence[ReadableSpan]") -> "SpanExportResult":
            return exporter.export([_wordless(span) for span in spans])

        def shutdown(self) -> None:
            exporter.shutdown()

        def force_flush(self, timeout_millis: int = 30000) -> bool:
            return exporter.force_flush(timeout_millis)

    return Wordless()


def _wordless(span: "ReadableSpan") -> "ReadableSpan":
    if not span.events and span.status.description is None:
        return span
    from opentelemetry.sdk.trace import ReadableSpan

    attributes: dict[str, Any] = dict(span.attributes or {})
    for event in span.events:
        if kind := (event.attributes or {}).get("exception.type"):
            attributes.setdefault("error.type", kind)
    return ReadableSpan(
        name=span.name,
        context=span.context,
        parent=span.parent,
        resource=span.resource,
        attributes=attributes,
        links=span.links,
        kind=span.kind,
        status=Status(span.status.status_code),
        start_time=span.start_time,
        end_time=span.end_time,
        instrumentation_scope=span.instrumentation_scope,
    )


class RequestSpans:
    """ASGI layer: one server span a request, named by its route and never by its path."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._tracer = trace.get_tracer("shopsmart.http")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        method = scope["method"]
        with self._tracer.start_as_current_span(method, kind=SpanKind.SERVER) as span:
            span.set_attribute("http.request.method", method)

            async def send_noting_status(message: Message) -> None:
                if message["type"] == "http.response.start":
                    span.set_attribute("http.response.status_code", message["status"])
                    if message["status"] >= 500:
                        span.set_status(Status(StatusCode.ERROR))
                await send(message)

            await self._app(scope, receive, send_noting_status)
            route = scope.get("path_template")
            if route:
                span.update_name(f"{method} {route}")
                span.set_attribute("http.route", route)
