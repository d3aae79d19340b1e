"""A parcel that never came: lost on the way, or marked as delivered and not there. Replacement or money back."""

import re
from dataclasses import replace

from agent.claims.lines import line_named
from agent.intents import claiming
from agent.intents.answering import from_passages, is_how_to
from agent.intents.spec import Intent, View
from agent.orders.choosing import choose_order
from agent.state import Task
from agent.steps import Ask, Call, Choice, Say, Step
from domain.claims import ClaimKind, ReturnReason
from domain.orders import Order, OrderStatus
from tools.returns import ReturnCheck

LATELY = 30
"""Days from a delivery in which it comes to mind as one that never came; the rules decide on it all the same."""
REMEDIES = (Choice("refund", "Refund"), Choice("replacement", "Replacement"))
_IF = re.compile(
    r"^\W*(?:(?:and|so|but|hi|ok)\W+)*(?:what|how|when|do|will|can)\b.{0,30}\b(?:if|when) (?:my|the|a|it)\b",
    re.IGNORECASE,
)
""" "What do I get if my parcel is lost": none is yet."""
_told_how = from_passages("a lost parcel", then="lost_parcel")


def next_step(task: Task, view: View) -> Step:
    if (is_how_to(view.text) or _IF.match(view.text)) and "order_id" not in task["slots"]:
        return _told_how(task, view)
    if (done := claiming.receipt(view)) is not None:
        return done
    check = view.results.get("check")
    if isinstance(check, ReturnCheck) and check.kind is ClaimKind.REFUND:
        return _with_check(task, check, view)
    chosen = choose_order(
        task, view, fits=lambda order: _may_be_lost(order, view), none_fit="nothing_lost", purpose="which_order"
    )
    if not isinstance(chosen, str):
        return chosen
    return Call("check_return", {"order_id": chosen, "reason": ReturnReason.NOT_RECEIVED.value}, "check")


def _with_check(task: Task, check: ReturnCheck, view: View) -> Step:
    """A whole parcel is lost, so all its lines are; only one that was named is claimed alone."""
    slots = task["slots"]
    slots["reason"] = ReturnReason.NOT_RECEIVED.value
    open_lines = [each for each in check.lines if each.eligibility.is_eligible]
    if not open_lines:
        return _told_again(task, claiming.refused(check, check.lines[0]))
    named = line_named(slots.get("item") or "", [each.line for each in check.lines])
    missed = check.of(named.line) if named is not None else None
    if missed is not None and not missed.eligibility.is_eligible:
        return _told_again(task, claiming.refused(check, missed))
    left_out = [each for each in check.lines if not each.eligibility.is_eligible]
    if not slots.get("remedy"):
        return Ask(
            "remedy",
            "lost_refund_or_replacement",
            {"order": check.order, "check": check, "lines": [each.line for each in open_lines], "left_out": left_out},
            REMEDIES,
        )
    wanted = open_lines
    if named := slots.get("line"):
        wanted = [each for each in open_lines if each.line.line == named] or open_lines
    return claiming.proposed(task, check, [(each, each.left) for each in wanted], view=view, left_out=left_out)


def _told_again(task: Task, refusal: Step) -> Step:
    """ "When can i claim then": the day, and what there is to choose from by then."""
    is_early = isinstance(refusal, Say) and refusal.say == "return_refused_not_late_yet"
    return replace(refusal, say="still_not_late_yet") if is_early and task["slots"].get("told_before") else refusal


def _may_be_lost(order: Order, view: View) -> bool:
    """Under way, or delivered so lately that it can be missed."""
    if order.status is OrderStatus.DELIVERED:
        return order.delivered_at is not None and (view.today - order.delivered_at.date()).days <= LATELY
    return order.status in (OrderStatus.SHIPPED, OrderStatus.DELAYED, OrderStatus.LOST)


INTENT = Intent(
    name="lost_parcel",
    meaning="claim a parcel that never arrived",
    route="returns",
    label="claim a parcel that never came",
    next_step=next_step,
    undone_by="withdraw_claim",
    slots=(
        "order_id",
        "order_in_view",
        "email",
        "postcode",
        "which",
        "dates",
        "item",
        "line",
        "remedy",
        "pays_with",
        "note",
    ),
    tools=("find_passages", "list_orders", "check_return", "file_return"),
    cues=re.compile(
        r"\b(?:parcel|package|order|delivery)\b(?!.{0,25}\b(?:thing|something|items?|pieces?|one|part|half)\b)"
        r".{0,25}\b(?:is|was|got|has been|must be|seems|went)\b.{0,12}"
        r"\b(?:lost|stolen|missing(?=\s*(?:$|[.,;!?]|and\b|please\b)))"
        r"|\b(?:stole|nicked|took|swiped) (?:my|our|the) (?:parcel|package|order|delivery)\b"
        r"|\b(?:ups|usps|fedex|dhl|dpd|hermes|(?:the|your) (?:carrier|courier|post)) (?:has |have |just )?lost"
        r" (?:it|them|that|this|my|our|the|her|his|their|[a-z]{2,4}-?\d{4,})\b"
        r"|\b(?:file|claim|refund|money|replace\w*)\b.{0,24}\b(?:for|about|of) (?:my|the|her|his|their) lost \w{3,}"
        r"|\blost (?:parcel|package|order|delivery|one(?=\W+\w))\b(?! claim)"
        r"|\b[a-z]{2,4}-?\d{4,}\b\W+(?:(?:is|was|has been|got|went|it['’]?s)\W+)?lost\b"
        r"|\b(?:my|her|his|their|the) (?!e-?mail|code|link|invoice|refund|money|label)[\w -]{2,25}? "
        r"(?:has |have )?never (?:came|arrived|showed up|turned up|got here)\b"
        r"(?=\W*$|[,.;!?]|\W+(?:and|from|in|it|so|i|vm|order|please|with)\b)"
        r"|\b(?:my|the) (?!card|wallet|password|phone|label|e-?mail|code|invoice|receipt|account)[\w -]{2,25}? "
        r"(?:must (?:be|have (?:been|got(?:ten)?))|got|is|are|was|were|ha(?:s|ve) been|went) (?:probably |clearly )?"
        r"(?:lost|stolen)\b(?! (?:it|them|my|the|because|cause)\b)"
        r"|\b(?:file|make|open|start|submit|raise|put in)\b (?:(?:a|an|the|my)\s+){0,2}"
        r"(?:lost|missing) (?:parcel|package|order|delivery) claim\b"
        r"|^(?!.*\b(?:if|when|what happens|policy)\b).{0,60}"
        r"\b(?:it|this|that|they)(?:'s|s|'ve|'re| is| has| was| must be| got| are)? (?:been |probably |clearly "
        r"|surely )?"
        r"(?:lost|stolen)\b(?! (?:it|them|my|the)\b)"
        r"|(?:\b(?:parcel|package|order|it)|\b[a-z]{2,4}-?\d{4,}) (?:has )?never (?:arrived|came|got here)"
        r"|\b(?:says?|marked(?: as)?|shows?(?: as)?|status) (?:it (?:was|is) |is |as )?delivered\b.{0,50}"
        r"\b(?:but|never|not|haven'?t|didn'?t|isn'?t|nothing)\b"
        r"|\bdelivered\b.{0,20}\b(?:but|yet)\b.{0,30}"
        r"\b(?:not (?:here|there|received)|nothing|never|haven'?t|didn'?t|isn'?t)\b"
        r"|\bnever (?:received|got|saw) "
        r"(?:vm-?\s?\d{3,}|(?:my |the |this )?(?:parcel|package|order)\b(?! (?:confirm|number|mail)))"
        r"|\bnever (?:received|got) (?:my|the|it|order|this|any(?:thing)?)\b.{0,30}(?:parcel|package|order|vm-)",
        re.IGNORECASE,
    ),
)
