"""Waiting for a person, from the customer's side: where the request stands, leaving an address, changing one's mind."""

import math
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import msgspec
from litestar import Controller, delete, get, put
from litestar.connection import Request
from litestar.datastructures import State
from litestar.params import FromPath, JSONBody

from api.auth import bearer_hash
from api.conversations import known_id, resources_of
from domain.errors import Conflict
from domain.opening_hours import is_open
from store import answers, conversations, handoffs
from tools.shops.port import ShopProfile

_EMAIL = r"^[^\s@]{1,64}@[^\s@]{1,189}\.[^\s@]{2,63}$"
_LONGEST_MINUTES = 120
"""More than this is no estimate but a guess, and is not said."""


class NobodyAskedFor(Conflict):
    code = "nobody_asked_for"
    sentence = "Nobody was asked to come. Write what you need, and I can ask a colleague."


class HandoffOut(msgspec.Struct):
    status: str
    """none, waiting, away (nobody is there at this hour), assigned (a person has it and answers)"""
    ticket_id: str = ""
    place: int | None = None
    """In line, from 1; none once somebody has it."""
    estimate_minutes: int | None = None
    email: str = ""
    support_hours: str = ""
    agent: str = ""
    """Name of the person who has it."""


class ContactAt(msgspec.Struct, forbid_unknown_fields=True):
    email: Annotated[str, msgspec.Meta(max_length=254, pattern=_EMAIL)]


class Handoffs(Controller):
    path = "/v1/conversations/{conversation_id:str}/handoff"
    tags = ("conversations",)

    @get("/", operation_id="read_handoff")
    async def standing(
        self, request: Request[Any, Any, Any], state: State, conversation_id: FromPath[str]
    ) -> HandoffOut:
        """Where the request for a person stands."""
        resources = resources_of(state)
        spoken_in, hashed = known_id(conversation_id), bearer_hash(request)
        async with resources.database.connection() as connection:
            await conversations.require(connection, spoken_in, token_hash=hashed)
            found = await handoffs.standing(connection, spoken_in)
        if found is None:
            return HandoffOut("none")
        is_in_line = found.status == "open"
        return HandoffOut(
            _status(found, resources.shop.profile),
            ticket_id=found.ticket_id,
            place=found.place if is_in_line else None,
            estimate_minutes=_estimate(found) if is_in_line else None,
            email=found.contact_email,
            support_hours=resources.shop.profile.support_hours,
            agent=found.agent if found.is_held else "",
        )

    @put("/", operation_id="leave_address", status_code=204)
    async def leave(
        self,
        request: Request[Any, Any, Any],
        state: State,
        conversation_id: FromPath[str],
        data: JSONBody[ContactAt],
    ) -> None:
        """Be answered by e-mail, when nobody can come now."""
        resources = resources_of(state)
        spoken_in, hashed = known_id(conversation_id), bearer_hash(request)
        async with resources.database.connection() as connection:
            await conversations.require(connection, spoken_in, token_hash=hashed)
            if not await handoffs.leave_address(connection, spoken_in, data.email):
                raise NobodyAskedFor(spoken_in)

    @delete("/", operation_id="withdraw_handoff", status_code=204)
    async def withdraw(self, request: Request[Any, Any, Any], state: State, conversation_id: FromPath[str]) -> None:
        """Back to the assistant: nobody needs to come any more, or stay."""
        resources = resources_of(state)
        spoken_in, hashed = known_id(conversation_id), bearer_hash(request)
        async with resources.database.transaction() as session:
            connection = await session.raw()
            await conversations.require(connection, spoken_in, token_hash=hashed)
            if await handoffs.close(connection, spoken_in):
                # Not shown while a turn runs: then the assistant is heard anyway.
                await answers.show(connection, spoken_in, handoffs.RETURNED)


def _status(standing: handoffs.Standing, profile: ShopProfile) -> str:
    if standing.is_held:
        return standing.status
    here = standing.at.astimezone(ZoneInfo(profile.time_zone))
    return "away" if is_open(profile.support_hours, here) is False else "waiting"


def _estimate(standing: handoffs.Standing) -> int | None:
    if standing.usual_s is None:
        return None
    minutes = max(1, math.ceil(standing.place * standing.usual_s / 60))
    return minutes if minutes <= _LONGEST_MINUTES else None
