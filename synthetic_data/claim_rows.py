"""Claims of the folder as rows, with the inputs that the returns policy decides them by, so that they can be replayed.

A claim that its own policy would decide otherwise keeps no inputs: it was decided by another system, on other grounds.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from pydantic import TypeAdapter

from domain.claim_course import Happening, due_by
from domain.claim_rules import ClaimFacts, Eligibility, decide, opening_status
from domain.claims import ClaimKind, ClaimStatus, Remedy, ReturnReason
from domain.money import to_minor
from domain.orders import OrderStatus
from domain.policies import ReturnRules, rules_in_force
from synthetic_data.records import HistoryRecord, OrderRecord, ReturnRecord
from synthetic_data.rows import Row, Shift

_DECISION = TypeAdapter(Eligibility)
_BROUGHT = {"imported": True}
"""Marks a claim of the folder: loading the folder again may replace it."""


def claim_row(
    claim: ReturnRecord, order: OrderRecord, shift: Shift, *, rules: Sequence[ReturnRules], category: str
) -> Row:
    line = order.lines[claim.line - 1]
    actor = f"customer:{order.user_id}"
    facts = _facts(claim, order, shift, rules=rules, category=category)
    decision = _decision(claim, order, facts) if facts else None
    received_at = _received_at(claim)
    return {
        "claim_id": claim.claim_id,
        "order_id": order.order_id,
        "customer_id": order.user_id,
        "line": claim.line,
        "item": line.name,
        "kind": claim.kind,
        "quantity": claim.quantity,
        "reason": claim.reason,
        "note": claim.note,
        "status": claim.status,
        "refund_minor": to_minor(claim.refund, order.currency),
        "fee_minor": to_minor(claim.fee, order.currency),
        "currency": order.currency,
        "policy_version": claim.policy_version,
        "clause": claim.clause,
        "inputs": {**_BROUGHT, **facts.model_dump(mode="json")} if facts and decision else _BROUGHT,
        "decision": _DECISION.dump_python(decision, mode="json") if decision else None,
        "history": _history(claim.history, actor, shift),
        "filed_by": actor,
        "send_back_by": shift.iso_day(claim.send_back_by),
        "due_by": _due_by(claim, facts, shift) if facts and decision else None,
        "received_at": shift.iso(received_at),
        "filed_at": shift.iso(claim.filed_at),
    }


def _facts(
    claim: ReturnRecord, order: OrderRecord, shift: Shift, *, rules: Sequence[ReturnRules], category: str
) -> ClaimFacts | None:
    """As they were on the day of filing; the picture that damage asks for was seen by whoever took the claim in."""
    placed_on, filed_on = shift.day(order.placed_at.date()), shift.day(claim.filed_at.date())
    if not rules or placed_on is None or filed_on is None:
        return None
    line = order.lines[claim.line - 1]
    delivered = [parcel.delivered_at for parcel in order.parcels if claim.line in parcel.lines]
    known = [at.date() for at in delivered if at is not None]
    return ClaimFacts(
        kind=ClaimKind(claim.kind),
        reason=ReturnReason(claim.reason),
        quantity=claim.quantity,
        bought=line.quantity,
        already_claimed=0,
        order_status=OrderStatus.DELIVERED,
        delivered_on=shift.day(max(known)) if known else None,
        category=category,
        final_sale=line.final_sale,
        value_minor=to_minor(claim.refund, order.currency) + to_minor(claim.fee, order.currency),
        currency=order.currency,
        photos=1 if claim.kind == ClaimKind.DAMAGED else 0,
        rules=rules_in_force(list(rules), placed_on),
        today=filed_on,
    )


def _decision(claim: ReturnRecord, order: OrderRecord, facts: ClaimFacts) -> Eligibility | None:
    """None where the policy would have said something else than the folder does."""
    decided = decide(facts)
    recorded = (
        None,
        claim.clause,
        claim.policy_version,
        to_minor(claim.refund, order.currency),
        to_minor(claim.fee, order.currency),
        claim.history[0].status,
    )
    said = (
        decided.refusal,
        decided.clause,
        decided.policy_version,
        decided.refund.amount_minor,
        decided.fee.amount_minor,
        opening_status(facts, decided).value,
    )
    return decided if said == recorded else None


def _received_at(claim: ReturnRecord) -> datetime | None:
    """What was approved after the filing was approved because it had arrived."""
    return next((entry.at for entry in claim.history[1:] if entry.status == ClaimStatus.APPROVED), None)


def _history(entries: Sequence[HistoryRecord], actor: str, shift: Shift) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for at, entry in enumerate(entries):
        is_arrival = entry.status == ClaimStatus.APPROVED and at > 0 and entries[at - 1].status == ClaimStatus.FILED
        event = Happening.RECEIVED.value if is_arrival else entry.status
        found.append(
            {
                "at": shift.iso(entry.at),
                "event": event if at else Happening.FILED.value,
                "status": entry.status,
                "note": entry.note,
                "by": "shop" if at else actor,
            }
        )
    return found


def _due_by(claim: ReturnRecord, facts: ClaimFacts, shift: Shift) -> str | None:
    last, send_back_by = shift.day(claim.history[-1].at.date()), shift.day(claim.send_back_by)
    if last is None or send_back_by is None:
        return None
    due: date | None = due_by(
        ClaimStatus(claim.status),
        facts.rules,
        kind=facts.kind,
        remedy=Remedy.REFUND,
        today=last,
        received=_received_at(claim) is not None,
        send_back_by=send_back_by,
    )
    return due.isoformat() if due else None
