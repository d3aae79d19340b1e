"""VerdeMuse's folder is valid and believable."""

import re
from collections import Counter
from datetime import datetime, timedelta
from decimal import Decimal
from xml.etree import ElementTree

from domain.claims import ReturnReason
from domain.orders import OrderStatus
from domain.policies import rules_in_force
from synthetic_data.generate import FOLDER
from synthetic_data.reading import ShopFiles
from tests.synthetic_data.folder import anchor, order, orders, page, products, rules

INTENTS = {
    "track_order", "cancel_order", "change_order", "change_address", "place_order", "return_item", "exchange_item",
    "refund_request", "refund_status", "shipping_policy", "returns_policy", "payment_policy", "warranty_policy",
    "promo_discount", "payment_issue", "invoice", "account_help", "product_search", "product_question",
    "contact_info", "human_agent", "complaint", "feedback_newsletter", "chitchat", "affirm_deny", "out_of_scope",
}  # fmt: skip


def test_the_shipped_folder_has_no_problem(verdemuse: ShopFiles) -> None:
    assert verdemuse.problems == []


def test_there_is_as_much_as_a_shop_would_have(verdemuse: ShopFiles) -> None:
    assert len(products(verdemuse)) >= 160
    assert len({product.category for product in products(verdemuse)}) == 10
    assert len(verdemuse.faqs or ()) >= 100
    assert len(verdemuse.profiles or ()) == 300
    assert len(orders(verdemuse)) == 2000
    assert len(verdemuse.chats or ()) == 500
    assert len(verdemuse.articles or ()) >= 17


def test_every_order_status_occurs_often_enough_to_try(verdemuse: ShopFiles) -> None:
    statuses = Counter(each.status for each in orders(verdemuse))
    assert set(statuses) == set(OrderStatus)
    assert min(statuses.values()) >= 30


def test_some_orders_travel_in_two_parcels_with_lines_apart(verdemuse: ShopFiles) -> None:
    double = [each for each in orders(verdemuse) if len(each.parcels) == 2]
    assert len(double) >= 20
    assert all(sorted(n for p in each.parcels for n in p.lines) == [x.line for x in each.lines] for each in double)


def test_all_26_intents_are_logged_solved_and_unsolved(verdemuse: ShopFiles) -> None:
    logs = [placed.record for placed in verdemuse.chats or ()]
    assert {log.intent for log in logs} == INTENTS
    assert {log.intent for log in logs if log.resolved} == INTENTS
    assert 0.5 < sum(log.resolved for log in logs) / len(logs) < 0.95


def test_no_two_descriptions_are_alike(verdemuse: ShopFiles) -> None:
    descriptions = [product.description for product in products(verdemuse)]
    assert len(set(descriptions)) == len(descriptions)
    first_sentences = [text.split(". ")[0] for text in descriptions]
    assert len(set(first_sentences)) == len(first_sentences)


def test_products_come_in_sizes_and_colours_with_some_sold_out(verdemuse: ShopFiles) -> None:
    variants = [variant for product in products(verdemuse) for variant in product.variants]
    assert 0.05 < sum(variant.stock == 0 for variant in variants) / len(variants) < 0.3
    assert all(2 <= len({each.colour for each in product.variants}) <= 5 for product in products(verdemuse))
    assert any("discontinued" in product.tags and product.stock == 0 for product in products(verdemuse))


def test_every_picture_is_there_and_is_svg(verdemuse: ShopFiles) -> None:
    for product in products(verdemuse):
        assert product.image
        picture = ElementTree.fromstring((FOLDER / "products" / product.image).read_text(encoding="utf-8"))
        assert picture.tag.endswith("svg")


def test_nothing_has_happened_after_the_day_before_the_anchor(verdemuse: ShopFiles) -> None:
    last = anchor(verdemuse)
    for each in orders(verdemuse):
        happened = [each.placed_at, *(entry.at for entry in each.history)]
        happened += [event.at for parcel in each.parcels for event in parcel.events]
        happened += [entry.at for claim in each.returns for entry in claim.history]
        assert max(happened).date() < last, each.order_id


def test_histories_and_scans_are_in_order_of_time(verdemuse: ShopFiles) -> None:
    for each in orders(verdemuse):
        for entries in (each.history, *(parcel.events for parcel in each.parcels)):
            moments: list[datetime] = [entry.at for entry in entries]
            assert moments == sorted(moments), each.order_id
        assert each.history[0].at == each.placed_at


def test_status_and_parcels_tell_the_same_story(verdemuse: ShopFiles) -> None:
    today = anchor(verdemuse)
    for each in orders(verdemuse):
        has_arrived = [parcel.delivered_at is not None for parcel in each.parcels]
        under_way = [parcel.estimated_delivery for parcel in each.parcels if parcel.delivered_at is None]
        if each.status in (OrderStatus.DELIVERED, OrderStatus.RETURNED):
            assert has_arrived and all(has_arrived)
        elif each.status is OrderStatus.SHIPPED:
            assert not all(has_arrived) and all(day and day >= today for day in under_way)
        elif each.status in (OrderStatus.DELAYED, OrderStatus.LOST):
            assert all(day and day < today for day in under_way) and not all(has_arrived)
        else:
            assert each.parcels == []


def test_shipping_is_charged_as_the_shipping_policy_says(verdemuse: ShopFiles) -> None:
    zones = page(verdemuse, "policies/shipping_policy").head.facts["zones"].values()
    for each in orders(verdemuse):
        zone = next(zone for zone in zones if each.address["country"] in zone["countries"])
        goods = sum(line.unit_price * line.quantity for line in each.lines) - each.discount
        is_free = each.shipping_method == "standard" and goods >= Decimal(str(zone["free_from"]))
        price = Decimal(0) if is_free else Decimal(str(zone[each.shipping_method]["price"]))
        assert each.shipping_price == price, each.order_id


def test_claims_follow_the_rules_of_the_day_of_the_order(verdemuse: ShopFiles) -> None:
    versions = rules(verdemuse)
    category = {product.product_id: product.category for product in products(verdemuse)}
    seen: set[str] = set()
    for each in orders(verdemuse):
        for claim in each.returns:
            in_force = rules_in_force(versions, each.placed_at.date())
            line = each.lines[claim.line - 1]
            reason = ReturnReason(claim.reason)
            is_free = reason.is_our_fault or claim.reason in in_force.free_return_reasons
            assert claim.policy_version == in_force.version
            assert claim.send_back_by == claim.filed_at.date() + timedelta(days=in_force.send_back_days)
            assert claim.fee * 100 == (0 if is_free else in_force.return_shipping_fee_minor)
            assert claim.refund == line.unit_price * claim.quantity - claim.fee
            assert reason.is_our_fault or category[line.product_id] not in in_force.excluded_categories
            seen.add(claim.policy_version)
    assert seen == {version.version for version in versions}


def test_orders_exist_under_both_versions_of_the_returns_policy(verdemuse: ShopFiles) -> None:
    change = max(version.effective_from for version in rules(verdemuse))
    assert change == anchor(verdemuse) - timedelta(days=120)
    before = sum(each.placed_at.date() < change for each in orders(verdemuse))
    assert 300 < before < 1700


def test_the_demo_customer_has_a_history_worth_asking_about(verdemuse: ShopFiles) -> None:
    today = anchor(verdemuse)
    mine = [each for each in orders(verdemuse) if each.user_id == "U1001"]
    assert {each.status for each in mine} >= {
        OrderStatus.PENDING, OrderStatus.PAID, OrderStatus.SHIPPED, OrderStatus.DELAYED, OrderStatus.DELIVERED,
        OrderStatus.CANCELLED, OrderStatus.RETURNED,
    }  # fmt: skip
    shirt = order(verdemuse, "VM-10198")
    arrived = shirt.parcels[0].delivered_at
    assert "Shirt" in shirt.lines[0].name and arrived and arrived.date() == today - timedelta(days=5)
    assert shirt.lines[0].size == "M" and shirt.lines[0].colour == "Sage Green" and shirt.returns == []
    assert len(order(verdemuse, "VM-10234").parcels) == 2
    old = order(verdemuse, "VM-10042")
    governed = rules_in_force(rules(verdemuse), old.placed_at.date())
    old_arrival = old.parcels[0].delivered_at
    assert governed.version == "returns-1" and old_arrival
    assert old_arrival.date() + timedelta(days=governed.window_days) > today


def test_mail_and_web_addresses_are_reserved_for_examples(verdemuse: ShopFiles) -> None:
    texts = [path.read_text(encoding="utf-8") for path in FOLDER.rglob("*") if path.suffix in (".json", ".md")]
    hosts = {host for text in texts for host in re.findall(r"(?:@|https?://)([a-z0-9.-]+\.[a-z]{2,})", text)}
    assert hosts and all(re.fullmatch(r"(.+\.)?example\.(com|org)", host) for host in hosts)
