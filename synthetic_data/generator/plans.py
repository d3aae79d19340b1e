"""What every order is to become, before its papers are written: status, dates, pieces."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from domain.orders import OrderStatus
from synthetic_data.generator.parcels import Journey, add_working_days
from synthetic_data.generator.sources import ShippingOption, Sources
from synthetic_data.records import ProductRecord, ProfileRecord, VariantRecord

COUNTS = {
    OrderStatus.DELIVERED: 1372,
    OrderStatus.SHIPPED: 160,
    OrderStatus.RETURNED: 130,
    OrderStatus.CANCELLED: 112,
    OrderStatus.DELAYED: 56,
    OrderStatus.PAID: 50,
    OrderStatus.PENDING: 44,
    OrderStatus.PACKED: 40,
    OrderStatus.LOST: 36,
}
"""2,000 in all, the demo customer's among them."""
BUDGETS = {"low": 70, "mid": 130, "high": 400, None: 150}


@dataclass(frozen=True, slots=True)
class Pick:
    product: ProductRecord
    variant: VariantRecord
    quantity: int


@dataclass(frozen=True, slots=True)
class Plan:
    order_id: str
    profile: ProfileRecord
    status: OrderStatus
    placed_on: date
    picks: tuple[Pick, ...]
    method: str
    journeys: tuple[Journey, ...] = ()

    @property
    def country(self) -> str:
        return self.profile.address["country"]


def plan_orders(
    sources: Sources, products: list[ProductRecord], profiles: list[ProfileRecord], *, taken: list[Plan]
) -> list[Plan]:
    """Random plans that fill up `COUNTS`; `taken` are the demo orders, whose numbers are not used again."""
    random = sources.random("plans")
    left = {status: count - sum(plan.status is status for plan in taken) for status, count in COUNTS.items()}
    numbers = iter(_numbers(random, sum(left.values()), taken))
    sold = [product for product in products if "discontinued" not in product.tags]
    shoppers = profiles[1:]
    weights = [random.paretovariate(1.4) for _ in shoppers]
    plans: list[Plan] = []
    for status, count in left.items():
        for _ in range(count):
            profile = random.choices(shoppers, weights=weights)[0]
            plans.append(_plan(next(numbers), profile, status, products=sold, sources=sources, random=random))
    return plans


def _numbers(random: Random, count: int, taken: list[Plan]) -> list[str]:
    """Scattered on purpose, so that an order number tells nothing of how much the shop sells."""
    used = {plan.order_id for plan in taken}
    numbers = (f"VM-{number}" for number in random.sample(range(10300, 100000), k=count + len(used)))
    return [number for number in numbers if number not in used][:count]


def _plan(
    order_id: str,
    profile: ProfileRecord,
    status: OrderStatus,
    *,
    products: list[ProductRecord],
    sources: Sources,
    random: Random,
) -> Plan:
    zone = sources.figures.zone_of(profile.address["country"])
    option = random.choices((zone.standard, zone.express), weights=(5, 1))[0]
    picks = choose_picks(profile, products, random)
    journey = plan_journey(status, option, lines=len(picks), anchor=sources.anchor, random=random)
    journeys = _split(journey, option, anchor=sources.anchor, status=status, random=random) if journey else ()
    placed_on = _placed_on(status, journeys, anchor=sources.anchor, random=random)
    return Plan(order_id, profile, status, placed_on, picks, option.name, journeys)


def choose_picks(profile: ProfileRecord, products: list[ProductRecord], random: Random) -> tuple[Pick, ...]:
    """One to four different products, leaning to the customer's likes and budget, in the customer's sizes."""
    limit = BUDGETS[profile.preferences.budget]
    weights = [
        (3 if product.category in profile.preferences.categories else 1)
        * (2 if set(product.materials) & set(profile.preferences.materials) else 1)
        * (1 if product.price <= limit else 0.15)
        for product in products
    ]
    wanted = random.choices((1, 2, 3, 4), weights=(50, 30, 14, 6))[0]
    chosen: dict[str, Pick] = {}
    while len(chosen) < wanted:
        product = random.choices(products, weights=weights)[0]
        quantity = 2 if random.random() < (0.3 if product.category == "Underwear" else 0.06) else 1
        chosen[product.product_id] = Pick(product, _variant(product, profile, random), quantity)
    return tuple(chosen.values())


def _variant(product: ProductRecord, profile: ProfileRecord, random: Random) -> VariantRecord:
    mine = set(profile.sizes.values())
    fitting = [variant for variant in product.variants if variant.size in mine]
    return random.choice(fitting or product.variants)


def plan_journey(
    status: OrderStatus, option: ShippingOption, *, lines: int, anchor: date, random: Random
) -> Journey | None:
    """None for what never left. Dates are chosen backwards from the anchor, so that they fit the status."""
    everything = tuple(range(1, lines + 1))
    if status is OrderStatus.SHIPPED:
        shipped = anchor - timedelta(days=random.randint(1, max(option.most_days - 1, 1)))
        return Journey(everything, shipped, add_working_days(shipped, option.most_days))
    if status is OrderStatus.DELAYED:
        shipped = anchor - timedelta(days=option.most_days + random.randint(1, 6))
        while add_working_days(shipped, option.most_days) >= anchor:
            shipped -= timedelta(days=1)
        return Journey(everything, shipped, add_working_days(shipped, option.most_days))
    if status is OrderStatus.LOST:
        shipped = anchor - timedelta(days=random.randint(38, 240))
        return Journey(everything, shipped, add_working_days(shipped, option.most_days), is_lost=True)
    if status in (OrderStatus.DELIVERED, OrderStatus.RETURNED):
        return _arrived(everything, status, option, anchor=anchor, random=random)
    return None


def _arrived(
    everything: tuple[int, ...], status: OrderStatus, option: ShippingOption, *, anchor: date, random: Random
) -> Journey:
    """Half of the deliveries are from the last three months; a return needs three weeks to be settled."""
    least = 24 if status is OrderStatus.RETURNED else 1
    age = least + int(random.triangular(0, 90, 15) if random.random() < 0.5 else random.triangular(60, 480, 100))
    delivered = anchor - timedelta(days=age)
    late = 2 if random.random() < 0.07 else 0
    took = random.randint(option.fewest_days, option.most_days) + late
    shipped = delivered
    while add_working_days(shipped, took) > delivered:
        shipped -= timedelta(days=1)
    return Journey(everything, shipped, add_working_days(shipped, option.most_days), delivered_on=delivered)


def _split(
    journey: Journey, option: ShippingOption, *, anchor: date, status: OrderStatus, random: Random
) -> tuple[Journey, ...]:
    """A third of the larger orders on their way travel in two parcels, the first of which may have arrived."""
    if len(journey.lines) < 2 or status is not OrderStatus.SHIPPED or random.random() > 0.45:
        return (journey,)
    middle = random.randint(1, len(journey.lines) - 1)
    earlier = journey.shipped_on - timedelta(days=random.randint(1, 3))
    arrived = add_working_days(earlier, option.fewest_days)
    first = Journey(
        journey.lines[:middle],
        earlier,
        add_working_days(earlier, option.most_days),
        delivered_on=arrived if arrived < anchor else None,
    )
    if first.delivered_on is None and first.estimated < anchor:
        return (journey,)
    return first, Journey(journey.lines[middle:], journey.shipped_on, journey.estimated)


def _placed_on(status: OrderStatus, journeys: tuple[Journey, ...], *, anchor: date, random: Random) -> date:
    if journeys:
        return journeys[0].shipped_on - timedelta(days=random.randint(1, 2))
    if status is OrderStatus.CANCELLED:
        return anchor - timedelta(days=random.randint(3, 420))
    days = {OrderStatus.PENDING: 1, OrderStatus.PAID: random.randint(1, 2), OrderStatus.PACKED: random.randint(2, 3)}
    return anchor - timedelta(days=days[status])
