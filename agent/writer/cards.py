"""Facts as cards: data a page can draw, with the same in words for SMS, transcripts and unknown kinds."""

from collections.abc import Callable, Mapping
from typing import Any

from agent.steps import Ask, Propose, Say
from agent.writer.questions import question_card
from domain.catalog import Product
from domain.claims import Claim, Remedy
from domain.conversations import Card
from domain.knowledge import Passage
from domain.money import Money
from domain.orders import Order

Formats = Mapping[str, Callable[..., str]]


def cards_for(
    step: Say | Ask | Propose, text: str, formats: Formats, *, named: Callable[[str], str] = str
) -> list[Card]:
    """The cards that go with one step; most have none. `named` puts our own labels into the reader's language."""
    facts = step.facts
    if isinstance(step, Propose):
        return [_confirm(step, text)]
    if isinstance(step, Ask) and (question := question_card(step, text, named=named)):
        return [question]
    if "receipt" in facts:
        return [_receipt(facts, text)]
    if "result" in facts:
        return [_products([hit.product for hit in facts["result"].hits], text, formats)] if facts["result"].hits else []
    if "products" in facts or "product" in facts:
        return [_products(facts.get("products") or [facts["product"]], text, formats)]
    if "tracking" in facts:
        return [Card("order", _order(facts["order"], formats), text)]
    if "orders" in facts and step.say not in ("none_to_cancel", "nothing_to_return", "nothing_to_refund"):
        return [Card("order_list", {"orders": [_order(each, formats) for each in facts["orders"]]}, text)]
    if "claims" in facts:
        photos = {"photos": [photo.file_id for photo in facts["evidence"]]} if facts.get("evidence") else {}
        return [Card("claim", {"claims": [_claim(each, formats) for each in facts["claims"]], **photos}, text)]
    return []


def source(passage: Passage, formats: Formats) -> dict[str, Any]:
    """Where a quoted passage stands."""
    return {
        "document": passage.document_id,
        "kind": passage.kind.value,
        "title": passage.title,
        "heading": passage.heading,
        "last_updated": passage.last_updated.isoformat() if passage.last_updated else None,
        "date": formats["day"](passage.last_updated) if passage.last_updated else "",
    }


def _money(value: Money, formats: Formats) -> dict[str, Any]:
    return {"amount_minor": value.amount_minor, "currency": value.currency, "text": formats["money"](value)}


def _confirm(step: Propose, text: str) -> Card:
    return Card("confirm", {"tool": step.tool, "arguments": dict(step.arguments)}, text)


def _receipt(facts: Mapping[str, Any], text: str) -> Card:
    claim: Claim | None = facts.get("claim")
    number = claim.claim_id if claim else facts["order"].order_id if "order" in facts else ""
    return Card("receipt", {"number": number, "done": type(facts["receipt"]).__name__}, text)


def _products(products: list[Product], text: str, formats: Formats) -> Card:
    data = [
        {
            "product_id": product.product_id,
            "name": product.name,
            "price": _money(product.price, formats),
            "original_price": _money(product.original_price, formats) if product.original_price else None,
            "category": product.category,
            "stock": product.stock,
            "sizes": list(product.sizes),
            "colours": list(product.colours),
            "image": product.image,
        }
        for product in products
    ]
    return Card("products", {"products": data}, text)


def _order(order: Order, formats: Formats) -> dict[str, Any]:
    """What may be shown to whoever proved this order: no address, no payment numbers."""
    return {
        "order_id": order.order_id,
        "status": order.status.value,
        "placed": formats["day"](order.placed_at),
        "placed_at": order.placed_at.isoformat(),
        "total": _money(order.total, formats),
        "lines": [
            {
                "name": line.name,
                "size": line.size,
                "colour": line.colour,
                "quantity": line.quantity,
                "price": _money(line.unit_price, formats),
            }
            for line in order.lines
        ],
        "parcels": [
            {
                "carrier": parcel.carrier,
                "tracking_number": parcel.tracking_number,
                "tracking_url": parcel.tracking_url,
                "status": parcel.status,
                "expected": formats["day"](parcel.estimated_delivery),
                "expected_on": parcel.estimated_delivery.isoformat() if parcel.estimated_delivery else None,
                "delivered": formats["day"](parcel.delivered_at),
                "delivered_at": parcel.delivered_at.isoformat() if parcel.delivered_at else None,
                "events": [
                    {
                        "at": formats["moment"](event.at),
                        "time": event.at.isoformat(),
                        "description": event.description,
                        "location": event.location,
                    }
                    for event in parcel.events
                ],
            }
            for parcel in order.parcels
        ],
    }


def _brings_money(claim: Claim) -> bool:
    """What is sent instead costs nothing back, whatever it would be worth if it were sold out."""
    return claim.remedy in (Remedy.REFUND, Remedy.EXCHANGE) and claim.refund.amount_minor > 0


def _claim(claim: Claim, formats: Formats) -> dict[str, Any]:
    return {
        "claim_id": claim.claim_id,
        "order_id": claim.order_id,
        "item": claim.item,
        "quantity": claim.quantity,
        "kind": claim.kind.value,
        "status": claim.status.value,
        "remedy": claim.remedy.value,
        "refund": _money(claim.refund, formats) if _brings_money(claim) else None,
        "method": claim.method,
        "send_back_by": formats["day"](claim.send_back_by),
        "due_by": formats["day"](claim.due_by),
        "events": [
            {
                "at": formats["day"](event.at),
                "time": event.at.isoformat(),
                "event": event.event,
                "status": event.status.value,
            }
            for event in claim.events
        ],
    }
