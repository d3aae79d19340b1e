"""What is told unasked: every kind of news of a claim, with and without what may be missing, and the apologies."""

from collections.abc import Iterator
from dataclasses import replace

from agent.steps import Say
from agent.writer.notices import JOB_FAILED, TURN_FAILED
from domain.claims import ClaimEvent, ClaimKind, ClaimStatus, Remedy, ReturnReason
from domain.obligations import News, decision_told, delay_told
from tests.claims import FILED_AT, claim_with

_CLAIM = claim_with(status=ClaimStatus.APPROVED)
_DENIED = ClaimEvent(FILED_AT, "denied", ClaimStatus.DENIED, "lead:otto", note="it was worn outside.")


def said_in_notices() -> list[Say]:
    return [Say(news.say, news.facts) for news in (TURN_FAILED, JOB_FAILED, *_of_claims())]


def _of_claims() -> Iterator[News]:
    yield delay_told(_CLAIM)
    yield decision_told(_CLAIM)
    yield decision_told(replace(_CLAIM, status=ClaimStatus.DENIED))
    yield decision_told(replace(_CLAIM, status=ClaimStatus.DENIED, events=(_DENIED,)))
    broken = replace(_CLAIM, kind=ClaimKind.DAMAGED, reason=ReturnReason.DEFECTIVE, received_at=FILED_AT)
    for remedy in Remedy:
        for claim in (broken, replace(broken, method="", due_by=None)):
            yield decision_told(replace(claim, remedy=remedy))
            yield decision_told(replace(claim, remedy=remedy, status=ClaimStatus.SETTLED))
