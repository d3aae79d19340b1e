"""Having a no looked at again: once, in time, with something new."""

import re

from agent.claims.choosing import as_shown, choose_claim
from agent.intents.spec import Intent, View
from agent.state import Task
from agent.steps import Ask, Propose, Say, Step
from domain.claims import Claim, ClaimStatus
from tools.claims import ClaimList, ClaimReopened


def next_step(task: Task, view: View) -> Step:
    done = view.results.get("done")
    if isinstance(done, ClaimReopened):
        facts = {"claim": done.claim, "receipt": done}
        return Say("claim_reopened", facts, shows=as_shown((done.claim,)), shows_kind="orders")
    claim = choose_claim(task, view, fits=lambda claim: claim.status is ClaimStatus.DENIED, none_fit="no_denied_claim")
    if not isinstance(claim, Claim):
        return claim
    if claim.status is not ClaimStatus.DENIED:
        return Say("not_denied", {"claim": claim, "claims": (claim,)})
    news = task["slots"].get("news")
    if not news and not _photos(view):
        return Ask("news", "ask_news", {"claim": claim})
    return Propose(
        "reopen_claim",
        {"order_id": claim.order_id, "claim_id": claim.claim_id, "note": (news or "")[:500]},
        "confirm_reopening",
        {"claim": claim, "news": news or "", "photos": _photos(view)},
        verb="reopen|open|look",
    )


def _photos(view: View) -> int:
    """Sent in this conversation and not looked at yet: news enough."""
    listing = view.results.get("claims")
    return listing.photos if isinstance(listing, ClaimList) else 0


INTENT = Intent(
    name="reopen_claim",
    meaning="disagree with a denied claim and have it looked at again",
    route="returns",
    label="have a claim looked at again",
    next_step=next_step,
    slots=("claim_id", "order_id", "email", "postcode", "item", "news"),
    tools=("claim_status", "reopen_claim"),
    cues=re.compile(
        r"\bre-?open (?:it|this|that|them|the case)\b"
        r"|\b(?:re-?open|appeal|dispute|contest)\b.{0,25}\b(?:claims?|returns?|decision|denial|cl-\w+)\b"
        r"|\b(?:claim|return|decision|denial)\b.{0,30}"
        r"\b(?:look(?:ed)? at again|reconsider(?:ed)?|second look|reviewed again)\b"
        r"|\b(?:look|check|go over|decide)(?: (?:at|on))? (?:it|this|that|them) (?:over )?again\b"
        r"|\b(?:disagree|not agree|don'?t accept|unhappy|not happy) with "
        r"(?:the|this|that|your) (?:decision|denial|answer|no\b)"
        r"|\b(?:second|another) opinion\b"
        r"|\bwhy (?:was|is|has) my (?:claim|return) (?:been )?(?:denied|refused|rejected|declined)\b.{0,60}\bagain\b",
        re.IGNORECASE,
    ),
)
