"""Questions as cards: a page can show a form where a text message only asks."""

from collections.abc import Callable
from typing import Any

from agent.intents.claiming import REASONS
from agent.speaker.proofs import ASKS_FOR_CODE
from agent.steps import Ask
from domain.conversations import Card

_CODE_DIGITS = 6
_ASKS_WHO = ("ask_order_number", "ask_proof", "ask_account_email")


def question_card(step: Ask, text: str, *, named: Callable[[str], str] = str) -> Card | None:
    """The form that answers this question; None where words or the offered choices do."""
    if step.slot == ASKS_FOR_CODE:
        return Card("code", {"digits": _CODE_DIGITS, "to": step.facts.get("to", "")}, text)
    if step.say in _ASKS_WHO:
        return Card("sign_in", {"by": step.slot}, text)
    if step.say == "which_item" and "check" in step.facts:
        return Card("return_form", _return_form(step, named), text)
    return None


def _return_form(step: Ask, named: Callable[[str], str]) -> dict[str, Any]:
    check = step.facts["check"]
    return {
        "order_id": check.order.order_id,
        "kind": check.kind.value,
        "lines": [
            {
                "line": line.line,
                "name": line.name,
                "size": line.size,
                "colour": line.colour,
                "quantity": line.quantity,
            }
            for line in step.facts["lines"]
        ],
        "reasons": [{"value": reason.value, "label": named(reason.label)} for reason in REASONS],
    }
