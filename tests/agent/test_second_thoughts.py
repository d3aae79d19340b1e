"""One thing less, taken back, the other one, somewhere else again: what is meant by those who think twice."""

from dataclasses import replace
from typing import Any

import pytest

from agent.acts import dialogue_act
from agent.dialogue import tasks
from agent.dialogue.detours import answers_offer, takes_offer, takes_up_again
from agent.dialogue.interpretation import Interpretation
from agent.dialogue.left_out import left_out
from agent.dialogue.second_thoughts import leaves_out, takes_back
from agent.dialogue.tasks import divided, open_task
from agent.entities.addresses import find_address
from agent.intents.place_order import next_step as order_again
from agent.intents.registry import INTENTS, named_outright
from agent.orders.change_words import AGAIN, pieces
from agent.speaker.leads import turns_to_another
from agent.state import Closed, Memory, Offer, Pending, empty_memory
from agent.steps import Ask, Choice
from agent.understanding.local_reading import Understanding
from agent.understanding.slots import FILLERS
from agent.understanding.typos import Mender
from tests.agent.test_dialogue import heard


def _summed_up(intent: str = "return_item", **slots: Any) -> Memory:
    memory = empty_memory()
    task = open_task(memory, INTENTS[intent], text="return it all", slots=dict(slots))
    memory["pending"] = Pending(
        action_id="a", tool="t", arguments={}, digest="d", verb="return", task=task["key"],
        expires_at="2030-01-01T00:00:00+00:00", shown_in=1,
    )  # fmt: skip
    return memory


def _done(intent: str, order_id: str = "VM-10246") -> Closed:
    return Closed(intent=intent, slots={"order_id": order_id}, is_done=True)


def _looked_at(value: str, label: str | None = None) -> dict[str, list[dict[str, str]]]:
    return {"order": [{"value": value, "label": label or value, "words": ""}]}


@pytest.mark.parametrize("text", ["no, leave the socks", "no leave socks", "keep the socks", "without the socks"])
def test_what_is_left_out_leaves_the_rest(text: str) -> None:
    memory, result = _summed_up(order_id="VM-10198", everything="all"), Interpretation()
    assert leaves_out(memory, result, heard(text))
    assert "socks" in memory["tasks"][0]["slots"]["without"]
    assert memory["pending"] is None
    assert result.work_on == [memory["tasks"][0]["key"]]


@pytest.mark.parametrize("text", ["no", "not the shirt, the socks", "can I keep the socks?", "keep it", "do not fit"])
def test_nothing_is_left_out(text: str) -> None:
    memory = _summed_up(order_id="VM-10198", everything="all")
    assert not leaves_out(memory, Interpretation(), heard(text))
    assert memory["pending"] is not None


def test_a_thing_left_out_is_not_the_thing_meant() -> None:
    said = heard("return the shirt but leave the socks")
    assert left_out(said) == "socks"
    assert "sock" not in (FILLERS["item"](said) or "").casefold()
    assert left_out(heard("I like the colour, it does not fit the shirt rack")) is None


@pytest.mark.parametrize("text", ["undo that", "oh no, undo that", "can you take it back", "cancel that", "revert"])
def test_a_cancellation_is_taken_back_by_a_task_of_its_own(text: str) -> None:
    memory, result = empty_memory(), Interpretation()
    assert takes_back(memory, result, heard(text), _done("cancel_order"))
    assert [task["intent"] for task in memory["tasks"]] == ["uncancel_order"]
    assert memory["tasks"][0]["slots"]["order_id"] == "VM-10246"


def test_what_was_filed_is_withdrawn_and_what_was_ordered_is_cancelled() -> None:
    memory, said = empty_memory(), heard("undo that")
    filed = {**_looked_at("VM-10198", "CL-7KQ2MD")}
    assert takes_back(memory, Interpretation(), _showing(said, filed), _done("return_item"))
    assert memory["tasks"][-1]["intent"] == "withdraw_claim"
    assert memory["tasks"][-1]["slots"] == {"claim_id": "CL-7KQ2MD"}
    assert takes_back(empty_memory(), Interpretation(), _showing(said, _looked_at("VM-5")), _done("place_order"))


@pytest.mark.parametrize("text", ["cancel the other one", "where is it", "undo the return of the coat", "thanks"])
def test_other_words_take_nothing_back(text: str) -> None:
    assert not takes_back(empty_memory(), Interpretation(), heard(text), _done("cancel_order"))


def test_nothing_is_taken_back_that_was_not_done() -> None:
    closed = Closed(intent="cancel_order", slots={"order_id": "VM-10246"}, is_done=False)
    result = Interpretation()
    takes_back(empty_memory(), result, heard("undo that"), closed)
    takes_back(empty_memory(), result, heard("undo that"), None)
    assert result.work_on == []
    assert {say.say for say in result.say} == {"nothing_done"}


def test_an_address_is_put_right_after_it_was_changed() -> None:
    memory = empty_memory()
    said = heard("wait no, 11 High Street")
    assert takes_back(memory, Interpretation(), said, _done("change_address"))
    assert memory["tasks"][0]["slots"]["address"]["street"] == "11 High Street"
    assert not takes_back(empty_memory(), Interpretation(), said, _done("cancel_order"))


def _showing(said: Any, shown: Any) -> Any:
    return replace(said, shown=shown)


def _understood(text: str) -> Understanding:
    return Understanding(text, dialogue_act(text, expecting=None), heard(text).entities, ())


def test_the_other_one_repeats_what_was_done_for_another_order() -> None:
    memory, text = empty_memory(), "what about the other one"
    assert takes_up_again(memory, Interpretation(), _understood(text), heard(text), _done("cancel_order"))
    assert memory["tasks"][0]["slots"]["not_order"] == "VM-10246"
    assert "order_id" not in memory["tasks"][0]["slots"]


def test_a_return_that_was_filed_becomes_the_wish_for_an_exchange() -> None:
    memory, text = empty_memory(), "I'd rather have it in L, can you swap it"
    closed = Closed(intent="return_item", slots={"order_id": "VM-10163", "line": 1}, is_done=True)
    assert takes_up_again(memory, Interpretation(), _understood(text), heard(text), closed)
    assert memory["tasks"][0]["intent"] == "exchange_item"
    assert memory["tasks"][0]["slots"]["line"] == 1


def test_refund_answers_the_offer_of_a_claim() -> None:
    memory = empty_memory()
    offer = Offer(intent="lost_parcel", slots={"order_id": "VM-35632"})
    assert answers_offer(memory, Interpretation(), offer, heard("refund"))
    assert memory["tasks"][0]["slots"] == {"order_id": "VM-35632", "remedy": "refund"}
    assert not answers_offer(empty_memory(), Interpretation(), offer, heard("no"))
    assert not answers_offer(empty_memory(), Interpretation(), None, heard("refund"))


def test_both_is_a_task_for_each_of_two() -> None:
    memory = empty_memory()
    task = open_task(memory, INTENTS["cancel_order"], text="cancel both", slots={"all_orders": "both"})
    two = (Choice("VM-1", "VM-1"), Choice("VM-2", "VM-2"))
    assert divided(memory, task, Ask("order_id", "which", choices=(*two, Choice("VM-3", "VM-3")))) == []
    keys = divided(memory, task, Ask("order_id", "which", choices=two))
    assert [tasks.find(memory, key)["slots"]["order_id"] for key in keys] == ["VM-1", "VM-2"]  # pyright: ignore[reportOptionalSubscript]  # just opened
    assert task not in memory["tasks"]


def test_a_no_before_a_goodbye_is_a_no_to_what_was_summed_up() -> None:
    assert dialogue_act("no that's all", expecting="confirmation", pending="cancel").kind == "deny"
    assert dialogue_act("no that's all", expecting=None).kind == "goodbye"


@pytest.mark.parametrize("text", ["u sure its cancelled", "are you sure it went through?", "you sure that's done"])
def test_making_sure_asks_for_nothing_new(text: str) -> None:
    assert dialogue_act(text, expecting=None).kind == "done"


@pytest.mark.parametrize("text", ["undo my cancellation", "can you reinstate VM-10251", "I cancelled it by mistake"])
def test_a_regretted_cancellation_is_said_outright(text: str) -> None:
    assert named_outright(text) == "uncancel_order"


def test_numbers_of_pieces_and_the_same_again() -> None:
    assert pieces(heard("make the tote three")) == 3
    assert pieces(heard("actually just two")) == 2
    assert pieces(heard("just the two of us")) is None
    assert AGAIN.search("same order again, the tote")
    assert not AGAIN.search("the same problem again")
    assert order_again is INTENTS["place_order"].next_step


def test_slips_beside_an_address_are_mended_and_the_address_is_not() -> None:
    mender = Mender.build(["shirt"])
    text = "Cncel it. Send the rest to 12 Obere Lane, Slaem, OR 97301. And retrun the shrit"
    assert mender.mended(text) == "Cancel it. Send the rest to 12 Obere Lane, Slaem, OR 97301. And return the shirt"


def test_a_state_in_small_letters_before_a_full_stop() -> None:
    found = find_address("change the address to 12 park avenue, salem, or 97301.")
    assert found == {"street": "12 Park Avenue", "city": "Salem", "state": "OR", "postcode": "97301"}


def test_a_lead_turns_to_the_next_customer() -> None:
    def turns(text: str, asked: str | None) -> bool:
        return turns_to_another(text, heard(text).entities, asked=asked)

    assert turns("next: jo@example.com", "reason")
    assert not turns("jo@example.com", "whom")
    assert not turns("now jo@example.com", "new_email")
    assert not turns("and now cancel it", "reason")


def test_an_offer_is_taken_in_its_own_word() -> None:
    memory, offer = empty_memory(), Offer(intent="cancel_order", slots={"order_id": "VM-5"})
    assert takes_offer(memory, Interpretation(), offer, heard("cancel it"))
    assert memory["tasks"][0]["slots"] == {"order_id": "VM-5"}
    assert not takes_offer(empty_memory(), Interpretation(), offer, heard("cancel"))
    assert not takes_offer(empty_memory(), Interpretation(), offer, heard("return it"))
    assert not takes_offer(empty_memory(), Interpretation(), None, heard("cancel it"))
