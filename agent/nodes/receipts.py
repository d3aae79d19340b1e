"""What is asked beside a yes and its receipt tells already: "yes, cancel it. When do I get the money?". Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from agent.nodes.state import Answer
from agent.steps import Say
from domain.claims import Claim, ClaimStatus, Remedy


def beside_receipt(answers: Sequence[Answer]) -> list[Answer]:
    """Without what a receipt among them says, as a whole or in part."""
    receipts = [each.step.facts for each in answers if isinstance(each.step, Say) and "receipt" in each.step.facts]
    kept = [_beside(each, receipts) for each in answers]
    return [each for each in kept if each is not None]


def _beside(answer: Answer, receipts: Sequence[Mapping[str, Any]]) -> Answer | None:
    step = answer.step
    if not isinstance(step, Say):
        return answer
    if step.say == "refund_of_order" and step.facts["order"] in [facts.get("order") for facts in receipts]:
        return None
    if step.say != "filed_when" or step.facts["claims"] not in [facts.get("claims") for facts in receipts]:
        return answer
    claim: Claim = step.facts["claim"]
    if claim.remedy is Remedy.EXCHANGE and claim.status is ClaimStatus.REVIEW:
        return replace(answer, step=replace(step, facts={**step.facts, "is_told": True}))
    is_paid_back = claim.remedy is Remedy.REFUND and claim.kind.goes_back  # within how many days, no receipt says
    return answer if is_paid_back else None
