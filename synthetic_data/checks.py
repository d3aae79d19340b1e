"""What must hold between the records of a folder: every reference leads somewhere, nothing is there twice.

A record's own fields are checked by its model; here are only the questions that take two records, or record and shop.
"""

import re
from collections.abc import Callable, Hashable, Iterable, Iterator
from decimal import Decimal

from pydantic import ValidationError

from domain.policies import ReturnRules
from synthetic_data.reading import Page, Placed, Problem, R, ShopFiles
from synthetic_data.records import OrderRecord, ProductRecord, ShopRecord

_HEADING = re.compile(r"^#+\s+(.+?)\s*$", re.MULTILINE)


def find_problems(files: ShopFiles) -> list[Problem]:
    """Every broken reference and duplicate. Ask only for a folder whose records could all be read."""
    return [
        *_products(files),
        *_profiles(files),
        *_orders(files),
        *_chats(files),
        *_repeated(files.faqs, lambda faq: faq.question.strip().casefold(), "question"),
        *_pages(files),
        *_demo_accounts(files),
    ]


def return_rules(page: Page) -> ReturnRules:
    """The rules in a policy's head, with its own title and dates.

    Raises:
        ValidationError: a rule is missing, unknown or out of range.
    """
    dates = {"effective_from": page.head.effective_from, "effective_to": page.head.effective_to}
    return ReturnRules.model_validate({**(page.head.rules or {}), "title": page.head.title, **dates})


def _products(files: ShopFiles) -> Iterator[Problem]:
    yield from _repeated(files.products, lambda product: product.product_id, "product_id")
    categories = set(files.shop.categories) if files.shop else set()
    skus: set[str] = set()
    for placed in files.products or ():
        product = placed.record
        if categories and product.category not in categories:
            yield placed.problem(f"unknown category {product.category!r}", field="category")
        if product.currency is None and files.shop is None:
            yield placed.problem("no currency here and no shop.json that names one", field="currency")
        for sku in _skus(product):
            if sku in skus:
                yield placed.problem(f"sku {sku!r} belongs to another product", field="variants")
            skus.add(sku)


def _profiles(files: ShopFiles) -> Iterator[Problem]:
    yield from _repeated(files.profiles, lambda profile: profile.user_id, "user_id")
    yield from _repeated(files.profiles, lambda profile: profile.email.lower(), "email")


def _orders(files: ShopFiles) -> Iterator[Problem]:
    if files.orders is None:
        return
    if files.profiles is None or files.products is None:
        yield Problem(
            "orders/orders.json", "orders need users/profiles.json and products/catalog.json in the same folder"
        )
        return
    yield from _repeated(files.orders, lambda order: order.order_id, "order_id")
    users = {placed.record.user_id for placed in files.profiles}
    products = {placed.record.product_id: placed.record for placed in files.products}
    methods = {
        placed.record.user_id: frozenset(method.method_id for method in placed.record.payment_methods)
        for placed in files.profiles
    }
    claims: set[str] = set()
    for placed in files.orders:
        order = placed.record
        if not _is_order_number(order.order_id, files.shop):
            yield placed.problem(f"{order.order_id!r} is no order number of this shop", field="order_id")
        if order.user_id not in users:
            yield placed.problem(f"unknown user {order.user_id!r}", field="user_id")
        yield from _lines(placed, products)
        yield from _parcels(placed)
        yield from _payments(placed, methods.get(order.user_id, frozenset()))
        yield from _claims(placed, claims)


def _lines(placed: Placed[OrderRecord], products: dict[str, ProductRecord]) -> Iterator[Problem]:
    for position, line in enumerate(placed.record.lines):
        product = products.get(line.product_id)
        if product is None:
            yield placed.problem(f"unknown product {line.product_id!r}", field=f"lines.{position}.product_id")
        elif line.sku not in _skus(product):
            yield placed.problem(f"{line.product_id} has no sku {line.sku!r}", field=f"lines.{position}.sku")


def _parcels(placed: Placed[OrderRecord]) -> Iterator[Problem]:
    for position, parcel in enumerate(placed.record.parcels):
        if parcel.delivered_at and parcel.shipped_at and parcel.delivered_at < parcel.shipped_at:
            yield placed.problem("delivered before it was shipped", field=f"parcels.{position}.delivered_at")


def _payments(placed: Placed[OrderRecord], methods: frozenset[str]) -> Iterator[Problem]:
    """Methods are those of the customer, where the profile has any; nobody gets back more than was paid."""
    order = placed.record
    named = {payment.method_id for payment in order.payments} | ({order.method_id} if order.method_id else set())
    for method_id in sorted(named - methods) if methods else ():
        yield placed.problem(f"{order.user_id} has no payment method {method_id!r}", field="payments")
    paid = Decimal(0)
    for payment in order.payments:
        paid += payment.amount if payment.kind.takes else -payment.amount
        if paid < 0:
            yield placed.problem("more is refunded than was charged", field="payments")
            return


def _claims(placed: Placed[OrderRecord], seen: set[str]) -> Iterator[Problem]:
    pieces = {line.line: line.quantity for line in placed.record.lines}
    for position, claim in enumerate(placed.record.returns):
        field = f"returns.{position}"
        if claim.claim_id in seen:
            yield placed.problem(f"claim {claim.claim_id} is there twice", field=f"{field}.claim_id")
        seen.add(claim.claim_id)
        if claim.line not in pieces:
            yield placed.problem(f"the order has no line {claim.line}", field=f"{field}.line")
        elif claim.quantity > pieces[claim.line]:
            yield placed.problem("claims more pieces than were ordered", field=f"{field}.quantity")


def _chats(files: ShopFiles) -> Iterator[Problem]:
    users = {placed.record.user_id for placed in files.profiles} if files.profiles is not None else None
    owners = {placed.record.order_id: placed.record.user_id for placed in files.orders or ()}
    for placed in files.chats or ():
        chat = placed.record
        if users is not None and chat.user_id not in users:
            yield placed.problem(f"unknown user {chat.user_id!r}", field="user_id")
        if files.orders is None or chat.order_id is None:
            continue
        if owners.get(chat.order_id) != chat.user_id:
            yield placed.problem(f"{chat.order_id!r} is not an order of {chat.user_id}", field="order_id")


def _pages(files: ShopFiles) -> Iterator[Problem]:
    categories = set(files.shop.categories) if files.shop else set()
    versions: list[ReturnRules] = []
    for page in (*(files.policies or ()), *(files.articles or ())):
        head = page.head
        if head.effective_from and head.effective_to and head.effective_to <= head.effective_from:
            yield Problem(page.file, "ends before it begins", field="effective_to", line=1)
        for heading in head.questions.keys() - _headings(page):
            yield Problem(page.file, f"there is no heading {heading!r}", field="questions", line=1)
        if head.rules is None:
            continue
        try:
            rules = return_rules(page)
        except ValidationError as error:
            for each in error.errors(include_url=False):
                yield Problem(page.file, each["msg"], field="rules." + ".".join(map(str, each["loc"])), line=1)
            continue
        named = {*rules.excluded_categories, *rules.category_window_days}
        for name in sorted(named - categories) if categories else ():
            yield Problem(page.file, f"unknown category {name!r}", field="rules", line=1)
        if any(_overlap(rules, other) for other in versions):
            yield Problem(
                page.file, "two returns policies are in force on the same day", field="effective_from", line=1
            )
        versions.append(rules)


def _headings(page: Page) -> set[str]:
    return {page.head.title, *_HEADING.findall(page.text)}


def _overlap(one: ReturnRules, other: ReturnRules) -> bool:
    first, second = sorted((one, other), key=lambda rules: rules.effective_from)
    return first.is_in_force(second.effective_from)


def _demo_accounts(files: ShopFiles) -> Iterator[Problem]:
    if files.shop is None or files.profiles is None:
        return
    emails = {placed.record.user_id: placed.record.email for placed in files.profiles}
    for position, account in enumerate(files.shop.demo_accounts):
        if account.role == "customer" and emails.get(account.user_id or "") != account.email:
            yield Problem(
                "shop.json",
                "names a demo customer who is not in users/profiles.json",
                field=f"demo_accounts.{position}",
            )


def _repeated(records: Iterable[Placed[R]] | None, key: Callable[[R], Hashable], field: str) -> Iterator[Problem]:
    first: dict[Hashable, int] = {}
    for placed in records or ():
        value = key(placed.record)
        if value in first:
            yield placed.problem(f"{value!r} is already record {first[value]}", field=field)
        first.setdefault(value, placed.index)


def _skus(product: ProductRecord) -> list[str]:
    return [variant.sku for variant in product.variants] or [product.product_id]


def _is_order_number(order_id: str, shop: ShopRecord | None) -> bool:
    if shop is None or shop.order_number is None:
        return True
    form = shop.order_number
    return re.fullmatch(rf"{re.escape(form.prefix)}\d{{{form.digits}}}", order_id, re.ASCII) is not None
