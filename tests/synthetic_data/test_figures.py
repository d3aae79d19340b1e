"""VerdeMuse says one thing only about every figure: policies define them, all other texts agree."""

import json
import re
from decimal import Decimal
from typing import Any

import pytest

from domain.knowledge import Audience
from synthetic_data.checks import return_rules
from synthetic_data.reading import Page, ShopFiles
from tests.synthetic_data.folder import page, pages, products, rules

AMOUNT = re.compile(r"\$(\d[\d,]*(?:\.\d\d)?)")
SPAN = re.compile(
    r"\b(\d+)(?: to (\d+))? (?:\w+ )?(days?|months?|years?|hours?|weeks?|minutes?|attempts|times|points?)\b"
)
PERCENT = re.compile(r"(\d+)\s?%")


def figures(text: str) -> set[Decimal]:
    """Amounts, spans of time, percentages and points that a text states."""
    found = [*AMOUNT.findall(text), *PERCENT.findall(text)]
    found += [number for first, second, _ in SPAN.findall(text) for number in (first, second) if number]
    return {Decimal(number.replace(",", "")) for number in found}


def facts(value: Any) -> set[Decimal]:
    if isinstance(value, bool) or value is None:
        return set()
    if isinstance(value, int | float):
        return {Decimal(str(value))}
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return set().union(*(facts(each) for each in inner))


def stated(each: Page) -> set[Decimal]:
    """What the head of a page defines; the amounts of rules are in cents there."""
    head = each.head
    cents = facts({key: value for key, value in (head.rules or {}).items() if key.endswith("_minor")})
    money = {value / 100 for value in cents}
    return facts(head.facts) | facts(head.rules) | money


@pytest.mark.parametrize("kind", ["amounts", "percentages", "spans"])
def test_public_texts_state_only_figures_that_a_policy_defines(verdemuse: ShopFiles, kind: str) -> None:
    only = {"amounts": (AMOUNT,), "percentages": (PERCENT,), "spans": (SPAN,)}[kind]
    defined = set().union(*(stated(each) for each in pages(verdemuse) if each.head.audience is not Audience.STAFF))
    public = [each.text for each in pages(verdemuse) if each.head.audience is not Audience.STAFF]
    texts = [placed.record.answer for placed in verdemuse.faqs or ()] + public
    matches = [match[0] for text in texts for pattern in only for match in pattern.finditer(text)]
    assert len(matches) >= 5
    assert [match for match in matches if not figures(match) <= defined] == []


def test_each_policy_states_every_return_rule_that_it_sets(verdemuse: ShopFiles) -> None:
    for each in (each for each in pages(verdemuse) if each.head.rules):
        version = return_rules(each)
        said = figures(each.text)
        due = {Decimal(version.window_days), Decimal(version.damaged_window_days), Decimal(version.refund_days)}
        due |= {Decimal(version.send_back_days)}
        due |= {Decimal(days) for days in version.category_window_days.values()}
        due |= {Decimal(version.approval_above_minor) / 100, Decimal(version.review_days)}
        due |= {Decimal(version.photo_days), Decimal(version.reopen_days), Decimal(version.repair_days)}
        due |= {Decimal(limit) / 100 for limit in version.photo_above_minor.values() if limit}
        assert due <= said, each.name
        if version.return_shipping_fee_minor:
            assert Decimal(version.return_shipping_fee_minor) / 100 in said


def test_faqs_on_returns_agree_with_the_rules_in_force(verdemuse: ShopFiles) -> None:
    """Each question that is about one rule says that rule's figure and no other."""
    current, earlier = sorted(rules(verdemuse), key=lambda version: version.effective_from, reverse=True)
    answers = {placed.record.question: placed.record.answer for placed in verdemuse.faqs or ()}
    window, coats = Decimal(current.window_days), Decimal(current.category_window_days["Outerwear"])
    damaged, fee = Decimal(current.damaged_window_days), Decimal(current.return_shipping_fee_minor) / 100
    assert figures(answers["How long do I have to return something?"]) == {window, coats}
    assert figures(answers["Is the return window longer for coats?"]) == {coats}
    assert figures(answers["Which return rules apply to my older order?"]) == {Decimal(earlier.window_days)}
    assert figures(answers["My item arrived damaged. What should I do?"]) == {damaged}
    assert figures(answers["I received the wrong item."]) == {damaged}
    assert figures(answers["Do I have to pay for returns?"]) == {fee}
    assert figures(answers["When will I get my refund?"]) == {Decimal(current.refund_days)}


def test_logged_answers_state_only_figures_that_a_policy_or_a_price_defines(verdemuse: ShopFiles) -> None:
    defined = set().union(*(stated(each) for each in pages(verdemuse)))
    defined |= {product.price for product in products(verdemuse)}
    compositions = {str((product.model_extra or {})["composition"]) for product in products(verdemuse)}
    for placed in verdemuse.chats or ():
        for message in placed.record.messages:
            if message.sender == "customer":
                continue
            text = message.text
            for composition in compositions:
                text = text.replace(composition, "")
            assert figures(text) <= defined, text


def test_product_pages_state_the_return_window_and_warranty_of_the_policies(verdemuse: ShopFiles) -> None:
    current = max(rules(verdemuse), key=lambda version: version.effective_from)
    warranty = page(verdemuse, "policies/warranty_policy").head.facts
    for product in products(verdemuse):
        months = warranty["category_months"].get(product.category, warranty["default_months"])
        assert product.warranty_months == months
        if product.final_sale:
            assert product.return_policy.startswith("Final sale")
        elif product.category in current.excluded_categories:
            assert product.return_policy.startswith("Not returnable")
        else:
            days = current.window_for(product.category, our_fault=False)
            assert product.return_policy == f"{days}-day return"


def test_texts_name_no_calendar_date_since_dates_move(verdemuse: ShopFiles) -> None:
    """Dates in heads move with the day of loading; a date in the text would not."""
    texts = [placed.record.answer for placed in verdemuse.faqs or ()] + [each.text for each in pages(verdemuse)]
    assert [text for text in texts if re.search(r"\b20[2-9]\d\b", text)] == []


def test_hours_and_addresses_of_support_are_those_of_the_shop(verdemuse: ShopFiles) -> None:
    assert verdemuse.shop
    support = verdemuse.shop.support
    contact = page(verdemuse, "articles/contact_us").text
    assert {support.email, support.phone, support.address} <= set(
        re.split(r"\n- (?:\w+-?\w*: )|, answered|\n", contact)
    )
    assert all(part in contact for part in re.split(", | Pacific", support.hours)[:2])
    said = json.dumps([placed.record.answer for placed in verdemuse.faqs or ()])
    assert set(re.findall(r"\+1[ \d]{9,}\d", said)) == {support.phone}
    assert set(re.findall(r"\S+@[\w.]+\w", said)) == {support.email}


def test_claims_repeat_what_the_shipping_and_warranty_policies_say(verdemuse: ShopFiles) -> None:
    """A rule that two policies state is one figure: the one that decides is the returns policy's."""
    shipping, warranty = (
        next(each.head.facts for each in pages(verdemuse) if each.head.title == title and each.head.facts)
        for title in ("Shipping policy", "Warranty policy")
    )
    for version in rules(verdemuse):
        assert version.lost_after_days == shipping["trace_after_days"]
        assert version.trace_days == shipping["trace_working_days"]
        assert version.not_received_days == shipping["not_received_days"]
        assert version.warranty_months == warranty["default_months"]
        assert version.category_warranty_months == warranty["category_months"]
        assert version.repair_days == warranty["repair_working_days"]


def test_every_clause_names_a_heading_of_its_policy(verdemuse: ShopFiles) -> None:
    for each in (each for each in pages(verdemuse) if each.head.rules):
        headings = set(re.findall(r"^## (.+)$", each.text, re.MULTILINE))
        assert set(return_rules(each).sections.values()) <= headings, each.name
