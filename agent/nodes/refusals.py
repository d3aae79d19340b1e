"""A tool said no: what that means for the task, in one place for every intent."""

from collections.abc import Mapping
from datetime import datetime

from agent.nodes.state import Desk
from agent.speaker import proofs
from agent.speaker.leads import ask_postcode
from agent.state import Memory, Task
from agent.steps import Ask, Call, Choice, Say, Step
from domain.customers import Principal, Rung
from domain.errors import NotFound, NotPermitted, NotPossible, NotSignedIn, ProofNeeded, ShopSmartError, TooManyRequests
from tools.identity import CodeSent

PERSON = ("Talk to a person",)
NEW_CODE = Choice("another", "Send a new code")


def refusal(task: Task, desk: Desk, *, memory: Memory, principal: Principal, now: datetime) -> Step:
    """The next step after the first failure on the desk."""
    name, error = next(iter(desk.failures.items()))
    desk.failures.clear()
    if name == "code_sent":
        return _no_code(error)
    if isinstance(error, NotSignedIn):
        proved = [order_id for order_id, until in principal.orders_until.items() if now < until]
        is_recognised = principal.recognised is not None
        return _more_identity(task, error, memory=memory, proved=proved, is_recognised=is_recognised)
    if isinstance(error, NotFound):
        return _not_found(task, principal)
    if isinstance(error, NotPermitted):
        return Say("not_permitted")
    if isinstance(error, NotPossible):
        if principal.is_staff and error.reason in ("no_customer", "whom_missing"):
            return ask_whom(memory)
        return Say("not_possible", {"reason": error.reason, "clause": error.clause}, quick_replies=PERSON)
    return _cannot(error, task)


def ask_whom(memory: Memory) -> Ask:
    """By the postcode that is still to come, where a name was said already."""
    said = [task["slots"]["name_said"] for task in memory["tasks"] if task["slots"].get("name_said")]
    return ask_postcode(said[-1]) if said else Ask("whom", "ask_whom")


def asks_whom(step: Step, principal: Principal) -> bool:
    """A question for a proof is one of the team asked as whom they speak of."""
    is_nobody = principal.is_staff and principal.subject is None
    return isinstance(step, Ask) and (step.say == "ask_whom" or (is_nobody and step.say in _PROOFS))


_PROOFS = ("ask_order_number", "ask_proof", "ask_account_email")


def identity_step(task: Task, desk: Desk, principal: Principal) -> Step | None:
    """The question about who speaks that is open for this task; None when the task may go on."""
    if (asked := desk.results.pop("identity", None)) is not None:
        return asked
    if isinstance(sent := desk.results.pop("code_sent", None), CodeSent):
        order_id = task["slots"].get("order_id")
        return ask_code(sent, by={"order_id": order_id} if order_id and principal.recognised is None else {})
    slots = task["slots"]
    if principal.subject is None and not principal.is_staff and "order_id" not in slots:
        if earlier := slots.get(proofs.CODE_SENT):
            return Ask("code", in_words("ask_code_again", earlier), {"to": earlier["to"]}, (NEW_CODE,))
        if slots.get(proofs.NO_NUMBER):
            return Ask(proofs.ASKS_FOR_ADDRESS, "ask_account_email")
    return None


def ask_code(sent: CodeSent, *, by: dict[str, str]) -> Ask:
    """`by`: what it was requested with, so that another one can be."""
    kept = {"to": sent.to, "until": sent.expires_at.isoformat(), "by": sent.by, **by}
    said = {"to": sent.to, "minutes": 10}
    return Ask("code", in_words("ask_code", kept), said, (NEW_CODE,), {proofs.CODE_SENT: kept})


def in_words(phrase: str, sent: Mapping[str, str]) -> str:
    """The phrase about a code, as it went out: by mail or by text."""
    return f"texted_{phrase}" if sent.get("by") == "text" else phrase


def _more_identity(task: Task, error: NotSignedIn, *, memory: Memory, proved: list[str], is_recognised: bool) -> Step:
    order_id = task["slots"].get("order_id")
    if isinstance(error, ProofNeeded) and error.rung >= Rung.CODE_VERIFIED:
        if sent := proofs.outstanding(memory):
            said = in_words("ask_code_again", sent)
            return Ask("code", said, {"to": sent["to"]}, (NEW_CODE,), {proofs.CODE_SENT: sent})
        if is_recognised:
            return Call("request_code", {}, "code_sent")
        if order_id in proved:
            return Call("request_code", {"order_id": order_id}, "code_sent")
        return Ask(proofs.ASKS_FOR_ADDRESS, "ask_account_email")
    if order_id:
        return Ask("proof", "ask_proof", {"order_id": order_id})
    return Ask(proofs.ASKS_FOR_ADDRESS, "ask_account_email")


def _no_code(error: ShopSmartError) -> Step:
    """No code may be sent now: a person can find out otherwise."""
    is_limit = isinstance(error, TooManyRequests)
    return Say("code_too_many" if is_limit else "cannot_finish", quick_replies=PERSON)


def _not_found(task: Task, principal: Principal) -> Step:
    """The same words for an order that does not exist and for one that is somebody else's."""
    order_id = task["slots"].pop("order_id", None)
    if order_id and principal.is_staff:
        return Ask("whom", "lead_order_unknown", {"order_id": order_id})
    return Ask("order_id", "order_not_found", {"order_id": order_id}, is_again=True) if order_id else Say("not_found")


def _cannot(error: ShopSmartError, task: Task) -> Step:
    if isinstance(error, TooManyRequests) and task["slots"].get("order_id"):
        return Say("proof_too_many", quick_replies=PERSON)
    return Say("cannot_finish", {"code": error.code}, quick_replies=PERSON)
