from typing import Any

import pytest

from evals.graders import kept, misses_at_end, misses_of_reply
from evals.observed import Changes, Said
from evals.scenario import End, Expect

ROLES = {"order": {"": "VM-10001", "total": "$12.50"}}


def reply(expect: dict[str, Any], said: Said) -> list[str]:
    return misses_of_reply(Expect.model_validate(expect), said, ROLES)


def end(expected: dict[str, Any] | None, changes: Changes) -> list[str]:
    return misses_at_end(End.model_validate(expected) if expected else None, changes, ROLES)


def claim(**values: Any) -> dict[str, Any]:
    usual = {"order_id": "VM-10001", "line": 1, "item": "Shirt", "quantity": 1, "reason": "too_big", "status": "filed"}
    return usual | {"kind": "return", "refund_minor": 1250} | values


def test_every_pattern_must_be_said_and_of_a_list_any():
    said = Said("Order VM-10001 is late.")
    assert reply({"said": ["LATE", ["early", "is l.te"]]}, said) == []
    assert reply({"said": ["late", ["early", "soon"], "lost"]}, said) == ["not said: early | soon", "not said: lost"]


def test_variable_in_a_pattern_is_taken_literally():
    assert reply({"said": ["{order.total}"]}, Said("That is $12.50.")) == []
    assert reply({"said": ["{order.total}"]}, Said("That is $12x50.")) == ["not said: $12.50"]


@pytest.mark.parametrize(
    "said", [Said("secret"), Said("a", cards=[("order", "a secret")]), Said("a", quick_replies=["Secret"])]
)
def test_what_must_not_be_said_is_looked_for_everywhere(said: Said):
    assert reply({"not_said": ["secret"]}, said) == ["said, and should not be: secret"]


def test_empty_reply_is_wrong_even_where_nothing_is_expected():
    assert misses_of_reply(None, Said(" "), ROLES) == ["the reply is empty"]


@pytest.mark.parametrize(
    ("expect", "miss"),
    [
        ({"cards": ["order"]}, "no card order, but confirm"),
        ({"cards": [{"confirm": "VM-10002"}]}, "the card confirm does not say VM-10002"),
        ({"not_cards": ["confirm"]}, "the card confirm is shown"),
        ({"sources": ["faqs/1$"]}, "no source faqs/1$, but faqs/12"),
        ({"quick_replies": ["^no$"]}, "no quick reply ^no$, but Yes"),
        ({"intents": ["cancel_order"]}, "not understood as cancel_order, but as track_order"),
        ({"tools": ["file_return"]}, "file_return was not called, but track_order"),
        ({"not_tools": ["track_order"]}, "track_order was called"),
        ({"asks": "reason"}, "asks for confirmation, not for reason"),
        ({"handoff": True}, "no person was asked"),
    ],
)
def test_each_check_can_fail(expect: dict[str, Any], miss: str):
    said = Said(
        "a",
        cards=[("confirm", "Cancel VM-10001?")],
        quick_replies=["Yes"],
        sources=["faqs/12"],
        asks="confirmation",
        intents=["track_order"],
        tools=["track_order"],
    )
    assert reply(expect, said) == [miss]


def test_what_is_kept_is_the_group_and_its_absence_a_miss():
    expect = Expect.model_validate({"said": ["a"], "keep": {"claim": r"claim is (CL-\w+)", "ticket": r"T-\w+"}})
    values, missing = kept(expect, Said("a: your claim is CL-ABC."), ROLES)
    assert values["claim"] == {"": "CL-ABC"}
    assert missing == [r"nothing to keep as {ticket}: T-\w+"]


@pytest.mark.parametrize(
    ("changes", "miss"),
    [
        (
            Changes(claims=[claim()]),
            "filed: order VM-10001, line 1, quantity 1, reason too_big, status filed",
        ),
        (Changes(orders={"VM-10001": "cancelled"}), "VM-10001 was changed (cancelled)"),
        (Changes(handoffs=1), "1 tickets were opened, not 0"),
        (Changes(others=["products VM1"]), "changed: products VM1"),
    ],
)
def test_without_an_end_nothing_may_change(changes: Changes, miss: str):
    assert end(None, changes) == [miss]
    assert end({"unchanged": True}, changes) == [miss]


def test_each_expected_claim_needs_one_of_its_own():
    wanted = {"claims": [{"order": "{order}"}, {"order": "{order}", "line": 1, "reason": "too_big"}]}
    assert end(wanted, Changes(claims=[claim(), claim(line=2, reason="damaged")])) == []
    assert end(wanted, Changes(claims=[claim()])) == ["not filed: order VM-10001, quantity 1"]


def test_claim_of_another_sum_is_another_claim():
    misses = end({"claims": [{"order": "{order}", "refund": 13}]}, Changes(claims=[claim()]))
    assert misses[0] == "not filed: order VM-10001, quantity 1, refund 13.0"
    assert misses[1].startswith("filed: order VM-10001")


def test_changed_orders_must_be_exactly_those_named():
    wanted = {"orders": {"{order}": "cancelled"}}
    assert end(wanted, Changes(orders={"VM-10001": "cancelled"})) == []
    assert end(wanted, Changes()) == ["VM-10001 is as before, not cancelled"]
    assert end(wanted, Changes(orders={"VM-10001": "paid"})) == ["VM-10001 is paid, not cancelled"]
    assert end(wanted, Changes(orders={"VM-10001": "cancelled", "VM-10002": "cancelled"})) == [
        "VM-10002 was changed (cancelled)"
    ]


def test_any_number_of_tickets_can_be_allowed():
    assert end({"handoffs": "any"}, Changes(handoffs=1)) == []
