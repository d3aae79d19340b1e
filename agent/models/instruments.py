"""What OpenTelemetry is told of each call to a model: a span and a few measurements, names and numbers only.

Names are those of the GenAI semantic conventions as `opentelemetry-semantic-conventions` 0.66 has them, and the bucket
boundaries that they recommend. All of it costs next to nothing until `api.telemetry` sets providers.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

from opentelemetry import metrics, trace
from opentelemetry.metrics import Meter
from opentelemetry.trace import SpanKind, Status, StatusCode
from opentelemetry.util.types import AttributeValue

from domain.errors import ShopSmartError

PROVIDER = "mistral_ai"
"""Also for a server of one's own: it is Mistral's API that is spoken."""

_SECONDS = (0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92)
_FIRST_SECONDS = (0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0)
_TOKENS = tuple(4**power for power in range(14))

_ENDINGS = frozenset({"stop", "tool_calls", "length", "model_length", "error"})
"""As Mistral has them. Any other word is a server's own, and might be anything."""

_tracer = trace.get_tracer("shopsmart.models")


@dataclass(slots=True)
class CallSeen:
    """One call to a model: what was asked for, and what became known of it by its end."""

    model: str
    role: str
    prompt: str
    conversation_id: str
    base_url: str
    temperature: float
    max_tokens: int
    is_streamed: bool
    is_json: bool
    input_tokens: int = 0
    output_tokens: int = 0
    first_s: float | None = None
    """Until the first words, of a streamed answer."""
    finish_reason: str | None = None
    served: str | None = None
    """The model that answered, as the server has it."""
    cost_usd: float | None = None
    """None where no price is configured."""

    def attributes(self) -> dict[str, AttributeValue]:
        """Of the span when it begins."""
        server = urlsplit(self.base_url)
        known: dict[str, AttributeValue] = {
            "gen_ai.request.max_tokens": self.max_tokens,
            "gen_ai.request.temperature": self.temperature,
            "gen_ai.request.stream": self.is_streamed,
            "gen_ai.output.type": "json" if self.is_json else "text",
            "gen_ai.conversation.id": self.conversation_id,
            "server.address": server.hostname or "",
            "server.port": server.port or (443 if server.scheme == "https" else 80),
        }
        return self.dimensions() | known | ({"gen_ai.prompt.name": self.prompt} if self.prompt else {})

    def dimensions(self) -> dict[str, AttributeValue]:
        """What measurements are told apart by: few values each."""
        return {
            "gen_ai.operation.name": "chat",
            "gen_ai.provider.name": PROVIDER,
            "gen_ai.request.model": self.model,
            "shopsmart.role": self.role,
        }

    def outcome(self) -> dict[str, AttributeValue]:
        """Of the span when it ends."""
        known: dict[str, AttributeValue] = {
            "gen_ai.usage.input_tokens": self.input_tokens,
            "gen_ai.usage.output_tokens": self.output_tokens,
        }
        if self.first_s is not None:
            known["gen_ai.response.time_to_first_chunk"] = self.first_s
        if self.finish_reason:
            reason = self.finish_reason if self.finish_reason in _ENDINGS else "other"
            known["gen_ai.response.finish_reasons"] = (reason,)
        if self.served:
            known["gen_ai.response.model"] = self.served
        if self.cost_usd is not None:
            known["shopsmart.cost_usd"] = self.cost_usd
        return known


class CallInstruments:
    def __init__(self, meter: Meter) -> None:
        histogram = meter.create_histogram
        self._duration = histogram(
            "gen_ai.client.operation.duration", "s", explicit_bucket_boundaries_advisory=_SECONDS
        )
        self._first_chunk = histogram(
            "gen_ai.client.operation.time_to_first_chunk", "s", explicit_bucket_boundaries_advisory=_FIRST_SECONDS
        )
        self._tokens = histogram("gen_ai.client.token.usage", "{token}", explicit_bucket_boundaries_advisory=_TOKENS)
        self._cost = meter.create_counter("shopsmart.model.cost", "{USD}")

    def record(self, call: CallSeen, *, seconds: float, error: str | None) -> None:
        dimensions = call.dimensions()
        self._duration.record(seconds, dimensions | ({"error.type": error} if error else {}))
        self._tokens.record(call.input_tokens, dimensions | {"gen_ai.token.type": "input"})
        self._tokens.record(call.output_tokens, dimensions | {"gen_ai.token.type": "output"})
        if call.first_s is not None:
            self._first_chunk.record(call.first_s, dimensions)
        if call.cost_usd is not None:
            self._cost.add(call.cost_usd, dimensions)


_instruments = CallInstruments(metrics.get_meter("shopsmart.models"))


@contextmanager
def watched(call: CallSeen) -> Iterator[None]:
    """Around one call, retries and the wait for a free slot included. Of an error the code is told, never its text."""
    clock = asyncio.get_running_loop().time
    began = clock()
    error: str | None = None
    with _tracer.start_as_current_span(
        f"chat {call.model}",
        kind=SpanKind.CLIENT,
        attributes=call.attributes(),
        record_exception=False,
        set_status_on_exception=False,
    ) as span:
        try:
            yield
        except BaseException as raised:
            error = raised.code if isinstance(raised, ShopSmartError) else type(raised).__name__
            raise
        finally:
            span.set_attributes(call.outcome())
            if error:
                span.set_attribute("error.type", error)
                span.set_status(Status(StatusCode.ERROR))
            _instruments.record(call, seconds=clock() - began, error=error)
