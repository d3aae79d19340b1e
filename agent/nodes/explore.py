"""A message that nobody could read: a model looks things up until it can say which of our intents is meant.

READ tools run freely, each past `tools.execute` as ever. Nothing is changed and nothing is said here: what the model
ends with is an intent and the numbers it is about, and the intent goes the way of all others, confirmation included.
"""

import asyncio
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from langchain_core.messages import AIMessage, BaseMessage, ToolMessage
from langgraph.runtime import Runtime
from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model

from agent.context import Context, Services
from agent.dialogue import tasks
from agent.intents.registry import INTENTS, UNSURE
from agent.lookups import as_function, as_lookup, as_result, lookup_tools
from agent.models.port import Completion, ToolRequest
from agent.models.turn import TurnModel
from agent.nodes.retelling import so_far
from agent.nodes.state import Desk, TurnState, Update
from agent.nodes.tooling import run_tool
from agent.state import Task
from domain.conversations import Event
from domain.customers import Principal
from domain.errors import ModelFailed, ModelNonsense, ShopSmartError
from tools.execute import ToolCall
from tools.spec import Effect

MAX_STEPS = 4
MAX_LOOKUPS = 4
"""Side by side in one step; more are not run."""
SERVE = "serve"


class Numbers(BaseModel):
    """What `serve` may be given beside the intent."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    order_id: str | None = Field(default=None, max_length=40)
    claim_id: str | None = Field(default=None, max_length=40)
    product_ids: list[str] | None = Field(default=None, max_length=5)


@dataclass(frozen=True, slots=True)
class Meant:
    intent: str
    numbers: Mapping[str, Any]


def is_lost(state: TurnState, context: Context | None) -> bool:
    """Some request of this turn could not be read, and there is a model to ask, which did not fail on it before."""
    if context is None or context.model is None or context.model.counts.get("read_locally"):
        return False
    return bool(_unread(state))


async def explore(state: TurnState, runtime: Runtime[Context]) -> Update:
    """The first request that could not be read becomes one that was, or stays as it is: then the customer is asked."""
    model = runtime.context.model
    assert model is not None  # see is_lost
    called = list(state["called"])
    task = _unread(state)[0]
    # Looking up takes calls of its own; after it there is one to put the answer into words.
    model.calls_left = MAX_STEPS
    try:
        meant = await _looked_up(task, model, state, runtime, called)
    except ModelFailed:
        model.count("not_found_out")
    else:
        model.count("found_out")
        _put_in_place(task, meant, state)
    model.calls_left = 1
    return dict(memory=state["memory"], desks=state["desks"], called=called)


def _unread(state: TurnState) -> list[Task]:
    found = (tasks.find(state["memory"], key) for key in state.get("desks", {}))
    return [task for task in found if task is not None and task["intent"] == UNSURE.name]


async def _looked_up(
    task: Task, model: TurnModel, state: TurnState, runtime: Runtime[Context], called: list[str]
) -> list[Meant]:
    """Raises ModelFailed: no whole answer, or none within the steps."""
    services, turn = runtime.context.services, runtime.context.turn
    names = _may_be_asked(state["principal"], services)
    shape = _shape(names)
    rendered = model.render(
        "plan",
        {"shop": services.shop.profile.name, "today": f"{turn.now:%A, %B} {turn.now.day}"},
        {
            "intents": "\n".join(f"{name}: {INTENTS[name].meaning}" for name in names),
            "so_far": await so_far(state["memory"], model, runtime.context),
            "last_reply": state["memory"]["last_reply"],
            "message": task["text"],
        },
    )
    lookups = {spec.name: spec for spec in lookup_tools(services.executor, state["principal"])}
    serve = as_function(SERVE, "What the customer asks for, once it is clear.", shape.model_json_schema())
    offered = [serve, *map(as_lookup, lookups.values())]
    messages: list[BaseMessage] = list(rendered.messages)
    for _ in range(MAX_STEPS):
        completion = await model.complete(replace(model.ask(rendered, tools=offered), messages=tuple(messages)))
        if served := [request for request in completion.tool_requests if request.name == SERVE]:
            return [_meant(request, shape, messages) for request in served]
        if not completion.tool_requests:
            raise ModelNonsense("not found out")
        requests = [_with_id(request) for request in completion.tool_requests[:MAX_LOOKUPS]]
        known = [each.name for each in requests if each.name in lookups]
        runtime.context.emit(Event("status", {"doing": sorted(set(known))}))
        results = await asyncio.gather(*(_result(each, lookups, state, runtime) for each in requests))
        called += known
        messages += _exchange(completion, requests, results)
    raise ModelNonsense("not found out in time")


def _may_be_asked(principal: Principal, services: Services) -> list[str]:
    """Intents that this speaker may have: none that would change the shop with a tool for other roles."""

    def is_open(tool: str) -> bool:
        spec = services.executor.spec(tool)
        return spec.effect is not Effect.WRITE or principal.role in spec.roles

    named = {name: intent for name, intent in INTENTS.items() if name != "affirm_deny" and not intent.goes_on}
    return [name for name, intent in named.items() if all(map(is_open, intent.tools))]


def _shape(names: Sequence[str]) -> type[BaseModel]:
    intents: Any = Literal[tuple(names)]
    return create_model("Serve", __base__=Numbers, intent=(intents, ...))


def _meant(request: ToolRequest, shape: type[BaseModel], messages: Sequence[BaseMessage]) -> Meant:
    """Raises ModelNonsense: not of the shape, or a number that neither the customer said nor a tool found."""
    try:
        given = shape.model_validate(dict(request.arguments)).model_dump(exclude_none=True)
    except ValidationError as error:
        raise ModelNonsense(f"serve: {error.error_count()} bad arguments") from error
    seen = "\n".join(str(message.content) for message in messages[1:])
    intent = given.pop("intent")
    said = [each for value in given.values() for each in (value if isinstance(value, list) else [value])]
    if any(not number or number not in seen for number in said):
        raise ModelNonsense("serve: a number out of nowhere")
    return Meant(intent, given)


def _with_id(request: ToolRequest) -> ToolRequest:
    """Nine letters or digits, as Mistral's older models insist."""
    is_fit = len(request.request_id) == 9 and request.request_id.isalnum()
    return request if is_fit else replace(request, request_id=secrets.token_hex(5)[:9])


async def _result(request: ToolRequest, lookups: Mapping[str, Any], state: TurnState, runtime: Runtime[Context]) -> str:
    """What the tool found, or why it did not; both are for the model to read."""
    if request.name not in lookups:
        return "There is no such tool."
    outcome = await run_tool(ToolCall(request.name, request.arguments), state, runtime)
    return f"Refused: {outcome.code}" if isinstance(outcome, ShopSmartError) else as_result(outcome.value)


def _exchange(completion: Completion, requests: Sequence[ToolRequest], results: Sequence[str]) -> list[BaseMessage]:
    """The model's calls and one result for each, in their order: a chat with one of them missing is refused."""
    calls: list[Any] = [{"name": each.name, "args": dict(each.arguments), "id": each.request_id} for each in requests]
    answers = [
        ToolMessage(result, tool_call_id=each.request_id, name=each.name)
        for each, result in zip(requests, results, strict=True)
    ]
    return [AIMessage(completion.text, tool_calls=calls), *answers]


def _put_in_place(unread: Task, meant: Sequence[Meant], state: TurnState) -> None:
    """In the place of what could not be read, with all that its words named."""
    memory, work_on = state["memory"], state["interpretation"].work_on
    tasks.close(memory, unread)
    del state["desks"][unread["key"]]
    keys: list[str] = []
    for each in meant:
        wanted = INTENTS[each.intent].slots
        slots = {name: value for name, value in (unread["slots"] | dict(each.numbers)).items() if name in wanted}
        task = tasks.open_task(memory, INTENTS[each.intent], text=unread["text"], slots=slots)
        state["desks"][task["key"]] = Desk()
        keys.append(task["key"])
    if unread["key"] in work_on:
        at = work_on.index(unread["key"])
        work_on[at : at + 1] = keys
