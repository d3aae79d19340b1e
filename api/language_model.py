"""The language model as the settings have it; none, where none is configured."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from agent.models.budget import StoredBudget
from agent.models.call import Price, RoleSettings
from agent.models.mistral import Endpoint, open_mistral
from agent.models.port import Role
from agent.models.turn import LanguageModel
from agent.prompts.prompt import open_prompts
from api.settings import Mistral, Model
from store.database import Database


@asynccontextmanager
async def open_language_model(settings: Mistral, database: Database) -> AsyncIterator[LanguageModel]:
    """The configured model with its prompts; closed before the database that counts what it costs."""
    budget = StoredBudget(database, settings.conversation_tokens, settings.day_tokens)
    async with open_mistral(endpoint_of(settings), roles_of(settings), budget) as model:
        yield LanguageModel(model, open_prompts())


def endpoint_of(settings: Mistral) -> Endpoint:
    key = settings.api_key.get_secret_value() if settings.api_key else ""
    return Endpoint(settings.base_url.rstrip("/"), key, at_once=settings.at_once)


def roles_of(settings: Mistral) -> Mapping[Role, RoleSettings]:
    """Every role, with what it leaves open filled in."""
    return {
        "understand": _role(settings.understand, settings),
        "plan": _role(settings.plan, settings),
        "respond": _role(settings.respond, settings),
        "summarise": _role(settings.summarise, settings),
        "judge": _role(settings.judge, settings),
    }


def _role(own: Model, general: Mistral) -> RoleSettings:
    return RoleSettings(
        model=own.model or general.model,
        temperature=general.temperature if own.temperature is None else own.temperature,
        max_tokens=own.max_tokens or general.max_tokens,
        deadline_s=own.deadline_s or general.deadline_s,
        price=_price(own, general),
    )


def _price(own: Model, general: Mistral) -> Price | None:
    prompt = general.prompt_usd if own.prompt_usd is None else own.prompt_usd
    completion = general.completion_usd if own.completion_usd is None else own.completion_usd
    return Price(prompt, completion) if prompt or completion else None
