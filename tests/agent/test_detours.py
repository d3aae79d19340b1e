"""What leans on the task in hand: changed into another kind, asked about, taken up again."""

import pytest

from agent.acts import Act, dialogue_act
from agent.dialogue.asked_of_summary import asks_of_summary
from agent.dialogue.detours import said_instead, switches, takes_up_again
from agent.dialogue.interpretation import Interpretation
from agent.dialogue.tasks import open_task
from agent.intents.registry import INTENTS
from agent.state import Closed, Memory, Pending, empty_memory
from agent.understanding.local_reading import Request, Understanding
from tests.agent.test_dialogue import heard


def _understood(text: str, act: str = "none", remainder: str = "") -> Understanding:
    entities = heard(text).entities
    request = Request(remainder or text, "out_of_scope", 0.9, (), heard(remainder or text).entities)
    return Understanding(text, Act(act, remainder), entities, (request,))  # pyright: ignore[reportArgumentType]


def _returning(**slots: object) -> Memory:
    memory = empty_memory()
    task = open_task(memory, INTENTS["return_item"], text="return the shirt", slots=dict(slots))
    memory["pending"] = Pending(
        action_id="a", tool="file_return", arguments={}, digest="d", verb="return", task=task["key"],
        expires_at="2030-01-01T00:00:00+00:00", shown_in=1,
    )  # fmt: skip
    return memory


@pytest.mark.parametrize("text", ["make it an exchange for L", "I'd rather exchange it", "can I swap it instead?"])
def test_return_becomes_an_exchange_of_the_same_thing(text: str) -> None:
    memory, result = _returning(order_id="VM-10198", line=1, reason="too_small"), Interpretation()
    assert switches(memory, result, _understood(text), heard(text))
    assert [task["intent"] for task in memory["tasks"]] == ["exchange_item"]
    assert memory["tasks"][0]["slots"]["order_id"] == "VM-10198"
    assert memory["pending"] is None


@pytest.mark.parametrize("text", ["what's your exchange policy?", "and also exchange the trousers", "it's too big"])
def test_return_stays_one(text: str) -> None:
    memory, result = _returning(order_id="VM-10198", line=1), Interpretation()
    assert not switches(memory, result, _understood(text), heard(text))
    assert memory["pending"] is not None


def test_wondering_what_a_no_would_do_is_no_no() -> None:
    assert dialogue_act("what happens if I don't send photo", expecting="confirmation").kind == "none"
    assert dialogue_act("don't send it", expecting="confirmation").kind == "deny"


def test_summary_answers_how_much_only_while_it_waits() -> None:
    text = "how much do I get back?"
    assert asks_of_summary(_returning(order_id="VM-10198"), Interpretation(), heard(text))
    assert not asks_of_summary(empty_memory(), Interpretation(), heard(text))


def test_only_a_contrast_is_read_from_its_second_half() -> None:
    contrast = "not the shirt, the socks"
    assert said_instead(_understood(contrast, "correct", "the socks"), heard(contrast)).text == "the socks"
    number = "actually 503 555 0122"
    assert said_instead(_understood(number, "correct", "503 555 0122"), heard(number)).text == number


def test_the_same_again_takes_the_reason_along_and_no_thing() -> None:
    closed = Closed(intent="return_item", slots={"order_id": "VM-1", "line": 1, "reason": "too_big"}, is_done=True)
    memory, result = empty_memory(), Interpretation()
    assert takes_up_again(memory, result, _understood("same for the socks"), heard("same for the socks"), closed)
    slots = memory["tasks"][0]["slots"]
    assert slots["reason"] == "too_big"
    assert not slots.keys() & {"order_id", "line"}


def test_what_was_done_is_not_corrected_into_being_done_again() -> None:
    closed = Closed(intent="return_item", slots={"order_id": "VM-1", "line": 1, "reason": "too_big"}, is_done=True)
    text = "not the shirt, the socks"
    understood = _understood(text, "correct", "the socks")
    assert not takes_up_again(empty_memory(), Interpretation(), understood, heard(text), closed)
