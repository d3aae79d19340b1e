"""Which claim is meant: by its number, its order, its item, or the only one there is."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from agent.intents.spec import View
from agent.orders.choosing import alike
from agent.state import Task
from agent.steps import Ask, Call, Choice, Say, Step
from domain.claims import Claim, ClaimKind
from tools.claims import ClaimList

_KINDS = {
    ClaimKind.EXCHANGE: re.compile(r"\b(?:exchang\w+|swap\w*)\b", re.IGNORECASE),
    ClaimKind.WARRANTY: re.compile(r"\b(?:warranty|guarantee|repair\w*)\b", re.IGNORECASE),
    ClaimKind.REFUND: re.compile(r"\b(?:lost|never (?:came|arrived))\b", re.IGNORECASE),
}


def choose_claim(task: Task, view: View, *, fits: Callable[[Claim], bool], none_fit: str) -> Claim | Step:
    """The claim, or the step that leads to it. `fits` says which claims make sense when none is named."""
    slots = task["slots"]
    if view.principal.subject is None and not view.proved_orders():
        order_id = slots.get("order_id")
        return Ask("proof", "ask_proof", {"order_id": order_id}) if order_id else Ask("order_id", "ask_order_number")
    listing = view.results.get("claims")
    if not isinstance(listing, ClaimList):
        wanted = {name: slots[name] for name in ("claim_id", "order_id") if slots.get(name)}
        return Call("claim_status", wanted, "claims")
    if slots.get("claim_id"):
        return listing.claims[0] if listing.claims else Say("claim_not_found", {"claim_id": slots["claim_id"]})
    fitting = tuple(claim for claim in listing.claims if fits(claim))
    if not fitting:
        return Say(none_fit, {"claims": listing.claims[:5]})
    named = named_by(listing.claims, slots.get("item"))
    if named and not any(claim in fitting for claim in named):
        return Say("claim_stands_otherwise", {"claim": named[0], "claims": named[:1]})
    candidates = of_kind(tuple(claim for claim in named if claim in fitting) or fitting, view.text)
    if len(candidates) == 1 and (named or not slots.get("item")):
        return candidates[0]
    return Ask("claim_id", "which_claim", {"claims": candidates[:6]}, claim_choices(candidates[:6]))


def claims_named(claims: tuple[Claim, ...], mention: str | None) -> tuple[Claim, ...]:
    """Those whose item the words name best; all of them when the words name none."""
    return named_by(claims, mention) or claims


def stands(claim: Mapping[str, Any]) -> bool:
    """Whether the claim in hand is filed, or one that is filed stands in its way."""
    return bool(claim["claim_ids"]) or claim["refusal"] in ("already_claimed", "open_claim")


def of_claims(claim: Mapping[str, Any]) -> dict[str, str]:
    """What to ask for so that the claims in hand are among the answer."""
    order_id = claim["slots"].get("order_id")
    return {"order_id": order_id} if order_id else {"claim_id": claim["claim_ids"][0]}


def claims_meant(claim: Mapping[str, Any], claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """Of all claims those in hand; where one stands in the way of what was wished, that one."""
    if claim["claim_ids"]:
        return tuple(each for each in claims if each.claim_id in claim["claim_ids"])
    if not stands(claim):
        return ()
    standing = tuple(each for each in claims if each.status.counts)
    words = set((claim["slots"].get("item") or "").casefold().split())
    return tuple(each for each in standing if words & set(each.item.casefold().split())) or standing


def named_by(claims: tuple[Claim, ...], mention: str | None) -> tuple[Claim, ...]:
    """Those whose item the words name best; none where they name none."""
    words = re.findall(r"\w{3,}", (mention or "").casefold())
    scores = [sum(alike(word, name) for word in words for name in claim.item.casefold().split()) for claim in claims]
    best = max(scores, default=0)
    return tuple(claim for claim, score in zip(claims, scores, strict=True) if score == best) if best else ()


def of_kind(claims: tuple[Claim, ...], text: str) -> tuple[Claim, ...]:
    """ "Cancel the exchange" beside an open return means the exchange."""
    kinds = {kind for kind, pattern in _KINDS.items() if pattern.search(text)}
    return tuple(claim for claim in claims if claim.kind in kinds) or claims


def as_shown(claims: Sequence[Claim]) -> tuple[Choice, ...]:
    """What "it", "that claim", "that order" may point at afterwards."""
    return tuple(Choice(claim.order_id, claim.claim_id, claim.item) for claim in claims)


def claim_choices(claims: Sequence[Claim]) -> tuple[Choice, ...]:
    return tuple(Choice(claim.claim_id, claim.claim_id, claim.item) for claim in claims)
