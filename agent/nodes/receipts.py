"""What is asked beside a yes and its receipt tells already: "yes, cancel it. When do I get the money?". Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from agent.nodes.state import Answer
from agent.steps import Say
from domain.claims import Claim, Remedy


def beside_receipt(answers: Sequence[Answer]) -> list[Answer]:
    """Without those that say less than a receipt among them."""
    receipts = [each.step.facts for each in answers if isinstance(each.step, Say) and "receipt" in each.step.facts]
    return [each for each in answers if not any(_is_told_by(facts, each) for facts in receipts)]


def _is_told_by(receipt: Mapping[str, Any], answer: Answer) -> bool:
    step = answer.step
    if not isinstance(step, Say):
        return False
    if step.say == "refund_of_order":
        return step.facts["order"] == receipt.get("order")
    if step.say != "filed_when" or step.facts["claims"] != receipt.get("claims"):
        return False
    claim: Claim = step.facts["claim"]
    return claim.remedy is not Remedy.REFUND or not claim.kind.goes_back  # within how many days, no receipt says
