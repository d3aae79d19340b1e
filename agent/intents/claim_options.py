"""What else can be done with something that was bought: every way that the rules leave open, and a person."""

import re
from dataclasses import dataclass

from agent.claims.choosing import as_shown, claims_meant, of_claims, stands
from agent.claims.lines import chosen_lines
from agent.intents.claiming import PERSON
from agent.intents.return_item import may_have_arrived
from agent.intents.spec import Intent, View
from agent.orders.choosing import choose_order, order_choices
from agent.state import Task
from agent.steps import Call, Say, Step
from domain.claim_rules import Eligibility, decide
from domain.claims import ClaimKind, ReturnReason
from tools.claims import ClaimList, LineCheck
from tools.returns import ReturnCheck

_LATER: tuple[tuple[str, ClaimKind, ReturnReason], ...] = (
    ("damaged", ClaimKind.DAMAGED, ReturnReason.DAMAGED),
    ("warranty", ClaimKind.WARRANTY, ReturnReason.DEFECTIVE),
)
"""Ways that lie open when something is or goes wrong: decided from the same facts as a return."""


@dataclass(frozen=True, slots=True)
class Way:
    """One thing that the rules allow with a line."""

    name: str
    rule: Eligibility


def next_step(task: Task, view: View) -> Step:
    claim = task["slots"].get("of_claim")
    if claim is not None and stands(claim):
        claims = view.results.get("claims")
        if not isinstance(claims, ClaimList):
            return Call("claim_status", of_claims(claim), "claims")
        if meant := tuple(each for each in claims_meant(claim, claims.claims) if each.status.is_open):
            facts = {"claims": meant, "claim": meant[0]}
            return Say("claim_options_filed", facts, PERSON, shows=as_shown(meant), shows_kind="orders")
    chosen = choose_order(task, view, fits=may_have_arrived, none_fit="nothing_to_return", purpose="which_to_return")
    if not isinstance(chosen, str):
        return chosen
    returned, exchanged = view.results.get("returned"), view.results.get("exchanged")
    if not isinstance(returned, ReturnCheck):
        return Call("check_return", {"order_id": chosen, "reason": ReturnReason.CHANGED_MIND.value}, "returned")
    if not isinstance(exchanged, ReturnCheck):
        swap = {"reason": ReturnReason.DOES_NOT_FIT.value, "kind": ClaimKind.EXCHANGE.value}
        return Call("check_return", {"order_id": chosen, **swap}, "exchanged")
    return _told(task, returned, exchanged)


def _told(task: Task, returned: ReturnCheck, exchanged: ReturnCheck) -> Say:
    each, swap = _line(task, returned), _line(task, exchanged)
    ways = _ways(each, swap, reason=task["slots"].get("reason"))
    is_again = bool(task["slots"].get("told_before"))
    return Say(
        "claim_options_again" if ways and is_again else "claim_options",
        {"order": returned.order, "check": returned, "ways": ways, "line": each.line, "rules": returned.rules},
        quick_replies=PERSON,
        shows=order_choices([returned.order]),
        shows_kind="orders",
        opens="human_agent" if is_again or not ways else "",
    )


def _ways(each: LineCheck, swap: LineCheck, *, reason: str | None) -> list[Way]:
    """What was our fault is put right; else it goes back or is exchanged. What may yet go wrong matters where all
    that is closed. What never came can neither go back nor show a fault."""
    if reason == ReturnReason.NOT_RECEIVED.value:
        return []
    later = []
    if each.facts is not None:
        for name, kind, fault in _LATER:
            facts = each.facts.model_copy(update={"kind": kind, "reason": fault, "asked_before": False})
            later.append(Way(name, decide(facts)))
    if reason is not None and ReturnReason(reason).is_our_fault and later[:1] and later[0].rule.is_eligible:
        return [Way("ours", later[0].rule)]
    wished = [Way("returned", each.eligibility), Way("exchanged", swap.eligibility)]
    return [way for way in wished if way.rule.is_eligible] or [way for way in later if way.rule.is_eligible]


def _line(task: Task, check: ReturnCheck) -> LineCheck:
    """The line that is meant; of several the first."""
    lines = [each.line for each in check.lines]
    chosen = chosen_lines(task, lines, still_open=lines)
    return next((each for each in check.lines if each.line.line in chosen), check.lines[0])


INTENT = Intent(
    name="claim_options",
    meaning="what can be done about something that was bought",
    route="returns",
    label="know what can be done about an item",
    next_step=next_step,
    slots=("order_id", "email", "postcode", "which", "dates", "item", "category"),
    tools=("list_orders", "claim_status", "check_return"),
    cues=re.compile(
        r"\bwhat are (?:my|the) options (?:for|with|about|on) (?:the|my|this|that) \w+"
        r"|\b(?:i'?m|am i|we'?re|are we) stuck with\W*$|\bstuck with (?:it|them|(?:the|my|this|that|these|those) "
        r"(?!checkout|log-?in|sign|password|payment|page|form|web\w*|app\b))"
        r"|\bwhat can (?:i|you) do (?:about|with) my (?!order|account|parcel)\w+",
        re.IGNORECASE,
    ),
)
