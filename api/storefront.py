"""VerdeMuse's storefront: the demo shop as its customers would see it, with the chat embedded by its one line.

A shop has a site of its own, so none of this is served unless the service runs as a demo. Products come from the shop.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from babel.numbers import format_currency
from jinja2 import Environment, FileSystemLoader
from litestar import get
from litestar.connection import Request
from litestar.datastructures import State
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Response

from api.pages import Pages
from api.resources import Resources, Serving
from domain.catalog import Product
from domain.errors import NotFound
from domain.money import Money

FOLDER = Path(__file__).resolve().parents[1] / "web" / "storefront"
_FEATURED = ("Shirts", "Dresses", "Knitwear", "Shoes", "Outerwear", "Accessories", "Tops", "Earrings")
_OTHERS = 4
_HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-cache",
}


@dataclass(frozen=True, slots=True)
class Fronted:
    """What the pages say about the shop itself."""

    name: str
    tagline: str
    support_hours: str
    support_email: str
    support_phone: str


class Storefront:
    def __init__(self, shop_dir: Path, *, widget_key: str) -> None:
        about = json.loads((shop_dir / "shop.json").read_text(encoding="utf-8"))
        support = about["support"]
        self._shop = Fronted(about["name"], about["tagline"], support["hours"], support["email"], support["phone"])
        self._accounts = about.get("demo_accounts", [])
        self._categories = about["categories"]
        self._widget_key = widget_key
        self._pages = Environment(loader=FileSystemLoader(FOLDER), autoescape=True, auto_reload=False)
        self._pages.filters["money"] = _money

    def page(self, name: str, **values: Any) -> Response[str]:
        text = self._pages.get_template(name).render(
            shop=self._shop, categories=self._categories, widget_key=self._widget_key, accounts=self._accounts, **values
        )
        return Response(text, headers=_HEADERS, media_type="text/html; charset=utf-8")

    def category(self, word: str) -> str:
        """The category of that name in an address. Raises NotFound."""
        for name in self._categories:
            if name.lower() == word.lower():
                return name
        raise NotFound("no such collection")


def storefront_routes(serving: Serving, shop_dir: Path) -> list[HTTPRouteHandler]:
    front = Storefront(shop_dir, widget_key=serving.widget.key)
    assets = Pages(FOLDER / "assets")

    @get("/", include_in_schema=False)
    async def home(state: State) -> Response[str]:
        return front.page("home.html", featured=_featured(await _products(state)))

    @get("/collections/{name:str}", include_in_schema=False)
    async def collection(state: State, name: FromPath[str]) -> Response[str]:
        category = front.category(name)
        found = [product for product in await _products(state) if product.category == category]
        return front.page("collection.html", current=category, products=found)

    @get("/products/{product_id:str}", include_in_schema=False)
    async def product(state: State, product_id: FromPath[str]) -> Response[str]:
        products = await _products(state)
        found = next((each for each in products if each.product_id == product_id), None)
        if found is None:
            raise NotFound("no such product")
        others = [each for each in products if each.category != found.category and set(each.tags) & set(found.tags)]
        return front.page("product.html", product=found, current=found.category, others=others[:_OTHERS])

    @get("/account", include_in_schema=False)
    async def account() -> Response[str]:
        return front.page("account.html")

    @get("/storefront/{name:str}", include_in_schema=False)
    async def asset(request: Request[Any, Any, Any], name: FromPath[str]) -> Response[bytes]:
        return assets.respond(name, request)

    return [home, collection, product, account, asset]


async def _products(state: State) -> list[Product]:
    resources: Resources = state["resources"]
    return await resources.shop.products()


def _featured(products: list[Product]) -> list[Product]:
    """The best rated of each category that people come for, in stock."""
    best = []
    for category in _FEATURED:
        offered = [each for each in products if each.category == category and each.stock]
        best += sorted(offered, key=lambda each: -(each.rating or 0))[:1]
    return best


def _money(value: Money) -> str:
    return format_currency(value.amount, value.currency, locale="en_US")
