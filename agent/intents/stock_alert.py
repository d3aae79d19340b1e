"""Told when something sold out is back: setting an alert, seeing one's alerts, ending them."""

import re
from collections.abc import Sequence

from agent.intents.several_products import colour_of
from agent.intents.spec import Intent, View
from agent.state import Task
from agent.steps import Ask, Call, Choice, Propose, Say, Step
from domain.catalog import Product, Variant
from domain.stock_alerts import StockAlert
from tools.products import ProductDetails
from tools.stock_alerts import AlertList, AlertsCancelled, AlertSet

EVERY = "*"
MOST_CHOICES = 8
_CUES = re.compile(
    r"\b(?:tell|let|notify|alert|message|text|e-?mail|ping|write(?: to)?|inform|remind) (?:me|us)\b.{0,40}"
    r"\b(?:back|again|in stock|restock\w*|available|comes? in|returns)\b"
    r"|\b(?:back[- ]in[- ]stock|stock|restock\w*|availability) (?:alert|notification|reminder|notice)s?\b"
    r"|\b(?:my|the|any|all|an|what|which) (?:stock )?alerts?\b"
    r"|\b(?:set|create|add|want|need|cancel|stop|end|list|show)\b.{0,15}\balerts?\b"
    r"|\bwait(?:ing)?[- ]?list\b|\bnotify me\b",
    re.IGNORECASE,
)


def next_step(task: Task, view: View) -> Step:
    done = view.results.get("done")
    if isinstance(done, AlertSet):
        return Say("alert_set" if done.is_new else "alert_known", {"alert": done.alert, "receipt": done})
    if isinstance(done, AlertsCancelled):
        return Say("alerts_ended", {"alerts": done.alerts, "receipt": done})
    alerts = view.results.get("alerts")
    if task["slots"].get("alert_wish"):
        if not isinstance(alerts, AlertList):
            return Call("list_stock_alerts", {}, "alerts")
        if task["slots"]["alert_wish"] == "list":
            return Say("alerts_listed" if alerts.alerts else "no_alerts", {"alerts": alerts.alerts})
        return _end(task, alerts.alerts)
    details = view.results.get("details")
    if not isinstance(details, ProductDetails):
        return _look_at(task)
    step = _set(task, view.text, next(iter(details.products)))
    if isinstance(step, Propose) and not isinstance(alerts, AlertList):
        return Call("list_stock_alerts", {}, "alerts")
    if isinstance(step, Propose) and isinstance(alerts, AlertList):
        known = next((each for each in alerts.alerts if each.sku == step.arguments["sku"]), None)
        return Say("alert_known", {"alert": known}) if known else step
    return step


def _look_at(task: Task) -> Step:
    product_ids = task["slots"].get("product_ids")
    if not product_ids:
        return Ask("product_ids", "alert_for_what")
    return Call("get_products", {"product_ids": product_ids[:1]}, "details")


def _size_in(text: str, product: Product) -> str | None:
    """ "in black m": beside the product's own sizes a small letter is one."""
    words = re.findall(r"[\w'’-]+", text.casefold())
    return next((size for size in product.sizes if size.casefold() in words), None)


def _set(task: Task, text: str, product: Product) -> Step:
    limits = task["slots"].get("limits", {})
    size = next(iter(limits.get("sizes", ())), None) or _size_in(text, product)
    colour = colour_of(product, next(iter(limits.get("colours", ())), None))
    wanted = product.matching(size=size, colour=colour)
    if sku := task["slots"].get("sku"):
        wanted = tuple(variant for variant in product.variants if variant.sku == sku)
    if not wanted:
        return Say("alert_not_made", {"product": product, "size": size, "colour": colour})
    sold_out = [variant for variant in wanted if variant.stock <= 0]
    if not sold_out:
        return Say("alert_not_needed", {"product": product, "size": size, "colour": colour})
    if len(sold_out) > 1:
        facts = {"product": product, "variants": sold_out[:MOST_CHOICES]}
        return Ask("sku", "alert_for_which", facts, _choices(sold_out))
    variant = sold_out[0]
    return Propose(
        "set_stock_alert",
        {"sku": variant.sku},
        "confirm_alert",
        {"product": product, "variant": variant},
        verb="tell|notify|alert|set|write",
    )


def _choices(variants: Sequence[Variant]) -> tuple[Choice, ...]:
    return tuple(Choice(variant.sku, variant.words, variant.words) for variant in variants[:MOST_CHOICES])


def _end(task: Task, alerts: Sequence[StockAlert]) -> Step:
    if not alerts:
        return Say("no_alerts", {"alerts": ()})
    sku = EVERY if task["slots"].get("all_alerts") else task["slots"].get("sku")
    if len(alerts) == 1:
        sku = alerts[0].sku
    if sku is None:
        choices = [Choice(alert.sku, alert.label, alert.label) for alert in alerts[:MOST_CHOICES]]
        choices.append(Choice(EVERY, "All of them", "all every"))
        return Ask("sku", "which_alert_to_end", {"alerts": alerts}, tuple(choices))
    ended = tuple(alert for alert in alerts if sku in (EVERY, alert.sku))
    if not ended:
        return Say("alerts_listed", {"alerts": alerts})
    arguments = {"sku": None if sku == EVERY else sku}
    return Propose("cancel_stock_alert", arguments, "confirm_alert_end", {"alerts": ended}, verb="end|cancel|stop")


INTENT = Intent(
    name="stock_alert",
    meaning="be told when something is back in stock; see or end such alerts",
    route="product",
    label="be told when something is back in stock",
    next_step=next_step,
    slots=("product_ids", "limits", "sku", "alert_wish", "all_alerts"),
    tools=("get_products", "list_stock_alerts", "set_stock_alert", "cancel_stock_alert"),
    cues=_CUES,
)
