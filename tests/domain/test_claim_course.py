"""What may happen to a claim, by when, and that every decision can be made again from what is stored."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.claim_course import (
    COURSE,
    Happening,
    after,
    due_by,
    may_decide,
    may_reopen,
    may_withdraw,
    replayed_status,
)
from domain.claim_records import ClaimRecord, disagreements, replay
from domain.claim_rules import ClaimFacts, decide, months_after, opening_status
from domain.claims import Claim, ClaimEvent, ClaimKind, ClaimStatus, Remedy, ReturnReason
from domain.errors import NotPermitted, NotPossible
from domain.money import Money
from domain.orders import OrderStatus
from domain.working_days import add_working_days
from tests.domain.test_claims import RULES

NOW = datetime(2026, 5, 20, 12, tzinfo=UTC)
TODAY = NOW.date()
KIND_RULES = RULES.model_copy(
    update={"warranty_months": 24, "photo_above_minor": {"damaged": 5000, "warranty": 0}, "lost_after_days": 7}
)


def facts(kind: ClaimKind = ClaimKind.RETURN, **changes: Any) -> ClaimFacts:
    reasons = {
        ClaimKind.DAMAGED: ReturnReason.DAMAGED,
        ClaimKind.WRONG_ITEM: ReturnReason.WRONG_ITEM,
        ClaimKind.MISSING: ReturnReason.MISSING_ITEM,
        ClaimKind.REFUND: ReturnReason.NOT_RECEIVED,
        ClaimKind.WARRANTY: ReturnReason.DEFECTIVE,
    }
    plain = ClaimFacts(
        kind=kind,
        reason=reasons.get(kind, ReturnReason.TOO_SMALL),
        quantity=1,
        bought=2,
        already_claimed=0,
        order_status=OrderStatus.DELIVERED,
        delivered_on=date(2026, 5, 10),
        category="Shirts",
        final_sale=False,
        value_minor=5900,
        currency="USD",
        rules=KIND_RULES,
        today=TODAY,
    )
    return plain.model_copy(update=changes)


def claim(status: ClaimStatus, kind: ClaimKind = ClaimKind.RETURN, *events: ClaimEvent, **changes: Any) -> Claim:
    made = Claim(
        claim_id="CL-222222",
        order_id="VM-10001",
        line=1,
        item="Meadow Linen Shirt",
        kind=kind,
        quantity=1,
        reason=ReturnReason.TOO_SMALL,
        status=status,
        refund=Money(5405, "USD"),
        filed_at=NOW,
        send_back_by=TODAY + timedelta(days=14),
        policy_version="returns-2",
        events=events or (event(Happening.FILED, status),),
    )
    return replace(made, **changes)


def event(happening: Happening, status: ClaimStatus, *, by: str = "customer:U1", at: datetime = NOW) -> ClaimEvent:
    return ClaimEvent(at, happening.value, status, by)


def record_of(filing: ClaimFacts, *, filed_by: str = "customer:U1") -> ClaimRecord:
    """As the filing of a claim keeps it."""
    decision = decide(filing)
    status = opening_status(filing, decision)
    made = claim(status, filing.kind, event(Happening.FILED, status, by=filed_by), refund=decision.refund)
    due = due_by(
        status,
        filing.rules,
        kind=filing.kind,
        remedy=made.remedy,
        today=TODAY,
        received=False,
        send_back_by=made.send_back_by,
    )
    return ClaimRecord(
        replace(made, due_by=due), "U1", filed_by, decision.fee, decision.clause, filing, decision, method_id=None
    )


@pytest.mark.parametrize(
    ("kind", "changes", "status"),
    [
        (ClaimKind.RETURN, {}, ClaimStatus.FILED),
        (ClaimKind.RETURN, {"value_minor": 20001}, ClaimStatus.REVIEW),
        (ClaimKind.EXCHANGE, {}, ClaimStatus.FILED),
        (ClaimKind.DAMAGED, {"value_minor": 4999}, ClaimStatus.FILED),
        (ClaimKind.DAMAGED, {"value_minor": 5000}, ClaimStatus.EVIDENCE),
        (ClaimKind.DAMAGED, {"value_minor": 5000, "photos": 1}, ClaimStatus.FILED),
        (ClaimKind.WRONG_ITEM, {}, ClaimStatus.FILED),
        (ClaimKind.MISSING, {}, ClaimStatus.REVIEW),
        (ClaimKind.WARRANTY, {}, ClaimStatus.EVIDENCE),
        (ClaimKind.WARRANTY, {"photos": 1}, ClaimStatus.REVIEW),
        (ClaimKind.REFUND, {}, ClaimStatus.REVIEW),
        (ClaimKind.REFUND, {"order_status": OrderStatus.LOST, "delivered_on": None}, ClaimStatus.APPROVED),
        (
            ClaimKind.REFUND,
            {"order_status": OrderStatus.LOST, "delivered_on": None, "value_minor": 20001},
            ClaimStatus.REVIEW,
        ),
    ],
)
def test_each_kind_begins_where_the_policy_says_and_replays(
    kind: ClaimKind, changes: dict[str, Any], status: ClaimStatus
) -> None:
    filing = facts(kind, **changes)
    assert decide(filing).refusal is None
    assert opening_status(filing, decide(filing)) is status
    stored = ClaimFacts.model_validate_json(filing.model_dump_json())
    assert replay(stored) == replay(filing)
    assert disagreements(record_of(stored)) == []


@pytest.mark.parametrize(
    ("kind", "changes", "refusal", "clause"),
    [
        (ClaimKind.RETURN, {"has_open_claim": True}, "open_claim", "one_claim"),
        (ClaimKind.RETURN, {"already_claimed": 2}, "already_claimed", "one_claim"),
        (ClaimKind.RETURN, {"quantity": 3}, "not_enough_left", "one_claim"),
        (ClaimKind.EXCHANGE, {"asked_before": True}, "asked_before", "once"),
        (ClaimKind.EXCHANGE, {"category": "Underwear"}, "excluded_category", "hygiene"),
        (ClaimKind.EXCHANGE, {"today": date(2026, 6, 10)}, "window_closed", "window"),
        (ClaimKind.DAMAGED, {"today": date(2026, 7, 10)}, "window_closed", "damaged_window"),
        (ClaimKind.WARRANTY, {"today": date(2028, 5, 11)}, "warranty_over", "warranty"),
        (ClaimKind.WARRANTY, {"rules": RULES}, "no_warranty", "warranty"),
        (ClaimKind.REFUND, {"today": date(2026, 5, 25)}, "window_closed", "not_received"),
        (ClaimKind.REFUND, {"delivered_on": None, "order_status": OrderStatus.PAID}, "no_estimate", "lost"),
        (
            ClaimKind.REFUND,
            {"delivered_on": None, "order_status": OrderStatus.DELAYED, "expected_on": date(2026, 5, 14)},
            "not_late_yet",
            "lost",
        ),
        (ClaimKind.MISSING, {"order_status": OrderStatus.CANCELLED}, "cancelled", "delivered_items"),
    ],
)
def test_what_the_rules_refuse_names_its_clause(
    kind: ClaimKind, changes: dict[str, Any], refusal: str, clause: str
) -> None:
    decision = decide(facts(kind, **changes))
    assert (decision.refusal, decision.clause) == (refusal, clause)


def test_a_parcel_is_lost_from_the_very_day_the_policy_says() -> None:
    late = facts(ClaimKind.REFUND, delivered_on=None, order_status=OrderStatus.DELAYED, expected_on=date(2026, 5, 13))
    assert decide(late).is_eligible
    assert not decide(late.model_copy(update={"today": date(2026, 5, 19)})).is_eligible


def test_a_refusal_that_a_person_set_aside_is_part_of_the_inputs() -> None:
    late = facts(today=date(2026, 6, 12))
    granted = late.model_copy(update={"set_aside": "window_closed"})
    assert not decide(late).is_eligible and decide(granted).is_eligible
    assert disagreements(record_of(granted)) == []


def test_a_product_s_own_warranty_goes_first() -> None:
    longer = facts(ClaimKind.WARRANTY, warranty_months=36, today=date(2029, 5, 1))
    assert decide(longer).is_eligible
    assert decide(longer).last_day == months_after(date(2026, 5, 10), 36)


def test_months_end_on_the_last_day_of_a_shorter_month() -> None:
    assert months_after(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert months_after(date(2026, 12, 15), 24) == date(2028, 12, 15)


def test_working_days_leave_out_the_weekend() -> None:
    friday = date(2026, 5, 22)
    assert add_working_days(friday, 0) == friday
    assert add_working_days(friday, 1) == date(2026, 5, 25)
    assert add_working_days(friday, 5) == date(2026, 5, 29)


@pytest.mark.parametrize("happening", COURSE)
@pytest.mark.parametrize("status", ClaimStatus)
def test_nothing_happens_that_the_table_does_not_name(happening: Happening, status: ClaimStatus) -> None:
    following = COURSE[happening].get(status)
    if following is None:
        with pytest.raises(NotPossible, match=f"claim_{status.value}"):
            after(claim(status), happening)
    else:
        assert after(claim(status), happening) in following


@given(st.lists(st.sampled_from(list(COURSE)), max_size=8), st.sampled_from(list(ClaimKind)), st.booleans())
def test_a_claim_led_through_the_table_always_replays(
    happenings: list[Happening], kind: ClaimKind, needs_approval: bool
) -> None:
    filing = facts(kind, value_minor=20001 if needs_approval else 5900)
    record = record_of(filing)
    led = record.claim
    for happening in happenings:
        try:
            status = after(led, happening, needs_approval=needs_approval)
        except NotPossible:
            continue
        led = replace(led, status=status, events=(*led.events, event(happening, status, by="staff:otto")))
    assert replayed_status(led.events) is led.status
    assert (
        led.status.is_open
        or due_by(
            led.status,
            KIND_RULES,
            kind=kind,
            remedy=Remedy.REFUND,
            today=TODAY,
            received=False,
            send_back_by=led.send_back_by,
        )
        is None
    )


def test_a_changed_record_is_found() -> None:
    sound = record_of(facts())
    assert disagreements(sound) == []
    assert disagreements(replace(sound, claim=replace(sound.claim, refund=Money(99999, "USD"))))
    assert disagreements(replace(sound, claim=replace(sound.claim, status=ClaimStatus.SETTLED)))
    assert disagreements(replace(sound, claim=replace(sound.claim, due_by=TODAY)))
    assert disagreements(replace(sound, clause="hygiene"))
    assert sound.facts is not None
    assert disagreements(replace(sound, facts=sound.facts.model_copy(update={"today": date(2026, 8, 1)})))


def test_nobody_decides_on_their_own_filing() -> None:
    own = record_of(facts(), filed_by="staff:lena").claim
    with pytest.raises(NotPermitted):
        may_decide(own, by="staff:lena")
    may_decide(own, by="staff:otto")


def test_a_decision_by_its_filer_is_found_by_the_replay() -> None:
    sound = record_of(facts(), filed_by="staff:lena")
    approved = event(Happening.APPROVED, ClaimStatus.APPROVED, by="staff:lena")
    led = replace(sound.claim, status=ClaimStatus.APPROVED, events=(*sound.claim.events, approved))
    assert any("filed it" in each for each in disagreements(replace(sound, claim=led)))


DENIED = (
    event(Happening.FILED, ClaimStatus.REVIEW),
    event(Happening.DENIED, ClaimStatus.DENIED, by="staff:otto"),
)


def test_a_no_is_looked_at_again_once_in_time_and_with_news() -> None:
    denied = claim(ClaimStatus.DENIED, ClaimKind.MISSING, *DENIED)
    may_reopen(denied, KIND_RULES, today=TODAY + timedelta(days=14), has_news=True)
    with pytest.raises(NotPossible, match="reopening_over"):
        may_reopen(denied, KIND_RULES, today=TODAY + timedelta(days=15), has_news=True)
    with pytest.raises(NotPossible, match="nothing_new"):
        may_reopen(denied, KIND_RULES, today=TODAY, has_news=False)
    again = (event(Happening.REOPENED, ClaimStatus.REVIEW), DENIED[1])
    with pytest.raises(NotPossible, match="reopened_before"):
        may_reopen(
            claim(ClaimStatus.DENIED, ClaimKind.MISSING, *DENIED, *again), KIND_RULES, today=TODAY, has_news=True
        )
    with pytest.raises(NotPossible, match="claim_review"):
        may_reopen(claim(ClaimStatus.REVIEW), KIND_RULES, today=TODAY, has_news=True)


def test_an_open_claim_is_withdrawn_until_the_item_is_here() -> None:
    may_withdraw(claim(ClaimStatus.EVIDENCE))
    with pytest.raises(NotPossible, match="claim_received"):
        may_withdraw(claim(ClaimStatus.FILED, received_at=NOW))
    with pytest.raises(NotPossible, match="claim_settled"):
        may_withdraw(claim(ClaimStatus.SETTLED))
