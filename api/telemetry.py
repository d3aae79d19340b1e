"""OpenTelemetry: off unless the environment asks for it, and then without a word of what was said.

The rest of the code uses `opentelemetry.trace` alone, whose spans cost next to nothing until a provider
is set here. OTEL_EXPORTER_OTLP_ENDPOINT sends spans by OTLP over HTTP; SHOPSMART_OTEL=console prints them.
Names follow the HTTP and GenAI semantic conventions, 2026.
"""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from litestar.types import ASGIApp, Message, Receive, Scope, Send
from opentelemetry import trace
from opentelemetry.trace import SpanKind, Status, StatusCode


@contextmanager
def telemetry(environment: Mapping[str, str]) -> Iterator[bool]:
    """Set up exporting for the life of the process; yields whether it is on. Flushes on the way out."""
    to_console = environment.get("SHOPSMART_OTEL") == "console"
    to_collector = bool(
        environment.get("OTEL_EXPORTER_OTLP_ENDPOINT") or environment.get("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
    )
    if environment.get("OTEL_SDK_DISABLED", "").lower() == "true" or not (to_console or to_collector):
        yield False
        return
    # The SDK and the exporter cost 0.1 s to import: only for those who want them.
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor, ConsoleSpanExporter, SimpleSpanProcessor

    name = environment.get("OTEL_SERVICE_NAME", "shopsmart")
    provider = TracerProvider(resource=Resource.create({"service.name": name}))
    if to_console:
        provider.add_span_processor(SimpleSpanProcessor(ConsoleSpanExporter(out=sys.stderr)))
    if to_collector:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter

        provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    trace.set_tracer_provider(provider)
    try:
        yield True
    finally:
        provider.shutdown()


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
