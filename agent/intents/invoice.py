"""What an order cost, line by line, a copy of its invoice by e-mail, and where invoices are kept."""

import re

from agent.intents.answering import from_passages, is_how_to
from agent.intents.spec import Intent, View
from agent.orders.choosing import choose_order, order_choices
from agent.state import Task
from agent.steps import Call, Propose, Say, Step
from domain.invoices import Invoice
from domain.orders import Order
from tools.invoices import InvoiceMailed

_ASKS_SUM = re.compile(
    r"\b(?<!from )(how much|what(?! (?:\w+ )?(?:can|could|may)\b))\b(?!.{0,20}\bno[t']?\b).{0,20}"
    r"\b(pay|paid|spen[dt]|cost me(?! to\b)|charged|total)\b"
    r"|\btotal (?:price |cost |amount )?(of|for) (my|the|order)\b"
    r"|\bhow much (?:was|were|is) (?:my|the|that|our) (?:\w+ )?(?:order|purchase)\b"
    r"|\bwhat(?:'?s|’s| is| was| were| all is)? (?:all )?in (?:my|the|that|our|order)\b(?: \w+){0,2} ?(?:order|parcel"
    r"|package|box|vm)"
    r"|\bwhat did (?:i|we) (?:order|buy|get) in\b(?=.*(?:\border\b|\bvm))"
    r"|\bwhen was (?:my|the|that) (?:\w+ )?order (?:placed|made)\b"
    r"|\bhow much (?:was|is|were) (?:the )?(?:shipping|delivery|postage) (?:on|for|of) (?:my|that)\b"
    r"|\bwhen (?:did|have) (?:i|we) (?:order(?:ed)?|buy|bought|place|purchased?)\b",
    re.IGNORECASE,
)
_NOT_YET = re.compile(
    r"\bif (?:i|we) (?:were to )?(?:buy|order|bought|ordered|get|got|take|took|add|added)\b"
    r"|\b(?:would|will) (?:i|we|it|that|they) (?:have to )?(?:pay|cost|come to)\b"
    r"|\b(?:need|have) to spend\b",
    re.IGNORECASE,
)
""" "If I buy both, what would I pay": of no order that there is."""
_SEEN_BY_OTHERS = re.compile(
    r"\b(?:he|she|they|somebody|someone|\w+er|friend) (?:\w+ )?(?:sees?|knows?|finds? out)\b", re.I
)
_ASKS_COPY = re.compile(
    r"\b(?:send|e-?mail|mail|resend|forward|get|give|need|want|lost|copy|copies|duplicate|re-?issue|show)\b"
    r".{0,40}\b(?:invoices?|bills?|receipts?)\b"
    r"|\b(?:invoices?|bills?|receipts?)\b.{0,25}\b(?:please|pls|again|copy|for (?:my|order|vm)|to my e-?mail)\b"
    r"|^\W*(?:(?:an?|the|my) )?(?:invoice|bill|receipt)\W*$",
    re.IGNORECASE,
)
_ASKS_ELSE = re.compile(
    r"\b(?:wrong|vat|tax|company|name|correct\w*|change|without prices|gift|where|how|download|no invoice)\b",
    re.IGNORECASE,
)
_where_it_is = from_passages("invoices", person=True)


def next_step(task: Task, view: View) -> Step:
    if task["slots"].get("invoice_wish") or _asks_copy(view.text) or _asks_of_one(task, view.text):
        task["slots"]["invoice_wish"] = "copy"
        return _copy(task, view)
    if not asks_sum(view.text):
        return _where_it_is(task, view)
    order = view.results.get("order")
    if isinstance(order, Order):
        return Say("order_sums", {"order": order}, shows=order_choices([order]), shows_kind="orders")
    chosen = choose_order(task, view, fits=lambda order: True, none_fit="no_orders", purpose="which_order")
    return Call("get_order", {"order_id": chosen}, "order") if isinstance(chosen, str) else chosen


_SENDS_ONE = re.compile(r"\b(?:send|e-?mail|mail|forward)\s+(?:me\s+)?(?:it|that|one|a copy|the copy)\b", re.IGNORECASE)


def _asks_of_one(task: Task, text: str) -> bool:
    """ "How do I get a receipt for the sandals": of an order, so it is given; "just mail me one", once told how."""
    is_of_order = bool(task["slots"].keys() & {"order_id", "item", "which"})
    is_wrong = re.search(r"\b(?:wrong|correct\w*|change|name|company|vat|tax)\b", text, re.IGNORECASE)
    is_asked = re.search(r"\b(?:get|have|receive|need|want)\b.{0,12}\b(?:invoices?|bills?|receipts?)\b", text, re.I)
    is_plain = not (_ASKS_ELSE.search(text) or is_how_to(text) or asks_sum(text))
    is_of_one = is_of_order and is_wrong is None and (is_asked is not None or is_plain)
    return _SENDS_ONE.search(text) is not None or is_of_one


def _asks_copy(text: str) -> bool:
    """ "Send me the invoice for VM-10198"; not "the name on it is wrong", nor "where do I find it"."""
    return _ASKS_COPY.search(text) is not None and _ASKS_ELSE.search(text) is None and not is_how_to(text)


def _copy(task: Task, view: View) -> Step:
    if isinstance(done := view.results.get("done"), InvoiceMailed):
        facts = {"done": done, "receipt": done}
        return Say("invoice_sent_today" if done.was_sent_today else "invoice_mailed", facts)
    invoice = view.results.get("invoice")
    if isinstance(invoice, Invoice):
        arguments = {"order_id": invoice.order_id}
        facts = {"invoice": invoice, "order": view.results.get("order")}
        return Propose("mail_invoice", arguments, "confirm_invoice", facts, verb="send|mail|e-mail")
    order = view.results.get("order")
    if isinstance(order, Order):
        if order.status.has_invoice:
            return Call("get_invoice", {"order_id": order.order_id}, "invoice")
        return Say(f"no_invoice_{order.status.value}", {"order": order})
    slots = task["slots"]
    if slots.get("order_in_view") and not slots.keys() & {"order_id", "which", "dates", "item"}:
        slots["order_id"] = slots["order_in_view"]
    chosen = choose_order(
        task, view, fits=lambda order: order.status.has_invoice, none_fit="no_invoices", purpose="which_invoice"
    )
    return Call("get_order", {"order_id": chosen}, "order") if isinstance(chosen, str) else chosen


def asks_sum(text: str) -> bool:
    """ "How much did I pay for the coat?": answered from the order, not from an article."""
    others = (_SEEN_BY_OTHERS, _NOT_YET)
    return _ASKS_SUM.search(text) is not None and not any(each.search(text) for each in others)


INTENT = Intent(
    name="invoice",
    meaning="find, get or correct an invoice or bill",
    route="account",
    label="get an invoice",
    next_step=next_step,
    slots=("order_id", "email", "postcode", "which", "dates", "item", "order_in_view"),
    tools=("find_passages", "list_orders", "get_order", "get_invoice", "mail_invoice"),
)
