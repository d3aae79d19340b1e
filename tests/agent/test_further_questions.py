"""Questions that go on from the one before: which do, what they come to, and which passage answers them."""

import pytest

from agent.dialogue.further_answers import chosen
from agent.dialogue.further_questions import carried, joined, leans, may_go_on, plainly, remembered
from agent.entities import Entities
from agent.intents.registry import INTENTS
from agent.state import Quoted
from domain.knowledge import Audience, Passage, SourceKind
from tools.knowledge.port import Found


def passage(name: str, heading: str, text: str) -> Passage:
    return Passage(name, f"faqs/{name}", SourceKind.FAQ, heading, heading, text, Audience.PUBLIC, None, None, None)


NORWAY = passage("no", "Do you send to Norway?", "Yes. The post takes 4 to 6 working days and costs 12 €.")
NEPAL = passage("np", "Do you send to Nepal?", "Yes. The post takes 9 to 14 working days and costs 30 €.")
HOME = passage("home", "How long does delivery take?", "It takes 2 to 3 working days.")
LAMPS = passage("lamps", "Are your lamps guaranteed?", "Yes, for 2 years. Cables are not.")
ASKED_NORWAY = remembered(NORWAY, "do you send to norway?")


@pytest.mark.parametrize(
    "text",
    [
        "ok and how long does that take",
        "how much is it",
        "what about nepal",
        "and on sundays?",
        "i'm in nepal",
        "when?",
    ],
)
def test_what_leaves_its_matter_out_goes_on_from_the_question_before(text: str) -> None:
    assert leans(text, Entities(), ASKED_NORWAY)


@pytest.mark.parametrize(
    "text",
    [
        "do you have a loyalty program",
        "is it possible to open an account",
        "where is my order",
        "and where is my parcel now",
        "who runs this shop",
        "are there any discounts at the moment",
        "I need a lamp",
        "what is the charge for gift wrapping in nepal",
    ],
)
def test_what_stands_alone_does_not(text: str) -> None:
    assert not leans(text, Entities(), ASKED_NORWAY)


def test_a_country_takes_the_place_of_the_one_before() -> None:
    assert joined("and what about Nepal?", ASKED_NORWAY) == "do you send to nepal?"
    assert carried("and what about Nepal?", ASKED_NORWAY) == "do you send to nepal?"


def test_what_names_no_country_is_asked_of_the_one_before() -> None:
    assert joined("and how much is it", ASKED_NORWAY) == "do you send to norway? how much is it"
    assert carried("and how much is it", ASKED_NORWAY) == ASKED_NORWAY["question"]


def test_a_passage_about_another_country_never_answers() -> None:
    alone = [Found(HOME, 0.7), Found(NEPAL, 0.9), Found(NORWAY, 0.2)]
    together = [Found(NORWAY, 0.9), Found(NEPAL, 0.9), Found(HOME, 0.4)]
    found = chosen("how long does that take", ASKED_NORWAY, alone=alone, together=together)
    assert found[0].passage == NORWAY
    assert NEPAL not in [each.passage for each in found]


def test_what_has_no_amount_does_not_say_how_much() -> None:
    before = remembered(HOME, "how long does delivery take")
    assert chosen("and how much is it", before, alone=[], together=[Found(HOME, 0.95)]) == []


def test_what_does_not_speak_of_the_new_thing_does_not_answer() -> None:
    before = remembered(LAMPS, "is there a guarantee on lamps")
    together = [Found(LAMPS, 0.95)]
    assert chosen("and if my dog bites it", before, alone=[], together=together) == []
    assert [each.passage for each in chosen("and the cables?", before, alone=[], together=together)] == [LAMPS]


def test_a_rule_holds_for_every_kind_of_goods() -> None:
    before = remembered(LAMPS, "what is guaranteed")
    found = chosen("what about chairs", before, alone=[], together=[Found(LAMPS, 0.9)], goods=["chairs"])
    assert [each.passage for each in found] == [LAMPS]


def test_nothing_quoted_is_remembered_as_such() -> None:
    assert remembered(None, "are you hiring") == Quoted(question="are you hiring", passage_id="", told="")


def test_only_what_was_said_before_opens_it_and_only_the_team_is_heard_for_the_desk() -> None:
    assert {name for name, intent in INTENTS.items() if intent.goes_on} == {
        "further_question",
        "arrival_estimate",
        "return_deadline",
        "desk_help",
        "tickets",
    }


@pytest.mark.parametrize("text", ["it's code AUTUMN5", "i live in nepal btw", "does the postman take money"])
def test_what_sounds_like_nothing_may_go_on_from_the_answer(text: str) -> None:
    assert may_go_on(text, ASKED_NORWAY)


@pytest.mark.parametrize("text", ["what is the capital of nepal", "lovely weather", "I want a lamp"])
def test_what_names_another_matter_does_not_go_on(text: str) -> None:
    assert not may_go_on(text, ASKED_NORWAY)


def test_a_time_that_has_run_out_is_asked_for_as_shops_write_of_it() -> None:
    assert plainly("and what if it's past that") == "and what if it has ended"
    assert plainly("what happens if the other one is more expensive") == "what if there is a price difference"


def test_a_question_in_the_shop_s_own_words_wins() -> None:
    before = remembered(None, "how do i get it")
    slow = passage("slow", "How do I get my parcel?", "It takes 5 days.")
    found = [Found(slow, 0.8), Found(HOME, 0.7)]
    assert chosen("how long does delivery", before, alone=found, together=found)[0].passage == HOME


def test_a_heading_on_a_condition_that_nobody_named_comes_last() -> None:
    before = remembered(None, "when is it paid back")
    cancelled = passage("c", "How is it paid back after cancelling?", "To the card.")
    usual = passage("u", "How is it paid back?", "To the card.")
    found = [Found(cancelled, 0.85), Found(usual, 0.8)]
    assert chosen("to my card?", before, alone=found, together=found)[0].passage == usual
