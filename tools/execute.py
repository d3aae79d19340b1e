"""The one path by which anything is done: authorise, confirm, claim the key, run, record."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from opentelemetry import trace
from pydantic import TypeAdapter, ValidationError

from domain.customers import Rung
from domain.errors import InvalidInput, NotFound, NotSignedIn, UnknownTool
from domain.orders import Order, OrderId
from store import audit
from store.database import WriteSession
from tools.spec import Effect, ToolContext, ToolResult, ToolSpec, digest

_tracer = trace.get_tracer("shopsmart.tools")


@dataclass(frozen=True, slots=True)
class ToolCall:
    tool: str
    arguments: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Confirmation:
    """A yes given by the speaker, in a message after the one that showed the summary."""

    action_id: str
    digest: str


class NotConfirmed(InvalidInput):
    code = "not_confirmed"
    sentence = "I need your go-ahead for exactly this first."


class Executor:
    """Runs tools of one registry. Holds nothing between calls."""

    def __init__(self, tools: Mapping[str, ToolSpec]) -> None:
        self._tools = tools

    def spec(self, name: str) -> ToolSpec:
        """Raises UnknownTool."""
        try:
            return self._tools[name]
        except KeyError:
            raise UnknownTool(name) from None

    def digest(self, call: ToolCall, *, actor: str) -> str:
        """What a confirmation of this call must be bound to. Raises InvalidInput, UnknownTool."""
        spec = self.spec(call.tool)
        return digest(spec.name, _arguments(spec, call), actor)

    async def run(
        self, call: ToolCall, context: ToolContext, *, confirmation: Confirmation | None = None
    ) -> ToolResult:
        """Do it, or say why not.

        Raises:
            UnknownTool, InvalidInput: the call itself is wrong.
            NotSignedIn: the speaker must prove more first.
            NotFound: unknown, or not the speaker's: the two are the same.
            NotConfirmed: a write without a yes to exactly these arguments.
            NotPossible: a rule of the shop forbids it.
        """
        spec = self.spec(call.tool)
        arguments = _arguments(spec, call)
        with _tracer.start_as_current_span(f"execute_tool {spec.name}") as span:
            span.set_attribute("gen_ai.tool.name", spec.name)
            context = replace(context, order=await _authorised_order(spec, arguments, context))
            if spec.effect is not Effect.WRITE:
                return await spec.run(arguments, context)
            return await _write(spec, arguments, context, confirmation)


def _arguments(spec: ToolSpec, call: ToolCall) -> Any:
    try:
        return spec.normalise(call.arguments)
    except ValidationError as error:
        raise InvalidInput(f"{spec.name}: {error.error_count()} bad arguments") from error


async def _authorised_order(spec: ToolSpec, arguments: Any, context: ToolContext) -> Order | None:
    """The order the call is about, if the tool is about one; raises when the speaker may not do this."""
    order_id = getattr(arguments, spec.order_argument) if spec.order_argument else None
    principal = context.principal
    if order_id is None:
        if principal.rung < spec.rung:
            raise NotSignedIn(f"{spec.name} needs {spec.rung.name}")
        return None
    if principal.rung is Rung.ANONYMOUS and not principal.orders_until:
        raise NotSignedIn(f"{spec.name} needs {spec.rung.name}")
    order = await context.shop.order(OrderId(order_id))
    if order is None or not principal.may_see_order(order_id, owner=order.customer_id, now=context.now):
        if principal.is_signed_in:
            raise NotFound("order unknown or foreign")
        raise NotSignedIn("order unknown, foreign or no longer proved")
    if spec.rung > max(principal.rung, Rung.ORDER_VERIFIED):
        raise NotSignedIn(f"{spec.name} needs {spec.rung.name}")
    return order


async def _write(spec: ToolSpec, arguments: Any, context: ToolContext, confirmation: Confirmation | None) -> ToolResult:
    """A write that needs no yes is one that its own table makes happen once: it keeps no receipt."""
    if not spec.confirmation:
        async with context.database.transaction() as session:
            return await _done(spec, arguments, context, session)
    if confirmation is None or confirmation.digest != digest(spec.name, arguments, context.principal.actor):
        raise NotConfirmed(spec.name)
    key = hashlib.sha256(f"{context.conversation_id}:{confirmation.action_id}".encode()).hexdigest()
    assert spec.result is not None  # a WRITE tool declares it; the contract tests see to that
    kept_as = TypeAdapter[Any](spec.result)
    async with context.database.transaction() as session:
        kept = await audit.claim_receipt(session, key=key, tool=spec.name)
        if kept is not None:
            return ToolResult(kept_as.validate_python(kept))
        result = await _done(spec, arguments, context, session)
        await audit.keep_receipt(session, key=key, value=kept_as.dump_python(result.value, mode="json"))
        return result


async def _done(spec: ToolSpec, arguments: Any, context: ToolContext, session: WriteSession) -> ToolResult:
    """The action and its entry in the trail, in one transaction."""
    result = await spec.run(arguments, context, session)
    await audit.record(
        session,
        event=f"{spec.name}.executed",
        actor=context.principal.actor,
        conversation_id=context.conversation_id,
        details=arguments.model_dump(mode="json"),
    )
    return result
