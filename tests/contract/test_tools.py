"""What holds for every tool: how it is declared, who may call it, and that a write happens once, when wanted."""

import asyncio
import re
from typing import Any, get_args

import pytest
from pydantic import TypeAdapter

from domain.customers import Principal, Role, Rung
from domain.errors import InvalidInput, NotFound, NotPermitted, NotPossible, NotSignedIn, ShopSmartError, UnknownTool
from tests.contract.claim_samples import OWN_CLAIMED
from tests.contract.samples import answers
from tests.contract.small_shop import (
    ANONYMOUS,
    ARGUMENTS,
    CONVERSATION,
    LENA,
    MAYA_SIGNED_IN,
    OTHERS,
    OWN_ARRIVED,
    OWN_PAID,
    THEO_SIGNED_IN,
    UNKNOWN,
    SmallShop,
    about,
    proved,
)
from tools.execute import Confirmation, NotConfirmed, ToolCall
from tools.registry import TOOLS
from tools.spec import Effect, ToolSpec

EVERY = pytest.mark.parametrize("tool", TOOLS.values(), ids=TOOLS)
WRITES = [tool for tool in TOOLS.values() if tool.effect is Effect.WRITE]
CONFIRMED = pytest.mark.parametrize("tool", [tool for tool in WRITES if tool.confirmation], ids=lambda tool: tool.name)
OF_AN_ORDER = pytest.mark.parametrize(
    "tool", [tool for tool in TOOLS.values() if tool.order_argument], ids=lambda tool: tool.name
)
HARMLESS_UNASKED = {"add_photo", "call_off_hand_off", "hand_off", "mail_label"}
SHOP_WORDS = {"categories", "sizes", "colours", "materials"}
"""Names of the catalogue: the agent fills them in from its lexicon."""
OTHERWISE: dict[str, dict[str, Any]] = {
    "cancel_pending_order": {"reason": "too_slow"},
    "cancel_stock_alert": {"sku": "VM1001-S-N"},
    "change_contact": {"email": "another@example.com"},
    "change_default_address": {"city": "Salem"},
    "change_newsletter": {"wanted": False},
    "forget": {"topic": "all"},
    "mail_invoice": {"order_id": OWN_PAID},
    "set_stock_alert": {"sku": "VM1001-S-N"},
    "change_order_address": {"street": "14 Oak Street"},
    "change_order_items": {"lines": [{"line": 1, "sku": "VM1001-M-N", "quantity": 2}]},
    "change_order_payment": {"method_id": "pm4"},
    "decide_claim": {"verdict": "approve"},
    "file_exchange": {"items": [{"line": 1, "sku": "VM1001-S-N"}]},
    "file_return": {"reason": "too_big"},
    "override_refusal": {"why": "The parcel was held at customs."},
    "receive_return": {"claim_id": "CL-REVIEW"},
    "reopen_claim": {"note": "It was torn."},
    "settle_claim": {"remedy": "replacement"},
    "withdraw_claim": {"claim_id": "CL-REVIEW"},
    "reorder": {"method_id": "pm4"},
}
"""The same call but for one argument; a new write adds its own."""
_BEYOND = (
    r"[Nn]ot for|\bonly\b|\buse [a-z]+_[a-z]+|[Ii]t changes nothing|[Nn]ever|same answer|not found|left out"
    r"|per conv|again"
)


@EVERY
def test_a_description_says_when_and_when_not(tool: ToolSpec) -> None:
    assert 20 < len(tool.description.strip().split("\n")[0]) <= 120
    assert re.search(r"\bUse it\b", tool.description), "when to use it"
    assert re.search(_BEYOND, tool.description), "when not, or what it does not do"


@EVERY
def test_arguments_are_closed_and_explained(tool: ToolSpec) -> None:
    assert tool.arguments.model_config.get("extra") == "forbid"
    assert tool.arguments.model_config.get("frozen")
    for name, field in tool.arguments.model_fields.items():
        is_free_text = str in {field.annotation, *get_args(field.annotation)}
        assert field.description or not is_free_text or name in SHOP_WORDS, name
        assert not re.search(r"customer|user|principal|rung|role|actor", name), "who speaks comes from the session"


@EVERY
def test_what_is_not_an_argument_is_refused(tool: ToolSpec) -> None:
    with pytest.raises(ValueError, match="customer_id"):
        tool.normalise({**ARGUMENTS[tool.name], "customer_id": "U1002"})


@EVERY
def test_an_order_argument_is_one(tool: ToolSpec) -> None:
    assert tool.order_argument is None or tool.order_argument in tool.arguments.model_fields
    if "order_id" in tool.arguments.model_fields and tool.rung >= Rung.ORDER_VERIFIED:
        assert tool.order_argument == "order_id"


@EVERY
def test_writes_need_a_yes_and_leave_a_receipt(tool: ToolSpec) -> None:
    is_write = tool.effect is Effect.WRITE
    assert tool.confirmation == (is_write and tool.name not in HARMLESS_UNASKED)
    assert (tool.result is not None) == is_write


@pytest.mark.parametrize("tool", WRITES, ids=lambda tool: tool.name)
def test_a_receipt_is_read_back_as_it_was_kept(tool: ToolSpec) -> None:
    assert tool.result is not None
    kept_as = TypeAdapter(tool.result)
    for value in answers(tool.name, {}):
        assert kept_as.validate_json(kept_as.dump_json(value)) == value


SPEAKERS: dict[str, tuple[Principal, str]] = {
    "anonymous": (ANONYMOUS, "own"),
    "this order proved": (proved(OWN_ARRIVED, OWN_PAID, OWN_CLAIMED), "own"),
    "other order proved": (proved("VM-10003"), "own"),
    "proof ran out": (proved(OWN_ARRIVED, OWN_PAID, OWN_CLAIMED, minutes=-1), "own"),
    "signed in, own": (MAYA_SIGNED_IN, "own"),
    "signed in, foreign": (MAYA_SIGNED_IN, "foreign"),
    "signed in, unknown": (MAYA_SIGNED_IN, "unknown"),
}
"""Who asks about whose order."""


def expected(tool: ToolSpec, who: str) -> type[ShopSmartError] | None:
    """The ladder in words: what is nobody's secret is for all; an order for who proved it or owns it."""
    if Role.CUSTOMER not in tool.roles:
        return NotPermitted
    if tool.name == "request_code" and who not in ("signed in, foreign", "signed in, unknown"):
        return NotPossible if who == "signed in, own" else None
    if tool.order_argument is None:
        is_known = who.startswith("signed in")
        return None if tool.rung is Rung.ANONYMOUS or is_known else NotSignedIn
    if who in ("signed in, foreign", "signed in, unknown"):
        return NotFound
    if who == "signed in, own":
        return None
    return None if who == "this order proved" and tool.rung <= Rung.ORDER_VERIFIED else NotSignedIn


@pytest.mark.parametrize("who", SPEAKERS)
@EVERY
async def test_who_may_call_what(shop: SmallShop, tool: ToolSpec, who: str) -> None:
    speaker, whose = SPEAKERS[who]
    arguments = dict(ARGUMENTS[tool.name])
    if whose != "own":
        arguments = about(tool, {"foreign": OTHERS, "unknown": UNKNOWN}[whose])
    yes = shop.yes_to(tool.name, arguments, speaker=speaker) if tool.confirmation else None
    wanted = expected(tool, who)
    if wanted is None:
        assert (await shop.run(tool.name, arguments, speaker=speaker, yes=yes)).value is not None
    else:
        with pytest.raises(wanted):
            await shop.run(tool.name, arguments, speaker=speaker, yes=yes)


@OF_AN_ORDER
@pytest.mark.parametrize("speaker", [ANONYMOUS, proved("VM-10003"), MAYA_SIGNED_IN], ids=["anonymous", "proved", "own"])
async def test_a_foreign_order_and_an_unknown_one_get_the_same_answer(
    shop: SmallShop, tool: ToolSpec, speaker: Principal
) -> None:
    refusals = []
    for order_id in (OTHERS, UNKNOWN):
        with pytest.raises(ShopSmartError) as refused:
            await shop.run(tool.name, about(tool, order_id), speaker=speaker)
        refusals.append((type(refused.value), str(refused.value), refused.value.public))
    assert refusals[0] == refusals[1]


async def test_claims_of_a_foreign_order_look_like_none(shop: SmallShop) -> None:
    theirs = {"order_id": OTHERS, "items": [{"line": 1}], "reason": "too_small"}
    yes = shop.yes_to("file_return", theirs, speaker=THEO_SIGNED_IN)
    filed = await shop.run("file_return", theirs, speaker=THEO_SIGNED_IN, yes=yes)
    number = filed.value.claims[0].claim_id
    for arguments in ({"claim_id": number}, {"order_id": OTHERS}, {}):
        for speaker in (ANONYMOUS, proved("VM-10003"), MAYA_SIGNED_IN):
            seen = (await shop.run("claim_status", arguments, speaker=speaker)).value.claims
            assert number not in {claim.claim_id for claim in seen}
    own = await shop.run("claim_status", {"claim_id": number}, speaker=THEO_SIGNED_IN)
    assert [claim.claim_id for claim in own.value.claims] == [number]


@pytest.mark.parametrize(
    "proof", [{"email": "theo@example.com"}, {"postcode": "10001"}, {"email": "maya.lindholm@example.com"}]
)
async def test_a_wrong_proof_tells_no_more_than_an_unknown_order(shop: SmallShop, proof: dict[str, str]) -> None:
    wrong = await shop.run("prove_order", {"order_id": OWN_PAID, "email": "nobody@example.com"}, speaker=ANONYMOUS)
    unknown = await shop.run("prove_order", {"order_id": UNKNOWN, **proof}, speaker=ANONYMOUS)
    assert not wrong.value.is_proved and not unknown.value.is_proved
    assert wrong.principal is None and unknown.principal is None


async def test_a_proof_opens_that_order_only(shop: SmallShop) -> None:
    found = await shop.run("prove_order", ARGUMENTS["prove_order"], speaker=ANONYMOUS)
    assert found.principal is not None
    assert (
        await shop.run("get_order", {"order_id": OWN_ARRIVED}, speaker=found.principal)
    ).value.order_id == OWN_ARRIVED
    with pytest.raises(NotSignedIn):
        await shop.run("get_order", {"order_id": OWN_PAID}, speaker=found.principal)


async def test_an_unknown_tool_is_refused(shop: SmallShop) -> None:
    with pytest.raises(UnknownTool):
        await shop.executor.run(ToolCall("delete_everything", {}), shop.context)


@EVERY
async def test_bad_arguments_are_refused_before_anything_happens(shop: SmallShop, tool: ToolSpec) -> None:
    with pytest.raises(InvalidInput):
        await shop.run(tool.name, {**ARGUMENTS[tool.name], "surprise": 1}, speaker=MAYA_SIGNED_IN)


def speaker_of(tool: ToolSpec) -> Principal:
    """Who may call it: Maya, or somebody of the team."""
    return MAYA_SIGNED_IN if Role.CUSTOMER in tool.roles else LENA


async def written(shop: SmallShop) -> tuple[int, int, str]:
    """Claims, receipts, and whether the paid order still stands."""
    return (
        await shop.value("SELECT count(*) FROM claims"),
        await shop.value("SELECT count(*) FROM receipts"),
        await shop.value("SELECT status FROM orders WHERE order_id = $1", OWN_PAID),
    )


@CONFIRMED
async def test_a_write_without_a_yes_to_exactly_this_changes_nothing(shop: SmallShop, tool: ToolSpec) -> None:
    arguments, before = ARGUMENTS[tool.name], await written(shop)
    changed = {**arguments, **OTHERWISE[tool.name]}
    noes = {
        "none": None,
        "invented": Confirmation("a1", "0" * 64),
        "another speaker's": shop.yes_to(tool.name, arguments, speaker=THEO_SIGNED_IN),
        "to other arguments": shop.yes_to(tool.name, changed, speaker=speaker_of(tool)),
    }
    for said, yes in noes.items():
        with pytest.raises(NotConfirmed):
            await shop.run(tool.name, arguments, speaker=speaker_of(tool), yes=yes)
        assert await written(shop) == before, said


@CONFIRMED
async def test_the_same_yes_again_gives_the_same_receipt(shop: SmallShop, tool: ToolSpec) -> None:
    arguments = ARGUMENTS[tool.name]
    yes = shop.yes_to(tool.name, arguments, speaker=speaker_of(tool))
    first = await shop.run(tool.name, arguments, speaker=speaker_of(tool), yes=yes)
    after = await written(shop)
    again = await shop.run(tool.name, arguments, speaker=speaker_of(tool), yes=yes)
    assert again.value == first.value
    assert await written(shop) == after
    assert await shop.value("SELECT count(*) FROM audit WHERE event = $1", f"{tool.name}.executed") == 1


@CONFIRMED
async def test_twenty_yeses_at_once_do_it_once(shop: SmallShop, tool: ToolSpec) -> None:
    arguments = ARGUMENTS[tool.name]
    yes = shop.yes_to(tool.name, arguments, speaker=speaker_of(tool))
    calls = (shop.run(tool.name, arguments, speaker=speaker_of(tool), yes=yes) for _ in range(20))
    receipts = [result.value for result in await asyncio.gather(*calls)]
    assert all(receipt == receipts[0] for receipt in receipts)
    assert await shop.value("SELECT count(*) FROM audit WHERE event = $1", f"{tool.name}.executed") == 1


async def test_twenty_different_yeses_file_no_more_than_was_bought(shop: SmallShop) -> None:
    arguments = {"order_id": OWN_ARRIVED, "items": [{"line": 2, "quantity": 1}], "reason": "too_small"}
    yeses = [shop.yes_to("file_return", arguments, speaker=MAYA_SIGNED_IN, action=f"a{at}") for at in range(20)]
    calls = (shop.run("file_return", arguments, speaker=MAYA_SIGNED_IN, yes=yes) for yes in yeses)
    done = await asyncio.gather(*calls, return_exceptions=True)
    assert all(isinstance(each, ShopSmartError) for each in done if isinstance(each, BaseException))
    assert await shop.value("SELECT sum(quantity) FROM claims WHERE order_id = $1", OWN_ARRIVED) == 1


async def test_a_refused_write_keeps_no_receipt(shop: SmallShop) -> None:
    too_many, before = {**ARGUMENTS["file_return"], "items": [{"line": 2, "quantity": 9}]}, await written(shop)
    yes = shop.yes_to("file_return", too_many, speaker=MAYA_SIGNED_IN)
    with pytest.raises(ShopSmartError):
        await shop.run("file_return", too_many, speaker=MAYA_SIGNED_IN, yes=yes)
    assert await written(shop) == before


async def test_a_person_is_asked_once_and_again_after_the_ticket_is_closed(shop: SmallShop) -> None:
    first = (await shop.run("hand_off", {"reason": "asked"}, speaker=MAYA_SIGNED_IN)).value
    again = (await shop.run("hand_off", {"reason": "asked"}, speaker=MAYA_SIGNED_IN)).value
    assert first.is_new and not again.is_new
    assert again.ticket_id == first.ticket_id
    async with shop.database.connection() as connection:
        await connection.execute("UPDATE handoffs SET status = 'closed' WHERE conversation_id = $1", CONVERSATION)
    later = (await shop.run("hand_off", {"reason": "asked"}, speaker=MAYA_SIGNED_IN)).value
    assert later.is_new and later.ticket_id != first.ticket_id
