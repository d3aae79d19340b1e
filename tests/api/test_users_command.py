"""`shopsmart users`: accounts made, reset and changed by whoever runs the service."""

import re

import pytest

from api.commands import users
from api.settings import Settings
from domain.customers import Role
from domain.errors import Conflict, InvalidInput, NotFound
from store import staff
from store.database import Database
from tests.api.accounts import AMIR, LENA, PASSWORD, people, person, sign_in
from tests.api.service import MAYA
from tests.api.test_mfa import enrolled
from tests.api.test_passwords import NEW, set_by


async def test_a_member_of_the_team_is_made_and_gets_in_by_the_printed_link(database: Database) -> None:
    async with people(database) as service:
        async with database.transaction() as session:
            account = await users.add(session, "Kim@example.org", role=Role.LEAD, name="Kim Sato", customer_id=None)
            told = await users.way_in(session, Settings(), account, None, lasts=users.INVITATION_LASTS)
        found = re.search(r"/password#(\S+)", told)
        assert found and "3 days" in told
        assert (await set_by(service, found[1])).status_code == 204
        signed_in = await sign_in(service, "kim@example.org", NEW)

    assert (signed_in.status_code, signed_in.json()["role"], signed_in.json()["name"]) == (201, "lead", "Kim Sato")


async def test_a_customers_account_is_of_a_customer_the_shop_knows(verdemuse: Database) -> None:
    email = "maya.lindholm@example.com"
    async with verdemuse.transaction() as session:
        made = await users.add(session, email, role=Role.CUSTOMER, name=None, customer_id=None)
        elsewhere = await users.add(session, "x@example.net", role=Role.CUSTOMER, name="X", customer_id="9001")
        with pytest.raises(Conflict):
            await users.add(session, email, role=Role.CUSTOMER, name=None, customer_id=None)
        with pytest.raises(Conflict):
            await users.add(session, "maya@example.net", role=Role.CUSTOMER, name=None, customer_id="U1001")
        with pytest.raises(NotFound):
            await users.add(session, "nobody@example.net", role=Role.CUSTOMER, name=None, customer_id=None)
        with pytest.raises(InvalidInput):
            await users.add(session, "no address", role=Role.LEAD, name=None, customer_id=None)

    assert (made.customer_id, made.name, elsewhere.customer_id) == ("U1001", "Maya Lindholm", "9001")


async def test_a_password_given_by_input_is_held_to_the_rules_and_then_set(database: Database) -> None:
    async with people(database) as service:
        async with database.transaction() as session:
            lena = await users.required(session, LENA)
            with pytest.raises(InvalidInput):
                await users.way_in(session, Settings(), lena, "password1", lasts=users.LINK_LASTS)
            await users.way_in(session, Settings(), lena, NEW, lasts=users.LINK_LASTS)
        answers = [await sign_in(service, LENA), await sign_in(service, LENA, NEW)]

    assert [answer.status_code for answer in answers] == [401, 201]


async def test_roles_are_given_and_taken_at_once(database: Database) -> None:
    async with people(database) as service:
        lena, amir = await person(service, LENA), await person(service, AMIR)
        async with database.transaction() as session:
            await users.change_role(session, LENA, Role.ADMIN)
            await users.change_role(session, AMIR, None)
            with pytest.raises(Conflict):
                await users.change_role(session, MAYA.email, Role.ADMIN)
        answers = [await lena.call("GET", "/v1/accounts"), await amir.call("GET", "/v1/account"), await amir.refresh()]
        async with database.connection() as connection:
            team = await staff.everybody(connection)

    assert [answer.status_code for answer in answers] == [200, 401, 401]
    assert [(member.email, member.role) for member in team] == [(LENA, Role.ADMIN)]


async def test_a_reset_ends_sessions_and_with_mfa_takes_the_second_factor(database: Database) -> None:
    async with people(database) as service:
        maya, _, _ = await enrolled(service)
        async with database.transaction() as session:
            account, ended = await users.start_over(session, MAYA.email, mfa=True)
        answers = [await maya.call("GET", "/v1/account"), await sign_in(service, password=PASSWORD)]

    assert (account.email, ended) == (MAYA.email, 1)
    assert [answer.status_code for answer in answers] == [401, 201]
