"""Asking a model whether it is there."""

from langchain_core.messages import HumanMessage

from agent.models.port import Ask, ChatModel, Completion, Role


async def probe(model: ChatModel, role: Role) -> Completion:
    """A handful of tokens. Raises ModelFailed."""
    return await model.complete(Ask(role, [HumanMessage("Answer with the one word: ready")], "probe"))
