"""A yes was said: is it to what was shown, by the same speaker, in time, in a later message? Then do it."""

from datetime import datetime

from langgraph.runtime import Runtime

from agent.context import Context
from agent.dialogue import tasks
from agent.nodes.state import Answer, Desk, TurnState, Update
from agent.nodes.tooling import run_tool
from agent.steps import Say
from domain.errors import ShopSmartError
from tools.execute import Confirmation, ToolCall


async def confirm(state: TurnState, runtime: Runtime[Context]) -> Update:
    memory, turn = state["memory"], runtime.context.turn
    pending = memory["pending"]
    if not state["interpretation"].confirmed or pending is None:
        return {}
    if turn.fence <= pending["shown_in"]:
        return {}
    memory["pending"] = None
    task = tasks.find(memory, pending["task"])
    if task is None or turn.now > datetime.fromisoformat(pending["expires_at"]):
        return dict(answers=[*state["answers"], Answer(Say("summary_expired"))])
    outcome = await run_tool(
        ToolCall(pending["tool"], pending["arguments"]),
        state,
        runtime,
        confirmation=Confirmation(pending["action_id"], pending["digest"]),
    )
    desk = state["desks"].setdefault(task["key"], Desk())
    if isinstance(outcome, ShopSmartError):
        desk.failures["done"] = outcome
    else:
        desk.results["done"] = outcome.value
    return dict(desks=state["desks"], called=[*state["called"], pending["tool"]])
