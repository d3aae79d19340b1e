"""What is asked of the shop's writings, whatever else it sounds like."""

from collections.abc import Mapping
from dataclasses import replace

from agent.dialogue.asked_of_rules import asked_at_large, asked_plainly, tells_a_case
from agent.state import Quoted
from agent.table.reader import UNREAD, Asked, Table
from agent.understanding.heard import Heard
from agent.understanding.local_reading import SURE, Request
from tests.agent.test_dialogue import heard as words

_OF_THE_STORE = Quoted(question="do you have a store", passage_id="faq#store", told="One store.")


def heard(text: str, **read: Asked) -> Heard:
    def reading(table: Table, asked: str) -> Asked:
        if asked == _OF_THE_STORE["question"]:
            return Asked("store", 1.0) if table == "shop" else UNREAD
        return known.get(table, UNREAD)

    known: Mapping[str, Asked] = read
    return replace(words(text), read=reading)


def outright(text: str, intent: str) -> Request:
    return Request(text, intent, SURE, (intent,), words(text).entities)


def test_a_question_about_returns_in_the_store_begins_no_return():
    text = "can i bring my return there"
    asked = asked_plainly(
        outright(text, "return_item"), _OF_THE_STORE, heard(text, returns=Asked("store", 0.99)), is_elsewhere=True
    )
    assert asked is not None
    assert (asked.has_moved, asked.topic) == (True, "returns_policy")


def test_what_can_be_done_is_left_to_what_does_it():
    text = "swap it for a medium"
    read = heard(text, returns=Asked("exchange", 0.99))
    assert asked_plainly(outright(text, "exchange_item"), _OF_THE_STORE, read, is_elsewhere=True) is None


def test_a_wish_is_no_question():
    text = "please can i bring my return there"
    read = heard(text, returns=Asked("store", 0.99))
    assert asked_plainly(outright(text, "return_item"), _OF_THE_STORE, read, is_elsewhere=True) is None


def test_hours_after_the_store_are_those_of_the_store():
    text = "what time does it close"
    asked = asked_plainly(
        Request(text, None, 0.2, (), words(text).entities),
        _OF_THE_STORE,
        heard(text, shop=Asked("hours", 0.95)),
        is_elsewhere=False,
    )
    assert asked is not None
    assert "store" in asked.question


def test_an_order_of_ones_own_is_not_asked_of_the_rules():
    text = "where is my order"
    assert asked_at_large(outright(text, "track_order"), heard(text, payment=Asked("refer", 0.99))) is None


def test_what_is_nobodys_fault_is_no_complaint():
    text = "nobody is at home"
    assert tells_a_case(text, heard(text, shipping=Asked("not_home", 0.97)).read)
    assert not tells_a_case(text, heard(text, shipping=Asked("late", 0.97)).read)
