"""What the claim tools may answer: decided by the domain's own rules, over the orders of `samples`."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from domain.claim_course import Happening, due_by
from domain.claim_records import ClaimRecord
from domain.claim_rules import decide, facts_of, opening_status
from domain.claims import OPEN, Claim, ClaimEvent, ClaimKind, ClaimStatus, Remedy, ReturnReason, Swap, kind_for
from domain.files import StoredFile
from domain.money import Money
from domain.orders import Order, OrderStatus
from domain.payments import Payment, PaymentKind
from tests.contract.samples import MAYA, NOW, TODAY, days_ago, every_order, line, order, orders, parcel, rules, usd
from tools.claim_decisions import ClaimDecided, ClaimSettled, OpenClaims, ReturnReceived
from tools.claim_files import ClaimFile, ClaimFiles
from tools.claim_photos import PhotoTaken
from tools.claims import ClaimFiled, ClaimList, ClaimReopened, ClaimsFiled, ClaimWithdrawn, LineCheck
from tools.exchanges import ExchangeFiled
from tools.label_mails import LabelMailed
from tools.returns import ReturnCheck, ReturnsPossible
from tools.tickets import Waiting, WaitingForPerson

OWN_CLAIMED = "VM-10005"
"""Of the small shop: an order of Maya's with a claim in every state that a tool is for."""
_COURSES: dict[ClaimStatus, tuple[tuple[Happening, ClaimStatus], ...]] = {
    ClaimStatus.FILED: (),
    ClaimStatus.EVIDENCE: (),
    ClaimStatus.REVIEW: (),
    ClaimStatus.APPROVED: ((Happening.APPROVED, ClaimStatus.APPROVED),),
    ClaimStatus.DENIED: ((Happening.DENIED, ClaimStatus.DENIED),),
    ClaimStatus.SETTLED: ((Happening.RECEIVED, ClaimStatus.APPROVED), (Happening.SETTLED, ClaimStatus.SETTLED)),
    ClaimStatus.WITHDRAWN: ((Happening.WITHDRAWN, ClaimStatus.WITHDRAWN),),
    ClaimStatus.LAPSED: ((Happening.LAPSED, ClaimStatus.LAPSED),),
}


def _claim(number: str, status: ClaimStatus, kind: ClaimKind = ClaimKind.RETURN, **changes: Any) -> Claim:
    first = status if status in OPEN and status is not ClaimStatus.APPROVED else ClaimStatus.FILED
    events = [ClaimEvent(days_ago(2), Happening.FILED.value, first, "customer:U1001")]
    events += [
        ClaimEvent(days_ago(1), happening.value, after, "staff:lead", note="The seam was cut.", clause="damaged_window")
        for happening, after in _COURSES[status]
    ]
    reason = {ClaimKind.MISSING: ReturnReason.MISSING_ITEM, ClaimKind.DAMAGED: ReturnReason.DAMAGED}
    claim = Claim(
        claim_id=f"CL-7KQ2M{number}",
        order_id="VM-20009",
        line=2,
        item="Hearth Merino Sweater",
        kind=kind,
        quantity=2,
        reason=reason.get(kind, ReturnReason.TOO_SMALL),
        status=status,
        refund=usd(19305),
        filed_at=days_ago(2),
        send_back_by=TODAY + timedelta(days=14),
        policy_version="returns-2",
        method="Visa ending 4242",
        events=tuple(events),
    )
    return replace(claim, due_by=_due(claim), **changes)


def _due(claim: Claim):
    return due_by(
        claim.status,
        rules(),
        kind=claim.kind,
        remedy=claim.remedy,
        today=TODAY,
        received=False,
        send_back_by=claim.send_back_by,
    )


@cache
def claims() -> tuple[Claim, ...]:
    """Every status, and each kind that is spoken of in its own words."""
    of_status = [_claim(letter, status) for letter, status in zip("BCDEFGHJ", ClaimStatus, strict=True)]
    return (
        *of_status,
        _claim("K", ClaimStatus.REVIEW, ClaimKind.MISSING),
        _claim("L", ClaimStatus.APPROVED, ClaimKind.REFUND),
        _claim("M", ClaimStatus.APPROVED, ClaimKind.MISSING, remedy=Remedy.REPLACEMENT),
        _claim("N", ClaimStatus.FILED, ClaimKind.WARRANTY, remedy=Remedy.REPAIR),
        _claim("P", ClaimStatus.APPROVED, ClaimKind.WARRANTY, remedy=Remedy.REPAIR, received_at=NOW),
        _claim("Q", ClaimStatus.FILED, ClaimKind.DAMAGED, remedy=Remedy.REPLACEMENT),
        _claim("R", ClaimStatus.REVIEW, ClaimKind.DAMAGED, received_at=NOW),
        swapped(),
    )


def swapped(difference: int = 1000) -> Claim:
    swap = Swap("VM1001-M-N", "Navy, M", usd(difference))
    return _claim("S", ClaimStatus.FILED, ClaimKind.EXCHANGE, remedy=Remedy.EXCHANGE, swap=swap, refund=usd(0))


@cache
def _none_goes_back() -> tuple[ReturnCheck, ...]:
    refused = [(each, [line for line in each.lines if not line.eligibility.is_eligible]) for each in checks()]
    return tuple(replace(each, lines=tuple(lines)) for each, lines in refused if lines)


def checks() -> tuple[ReturnCheck, ...]:
    """Every order for our fault and for the customer's reasons, with nothing, something, all claimed before."""
    reasons = (
        ReturnReason.TOO_SMALL,
        ReturnReason.DAMAGED,
        ReturnReason.MISSING_ITEM,
        ReturnReason.NOT_RECEIVED,
    )
    plain = [check(each, reason, {}) for each in every_order() for reason in reasons]
    others = [
        check(each, reason, {}, kind=kind)
        for each in every_order()
        for reason, kind in (
            (ReturnReason.DOES_NOT_FIT, ClaimKind.EXCHANGE),
            (ReturnReason.DEFECTIVE, ClaimKind.WARRANTY),
        )
    ]
    two_lines = orders()[8]
    claimed: list[dict[int, int]] = [{1: 1}, {2: 1}, {1: 1, 2: 2}]
    again = [check(two_lines, ReturnReason.TOO_SMALL, each) for each in claimed]
    exchanged = check(two_lines, ReturnReason.DOES_NOT_FIT, {}, kind=ClaimKind.EXCHANGE, asked_before=True)
    arrived = every_order()[-1]
    used_up = check(arrived, ReturnReason.DOES_NOT_FIT, {}, kind=ClaimKind.EXCHANGE, asked_before=True)
    is_open = check(arrived, ReturnReason.TOO_SMALL, {}, has_open_claim=True)
    single = orders()[9]
    old = replace(single, placed_at=days_ago(1200), parcels=_delivered(single, 1190))
    over = check(old, ReturnReason.DEFECTIVE, {}, kind=ClaimKind.WARRANTY)
    none = check(single, ReturnReason.DEFECTIVE, {}, kind=ClaimKind.WARRANTY, has_warranty=False)
    late = replace(single, parcels=_delivered(single, 90))
    return (*plain, *others, *again, exchanged, used_up, is_open, over, none, check(late, ReturnReason.DAMAGED, {}))


def _delivered(of: Order, days: int):
    return tuple(replace(parcel, delivered_at=days_ago(days)) for parcel in of.parcels)


def check(
    of: Order,
    reason: ReturnReason,
    claimed: dict[int, int],
    *,
    kind: ClaimKind | None = None,
    has_warranty: bool = True,
    **changes: Any,
) -> ReturnCheck:
    """As `tools.returns.check_return` decides it."""
    in_force = rules()
    if not has_warranty:
        in_force = in_force.model_copy(update={"warranty_months": None, "category_warranty_months": {}})
    kind = kind or kind_for(reason)
    lines: list[LineCheck] = []
    for each in of.lines:
        taken = claimed.get(each.line, 0)
        left = max(each.quantity - taken, 0)
        facts, one = (
            facts_of(
                of, each, in_force, quantity=many, already_claimed=taken, reason=reason, today=TODAY, kind=kind
            ).model_copy(update=changes)
            for many in (max(left, 1), 1)
        )
        refusal = decide(one)
        decided = replace(decide(facts), refusal=refusal.refusal, clause=refusal.clause)
        lines.append(LineCheck(each, left, decided, facts))
    return ReturnCheck(of, reason, in_force, tuple(lines), kind, "Visa ending 4242")


def filed() -> tuple[ClaimsFiled, ...]:
    """One claim in each state it may begin in, and two together."""
    new = [each for each in claims() if each.last is not None and each.last.event == Happening.FILED and not each.swap]
    single = [ClaimsFiled((_filed(each),)) for each in new]
    return (*single, ClaimsFiled(tuple(_filed(each) for each in new[:2])))


def _filed(claim: Claim) -> ClaimFiled:
    decision = check(orders()[8], ReturnReason.TOO_SMALL, {}).lines[1].eligibility
    return ClaimFiled(claim, decision, rules().refund_days, rules().send_back_days)


def exchanges() -> tuple[ExchangeFiled, ...]:
    return tuple(
        ExchangeFiled((_filed(swapped(difference)),), usd(difference), "Visa ending 4242" if difference else "")
        for difference in (1000, 0, -500)
    )


def records() -> tuple[ClaimRecord, ...]:
    return tuple(
        ClaimRecord(each, "U1001", "customer:U1001", usd(495), "window", None, None, note="It is too tight.")
        for each in claims()
    )


def files() -> list[ClaimFiles]:
    """Each claim, filed by its customer or by one of the team, as an exception too, with and without photos."""
    photo = StoredFile("f_1", "c_1", "CL-7KQ2MB", "image/jpeg", 1000, "0" * 64, days_ago(1))
    decided = check(orders()[8], ReturnReason.TOO_SMALL, {}).lines[1]
    assert decided.facts is not None
    exception = decided.facts.model_copy(update={"set_aside": "window_closed", "set_aside_why": "She was in hospital."})
    found: list[ClaimFiles] = [ClaimFiles(())]
    for at, record in enumerate(records()):
        record = replace(record, facts=exception if at % 2 else decided.facts, decision=decided.eligibility)
        record = replace(record, filed_by="lead:otto" if at % 3 == 0 else record.filed_by)
        photos = (photo,) * (at % 3)
        if at == 0:
            first = replace(record.claim.events[0], by="lead:lena")
            record = replace(record, claim=replace(record.claim, events=(first,)), filed_by="lead:lena")
        found.append(
            ClaimFiles((ClaimFile(record, "Maya Lindholm, maya.lindholm@example.com", "Returns policy", photos),))
        )
    return found


def _waiting(letter: str, **changes: Any) -> Claim:
    return _claim(letter, ClaimStatus.EVIDENCE, ClaimKind.DAMAGED, **changes)


def listings() -> tuple[ClaimList, ...]:
    """None, each alone, with what was paid back, and all of them."""
    settled = next(each for each in claims() if each.status is ClaimStatus.SETTLED)
    paid = Payment(days_ago(1), PaymentKind.REFUND, "pm1", Money(19305, "USD"), settled.claim_id)
    return (
        ClaimList(()),
        *(ClaimList((each,)) for each in claims()),
        ClaimList((_waiting("X"), _waiting("Y"))),
        *(ClaimList((each,), photos=2) for each in claims()),
        ClaimList((_waiting("X"), _waiting("Y", filed_at=NOW)), photos=1),
        ClaimList((settled, replace(_waiting("X"), item="Meadow Linen Shirt"))),
        ClaimList((settled,), (paid,)),
        ClaimList(claims()),
    )


def claimed_order() -> Order:
    lines = [line(at, f"Claimed Shirt {at}") for at in range(1, 6)]
    charge = Payment(days_ago(8), PaymentKind.CHARGE, "pm1", usd(5 * 5900 + 495), "placed")
    made = order(10005, OrderStatus.DELIVERED, *lines, parcels=[parcel(15, range(1, 6), delivered=3, expected=3)])
    return replace(made, payments=(charge,), method_id="pm1")


def seeded() -> list[ClaimRecord]:
    """One claim a line of `claimed_order`, filed by Maya under the shop's own rules."""
    wanted = (
        ("CL-FILED2", ReturnReason.TOO_SMALL, ()),
        ("CL-REVIEW", ReturnReason.MISSING_ITEM, ()),
        ("CL-DENIED", ReturnReason.MISSING_ITEM, ((Happening.DENIED, ClaimStatus.DENIED),)),
        ("CL-READY2", ReturnReason.TOO_BIG, ((Happening.RECEIVED, ClaimStatus.APPROVED),)),
        ("CL-PHOTO2", ReturnReason.DAMAGED, ()),
    )
    return [seeded_claim(number, reason, course, at=at) for at, (number, reason, course) in enumerate(wanted, start=1)]


def seeded_claim(
    number: str, reason: ReturnReason, course: Sequence[tuple[Happening, ClaimStatus]], *, at: int
) -> ClaimRecord:
    of = claimed_order()
    facts = facts_of(of, of.lines[at - 1], rules(), quantity=1, already_claimed=0, reason=reason, today=TODAY)
    decision = decide(facts)
    first = opening_status(facts, decision)
    events = [ClaimEvent(NOW, Happening.FILED.value, first, f"customer:{MAYA}", clause=decision.clause)]
    events += [ClaimEvent(NOW, each.value, after, "staff:otto", clause="window") for each, after in course]
    received_at = NOW if any(each is Happening.RECEIVED for each, _ in course) else None
    claim = Claim(
        claim_id=number,
        order_id=OWN_CLAIMED,
        line=at,
        item=of.lines[at - 1].name,
        kind=facts.kind,
        quantity=1,
        reason=reason,
        status=events[-1].status,
        refund=decision.refund,
        filed_at=NOW,
        send_back_by=TODAY + timedelta(days=rules().send_back_days),
        policy_version=decision.policy_version,
        method="Visa ending 4242",
        received_at=received_at,
        events=tuple(events),
    )
    due = due_by(
        claim.status,
        rules(),
        kind=claim.kind,
        remedy=claim.remedy,
        today=TODAY,
        received=received_at is not None,
        send_back_by=claim.send_back_by,
    )
    actor = f"customer:{MAYA}"
    return ClaimRecord(
        replace(claim, due_by=due), MAYA, actor, decision.fee, decision.clause, facts, decision, method_id="pm1"
    )


def tickets() -> tuple[Waiting, ...]:
    return (
        Waiting("T-7KQ2MB", NOW - timedelta(hours=2), "my parcel never came", is_taken=False),
        Waiting("T-7KQ2MC", NOW, "", is_taken=True),
    )


def every_claim_answer() -> dict[str, Sequence[Any]]:
    by_status = {each.status: each for each in reversed(claims())}
    now: datetime = NOW
    payment = Payment(now, PaymentKind.REFUND, "pm1", usd(19305), "CL-7KQ2MH")
    return {
        "add_photo": [PhotoTaken(each, 1 + at) for at, each in enumerate(claims()[:3])],
        "check_return": checks(),
        "claim_status": listings(),
        "decide_claim": [ClaimDecided(by_status[status]) for status in (ClaimStatus.APPROVED, ClaimStatus.DENIED)],
        "get_claim": files(),
        "file_exchange": exchanges(),
        "file_return": filed(),
        "mail_label": [LabelMailed(claims()[0], "m…m@example.com", was) for was in (False, True)],
        "list_tickets": [WaitingForPerson(()), WaitingForPerson(tickets())],
        "list_returnable": [ReturnsPossible(each) for each in ((), checks()[:2], checks(), _none_goes_back())],
        "list_claims": [OpenClaims(()), OpenClaims(records()[:3], 3), OpenClaims(records()[:2], 40)],
        "receive_return": [ReturnReceived(replace(by_status[ClaimStatus.APPROVED], received_at=NOW))],
        "reopen_claim": [ClaimReopened(by_status[ClaimStatus.REVIEW])],
        "settle_claim": [ClaimSettled(by_status[ClaimStatus.SETTLED], Remedy.REFUND, payment)],
        "withdraw_claim": [ClaimWithdrawn(by_status[ClaimStatus.WITHDRAWN])],
    }
