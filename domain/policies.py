"""The returns policy as rules. The numbers come from the front matter of the policy document itself."""

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class ReturnRules(BaseModel):
    """One version of the returns policy, in force from `effective_from` to before `effective_to`.

    What has a default may be left out by a shop whose policy does not speak of it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: str
    title: str
    effective_from: date
    effective_to: date | None = None
    window_days: int = Field(gt=0)
    """Days from delivery in which a return or an exchange may be filed."""
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
    refund_to_gift_card: bool = False
    """Whether a customer may choose a gift card of theirs instead of the method they paid with."""
    refund_days: int = Field(gt=0)
    """Working days from arrival of the return, or from the approval of what need not come back, to the refund."""
    send_back_days: int = Field(gt=0)
    """Days from filing in which the item must be handed to the carrier."""
    approval_above_minor: int = Field(gt=0)
    """A claim worth more than this waits for a person."""
    review_days: int = Field(default=2, gt=0)
    """Working days in which a person decides."""
    photo_above_minor: dict[str, int] = {}
    """Kind of claim to the value from which a photo is asked for; 0 is always, a kind that is not named never."""
    photo_days: int = Field(default=5, gt=0)
    """Working days in which the photo must be sent."""
    reopen_days: int = Field(default=14, ge=0)
    """Days after a no in which a customer may bring something new, once."""
    lost_after_days: int = Field(default=7, ge=0)
    """Days past its estimate from which a parcel may be claimed as lost."""
    trace_days: int = Field(default=5, gt=0)
    """Working days in which the carrier's search ends."""
    not_received_days: int = Field(default=14, gt=0)
    """Days from a delivery that only the carrier saw in which it may be claimed."""
    warranty_months: int | None = Field(default=None, gt=0)
    """From delivery; a product that states its own goes by that. None: the shop gives no warranty."""
    category_warranty_months: dict[str, int] = {}
    repair_days: int = Field(default=15, gt=0)
    """Working days a repair takes at most."""
    one_exchange_per_order: bool = True
    exchange_for_same: bool = False
    """Whether the same variant again counts as an exchange, for those who think theirs is a bad one."""
    one_return_per_order: bool = False
    """Whether all that shall go back must be named at once."""
    one_request_per_order: bool = False
    """Whether an order that was returned in part cannot be exchanged as well, nor the other way round."""
    sections: dict[str, str] = {}
    """Clause to the heading under which the policy's text says it."""

    def is_in_force(self, day: date) -> bool:
        return self.effective_from <= day and (self.effective_to is None or day < self.effective_to)

    def takes_back(self, category: str, *, final_sale: bool) -> bool:
        """Whether such goods may go back for no fault of ours, within their window."""
        return category not in self.excluded_categories and (self.final_sale_returnable or not final_sale)

    def window_for(self, category: str, *, our_fault: bool) -> int:
        if our_fault:
            return self.damaged_window_days
        return self.category_window_days.get(category, self.window_days)

    def warranty_for(self, category: str, *, product_months: int | None) -> int | None:
        """Months from delivery; None when nothing is promised."""
        return product_months or self.category_warranty_months.get(category, self.warranty_months)

    def cited(self, clause: str) -> str:
        """How a customer finds the clause: the policy, and the heading where there is one."""
        section = self.sections.get(clause)
        return f"{self.title}, “{section}”" if section else self.title


def rules_in_force(versions: list[ReturnRules], day: date) -> ReturnRules:
    """The version that governs an order placed on `day`; before the first one, the first.

    Raises:
        LookupError: when the shop has no returns policy at all.
    """
    if not versions:
        raise LookupError("the shop has no returns policy")
    ordered = sorted(versions, key=lambda rules: rules.effective_from)
    return next((rules for rules in reversed(ordered) if rules.is_in_force(day)), ordered[0])
