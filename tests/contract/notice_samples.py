"""What is told unasked: every kind of news of a claim, with and without what may be missing, and the apologies."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

from agent.steps import Say
from agent.writer.notices import JOB_FAILED, TURN_FAILED
from domain.claims import Claim, ClaimEvent, ClaimKind, ClaimStatus, Remedy, ReturnReason
from domain.money import Money
from domain.obligations import News, decision_told, delay_told

_AT = datetime(2026, 11, 20, 12, tzinfo=UTC)
_CLAIM = Claim(
    claim_id="CL-7KQ2MD",
    order_id="VM-10198",
    line=1,
    item="Everett Wool Coat",
    kind=ClaimKind.RETURN,
    quantity=1,
    reason=ReturnReason.CHANGED_MIND,
    status=ClaimStatus.APPROVED,
    refund=Money(26800, "USD"),
    filed_at=_AT,
    send_back_by=date(2026, 12, 4),
    policy_version="2026-01",
    method="Visa ending 4242",
    due_by=date(2026, 11, 24),
)
_DENIED = ClaimEvent(_AT, "denied", ClaimStatus.DENIED, "lead:otto", note="it was worn outside.")


def said_in_notices() -> list[Say]:
    return [Say(news.say, news.facts) for news in (TURN_FAILED, JOB_FAILED, *_of_claims())]


def _of_claims() -> Iterator[News]:
    yield delay_told(_CLAIM)
    yield decision_told(_CLAIM)
    yield decision_told(replace(_CLAIM, status=ClaimStatus.DENIED))
    yield decision_told(replace(_CLAIM, status=ClaimStatus.DENIED, events=(_DENIED,)))
    broken = replace(_CLAIM, kind=ClaimKind.DAMAGED, reason=ReturnReason.DEFECTIVE, received_at=_AT)
    for remedy in Remedy:
        for claim in (broken, replace(broken, method="", due_by=None)):
            yield decision_told(replace(claim, remedy=remedy))
            yield decision_told(replace(claim, remedy=remedy, status=ClaimStatus.SETTLED))
