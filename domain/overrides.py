"""Exceptions that a person of the team may make: which refusals, how far, up to which amount, by role.

What is a fact cannot be overridden: an item that has not arrived, or that was claimed before, is no matter of grace.
"""

from dataclasses import dataclass

from domain.claim_rules import ClaimFacts, Eligibility
from domain.customers import Role
from domain.errors import NotPermitted, NotPossible
from domain.money import Money


@dataclass(frozen=True, slots=True)
class OverrideLimit:
    refusals: frozenset[str]
    """Those of `domain.claim_rules.Eligibility` that may be set aside."""
    extra_days: int
    """How long after the last day."""
    amount_minor: int
    """The value claimed, in the currency's minor unit."""


LIMITS: dict[Role, OverrideLimit] = {
    Role.LEAD: OverrideLimit(frozenset({"window_closed", "final_sale"}), extra_days=30, amount_minor=200_00),
    Role.ADMIN: OverrideLimit(
        frozenset({"window_closed", "final_sale", "excluded_category", "asked_before", "warranty_over"}),
        extra_days=120,
        amount_minor=1_000_00,
    ),
}

WORDS = {
    "not_delivered": "it has not been delivered",
    "cancelled": "a cancelled order has nothing to return",
    "already_claimed": "it was claimed before",
    "open_claim": "there is an open claim on it",
    "asked_before": "the order has had its one claim of this kind",
    "not_enough_left": "there are not that many pieces left",
    "excluded_category": "for hygiene reasons this kind of item cannot come back",
    "final_sale": "it was a final sale",
    "window_closed": "the return window is closed",
    "not_late_yet": "it is not late yet",
    "no_estimate": "there is no delivery date to go by",
    "warranty_over": "the warranty is over",
    "no_warranty": "there is no warranty on it",
}
"""Every refusal, as a reason in a sentence."""


def may_set_aside(role: Role, facts: ClaimFacts, decision: Eligibility) -> str:
    """The refusal that this role may set aside here.

    Raises:
        NotPermitted: not this role.
        NotPossible: nothing_refused, or the limit that is passed: never_overridden, over_days, over_amount. The
            sentence for the lead says the limit.
    """
    limit, refusal = LIMITS.get(role), decision.refusal
    if limit is None:
        raise NotPermitted("only the support team makes exceptions")
    if refusal is None:
        raise NotPossible("nothing_refused")
    if refusal not in limit.refusals:
        words = f"No {role.value} may set this aside: {WORDS[refusal]}."
        raise NotPossible("never_overridden", public=words)
    days_over = (facts.today - decision.last_day).days if refusal == "window_closed" and decision.last_day else 0
    if days_over > limit.extra_days:
        words = f"{_as(role)} you may go up to {limit.extra_days} days past the last day; this is {days_over}."
        raise NotPossible("over_days", public=words)
    if facts.value_minor > limit.amount_minor:
        most = Money(limit.amount_minor, facts.currency).amount
        raise NotPossible("over_amount", public=f"{_as(role)} you may go up to {most} {facts.currency}.")
    return refusal


def _as(role: Role) -> str:
    return f"As {'an' if role.value[0] in 'aeiou' else 'a'} {role.value}"
