"""The demo customer's own history, planned by hand: one order for each thing a visitor may want to try."""

from datetime import date, timedelta

from domain.orders import OrderStatus
from synthetic_data.generator.parcels import Journey, add_working_days
from synthetic_data.generator.plans import Pick, Plan
from synthetic_data.records import ProductRecord, ProfileRecord

Wish = tuple[str, str, str, int]
"""Product name, colour (the first there is, when it has no such colour), size, quantity."""
Story = tuple[str, OrderStatus, int, list[Wish], tuple[Journey, ...]]
"""Order number, status, days since it was placed, what was bought, how it travelled."""


def plan_demo_orders(products: list[ProductRecord], maya: ProfileRecord, anchor: date) -> list[Plan]:
    by_name = {product.name: product for product in products}
    return [
        Plan(
            order_id,
            maya,
            status,
            anchor - timedelta(days=age),
            tuple(_pick(by_name[name], colour, size, quantity) for name, colour, size, quantity in wishes),
            "standard",
            journeys,
        )
        for order_id, status, age, wishes, journeys in (*_under_way(anchor), *_finished(anchor))
    ]


def _under_way(today: date) -> list[Story]:
    linen: list[Wish] = [("Meadow Linen Trousers", "Ivory", "M", 1), ("Hearth Merino Sweater", "Forest Green", "M", 1)]
    arrived = Journey((1,), _ago(today, 6), _ago(today, 1), _ago(today, 2))
    on_its_way = Journey((2,), _ago(today, 3), _ago(today, -2))
    late = _latest_estimate_before(_ago(today, 2))
    return [
        ("VM-10251", OrderStatus.PENDING, 1, [("Ivy Shirt Dress", "Forest Green", "M", 1)], ()),
        ("VM-10246", OrderStatus.PAID, 1, [("Market Tote Bag", "Moss Green", "One size", 1)], ()),
        ("VM-10234", OrderStatus.SHIPPED, 7, linen, (arrived, on_its_way)),
        ("VM-10217", OrderStatus.DELAYED, 12, [("Isla Cork Sandal", "Honey", "39", 1)], (late,)),
    ]


def _finished(today: date) -> list[Story]:
    delivered, returned = OrderStatus.DELIVERED, OrderStatus.RETURNED
    shirt: list[Wish] = [
        ("Meadow Linen Shirt", "Sage Green", "M", 1),
        ("Daily Cotton Socks 3-Pack", "White", "39-42", 1),
    ]
    tees: list[Wish] = [("Everyday Organic Tee", "White", "M", 2), ("Seed Stud Earrings", "Silver", "One size", 1)]
    return [
        ("VM-10198", delivered, 10, shirt, _arrived(today, 5, lines=2)),
        ("VM-10187", delivered, 11, tees, _arrived(today, 6, lines=2)),
        ("VM-10163", delivered, 27, [("Everett Wool Coat", "Forest Green", "M", 1)], _arrived(today, 20)),
        ("VM-10129", delivered, 54, [("Prairie Midi Dress", "Sage Green", "M", 1)], _arrived(today, 48)),
        ("VM-10118", returned, 71, [("Puddle Rain Boot", "Moss Green", "39", 1)], _arrived(today, 64)),
        ("VM-10105", OrderStatus.CANCELLED, 83, [("Commuter Backpack", "Black", "One size", 1)], ()),
        ("VM-10042", delivered, 132, [("Solstice Linen Dress", "Olive", "M", 1)], _arrived(today, 126)),
    ]


def _arrived(today: date, age: int, *, lines: int = 1, took: int = 4) -> tuple[Journey, ...]:
    shipped = _ago(today, age + took)
    return (Journey(tuple(range(1, lines + 1)), shipped, shipped + timedelta(days=took + 1), _ago(today, age)),)


def _ago(today: date, days: int) -> date:
    return today - timedelta(days=days)


def _latest_estimate_before(day: date) -> Journey:
    shipped = day - timedelta(days=5)
    while add_working_days(shipped, 5) > day:
        shipped -= timedelta(days=1)
    return Journey((1,), shipped, day)


def _pick(product: ProductRecord, colour: str, size: str, quantity: int) -> Pick:
    sized = [variant for variant in product.variants if variant.size == size]
    return Pick(product, next((each for each in sized if each.colour == colour), sized[0]), quantity)
