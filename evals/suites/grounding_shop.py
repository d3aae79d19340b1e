"""A small made-up shop for the grounding suite: seeded domain objects, and true sentences about them.

A sentence is a template with slots; each slot knows the value it prints, so that exactly one figure can be
changed and the rest stays true. Nothing here knows how the gate reads.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from babel.dates import format_date, format_time
from babel.numbers import format_currency, format_decimal

from agent.grounding import Evidence
from domain.claim_rules import Eligibility
from domain.claims import Claim, ClaimKind, ClaimStatus, ReturnReason
from domain.customers import CustomerId
from domain.knowledge import Audience, Passage, SourceKind
from domain.money import Money
from domain.orders import Order, OrderId, OrderLine, OrderStatus, Parcel
from tools.claims import ClaimFiled
from tools.orders import OrderTracking

TODAY = date(2026, 11, 20)
_FIRST = ("Meadow", "Harbour", "Alder", "Willow", "Juniper", "Ember", "Orchard", "Tidal", "Saffron", "Linden")
_MIDDLE = ("Linen", "Wool", "Canvas", "Cotton", "Silk", "Bamboo", "Suede", "Flannel")
_LAST = ("Shirt", "Jacket", "Sneakers", "Dress", "Scarf", "Cardigan", "Boots", "Blanket")
_LOCALES = ("en_US", "en_GB", "de", "fr", "es")


@dataclass(frozen=True, slots=True)
class Slot:
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A template and what fills it; `changed` prints it with one slot's text replaced."""

    template: str
    slots: dict[str, Slot]
    locale: str

    @property
    def text(self) -> str:
        return self.template.format(**{name: slot.text for name, slot in self.slots.items()})

    def changed(self, name: str, text: str) -> str:
        return self.template.format(**{key: text if key == name else slot.text for key, slot in self.slots.items()})


@dataclass(frozen=True, slots=True)
class Situation:
    """One turn: its evidence, the true sentences, and every text by which its facts are printed.

    A changed figure that prints another fact is no lie that a check by value could see, and is not made.
    """

    evidence: Evidence
    sentences: tuple[Sentence, ...]
    printed: frozenset[str]


_TEMPLATES: dict[str, tuple[str, ...]] = {
    "en": (
        "Your order {order} was placed on {placed_long}.",
        "You ordered it on {placed_short} at {placed_time}.",
        "Order {order}: {quantity} × {name} for {line_total}.",
        "The {name} was {unit_price} each.",
        "The total was {total}, including {shipping} for shipping.",
        "Your parcel is expected on {expected_full}.",
        "It should arrive by {expected_medium}.",
        "The tracking number is {tracking}.",
        "You can follow it here: {url}.",
        "I've filed your return, claim {claim}.",
        "You'll get {refund} back within {refund_days} business days of its arrival.",
        "The return fee is {fee}.",
        "Please send it back by {send_back_long}, so within {send_back_days} days.",
        "Returns are accepted within {window_days} days of delivery.",
        "Standard shipping takes {low}-{high} business days.",
        "We add {percent}% recycled fibre to it.",
        "Write to {email} or call {phone}.",
        "We answer until {closing}.",
        "- **{name}**: {unit_price}",
    ),
    "de": (
        "Ihre Bestellung {order} vom {placed_medium} ist unterwegs.",
        "Sie haben am {placed_long} um {placed_time} Uhr bestellt.",
        "Der Gesamtbetrag war {total}, davon {shipping} für den Versand.",
        "Die Lieferung wird für {expected_full} erwartet.",
        "Die Sendungsnummer lautet {tracking}.",
        "Ich habe Ihre Rückgabe {claim} eingereicht.",
        "Sie erhalten {refund} innerhalb von {refund_days} Werktagen zurück.",
        "Die Rückgabe ist innerhalb von {window_days} Tagen möglich.",
        "Der Standardversand dauert {low} bis {high} Werktage.",
    ),
    "fr": (
        "Votre commande {order} du {placed_medium} est en route.",
        "Le total était de {total}, dont {shipping} de livraison.",
        "La livraison est attendue le {expected_full}.",
        "Le numéro de suivi est {tracking}.",
        "J'ai enregistré votre retour {claim}.",
        "Vous recevrez {refund} sous {refund_days} jours ouvrés.",
        "Les retours sont acceptés sous {window_days} jours.",
    ),
    "es": (
        "Su pedido {order} del {placed_medium} está en camino.",
        "El total fue de {total}, con {shipping} de envío.",
        "La entrega está prevista para el {expected_full}.",
        "El número de seguimiento es {tracking}.",
        "He registrado su devolución {claim}.",
        "Recibirá {refund} en {refund_days} días hábiles.",
        "Se aceptan devoluciones durante {window_days} días.",
    ),
}


def situations(count: int, *, seed: int) -> Iterator[Situation]:
    dice = random.Random(seed)
    for number in range(count):
        yield _situation(dice, _LOCALES[number % len(_LOCALES)])


def _situation(dice: random.Random, locale: str) -> Situation:
    currency = dice.choice(("USD", "EUR", "GBP"))
    order = _order(dice, currency)
    filed = _filed(dice, order, currency)
    low = dice.randint(2, 4)
    numbers = {
        "window_days": dice.choice((14, 21, 30, 45)),
        "percent": dice.randint(12, 98),
        "low": low,
        "high": low + dice.randint(2, 4),
        "closing": dice.randint(4, 9),
        "phone": f"+1 555 010 {dice.randint(1000, 9999)}",
    }
    expected = order.parcels[0].estimated_delivery
    evidence = Evidence.of(
        (OrderTracking(order, expected, is_late=False, days_late=0), filed), passages=_passages(numbers), today=TODAY
    )
    slots = _slots(order, filed, numbers, locale)
    sentences = tuple(
        Sentence(template, {name: slot for name, slot in slots.items() if f"{{{name}}}" in template}, locale)
        for template in _TEMPLATES[locale.split("_")[0]]
    )
    return Situation(evidence, sentences, _printed(order, slots, locale))


def _printed(order: Order, slots: dict[str, Slot], locale: str) -> frozenset[str]:
    """Every slot, whether a sentence of this language uses it or not, and the facts that no slot prints."""
    shipped = order.placed_at + timedelta(days=2)
    others = {format_date(shipped, form, locale=locale) for form in ("short", "medium", "long", "full")}
    one_claimed = "1"
    return frozenset({slot.text for slot in slots.values()} | others | {one_claimed})


def _order(dice: random.Random, currency: str) -> Order:
    unit, quantity = Money(dice.randint(900, 129_900), currency), dice.randint(2, 9)
    shipping = Money(dice.randint(300, 1900), currency)
    placed = datetime(2026, 10, 1, tzinfo=UTC) + timedelta(minutes=dice.randint(0, 60_000))
    tracking = f"1Z{dice.randint(10**9, 10**10 - 1)}"
    name = f"{dice.choice(_FIRST)} {dice.choice(_MIDDLE)} {dice.choice(_LAST)}"
    line = OrderLine(1, "VM1234-M-GRN", "VM1234", name, "M", "green", quantity, unit, "tops")
    parcel = Parcel(
        "P1",
        "DHL",
        tracking,
        f"https://track.dhl.example/{tracking}",
        "in_transit",
        (1,),
        placed + timedelta(days=2),
        TODAY + timedelta(days=dice.randint(1, 20)),
        None,
        (),
    )
    return Order(
        order_id=OrderId(f"VM-{dice.randint(10_000, 99_999)}"),
        customer_id=CustomerId("C1"),
        email="jo@example.com",
        status=OrderStatus.SHIPPED,
        placed_at=placed,
        lines=(line,),
        shipping_method="standard",
        shipping=shipping,
        discount=Money(0, currency),
        total=line.total + shipping,
        address={},
        payment={},
        parcels=(parcel,),
    )


def _filed(dice: random.Random, order: Order, currency: str) -> ClaimFiled:
    fee = Money(dice.randint(200, 800), currency)
    refund = order.lines[0].unit_price - fee
    code = "".join(dice.choices("ABCDEFGHJKLMNPQRSTUVWXYZ23456789", k=5)) + str(dice.randint(2, 9))
    send_back_days = dice.randint(10, 19)
    claim = Claim(
        claim_id=f"CL-{code}",
        order_id=order.order_id,
        line=1,
        item=order.lines[0].name,
        kind=ClaimKind.RETURN,
        quantity=1,
        reason=ReturnReason.TOO_SMALL,
        status=ClaimStatus.FILED,
        refund=refund,
        filed_at=datetime(2026, 11, 20, 12, 3, tzinfo=UTC),
        send_back_by=TODAY + timedelta(days=send_back_days),
        policy_version="2026-01",
    )
    decision = Eligibility(None, "window", "2026-01", TODAY + timedelta(days=9), refund, fee, needs_approval=False)
    return ClaimFiled(claim, decision, refund_days=dice.randint(3, 9), send_back_days=send_back_days)


def _passages(numbers: dict[str, Any]) -> list[Passage]:
    texts = (
        f"Returns are accepted within {numbers['window_days']} days of delivery.",
        f"Standard shipping takes {numbers['low']}-{numbers['high']} business days. "
        f"Our fabrics hold {numbers['percent']}% recycled fibre.",
        f"Write to help@verdemuse.example or call {numbers['phone']}. We answer until {numbers['closing']} pm.",
    )
    return [
        Passage(f"p{n}", f"d{n}", SourceKind.FAQ, "Help", "Help", text, Audience.PUBLIC, None, None, None)
        for n, text in enumerate(texts)
    ]


def _slots(order: Order, filed: ClaimFiled, numbers: dict[str, Any], locale: str) -> dict[str, Slot]:
    line, parcel = order.lines[0], order.parcels[0]

    def money(value: Money) -> Slot:
        return Slot("amount", format_currency(value.amount, value.currency, locale=locale))

    def day(value: date | None, form: str) -> Slot:
        return Slot("date", format_date(value, form, locale=locale))

    return {
        "order": Slot("identifier", order.order_id),
        "placed_long": day(order.placed_at.date(), "long"),
        "placed_medium": day(order.placed_at.date(), "medium"),
        "placed_short": day(order.placed_at.date(), "short"),
        "placed_time": Slot("time", format_time(order.placed_at, "short", locale=locale)),
        "quantity": Slot("number", format_decimal(line.quantity, locale=locale)),
        "name": Slot("product", line.name),
        "line_total": money(line.total),
        "unit_price": money(line.unit_price),
        "total": money(order.total),
        "shipping": money(order.shipping),
        "expected_full": day(parcel.estimated_delivery, "full"),
        "expected_medium": day(parcel.estimated_delivery, "medium"),
        "tracking": Slot("identifier", parcel.tracking_number),
        "url": Slot("link", parcel.tracking_url or ""),
        "claim": Slot("identifier", filed.claim.claim_id),
        "refund": money(filed.claim.refund),
        "refund_days": Slot("duration", str(filed.refund_days)),
        "fee": money(filed.eligibility.fee),
        "send_back_long": day(filed.claim.send_back_by, "long"),
        "send_back_days": Slot("duration", str(filed.send_back_days)),
        "window_days": Slot("duration", str(numbers["window_days"])),
        "low": Slot("duration", str(numbers["low"])),
        "high": Slot("duration", str(numbers["high"])),
        "percent": Slot("percentage", str(numbers["percent"])),
        "email": Slot("email", "help@verdemuse.example"),
        "phone": Slot("phone", numbers["phone"]),
        "closing": Slot("time", f"{numbers['closing']} pm"),
    }
