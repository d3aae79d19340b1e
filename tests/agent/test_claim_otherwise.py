"""What is told of the claim in hand, and wished otherwise than it was filed."""

import pytest

from agent.acts import Act
from agent.claims.in_hand import asks_again, names_claim
from agent.claims.otherwise import tells_of_claim, wishes_otherwise
from agent.dialogue.interpretation import Interpretation
from agent.dialogue.tasks import current
from agent.entities.reading import Reading
from agent.entities.reasons import find_reasons
from agent.state import ClaimInHand, Memory, empty_memory
from agent.understanding.intent_rules import intent_named
from agent.understanding.local_reading import SURE, Request, Understanding
from tests.agent.test_dialogue import heard
from tests.contract.spoken import new_task

_OF_SHIRT = {"order_id": "VM-10198", "item": "shirt", "category": ["Shirts"]}


def _with_claim(intent: str, *, claim_ids: list[str], refusal: str = "", **slots: object) -> Memory:
    memory = empty_memory()
    memory["claim"] = ClaimInHand(
        intent=intent, slots={**_OF_SHIRT, **slots}, claim_ids=claim_ids, refusal=refusal, is_told=False
    )
    return memory


def understood(text: str, intent: str) -> Understanding:
    entities = heard(text).entities
    return Understanding(text, Act("none"), entities, (Request(text, intent, SURE, (), entities),))


def _opened(memory: Memory) -> tuple[str, dict[str, object]]:
    task = current(memory)
    assert task is not None
    return task["intent"], task["slots"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("the clasp of it popped off", "defective"),
        ("it has a loose thread", "defective"),
        ("a button is missing", "defective"),
        ("the mug broke", "defective"),
        ("they sent one sock instead of two", "missing_item"),
        ("a sock is missing", "missing_item"),
    ],
)
def test_a_part_that_is_missing_is_a_fault_and_a_piece_that_is_missing_is_missing(text: str, reason: str) -> None:
    assert [found.value.value for found in find_reasons(Reading.of(text))] == [reason]


def test_who_is_broke_has_nothing_broken() -> None:
    assert find_reasons(Reading.of("im broke this month")) == ()


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("could my shirt still be returned", "return_item"),
        ("can i swap my shirt", "exchange_item"),
        ("the shirt is too warm", "return_item"),
    ],
)
def test_what_is_owned_goes_back_and_is_not_looked_for(text: str, intent: str) -> None:
    assert intent_named(text, heard(text).entities) == intent


def test_another_size_after_the_exchange_was_filed_is_an_exchange_of_that_very_thing() -> None:
    memory = _with_claim("exchange_item", claim_ids=["CL-ABC234"])
    assert wishes_otherwise(memory, Interpretation(), heard("hmm could you make it XS"))
    intent, slots = _opened(memory)
    assert (intent, slots["order_id"], slots["instead"]) == ("exchange_item", "VM-10198", {"size": "XS"})


@pytest.mark.parametrize(("text", "quantity"), [("just one of them please", 1), ("i'd keep one", 2)])
def test_fewer_pieces_of_what_was_filed(text: str, quantity: int) -> None:
    memory = _with_claim("return_item", claim_ids=["CL-ABC234"], quantity=3)
    assert wishes_otherwise(memory, Interpretation(), heard(text))
    assert _opened(memory)[1]["quantity"] == quantity


def test_a_wish_after_not_yet_is_the_same_claim_again() -> None:
    memory = _with_claim("lost_parcel", claim_ids=[], refusal="not_late_yet")
    assert asks_again(memory, Interpretation(), heard("then send me another one"))
    intent, slots = _opened(memory)
    assert (intent, slots["remedy"]) == ("lost_parcel", "replacement")


def test_one_of_the_claims_shown_is_meant_by_its_thing() -> None:
    memory = _with_claim("return_item", claim_ids=["CL-ABC234", "CL-DEF567"])
    memory["shown"]["orders"] = [
        {"value": "VM-10198", "label": "CL-ABC234", "words": "Meadow Linen Shirt"},
        {"value": "VM-10118", "label": "CL-DEF567", "words": "Puddle Rain Boot"},
    ]
    said = heard("and the boots?")
    assert names_claim(memory, Interpretation(), understood("and the boots?", "product_search"), said)
    assert _opened(memory) == ("refund_status", {"claim_id": "CL-DEF567"})


def test_more_about_a_fault_goes_with_the_claim_that_waits_for_a_yes() -> None:
    memory = _with_claim("return_item", claim_ids=[])
    task = new_task("return_item", text="it broke", slots={**_OF_SHIRT, "reason": "defective", "note": "it broke"})
    memory["tasks"].append(task)
    memory["pending"] = {
        "action_id": "a", "tool": "file_return", "arguments": {}, "digest": "d", "verb": "file", "task": task["key"],
        "expires_at": "2999-01-01T00:00:00+00:00", "shown_in": 1,
    }  # fmt: skip
    text = "the top button came off on day one"
    assert tells_of_claim(memory, Interpretation(), understood(text, "out_of_scope"), heard(text), None)
    assert task["slots"]["note"] == f"it broke {text}"
