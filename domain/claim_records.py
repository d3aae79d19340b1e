"""A claim as it is kept, with all that its decisions were made from, and the replay that finds out if they still stand.

A replay makes every decision again from the stored inputs: what the rules said at filing, where the claim began, and
whether each later step could follow the one before. It asks nothing but the record itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from domain.claim_course import Happening, due_by, replayed_status
from domain.claim_rules import ClaimFacts, Eligibility, decide, opening_status
from domain.claims import Claim, ClaimStatus
from domain.money import Money

_DECISIONS = (Happening.APPROVED, Happening.DENIED, Happening.SETTLED)


@dataclass(frozen=True, slots=True)
class ClaimRecord:
    claim: Claim
    customer_id: str
    filed_by: str
    fee: Money
    clause: str
    """Of the decision at filing."""
    facts: ClaimFacts | None
    """None for a claim that was brought along from another system: its filing cannot be replayed."""
    decision: Eligibility | None
    method_id: str | None = None
    note: str = ""
    """The customer's own words."""


@dataclass(frozen=True, slots=True)
class Replay:
    """What the stored inputs lead to today."""

    decision: Eligibility
    opened_as: ClaimStatus


def replay(facts: ClaimFacts) -> Replay:
    """The decision at filing, made again."""
    decision = decide(facts)
    return Replay(decision, opening_status(facts, decision))


def disagreements(record: ClaimRecord) -> list[str]:
    """Where the record says something else than its own inputs lead to; empty for a sound one."""
    return [*_of_filing(record), *_of_course(record)]


def _of_filing(record: ClaimRecord) -> Iterator[str]:
    if record.facts is None:
        return
    again, claim = replay(record.facts), record.claim
    if again.decision != record.decision:
        yield "the decision at filing is another one"
    if again.decision.refusal is not None:
        yield f"the rules refuse it: {again.decision.refusal}"
    if claim.events and claim.events[0].status is not again.opened_as:
        yield f"it began as {claim.events[0].status}, not as {again.opened_as}"
    kept = (record.clause, record.fee, claim.policy_version, claim.quantity, claim.kind)
    decided = (
        again.decision.clause,
        again.decision.fee,
        again.decision.policy_version,
        record.facts.quantity,
        record.facts.kind,
    )
    if kept != decided:
        yield "clause, fee, version, quantity or kind is another one"
    if claim.swap is None and claim.refund != again.decision.refund:
        yield f"the refund is {claim.refund.amount}, not {again.decision.refund.amount}"


def _of_course(record: ClaimRecord) -> Iterator[str]:
    claim = record.claim
    if replayed_status(claim.events) is not claim.status:
        yield f"its events do not lead to {claim.status}"
    for event in claim.events:
        if event.event in _DECISIONS and event.by == record.filed_by and record.facts is not None:
            yield f"{event.by} filed it and {event.event} it"
    if record.facts is None or claim.last is None:
        return
    due = due_by(
        claim.status,
        record.facts.rules,
        kind=claim.kind,
        remedy=claim.remedy,
        today=claim.last.at.date(),
        received=claim.received_at is not None,
        send_back_by=claim.send_back_by,
    )
    if due != claim.due_by:
        yield f"it is due by {claim.due_by}, not by {due}"
