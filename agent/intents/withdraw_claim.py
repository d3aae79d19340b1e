"""Taking a claim back while it is open: the customer keeps the item."""

import re

from agent.claims.choosing import as_shown, choose_claim
from agent.intents.spec import Intent, View
from agent.state import Task
from agent.steps import Propose, Say, Step
from domain.claim_course import may_withdraw
from domain.claims import Claim
from domain.errors import NotPossible
from tools.claims import ClaimWithdrawn


def next_step(task: Task, view: View) -> Step:
    done = view.results.get("done")
    if isinstance(done, ClaimWithdrawn):
        facts = {"claim": done.claim, "receipt": done}
        return Say("claim_withdrawn", facts, shows=as_shown((done.claim,)), shows_kind="orders")
    claim = choose_claim(task, view, fits=lambda claim: claim.status.is_open, none_fit="no_open_claim")
    if not isinstance(claim, Claim):
        return claim
    try:
        may_withdraw(claim)
    except NotPossible:
        return Say("cannot_withdraw", {"claim": claim, "claims": (claim,)}, quick_replies=("Talk to a person",))
    return Propose(
        "withdraw_claim",
        {"order_id": claim.order_id, "claim_id": claim.claim_id},
        "confirm_withdrawal",
        {"claim": claim},
        verb="withdraw|cancel|drop|take",
    )


INTENT = Intent(
    name="withdraw_claim",
    meaning="take back a return or claim that was filed",
    route="returns",
    label="withdraw a return or claim",
    next_step=next_step,
    slots=("claim_id", "order_id", "email", "postcode", "item"),
    tools=("claim_status", "withdraw_claim"),
    cues=re.compile(
        r"\b(?:withdraw|cancel|stop|drop|revoke|call off|undo|take back)\s+(?:(?:my|the|that|this|our|all|an?)\s+){0,2}"
        r"(?!order\b|and\b)(?:\w+\s+)?(?:claims?|returns?(?! (?:the|my|it|them|policy))|exchange|cl-\w+)\b"
        r"|\bchanged? (?:my|her|his|our) minds? (?:about|on) (?:my|the|that|this|an?) (?:\w+ )?(?:claim|return"
        r"|exchange)\b"
        r"|\b(?:don'?t|do not|no longer) (?:want|need|wish|have) to (?:return|send|exchange|swap)\b.{0,40}"
        r"\b(?:any ?more|after all)\b"
        r"|\bchanged? (?:my|her|his|our) minds? (?:about|on) (?:returning|sending|exchanging|swapping)\b"
        r"|\bwithdraw(?:ing)? (?:it|this|that)\b|\b(?:keep|keeping)\b.{0,40}\bafter all\b",
        re.IGNORECASE,
    ),
)
