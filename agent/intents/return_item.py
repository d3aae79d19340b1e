"""Sending something back: which order, which lines, how many, why; then the rules; then a yes; then claims."""

import re

from agent.claims.faults import MENDABLE
from agent.claims.lines import chosen_lines
from agent.claims.one_each import which_is_which
from agent.claims.swapping import TAKEN, after_withdrawal, instead_of_claim, told_of_standing
from agent.claims.swapping import TOOLS as SWAPPING
from agent.intents import claiming
from agent.intents.answering import from_passages, is_how_to
from agent.intents.returnable import returnable
from agent.intents.spec import Intent, View
from agent.orders.choosing import choose_order, likeness, line_choices, order_choices
from agent.state import Task
from agent.steps import Ask, Call, Say, Step
from domain.claims import ClaimKind, Remedy, ReturnReason
from domain.orders import Order, OrderStatus
from tools.claims import LineCheck
from tools.products import ProductDetails
from tools.returns import ReturnCheck

WITHIN_WINDOW = re.compile(
    r"\b(?:within|inside|in|past|outside|beyond|over) (?:the|its|their|your) (?:return|exchange)s?"
    r" (?:window|period|deadline|time)\b"
    r"|\b(?:until|till|by) when (?:can|could|may|do|must) (?:i|we)\b.{0,20}\b(?:return|sen[dt]) ",
    re.IGNORECASE,
)
_ASKS_UNTIL = re.compile(
    rf"{WITHIN_WINDOW.pattern}|\b(until when|till when|by when|how long (do|can|have)"
    r"|(can|may|could) (i|she|he|they|we) still|still (be )?return(able|ed)|too late|last day|deadline)\b",
    re.IGNORECASE,
)
_ASKS_IF = re.compile(
    r"^\W*(can|could|may|is it possible to|are you able to)\b.{0,12}\breturn|\breturnable\b", re.IGNORECASE
)
_ASKS_WHAT = re.compile(
    r"\b(?:what|which|anything|something|things?|is there|are there)\b.{0,40}\b(?:can|could|may|still|able)\b.{0,25}"
    r"\b(?:return\w*|send|sent|give|given|bring|go|goes)\b(?! (?:it|that|this|them) )"
    r"|\b(?:can|could|may) i (?:still )?(?:return|(?:send|give|bring) back) (?:anything|something|stuff|things)\b",
    re.IGNORECASE,
)
_told_how = from_passages("returning an item", then="return_item")


def next_step(task: Task, view: View) -> Step:
    if is_how_to(view.text) and "order_id" not in task["slots"]:
        return _told_how(task, view)
    if (done := claiming.receipt(view)) is not None:
        return done
    if (about := _of_a_product(task, view) or returnable(task, view)) is not None:
        return about
    check = view.results.get("check")
    if isinstance(check, ReturnCheck) and is_meant(task, check, view):
        if (coming := _still_coming(task, check)) is not None:
            return coming
        if check.kind is ClaimKind.WARRANTY and not _may_be_mended(check):
            task["slots"].pop("remedy")
            return _looked_up(task, check.order.order_id)
        if (told := _what_can(task, check, view)) is not None:
            return told
        step = instead_of_claim(task, check, view) or claiming.with_check(
            task, check, view, before_asking=lambda picked: _until(check, picked, view)
        )
        return after_withdrawal(told_of_standing(step, view), view)
    chosen = choose_order(task, view, fits=may_have_arrived, none_fit="nothing_to_return", purpose="which_to_return")
    if not isinstance(chosen, str):
        return which_is_which(task, chosen)
    return _looked_up(task, chosen)


def _may_be_mended(check: ReturnCheck) -> bool:
    """What is under a claim already may be, once that one is taken back."""
    return any(each.eligibility.is_eligible or each.eligibility.refusal in TAKEN for each in check.lines)


def _looked_up(task: Task, order_id: str) -> Call:
    """Who wants a fault mended claims on the warranty, which repairs; the rules for damage pay or replace."""
    slots = task["slots"]
    reason = slots.get("reason", ReturnReason.CHANGED_MIND.value)
    is_mended = slots.get("remedy") == Remedy.REPAIR and reason in MENDABLE
    kind = {"kind": ClaimKind.WARRANTY.value} if is_mended else {}
    return Call("check_return", {"order_id": order_id, "reason": reason, **kind}, "check")


def _of_a_product(task: Task, view: View) -> Step | None:
    """ "Can I return the silk scarf?" of somebody whose orders we cannot see: what its page says."""
    slots = task["slots"]
    if slots.get("order_id") or view.principal.is_signed_in or not slots.get("product_ids"):
        return None
    if not _ASKS_IF.search(view.text):
        return None
    details = view.results.get("details")
    if not isinstance(details, ProductDetails):
        return Call("get_products", {"product_ids": slots["product_ids"][:1]}, "details")
    return Say("return_of_product", {"product": details.products[0]})


def _still_coming(task: Task, check: ReturnCheck) -> Say | None:
    """ "I only got half of it", of an order whose other parcel is under way: nothing named is missing yet."""
    slots, order = task["slots"], check.order
    under_way = [parcel for parcel in order.parcels if parcel.delivered_at is None]
    is_named = slots.keys() & {"item", "line", "lines", "category"}
    if (
        slots.get("reason") != ReturnReason.MISSING_ITEM.value
        or is_named
        or not 0 < len(under_way) < len(order.parcels)
    ):
        return None
    facts = {"order": order, "parcels": under_way}
    return Say("rest_under_way", facts, shows=order_choices([order]), shows_kind="orders")


def _what_can(task: Task, check: ReturnCheck, view: View) -> Ask | None:
    """ "What can I send back from my last order": each thing with its last day, before anything is asked of one."""
    is_told = task["slots"].keys() & {"item", "line", "lines", "category", "reason", "everything", "remedy"}
    able = [each for each in check.lines if each.eligibility.is_eligible]
    if is_told or not able or _ASKS_WHAT.search(view.text) is None:
        return None
    facts = {"check": check, "order": check.order, "able": able}
    return Ask("line", "what_can_go_back", facts, line_choices([each.line for each in able]))


def is_meant(task: Task, check: ReturnCheck, view: View) -> bool:
    """Whether the item named is in this order; a signed-in customer may have meant another one."""
    slots = task["slots"]
    if slots.get("order_id") != check.order.order_id:
        return False
    if len(check.lines) == 1 and slots.get("not_line") and not slots.get("line"):
        slots["not_order"] = slots.pop("order_id")  # "no, the other one", where there is no other in this order
        del slots["not_line"]
        return False
    if check.order.order_id.casefold() in view.text.casefold():
        return True
    mention, categories = slots.get("item"), slots.get("category")
    names_none = mention and not any(likeness(mention, each.line) for each in check.lines)
    of_other_kind = categories and not any(each.line.category in categories for each in check.lines)
    if (names_none or of_other_kind) and slots.get("order_said"):
        for name in ("item", "category"):
            slots.pop(name, None)  # the number was given when asked for; the thing was a word in passing
        return True
    if (names_none or of_other_kind) and view.principal.subject and not slots.get("item_sought"):
        slots.pop("order_id")
        slots["item_sought"] = mention or ", ".join(categories or ())
        return False
    return True


def may_have_arrived(order: Order) -> bool:
    return order.status is OrderStatus.DELIVERED or any(parcel.delivered_at for parcel in order.parcels)


def previewed(task: Task, view: View, order_id: str) -> Step | None:
    """Until when, and for how much: nothing is filed. None where it cannot go back, or several things may be meant."""
    check = view.results.get("check")
    if not isinstance(check, ReturnCheck):
        return Call("check_return", {"order_id": order_id, "reason": ReturnReason.CHANGED_MIND.value}, "check")
    lines = [each.line for each in check.lines]
    meant = [check.of(line) for line in chosen_lines(task, lines, still_open=lines)] or check.lines
    picked = meant[0]
    return _told_until(check, picked) if len(meant) == 1 and picked and picked.eligibility.is_eligible else None


def _until(check: ReturnCheck, picked: LineCheck, view: View) -> Step | None:
    return _told_until(check, picked) if _ASKS_UNTIL.search(view.text) else None


def _told_until(check: ReturnCheck, picked: LineCheck) -> Say:
    return Say(
        "return_until",
        {"check": check, "line": picked.line, "eligibility": picked.eligibility, "order": check.order},
        shows=order_choices([check.order]),
        shows_kind="orders",
        opens="return_item",
        opens_slots={"order_id": check.order.order_id, "line": picked.line.line},
    )


INTENT = Intent(
    name="return_item",
    meaning="send back, claim for damaged, wrong or missing item",
    route="returns",
    label="return something",
    next_step=next_step,
    undone_by="withdraw_claim",
    slots=claiming.SLOTS,
    tools=("find_passages", "get_products", "list_orders", "list_returnable", "check_return", "file_return", *SWAPPING),
    cues=re.compile(
        r"\b(?:file|make|open|start|submit|raise|create)\b (?:(?:a|an|another|one|my|the|new)\s+){0,2}"
        r"(?:(?:damage\w*|return|missing[ -]item)\s+)?(?:claim|return)\b(?!.{0,40}\b(?:warranty|guarantee|lost)\b)"
        r"|\b(?:what|which(?: ones?| things?)?) (?:can|could|may) (?:i |still |be |even )*"
        r"(?:go|sen[dt]|give|bring|return\w*)\b(?: back)? (?:from|of|out of) (?:my|that|this|the|order|vm)\b"
        r"|\b(?:do i have|have i got|is there) (?:any(?:thing)?|something|stuff)\b.{0,30}"
        r"\b(?:return(?:ed|able)?|sen[dt] back|go back)\b(?! (?:it|that|this|them|the|my)\b)"
        r"|\b(?:which|what|any) of my \w+\b.{0,30}\b(?:return(?:ed|able)?|sen[dt] back|go back)\W*$"
        r"|\b(?:was|were|is|are)(?:n'?t| not)? (?:missing from|in (?:the|my) (?:box|parcel|package))\b"
        r"|\bmissing (?:from|in) (?:my|the) (?:box|parcel|package|order|delivery)\b"
        r"|\b(?:something|(?:one|an?|the other) (?:things?|items?|pieces?|of (?:them|the \w+))"
        r"|(?:part|half) of (?:it|(?:the|my) order))(?:'s|s| is| was| are| were)? (?:still |just )?missing\b"
        r"|\b(?:can|could|may|want to|like to) (?:i |we )?(?:still )?send (?:the|my|this|these|those|one)(?! money)\b"
        r"(?: [\w'-]+){1,5} back\b"
        r"|\b(?:can|could|may) (?:i |we |he |she |they )(?:still )?send back (?:the|my|this|these|those|that)\b"
        r"|\bonly (?:got|received) (?:one|half|part|two|\d)\b"
        r"|\bstill take (?:it|them|this|these|(?:the|my) [\w' -]{2,30}?) back\b"
        r"|\bonly (?:one|two|half|\d)\b.{0,20}\bin (?:the|my) (?:box|parcel|package|bag|envelope|delivery)\b",
        re.IGNORECASE,
    ),
)
