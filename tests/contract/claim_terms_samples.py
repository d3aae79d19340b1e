"""What is said of the claim that is being talked about: every question, of every claim, planned, filed or refused."""

from typing import Any

from agent.claims.asked import ASKED
from agent.intents.registry import INTENTS
from agent.steps import Ask, Propose, Say
from tests.contract.claim_samples import claims
from tests.contract.samples import every_order
from tests.contract.spoken import SPEAKERS, told

_PLANNED = (
    ("return_item", {"reason": "too_small"}),
    ("return_item", {"reason": "damaged", "remedy": "replacement"}),
    ("return_item", {"reason": "missing_item"}),
    ("exchange_item", {}),
    ("warranty_claim", {}),
    ("lost_parcel", {"remedy": "replacement"}),
)
_OF_TERMS = (*(asked for asked, _ in ASKED if asked != "keeping"), "packaging", "denied", "anyway", "sent")


def said_of_claim_terms() -> list[Say | Ask | Propose]:
    delivered = every_order()[-1].order_id
    held = [_held(intent, {"order_id": delivered, "line": 1, **slots}) for intent, slots in _PLANNED]
    held.append(_held("return_item", {"order_id": delivered, "line": 1}, refusal="open_claim"))
    held.append(_held("return_item", {"order_id": delivered, "line": 1}, refusal="window_closed"))
    held += [_held("return_item", {}, each.claim_id) for each in (*claims()[::4], *claims()[-2:])]
    held.append(_held("return_item", {"reason": "damaged"}, claims()[0].claim_id))
    said: dict[str, Say | Ask | Propose] = {}
    for each in held:
        for asked in _OF_TERMS:
            for is_again in (False, True) if asked == "options" else (False,):
                steps = _said(each, asked, is_again=is_again)
                said |= {_name(step): step for step in steps if isinstance(step, Say | Ask | Propose)}
    for wished in ({"size": "XL"}, {"colour": "no such"}):
        for each in held:
            steps = _said({**each, "slots": {**each["slots"], "instead": wished}}, "amount", is_again=False)
            said |= {f"{wished} {_name(step)}": step for step in steps if isinstance(step, Say)}
    for order in every_order():
        slots = {"order_id": order.order_id, "told_before": True}
        steps = told(INTENTS["lost_parcel"], "when can i claim then", slots, SPEAKERS["signed_in"])
        said |= {_name(step): step for step in steps if isinstance(step, Say)}
    for text, slots in (
        ("where is it", {"order_id": delivered, "is_missed": True}),
        ("which of my orders are lost", {}),
    ):
        steps = told(INTENTS["track_order"], text, slots, SPEAKERS["signed_in"])
        said |= {_name(step): step for step in steps if isinstance(step, Say)}
    ended = [each for each in claims() if not each.status.is_open]
    return [*said.values(), Say("no_claim_open", {"claims": ended})]


def _name(step: Say | Ask | Propose) -> str:
    """One of each phrase, claim and plan."""
    claims_told = [each.claim_id for each in step.facts.get("claims", ())]
    return f"{step.say} {claims_told} {step.facts.get('terms')} {step.facts.get('ways')}"


def _said(held: dict[str, Any], asked: str, *, is_again: bool):
    intent = INTENTS["claim_options" if asked == "options" else "claim_terms"]
    slots = {**held["slots"], "asked": asked, "of_claim": held, "told_before": is_again}
    return told(intent, "what about it", slots, SPEAKERS["signed_in"])


def _held(intent: str, slots: dict[str, Any], *claim_ids: str, refusal: str = "") -> dict[str, Any]:
    return {"intent": intent, "slots": slots, "claim_ids": list(claim_ids), "refusal": refusal}
