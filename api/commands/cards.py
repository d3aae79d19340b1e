"""Cards for the terminal. A kind that is not known here shows its text, if that was not said already."""

import contextlib
from collections.abc import Callable, Mapping
from typing import Any

from rich import box
from rich.console import RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from domain.conversations import Card


def drawn(card: Card, *, said: str) -> RenderableType | None:
    """None: it says nothing that was not said already."""
    if _is_said(card, said):
        return None
    artist = ARTISTS.get(card.kind)
    if artist is not None:
        # A card made by another version may lack a field, or hold nothing there: then its text stands for it.
        with contextlib.suppress(KeyError, TypeError):
            return artist(card.data)
    return None if card.text in said else Text(card.text)


def _is_said(card: Card, said: str) -> bool:
    """Goods, orders or a number that stand in the text already, where a page would make them something to press."""
    if card.kind == "products":
        return all(str(one.get("name")) in said for one in card.data.get("products", ()))
    if card.kind == "order_list":
        return all(str(one.get("order_id")) in said for one in card.data.get("orders", ()))
    return card.kind == "receipt" and str(card.data.get("number")) in said


def _products(data: Mapping[str, Any]) -> RenderableType:
    table = Table(box=box.SIMPLE_HEAD)
    for title in ("", "product", "price", "colours", "sizes"):
        table.add_column(title, justify="right" if title == "price" else "left")
    for one in data["products"]:
        sizes = " ".join(one["sizes"]) if one["stock"] else "sold out"
        row = (one["product_id"], one["name"], one["price"]["text"], ", ".join(one["colours"]), sizes)
        table.add_row(*map(Text, row))
    return table


def _order(data: Mapping[str, Any]) -> RenderableType:
    lines = [f"{data['status']}, placed {data['placed']}, {data['total']['text']}"]
    lines += [f"  {line['quantity']} × {line['name']} {line['size']} {line['colour']}" for line in data["lines"]]
    for parcel in data["parcels"]:
        when = f"delivered {parcel['delivered']}" if parcel["delivered"] else f"expected {parcel['expected']}"
        lines.append(f"{parcel['carrier']} {parcel['tracking_number']}, {when}")
        lines += [f"  {event['at']}: {event['description']}" for event in parcel["events"][-3:]]
    return Panel(Text("\n".join(lines)), title=data["order_id"], expand=False, border_style="green")


def _order_list(data: Mapping[str, Any]) -> RenderableType:
    table = Table(box=box.SIMPLE_HEAD)
    for title in ("order", "status", "placed", "total", "items"):
        table.add_column(title, justify="right" if title == "total" else "left")
    for one in data["orders"]:
        items = ", ".join(line["name"] for line in one["lines"])
        table.add_row(*map(Text, (one["order_id"], one["status"], one["placed"], one["total"]["text"], items)))
    return table


def _confirm(_data: Mapping[str, Any]) -> RenderableType:
    return Panel(Text("Nothing happens before you say yes."), expand=False, border_style="yellow")


def _receipt(data: Mapping[str, Any]) -> RenderableType:
    return Panel(Text(f"Done. Your number: {data['number']}"), expand=False, border_style="green")


def _claims(data: Mapping[str, Any]) -> RenderableType:
    lines = [
        f"{one['claim_id']}: {one['quantity']} × {one['item']}, {one['status']}"
        + (f", refund {one['refund']['text']}" if one["refund"] else "")
        for one in data["claims"]
    ]
    return Panel(Text("\n".join(lines)), title="Returns", expand=False)


ARTISTS: Mapping[str, Callable[[Mapping[str, Any]], RenderableType]] = {
    "products": _products,
    "order": _order,
    "order_list": _order_list,
    "confirm": _confirm,
    "receipt": _receipt,
    "claim": _claims,
}
