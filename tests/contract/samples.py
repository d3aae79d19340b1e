"""What every tool may answer, as real domain values: one sample a case that a reply has to put into words.

Return decisions are made by the domain's own rules, over the shop's own policy.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from agent.intents.continue_elsewhere import CARRIED
from agent.intents.registry import INTENTS
from domain.catalog import Product, ProductId, Sku, Variant
from domain.claims import ReturnReason, kind_for
from domain.customers import Customer, CustomerId
from domain.invoices import Invoice
from domain.knowledge import Audience, Passage, SourceKind
from domain.money import Money
from domain.orders import CarrierEvent, Order, OrderId, OrderLine, OrderStatus, Parcel
from domain.policies import ReturnRules
from domain.reorders import ReorderQuote
from domain.shipping import ShippingZone, arrivals
from tools.continuations import OpenRequest, OpenRequests
from tools.deliveries import DeliveryEstimate
from tools.handoff import HandedOff, HandOffCalledOff
from tools.identity import CodeChecked, CodeSent, OrderProved
from tools.invoices import InvoiceMailed
from tools.knowledge.port import Found, ProductFilters, ProductHit
from tools.leads import CustomersFound
from tools.orders import OrderList, OrderTracking
from tools.policies import PassagesFound, RulesInForce
from tools.products import ProductDetails, Purchase, SearchResult

NOW = datetime(2026, 11, 20, 10, 30, tzinfo=UTC)
TODAY = NOW.date()
MAYA = CustomerId("U1001")
_POLICIES = Path(__file__).parents[2] / "synthetic_data" / "policies"


def usd(minor: int) -> Money:
    return Money(minor, "USD")


def days_ago(days: int) -> datetime:
    return NOW - timedelta(days=days)


@cache
def rules() -> ReturnRules:
    """The shop's returns policy as it is in force."""
    _, front, _ = (_POLICIES / "return_policy.md").read_text(encoding="utf-8").split("---\n", 2)
    facts = yaml.safe_load(front)
    known = {name: facts.get(name) for name in ("title", "effective_from", "effective_to")}
    return ReturnRules.model_validate({**known, **facts["rules"]})


def line(number: int, name: str, *, quantity: int = 1, price: int = 5900, category: str = "Shirts") -> OrderLine:
    return OrderLine(
        line=number,
        sku=f"VM100{number}-M",
        product_id=f"VM100{number}",
        name=name,
        size="M",
        colour="Moss Green",
        quantity=quantity,
        unit_price=usd(price),
        category=category,
    )


def parcel(number: int, lines: Sequence[int], *, delivered: int | None, expected: int | None) -> Parcel:
    """`delivered` and `expected` in days ago; None: not yet, nobody knows."""
    events = [CarrierEvent(days_ago(6), "PU", "Picked up", "Portland, OR")]
    if delivered is not None:
        events.append(CarrierEvent(days_ago(delivered), "DL", "Left at the front door", "Portland, OR"))
    return Parcel(
        parcel_id=f"P{number}",
        carrier="UPS",
        tracking_number=f"1Z999AA101{number:08d}",
        tracking_url=None,
        status="in_transit" if delivered is None else "delivered",
        lines=tuple(lines),
        shipped_at=days_ago(6),
        estimated_delivery=None if expected is None else (NOW - timedelta(days=expected)).date(),
        delivered_at=None if delivered is None else days_ago(delivered),
        events=tuple(events),
    )


def order(
    number: int, status: OrderStatus, *lines: OrderLine, parcels: Sequence[Parcel] = (), age: int = 8, off: int = 0
) -> Order:
    lines = lines or (line(1, "Meadow Linen Shirt"),)
    return Order(
        order_id=OrderId(f"VM-{number}"),
        customer_id=MAYA,
        email="maya.lindholm@example.com",
        status=status,
        placed_at=days_ago(age),
        lines=lines,
        shipping_method="standard",
        shipping=usd(495),
        discount=usd(off),
        total=usd(sum(each.total.amount_minor for each in lines) + 495 - off),
        address={"city": "Portland", "postcode": "97214"},
        payment={"method": "card", "brand": "Visa", "last4": "4242"},
        parcels=tuple(parcels),
    )


@cache
def orders() -> tuple[Order, ...]:
    """Every status, and of those that travel every way of travelling."""
    two = (line(1, "Meadow Linen Trousers"), line(2, "Hearth Merino Sweater", quantity=2, price=9900))
    return (
        order(20001, OrderStatus.PENDING),
        order(20002, OrderStatus.PAID),
        order(20003, OrderStatus.PACKED),
        order(20004, OrderStatus.SHIPPED, parcels=[parcel(1, [1], delivered=None, expected=-2)]),
        order(20005, OrderStatus.SHIPPED, parcels=[replace(parcel(2, [1], delivered=None, expected=None), events=())]),
        order(
            20006,
            OrderStatus.SHIPPED,
            *two,
            parcels=[parcel(3, [1], delivered=2, expected=2), parcel(4, [2], delivered=None, expected=-3)],
        ),
        order(20007, OrderStatus.DELAYED, parcels=[parcel(5, [1], delivered=None, expected=2)]),
        order(20008, OrderStatus.DELAYED),
        order(20009, OrderStatus.DELIVERED, *two, parcels=[parcel(6, [1, 2], delivered=3, expected=3)], off=1000),
        order(20010, OrderStatus.DELIVERED, parcels=[parcel(7, [1], delivered=40, expected=41)], age=60),
        order(20011, OrderStatus.CANCELLED),
        order(20012, OrderStatus.RETURNED, parcels=[parcel(8, [1], delivered=30, expected=30)], age=45),
        order(20013, OrderStatus.LOST, parcels=[parcel(9, [1], delivered=None, expected=20)], age=30),
    )


def order_lists() -> tuple[OrderList, ...]:
    every = orders()
    ended = tuple(each for each in every if not each.status.is_open)
    return (
        OrderList(()),
        *(OrderList((each,)) for each in every),
        OrderList(every[:3]),
        OrderList(every[5:9]),
        OrderList((every[0], replace(every[0], order_id=OrderId("VM-20031")))),
        OrderList(ended),
        OrderList(every),
    )


def trackings() -> tuple[OrderTracking, ...]:
    return tuple(tracking(each) for each in every_order())


def tracking(of: Order) -> OrderTracking:
    estimates = [each.estimated_delivery for each in of.parcels if each.delivered_at is None]
    expected = max((day for day in estimates if day), default=None) if of.status.is_open else None
    late = max((TODAY - expected).days, 0) if expected else 0
    return OrderTracking(of, expected, late > 0 or of.status is OrderStatus.DELAYED, late)


@cache
def every_order() -> tuple[Order, ...]:
    """`orders()`, and some whose lines the return rules treat each in another way."""
    arrived = [parcel(1, [1], delivered=3, expected=3)]
    final = replace(line(1, "Last Season Tee"), final_sale=True)
    return (
        *orders(),
        order(20020, OrderStatus.DELIVERED, line(1, "Daily Briefs", category="Underwear"), parcels=arrived),
        order(20021, OrderStatus.DELIVERED, final, parcels=arrived),
        order(20022, OrderStatus.DELIVERED, line(1, "Everett Wool Coat", price=89900), parcels=arrived),
        order(20023, OrderStatus.DELIVERED, line(1, "Plain Socks", price=300), parcels=arrived),
        order(20024, OrderStatus.DELIVERED, parcels=arrived),
    )


def passage(kind: SourceKind = SourceKind.FAQ) -> Passage:
    return Passage(
        passage_id=f"{kind.value}-1",
        document_id=f"{kind.value}/shipping",
        kind=kind,
        title="Shipping policy",
        heading="Shipping policy > How long it takes",
        text="Standard shipping takes 3-5 working days and costs $4.95; from $75 on it is free.",
        audience=Audience.PUBLIC,
        effective_from=None,
        effective_to=None,
        last_updated=date(2026, 9, 19),
    )


def delivery_estimates() -> list[DeliveryEstimate]:
    """To a country and to nobody knows where, with a day to be there and without, and to where nothing is sent."""
    prices = {"standard": usd(595), "express": usd(1495)}
    zones = [
        ShippingZone("US", frozenset({"US"}), prices, days={"standard": (3, 5), "express": (1, 2)}),
        ShippingZone("Canada", frozenset({"CA"}), prices, days={"standard": (5, 8), "express": (2, 4)}),
    ]
    dues = [None, *(TODAY + timedelta(days=days) for days in (1, 4, 7, 30))]
    at_home = [
        DeliveryEstimate("US", TODAY, tuple(arrivals(zones[:1], leaves=TODAY, due=due)), due, None, (passage(),))
        for due in dues
    ]
    anywhere = tuple(arrivals(zones, leaves=TODAY, due=dues[-1]))
    later = TODAY + timedelta(days=2)
    return [
        *at_home,
        DeliveryEstimate("", TODAY, anywhere, dues[-1], None, (passage(),)),
        DeliveryEstimate("US", later, tuple(arrivals(zones[:1], leaves=later)), None, later, (passage(),)),
        DeliveryEstimate("IS", TODAY, (), None, None, ()),
    ]


def passages_found() -> tuple[PassagesFound, ...]:
    return (
        PassagesFound(()),
        PassagesFound((Found(passage(), 0.2),)),
        PassagesFound((Found(passage(), 0.55), Found(passage(SourceKind.POLICY), 0.3))),
        PassagesFound((Found(passage(SourceKind.ARTICLE), 0.97),)),
    )


def product(number: int, name: str, *, stock: int = 5, bare: bool = False) -> Product:
    """`bare`: what only has to be known of a product, and nothing more."""
    return Product(
        product_id=ProductId(f"VM10{number:02d}"),
        name=name,
        description=f"A {name.lower()} made to last.",
        category="Shirts",
        price=usd(5900),
        return_policy="30-day return",
        materials=("Linen",),
        care="" if bare else "Machine wash cold.",
        tags=(),
        image=None,
        rating=None if bare else 4.5,
        warranty_months=None if bare else 24,
        fit=None if bare else "Regular",
        composition="" if bare else "55% linen, 45% organic cotton",
        certifications=() if bare else ("European Flax",),
        kg_co2=None if bare else 3.2,
        restock_on=None if stock else date(2026, 12, 1),
        original_price=None if stock else usd(7900),
        final_sale=not stock,
        rating_count=None if bare else 12,
        variants=tuple(
            Variant(
                Sku(f"VM10{number:02d}-{size}{'' if colour == 'Moss Green' else '-N'}"),
                size,
                colour,
                stock if size == "M" else 0,
                usd(5900),
            )
            for size in ("S", "M")
            for colour in ("Moss Green", "Navy")
        ),
    )


def products() -> tuple[Product, ...]:
    return (
        product(1, "Meadow Linen Shirt"),
        product(2, "Harbor Oxford Shirt", stock=0),
        product(3, "Fjord Wool Sweater", bare=True),
    )


def product_details() -> tuple[ProductDetails, ...]:
    every = products()
    return (*(ProductDetails((each,)) for each in every), ProductDetails(every))


def searches() -> tuple[SearchResult, ...]:
    liked = ProductHit(products()[0], 0.9, (("size", "M"), ("like", "VM1077")))
    coloured = ProductHit(products()[1], 0.8, (("colour", "Moss Green"), ("material", "Linen")))
    bought = {"VM1077": Purchase("Coastal Linen Shirt", "May")}
    return (
        SearchResult((), ProductFilters(max_price_minor=4000), {}),
        SearchResult((ProductHit(products()[2], 0.7),), ProductFilters(), {}),
        SearchResult((liked, coloured), ProductFilters(max_price_minor=8000), bought),
        SearchResult((liked, replace(liked, product=products()[1], is_near=True)), ProductFilters(), bought),
        SearchResult(
            (replace(liked, wanted=products()[0].variants[:2]), replace(coloured, wanted=())),
            ProductFilters(sizes=("M",)),
            bought,
        ),
    )


HOME = {"street": "1842 Alder Court", "city": "Portland", "state": "OR", "postcode": "97214", "country": "US"}


def profile() -> Customer:
    return Customer(
        MAYA, "Maya Lindholm", "maya.lindholm@example.com", None, "en-US", "97214", {"tops": "M"}, {}, address=HOME
    )


@cache
def _every_answer() -> dict[str, Sequence[Any]]:
    from tests.contract.account_samples import every_account_answer  # likewise
    from tests.contract.change_samples import every_change_answer, pending  # it is made of the orders here
    from tests.contract.claim_samples import every_claim_answer

    return {
        **every_account_answer(),
        **every_change_answer(),
        **every_claim_answer(),
        "list_orders": order_lists(),
        "get_order": (*every_order(), pending()),
        "track_order": trackings(),
        "estimate_delivery": delivery_estimates(),
        "find_passages": passages_found(),
        "get_return_rules": [RulesInForce(rules(), usd(rules().return_shipping_fee_minor), (passage(),))],
        "get_products": product_details(),
        "search_products": searches(),
        "get_profile": [profile()],
        "prove_order": [OrderProved("VM-20009", is_proved=True), OrderProved("VM-20009", is_proved=False)],
        "override_refusal": every_claim_answer()["file_return"],
        "request_code": [
            CodeSent("m…m@example.com", NOW + timedelta(minutes=10)),
            CodeSent("the number ending in 17", NOW + timedelta(minutes=10), "text"),
        ],
        "enter_code": [CodeChecked(True, 2), CodeChecked(False, 2), CodeChecked(False, 1), CodeChecked(False, 0)],
        "find_customer": [CustomersFound((profile(),)), CustomersFound((profile(), profile())), CustomersFound(())],
        "find_open_requests": [
            OpenRequests(()),
            *(
                OpenRequests((OpenRequest(intent, channel, NOW, _settled(intent)),))
                for intent in sorted(CARRIED)
                for channel in ("web", "sms", "whatsapp")
            ),
            OpenRequests((OpenRequest("return_item", "terminal", NOW),)),
        ],
        "hand_off": handed_off(),
        "call_off_hand_off": [HandOffCalledOff(True), HandOffCalledOff(False)],
    }


def answers(tool: str, arguments: Mapping[str, Any]) -> Sequence[Any]:
    """All that the tool may answer to this call; where it names an order, about that order."""
    every, wanted = _every_answer()[tool], arguments.get("order_id")
    if wanted is None or "claim_id" in arguments or tool == "claim_status":
        return every
    if tool == "check_return":
        kind = arguments.get("kind") or kind_for(ReturnReason(arguments["reason"])).value
        every = [each for each in every if each.kind.value == kind]
    return [each for each in every if _order_of(each).order_id == wanted]


def _settled(intent: str) -> dict[str, str]:
    return {"order_id": "VM-20009"} if "order_id" in INTENTS[intent].slots else {}


def handed_off() -> tuple[HandedOff, ...]:
    hours, back = "Monday to Friday 8 am to 6 pm", (None, date(2026, 11, 23))
    return tuple(HandedOff("T-7KQ2MD", is_new, hours, on) for is_new in (True, False) for on in back)


def _order_of(answer: Any) -> Order:
    if isinstance(answer, ReorderQuote):
        return answer.source
    if isinstance(answer, Invoice | InvoiceMailed):
        number = answer.order_id if isinstance(answer, Invoice) else answer.invoice.order_id
        return next(each for each in every_order() if each.order_id == number)
    return answer if isinstance(answer, Order) else answer.order
