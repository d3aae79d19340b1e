"""`/v1/tickets`: the requests for a person, for those who answer them.

An answer is said in the conversation. To a customer who has gone and left an address it is mailed as well, once, in
the commit of the answer, with a link by which they come back.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Annotated, Any, Literal

import msgspec
from asyncpg import Connection
from litestar import Controller, delete, get, post, put
from litestar.connection import Request
from litestar.datastructures import State
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from api.answer_mails import Answered, answer_mail
from api.callers import require_caller
from api.resources import Resources
from domain.conversations import MAX_MESSAGE_CHARACTERS, ConversationId
from domain.errors import Conflict, NotFound
from domain.sessions import Caller
from domain.tickets import check_mine
from store import answers, audit, handoffs, mail, outbox
from store.conversations import transcript
from store.database import WriteSession
from store.handoffs import RETURNED, Ticket
from store.holds import HOLD

_WAIT_S = 0.1
_TRIES = 80
"""For a turn under way to end: eight seconds."""
_OPEN = ("open", "assigned")
_LAST_MESSAGES = 200


class TicketOut(msgspec.Struct):
    ticket_id: str
    conversation_id: str
    status: str
    """open: nobody has it yet; assigned; closed"""
    reason: str
    created_at: datetime
    owner: str
    contact_email: str
    """Where the customer wants to be answered; empty where they did not say."""
    is_answered_by_mail: bool
    """They have said nothing since they left the address: what you answer is mailed to it as well."""
    packet: dict[str, Any]


class TicketsOut(msgspec.Struct):
    tickets: list[TicketOut]


class SaidOut(msgspec.Struct):
    sender: str
    text: str
    created_at: datetime


class TicketWithTalk(msgspec.Struct):
    ticket: TicketOut
    messages: list[SaidOut]


class Said(msgspec.Struct, forbid_unknown_fields=True):
    text: Annotated[str, msgspec.Meta(min_length=1, max_length=MAX_MESSAGE_CHARACTERS)]
    client_message_id: Annotated[str, msgspec.Meta(min_length=1, max_length=40)]
    """The same again is the same answer: it is neither said nor mailed twice."""


class AnswerSaid(msgspec.Struct):
    seq: int
    is_mailed: bool


class StillAnswering(Conflict):
    code = "turn_under_way"
    sentence = "The assistant is answering at this moment. Please try again."


class Tickets(Controller):
    path = "/v1/tickets"
    tags = ("tickets",)

    @get("/", operation_id="list_tickets")
    async def list(
        self,
        state: State,
        only: FromQuery[Literal["waiting", "closed"]] = "waiting",
        limit: Annotated[int, QueryParameter(ge=1, le=200)] = 50,
    ) -> TicketsOut:
        """Who waits for a person, the longest first."""
        resources: Resources = state["resources"]
        statuses = _OPEN if only == "waiting" else ("closed",)
        async with resources.database.connection() as connection:
            found = await handoffs.tickets(connection, statuses=statuses, limit=limit)
        return TicketsOut([_out(ticket) for ticket in found])

    @get("/{ticket_id:str}", operation_id="read_ticket")
    async def read(self, state: State, ticket_id: FromPath[str]) -> TicketWithTalk:
        """One request, with what was said."""
        resources: Resources = state["resources"]
        async with resources.database.connection() as connection:
            ticket = _known(await handoffs.ticket(connection, ticket_id))
            talk = await transcript(connection, ConversationId(ticket.conversation_id), limit=_LAST_MESSAGES)
        messages = [SaidOut(each.sender.value, each.text, each.created_at) for each in talk.messages]
        return TicketWithTalk(_out(ticket), messages)

    @put("/{ticket_id:str}/owner", operation_id="take_ticket")
    async def take(self, request: Request[Any, Any, Any], state: State, ticket_id: FromPath[str]) -> TicketOut:
        """Be the one who answers; the customer is told your name, and the assistant is silent until you close the
        request, they call you off, or you have said nothing for two hours. Take it again to go on after that."""
        resources: Resources = state["resources"]
        caller = await require_caller(request, resources)

        async def taken(session: WriteSession) -> bool:
            connection = await session.raw()
            ticket = await _mine(connection, ticket_id, caller)
            conversation_id = ConversationId(ticket.conversation_id)
            if ticket.status == "assigned":
                return await answers.hold(connection, conversation_id)
            return await _join(session, ticket, caller) and await answers.show(
                connection, conversation_id, _joined(ticket, caller), holds=HOLD
            )

        await _between_turns(resources, taken)
        async with resources.database.connection() as connection:
            return _out(_known(await handoffs.ticket(connection, ticket_id)))

    @post("/{ticket_id:str}/messages", operation_id="answer_ticket")
    async def answer(
        self, request: Request[Any, Any, Any], state: State, ticket_id: FromPath[str], data: JSONBody[Said]
    ) -> AnswerSaid:
        """Say something in the conversation; nobody else may once you have. A request nobody had is yours then."""
        resources: Resources = state["resources"]
        caller = await require_caller(request, resources)

        async def said(session: WriteSession) -> AnswerSaid | None:
            ticket = await _mine(await session.raw(), ticket_id, caller)
            return await _say(session, resources, ticket, caller, data)

        return await _between_turns(resources, said)

    @post("/{ticket_id:str}/typing", operation_id="type_to_ticket", status_code=204)
    async def typing(self, request: Request[Any, Any, Any], state: State, ticket_id: FromPath[str]) -> None:
        """You are writing: the customer sees so for some seconds. Shown only while the request is yours."""
        resources: Resources = state["resources"]
        caller = await require_caller(request, resources)
        async with resources.database.connection() as connection:
            ticket = _known(await handoffs.ticket(connection, ticket_id))
            check_mine(ticket.status, ticket.owner, asks=_owner(caller))
            if ticket.status == "assigned":
                await handoffs.tell_typing(connection, ticket.conversation_id, caller.account.name)

    @delete("/{ticket_id:str}", operation_id="close_ticket", status_code=204)
    async def close(self, request: Request[Any, Any, Any], state: State, ticket_id: FromPath[str]) -> None:
        """Done: the customer goes on with the assistant. Closing a closed one does nothing."""
        resources: Resources = state["resources"]
        caller = await require_caller(request, resources)

        async def closed(session: WriteSession) -> bool:
            connection = await session.raw()
            if _known(await handoffs.ticket(connection, ticket_id, alone=True)).status == "closed":
                return True
            ticket = await _mine(connection, ticket_id, caller)
            await handoffs.close(connection, ticket.conversation_id)
            await _record(session, "ticket.closed", ticket, caller)
            return await answers.show(connection, ConversationId(ticket.conversation_id), RETURNED)

        await _between_turns(resources, closed)


async def _say(
    session: WriteSession, resources: Resources, ticket: Ticket, caller: Caller, data: Said
) -> AnswerSaid | None:
    """None while a turn runs: then nothing of it may be kept."""
    connection, conversation_id = await session.raw(), ConversationId(ticket.conversation_id)
    key = f"staff:{ticket.ticket_id}:{data.client_message_id}"
    if (before := await answers.said(connection, conversation_id, key)) is not None:
        return AnswerSaid(before, await mail.is_queued(session, _mail_key(conversation_id, before)))
    is_new = ticket.status == "open"
    if is_new:
        await _join(session, ticket, caller)
    standing = _joined(ticket, caller) if is_new else None
    name = caller.account.name
    text = data.text.strip()
    said = await answers.say(connection, conversation_id, text, name=name, key=key, standing=standing)
    if said is None:
        return None
    await outbox.tell(connection, conversation_id, text, key=f"staff:{conversation_id}:{said.seq}")
    if ticket.is_answered_by_mail:
        words = Answered(text, name, locale=said.locale, key=_mail_key(conversation_id, said.seq))
        await mail.enqueue(session, answer_mail(resources, conversation_id, words, to=ticket.contact_email))
    return AnswerSaid(said.seq, ticket.is_answered_by_mail)


async def _between_turns(resources: Resources, step: Callable[[WriteSession], Awaitable[Any]]) -> Any:
    """What `step` returns, once it returns something; what it wrote before it returned nothing is undone.

    Raises StillAnswering.
    """
    for _ in range(_TRIES):
        try:
            async with resources.database.transaction() as session:
                if found := await step(session):
                    return found
                raise StillAnswering("a turn runs")
        except StillAnswering:
            await asyncio.sleep(_WAIT_S)
    raise StillAnswering("a turn runs on")


async def _mine(connection: Connection, ticket_id: str, caller: Caller) -> Ticket:
    """Held until the transaction ends. Raises NotFound, TicketClosed, TakenBySomebodyElse."""
    ticket = _known(await handoffs.ticket(connection, ticket_id, alone=True))
    check_mine(ticket.status, ticket.owner, asks=_owner(caller))
    return ticket


async def _join(session: WriteSession, ticket: Ticket, caller: Caller) -> bool:
    taken = await handoffs.take(await session.raw(), ticket.ticket_id, owner=_owner(caller))
    await _record(session, "ticket.taken", ticket, caller)
    return taken


async def _record(session: WriteSession, event: str, ticket: Ticket, caller: Caller) -> None:
    await audit.record(
        session,
        event=event,
        actor=caller.account.actor,
        conversation_id=ticket.conversation_id,
        details={"ticket_id": ticket.ticket_id},
    )


def _owner(caller: Caller) -> str:
    """Whatever their role is tomorrow, it stays theirs."""
    return f"staff:{caller.account.staff_id}"


def _joined(ticket: Ticket, caller: Caller) -> dict[str, Any]:
    return {"ticket_id": ticket.ticket_id, "status": "joined", "agent": caller.account.name}


def _mail_key(conversation_id: ConversationId, seq: int) -> str:
    return f"answer:{conversation_id}:{seq}"


def _known(ticket: Ticket | None) -> Ticket:
    if ticket is None:
        raise NotFound("ticket unknown")
    return ticket


def _out(ticket: Ticket) -> TicketOut:
    return TicketOut(
        ticket_id=ticket.ticket_id,
        conversation_id=ticket.conversation_id,
        status=ticket.status,
        reason=ticket.reason,
        created_at=ticket.created_at,
        owner=ticket.owner,
        contact_email=ticket.contact_email,
        is_answered_by_mail=ticket.is_answered_by_mail,
        packet=ticket.packet,
    )
