"""Both sides of the line to the model, by Mistral's own description of it: what we send, and what the fake answers.

The judge is openapi-schema-validator; the description is in `tests/contract/mistral`.
"""

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from langchain_core.messages import AIMessage, HumanMessage, SystemMessage, ToolMessage
from openapi_schema_validator import OAS31Validator
from pydantic import BaseModel

from agent.models.port import Ask
from api.fake_mistral.answers import Mode
from api.fake_mistral.app import Behaviour
from api.fake_mistral.faults import NONE, Fault, Faults
from api.fake_mistral.serving import serving
from domain.errors import ModelFailed
from tests.contract.mistral_line import on_the_line

DESCRIPTION = yaml.safe_load((Path(__file__).parent / "mistral" / "openapi.yaml").read_text(encoding="utf-8"))
TOOL = {
    "type": "function",
    "function": {
        "name": "track_order",
        "description": "Where an order is.",
        "parameters": {"type": "object", "properties": {"order_id": {"type": "string"}}, "required": ["order_id"]},
    },
}
CALL = '<data name="call">{"name": "track_order", "arguments": {"order_id": "VM-10234"}}</data>'
DRAFT = '<data name="draft">\nYour order VM-10234 is on its way. It arrives on Monday.\n</data>'


class Answered(BaseModel):
    words: str


SLIPS = {"ChatCompletionResponse": "/: 'data' is a required property"}
"""Of the description: it demands of every answer the field of the embeddings, which none of its examples has."""


def wrong_with(value: Any, schema: str) -> list[str]:
    validator = OAS31Validator({"$ref": f"#/components/schemas/{schema}", "components": DESCRIPTION["components"]})
    found = [f"/{'/'.join(map(str, error.path))}: {error.message}" for error in validator.iter_errors(value)]
    return [each for each in found if each != SLIPS.get(schema)]


def wrong_with_answer(response: httpx.Response, body: bytes) -> list[str]:
    if response.status_code == 422:
        return wrong_with(json.loads(body), "HTTPValidationError")
    if "event-stream" not in response.headers["content-type"]:
        return wrong_with(json.loads(body), "ChatCompletionResponse")
    events = [line.removeprefix("data: ") for line in body.decode().split("\n\n") if line]
    assert events.pop() == "[DONE]"
    return [found for event in events for found in wrong_with({"data": json.loads(event)}, "CompletionEvent")]


CONVERSATION = [
    SystemMessage("Use the tools."),
    HumanMessage("Where is VM-10234?"),
    AIMessage("", tool_calls=[{"name": "track_order", "args": {"order_id": "VM-10234"}, "id": "abc123def"}]),
    ToolMessage('{"status": "shipped"}', tool_call_id="abc123def", name="track_order"),
]
ASKS = {
    "words": Ask("respond", [SystemMessage("Say it."), HumanMessage(DRAFT)], "c_1"),
    "a shape": Ask("understand", [HumanMessage('<data name="guess">{"words": "hi"}</data>')], "c_1", schema=Answered),
    "a tool": Ask("plan", [HumanMessage(CALL)], "c_1", tools=[TOOL]),
    "after a tool": Ask("plan", CONVERSATION, "c_1", tools=[TOOL]),
    "the probe": Ask("respond", [HumanMessage("Answer with the one word: ready")], "probe"),
}


@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize("is_streamed", [False, True], ids=["at once", "streamed"])
@pytest.mark.parametrize("ask", ASKS.values(), ids=ASKS)
async def test_what_we_send_and_what_the_fake_answers_are_as_mistral_describes_them(
    ask: Ask, is_streamed: bool, mode: Mode
) -> None:
    async with on_the_line(Behaviour(mode=mode)) as (models, line):
        if is_streamed:
            [_ async for _ in models.stream(ask)]
        else:
            await models.complete(ask)

    assert [wrong_with(sent, "ChatCompletionRequest") for sent in line.sent] == [[]]
    assert [wrong_with_answer(*received) for received in line.received] == [[]]


WELL_FORMED = (Fault.EMPTY, Fault.ENDLESS, Fault.LENGTH, Fault.INVENTED_TOOL, Fault.BAD_ARGUMENTS)
"""Faults that are answers as described, and wrong all the same; the others break the description on purpose."""


@pytest.mark.parametrize("fault", WELL_FORMED)
async def test_answers_that_are_only_unhelpful_are_still_as_described(fault: Fault) -> None:
    async with on_the_line(Behaviour(faults=Faults({fault: 1.0}))) as (models, line):
        with suppress(ModelFailed):
            await models.complete(ASKS["a tool"])
    assert [wrong_with_answer(*received) for received in line.received] == [[]]


async def test_a_request_that_cannot_be_read_is_refused_as_described() -> None:
    async with serving(Behaviour(faults=NONE)) as base_url, httpx.AsyncClient() as client:
        response = await client.post(f"{base_url}/chat/completions", json={"messages": "none"})
    assert response.status_code == 422
    assert wrong_with_answer(response, response.content) == []


async def test_the_list_of_models_and_embeddings_are_as_described() -> None:
    async with serving(Behaviour()) as base_url, httpx.AsyncClient(base_url=base_url) as client:
        models = (await client.get("/models")).json()
        asked = {"model": "mistral-embed", "input": ["one", "two"]}
        vectors = (await client.post("/embeddings", json=asked)).json()

    assert wrong_with(models, "ModelList") == []
    assert wrong_with(asked, "EmbeddingRequest") == []
    assert wrong_with(vectors, "EmbeddingResponse") == []


def test_the_judge_does_judge() -> None:
    assert wrong_with({"model": "m", "messages": []}, "ChatCompletionRequest") == []
    assert wrong_with({"model": "m", "messages": "none"}, "ChatCompletionRequest")
    assert wrong_with({"model": "m", "messages": [], "stream_options": {}}, "ChatCompletionRequest")
    assert wrong_with({"model": "m", "messages": [], "temperature": 9}, "ChatCompletionRequest")
