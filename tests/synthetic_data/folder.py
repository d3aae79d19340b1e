"""Parts of a folder that was read, for tests to ask about."""

from datetime import date

from domain.policies import ReturnRules
from synthetic_data.checks import return_rules
from synthetic_data.reading import Page, ShopFiles
from synthetic_data.records import OrderRecord, ProductRecord


def orders(files: ShopFiles) -> list[OrderRecord]:
    return [placed.record for placed in files.orders or ()]


def products(files: ShopFiles) -> list[ProductRecord]:
    return [placed.record for placed in files.products or ()]


def order(files: ShopFiles, order_id: str) -> OrderRecord:
    return next(each for each in orders(files) if each.order_id == order_id)


def anchor(files: ShopFiles) -> date:
    assert files.manifest.anchor
    return files.manifest.anchor


def pages(files: ShopFiles) -> list[Page]:
    return [*(files.policies or ()), *(files.articles or ())]


def rules(files: ShopFiles) -> list[ReturnRules]:
    return [return_rules(page) for page in files.policies or () if page.head.rules]


def page(files: ShopFiles, name: str) -> Page:
    return next(each for each in pages(files) if each.name == name)
