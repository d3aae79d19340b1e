"""An answer of a given shape: asked for as JSON schema, validated here, mended by the model once."""

from dataclasses import replace
from typing import TypeVar

from langchain_core.messages import AIMessage, HumanMessage
from pydantic import BaseModel, ValidationError

from agent.models.port import Ask, ChatModel
from domain.errors import ModelNonsense

Shape = TypeVar("Shape", bound=BaseModel)


async def structured(model: ChatModel, ask: Ask, shape: type[Shape]) -> Shape:
    """Raises ModelFailed; ModelNonsense when the second answer is not of the shape either."""
    ask = replace(ask, schema=shape)
    first = await model.complete(ask)
    try:
        return shape.model_validate_json(first.text)
    except ValidationError as error:
        mend = HumanMessage(
            f"This is not of the schema asked for: {_findings(error)}. Answer again, with the JSON alone."
        )
        again = replace(ask, messages=[*ask.messages, AIMessage(first.text), mend])
    second = await model.complete(again)
    try:
        return shape.model_validate_json(second.text)
    except ValidationError as error:
        raise ModelNonsense(f"{shape.__name__}: {error.error_count()} errors") from error


def _findings(error: ValidationError) -> str:
    """Where and what, without the values: they may be a customer's words."""
    return "; ".join(f"{'.'.join(map(str, each['loc'])) or 'the whole'}: {each['msg']}" for each in error.errors()[:5])
