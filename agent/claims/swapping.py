"""Another way for what is under a claim already: a return that is to be an exchange, an exchange for another size.

An item is under one claim at a time, so the claim there is has to be withdrawn first, by a yes of its own; what was
wished for goes on from there.
"""

from dataclasses import replace

from agent.claims.choosing import as_shown
from agent.claims.lines import chosen_lines
from agent.intents.spec import View
from agent.state import Task
from agent.steps import Ask, Call, Propose, Say, Step
from domain.claim_course import may_withdraw
from domain.claim_rules import decide
from domain.claims import Claim, ClaimKind, Remedy
from domain.errors import NotPossible
from tools.claim_filing import remedy_for
from tools.claims import ClaimList, ClaimWithdrawn, LineCheck
from tools.returns import ReturnCheck

TOOLS = ("claim_status", "withdraw_claim")
"""What an intent needs that goes this way."""
_SWAPPED = (ClaimKind.RETURN, ClaimKind.EXCHANGE)
_OF_A_FAULT = {ClaimKind.DAMAGED, ClaimKind.WARRANTY}
"""A repair is claimed on the warranty, the money for the same fault is not."""
TAKEN = ("already_claimed", "open_claim")


def instead_of_claim(task: Task, check: ReturnCheck, view: View) -> Step | None:
    """The summary of a withdrawal, where the line that is meant is under a claim of the other kind; else None."""
    taken = _taken_line(task, check)
    if taken is None:
        return None
    claims = view.results.get("claims")
    if not isinstance(claims, ClaimList):
        return Call("claim_status", {"order_id": check.order.order_id}, "claims")
    of_line = [each for each in claims.claims if each.line == taken.line.line and each.status.is_open]
    if len(of_line) != 1 or not _may_give_way(of_line[0], task, check):
        return None
    claim = of_line[0]
    if not _is_free_then(taken, claim, claims, is_for_fewer=_is_for_fewer(claim, task, check)):
        return None
    say = "confirm_withdrawal_first" if claim.kind in _SWAPPED else "confirm_withdrawal_for_remedy"
    if _is_for_fewer(claim, task, check):
        say, task["slots"]["reason"] = "confirm_withdrawal_for_fewer", claim.reason.value
    return Propose(
        "withdraw_claim",
        {"order_id": claim.order_id, "claim_id": claim.claim_id},
        say,
        {"claim": claim, "kind": check.kind, "quantity": task["slots"].get("quantity")},
        verb="withdraw|swap|exchange|return|refund|change",
    )


def told_of_standing(step: Step, view: View) -> Step:
    """ "There is already a claim for it" says at once how far that one is, where it was looked up."""
    claims = view.results.get("claims")
    if not isinstance(step, Say) or step.say != "return_refused_already_claimed" or not isinstance(claims, ClaimList):
        return step
    line = step.facts["line"]
    of_order = [each for each in claims.claims if each.order_id == step.facts["order"].order_id]
    standing = [each for each in of_order if each.line == line.line and each.status.counts]
    if not standing:
        return step
    facts = {**step.facts, "claim": standing[0], "claims": (standing[0],)}
    return replace(step, facts=facts, shows=as_shown(standing[:1]), opens="", opens_slots={})


def after_withdrawal(step: Step, view: View) -> Step:
    """The step as it is; on the way from a withdrawal it says first that this is done."""
    done = view.results.get("done")
    if not isinstance(done, ClaimWithdrawn) or not isinstance(step, Say | Ask | Propose):
        return step
    facts = {**step.facts, "inner": step.say, "withdrawn": done.claim, "receipt": done}
    return replace(step, say="after_withdrawal", facts=facts)


def _taken_line(task: Task, check: ReturnCheck) -> LineCheck | None:
    """The line that is meant, when a claim stands in its way."""
    taken = {each.line.line: each for each in check.lines if each.eligibility.refusal in TAKEN}
    lines = [each.line for each in check.lines]
    meant = list(chosen_lines(task, lines, still_open=[line for line in lines if line.line not in taken]))
    if not meant and len(taken) == 1 and not task["slots"].get("item"):
        meant = list(taken)
    return taken.get(meant[0]) if len(meant) == 1 else None


def _is_free_then(taken: LineCheck, claim: Claim, claims: ClaimList, *, is_for_fewer: bool) -> bool:
    """Nothing is given up for a wish that the rules would refuse all the same."""
    kind = {"kind": claim.kind, "reason": claim.reason} if is_for_fewer else {}
    if taken.facts is None:
        return False
    others = [each for each in claims.claims if each.claim_id != claim.claim_id and each.status.counts]
    freed = taken.facts.already_claimed - claim.quantity
    facts = taken.facts.model_copy(
        update={
            "already_claimed": freed,
            "has_open_claim": False,
            "quantity": claim.quantity,
            **kind,
            "asked_before": taken.facts.asked_before and bool(others),
        }
    )
    return decide(facts).is_eligible


def _has_other_remedy(claim: Claim, task: Task, check: ReturnCheck) -> bool:
    """The same fault, put right otherwise: the same again instead of a refund."""
    wished = task["slots"].get("remedy")
    is_same_fault = claim.kind is check.kind or {claim.kind, check.kind} == _OF_A_FAULT
    if not is_same_fault or not wished or wished == claim.remedy.value:
        return False
    return remedy_for(check.kind, Remedy(wished)).value == wished


def _is_for_fewer(claim: Claim, task: Task, check: ReturnCheck) -> bool:
    """ "Only one of the two", of what goes back: the same claim for fewer pieces."""
    goes_back = claim.kind.goes_back and ClaimKind.EXCHANGE not in (claim.kind, check.kind)
    return goes_back and 0 < (task["slots"].get("quantity") or 0) < claim.quantity


def _may_give_way(claim: Claim, task: Task, check: ReturnCheck) -> bool:
    """Of the other kind, or an exchange for something else; and not too far to be taken back."""
    is_another_swap = claim.kind is ClaimKind.EXCHANGE and bool(task["slots"].get("instead"))
    is_other_kind = claim.kind in _SWAPPED and (claim.kind is not check.kind or is_another_swap)
    if not is_other_kind and not _is_for_fewer(claim, task, check) and not _has_other_remedy(claim, task, check):
        return False
    try:
        may_withdraw(claim)
    except NotPossible:
        return False
    return True
