"""What may happen to a claim after it was filed: one table, and the days by which each step is due.

    filed -> (evidence) -> (review) -> approved -> settled
                                    -> denied -> (reopened: review)
    while open: withdrawn by the customer; lapsed when a photo or the item does not come in time

Pure: takes the claim's stored events and says what follows. Times and actors come from the caller.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum

from domain.claims import Claim, ClaimEvent, ClaimKind, ClaimStatus, Remedy
from domain.errors import NotPermitted, NotPossible
from domain.policies import ReturnRules
from domain.working_days import add_working_days


class Happening(StrEnum):
    FILED = "filed"
    PHOTO_SENT = "photo_sent"
    RECEIVED = "received"
    """The item is back with us."""
    APPROVED = "approved"
    DENIED = "denied"
    SETTLED = "settled"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    REOPENED = "reopened"


_S = ClaimStatus
COURSE: dict[Happening, dict[ClaimStatus, tuple[ClaimStatus, ...]]] = {
    Happening.PHOTO_SENT: {_S.EVIDENCE: (_S.FILED, _S.REVIEW)},
    Happening.RECEIVED: {_S.FILED: (_S.APPROVED,), _S.REVIEW: (_S.REVIEW,), _S.APPROVED: (_S.APPROVED,)},
    Happening.APPROVED: {_S.FILED: (_S.APPROVED,), _S.EVIDENCE: (_S.APPROVED,), _S.REVIEW: (_S.APPROVED,)},
    Happening.DENIED: {_S.FILED: (_S.DENIED,), _S.EVIDENCE: (_S.DENIED,), _S.REVIEW: (_S.DENIED,)},
    Happening.SETTLED: {_S.APPROVED: (_S.SETTLED,)},
    Happening.WITHDRAWN: {_S.FILED: (_S.WITHDRAWN,), _S.EVIDENCE: (_S.WITHDRAWN,), _S.REVIEW: (_S.WITHDRAWN,)},
    Happening.LAPSED: {_S.FILED: (_S.LAPSED,), _S.EVIDENCE: (_S.LAPSED,), _S.APPROVED: (_S.LAPSED,)},
    Happening.REOPENED: {_S.DENIED: (_S.REVIEW,)},
}
"""What may happen in which status, and where it may lead. Filing begins it (`claim_rules.opening_status`).

A person may do without the photo that the rules ask for.
"""

OPENINGS = (_S.FILED, _S.EVIDENCE, _S.REVIEW, _S.APPROVED)


def after(claim: Claim, happening: Happening, *, needs_approval: bool = False) -> ClaimStatus:
    """The status that follows. A photo leads on to where the rules would have put the claim with it.

    Raises:
        NotPossible: it cannot happen now.
    """
    following = COURSE[happening].get(claim.status)
    if following is None:
        raise NotPossible(f"claim_{claim.status}", clause=happening.value)
    if happening is Happening.PHOTO_SENT:
        return _S.REVIEW if needs_approval or claim.kind is ClaimKind.WARRANTY else _S.FILED
    return following[0]


def may_decide(claim: Claim, *, by: str) -> None:
    """Four eyes: nobody decides on, or settles, what they filed.

    Raises:
        NotPermitted: it is their own filing.
    """
    if any(event.by == by for event in claim.events if event.event == Happening.FILED):
        raise NotPermitted("own filing", public="You filed this claim yourself, so a colleague has to decide on it.")


def may_withdraw(claim: Claim) -> None:
    """Raises NotPossible: the item is with us already, or the claim is over."""
    if claim.status not in COURSE[Happening.WITHDRAWN]:
        raise NotPossible(f"claim_{claim.status}", clause="withdrawn")
    if claim.received_at is not None:
        raise NotPossible("claim_received", clause="withdrawn")


def may_reopen(claim: Claim, rules: ReturnRules, *, today: date, has_news: bool) -> None:
    """Once, within some days of the no, with something that we have not seen yet.

    Raises:
        NotPossible: claim_*, reopened_before, reopening_over, nothing_new.
    """
    after(claim, Happening.REOPENED)
    if any(event.event == Happening.REOPENED for event in claim.events):
        raise NotPossible("reopened_before", clause="reopening")
    if today > reopen_until(claim, rules):
        raise NotPossible("reopening_over", clause="reopening")
    if not has_news:
        raise NotPossible("nothing_new", clause="reopening")


def reopen_until(claim: Claim, rules: ReturnRules) -> date:
    """The last day on which a denied claim may be opened again."""
    denied = [event.at.date() for event in claim.events if event.status is _S.DENIED]
    return (denied[-1] if denied else claim.filed_at.date()) + timedelta(days=rules.reopen_days)


def due_by(
    status: ClaimStatus,
    rules: ReturnRules,
    *,
    kind: ClaimKind,
    remedy: Remedy,
    today: date,
    received: bool,
    send_back_by: date,
) -> date | None:
    """The day by which this status must end; None when nothing more is due.

    `send_back_by` stands from the filing, however long a person took to decide; at least a day is left.
    """
    if status is _S.EVIDENCE:
        return add_working_days(today, rules.photo_days)
    if status is _S.REVIEW:
        return add_working_days(today, rules.trace_days if kind is ClaimKind.REFUND else rules.review_days)
    if status in (_S.FILED, _S.APPROVED) and kind.goes_back and not received:
        return max(send_back_by, today + timedelta(days=1))
    if status in (_S.FILED, _S.APPROVED):
        return add_working_days(today, rules.repair_days if remedy is Remedy.REPAIR else rules.refund_days)
    return None


def replayed_status(events: Iterable[ClaimEvent]) -> ClaimStatus | None:
    """The status that the events lead to by the table; None when one of them could not have happened."""
    status: ClaimStatus | None = None
    for event in events:
        happening = Happening(event.event)
        if status is None:
            allowed = OPENINGS if happening is Happening.FILED else ()
        else:
            allowed = COURSE.get(happening, {}).get(status, ())
        if event.status not in allowed:
            return None
        status = event.status
    return status
