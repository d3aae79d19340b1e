"""What nobody can read: a model looks things up, and ends with one of our intents or with nothing."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest
import pytest_asyncio
from mistral_common.protocol.instruct.request import ChatCompletionRequest
from mistral_common.protocol.instruct.validator import MistralRequestValidatorV3

from agent.models.port import Ask, ToolRequest
from agent.models.scripted import Line, ScriptedModel
from agent.models.turn import LanguageModel
from agent.prompts.prompt import open_prompts
from agent.turn import TurnResult
from api.fake_mistral.app import Behaviour
from domain.customers import CustomerId, signed_in
from domain.errors import ModelUnavailable
from tests.contract.mistral_line import on_the_line
from tests.flows.shop import Shop, Shopper, bought
from tests.flows.turns import TurnsOf, turns_of

VAGUE = "could you look into the coat situation for me"
UNCLEAR = json.dumps({"sentences": [{"words": VAGUE, "plain": VAGUE}]})


def call(name: str, request_id: str = "abc123def", **arguments: Any) -> ToolRequest:
    return ToolRequest(request_id, name, arguments)


@dataclass
class Explored:
    result: TurnResult
    model: ScriptedModel

    @property
    def tools(self) -> list[str]:
        return self.result.trace["tools"]

    @property
    def asked(self) -> list[str]:
        return [ask.prompt.partition("@")[0] for ask in self.model.asked]

    @property
    def record(self) -> dict[str, Any]:
        return self.result.trace["model"]


@dataclass
class Exploring:
    shop: Shop
    turns: TurnsOf

    async def of(self, shopper: Shopper, *lines: Line) -> Explored:
        model = ScriptedModel([UNCLEAR, *lines])
        turns = self.turns.with_model(LanguageModel(model, open_prompts()))
        result, _ = await turns.say(VAGUE, principal=signed_in(CustomerId(shopper.customer_id)))
        return Explored(result, model)


@pytest_asyncio.fixture(scope="session")
async def exploring(shop: Shop) -> AsyncIterator[Exploring]:
    async with turns_of(shop) as turns:
        yield Exploring(shop, turns)


@pytest_asyncio.fixture
async def coat(shop: Shop) -> tuple[Shopper, str]:
    shopper = await shop.shopper()
    return shopper, await shop.order(shopper, "shipped", bought("Everett Wool Coat"))


LOOK = (call("list_orders"),)


async def test_a_look_up_tells_which_order_is_meant(exploring: Exploring, coat: tuple[Shopper, str]) -> None:
    shopper, order = coat
    explored = await exploring.of(
        shopper, LOOK, (call("serve", intent="track_order", order_id=order),), ModelUnavailable()
    )

    assert order in explored.result.reply.text
    assert "1Z999AA1" in explored.result.reply.text
    assert explored.tools == ["list_orders", "track_order"]
    assert explored.asked == ["understand", "plan", "plan", "respond"]
    assert explored.record["found_out"] == 1


async def test_what_it_finds_to_be_changed_is_proposed_and_not_done(exploring: Exploring, shop: Shop) -> None:
    shopper = await shop.shopper()
    order = await shop.order(shopper, "paid", bought("Everett Wool Coat"))
    explored = await exploring.of(shopper, LOOK, (call("serve", intent="cancel_order", order_id=order),))

    assert explored.result.reply.text.startswith(f"Shall I cancel order {order}?")
    assert explored.result.state["pending"]["tool"] == "cancel_pending_order"
    assert await shop.status(order) == "paid"


async def test_a_tool_that_changes_something_is_none_of_its_tools(exploring: Exploring, shop: Shop) -> None:
    shopper = await shop.shopper()
    order = await shop.order(shopper, "paid", bought("Everett Wool Coat"))
    explored = await exploring.of(shopper, (call("cancel_pending_order", order_id=order),), "I cannot tell.")

    offered = [tool["function"]["name"] for tool in explored.model.asked[1].tools]
    assert "cancel_pending_order" not in offered
    assert {"serve", "list_orders", "track_order", "find_passages"} <= {*offered}
    assert "There is no such tool." in str(explored.model.asked[2].messages[-1].content)
    assert await shop.status(order) == "paid"
    assert explored.result.state["pending"] is None


async def test_another_customers_order_is_refused_like_one_that_does_not_exist(
    exploring: Exploring, shop: Shop, coat: tuple[Shopper, str]
) -> None:
    _, order = coat
    stranger = await shop.shopper()
    looks = (call("track_order", order_id=order), call("track_order", "abc123deg", order_id="VM-99999"))
    explored = await exploring.of(stranger, looks, "I cannot tell.")

    foreign, unknown = explored.model.asked[2].messages[-2:]
    assert foreign.content == unknown.content == "Refused: not_found"


WRONG: dict[str, tuple[Line, ...]] = {
    "no answer": (ModelUnavailable(),),
    "words instead of a call": ("It is about a coat.",),
    "a number out of nowhere": ((call("serve", intent="track_order", order_id="VM-31415"),),),
    "an intent that does not exist": ((call("serve", intent="grant_wish"),),),
    "an intent of the shop's staff": ((call("serve", intent="decide_claim"),),),
    "an argument that does not exist": ((call("serve", intent="track_order", customer_id="C1"),),),
    "look-ups without end": (LOOK,),
}


@pytest.mark.parametrize("lines", WRONG.values(), ids=WRONG)
async def test_if_it_cannot_be_found_out_the_customer_is_asked(
    exploring: Exploring, coat: tuple[Shopper, str], lines: tuple[Line, ...]
) -> None:
    explored = await exploring.of(coat[0], *lines)

    assert explored.result.state["tasks"][-1]["asked"] == "intent"
    assert explored.record["not_found_out"] == 1
    assert len(explored.model.asked) <= 1 + 4


async def test_results_are_data_and_tell_nothing_that_is_nobodys_business(
    exploring: Exploring, coat: tuple[Shopper, str]
) -> None:
    shopper, order = coat
    explored = await exploring.of(shopper, LOOK, "I cannot tell.")
    told = str(explored.model.asked[2].messages[-1].content)

    assert told.startswith('<data name="result">')
    assert order in told
    for private in (shopper.email, shopper.customer_id, "97209", "Portland", "4242"):
        assert private not in told


async def test_the_messages_are_in_an_order_that_mistrals_own_validator_accepts(
    exploring: Exploring, coat: tuple[Shopper, str]
) -> None:
    shopper, order = coat
    looks = (call("list_orders", ""), call("track_order", "call_of_another_make", order_id=order))
    explored = await exploring.of(shopper, looks, LOOK, "I cannot tell.")

    for ask in explored.model.asked:
        MistralRequestValidatorV3().validate_request(await as_sent(ask))


async def as_sent(ask: Ask) -> ChatCompletionRequest[Any]:
    async with on_the_line(Behaviour()) as (models, line):
        await models.complete(ask)
    [sent] = line.sent
    return ChatCompletionRequest.from_openai(messages=sent["messages"], tools=sent.get("tools"), model=sent["model"])
