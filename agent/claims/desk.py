"""What one of the team sees of claims: the file of one, with its photos, and the queue of those that wait."""

import re

from agent.claims.choosing import as_shown, choose_claim
from agent.intents.spec import View
from agent.state import Task
from agent.steps import Ask, Call, Say, Step
from domain.claim_course import Happening
from domain.claim_records import ClaimRecord
from domain.claims import Claim, ClaimStatus
from tools.claim_decisions import OpenClaims
from tools.claim_files import ClaimFile, ClaimFiles

_ASKS_FOR_QUEUE = re.compile(
    r"\b(?:which|what|show|list|any|all|see|next)\b.*\bclaims?\b.*"
    r"\b(?:wait\w*|decide|review|queue|open|settle\w*|settlement|pending)\b"
    r"|\b(?:open|waiting|pending) claims\b|\bclaims? queue\b"
    r"|\bclaims? (?:that )?(?:wait\w*|to (?:decide|review|approve|settle))\b"
    r"|\bwhat(?:'?s| is) (?:waiting|(?:next )?in (?:the|my) queue)\b",
    re.IGNORECASE | re.DOTALL,
)
_FOR_SETTLEMENT = re.compile(r"\b(?:settle\w*|settlement|pay(?: out|ment)?|paid)\b", re.IGNORECASE)
_FOR_CUSTOMER = re.compile(r"\b(?:the )?customers?\b|\bphotos?\b|\bsen[dt] back\b", re.IGNORECASE)
_ALL = re.compile(r"\b(?:all|open|every)\b", re.IGNORECASE)


_BY_AGE = re.compile(
    r"\b(?:longest|oldest)\b|\b(?:the|those) (?:\d+|others)\b"
    r"|\b(?:what|who|whom)(?:['’]?s| is| are) (?:it|they|those|these|the \w+) wait\w* (?:on|for)\b",
    re.IGNORECASE,
)
""" "What are they waiting for, show me the oldest": the open ones, where none waits for a person."""
OTHERS = ("Show all open claims", "What is to be paid?")


def asks_for_queue(text: str) -> bool:
    return _ASKS_FOR_QUEUE.search(text) is not None


def queue(view: View, waiting_for: str | None = None) -> Step:
    """The claims that wait for a person, unless it was read or the words say for whom or what else."""
    waiting, waiting_for = view.results.get("waiting"), waiting_for or _waiting_for(view.text)
    if not isinstance(waiting, OpenClaims):
        return Call("list_claims", {"waiting_for": waiting_for}, "waiting")
    claims = tuple(each.claim for each in waiting.records)
    facts = {"records": waiting.records, "claims": claims, "total": waiting.total}
    facts["waiting_for"] = waiting_for
    if claims or waiting_for == "anything":
        return Say("claims_waiting", facts, shows=as_shown(claims), shows_kind="orders")
    others = view.results.get("others")
    if not isinstance(others, OpenClaims):
        return Call("list_claims", {"waiting_for": "anything"}, "others")
    if others.records and _BY_AGE.search(view.text):
        claims = tuple(each.claim for each in others.records)
        facts |= {"records": others.records, "claims": claims, "total": others.total, "waiting_for": "anything"}
        return Say("claims_waiting", facts, shows=as_shown(claims), shows_kind="orders")
    return Say("claims_waiting", facts | {"others": others.total}, quick_replies=OTHERS if others.total else ())


def file_of(task: Task, view: View) -> ClaimFile | Step:
    """The file of the claim that is meant, or the step that leads to it."""
    claim_id = task["slots"].get("claim_id") or task["slots"].get("claim_shown")
    if claim_id is None and view.principal.subject is not None:
        chosen = choose_claim(task, view, fits=_may_be_decided, none_fit="no_claim_to_decide")
        if not isinstance(chosen, Claim):
            return chosen
        task["slots"]["claim_id"] = claim_id = chosen.claim_id
    if claim_id is None:
        return Ask("claim_id", "decide_which_claim")
    found = view.results.get("file")
    if not isinstance(found, ClaimFiles):
        return Call("get_claim", {"claim_id": claim_id}, "file")
    if not found.files:
        task["slots"].pop("claim_id", None)
        return Ask("claim_id", "lead_claim_unknown", {"claim_id": claim_id})
    return found.files[0]


def looked_at(task: Task, view: View) -> Step:
    """One claim with all that a decision needs."""
    file = file_of(task, view)
    if not isinstance(file, ClaimFile):
        return file
    claim = file.record.claim
    is_waiting = claim.status is ClaimStatus.REVIEW
    return Say(
        "claim_on_file",
        {
            "file": file,
            "record": file.record,
            "claim": claim,
            "claims": (claim,),
            "evidence": file.photos,
            "why_here": _why_here(file.record) if is_waiting else "",
        },
        quick_replies=(f"Approve {claim.claim_id}", f"Deny {claim.claim_id}") if is_waiting else (),
        shows=as_shown((claim,)),
        shows_kind="orders",
    )


def _why_here(record: ClaimRecord) -> str:
    """What brought it to a person: another look, its value, or its kind."""
    if record.claim.events and record.claim.events[-1].event == Happening.REOPENED:
        return "reopened"
    if record.decision is not None and record.decision.needs_approval:
        return "value"
    return record.claim.kind.value


def _may_be_decided(claim: Claim) -> bool:
    return claim.status.is_open


def _waiting_for(text: str) -> str:
    if _FOR_SETTLEMENT.search(text):
        return "settlement"
    if _FOR_CUSTOMER.search(text):
        return "the_customer"
    return "anything" if _ALL.search(text) else "a_person"
