from dataclasses import replace
from datetime import date

import pytest

from domain.claims import Claim, ClaimEvent, ClaimKind, ClaimStatus, Remedy, ReturnReason
from domain.money import Money
from domain.obligations import decision_told, delay_told, is_decided, is_news
from tests.claims import FILED_AT, claim_with

CLAIM = claim_with()
BROKEN = replace(CLAIM, kind=ClaimKind.DAMAGED, reason=ReturnReason.DEFECTIVE)


@pytest.mark.parametrize(
    ("claim", "phrase", "facts"),
    [
        (replace(CLAIM, status=ClaimStatus.APPROVED), "claim_news_send_back", {"by": date(2026, 11, 24)}),
        (
            replace(CLAIM, status=ClaimStatus.APPROVED, received_at=FILED_AT),
            "claim_news_refund",
            {"refund": Money(26800, "USD"), "to": "Visa ending 4242", "by": date(2026, 11, 24)},
        ),
        (replace(BROKEN, status=ClaimStatus.SETTLED), "claim_news_refunded", {"refund": Money(26800, "USD")}),
        (replace(BROKEN, status=ClaimStatus.SETTLED, remedy=Remedy.REPLACEMENT), "claim_news_replaced", {}),
        (replace(BROKEN, status=ClaimStatus.SETTLED, remedy=Remedy.REPAIR), "claim_news_repaired", {}),
    ],
)
def test_good_news_say_what_happens_next(claim: Claim, phrase: str, facts: dict[str, object]) -> None:
    told = decision_told(claim)
    assert told.say == phrase
    assert told.facts.items() >= (facts | {"claim_id": "CL-7KQ2MD", "item": "Everett Wool Coat"}).items()


@pytest.mark.parametrize("remedy", Remedy)
@pytest.mark.parametrize("status", [ClaimStatus.APPROVED, ClaimStatus.SETTLED])
def test_every_remedy_has_its_news(status: ClaimStatus, remedy: Remedy) -> None:
    assert decision_told(replace(BROKEN, status=status, remedy=remedy, received_at=FILED_AT)).say.startswith(
        "claim_news_re"
    )


def test_a_no_comes_with_the_reason_a_person_gave() -> None:
    denied = ClaimEvent(FILED_AT, "denied", ClaimStatus.DENIED, "lead:otto", note="it was worn outside.")
    told = decision_told(replace(CLAIM, status=ClaimStatus.DENIED, events=(denied,)))
    assert (told.say, told.facts["why"]) == ("claim_news_denied", "it was worn outside")
    assert decision_told(replace(CLAIM, status=ClaimStatus.DENIED)).facts["why"] == ""


def test_only_what_others_decided_is_news() -> None:
    news = {status for status in ClaimStatus if is_news(replace(CLAIM, status=status))}
    assert news == {ClaimStatus.APPROVED, ClaimStatus.DENIED, ClaimStatus.SETTLED}
    assert not is_decided(CLAIM) and delay_told(CLAIM).say == "claim_news_late"
