"""Sending something back: which order, which line, how many, why; then the rules; then a yes; then a claim."""

import re

from agent.choosing import choose_line, choose_order, likeness, line_choices, order_choices
from agent.intents.answering import from_passages, is_how_to
from agent.intents.spec import Intent, View
from agent.state import Task
from agent.steps import Ask, Call, Choice, Propose, Say, Step
from domain.claim_rules import paid_for
from domain.claims import ReturnReason
from domain.orders import Order, OrderStatus
from tools.claims import ClaimFiled, LineCheck, ReturnCheck
from tools.products import ProductDetails

REASONS = (
    Choice("too_small", "Too small"),
    Choice("too_big", "Too big"),
    Choice("changed_mind", "Changed my mind"),
    Choice("damaged", "It is damaged"),
    Choice("wrong_item", "Wrong item"),
    Choice("not_as_described", "Not as described"),
)


_ASKS_UNTIL = re.compile(
    r"\b(until when|till when|by when|how long (do|can|have)|can i still|may i still|too late|last day|deadline)\b",
    re.IGNORECASE,
)
_ASKS_IF = re.compile(
    r"^\W*(can|could|may|is it possible to|are you able to)\b.{0,12}\breturn|\breturnable\b", re.IGNORECASE
)
_told_how = from_passages("returning an item", then="return_item")


def next_step(task: Task, view: View) -> Step:
    if is_how_to(view.text) and "order_id" not in task["slots"]:
        return _told_how(task, view)
    if isinstance(done := view.results.get("done"), ClaimFiled):
        return Say("claim_filed", {"filed": done, "claim": done.claim, "receipt": done})
    if (about := _of_a_product(task, view)) is not None:
        return about
    check = view.results.get("check")
    if isinstance(check, ReturnCheck) and _is_meant(task, check, view):
        return _with_check(task, check, view)
    chosen = choose_order(task, view, fits=_may_have_arrived, none_fit="nothing_to_return", purpose="which_to_return")
    if not isinstance(chosen, str):
        return chosen
    reason = task["slots"].get("reason", ReturnReason.CHANGED_MIND.value)
    return Call("check_return", {"order_id": chosen, "reason": reason}, "check")


def _of_a_product(task: Task, view: View) -> Step | None:
    """ "Can I return the silk scarf?" of somebody whose orders we cannot see: what its page says."""
    slots = task["slots"]
    if slots.get("order_id") or view.principal.subject or not slots.get("product_ids"):
        return None
    if not _ASKS_IF.search(view.text):
        return None
    details = view.results.get("details")
    if not isinstance(details, ProductDetails):
        return Call("get_products", {"product_ids": slots["product_ids"][:1]}, "details")
    return Say("return_of_product", {"product": details.products[0]})


def _is_meant(task: Task, check: ReturnCheck, view: View) -> bool:
    """Whether the item named is in this order; a signed-in customer may have meant another one."""
    slots = task["slots"]
    if slots.get("order_id") != check.order.order_id:
        return False
    mention, categories = slots.get("item"), slots.get("category")
    names_none = mention and not any(likeness(mention, each.line) for each in check.lines)
    of_other_kind = categories and not any(each.line.category in categories for each in check.lines)
    if (names_none or of_other_kind) and view.principal.subject and not slots.get("item_sought"):
        slots.pop("order_id")
        slots["item_sought"] = mention
        return False
    return True


def _may_have_arrived(order: Order) -> bool:
    return order.status is OrderStatus.DELIVERED or any(parcel.delivered_at for parcel in order.parcels)


def _with_check(task: Task, check: ReturnCheck, view: View) -> Step:
    """Order known: pick the line, refuse with the clause if all lines are out, ask the reason, propose."""
    slots = task["slots"]
    if refusal := _refused_whole(check):
        return refusal
    open_lines = [each.line for each in check.lines if each.eligibility.is_eligible]
    line = choose_line(task, [each.line for each in check.lines]) or choose_line(task, open_lines)
    if line is None:
        return Ask("line", "which_item", {"check": check, "lines": open_lines}, line_choices(open_lines))
    picked = check.of(line.line)
    assert picked is not None  # the line came from this very check
    if not picked.eligibility.is_eligible:
        return _refused(check, picked)
    if "reason" not in slots and _ASKS_UNTIL.search(view.text):
        return _until(check, picked)
    if "reason" not in slots:
        return Ask("reason", "ask_reason", {"line": line}, REASONS, keeps={"line": line.line})
    quantity = slots.get("quantity") or (1 if picked.left > 1 else picked.left)
    if picked.line.quantity == 1:
        quantity = 1
    if slots.get("quantity") is None and picked.left > 1:
        return Ask("quantity", "ask_quantity", {"line": line, "left": picked.left}, keeps={"line": line.line})
    if quantity > picked.left:
        return Ask("quantity", "too_many", {"line": line, "left": picked.left}, keeps={"line": line.line})
    return _propose(task, check, picked, quantity=quantity)


def _until(check: ReturnCheck, picked: LineCheck) -> Step:
    return Say(
        "return_until",
        {"check": check, "line": picked.line, "eligibility": picked.eligibility, "order": check.order},
        opens="return_item",
        opens_slots={"order_id": check.order.order_id, "line": picked.line.line},
    )


def _refused_whole(check: ReturnCheck) -> Step | None:
    if len(check.lines) == 1 and not check.lines[0].eligibility.is_eligible:
        return _refused(check, check.lines[0])
    if any(each.eligibility.is_eligible for each in check.lines):
        return None
    return Say("return_refused_all", {"check": check, "order": check.order}, quick_replies=("Talk to a person",))


def _refused(check: ReturnCheck, each: LineCheck) -> Step:
    return Say(
        f"return_refused_{each.eligibility.refusal}",
        {"check": check, "line": each.line, "eligibility": each.eligibility, "order": check.order},
        shows=order_choices([check.order]),
        shows_kind="orders",
        quick_replies=("Talk to a person",),
        opens="return_item" if each.eligibility.refusal in ("excluded_category", "final_sale") else "",
        opens_slots={"order_id": check.order.order_id, "line": each.line.line},
    )


def _propose(task: Task, check: ReturnCheck, picked: LineCheck, *, quantity: int) -> Step:
    value = paid_for(check.order, picked.line, quantity=quantity)
    fee = picked.eligibility.fee
    return Propose(
        "file_return",
        {
            "order_id": check.order.order_id,
            "line": picked.line.line,
            "quantity": quantity,
            "reason": task["slots"]["reason"],
            "note": task["slots"].get("note", "")[:500],
        },
        "confirm_return",
        {
            "check": check,
            "line": picked.line,
            "quantity": quantity,
            "reason": ReturnReason(task["slots"]["reason"]),
            "eligibility": picked.eligibility,
            "refund": value - fee,
            "fee": fee,
        },
        verb="return|file",
    )


INTENT = Intent(
    name="return_item",
    meaning="send back, claim for damaged, wrong or missing item",
    route="returns",
    label="return something",
    next_step=next_step,
    slots=(
        "order_id",
        "email",
        "postcode",
        "which",
        "dates",
        "item",
        "category",
        "line",
        "quantity",
        "reason",
        "note",
        "product_ids",
    ),
    tools=("find_passages", "get_products", "list_orders", "check_return", "file_return"),
)
