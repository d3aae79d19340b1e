"""Which role may call which route: one table, and the guard that holds every route to it.

A route that is not in the table answers nobody. What a role may do with one thing of many (its own session, an order)
is decided where the thing is looked up: what is somebody else's is not found.
"""

from dataclasses import dataclass
from typing import Any

from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler, HTTPRouteHandler

from api.callers import require_caller, require_factor
from api.resources import Resources
from domain.customers import Role
from domain.errors import NotPermitted


@dataclass(frozen=True, slots=True)
class Access:
    roles: frozenset[Role] = frozenset()
    """Who may, signed in; empty: nobody has to be."""
    is_by_conversation: bool = False
    """Whoever holds the conversation's token."""
    needs_recent_proof: bool = False
    """A password or code, entered minutes ago."""
    precedes_factor: bool = False
    """Open before a second factor is set up, where the shop demands one."""


ANYBODY = Access()
"""Or whoever brings the right token or signature in the body: signing in, links from mails, channels' deliveries."""
HOLDER = Access(is_by_conversation=True)
EVERYBODY = frozenset(Role)
OWN = Access(EVERYBODY, precedes_factor=True)
OWN_AND_RECENT = Access(EVERYBODY, needs_recent_proof=True, precedes_factor=True)
STAFF = Access(frozenset({Role.LEAD, Role.ADMIN}))
ADMIN = Access(frozenset({Role.ADMIN}))
ADMIN_AND_RECENT = Access(frozenset({Role.ADMIN}), needs_recent_proof=True)

ROUTES: dict[str, Access] = {
    "health_live": ANYBODY,
    "health_ready": ANYBODY,
    "demo_sign_in": ANYBODY,
    "open_conversation": ANYBODY,
    "send_message": HOLDER,
    "send_photo": HOLDER,
    "read_messages": HOLDER,
    "read_photo": HOLDER,
    "follow_events": HOLDER,
    "deliver_to_channel": ANYBODY,
    "identify_speaker": HOLDER,
    "stop_answer": HOLDER,
    "rate_conversation": HOLDER,
    "download_transcript": HOLDER,
    "erase_conversation": HOLDER,
    "read_handoff": HOLDER,
    "leave_address": HOLDER,
    "withdraw_handoff": HOLDER,
    "resume_conversation": ANYBODY,
    "list_tickets": STAFF,
    "read_ticket": STAFF,
    "take_ticket": STAFF,
    "answer_ticket": STAFF,
    "type_to_ticket": STAFF,
    "close_ticket": STAFF,
    "read_widget": ANYBODY,
    "sign_in": ANYBODY,
    "sign_in_with_code": ANYBODY,
    "refresh_session": ANYBODY,
    "list_sessions": OWN,
    "end_session": OWN,
    "prove_again": OWN,
    "read_account": OWN,
    "change_password": OWN,
    "request_password_link": ANYBODY,
    "set_password_by_link": ANYBODY,
    "change_email": Access(EVERYBODY, needs_recent_proof=True),
    "confirm_email": ANYBODY,
    "change_phone": Access(frozenset({Role.CUSTOMER}), needs_recent_proof=True),
    "read_second_factor": OWN,
    "enrol_second_factor": OWN_AND_RECENT,
    "confirm_second_factor": OWN_AND_RECENT,
    "remove_second_factor": OWN_AND_RECENT,
    "renew_recovery_codes": OWN_AND_RECENT,
    "list_accounts": ADMIN,
    "invite_staff": ADMIN_AND_RECENT,
    "change_account": ADMIN_AND_RECENT,
}
"""By operation id, as the OpenAPI document names it."""


async def permitted(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """Litestar guard. Raises SessionOver (401), NotPermitted (403) and its kinds."""
    if not isinstance(handler, HTTPRouteHandler) or not handler.resolve_include_in_schema():
        return  # pages and files, which say themselves who may see them
    access = ROUTES.get(str(handler.operation_id))
    if access is None:
        raise NotPermitted(f"route {handler.operation_id} is not in the table")
    if not access.roles:
        return
    resources: Resources = connection.app.state["resources"]
    caller = await require_caller(connection, resources)
    if caller.role not in access.roles:
        raise NotPermitted(f"{caller.role.value} may not {handler.operation_id}")
    if not access.precedes_factor:
        require_factor(caller, resources)
    if access.needs_recent_proof:
        caller.require_recent()
