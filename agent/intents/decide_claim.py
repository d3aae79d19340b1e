"""One of the team decides, takes in or settles a claim: "approve CL-7KQ2MD, the photo shows the tear"."""

import re

from agent.claims import desk as claim_desk
from agent.claims.choosing import as_shown
from agent.claims.verdicts import CUES, Verdict, reason_beside, reason_in, verdict_in
from agent.intents import refund_status
from agent.intents.spec import Intent, View
from agent.speaker.desk import QUEUES, VERDICTS
from agent.state import Task
from agent.steps import Ask, Propose, Say, Step
from domain.claim_course import Happening, after, may_decide
from domain.claims import Claim, Remedy
from domain.errors import NotPermitted, NotPossible
from domain.money import Money
from tools.claim_decisions import ClaimDecided, ClaimSettled, ReturnReceived
from tools.claim_files import ClaimFile


def next_step(task: Task, view: View) -> Step:
    slots = task["slots"]
    matter = slots.get("matter")
    verdict: Verdict | None = matter if matter in VERDICTS else slots.get("verdict")
    if not view.principal.is_staff:
        is_command = verdict not in (None, "receive") and "cl" in view.text.casefold()
        return Say("not_permitted", opens="human_agent") if is_command else refund_status.next_step(task, view)
    if (done := _done(view)) is not None:
        return done
    if matter in QUEUES or (verdict is None and matter != "file" and claim_desk.asks_for_queue(view.text)):
        return claim_desk.queue(view, QUEUES.get(matter or ""))
    if verdict is not None and not (slots.get("claim_id") or slots.get("claim_shown") or verdict_in(task["text"])):
        slots["matter"] = matter = "file"  # a verdict is on a claim that was seen
    if verdict is None or matter == "file":
        return claim_desk.looked_at(task, view)
    file = claim_desk.file_of(task, view)
    if not isinstance(file, ClaimFile):
        return file
    return _proposed(task, verdict, file, view)


def _done(view: View) -> Say | None:
    done = view.results.get("done")
    if not isinstance(done, ClaimDecided | ClaimSettled | ReturnReceived):
        return None
    say = {ClaimDecided: "claim_decided", ClaimSettled: "claim_settled", ReturnReceived: "return_received"}[type(done)]
    claim = done.claim
    return Say(
        say,
        {"claim": claim, "claims": (claim,), "done": done, "receipt": done},
        shows=as_shown((claim,)),
        shows_kind="orders",
    )


def _proposed(task: Task, verdict: Verdict, file: ClaimFile, view: View) -> Step:
    claim = file.record.claim
    if (refused := _refused(verdict, claim, by=view.principal.actor)) is not None:
        return refused
    claim_id = claim.claim_id
    if verdict == "receive":
        return Propose("receive_return", {"claim_id": claim_id}, "confirm_receiving", {"claim": claim}, "receive|take")
    if verdict == "settle":
        remedy = _other_remedy(task, claim)
        arguments = {"claim_id": claim_id, **({"remedy": remedy.value} if remedy else {})}
        facts = {"claim": claim, "remedy": remedy or claim.remedy, "refund": _pays_back(file)}
        facts["evidence"] = file.photos
        return Propose("settle_claim", arguments, "confirm_settling", facts, "settle|pay|close")
    why = _why(task, verdict)
    if not why:
        return Ask("verdict_reason", "decide_why", {"claim": claim, "verdict": verdict})
    arguments = {"claim_id": claim_id, "verdict": verdict, "clause": file.record.clause, "reason": why}
    facts = {"claim": claim, "verdict": verdict, "why": why, "cited": file.cited, "evidence": file.photos}
    return Propose("decide_claim", arguments, "confirm_decision", facts, f"{verdict}|decide")


def _refused(verdict: Verdict, claim: Claim, *, by: str) -> Say | None:
    """Said before anything is asked: four eyes, or a step that cannot follow the last one."""
    facts = {"claim": claim, "claims": (claim,), "verdict": verdict}
    try:
        if verdict != "receive":
            may_decide(claim, by=by)
        after(claim, _HAPPENINGS[verdict])
    except NotPermitted:
        return Say("own_filing", {"claim": claim})
    except NotPossible:
        return Say("cannot_decide", facts)
    if verdict == "settle" and claim.waits_for_item:
        return Say("settle_needs_item", facts)
    if verdict == "receive" and (not claim.kind.goes_back or claim.received_at is not None):
        return Say("nothing_to_receive", facts)
    return None


_HAPPENINGS: dict[Verdict, Happening] = {
    "approve": Happening.APPROVED,
    "deny": Happening.DENIED,
    "receive": Happening.RECEIVED,
    "settle": Happening.SETTLED,
}


def _why(task: Task, verdict: Verdict) -> str:
    """Of this verdict: what was said for an approval is no reason for a denial, and naming a claim is none at all."""
    slots = task["slots"]
    last = task["answered"][-1] if task["answered"] else []
    if "claim_id" in last and "verdict_reason" not in last:
        slots.pop("verdict_reason", None)
    said, earlier = slots.get("verdict_reason") or "", slots.get("reasoned") or [verdict, ""]
    if slots.get("matter") == verdict and verdict_in(task["text"]) is None and said == reason_in(task["text"]):
        slots["verdict_reason"] = said = reason_beside(task["text"]) or ""
    if earlier[0] != verdict and earlier[1] == said:
        slots.pop("verdict_reason", None)
        said = ""
    slots["reasoned"] = [verdict, said]
    return said


def _other_remedy(task: Task, claim: Claim) -> Remedy | None:
    """ "Settle it with a refund": where the replacement asked for cannot be had."""
    said = task["slots"].get("remedy")
    return Remedy(said) if said and said != claim.remedy.value else None


def _pays_back(file: ClaimFile) -> Money:
    decision = file.record.decision
    return decision.refund if decision is not None else file.record.claim.refund


INTENT = Intent(
    name="decide_claim",
    meaning="a support lead approves, denies, takes in or settles a claim, or asks which ones wait",
    route="returns",
    label="decide on a claim",
    next_step=next_step,
    slots=("claim_id", "claim_shown", "verdict", "verdict_reason", "remedy", "order_id", "email", "postcode", "item"),
    tools=(
        *("claim_status", "list_claims", "get_claim", "get_order", "list_orders", "find_passages"),
        *("decide_claim", "receive_return", "settle_claim"),
    ),
    cues=re.compile(
        rf"{CUES}"
        r"|\b(?:which|what|show|list)\b.*\bclaims?\b.*\b(?:wait\w*|to (?:decide|review|settle)|in review|queue)\b"
        r"|^\W*(?:the |all |any )?(?:open|waiting|pending) claims\W*$|\bclaims? queue\b"
        r"|\bwhat(?:'?s| is) (?:waiting|(?:next )?in (?:the|my) queue)\b",
        re.IGNORECASE | re.DOTALL,
    ),
)
