"""Changing a pending order: all changed lines first, then one summary; or another way of paying."""

import re
from typing import Any

from agent.claims.words import wishes_several
from agent.intents import change_address
from agent.intents.answering import answer, answers, from_passages, is_how_to
from agent.intents.change_address import PERSON, refused
from agent.intents.lapsing import lapse_of
from agent.intents.spec import Intent, View
from agent.orders.choosing import choose_order, line_choices, order_choices
from agent.orders.line_wishes import take_down, variant_choices, which_variant
from agent.orders.payment_methods import method_choices, method_named, money_back
from agent.state import Task
from agent.steps import Ask, Call, Choice, Propose, Say, Step
from domain.order_changes import payment_refusal, refusal
from domain.orders import Order
from tools.order_changes import OrderAddressChanged, OrderChangeCheck, OrderItemsChanged, OrderPaymentChanged
from tools.policies import PassagesFound

WHAT = (
    Choice("items", "Size, colour or quantity"),
    Choice("payment", "The payment"),
    Choice("address", "The address"),
)
_told_how = from_passages("changing an order", then="change_order")
_NUMBER = r"(?:vm-?\s?\d{3,6}|#\d{4,6}|(?:my|the|that|this) (?:\w{1,20} ){0,2}order)\b"
_CHANGE = r"\b(?:change|switch|swap|update|modify|edit|adjust|amend|make|get|have|want)\b"
_PAY = r"\b(?:pay|payment|card|pay ?pal|klarna|visa|master ?card|amex|discover|google pay|apple pay)\b"
_SIZE = r"(?:in|to) (?:an? )?(?:size )?(?:xxs|xs|s|m|l|xl|xxl|\d\d)\b"
_OPTION = rf"\b(?:size\b|colou?r\b|quantity\b|instead\b|{_SIZE})"
_NOT_HERE = (
    r"\b(?:address|return|refund|exchange|arrived|delivered|received|came|unsubscribe|"
    r"(?:send|deliver|ship)\b.{1,60}\bto)\b"
)
_PAYS = r"\b(?:change|switch|update|use|pay|charge|put)\b"
_ADDS_GOODS = re.compile(
    r"\b(?:add|put|throw|include)\b.{0,20}\b(?:something|anything|(?:an?|the|some|more|other|another|new|few|this|that)"
    r"(?: \w+){0,3}?)\b.{0,16}\b(?:to|in|into|on|with|as well|too|else)\b",
    re.IGNORECASE,
)
_WRONG_CHOICE = (
    r"\b(?:i|we)(?:'ve| have)?(?: \w+ly| just)? (?:picked|chose|selected|clicked|took|put)(?: on| in)?"
    r" (?:the |a )?wrong (?:size|colou?r|variant|quantity|option)\b"
    r"|\b(?:i|we)(?:'ve| have)?(?: \w+ly| just)? ordered (?:the |a )?wrong (?:size|colou?r|variant|quantity)\b.{0,12}"
    r"\b(?:in|on|with) (?:my|the) (?:last|latest|new|newest|recent|pending|open) order\b"
)
_CUES = re.compile(
    rf"^(?!.*{_NOT_HERE})"
    rf"(?:.*(?:{_WRONG_CHOICE})|.*{_CHANGE}.{{0,80}}{_OPTION}.{{0,80}}{_NUMBER}|.*{_CHANGE}.{{0,80}}{_NUMBER}.{{0,80}}{_OPTION}"
    rf"|.*{_PAYS}.{{0,60}}{_PAY}.{{0,60}}{_NUMBER}"
    rf"|.{{0,40}}\b(?:change|modify|edit|amend|update)\b(?! (?:on|about|for|regarding|from)\b).{{0,30}}{_NUMBER}\W*$"
    r"|.{0,30}\b(?:want|need|like|have|make|get|take)\b.{0,40}\binstead of (?:just |only )?(?:one|two|three|\d)\b"
    r"|.{0,40}\b(?:change|switch|make)\b (?:the|my|her|his|their) (?!address|payment|card|order|e-?mail|phone)"
    r"[\w' -]{2,30}? (?:back )?(?:to|into) (?:an? )?(?:size )?(?:xx?s|s|m|l|xx?l|small|medium|large|\d\d)\b"
    r"|.{0,30}\b(?:change|switch|update|modify)\b.{0,12}\b(?:size|colou?r|quantity)\b"
    r" (?:of|for) (?:the|my|her|his|their)\b"
    r"|.{0,20}\b(?:the|my) [\w' -]{2,30}, (?:can|could|may) (?:i|we|you)(?: please| still)? (?:change|switch)"
    r" (?:the |its )?(?:size|colou?r|quantity)\b"
    rf"|.{{0,40}}{_PAYS} (?:the |my )?payment (?:method )?(?:for|of|on) (?:the|my) [\w' -]{{2,30}} (?:to|onto|into)"
    rf" (?:my |an? )?{_PAY}"
    rf"|.*{_PAYS}.{{0,60}}{_NUMBER}.{{0,40}}\b(?:with|to|by|using|from|on)\b.{{0,30}}{_PAY})",
    re.IGNORECASE | re.DOTALL,
)


def next_step(task: Task, view: View) -> Step:
    slots = task["slots"]
    if is_how_to(view.text) and "order_id" not in slots:
        return _told_how(task, view)
    if _ADDS_GOODS.search(view.text) and not _said(task):
        return _no_new_goods(view)
    if (said := _done(view)) is not None:
        return said
    order = view.results.get("order")
    if not isinstance(order, Order):
        chosen = choose_order(
            task,
            view,
            fits=lambda order: _may_change(order, view),
            none_fit="none_to_change",
            purpose="which_to_change",
        )
        return Call("get_order", {"order_id": chosen}, "order") if isinstance(chosen, str) else chosen
    what = slots.get("change_what") or ("payment" if slots.get("pays_with") else None)
    if not _said(task) and ((slots.get("address") or {}).get("street") or slots.get("to")):
        what = "address"  # where it is to go, whatever was asked for
    if what == "payment" and slots.get("changed"):
        what = "items"  # the way of paying the difference
    if what == "address":
        return change_address.with_order(task, view, order)
    if view.is_closed(order):
        return refused(order, "items_final")
    if reason := refusal(order, "payment" if what == "payment" else "items"):
        return refused(order, reason)
    if what is None and not _said(task):
        return Ask("change_what", "ask_change_what", {"order": order}, WHAT)
    check = view.results.get("check")
    if not isinstance(check, OrderChangeCheck):
        return Call("check_order_changes", {"order_id": order.order_id}, "check")
    return _payment(task, check) if what == "payment" else _items(task, check, view)


def _no_new_goods(view: View) -> Step:
    """ "Can I add something to it?": in the shop's own words."""
    found = view.results.get("passages")
    if not isinstance(found, PassagesFound):
        return Call("find_passages", {"query": "Can I add an item to an order I already placed?"}, "passages")
    sure = answers(found)
    return answer(sure, asked=view.text) if sure else Say("not_known", {"topic": "orders"}, opens="human_agent")


def _may_change(order: Order, view: View) -> bool:
    return not view.is_closed(order) and (refusal(order, "items") is None or refusal(order, "payment") is None)


def _done(view: View) -> Say | Call | None:
    done = view.results.get("done")
    if isinstance(done, OrderItemsChanged):
        return Say("order_items_changed", {"done": done, "order": done.order, "receipt": done})
    if isinstance(done, OrderPaymentChanged):
        lapse = lapse_of([done.order], view) if done.order.awaits_payment else {}
        if isinstance(lapse, Call):
            return lapse
        return Say("order_payment_changed", {"done": done, "order": done.order, "receipt": done, **lapse})
    if isinstance(done, OrderAddressChanged):
        return Say("order_address_changed", {"order": done.order, "address": done.order.address, "receipt": done})
    return None


def _said(task: Task) -> bool:
    slots = task["slots"]
    is_named = any(slots.get(name) for name in ("instead", "quantity", "pieces", "added", "changed", "line"))
    return is_named or wishes_several(slots.get("parts"))


def _items(task: Task, check: OrderChangeCheck, view: View) -> Step:
    """Take down what was said; ask for what is missing; then whether that is all; then propose."""
    order, slots = check.order, task["slots"]
    if (other := _other_product(task, order)) is not None:
        return other
    if (unclear := take_down(task, check)) is not None:
        return unclear
    changed: dict[str, dict[str, Any]] = slots.get("changed") or {}
    if not changed and len(order.lines) == 1:
        return which_variant(order.lines[0], check)
    if not changed:
        lines = order.lines
        return Ask("line", "which_line_to_change", {"order": order, "lines": lines}, line_choices(lines))
    if len(changed) < len(order.lines) and "more" not in slots:
        return Ask("more", "ask_more_changes", {"order": order}, keeps={"changed": changed})
    return _quoted(task, check, view, changed)


def _other_product(task: Task, order: Order) -> Step | None:
    """ "The linen shirt instead of the dress": only variants of what was ordered can be had."""
    wanted = set(task["slots"].pop("product_ids", None) or ())
    if (
        not wanted
        or task["slots"].get("instead")
        or task["slots"].get("quantity")
        or wanted & {line.product_id for line in order.lines}
    ):
        return None
    return Say("change_refused_other_product", {"order": order}, opens="cancel_order", opens_slots=_of(order))


def _of(order: Order) -> dict[str, str]:
    return {"order_id": order.order_id}


def _quoted(task: Task, check: OrderChangeCheck, view: View, changed: dict[str, dict[str, Any]]) -> Step:
    """Reckoned by the shop over what it has now; a difference needs a way of paying that covers it."""
    order, said = check.order, task["slots"].get("pays_with")
    named = method_named(said, check.methods) if said else None
    arguments: dict[str, Any] = {
        "order_id": order.order_id,
        "lines": [
            {"line": int(number), "sku": each["sku"], "quantity": each["quantity"]} for number, each in changed.items()
        ],
    }
    chosen = {"method_id": named.method_id} if named else {}
    reckoned = view.results.get("quote")
    if not isinstance(reckoned, OrderChangeCheck):
        return Call("check_order_changes", {**arguments, **chosen}, "quote")
    quote = reckoned.quote
    if quote.refusal in ("gift_card_too_small", "unknown_method"):
        able = [method for method in check.methods if method.covers(quote.difference)]
        facts = {"order": order, "quote": quote, "methods": able, "method": quote.method}
        return Ask("pays_with", f"change_{quote.refusal}", facts, method_choices(able), keeps={"pays_with": None})
    if quote.refusal is not None:
        return _refused_line(task, reckoned)
    chosen = {"method_id": quote.method.method_id} if quote.difference.amount_minor and quote.method else {}
    pairs = [(order.line(number), quote.after.line(number)) for number in quote.changed]
    return Propose(
        "change_order_items",
        {**arguments, **chosen, "difference_minor": quote.difference.amount_minor},
        "confirm_change_items",
        {"order": order, "quote": quote, "pairs": pairs, "difference": quote.difference, "due": _absolute(quote)},
        verb="change|swap|update",
    )


def _absolute(quote: Any) -> Any:
    return quote.difference if quote.difference.amount_minor >= 0 else quote.difference * -1


def _refused_line(task: Task, reckoned: OrderChangeCheck) -> Step:
    """A line that cannot become this: it is taken out of the changes, and what it could be is offered."""
    quote, order = reckoned.quote, reckoned.order
    number = quote.refused_line or order.lines[0].line
    line = order.line(number) or order.lines[0]
    changed = dict(task["slots"].get("changed") or {})
    wanted = quote.after.line(number) or line
    changed.pop(str(number), None)
    task["slots"]["changed"] = changed
    product = reckoned.product(line.product_id)
    left = [each for each in product.variants if each.stock > 0 and each.sku != line.sku] if product else []
    if quote.refusal == "not_available" and left:
        facts = {"line": wanted, "variants": left[:8]}
        return Ask("instead", "change_not_available", facts, variant_choices(left[:8]), keeps={"line": number})
    return Say(
        f"change_refused_{quote.refusal}", {"order": order, "line": wanted}, quick_replies=PERSON, shows_kind="orders",
        shows=order_choices([order]),
    )  # fmt: skip


def _payment(task: Task, check: OrderChangeCheck) -> Step:
    order, said = check.order, task["slots"].get("pays_with")
    others = [method for method in check.methods if method.method_id != order.method_id]
    able = [method for method in others if method.covers(order.total)]
    method = (method_named(said, others) or method_named(said, check.methods)) if said else None
    if not able:
        return Say("change_refused_no_other_method", {"order": order}, quick_replies=PERSON)
    if method is None:
        return Ask("pays_with", "ask_new_method", {"order": order, "methods": able}, method_choices(able))
    reason = payment_refusal(order, method)
    if reason in ("gift_card_too_small", "same_as_before"):
        facts = {"order": order, "method": method, "methods": able}
        say = "payment_gift_card_too_small" if reason == "gift_card_too_small" else "payment_same_as_before"
        return Ask("pays_with", say, facts, method_choices(able), keeps={"change_what": "payment"})
    if reason is not None:
        return refused(order, reason)
    back = money_back(order, check.methods)
    return Propose(
        "change_order_payment",
        {"order_id": order.order_id, "method_id": method.method_id},
        "confirm_change_payment",
        {"order": order, "method": method, "back": back, "working_days": check.working_days},
        verb="change|pay|switch|charge|use",
    )


INTENT = Intent(
    name="change_order",
    meaning="change items, quantity, options or payment of a placed order",
    route="order",
    label="change an order",
    next_step=next_step,
    undone_by="change_order",
    slots=(
        "order_id",
        "email",
        "which",
        "dates",
        "item",
        "line",
        "quantity",
        "everything",
        "pieces",
        "added",
        "parts",
        "instead",
        "change_what",
        "pays_with",
        "product_ids",
        "more",
        "address",
        "same_place",
    ),
    cues=_CUES,
    tools=(
        "find_passages",
        "list_orders",
        "get_order",
        "check_order_changes",
        "change_order_items",
        "change_order_payment",
        "change_order_address",
    ),
)
