"""A customer who is not signed in gave an order number with its e-mail or postcode: check the proof."""

from langgraph.runtime import Runtime

from agent import tasks
from agent.context import Context
from agent.nodes.state import TurnState, Update
from agent.nodes.tooling import run_tool
from agent.state import Task
from domain.customers import Principal
from domain.errors import ShopSmartError
from tools.execute import ToolCall


async def identify(state: TurnState, runtime: Runtime[Context]) -> Update:
    memory, turn = state["memory"], runtime.context.turn
    called = list(state["called"])
    for key in state["desks"]:
        task = tasks.find(memory, key)
        if task is None or not _offers_proof(task, state["principal"]):
            continue
        slots = task["slots"]
        if turn.now < state["principal"].orders_until.get(slots["order_id"], turn.now):
            continue
        proof = {name: slots[name] for name in ("order_id", "email", "postcode") if slots.get(name)}
        outcome = await run_tool(ToolCall("prove_order", proof), state, runtime)
        called.append("prove_order")
        slots.pop("email", None)
        slots.pop("postcode", None)
        if isinstance(outcome, ShopSmartError):
            state["desks"][key].failures["proof"] = outcome
            continue
        state["desks"][key].results["proof"] = outcome.value
        if outcome.principal is not None:
            state["principal"] = outcome.principal
    return dict(principal=state["principal"], desks=state["desks"], called=called)


def _offers_proof(task: Task, principal: Principal) -> bool:
    slots = task["slots"]
    return bool(not principal.is_signed_in and slots.get("order_id") and (slots.get("email") or slots.get("postcode")))
