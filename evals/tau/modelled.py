"""A simulated customer played by a language model, as the benchmark itself does it: it knows the script and improvises.

Needs a configured model (`docs/models.md`); without one, the scripted customer of `evals.tau.customers` speaks.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage

from agent.models.port import Ask, ChatModel
from api.settings import Settings
from evals.observed import Said
from evals.tau.customers import Customer, MakeCustomer, ScriptedCustomer
from evals.tau.goals import Database
from evals.tau.tasks import Task
from store.database import Database as Store

STOP = "###STOP###"
_RULES = f"""You play a customer who writes to the support chat of an online shop. You are not the assistant.

What you want, and who you are:
{{script}}

Rules:
- Write one short message at a time, as people do in a chat. Don't tell everything at once.
- Only what is written above is true. Never make up an order number, an item, a name or a payment method; what you
  don't know, you don't remember.
- Say yes to a summary only when all of it is what you want.
- When all that you want is done, or the assistant has made clear that it cannot be done, write {STOP} and nothing else.
"""
_FIRST = "(The chat has opened. Write your first message.)"


class ModelledCustomer:
    """`evals.tau.customers.Customer`. The seed is in the conversation's name only: moods are the model's own."""

    def __init__(self, model: ChatModel, task: Task, seed: int) -> None:
        script = task.script
        parts = (script.reason, script.known, script.unknown, script.manner)
        self._model = model
        self._name = f"tau-customer-{task.task_id}-{seed}"
        self._messages: list[BaseMessage] = [
            SystemMessage(_RULES.format(script="\n".join(filter(None, parts)))), HumanMessage(_FIRST),
        ]  # fmt: skip

    async def say(self, said: Said | None) -> str | None:
        """Raises ModelFailed."""
        if said is not None:
            self._messages.append(HumanMessage(said.text))
        completion = await self._model.complete(Ask("judge", tuple(self._messages), self._name))
        text = completion.text.strip()
        self._messages.append(AIMessage(text))
        return None if STOP in text or not text else text


@asynccontextmanager
async def open_customers(settings: Settings, store: Store) -> AsyncIterator[MakeCustomer]:
    """Who plays the customers: the configured model, else the script."""
    if not settings.mistral.is_configured:
        yield ScriptedCustomer
        return
    # Here, because the client's library takes half a second to import.
    from api.language_model import open_language_model

    async with open_language_model(settings.mistral, store) as language_model:
        yield by_model(language_model.model)


def by_model(model: ChatModel) -> MakeCustomer:
    def make(task: Task, database: Database, seed: int) -> Customer:
        return ModelledCustomer(model, task, seed)

    return make
