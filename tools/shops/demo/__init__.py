"""The shop that ShopSmart keeps itself: `shop` is the port, `orders` and `customers` its writes, `rows` its tables."""

from tools.shops.demo.shop import DemoShop

__all__ = ["DemoShop"]
