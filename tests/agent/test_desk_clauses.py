"""A lead's message clause by clause: what is of the desk, what is the customer's, what is a remark."""

import pytest

from agent.claims.verdicts import verdict_in
from agent.speaker.reported import in_their_words
from agent.table.reader import ELSEWHERE, Asked, Table
from agent.understanding.desk_clauses import apart_for_desk, cut

_READ = {"how many orders has he placed": "record", "who is next": "queue", "we hired somebody": "team"}


def _read(_table: Table, text: str) -> Asked:
    name = next((name for words, name in _READ.items() if words in text.casefold()), ELSEWHERE)
    return Asked(name, 0.95)


def _parts(text: str, awaited: str = "") -> list[str]:
    return apart_for_desk(text, _read, awaited=awaited)


def test_a_wish_and_a_question_of_the_desk_are_two() -> None:
    text = "she wants the coat swapped for a 40. how many orders has he placed?"
    assert _parts(text) == ["she wants the coat swapped for a 40.", "how many orders has he placed?"]


def test_a_remark_beside_a_question_is_left_out() -> None:
    assert _parts("ok, told them so. who is next?") == ["who is next?"]


def test_what_the_lead_will_do_is_no_request() -> None:
    assert _parts("i'll add a note on paper. who is next?") == ["who is next?"]


def test_an_answer_that_is_awaited_stays() -> None:
    assert _parts("too tight. who is next?", "reason") == ["too tight.", "who is next?"]


def test_a_courtesy_is_no_yes_to_a_summary() -> None:
    assert _parts("ok good. who is next?", "confirmation") == ["who is next?"]
    assert _parts("yes please. who is next?", "confirmation") == ["yes please.", "who is next?"]


def test_what_a_question_is_asked_of_stays_with_it() -> None:
    text = "we hired somebody, how many orders has he placed"
    assert _parts(text) == [text]


def test_a_note_is_asked_for_in_many_words() -> None:
    assert _parts("cancel it. could you leave a comment for my colleague on it") == [
        "cancel it.",
        "could you leave a comment for my colleague on it",
    ]


def test_the_rule_asked_for_is_one_question() -> None:
    text = "what does our rule say of late parcels, how many days, and does she pay for it?"
    assert _parts(text) == [text]


def test_a_reported_question_is_asked() -> None:
    assert _parts("she's wondering why it is late, was it ever sent?")[0].startswith("why it is late")


def test_clauses_end_where_something_begins_anew() -> None:
    text = "it is torn, and what's her phone? cancel VM-10246"
    assert cut(text) == [
        "it is torn",
        "what's her phone?",
        "cancel VM-10246",
    ]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("told him. he says the zip broke after a week, can you file that", "the zip broke after a week"),
        ("customer told me that the sole is coming off and wants a refund", "the sole is coming off"),
        ('her words: "it came in two pieces". file it', "it came in two pieces"),
        ("the strap is torn, file a claim", ""),
        ("she wants a repair", ""),
        ("he said yes", ""),
    ],
)
def test_only_what_is_reported_is_the_customers(written: str, said: str) -> None:
    assert in_their_words(written) == said


def test_a_command_is_a_verdict_wherever_it_stands() -> None:
    assert [verdict_in(clause) for clause in cut("good, that makes sense. then settle CL-7KQ2MD, no photo needed")] == [
        None,
        "settle",
    ]
