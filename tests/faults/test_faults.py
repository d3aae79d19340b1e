"""The faults of `./dev faults`, each for some seconds: all is kept, however busy the machine is.

The long run, which holds the times too, is in docs/reliability.md.
"""

from collections.abc import AsyncIterator

import pytest_asyncio

from tests.faults.away import away
from tests.faults.clocks import clocks
from tests.faults.deploying import deploying
from tests.faults.full_disk import full_disk
from tests.faults.handing_over import handing_over
from tests.faults.pairs import pairs
from tests.faults.readers import readers
from tests.faults.report import Finding, markdown
from tests.faults.stage import Stage, stage
from tests.faults.storm import Weather, storm


@pytest_asyncio.fixture(scope="module")
async def place() -> AsyncIterator[Stage]:
    async with stage() as found:
        yield found


def kept(findings: list[Finding]) -> bool:
    assert all(finding.is_kept or finding.is_of_time for finding in findings), "\n" + markdown(
        "what was promised", findings
    )
    return True


async def test_kills_and_crashes_lose_nothing_and_do_nothing_twice(place: Stage) -> None:
    assert kept(await storm(place, Weather(customers=6, talk=2, at_once=4, kills=2, stops=1, texts_every=3)))


async def test_simultaneous_sends_are_all_kept_in_one_order(place: Stage) -> None:
    assert kept(await pairs(place, number=10))


async def test_clients_that_do_not_read_cost_little_and_hold_up_nobody(place: Stage) -> None:
    assert kept(await readers(place, number=50))


async def test_a_deployment_fails_no_request(place: Stage) -> None:
    assert kept(await deploying(place, rounds=1, at_once=4))


async def test_an_outage_of_the_database_is_told_and_healed(place: Stage) -> None:
    assert kept(await away(place, times=1, at_once=3))


async def test_a_full_disk_is_told_and_nothing_acknowledged_is_lost(place: Stage) -> None:
    assert kept(await full_disk(place, times=1, at_once=3))


async def test_wrong_clocks_of_processes_decide_nothing(place: Stage) -> None:
    assert kept(await clocks(place, times=2))


async def test_a_kill_between_the_steps_of_a_handoff_leaves_one_ticket(place: Stage) -> None:
    assert kept(await handing_over(place, times=4))
