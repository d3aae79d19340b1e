"""The returns policy as rules. The numbers come from the front matter of the policy document itself."""

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class ReturnRules(BaseModel):
    """One version of the returns policy, in force from `effective_from` to before `effective_to`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: str
    title: str
    effective_from: date
    effective_to: date | None = None
    window_days: int = Field(gt=0)
    """Days from delivery in which a return may be filed."""
    category_window_days: dict[str, int] = {}
    excluded_categories: tuple[str, ...] = ()
    """Never returnable unless damaged or wrong, for hygiene."""
    final_sale_returnable: bool = False
    damaged_window_days: int = Field(gt=0)
    """Days from delivery in which damage, a wrong or a missing item may be claimed."""
    return_shipping_fee_minor: int = Field(ge=0)
    """Taken off the refund for a change of mind; never for our own mistakes."""
    free_return_reasons: tuple[str, ...]
    refund_method: Literal["original", "store_credit"]
    refund_days: int = Field(gt=0)
    """Working days from arrival of the return to the refund."""
    send_back_days: int = Field(gt=0)
    """Days from filing in which the item must be handed to the carrier."""
    approval_above_minor: int = Field(gt=0)
    """A claim worth more than this waits for a person."""

    def is_in_force(self, day: date) -> bool:
        return self.effective_from <= day and (self.effective_to is None or day < self.effective_to)

    def window_for(self, category: str, *, our_fault: bool) -> int:
        if our_fault:
            return self.damaged_window_days
        return self.category_window_days.get(category, self.window_days)


def rules_in_force(versions: list[ReturnRules], day: date) -> ReturnRules:
    """The version that governs an order placed on `day`; before the first one, the first.

    Raises:
        LookupError: when the shop has no returns policy at all.
    """
    if not versions:
        raise LookupError("the shop has no returns policy")
    ordered = sorted(versions, key=lambda rules: rules.effective_from)
    return next((rules for rules in reversed(ordered) if rules.is_in_force(day)), ordered[0])
