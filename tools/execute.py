"""The one path by which anything is done: authorise, confirm, claim the key, run, record."""

import asyncio
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from opentelemetry import trace
from pydantic import TypeAdapter, ValidationError

from domain.customers import Principal, Rung
from domain.errors import InvalidInput, NotFound, NotPermitted, ProofNeeded, UnknownTool
from domain.orders import Order, OrderId
from store import audit
from store.database import WriteSession
from tools.spec import Effect, ToolContext, ToolResult, ToolSpec, digest

MOST_WRITERS = 5
"""At once in one process. A write may look things up on a second connection: if writers that wait for one lock held
the whole pool (12), the one that holds the lock would find none."""

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
    """Runs tools of one registry. Holds nothing between calls but how many write at this moment."""

    def __init__(self, tools: Mapping[str, ToolSpec]) -> None:
        self._tools = tools
        self._writers = asyncio.Semaphore(MOST_WRITERS)

    def tools(self) -> list[ToolSpec]:
        return list(self._tools.values())

    def spec(self, name: str) -> ToolSpec:
        """Raises UnknownTool."""
        try:
            return self._tools[name]
        except KeyError:
            raise UnknownTool(name) from None

    def digest(self, call: ToolCall, *, actor: str) -> str:
        """What a yes to this call must be bound to; `actor` is the `Principal.signature`.

        Raises InvalidInput, UnknownTool.
        """
        spec = self.spec(call.tool)
        return digest(spec.name, _arguments(spec, call), actor)

    async def run(
        self, call: ToolCall, context: ToolContext, *, confirmation: Confirmation | None = None
    ) -> ToolResult:
        """Do it, or say why not.

        Raises:
            UnknownTool, InvalidInput: the call itself is wrong.
            NotPermitted: not for this role, whatever is proved.
            ProofNeeded: the speaker must prove more first; it says how much.
            NotFound: unknown, or not the speaker's: the two are the same.
            NotConfirmed: a write without a yes to exactly these arguments.
            NotPossible: a rule of the shop forbids it.
        """
        spec = self.spec(call.tool)
        arguments = _arguments(spec, call)
        with _tracer.start_as_current_span(f"execute_tool {spec.name}") as span:
            span.set_attributes({"gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": spec.name})
            span.set_attribute("gen_ai.tool.type", "function")
            signature = context.principal.signature
            context = await _authorised(spec, arguments, context)
            if spec.effect is not Effect.WRITE:
                return await spec.run(arguments, context)
            async with self._writers:
                return await _write(spec, arguments, context, confirmation, signature=signature)


def _arguments(spec: ToolSpec, call: ToolCall) -> Any:
    try:
        return spec.normalise(call.arguments)
    except ValidationError as error:
        raise InvalidInput(f"{spec.name}: {error.error_count()} bad arguments") from error


async def _authorised(spec: ToolSpec, arguments: Any, context: ToolContext) -> ToolContext:
    """The context with what the speaker may touch: role, then rung, then whose order it is."""
    principal = context.principal.as_of(context.now)
    if principal.role not in spec.roles:
        raise NotPermitted(f"{spec.name} is not for a {principal.role.value}")
    order_id = getattr(arguments, spec.order_argument) if spec.order_argument else None
    if order_id is None:
        if principal.rung < spec.rung:
            raise ProofNeeded(f"{spec.name} needs {spec.rung.name}", rung=spec.rung)
        return replace(context, principal=principal, order=None)
    order = await _own_order(spec, order_id, principal, context)
    if principal.is_staff:
        principal = replace(principal, acting_for=order.customer_id)
    return replace(context, principal=principal, order=order)


async def _own_order(spec: ToolSpec, order_id: str, principal: Principal, context: ToolContext) -> Order:
    """The order, if the speaker may do this with it; what is refused is refused alike whether it exists or not."""
    order = await context.shop.order(OrderId(order_id))
    found = Rung.ANONYMOUS if order is None else principal.rung_on(order_id, owner=order.customer_id, now=context.now)
    if order is not None and found >= max(spec.rung, Rung.ORDER_VERIFIED):
        return order
    if principal.rung >= max(spec.rung, Rung.CODE_VERIFIED) and found is Rung.ANONYMOUS:
        raise NotFound("order unknown or foreign")
    raise ProofNeeded(f"{spec.name} needs {spec.rung.name} on this order", rung=spec.rung)


async def _write(
    spec: ToolSpec, arguments: Any, context: ToolContext, confirmation: Confirmation | None, *, signature: str
) -> ToolResult:
    """A write that needs no yes is one that its own table makes happen once: it keeps no receipt."""
    if not spec.confirmation:
        async with context.database.transaction() as session:
            return await _done(spec, arguments, context, session)
    if confirmation is None or confirmation.digest != digest(spec.name, arguments, signature):
        raise NotConfirmed(spec.name)
    key = hashlib.sha256(f"{context.conversation_id}:{confirmation.action_id}".encode()).hexdigest()
    assert spec.result is not None  # a WRITE tool declares it; the contract tests see to that
    kept_as = TypeAdapter[Any](spec.result)
    async with context.database.transaction() as session:
        kept = await audit.claim_receipt(session, key=key, tool=spec.name)
        if kept is not None:
            return ToolResult(kept_as.validate_python(kept))
        result = await _done(spec, arguments, replace(context, action_key=key), session)
        await audit.keep_receipt(session, key=key, value=kept_as.dump_python(result.value, mode="json"))
        return result


async def _done(spec: ToolSpec, arguments: Any, context: ToolContext, session: WriteSession) -> ToolResult:
    """The action and its entry in the trail, in one transaction."""
    result = await spec.run(arguments, context, session)
    claim = getattr(result.value, "claim", None)
    await audit.record(
        session,
        event=f"{spec.name}.executed",
        actor=context.principal.actor,
        on_behalf_of=context.principal.acting_for,
        conversation_id=context.conversation_id,
        details=arguments.model_dump(mode="json") | ({"claim_id": claim.claim_id} if claim else {}),
    )
    return result
