"""A tool said no: what that means for the task, in one place for every intent."""

from agent.nodes.state import Desk
from agent.state import Task
from agent.steps import Ask, Say, Step
from domain.errors import NotFound, NotPossible, NotSignedIn, ShopSmartError

_PERSON = ("Talk to a person",)


def refusal(task: Task, desk: Desk) -> Step:
    """The next step after the first failure on the desk."""
    error = next(iter(desk.failures.values()))
    desk.failures.clear()
    if isinstance(error, NotSignedIn):
        return _more_identity(task)
    if isinstance(error, NotFound):
        return _not_found(task)
    if isinstance(error, NotPossible):
        return Say("not_possible", {"reason": error.reason, "clause": error.clause}, quick_replies=_PERSON)
    return _cannot(error)


def _more_identity(task: Task) -> Step:
    order_id = task["slots"].get("order_id")
    if order_id:
        return Ask("proof", "ask_proof", {"order_id": order_id})
    return Say("please_sign_in")


def _not_found(task: Task) -> Step:
    """The same words for an order that does not exist and for one that is somebody else's."""
    order_id = task["slots"].pop("order_id", None)
    return Ask("order_id", "order_not_found", {"order_id": order_id}) if order_id else Say("not_found")


def _cannot(error: ShopSmartError) -> Step:
    return Say("cannot_finish", {"code": error.code}, quick_replies=_PERSON)
