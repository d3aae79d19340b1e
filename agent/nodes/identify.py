"""Who speaks, as far as this message says: proves an order, sends or checks a code, finds whom a lead serves."""

from typing import Any

from langgraph.runtime import Runtime

from agent.context import Context
from agent.dialogue import tasks
from agent.intents.registry import INTENTS
from agent.nodes.refusals import NEW_CODE, PERSON, ask_code, in_words
from agent.nodes.serving import serve
from agent.nodes.state import TurnState, Update
from agent.nodes.tooling import run_tool
from agent.speaker import proofs
from agent.speaker.proofs import ASKS_FOR_ADDRESS, CODE_SENT, Given
from agent.state import Task
from agent.steps import Ask, Say, Step
from domain.customers import Principal
from domain.errors import ShopSmartError, TooManyRequests
from tools.execute import ToolCall
from tools.identity import CodeChecked, CodeSent


async def identify(state: TurnState, runtime: Runtime[Context]) -> Update:
    called = list(state["called"])
    state["called"] = called
    if state["principal"].is_staff:
        await serve(state, runtime)
    elif (found := state.get("given")) is not None:
        await _take(found, state, runtime)
    else:
        for key in state["desks"]:
            if (task := tasks.find(state["memory"], key)) is not None:
                await _prove(task, state, runtime)
    return dict(principal=state["principal"], desks=state["desks"], called=called, given=None, answers=state["answers"])


async def _take(found: Given, state: TurnState, runtime: Runtime[Context]) -> None:
    """Every task that waited for this gets the same answer."""
    waiting = [task for key in state["desks"] if (task := tasks.find(state["memory"], key)) is not None]
    if not waiting:
        return
    sent = proofs.outstanding(state["memory"]) or {}
    if found.kind == "code":
        step = await _enter(found.value, sent, state, runtime)
    elif found.kind == "address":
        step = await _send({"email": found.value}, state, runtime)
    elif found.kind == "phone":
        step = await _send({"phone": found.value}, state, runtime)
    elif found.kind == "another":
        again = {name: sent[name] for name in ("email", "phone", "order_id") if name in sent}
        can_repeat = bool(again) or state["principal"].recognised is not None
        step = await _send(again, state, runtime) if can_repeat else Ask(ASKS_FOR_ADDRESS, "ask_account_email")
    elif found.kind == "unreachable":
        step = _another_way(waiting[0])
    elif found.kind == "wrong_shape":
        step = Ask("code", in_words("code_wrong_shape", sent), {"digits": 6, "to": sent.get("to", "")}, (NEW_CODE,))
    else:
        step = Ask(ASKS_FOR_ADDRESS, "ask_account_email", keeps={proofs.NO_NUMBER: True})
    for task in waiting:
        task["asked"], task["choices"], task["tries"] = None, [], 0
        if step is not None:
            state["desks"][task["key"]].results["identity"] = step


async def _send(by: dict[str, str], state: TurnState, runtime: Runtime[Context]) -> Step:
    outcome = await _run("request_code", by, state, runtime)
    if isinstance(outcome, TooManyRequests):
        return Say("code_too_many", quick_replies=PERSON)
    if isinstance(outcome, ShopSmartError):
        return Ask(ASKS_FOR_ADDRESS, "ask_account_email")
    sent: CodeSent = outcome.value
    return ask_code(sent, by=by)


async def _enter(code: str, sent: dict[str, str], state: TurnState, runtime: Runtime[Context]) -> Step | None:
    """None when the code was right: then everything goes on by itself."""
    outcome = await _run("enter_code", {"code": code}, state, runtime)
    if isinstance(outcome, ShopSmartError):
        return Say("cannot_finish", quick_replies=PERSON)
    checked: CodeChecked = outcome.value
    if checked.is_right:
        state["principal"] = outcome.principal or state["principal"]
        proofs.forget_codes(state["memory"]["tasks"])
        return None
    if checked.tries_left:
        return Ask(
            "code",
            in_words("code_wrong", sent),
            {"tries_left": checked.tries_left, "to": sent.get("to", "")},
            (NEW_CODE,),
        )
    return Ask("code", "code_ended", {"to": sent.get("to", "")}, (NEW_CODE,))


async def _prove(task: Task, state: TurnState, runtime: Runtime[Context]) -> None:
    """An order number with its e-mail or postcode proves that order; an e-mail alone gets a code."""
    slots, principal, now = task["slots"], state["principal"], runtime.context.turn.now
    if principal.is_signed_in or not (slots.get("email") or slots.get("postcode")):
        return
    desk = state["desks"][task["key"]]
    order_id = slots.get("order_id")
    if order_id is None:
        if slots.get("email") and _is_about_orders(task) and _needs_account(principal, slots["email"]):
            desk.results["identity"] = await _send({"email": slots.pop("email")}, state, runtime)
        return
    if now < principal.orders_until.get(order_id, now):
        return
    proof = {name: slots[name] for name in ("order_id", "email", "postcode") if slots.get(name)}
    outcome = await _run("prove_order", proof, state, runtime)
    slots.pop("email", None)
    slots.pop("postcode", None)
    if isinstance(outcome, ShopSmartError):
        desk.failures["proof"] = outcome
        return
    if not outcome.value.is_proved:
        desk.results["identity"] = Ask("proof", "proof_failed")
    if outcome.principal is not None:
        state["principal"] = outcome.principal


def _another_way(task: Task) -> Step:
    """For who cannot read the code: an order opens by what is on its receipt, all else by a person."""
    if task["intent"] in INTENTS and "order_id" in INTENTS[task["intent"]].slots:
        return Ask("order_id", "code_unreachable_order")
    return Say("code_unreachable", quick_replies=PERSON)


def _is_about_orders(task: Task) -> bool:
    """Elsewhere an e-mail address is something else: where a newsletter goes."""
    return task["intent"] in INTENTS and "order_id" in INTENTS[task["intent"]].slots and CODE_SENT not in task["slots"]


def _needs_account(principal: Principal, email: str) -> bool:
    return principal.subject is None and bool(email)


async def _run(tool: str, arguments: dict[str, Any], state: TurnState, runtime: Runtime[Context]) -> Any:
    state["called"].append(tool)
    return await run_tool(ToolCall(tool, arguments), state, runtime)
