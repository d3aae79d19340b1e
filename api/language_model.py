"""The language model as the settings have it; none, where none is configured."""

from collections.abc import Mapping

from agent.models.mistral import Endpoint, RoleSettings
from agent.models.port import Role
from api.settings import Mistral, Model


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
    )
