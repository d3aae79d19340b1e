"""What each file of a shop's folder may say, field by field, in the shop's own names.

A field that is not known here is kept, never refused, so that a shop may add its own. Knows nothing of tables. Instants
without an offset are read as UTC; amounts are in whole currency units ("59.90"), at most two decimals.
"""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from domain.knowledge import Audience
from domain.orders import OrderStatus
from domain.payments import MethodKind, PaymentKind


def _aware(at: datetime) -> datetime:
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at


Instant = Annotated[datetime, AfterValidator(_aware)]
Amount = Annotated[Decimal, Field(ge=0, max_digits=12, decimal_places=2)]
Text = Annotated[str, Field(min_length=1)]
Email = Annotated[str, Field(pattern=r"^[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+$", max_length=254)]
Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]


class Record(BaseModel):
    model_config = ConfigDict(extra="allow", frozen=True)


class OrderNumbers(Record):
    prefix: str
    digits: int = Field(gt=0, le=12)


class Support(Record):
    hours: Text
    email: Email
    phone: Text
    address: Text


class DemoAccount(Record):
    role: Literal["customer", "lead", "admin"]
    name: Text
    email: Email
    user_id: str | None = None


class ShopRecord(Record):
    """shop.json. Without `categories` any category is taken, without `order_number` any order id."""

    name: Text
    currency: Currency
    time_zone: Text
    languages: list[str] = ["en"]
    countries: list[str] = []
    support: Support
    order_number: OrderNumbers | None = None
    categories: list[str] = []
    demo_accounts: list[DemoAccount] = []


class Manifest(Record):
    """manifest.json. With an `anchor`, every date in the folder moves by the days from it to the day of loading."""

    format: Literal[1] = 1
    anchor: date | None = None


class FaqRecord(Record):
    question: Text
    answer: Text
    category: Text
    tags: list[str] = []
    last_updated: date | None = None
    audience: Audience = Audience.PUBLIC
    phrasings: list[Text] = []
    """Other ways in which customers ask it."""


class VariantRecord(Record):
    sku: Text
    size: Text
    colour: Text
    stock: int = Field(ge=0)
    price: Amount | None = None
    """Only where it differs from the product's."""
    options: dict[str, str] | None = None
    """What else can be chosen, in shops whose options are not only size and colour."""


class ProductRecord(Record):
    product_id: Text
    name: Text
    description: Text
    price: Amount
    category: Text
    stock: int = Field(ge=0)
    return_policy: Text
    currency: Currency | None = None
    variants: list[VariantRecord] = []
    """Empty: the product comes in one size and one colour."""
    materials: list[str] = []
    care: str = ""
    fit: str | None = None
    gender: str | None = None
    image: str | None = None
    tags: list[str] = []
    rating: float | None = Field(default=None, ge=0, le=5)
    warranty_months: int | None = Field(default=None, ge=0)
    launched_on: date | None = None
    restock_on: date | None = None
    final_sale: bool = False

    @model_validator(mode="after")
    def _variants_add_up(self) -> "ProductRecord":
        if self.variants and sum(variant.stock for variant in self.variants) != self.stock:
            raise ValueError("stock is not the sum of the stock of its variants")
        skus = [variant.sku for variant in self.variants]
        if len(set(skus)) != len(skus):
            raise ValueError("the same sku twice")
        return self


class LogMessage(Record):
    sender: Text
    text: Text


class ChatLogRecord(Record):
    user_id: Text
    timestamp: Instant
    messages: list[LogMessage] = Field(min_length=1)
    intent: Text
    resolved: bool = False
    rating: int | None = Field(default=None, ge=1, le=5)
    order_id: str | None = None


class Preferences(Record):
    colours: list[str] = []
    materials: list[str] = []
    categories: list[str] = []
    budget: Literal["low", "mid", "high"] | None = None


class PaymentMethodRecord(Record):
    """A way of paying on file. Gift cards and store credit say what is left on them."""

    method_id: Text
    kind: MethodKind
    brand: str | None = None
    last4: str | None = Field(default=None, pattern=r"^\d{4}$")
    balance: Amount | None = None

    @model_validator(mode="after")
    def _balance_goes_with_kind(self) -> "PaymentMethodRecord":
        if self.kind.keeps_balance is (self.balance is None):
            raise ValueError(f"a {self.kind} {'needs' if self.kind.keeps_balance else 'has no'} balance")
        return self


class ProfileRecord(Record):
    user_id: Text
    email: Email
    name: Text
    phone: str | None = Field(default=None, pattern=r"^\+[1-9]\d{6,14}$")
    """E.164."""
    locale: str = Field(pattern=r"^[a-z]{2}-[A-Z]{2}$")
    address: dict[str, str]
    sizes: dict[str, str] = {}
    preferences: Preferences = Preferences()
    joined: date
    marketing_opt_in: bool = False
    payment_methods: list[PaymentMethodRecord] = []
    """Without any, the methods that the customer's orders name are taken."""


class OrderLineRecord(Record):
    line: int = Field(ge=1)
    sku: Text
    product_id: Text
    name: Text
    size: Text
    colour: Text
    quantity: int = Field(ge=1)
    unit_price: Amount
    final_sale: bool = False
    options: dict[str, str] | None = None


class EventRecord(Record):
    at: Instant
    code: Text
    description: Text
    location: str = ""


class ParcelRecord(Record):
    parcel_id: Text
    carrier: Text
    tracking_number: Text
    tracking_url: str | None = None
    lines: list[int] = Field(min_length=1)
    status: Text
    shipped_at: Instant | None = None
    estimated_delivery: date | None = None
    delivered_at: Instant | None = None
    events: list[EventRecord] = []


class HistoryRecord(Record):
    at: Instant
    status: Text
    note: str = ""


class ReturnRecord(Record):
    """A claim that was filed before the folder was written. `history` ends with the present status."""

    claim_id: str = Field(pattern=r"^CL-[A-Z0-9]{6}$")
    line: int = Field(ge=1)
    quantity: int = Field(ge=1)
    kind: Literal["return", "damaged", "missing"]
    reason: Text
    note: str = ""
    status: Literal["filed", "review", "approved", "denied", "settled", "withdrawn"]
    refund: Amount
    fee: Amount
    policy_version: Text
    clause: Text
    filed_at: Instant
    send_back_by: date
    history: list[HistoryRecord] = Field(min_length=1)


class PaymentRecord(Record):
    at: Instant
    kind: PaymentKind
    method_id: Text
    amount: Amount
    reason: str = ""


class OrderRecord(Record):
    order_id: Text
    user_id: Text
    status: OrderStatus
    placed_at: Instant
    currency: Currency
    lines: list[OrderLineRecord] = Field(min_length=1)
    shipping_method: Text
    shipping_price: Amount
    discount: Amount = Decimal(0)
    tax: Amount = Decimal(0)
    total: Amount
    address: dict[str, str]
    payment: dict[str, str]
    method_id: str | None = None
    payments: list[PaymentRecord] = []
    """Charges and refunds; without any, the total counts as charged when it was placed, or as held while pending."""
    changes: list[str] = []
    parcels: list[ParcelRecord] = []
    history: list[HistoryRecord] = []
    returns: list[ReturnRecord] = []
    cancel_reason: str | None = None

    @model_validator(mode="after")
    def _adds_up(self) -> "OrderRecord":
        numbers = [line.line for line in self.lines]
        if numbers != list(range(1, len(numbers) + 1)):
            raise ValueError("lines are not numbered 1, 2, 3 in order")
        packed = [number for parcel in self.parcels for number in parcel.lines]
        if not set(packed) <= set(numbers) or len(set(packed)) != len(packed):
            raise ValueError("a parcel names a line that the order does not have, or has in two parcels")
        goods = sum((line.unit_price * line.quantity for line in self.lines), Decimal(0))
        due = goods + self.shipping_price + self.tax - self.discount
        if due != self.total:
            raise ValueError(f"total is {self.total}, but lines, shipping, tax and discount give {due}")
        return self


class FrontMatter(Record):
    """The YAML head of a policy or an article. `rules` are those of `domain.policies.ReturnRules`, without dates."""

    title: Text
    source: str = ""
    audience: Audience = Audience.PUBLIC
    effective_from: date | None = None
    effective_to: date | None = None
    last_updated: date | None = None
    rules: dict[str, Any] | None = None
    facts: dict[str, Any] = {}
    questions: dict[str, list[Text]] = {}
    """How customers ask for a section, by its heading."""
