"""One of the team decides or settles a claim: "approve CL-7KQ2MD, the photo shows the tear"; or asks what waits."""

import re

from agent.intents.spec import Intent, View
from agent.state import Task
from agent.steps import Ask, Call, Propose, Say, Step
from domain.claim_course import may_decide
from domain.claims import Claim
from domain.errors import NotPermitted
from tools.claim_decisions import ClaimDecided, ClaimSettled, OpenClaims
from tools.claims import ClaimList

_DENIES = re.compile(r"\b(?:den(?:y|ied)|reject(?:ed)?|decline[d]?|turn (?:it|this|that) down)\b", re.IGNORECASE)
_SETTLES = re.compile(r"\b(?:settle[d]?|pay (?:it|this|that) out|close)\b", re.IGNORECASE)
_WAITING = re.compile(r"\b(?:waiting|to (?:review|decide)|queue|open claims|in review)\b", re.IGNORECASE)
_COMMAND = re.compile(
    r"^.*?\b(?:approve|deny|reject|decline|settle)\b(?:\s+(?:the\s+)?claim)?\s*(?:number\s*)?(?:cl-?\w{6})?"
    r"[\s,:;.-]*(?:(?:because|since|as|reason(?: is)?)\b[\s:]*)?",
    re.IGNORECASE | re.DOTALL,
)


def next_step(task: Task, view: View) -> Step:
    if not view.principal.is_staff:
        return Say("not_permitted", opens="human_agent")
    done = view.results.get("done")
    if isinstance(done, ClaimDecided | ClaimSettled):
        return Say("claim_decided" if isinstance(done, ClaimDecided) else "claim_settled", {"claim": done.claim})
    claim_id = task["slots"].get("claim_id")
    if claim_id is None:
        return _queue(view) if _WAITING.search(view.text) else Ask("claim_id", "decide_which_claim")
    found = view.results.get("claims")
    if not isinstance(found, ClaimList):
        return Call("claim_status", {"claim_id": claim_id}, "claims")
    if not found.claims:
        return Ask("claim_id", "lead_claim_unknown", {"claim_id": claim_id})
    return _decision(task, found.claims[0], view)


def _decision(task: Task, claim: Claim, view: View) -> Step:
    try:
        may_decide(claim, by=view.principal.actor)
    except NotPermitted:
        return Say("own_filing", {"claim": claim})
    if _SETTLES.search(view.text):
        return Propose("settle_claim", {"claim_id": claim.claim_id}, "confirm_settling", {"claim": claim}, "settle")
    why = task["slots"].get("why") or ""
    why = _COMMAND.sub("", why, count=1).strip(" .")
    if len(why) < 3:
        return Ask("why", "decide_why")
    verdict = "deny" if _DENIES.search(view.text) else "approve"
    arguments = {"claim_id": claim.claim_id, "verdict": verdict, "clause": "review", "reason": why[:400]}
    facts = {"claim": claim, "verdict": verdict, "why": why[:400]}
    return Propose("decide_claim", arguments, "confirm_decision", facts, verdict)


def _queue(view: View) -> Step:
    waiting = view.results.get("waiting")
    if not isinstance(waiting, OpenClaims):
        return Call("list_claims", {"waiting_for": "a_person"}, "waiting")
    return Say("claims_waiting", {"records": waiting.records, "claims": tuple(each.claim for each in waiting.records)})


INTENT = Intent(
    name="decide_claim",
    meaning="a support lead approves, denies or settles a claim, or asks which ones wait",
    route="returns",
    label="decide on a claim",
    next_step=next_step,
    slots=("claim_id", "why"),
    tools=("claim_status", "list_claims", "decide_claim", "settle_claim"),
    cues=re.compile(
        r"^\W*(?:please\s+)?(?:approve|deny|reject|decline|settle)\b.*\b(?:claim|cl-?\w{6})\b"
        r"|\b(?:which|what|show|list)\b.*\bclaims?\b.*\b(?:waiting|to decide|to review|in review|queue)\b",
        re.IGNORECASE | re.DOTALL,
    ),
)
