"""Every cell of the table tool x rung x channel, by running the executor; and the table in the docs is this one."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.customers import Principal, Role, Rung, signed_in, staff_signed_in
from domain.errors import NotPermitted, ProofNeeded, ShopSmartError
from tests.contract.claim_samples import OWN_CLAIMED
from tests.contract.samples import MAYA, NOW
from tests.contract.small_shop import ARGUMENTS, OWN_FINAL, SmallShop, proved
from tools.execute import ToolCall
from tools.ladder import BEGIN, CHANNELS, COLUMNS, DOCUMENT, END, Answer, answer, table
from tools.registry import TOOLS

OWN = ("VM-10001", "VM-10002", "VM-10003", "VM-10004", OWN_CLAIMED, OWN_FINAL)


def speaker(role: Role, rung: Rung) -> Principal:
    """Maya as surely as the rung says, or one of the team who serves her."""
    if role is not Role.CUSTOMER:
        return replace(staff_signed_in("lena", role), acting_for=MAYA)
    if rung is Rung.ORDER_VERIFIED:
        return proved(*OWN)
    if rung is Rung.CODE_VERIFIED:
        return replace(signed_in(MAYA), rung=rung, verified_until=NOW + timedelta(minutes=30))
    return replace(signed_in(MAYA), rung=rung) if rung else Principal()


async def asked(shop: SmallShop, tool: str, *, role: Role, rung: Rung, channel: str) -> Answer:
    """What the executor says. A write is asked for without a yes: who may do it is then told so."""
    context = replace(shop.context, principal=speaker(role, rung), channel=channel)
    try:
        await shop.executor.run(ToolCall(tool, ARGUMENTS[tool]), context)
    except NotPermitted:
        return Answer.NEVER
    except ProofNeeded:
        return Answer.PROOF
    except ShopSmartError:
        return Answer.YES
    return Answer.YES


@pytest.mark.parametrize("channel", CHANNELS)
async def test_every_cell_of_the_ladder_holds(shop: SmallShop, channel: str) -> None:
    print(table(TOOLS.values()))  # noqa: T201 who runs it with -s sees the table
    wrong = [
        (tool.name, column)
        for tool in TOOLS.values()
        for column, role, rung in COLUMNS
        if await asked(shop, tool.name, role=role, rung=rung, channel=channel) is not answer(tool, role, rung)
    ]
    assert wrong == []


def test_the_documented_table_is_the_one_in_force() -> None:
    drawn = DOCUMENT.read_text(encoding="utf-8").split(BEGIN)[1].split(END)[0]
    assert drawn == table(TOOLS.values()), "run python -m tools.ladder"


MOVES_THINGS = {
    "change_order_address",
    "change_order_items",
    "change_order_payment",
    "change_default_address",
    "reorder",
}


def test_what_redirects_a_parcel_or_money_needs_the_code() -> None:
    """An order number and an e-mail address are on every parcel's label."""
    for name in MOVES_THINGS & set(TOOLS):
        assert TOOLS[name].rung >= Rung.CODE_VERIFIED, name


@pytest.mark.parametrize("minutes", [-1, 0])
async def test_a_proof_by_code_that_ran_out_opens_nothing(shop: SmallShop, minutes: int) -> None:
    ran_out = replace(signed_in(MAYA), rung=Rung.CODE_VERIFIED, verified_until=NOW + timedelta(minutes=minutes))
    with pytest.raises(ProofNeeded):
        await shop.run("list_orders", {}, speaker=ran_out)


async def test_an_account_proved_by_code_gives_no_more_on_anothers_order_than_its_own_proof(shop: SmallShop) -> None:
    """Maya's code must not lift what number and e-mail opened of Theo's order."""
    maya = replace(
        signed_in(MAYA),
        rung=Rung.CODE_VERIFIED,
        verified_until=NOW + timedelta(minutes=30),
        orders_until={"VM-20002": NOW + timedelta(minutes=30)},
    )
    assert (await shop.run("get_order", {"order_id": "VM-20002"}, speaker=maya)).value.order_id == "VM-20002"
    address = {**ARGUMENTS["change_order_address"], "order_id": "VM-20002"}
    with pytest.raises(ProofNeeded):
        await shop.run("change_order_address", address, speaker=maya)
