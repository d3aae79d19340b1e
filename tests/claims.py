"""A claim as the shop keeps it, for tests that are about what is said of one; what matters is said by the test."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from domain.claims import Claim, ClaimKind, ClaimStatus, ReturnReason
from domain.money import Money

FILED_AT = datetime(2026, 11, 20, 12, tzinfo=UTC)
_FILED = Claim(
    claim_id="CL-7KQ2MD",
    order_id="VM-10198",
    line=1,
    item="Everett Wool Coat",
    kind=ClaimKind.RETURN,
    quantity=1,
    reason=ReturnReason.CHANGED_MIND,
    status=ClaimStatus.REVIEW,
    refund=Money(26800, "USD"),
    filed_at=FILED_AT,
    send_back_by=date(2026, 12, 4),
    policy_version="2026-01",
    method="Visa ending 4242",
    due_by=date(2026, 11, 24),
)


def claim_with(**changes: Any) -> Claim:
    return replace(_FILED, **changes)
