"""Questions that a page can show as forms."""

from types import SimpleNamespace

from agent.intents.claiming import REASONS
from agent.steps import Ask, Choice
from agent.writer.cards import cards_for
from agent.writer.questions import question_card
from domain.claims import ClaimKind

TEXT = "A question?"


def test_a_code_is_asked_for_with_where_it_went() -> None:
    card = question_card(Ask("code", "ask_code", {"to": "m***@example.com", "minutes": 10}), TEXT)
    assert card is not None
    assert (card.kind, card.data, card.text) == ("code", {"digits": 6, "to": "m***@example.com"}, TEXT)


def test_who_is_asked_for_an_order_may_sign_in_instead() -> None:
    for say, slot in (("ask_order_number", "order_id"), ("ask_proof", "proof"), ("ask_account_email", "account_email")):
        card = question_card(Ask(slot, say), TEXT)
        assert card is not None
        assert (card.kind, card.data) == ("sign_in", {"by": slot})


def test_the_return_form_offers_the_lines_that_may_go_back_and_every_reason() -> None:
    lines = [
        SimpleNamespace(line=1, name="Ridge Tee", size="M", colour="Navy", quantity=2),
        SimpleNamespace(line=3, name="Field Shirt", size="L", colour="Sand", quantity=1),
    ]
    check = SimpleNamespace(order=SimpleNamespace(order_id="VM-10234"), kind=ClaimKind.RETURN)
    [card] = cards_for(
        Ask("line", "which_item", {"check": check, "lines": lines}, (Choice("1", "Ridge Tee"),)), TEXT, {}
    )
    assert card.kind == "return_form"
    assert card.data["order_id"] == "VM-10234"
    assert [(each["line"], each["quantity"]) for each in card.data["lines"]] == [(1, 2), (3, 1)]
    assert [each["value"] for each in card.data["reasons"]] == [reason.value for reason in REASONS]


def test_other_questions_are_words_only() -> None:
    assert question_card(Ask("reason", "ask_reason"), TEXT) is None
    assert question_card(Ask("quantity", "ask_quantity", {"left": 2}), TEXT) is None
