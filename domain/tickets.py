"""The rules of requests for a person: who may answer one, and what is refused."""

from domain.errors import Conflict


class TakenBySomebodyElse(Conflict):
    code = "taken_by_somebody_else"
    sentence = "A colleague has taken this request."


class TicketClosed(Conflict):
    code = "ticket_closed"
    sentence = "This request is closed: the customer goes on with the assistant."


def check_mine(status: str, owner: str, *, asks: str) -> None:
    """Raises TicketClosed, TakenBySomebodyElse."""
    if status == "closed":
        raise TicketClosed(asks)
    if status == "assigned" and owner != asks:
        raise TakenBySomebodyElse(owner)
