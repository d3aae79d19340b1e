"""The life of a claim through the tools, on a real database: money and goods move once, and everything replays."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

import pytest
import pytest_asyncio

from api.commands.claims import replayed
from domain.claims import ClaimStatus
from domain.errors import NotPermitted, NotPossible, ShopSmartError
from domain.orders import OrderStatus
from store.database import Database
from tests.contract.claim_samples import OWN_CLAIMED, claimed_order
from tests.contract.samples import NOW, line, order, parcel
from tests.contract.small_shop import (
    A_PHOTO,
    LENA,
    LENA_FOR_MAYA,
    MAYA_SIGNED_IN,
    OWN_ARRIVED,
    SmallShop,
    row_of,
    small_shop,
)
from tools.claim_upkeep import lapse_overdue
from tools.execute import NotConfirmed

OTTO = replace(LENA, actor="staff:otto")


@pytest_asyncio.fixture
async def shop(database: Database) -> AsyncIterator[SmallShop]:
    async with small_shop(database) as opened:
        yield opened


async def do(shop: SmallShop, tool: str, arguments: Mapping[str, Any], *, speaker: Any = MAYA_SIGNED_IN) -> Any:
    """The tool, after its speaker's own yes."""
    yes = shop.yes_to(tool, arguments, speaker=speaker, action=f"{tool}:{sorted(arguments.items())}")
    return (await shop.run(tool, arguments, speaker=speaker, yes=yes)).value


async def stock(shop: SmallShop, sku: str) -> int:
    return await shop.value(
        "SELECT (v->>'stock')::int FROM products, jsonb_array_elements(variants) v WHERE v->>'sku' = $1", sku
    )


async def test_an_approved_return_is_paid_back_once_to_where_it_was_paid(shop: SmallShop) -> None:
    settled = await do(shop, "settle_claim", {"claim_id": "CL-READY2"}, speaker=OTTO)
    assert settled.claim.status is ClaimStatus.SETTLED
    assert settled.payment is not None and settled.payment.reason == "CL-READY2"
    with pytest.raises(NotPossible, match="claim_settled"):
        await do(shop, "settle_claim", {"claim_id": "CL-READY2", "remedy": "refund"}, speaker=OTTO)
    refunds = await shop.value(
        "SELECT count(*) FROM orders, jsonb_array_elements(payments) p WHERE order_id = $1 AND p->>'kind' = 'refund'",
        OWN_CLAIMED,
    )
    assert refunds == 1
    status = (await shop.run("claim_status", {"claim_id": "CL-READY2"}, speaker=MAYA_SIGNED_IN)).value
    assert [payment.amount for payment in status.paid_back] == [settled.payment.amount]


async def test_nothing_is_settled_before_the_item_is_back(shop: SmallShop) -> None:
    with pytest.raises(NotPossible, match="claim_filed"):
        await do(shop, "settle_claim", {"claim_id": "CL-FILED2"}, speaker=OTTO)
    await do(
        shop,
        "decide_claim",
        {"claim_id": "CL-FILED2", "verdict": "approve", "clause": "window", "reason": "In time."},
        speaker=OTTO,
    )
    with pytest.raises(NotPossible, match="item_not_back"):
        await do(shop, "settle_claim", {"claim_id": "CL-FILED2"}, speaker=OTTO)
    await do(shop, "receive_return", {"claim_id": "CL-FILED2"}, speaker=OTTO)
    assert (await do(shop, "settle_claim", {"claim_id": "CL-FILED2", "remedy": "refund"}, speaker=OTTO)).payment


async def test_four_eyes(shop: SmallShop) -> None:
    await do(shop, "withdraw_claim", {"order_id": OWN_CLAIMED, "claim_id": "CL-FILED2"})
    filed = await do(
        shop, "file_return", {"order_id": OWN_CLAIMED, "items": [{"line": 1}], "reason": "missing_item"}, speaker=LENA
    )
    number = filed.claims[0].claim_id
    verdict = {"claim_id": number, "verdict": "approve", "clause": "damaged_window", "reason": "Not in the box."}
    with pytest.raises(NotPermitted):
        await do(shop, "decide_claim", verdict, speaker=LENA)
    await do(shop, "decide_claim", verdict, speaker=OTTO)
    with pytest.raises(NotPermitted):
        await do(shop, "settle_claim", {"claim_id": number}, speaker=LENA)
    assert (await do(shop, "settle_claim", {"claim_id": number}, speaker=OTTO)).payment
    total, _, wrong = await replayed(shop.database)
    assert (total, wrong) == (6, [])


async def test_a_no_is_heard_with_its_reason_and_looked_at_again_once(shop: SmallShop) -> None:
    again = {"order_id": OWN_CLAIMED, "claim_id": "CL-DENIED", "note": "The packing slip names it."}
    assert (await do(shop, "reopen_claim", again)).claim.status is ClaimStatus.REVIEW
    denial = {"claim_id": "CL-DENIED", "verdict": "deny", "clause": "damaged_window", "reason": "It was packed."}
    denied = (await do(shop, "decide_claim", denial, speaker=OTTO)).claim
    assert denied.last is not None and denied.last.note == "It was packed."
    with pytest.raises(NotPossible, match="reopened_before"):
        await do(shop, "reopen_claim", {**again, "note": "Please, once more."})
    assert (await replayed(shop.database))[2] == []


async def test_a_photo_leads_on_what_waited_for_it(shop: SmallShop) -> None:
    taken = (
        await shop.run("add_photo", {"order_id": OWN_CLAIMED, "claim_id": "CL-PHOTO2"}, speaker=MAYA_SIGNED_IN)
    ).value
    assert (taken.claim.status, taken.photos) == (ClaimStatus.FILED, 1)
    assert await shop.value("SELECT claim_id FROM files") == "CL-PHOTO2"
    with pytest.raises(NotPossible, match="no_photo"):
        await shop.run("add_photo", {"order_id": OWN_CLAIMED, "claim_id": "CL-PHOTO2"}, speaker=MAYA_SIGNED_IN)
    assert (await replayed(shop.database))[2] == []


async def test_a_photo_that_is_there_at_filing_is_evidence_at_once(shop: SmallShop) -> None:
    filed = await do(shop, "file_return", {"order_id": OWN_ARRIVED, "items": [{"line": 1}], "reason": "damaged"})
    assert filed.claims[0].status is ClaimStatus.FILED
    assert await shop.value("SELECT claim_id FROM files") == filed.claims[0].claim_id


async def test_an_exchange_sets_the_new_one_aside_and_a_withdrawal_puts_it_back(shop: SmallShop) -> None:
    before = await stock(shop, "VM1001-M-N")
    swap = {"order_id": OWN_ARRIVED, "items": [{"line": 1, "sku": "VM1001-M-N"}]}
    filed = await do(shop, "file_exchange", swap)
    assert await stock(shop, "VM1001-M-N") == before - 1
    with pytest.raises(NotPossible, match=r"open_claim|already_claimed|asked_before"):
        await do(shop, "file_exchange", {**swap, "reason": "too_small"})
    claim_id = filed.filed[0].claim.claim_id
    await do(shop, "withdraw_claim", {"order_id": OWN_ARRIVED, "claim_id": claim_id})
    assert await stock(shop, "VM1001-M-N") == before
    assert (await replayed(shop.database))[2] == []


@pytest.mark.parametrize(("sku", "reason"), [("VM1001-S", "not_available"), ("NOPE", "other_product")])
async def test_an_exchange_for_what_cannot_be_had_files_nothing(shop: SmallShop, sku: str, reason: str) -> None:
    before = await shop.value("SELECT count(*) FROM claims")
    with pytest.raises(NotPossible, match=reason):
        await do(shop, "file_exchange", {"order_id": OWN_ARRIVED, "items": [{"line": 1, "sku": sku}]})
    assert await shop.value("SELECT count(*) FROM claims") == before


async def test_money_does_not_go_elsewhere(shop: SmallShop) -> None:
    elsewhere = {"order_id": OWN_ARRIVED, "items": [{"line": 1}], "reason": "too_small", "method_id": "pm2"}
    with pytest.raises(NotPossible, match="original_only"):
        await do(shop, "file_return", elsewhere)


async def test_one_line_that_is_refused_refuses_all_that_was_asked_with_it(shop: SmallShop) -> None:
    before = await shop.value("SELECT count(*) FROM claims")
    both = {"order_id": OWN_ARRIVED, "items": [{"line": 1}, {"line": 2, "quantity": 9}], "reason": "too_small"}
    with pytest.raises(NotPossible, match="not_enough_left") as refused:
        await do(shop, "file_return", both)
    assert "Returns policy" in (refused.value.clause or "")
    assert await shop.value("SELECT count(*) FROM claims") == before


async def test_what_did_not_come_in_time_lapses_and_is_free_again(shop: SmallShop) -> None:
    late = NOW + timedelta(days=15)
    assert await lapse_overdue(shop.database, shop.context.shop, now=NOW) == 0
    assert await lapse_overdue(shop.database, shop.context.shop, now=late) == 2
    assert await lapse_overdue(shop.database, shop.context.shop, now=late) == 0
    statuses = await shop.value("SELECT array_agg(status ORDER BY claim_id) FROM claims WHERE status = 'lapsed'")
    assert statuses == ["lapsed", "lapsed"]
    assert (await replayed(shop.database))[2] == []
    again = {"order_id": OWN_CLAIMED, "items": [{"line": 1}], "reason": "too_small"}
    assert (await do(shop, "file_return", again)).claims[0].status is ClaimStatus.FILED


async def test_an_argument_changed_after_the_yes_executes_nothing(shop: SmallShop) -> None:
    one = {"order_id": OWN_ARRIVED, "items": [{"line": 2, "quantity": 1}], "reason": "too_small"}
    yes = shop.yes_to("file_return", one, speaker=MAYA_SIGNED_IN)
    two = {**one, "items": [{"line": 2, "quantity": 2}]}
    with pytest.raises(NotConfirmed):
        await shop.run("file_return", two, speaker=MAYA_SIGNED_IN, yes=yes)
    assert await shop.value("SELECT count(*) FROM claims WHERE order_id = $1", OWN_ARRIVED) == 0


async def test_the_order_in_which_lines_are_named_is_the_same_action(shop: SmallShop) -> None:
    said = {"order_id": OWN_ARRIVED, "items": [{"line": 2}, {"line": 1}], "reason": "too_small"}
    yes = shop.yes_to("file_return", {**said, "items": [{"line": 1}, {"line": 2}]}, speaker=MAYA_SIGNED_IN)
    filed = (await shop.run("file_return", said, speaker=MAYA_SIGNED_IN, yes=yes)).value
    assert [claim.line for claim in filed.claims] == [1, 2]


LINES, TIMES = 200, 20


async def test_two_hundred_lines_confirmed_twenty_times_at_once_are_two_hundred_claims(shop: SmallShop) -> None:
    """4,000 calls: twenty tabs of the same conversation say the same yes to each line."""
    numbers = [f"VM-3{at:04d}" for at in range(LINES // 10)]
    async with shop.database.transaction() as session:
        for number in numbers:
            session.add(row_of(_long_order(number)))
    wanted = [
        {"order_id": number, "items": [{"line": at}], "reason": "too_small"}
        for number in numbers
        for at in range(1, 11)
    ]
    for arguments in wanted:
        yes = shop.yes_to("file_return", arguments, speaker=MAYA_SIGNED_IN, action=str(arguments))
        calls = (shop.run("file_return", arguments, speaker=MAYA_SIGNED_IN, yes=yes) for _ in range(TIMES))
        done = await asyncio.gather(*calls, return_exceptions=True)
        receipts = [each for each in done if not isinstance(each, BaseException)]
        assert receipts and all(isinstance(each, ShopSmartError) for each in done if isinstance(each, BaseException))
        assert len({receipt.value.claims[0].claim_id for receipt in receipts}) == 1
    assert await shop.value("SELECT count(*) FROM claims WHERE order_id LIKE 'VM-3%'") == LINES
    assert await shop.value("SELECT count(DISTINCT (order_id, line)) FROM claims WHERE order_id LIKE 'VM-3%'") == LINES
    assert (await replayed(shop.database))[2] == []


async def test_twenty_people_of_one_account_each_with_a_yes_of_their_own_file_one_claim(shop: SmallShop) -> None:
    one = {"order_id": OWN_ARRIVED, "items": [{"line": 1}], "reason": "too_small"}
    yeses = [shop.yes_to("file_return", one, speaker=MAYA_SIGNED_IN, action=f"tab {at}") for at in range(TIMES)]
    done = await asyncio.gather(
        *(shop.run("file_return", one, speaker=MAYA_SIGNED_IN, yes=yes) for yes in yeses), return_exceptions=True
    )
    assert sum(not isinstance(each, BaseException) for each in done) == 1
    assert {each.reason for each in done if isinstance(each, NotPossible)} <= {"open_claim", "already_claimed"}
    assert await shop.value("SELECT count(*) FROM claims WHERE order_id = $1", OWN_ARRIVED) == 1


@pytest.mark.parametrize("seed", range(3))
async def test_a_call_cut_off_anywhere_and_made_again_files_once(shop: SmallShop, seed: int) -> None:
    """As a process that dies between the yes and the commit, and the turn that is taken over."""
    random = Random(seed)
    number = f"VM-4{seed:04d}"
    async with shop.database.transaction() as session:
        session.add(row_of(_long_order(number)))
    for at in range(1, 11):
        arguments = {"order_id": number, "items": [{"line": at}], "reason": random.choice(["too_small", "damaged"])}
        yes = shop.yes_to("file_return", arguments, speaker=MAYA_SIGNED_IN, action=f"line {at}")
        for _ in range(random.randint(1, 4)):
            call = asyncio.create_task(shop.run("file_return", arguments, speaker=MAYA_SIGNED_IN, yes=yes))
            await asyncio.sleep(random.uniform(0, 0.03))
            call.cancel()
            await asyncio.gather(call, return_exceptions=True)
        first, second = [
            (await shop.run("file_return", arguments, speaker=MAYA_SIGNED_IN, yes=yes)).value for _ in range(2)
        ]
        assert first.claims[0].claim_id == second.claims[0].claim_id
        filed = "SELECT count(*) FROM claims WHERE order_id = $1 AND line = $2"
        assert await shop.value(filed, number, at) == 1


async def test_an_exchange_turned_down_and_opened_again_holds_its_piece_once(shop: SmallShop) -> None:
    """Set aside, put back with the no, set aside with the second look, put back with the second no."""
    before = await stock(shop, "VM1001-M-N")
    swap = {"order_id": OWN_ARRIVED, "items": [{"line": 1, "sku": "VM1001-M-N"}]}
    claim_id = (await do(shop, "file_exchange", swap)).filed[0].claim.claim_id
    verdict = {"claim_id": claim_id, "verdict": "deny", "clause": "once", "reason": "It was worn."}
    await do(shop, "decide_claim", verdict, speaker=OTTO)
    assert await stock(shop, "VM1001-M-N") == before
    await do(shop, "reopen_claim", {"order_id": OWN_ARRIVED, "claim_id": claim_id, "note": "The tag is on it."})
    assert await stock(shop, "VM1001-M-N") == before - 1
    await do(shop, "decide_claim", {**verdict, "reason": "Worn all the same."}, speaker=OTTO)
    assert await stock(shop, "VM1001-M-N") == before
    assert (await replayed(shop.database))[2] == []


@pytest.mark.parametrize(("difference", "kind"), [(1000, "charge"), (-1000, "refund")])
async def test_an_exchange_settles_the_difference_in_price_once(shop: SmallShop, difference: int, kind: str) -> None:
    order_id = OWN_CLAIMED
    await do(shop, "withdraw_claim", {"order_id": order_id, "claim_id": "CL-FILED2"})
    async with shop.database.connection() as connection:
        await connection.execute(
            "UPDATE orders SET lines = jsonb_set(lines, '{0,unit_price_minor}', to_jsonb(5900 - $2::int))"
            " WHERE order_id = $1",
            order_id,
            difference,
        )
    filed = await do(shop, "file_exchange", {"order_id": order_id, "items": [{"line": 1, "sku": "VM1001-M-N"}]})
    assert filed.difference.amount_minor == difference
    claim_id = filed.filed[0].claim.claim_id
    await do(shop, "receive_return", {"claim_id": claim_id}, speaker=OTTO)
    settled = await do(shop, "settle_claim", {"claim_id": claim_id}, speaker=OTTO)
    assert settled.payment is not None
    assert (settled.payment.kind.value, settled.payment.amount.amount_minor) == (kind, 1000)
    with pytest.raises(NotPossible, match="claim_settled"):
        await do(shop, "settle_claim", {"claim_id": claim_id, "remedy": "refund"}, speaker=OTTO)


async def test_one_picture_leads_on_all_that_was_filed_with_it(shop: SmallShop) -> None:
    await shop.value("DELETE FROM files")
    both = {"order_id": OWN_ARRIVED, "items": [{"line": 1}, {"line": 2, "quantity": 2}], "reason": "damaged"}
    filed = (await do(shop, "file_return", both)).claims
    waiting = [claim for claim in filed if claim.status is ClaimStatus.EVIDENCE]
    assert len(waiting) == 2
    async with shop.database.connection() as connection:
        await connection.execute(A_PHOTO, shop.context.conversation_id)
    taken = (
        await shop.run("add_photo", {"order_id": OWN_ARRIVED, "claim_id": waiting[1].claim_id}, speaker=MAYA_SIGNED_IN)
    ).value
    assert {claim.claim_id for claim in (taken.claim, *taken.also)} == {claim.claim_id for claim in filed}
    assert all(claim.status is not ClaimStatus.EVIDENCE for claim in (taken.claim, *taken.also))
    for claim in filed:
        file = (await shop.run("get_claim", {"claim_id": claim.claim_id}, speaker=OTTO)).value.files[0]
        assert [photo.file_id for photo in file.photos] == ["f_photo"]
    assert (await replayed(shop.database))[2] == []


async def test_the_label_goes_out_once_with_the_claim_and_again_when_asked_for(shop: SmallShop) -> None:
    filed = (
        await do(shop, "file_return", {"order_id": OWN_ARRIVED, "items": [{"line": 1}], "reason": "too_small"})
    ).claims
    claim = filed[0]
    labels = "SELECT count(*) FROM mail WHERE key LIKE 'label:' || $1 || '%'"
    assert await shop.value(labels, claim.claim_id) == 1
    text = await shop.value("SELECT text FROM mail WHERE key = $1", f"label:{claim.claim_id}")
    assert claim.claim_id in text and "December 4, 2026" in text
    asked = {"order_id": OWN_ARRIVED, "claim_id": claim.claim_id}
    first, second = [(await shop.run("mail_label", asked, speaker=MAYA_SIGNED_IN)).value for _ in range(2)]
    assert not first.was_sent_today and first.sent_to != "maya.lindholm@example.com"
    assert await shop.value(labels, claim.claim_id) == 2, second
    await do(shop, "withdraw_claim", asked)
    with pytest.raises(NotPossible, match="nothing_expected"):
        await shop.run("mail_label", asked, speaker=LENA_FOR_MAYA)


async def test_nothing_to_send_back_has_no_label(shop: SmallShop) -> None:
    await do(shop, "file_return", {"order_id": OWN_ARRIVED, "items": [{"line": 1}], "reason": "missing_item"})
    assert await shop.value("SELECT count(*) FROM mail WHERE key LIKE 'label:%'") == 0


async def test_a_person_may_do_without_the_photo(shop: SmallShop) -> None:
    verdict = {"claim_id": "CL-PHOTO2", "verdict": "approve", "clause": "damaged_window", "reason": "Known fault."}
    decided = (await do(shop, "decide_claim", verdict, speaker=OTTO)).claim
    assert decided.status is ClaimStatus.APPROVED
    assert decided.last is not None and decided.last.clause == "Returns policy, “Damaged, wrong or missing items”"
    assert (await replayed(shop.database))[2] == []


def _long_order(number: str) -> Any:
    lines = [line(at, f"Shirt {at}") for at in range(1, 11)]
    made = order(10001, OrderStatus.DELIVERED, *lines, parcels=[parcel(1, range(1, 11), delivered=3, expected=3)])
    return replace(made, order_id=number)


def test_the_claimed_order_is_worth_what_was_paid() -> None:
    made = claimed_order()
    assert made.paid == made.total
