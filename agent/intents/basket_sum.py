"""What goods of a given worth come to: a code's share off, and delivery, by what the shop's writings quote of both.

Every sum is made of the customer's own amount and of the passages that are read out with it; where these do not tell
a price, none is made up.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from agent.dialogue.further_questions import content, has_word
from agent.intents.answering import KINDS, LOOKED_AT, answer, answers
from agent.intents.baskets import Basket, basket_in
from agent.intents.spec import View
from agent.state import Task
from agent.steps import Call, Say, Step
from agent.table.questions import QUESTIONS, question
from domain.knowledge import Passage
from domain.money import Money, to_minor
from tools.places import places_in, places_said
from tools.policies import PassagesFound

CURRENCIES = {"$": "USD", "€": "EUR", "£": "GBP"}
_PRICE = r"(?P<sign>[$€£])\s?(?P<sum>\d+(?:\.\d\d)?)"
_STANDARD = re.compile(rf"\bstandard\b(?:(?!\bfree\b)[^.|])*?{_PRICE}", re.IGNORECASE)
_EXPRESS = re.compile(rf"\bexpress\b(?:(?!\bfree\b)[^.|])*?{_PRICE}", re.IGNORECASE)
_FREE_FROM = re.compile(rf"\bfree\b(?: [a-z]+){{0,3}} (?:from|over|above) {_PRICE}", re.IGNORECASE)
_OFF = re.compile(r"(?P<percent>\d{1,2}) ?(?:%|percent) (?:off|discount)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Tariff:
    """What one passage tells of delivery to one place."""

    prices: dict[str, Money]
    """By method: "standard" and, where it is told, "express"."""
    free_from: Money | None

    @property
    def currency(self) -> str:
        return self.prices["standard"].currency

    def price(self, method: str, goods: Money) -> Money:
        is_free = method == "standard" and self.free_from is not None and goods >= self.free_from
        return Money(0, goods.currency) if is_free else self.prices[method]


@dataclass(frozen=True, slots=True)
class Row:
    method: str
    shipping: Money
    total: Money


def tariff_of(passage: Passage) -> Tariff | None:
    """None where no price of standard shipping is told, or of when it is free in words that cannot be reckoned with."""
    found = {"standard": _STANDARD.search(passage.text), "express": _EXPRESS.search(passage.text)}
    prices = {method: _money(match) for method, match in found.items() if match is not None}
    free_from = _FREE_FROM.search(passage.text)
    if "standard" not in prices or (free_from is None and re.search(r"\bfree\b", passage.text, re.IGNORECASE)):
        return None
    return Tariff(prices, _money(free_from) if free_from is not None else None)


def _money(match: re.Match[str]) -> Money:
    currency = CURRENCIES[match["sign"]]
    return Money(to_minor(match["sum"], currency), currency)


def basket_sum(task: Task, view: View, basket: Basket | None = None) -> Step | None:
    """None where no sum can be made of what the shop has written. `basket`: goods that are known by their price."""
    basket = basket or basket_in(view.text)
    if basket is None:
        return None
    offer = _offer(basket, view)
    if isinstance(offer, Call):
        return offer
    off = _OFF.search(offer.text) if offer is not None else None
    percent = int(off["percent"]) if off else 0
    if basket.is_of_code and not percent:  # what only the customer says is no discount
        found = view.results.get("offers")
        told = answers(found) if isinstance(found, PassagesFound) else []
        return answer(told, asked=view.text) if told else None
    goods = Money(to_minor(basket.amount, CURRENCIES[basket.sign]), CURRENCIES[basket.sign])
    facts = {"goods": goods, "percent": percent, "less": _less(goods, percent), "rows": [], "offered": "", "not_to": ""}
    if not basket.is_of_delivery:
        return Say("basket_sum", {**facts, "passages": [offer], "country": ""}) if offer else None
    return _delivered(task, view, basket, facts=facts, offer=offer)


def _delivered(
    task: Task, view: View, basket: Basket, *, facts: dict[str, object], offer: Passage | None
) -> Step | None:
    places = places_said(view.text) or tuple(filter(None, [task["slots"].get("place")]))
    asked, found = question("shipping", "cost", places) or view.text, view.results.get("tariff")
    if not isinstance(found, PassagesFound):
        return Call("find_passages", {"query": asked, "kinds": KINDS, "limit": LOOKED_AT}, "tariff")
    if not (sure := answers(found)):
        return None
    quoted, tariff = answer(sure[:1], asked=" ".join([view.text, *places])), tariff_of(sure[0].passage)
    goods = facts["less"]
    if tariff is None or not isinstance(goods, Money) or goods.currency != tariff.currency:
        return quoted if places else None
    rows = _rows(tariff, goods, basket.methods)
    told = [*quoted.facts["passages"], *([offer] if offer else [])]
    named = places_in(" ".join(places))
    country = next(iter(named)) if len(named) == 1 else ""
    return replace(quoted, say="basket_sum", facts={**facts, "rows": rows, "passages": told, "country": country})


def _rows(tariff: Tariff, goods: Money, methods: Sequence[str]) -> list[Row]:
    wanted = [method for method in tariff.prices if not methods or method in methods]
    prices = {method: tariff.price(method, goods) for method in wanted}
    return [Row(method, price, goods + price) for method, price in prices.items()]


def _less(goods: Money, percent: int) -> Money:
    share = (Decimal(goods.amount_minor) * percent / 100).quantize(Decimal(1), ROUND_HALF_UP)
    return Money(goods.amount_minor - int(share), goods.currency)


def _offer(basket: Basket, view: View) -> Passage | Call | None:
    """The line of the shop's offers that is meant, by its share or its name; None where none is."""
    if not basket.is_of_code:
        return None
    found = view.results.get("offers")
    if not isinstance(found, PassagesFound):
        return Call("find_passages", {"query": QUESTIONS["payment"]["many"], "kinds": KINDS}, "offers")
    named = content(basket.code)
    lines = [
        replace(each.passage, text=line.removeprefix("- "))
        for each in answers(found)
        for line in each.passage.text.splitlines()
        if (off := _OFF.search(line))
        and (int(off["percent"]) == basket.percent if basket.percent else any(has_word(line, word) for word in named))
    ]
    return lines[0] if lines else None
