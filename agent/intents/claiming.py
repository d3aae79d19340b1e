"""The way to a claim that several intents share: lines, reason, number of pieces; then the rules; then one summary."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from agent.claims.choosing import as_shown
from agent.claims.faults import has_warranty, may_be_mended, what_is_wrong, which_fault
from agent.claims.lines import Chosen, chosen_lines, left_out_lines, line_named
from agent.claims.told_why import recalled
from agent.intents.spec import View
from agent.orders.choosing import line_choices, order_choices
from agent.orders.payment_methods import method_named
from agent.speaker.reported import in_their_words
from agent.state import Task
from agent.steps import Ask, Call, Choice, Propose, Say, Step
from domain.claim_rules import Eligibility
from domain.claims import ClaimKind, Remedy, ReturnReason
from domain.money import Money
from domain.orders import OrderLine
from domain.payments import MethodKind, PaymentMethod
from tools.claim_filing import remedy_for
from tools.claims import ClaimsFiled, LineCheck
from tools.returns import ReturnCheck

REASONS = (
    Choice("too_small", "Too small"),
    Choice("too_big", "Too big"),
    Choice("changed_mind", "Changed my mind"),
    Choice("damaged", "It is damaged"),
    Choice("wrong_item", "Wrong item"),
    Choice("not_as_described", "Not as described"),
)
PUT_RIGHT = (ClaimKind.DAMAGED, ClaimKind.WRONG_ITEM)
"""Claims that bring the same again as well as money; nobody is asked which, and so both are named."""
PERSON = ("Talk to a person",)
SLOTS = (
    "order_id",
    "email",
    "postcode",
    "which",
    "dates",
    "item",
    "category",
    "line",
    "lines",
    "parts",
    "everything",
    "quantity",
    "reason",
    "remedy",
    "pays_with",
    "note",
    "product_ids",
    "is_wrong",
    "trouble",
    "one_each",
    "without",
    "was_used",
)
"""Of every intent that may end in a claim."""


@dataclass(frozen=True, slots=True)
class Picked:
    """So many pieces of one line, with what the rules say of them."""

    line: OrderLine
    quantity: int
    eligibility: Eligibility
    refund: Money


def receipt(view: View) -> Say | None:
    """Said once it was filed."""
    done = view.results.get("done")
    if not isinstance(done, ClaimsFiled):
        return None
    facts = {"filed": done, "claims": done.claims, "claim": done.claims[0], "receipt": done}
    return Say("claims_filed", facts, shows=as_shown(done.claims), shows_kind="orders")


def with_check(
    task: Task,
    check: ReturnCheck,
    view: View,
    *,
    before_asking: Callable[[LineCheck], Step | None] = lambda picked: None,
) -> Step:
    """Order known: pick the lines, refuse with the clause if they are out, ask what is missing, propose.

    `before_asking` may answer once the line is known and nothing else is.
    """
    slots = task["slots"]
    if (asked := what_is_wrong(task, check) or which_fault(task, check) or _still_refused(task, check)) is not None:
        return asked
    if refusal := refused_whole(check, item=slots.get("item"), number=slots.get("line")):
        return _with_note(refusal, slots)
    open_lines = [each.line for each in check.lines if each.eligibility.is_eligible]
    chosen = chosen_lines(task, [each.line for each in check.lines], still_open=open_lines)
    if not chosen and (kept := left_out_lines(task, [each.line for each in check.lines])):
        if len(kept) == len(open_lines):
            return Say("dropped", {"task": ""})
        open_lines = [line for line in open_lines if line.line not in kept]
    if not chosen:
        return Ask("line", "which_item", {"check": check, "lines": open_lines}, line_choices(open_lines))
    meant = [each for number in chosen if (each := check.of(number)) is not None]
    checks = [each for each in meant if each.eligibility.is_eligible]
    if not checks:
        return _with_note(refused(check, meant[0]), slots)
    if recalled(task, check.order.order_id, list(chosen)):
        return Call("check_return", {"order_id": check.order.order_id, "reason": slots["reason"]}, "check")
    if "reason" not in slots and check.kind in (ClaimKind.RETURN, ClaimKind.EXCHANGE):
        return before_asking(checks[0]) or Ask(
            "reason", "ask_reason", {"line": checks[0].line}, REASONS, keeps=_kept(chosen)
        )
    if asked := _number_of_pieces(checks, chosen):
        return asked
    if slots.get("everything"):
        kept = left_out_lines(task, [each.line for each in check.lines])
        meant = [each for each in check.lines if each.line.line not in kept]
    left_out = [each for each in meant if not each.eligibility.is_eligible]
    wanted = [(each, chosen[each.line.line] or each.left) for each in checks]
    return proposed(task, check, wanted, view=view, left_out=left_out)


def _still_refused(task: Task, check: ReturnCheck) -> Say | None:
    """Nothing is wrong with it, they just don't like it: the answer stays no, for this one, in other words."""
    each = check.of(task["slots"].get("line") or 0)
    if not task["slots"].get("is_wrong") or each is None or each.eligibility.is_eligible:
        return None
    facts = {"check": check, "line": each.line, "order": check.order}
    cited = check.rules.cited(each.eligibility.clause)
    return Say("return_still_refused", {**facts, "cited": cited}, quick_replies=PERSON)


def _with_note(refusal: Step, slots: Mapping[str, Any]) -> Step:
    """What was said of the fault goes along to the claim on the warranty that is offered instead."""
    if not isinstance(refusal, Say) or refusal.opens != "warranty_claim" or not slots.get("note"):
        return refusal
    return replace(refusal, opens_slots={**refusal.opens_slots, "note": slots["note"]})


def refused_whole(check: ReturnCheck, *, item: str | None = None, number: int | None = None) -> Step | None:
    """When nothing of the order can be claimed; who named one `item`, or picked its line, hears about that one."""
    if any(each.eligibility.is_eligible for each in check.lines):
        return None
    if len(check.lines) == 1:
        return refused(check, check.lines[0])
    if number is not None and (picked := check.of(number)) is not None:
        return refused(check, picked)
    line = line_named(item, [each.line for each in check.lines]) if item else None
    if line is not None and (named := check.of(line.line)) is not None:
        return refused(check, named)
    if mendable := [each for each in check.lines if may_be_mended(check, each)]:
        if len(mendable) == 1:
            return refused(check, mendable[0])
        lines = [each.line for each in mendable]
        return Ask("line", "which_item", {"check": check, "lines": lines}, line_choices(lines))
    facts = {"check": check, "order": check.order, "cited": check.rules.title}
    return Say("return_refused_all", facts, quick_replies=PERSON)


def refused(check: ReturnCheck, each: LineCheck) -> Step:
    """Why not, with the clause; and the other way there may be."""
    refusal = each.eligibility.refusal
    opens = "return_item" if refusal in ("excluded_category", "final_sale") else ""
    slots: dict[str, object] = {"order_id": check.order.order_id, "line": each.line.line}
    if refusal == "window_closed" and check.kind is ClaimKind.DAMAGED and has_warranty(check, each):
        refusal, opens = "window_closed_warranty", "warranty_claim"
        slots |= {"item": each.line.name, "reason": ReturnReason.DEFECTIVE.value}
    if refusal == "window_closed" and check.kind is ClaimKind.REFUND:
        opens, slots = "human_agent", {}
    if opens == "return_item":
        slots["is_wrong"] = True
    if refusal in ("already_claimed", "open_claim"):
        opens, slots = "refund_status", {"order_id": check.order.order_id, "item": each.line.name}
    return Say(
        f"return_refused_{refusal}",
        {
            "check": check,
            "line": each.line,
            "eligibility": each.eligibility,
            "order": check.order,
            "cited": check.rules.cited(each.eligibility.clause),
            "left": each.left,
        },
        shows=order_choices([check.order]),
        shows_kind="orders",
        quick_replies=PERSON,
        opens=opens,
        opens_slots=slots,
    )


def proposed(
    task: Task,
    check: ReturnCheck,
    wanted: list[tuple[LineCheck, int]],
    *,
    view: View,
    left_out: Sequence[LineCheck] = (),
) -> Step:
    """One summary of all lines, for one yes; `left_out` are those that were meant too and are refused."""
    slots, note = task["slots"], task["slots"].get("note", "")
    note = (in_their_words(note) if view.principal.is_staff else note)[:500]
    picked = [_picked(check, each, quantity) for each, quantity in wanted]
    reason = ReturnReason(slots.get("reason", check.reason.value))
    remedy = remedy_for(check.kind, Remedy(slots["remedy"]) if slots.get("remedy") else None)
    shipping = check.shipping if _is_all(check, picked) else None
    refund = sum((each.refund for each in picked), shipping or Money(0, check.order.total.currency))
    to = _refund_to(check, slots.get("pays_with"))
    if isinstance(to, Ask):
        return to
    return Propose(
        "file_return",
        {**_what_is_filed(check, picked, reason, remedy, note), **({"method_id": to.method_id} if to else {})},
        "confirm_claim",
        {
            "check": check,
            "picked": picked,
            "reason": reason,
            "kind": check.kind,
            "remedy": remedy,
            "may_replace": remedy is Remedy.REFUND and not slots.get("remedy") and check.kind in PUT_RIGHT,
            "refund": refund,
            "left_out": left_out,
            "shipping": shipping,
            "fee": sum((each.eligibility.fee for each in picked), Money(0, refund.currency)),
            "cited": check.rules.cited(picked[0].eligibility.clause),
            "to": to.label if to else check.method,
            "elsewhere": to is None and _wants_it_elsewhere(slots.get("pays_with"), check.method),
        },
        verb="return|file|claim|send|report",
    )


def _what_is_filed(
    check: ReturnCheck, picked: Sequence[Picked], reason: ReturnReason, remedy: Remedy, note: str
) -> dict[str, Any]:
    return {
        "order_id": check.order.order_id,
        "items": [{"line": each.line.line, "quantity": each.quantity} for each in picked],
        "reason": reason.value,
        "kind": check.kind.value,
        "remedy": remedy.value,
        "note": note,
    }


def _refund_to(check: ReturnCheck, said: str | None) -> PaymentMethod | Ask | None:
    """The gift card that is named, where the policy lets one be chosen instead of the way the order was paid."""
    if not said or not check.rules.refund_to_gift_card:
        return None
    cards = [method for method in check.methods if method.kind is MethodKind.GIFT_CARD]
    if (named := method_named(said, check.methods)) is not None:
        return named if named in cards else None
    if "gift" not in said.casefold() or not cards:
        return None
    choices = tuple(Choice(method.method_id, method.label) for method in cards)
    return Ask("pays_with", "ask_which_gift_card", {"methods": cards}, choices)


def _number_of_pieces(checks: list[LineCheck], chosen: Chosen) -> Step | None:
    """Asked for one line alone; named side by side, what is left of each is meant."""
    for each in checks:
        quantity = chosen[each.line.line]
        if each.line.quantity == 1:
            chosen[each.line.line] = 1
        elif quantity is None and each.left > 1 and len(checks) == 1 and len(chosen) == 1:
            return Ask("quantity", "ask_quantity", {"line": each.line, "left": each.left}, keeps=_kept(chosen))
        elif quantity is not None and quantity > each.left:
            if len(checks) > 1:
                chosen[each.line.line] = each.left
                continue
            return Ask("quantity", "too_many", {"line": each.line, "left": each.left}, keeps=_kept(chosen))
    return None


def _kept(chosen: Chosen) -> dict[str, object]:
    return {"line": next(iter(chosen))} if len(chosen) == 1 else {"lines": list(chosen)}


def _picked(check: ReturnCheck, each: LineCheck, quantity: int) -> Picked:
    decision = check.decision(each.line.line, quantity)
    return Picked(each.line, quantity, decision, decision.refund)


def _is_all(check: ReturnCheck, picked: list[Picked]) -> bool:
    """Whether the order goes back whole, so that its shipping does too."""
    lines = [(line.line, line.quantity) for line in check.order.lines]
    return [(each.line.line, each.quantity) for each in picked] == lines


def _wants_it_elsewhere(said: str | None, method: str) -> bool:
    """Another way of paying was named than the one the money goes back to."""
    if not said or "original" in said or "same" in said or said.startswith("my "):
        return False
    words = {*said.casefold().split()} - {"card", "ending", "in", "credit"}
    return not any(word in method.casefold() for word in words)
