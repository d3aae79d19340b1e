from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from domain.claims import Claim, ClaimEvent, ClaimKind, ClaimStatus, Remedy, ReturnReason
from domain.money import Money
from domain.obligations import Formats, decision_told, delay_told, is_decided, is_news

AT = datetime(2026, 11, 20, 12, tzinfo=UTC)
FORMATS = Formats(money=lambda value: f"${value.amount}", day=lambda day: f"{day:%B %d}" if day else "")
CLAIM = Claim(
    claim_id="CL-7KQ2MD",
    order_id="VM-10198",
    line=1,
    item="Everett Wool Coat",
    kind=ClaimKind.RETURN,
    quantity=1,
    reason=ReturnReason.CHANGED_MIND,
    status=ClaimStatus.REVIEW,
    refund=Money(26800, "USD"),
    filed_at=AT,
    send_back_by=date(2026, 12, 4),
    policy_version="2026-01",
    method="Visa ending 4242",
    due_by=date(2026, 11, 24),
)
BROKEN = replace(CLAIM, kind=ClaimKind.DAMAGED, reason=ReturnReason.DEFECTIVE)


@pytest.mark.parametrize(
    ("claim", "words"),
    [
        (replace(CLAIM, status=ClaimStatus.APPROVED), "send the item back by November 24"),
        (replace(CLAIM, status=ClaimStatus.APPROVED, received_at=AT), "$268.00 goes back to Visa ending 4242 by"),
        (replace(BROKEN, status=ClaimStatus.SETTLED), "$268.00 was sent back to Visa ending 4242"),
        (replace(BROKEN, status=ClaimStatus.SETTLED, remedy=Remedy.REPLACEMENT), "the new one is on its way"),
        (replace(BROKEN, status=ClaimStatus.SETTLED, remedy=Remedy.REPAIR), "the repair is done"),
    ],
)
def test_good_news_say_what_happens_next(claim: Claim, words: str) -> None:
    told = decision_told(claim, FORMATS)
    assert words in told and "CL-7KQ2MD" in told and "approved" in told


def test_a_no_comes_with_the_reason_a_person_gave() -> None:
    denied = ClaimEvent(AT, "denied", ClaimStatus.DENIED, "lead:otto", note="it was worn outside.")
    told = decision_told(replace(CLAIM, status=ClaimStatus.DENIED, events=(denied,)), FORMATS)
    assert "could not approve it: it was worn outside. If" in told
    silent = decision_told(replace(CLAIM, status=ClaimStatus.DENIED), FORMATS)
    assert "could not approve it. If" in silent


def test_only_what_others_decided_is_news() -> None:
    news = {status for status in ClaimStatus if is_news(replace(CLAIM, status=status))}
    assert news == {ClaimStatus.APPROVED, ClaimStatus.DENIED, ClaimStatus.SETTLED}
    assert not is_decided(CLAIM) and "not decided yet" in delay_told(CLAIM)
