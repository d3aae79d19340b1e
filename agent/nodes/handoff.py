"""Ask a person to take over, when a task came to that."""

from langgraph.runtime import Runtime

from agent.context import Context
from agent.nodes.retelling import ask_for_summary
from agent.nodes.state import Answer, TurnState, Update
from agent.nodes.tooling import run_tool
from agent.steps import HandOver, Say
from domain.errors import ShopSmartError
from tools.execute import ToolCall


async def handoff(state: TurnState, runtime: Runtime[Context]) -> Update:
    answers: list[Answer] = []
    called = list(state["called"])
    memory = state["memory"]
    for answer in state["answers"]:
        if not isinstance(answer.step, HandOver):
            answers.append(answer)
            continue
        outcome = await run_tool(ToolCall("hand_off", {"reason": answer.step.reason}), state, runtime)
        called.append("hand_off")
        if isinstance(outcome, ShopSmartError):
            answers.append(Answer(Say("cannot_finish"), answer.task, answer.intent))
            continue
        memory["handed_off"] = outcome.value.ticket_id
        if runtime.context.services.language_model is not None:
            # A job, since the customer need not wait for what only a colleague reads.
            await ask_for_summary(memory, runtime.context, ticket_id=outcome.value.ticket_id)
        answers.append(
            Answer(Say(answer.step.say, {**answer.step.facts, "handoff": outcome.value}), answer.task, answer.intent)
        )
    return dict(answers=answers, called=called, memory=memory)
