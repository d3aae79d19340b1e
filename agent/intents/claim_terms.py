"""What a claim costs, brings and takes: of the one that is being talked about, planned or filed; never in general.

Whoever asks without a claim in hand is answered out of the shop's writings.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from agent.claims.choosing import as_shown, claims_meant, named_by, of_claims, stands
from agent.claims.faults import has_warranty
from agent.claims.lines import chosen_lines
from agent.claims.who_pays import yes_or_no
from agent.intents.answering import from_passages
from agent.intents.claiming import PUT_RIGHT
from agent.intents.photo_by_mail import photo_by_mail
from agent.intents.refund_explained import explained
from agent.intents.spec import Intent, View
from agent.intents.version_terms import Terms, of_version
from agent.state import Task
from agent.steps import Call, Say, Step
from domain.claim_course import may_withdraw
from domain.claims import Claim, ClaimKind, Remedy, ReturnReason
from domain.errors import NotPossible
from domain.money import Money
from tools.claim_filing import remedy_for
from tools.claims import ClaimList
from tools.policies import RulesInForce
from tools.returns import ReturnCheck

_told = from_passages("sending something back", then="return_item")
_told_of_stores = from_passages("returning an online order in a store", plain=())
_told_of_packaging = from_passages("the packaging and tags of what is returned", plain=())
_PACKAGING = "Do I need the original packaging and tags to return something?"
_IN_STORE = "Can I return an online order in your store?"
_KIND_OF = {"exchange_item": ClaimKind.EXCHANGE, "warranty_claim": ClaimKind.WARRANTY, "lost_parcel": ClaimKind.REFUND}
_IN_ITS_COURSE = ("until", "next", "status", "where", "stock", "mail", "covered")
"""What the state of a filed claim answers by itself."""
_OF_MONEY = ("amount", "paid_to", "cost")
_AFTERWARDS = ("when", "back")
"""What comes after that state is asked too."""


def next_step(task: Task, view: View) -> Step:
    claim, asked = task["slots"].get("of_claim"), task["slots"].get("asked", "")
    if claim is None:
        return _told(task, view)
    if asked == "others":
        return _of_all(claim, view)
    if (told := photo_by_mail(asked, claim, task, view)) is not None:
        return told
    if asked == "packaging" and not _is_ours(claim):
        return _told_of_packaging(task, replace(view, text=_PACKAGING))
    if asked == "anyway" and claim["refusal"] and not stands(claim):
        return Say("claim_anyway", opens="human_agent")
    asked = "back" if asked == "anyway" else asked
    if asked == "in_store":
        return _told_of_stores(task, replace(view, text=_IN_STORE))
    order_id = claim["slots"].get("order_id")
    if stands(claim):
        claims = view.results.get("claims")
        if not isinstance(claims, ClaimList):
            return Call("claim_status", of_claims(claim), "claims")
        if meant := claims_meant(claim, claims.claims):
            return _of_filed(asked, meant, task, view)
    check = view.results.get("check")
    if order_id is None:
        return _told(task, view)
    if not isinstance(check, ReturnCheck):
        is_mended = claim["slots"].get("remedy") == Remedy.REPAIR
        intent = "warranty_claim" if is_mended else claim["intent"]
        return Call("check_return", _as_planned(intent, order_id, claim["slots"].get("reason")), "check")
    terms = _terms(task, check)
    if terms is not None:
        return _of_planned(asked, terms, task, view)
    return _of_just_filed(asked, order_id, task, view)


def _of_just_filed(asked: str, order_id: str, task: Task, view: View) -> Step:
    """Agreed to and asked about in one message: what was planned when it was asked is filed by now."""
    claims = view.results.get("claims")
    if not isinstance(claims, ClaimList):
        return Call("claim_status", {"order_id": order_id}, "claims")
    item, lines = task["slots"].get("item"), task["slots"].get("lines") or [task["slots"].get("line")]
    open_claims = tuple(each for each in claims.claims if each.status.is_open and each.order_id == order_id)
    meant = tuple(each for each in open_claims if each.line in lines) or named_by(open_claims, item) or open_claims
    return _of_filed(asked, meant, task, view) if meant else _told(task, view)


def _is_ours(claim: Mapping[str, Any]) -> bool:
    """What came damaged or wrong goes back as it is."""
    return ReturnReason(claim["slots"].get("reason") or "other").is_our_fault


def _of_all(claim: Mapping[str, Any], view: View) -> Step:
    """Everything that is under way for this customer; of the order in hand, when one of the team asks."""
    claims = view.results.get("claims")
    if not isinstance(claims, ClaimList):
        return Call("claim_status", {} if view.principal.subject else of_claims(claim), "claims")
    under_way = tuple(each for each in claims.claims if each.status.is_open)
    if not under_way:
        return Say("no_claims", opens="return_item")
    return Say("claims", {"claims": under_way}, shows=as_shown(under_way), shows_kind="orders")


def _as_planned(intent: str, order_id: str, said: str | None) -> dict[str, str]:
    kind = _KIND_OF.get(intent)
    default = ReturnReason.DEFECTIVE if kind is ClaimKind.WARRANTY else ReturnReason.CHANGED_MIND
    reason = said or (ReturnReason.NOT_RECEIVED if kind is ClaimKind.REFUND else default).value
    if kind is ClaimKind.EXCHANGE and ReturnReason(reason).is_our_fault:
        reason = ReturnReason.DOES_NOT_FIT.value
    return {"order_id": order_id, "reason": reason, **({"kind": kind.value} if kind else {})}


def _terms(task: Task, check: ReturnCheck) -> Terms | None:
    """Of the lines that are meant and may be claimed; None: there are none."""
    open_lines = [each.line for each in check.lines if each.eligibility.is_eligible]
    chosen = chosen_lines(task, [each.line for each in check.lines], still_open=open_lines)
    if check.kind is ClaimKind.REFUND and not (chosen and task["slots"].get("line")):
        chosen = {line.line: None for line in open_lines}  # a parcel is lost with all that was in it
    lines = [each for each in check.lines if each.line.line in chosen and each.eligibility.is_eligible]
    if not lines:
        return None
    decisions = [check.decision(each.line.line, min(chosen[each.line.line] or each.left, each.left)) for each in lines]
    zero = Money(0, check.order.total.currency)
    wished = task["slots"].get("remedy")
    return Terms(
        item=" + ".join(each.line.name for each in lines),
        kind=check.kind,
        remedy=remedy_for(check.kind, Remedy(wished) if wished else None),
        refund=sum((each.refund for each in decisions), zero),
        fee=sum((each.fee for each in decisions), zero),
        to=check.method,
        rules=check.rules,
        check=check,
        needs_photo=any(each.needs_photo for each in decisions),
        needs_approval=any(each.needs_approval for each in decisions),
        shipping=check.shipping if len(lines) == len(check.order.lines) else None,
    )


def _of_planned(asked: str, terms: Terms, task: Task, view: View) -> Step:
    if asked == "where":
        return _where(())
    if asked == "stock" or (asked in ("amount", "cost") and terms.kind is ClaimKind.EXCHANGE):
        return of_version(asked, terms, task, view)
    if asked in ("status", "mail", "sent"):
        asked = "next"
    is_of_remedy, asked = asked == "remedy", "amount" if asked == "remedy" else asked
    last_day = max((each.eligibility.last_day for each in terms.check.lines if each.eligibility.last_day), default=None)
    facts = {"terms": terms, "last_day": last_day, "check": terms.check, "order": terms.check.order}
    facts["may_replace"] = is_of_remedy and terms.remedy is Remedy.REFUND and terms.kind in PUT_RIGHT
    if asked == "cost":
        is_free = not (terms.kind.goes_back and terms.fee.amount_minor)
        facts["says"] = yes_or_no(view.text, is_free=is_free)
        facts["is_other_way"] = bool(task["slots"].get("is_other_way"))
        facts["is_summed_up"] = facts["is_other_way"] or not task["slots"].get("summary_follows")
    if asked == "repair":
        facts["is_mendable"] = any(has_warranty(terms.check, each) for each in terms.check.lines)
    return Say(f"planned_{asked}", facts)


def _of_filed(asked: str, claims: tuple[Claim, ...], task: Task, view: View) -> Step:
    shows = as_shown(claims)
    if asked == "filed":
        return Say("claims", {"claims": claims}, shows=shows, shows_kind="orders")
    if asked == "undo":
        return _may_be_withdrawn(claims[0])
    if asked in ("remedy", "amount") and claims[0].remedy is not Remedy.REFUND:
        return Say("filed_remedy", {"claims": claims, "claim": claims[0]}, shows=shows, shows_kind="orders")
    if asked in _OF_MONEY and len(claims) == 1 and (why := explained(asked, claims[0], view)) is not None:
        return why
    rules = view.results.get("rules")
    if not isinstance(rules, RulesInForce):
        return Call("get_return_rules", {}, "rules")
    facts = {"claims": claims, "claim": claims[0], "refund_days": rules.rules.refund_days}
    if asked == "where" and (waiting := tuple(claim for claim in claims if claim.waits_for_item)):
        return _where(waiting)
    is_over = not any(claim.status.is_open for claim in claims) and asked not in _OF_MONEY
    if is_over or asked in _IN_ITS_COURSE:
        return Say("filed_course", facts, shows=shows, shows_kind="orders")
    if asked in _AFTERWARDS:
        return Say("filed_when", facts, shows=shows, shows_kind="orders")
    fee = _fee(claims[0], rules)
    facts["says"] = yes_or_no(view.text, is_free=None if fee is None else not fee.amount_minor)
    facts |= {"fee": fee, "rules": rules.rules, "passages": rules.passages}
    return Say(f"filed_{asked}", facts, shows=shows, shows_kind="orders")


def _fee(claim: Claim, found: RulesInForce) -> Money | None:
    """What was taken off for sending it back; None: it was filed under rules that are not at hand."""
    if claim.kind is not ClaimKind.RETURN or claim.reason.is_our_fault:
        return Money(0, found.fee.currency)
    if claim.policy_version != found.rules.version:
        return None
    return Money(0, found.fee.currency) if claim.reason.value in found.rules.free_return_reasons else found.fee


def _may_be_withdrawn(claim: Claim) -> Say:
    facts = {"claim": claim, "claims": (claim,)}
    try:
        may_withdraw(claim)
    except NotPossible:
        return Say("cannot_withdraw", facts, quick_replies=("Talk to a person",))
    slots = {"claim_id": claim.claim_id}
    return Say(
        "filed_undo", facts, shows=as_shown((claim,)), shows_kind="orders", opens="withdraw_claim", opens_slots=slots
    )


def _where(waiting: tuple[Claim, ...]) -> Say:
    return Say("where_to_send", {"waiting": waiting}, shows=as_shown(waiting), shows_kind="orders")


INTENT = Intent(
    name="claim_terms",
    meaning="what a return or claim costs, brings and takes",
    route="returns",
    label="know what comes of a claim",
    next_step=next_step,
    tools=("claim_status", "check_return", "get_order", "get_return_rules", "get_products", "find_passages"),
    cues=re.compile(
        r"\bdo i (?:have to|need to|must) (?:send|give|return) (?:you )?(?:the )?"
        r"(?:old|broken|wrong|faulty|damaged|other) (?:one|ones|item|items) back\b",
        re.IGNORECASE,
    ),
)
