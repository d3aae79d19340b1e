"""READ tools as a model sees them: their schemas, and their results as data in a fence.

The schema is that of the arguments, the description the tool's own docstring. Results leave out what nobody is told.
"""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import Any

from pydantic import BaseModel

from agent.prompts.prompt import fenced
from domain.customers import Principal
from domain.money import Money
from tools.execute import Executor
from tools.spec import Effect, ToolSpec

_LONGEST = 4000
"""Characters of one result; a model with small attention is not helped by more."""
_UNSPOKEN = frozenset(
    ["customer_id", "email", "phone", "postcode", "address", "payment", "payments", "payment_methods", "method_id"]
) | {"events", "history", "image", "tags", "confidence", "score", "variants", "vector"}


def lookup_tools(executor: Executor, principal: Principal) -> list[ToolSpec]:
    """READ tools that this speaker's role may call; whose orders they open, `execute` decides at each call."""
    return [spec for spec in executor.tools() if spec.effect is Effect.READ and principal.role in spec.roles]


def as_function(name: str, description: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """As the chat API wants it."""
    function = {"name": name, "description": " ".join(description.split()), "parameters": dict(parameters)}
    return {"type": "function", "function": function}


def as_lookup(spec: ToolSpec) -> dict[str, Any]:
    return as_function(spec.name, spec.description, _schema(spec.arguments))


@cache
def _schema(arguments: type[BaseModel]) -> dict[str, Any]:
    """All tools' together take 10 ms, which a turn would pay each time."""
    return arguments.model_json_schema()


def as_result(value: Any) -> str:
    """JSON in a fence, cut at a length that a reader can see."""
    text = json.dumps(_plain(value), ensure_ascii=False)
    return fenced("result", text if len(text) <= _LONGEST else f"{text[:_LONGEST]} (cut)")


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Money):
        return f"{value.amount} {value.currency}"
    if isinstance(value, datetime | date):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return _plain({field.name: getattr(value, field.name) for field in fields(value)})
    if isinstance(value, Mapping):
        return {str(key): _plain(part) for key, part in value.items() if str(key) not in _UNSPOKEN}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(part) for part in value]
    return value if isinstance(value, str | int | float | bool) or value is None else str(value)
