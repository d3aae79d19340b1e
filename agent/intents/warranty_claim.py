"""A fault that shows later: the warranty runs from delivery, and we repair first."""

import re

from agent.claims.faults import MENDABLE, fault_of_warranty
from agent.intents import claiming
from agent.intents.return_item import is_meant, may_have_arrived
from agent.intents.spec import Intent, View
from agent.orders.choosing import choose_order
from agent.state import Task
from agent.steps import Call, Step
from domain.claims import ClaimKind, ReturnReason
from tools.returns import ReturnCheck


def next_step(task: Task, view: View) -> Step:
    if (done := claiming.receipt(view)) is not None:
        return done
    check = view.results.get("check")
    if isinstance(check, ReturnCheck) and check.kind is ClaimKind.WARRANTY and is_meant(task, check, view):
        return fault_of_warranty(task, check) or claiming.with_check(task, check, view)
    chosen = choose_order(task, view, fits=may_have_arrived, none_fit="nothing_to_return", purpose="which_to_return")
    if not isinstance(chosen, str):
        return chosen
    reason = task["slots"].get("reason")
    reason = reason if reason in MENDABLE else ReturnReason.DEFECTIVE.value
    arguments = {"order_id": chosen, "reason": reason, "kind": ClaimKind.WARRANTY.value}
    return Call("check_return", arguments, "check")


INTENT = Intent(
    name="warranty_claim",
    meaning="have a fault repaired under warranty",
    route="returns",
    label="claim on the warranty",
    next_step=next_step,
    undone_by="withdraw_claim",
    slots=claiming.SLOTS,
    tools=("list_orders", "check_return", "file_return"),
    cues=re.compile(
        r"\b(?:make|file|start|open|submit|begin|raise)\b.{0,20}\b(?:warranty|guarantee)\b"
        r"|^(?!\W*(?:who|how much|how long|what|is|are|does|do i (?:have to )?(?:pay|need))\b.*\ban? )"
        r".*\b(?:warranty|guarantee) (?:claim|case|repair)\b(?!.{0,30}\b(?:how long|work|cover)\b)"
        r"|\b(?:claim|use|repair(?:ed)?|replaced?|fix(?:ed)?)\b.{0,25}\b(?:under|on|with|via) (?:the |my |your )?"
        r"(?:warranty|guarantee)\b",
        re.IGNORECASE,
    ),
)
