"""What is asked, wished and told of the claim that is being talked about."""

import pytest

from agent.acts import Act, dialogue_act
from agent.claims.asked import asked_of_claim
from agent.claims.choosing import claims_meant, stands
from agent.claims.in_hand import TURNED_UP, remember_claim, turns_up
from agent.claims.questions import asks_of_claim
from agent.claims.wished import wishes_remedy
from agent.dialogue.interpretation import Interpretation
from agent.dialogue.tasks import current
from agent.state import Memory, empty_memory
from agent.steps import Ask, Choice, Say
from agent.understanding.intent_rules import intent_named, is_said_outright
from agent.understanding.local_reading import Request, Understanding
from agent.understanding.slots import FILLERS
from tests.agent.test_dialogue import heard
from tests.contract.claim_samples import claims
from tests.contract.spoken import new_task


def understood(text: str) -> Understanding:
    words = heard(text)
    return Understanding(text, Act("none"), words.entities, (Request(text, None, 0.5, (), words.entities),))


def asks(memory: Memory, result: Interpretation, text: str) -> bool:
    return asks_of_claim(memory, result, understood(text), heard(text), None)


def turned_up(memory: Memory, result: Interpretation, text: str) -> bool:
    return turns_up(memory, result, understood(text), heard(text))


_ASKED = [
    ("do i have to pay for that", "cost"),
    ("who pays the postage", "cost"),
    ("is it free", "cost"),
    ("when do i get my money", "when"),
    ("how long till the new one is here", "when"),
    ("how long do i have left", "until"),
    ("where do i send it", "where"),
    ("do i have to send the old one back", "back"),
    ("do i keep the black ones", "back"),
    ("what happens now", "next"),
    ("can i still change my mind", "undo"),
    ("what if you can't fix it", "repair"),
    ("do you need a picture", "photo"),
    ("can i drop it off at one of your stores", "in_store"),
    ("what are my options", "options"),
    ("is there no other way", "options"),
    ("can i have store credit instead", "paid_to"),
    ("which ones do i have", "others"),
    ("whats the status of that", "status"),
    ("does that include postage", "shipping"),
    ("can i get some money off and keep it", "keeping"),
    ("is that one still available", "stock"),
    ("what if you don't have any", "sold_out"),
    ("do you want proof", "photo"),
    ("when did i file that", "filed"),
    ("do you need anything else", "next"),
    ("why was 4.95 deducted", "cost"),
    ("how much was that", "amount"),
    ("can i take that back", "undo"),
]


@pytest.mark.parametrize(("text", "asked"), _ASKED)
def test_a_question_of_a_claim_is_known(text: str, asked: str) -> None:
    assert asked_of_claim(text) == asked


@pytest.mark.parametrize(
    "text",
    [
        "can i pay with klarna",
        "what is your return policy",
        "do you ship to canada",
        "i like it",
        "where are my orders",
    ],
)
def test_a_question_of_the_shop_is_none_of_a_claim(text: str) -> None:
    assert asked_of_claim(text) == ""


@pytest.mark.parametrize("text", ["found them", "actually it turned up", "they just arrived", "it's here now"])
def test_what_turned_up_is_known(text: str) -> None:
    assert TURNED_UP.search(text)


@pytest.mark.parametrize("text", ["found it cheaper elsewhere", "it came with a hole", "it's here that it tore"])
def test_what_is_told_of_a_thing_is_no_finding(text: str) -> None:
    assert not TURNED_UP.search(text)


@pytest.mark.parametrize("text", ["ok i'll send one later, go ahead", "yes, I will upload the photo tomorrow"])
def test_a_photo_promised_qualifies_no_yes(text: str) -> None:
    assert dialogue_act(text, expecting="confirmation", pending="file").kind == "affirm"


@pytest.mark.parametrize("text", ["i'll send one later", "ok i'll send it back", "i'll send a photo first, wait"])
def test_a_promise_alone_is_no_yes(text: str) -> None:
    assert dialogue_act(text, expecting="confirmation", pending="file").kind != "affirm"


def _in_hand(say: Say | Ask, **slots: object) -> Memory:
    memory = empty_memory()
    remember_claim(memory, new_task("return_item", text="return it", slots=slots), say)
    return memory


def test_a_return_that_is_planned_is_in_hand_until_something_else_is_shown() -> None:
    memory = _in_hand(Ask("reason", "ask_reason"), order_id="VM-10198", item="shirt")
    assert memory["claim"] is not None and not stands(memory["claim"])
    shown = Say("order_shipped", shows=(Choice("VM-10234", "VM-10234"),), shows_kind="orders")
    remember_claim(memory, new_task("track_order", text="where is it", slots={}), shown)
    assert memory["claim"] is None


def test_a_question_goes_to_the_claim_in_hand_and_not_to_another_order() -> None:
    memory = _in_hand(Ask("reason", "ask_reason"), order_id="VM-10198", item="shirt")
    result = Interpretation()
    assert not asks(memory, result, "how long does VM-10234 take")
    assert asks(memory, result, "do i have to pay for that")
    task = current(memory)
    assert task is not None and (task["intent"], task["slots"]["asked"]) == ("claim_terms", "cost")


def test_after_a_refusal_a_plea_asks_for_what_else_can_be_done() -> None:
    memory = _in_hand(Say("return_refused_window_closed"), order_id="VM-10129", item="dress")
    assert asks(memory, Interpretation(), "but i never wore it")
    assert not asks(memory, Interpretation(), "but it has a hole in it")


def test_the_claim_that_stands_in_the_way_is_the_one_that_is_meant() -> None:
    memory = _in_hand(Say("return_refused_open_claim"), order_id="VM-20009", item="merino sweater")
    assert memory["claim"] is not None and stands(memory["claim"])
    assert {each.item for each in claims_meant(memory["claim"], claims())} == {"Hearth Merino Sweater"}


def test_what_was_missing_and_turned_up_is_withdrawn_by_its_number() -> None:
    shows = (Choice("VM-10198", "CL-7KQ2MD", "Socks"),)
    memory = _in_hand(Say("claims_filed", shows=shows), order_id="VM-10198", reason="missing_item")
    assert turned_up(memory, Interpretation(), "don't bother, found them")
    task = current(memory)
    assert task is not None and (task["intent"], task["slots"]["claim_id"]) == ("withdraw_claim", "CL-7KQ2MD")


def test_another_remedy_is_for_our_mistakes_only() -> None:
    shows = (Choice("VM-10198", "CL-7KQ2MD", "Shirt"),)
    for reason, is_taken in (("damaged", True), ("too_big", False)):
        memory = _in_hand(Say("claims_filed", shows=shows), order_id="VM-10198", reason=reason)
        assert (
            wishes_remedy(
                memory, Interpretation(), understood("i'd rather have a new one"), heard("i'd rather have a new one")
            )
            is is_taken
        )


@pytest.mark.parametrize("text", ["the shirt is too big", "you sent the wrong shirt", "there is a stain on my shirt"])
def test_trouble_told_of_an_own_thing_opens_a_claim(text: str) -> None:
    entities = heard(text).entities
    assert (intent_named(text, entities), is_said_outright(text, entities)) == ("return_item", True)


@pytest.mark.parametrize("text", ["do you have the shirt if mine is too big", "is the shirt too big for a child?"])
def test_trouble_asked_about_opens_none(text: str) -> None:
    assert not is_said_outright(text, heard(text).entities)


@pytest.mark.parametrize(
    ("text", "wished"),
    [("new ones please", "replacement"), ("i want the right ones", "replacement"),
     ("can you just send them", "replacement"), ("just refund it", "refund"), ("can you send it to my work", None)],
)  # fmt: skip
def test_a_remedy_is_read(text: str, wished: str | None) -> None:
    assert FILLERS["remedy"](heard(text)) == wished


def test_one_size_smaller_is_a_step() -> None:
    assert FILLERS["instead"](heard("can i get it one size smaller")) == {"step": "down"}
