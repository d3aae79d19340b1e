"""A shop of six orders, two customers and one policy: enough for every tool to have something to say no to."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from typing import Any

from domain.customers import CustomerId, Principal, Role, Rung, staff_signed_in
from domain.orders import Order, OrderStatus
from store import claims as claim_store
from store.database import Database
from store.tables.catalog import ProductRow
from store.tables.conversations import ConversationRow
from store.tables.customers import CustomerRow
from store.tables.orders import OrderRow
from store.tables.stock_alerts import StockAlertRow
from tests.contract.change_samples import METHODS, US_HOME, pending
from tests.contract.claim_samples import OWN_CLAIMED, claimed_order, seeded
from tests.contract.samples import MAYA, NOW, line, order, parcel, passage, product, rules
from tools.execute import Confirmation, Executor, ToolCall
from tools.knowledge.port import Found, ProductHit
from tools.registry import TOOLS
from tools.shops.demo import DemoShop
from tools.shops.demo.rows import line_row, method_row, payment_row
from tools.shops.port import ShopProfile
from tools.spec import ToolContext, ToolResult, ToolSpec

CONVERSATION = "c_contract"
A_PHOTO = """
INSERT INTO files (file_id, conversation_id, media_type, sha256, content, uploaded_at)
VALUES ('f_photo', $1, 'image/jpeg', 'x', 'x', now())
"""
THEO = CustomerId("U1002")
OWN_ARRIVED, OWN_PAID, OTHERS, UNKNOWN = "VM-10001", "VM-10002", "VM-20001", "VM-99999"
OWN_PENDING, OWN_FINAL = "VM-10004", "VM-10009"
PROFILE = ShopProfile("VerdeMuse", "USD", "UTC", "VM-", 5, "9 to 5", "help@verdemuse.example.com", "+1 503 555 0142")

ANONYMOUS = Principal()
MAYA_SIGNED_IN = Principal(Rung.SIGNED_IN, MAYA, actor=f"customer:{MAYA}")
THEO_SIGNED_IN = Principal(Rung.SIGNED_IN, THEO, actor=f"customer:{THEO}")
LENA = staff_signed_in("lena", Role.LEAD)
LENA_FOR_MAYA = replace(LENA, acting_for=MAYA)
AMIR = staff_signed_in("amir", Role.ADMIN)


def proved(*order_ids: str, minutes: int = 30) -> Principal:
    """Somebody who named these orders with their e-mail address, so long before the proof runs out."""
    until = dict.fromkeys(order_ids, NOW + timedelta(minutes=minutes))
    return Principal(Rung.ORDER_VERIFIED, actor="anonymous:contract", orders_until=until)


class BareKnowledge:
    """One passage, one product, one policy: what is found is not the question here."""

    def passages(self, query: str, **_: Any) -> list[Found]:
        return [Found(passage(), 0.9)]

    def products(self, query: str, **_: Any) -> list[ProductHit]:
        return [ProductHit(product(1, "Meadow Linen Shirt"), 0.9)]

    def product(self, product_id: str):
        return product(1, "Meadow Linen Shirt") if product_id == "VM1001" else None

    def catalogue(self):
        return [product(1, "Meadow Linen Shirt")]

    def written(self):
        return [passage().text]

    def return_rules(self):
        return [rules()]


@dataclass(frozen=True, slots=True)
class SmallShop:
    database: Database
    executor: Executor
    context: ToolContext

    async def run(
        self, tool: str, arguments: Mapping[str, Any], *, speaker: Principal, yes: Confirmation | None = None
    ) -> ToolResult:
        context = replace(self.context, principal=speaker)
        return await self.executor.run(ToolCall(tool, arguments), context, confirmation=yes)

    def yes_to(
        self, tool: str, arguments: Mapping[str, Any], *, speaker: Principal, action: str = "a1"
    ) -> Confirmation:
        """The speaker's yes to exactly this, as the agent would have kept it."""
        return Confirmation(action, self.executor.digest(ToolCall(tool, arguments), actor=speaker.signature))

    async def value(self, statement: str, *arguments: Any) -> Any:
        async with self.database.connection() as connection:
            return await connection.fetchval(statement, *arguments)


ARGUMENTS: dict[str, dict[str, Any]] = {
    "cancel_pending_order": {"order_id": OWN_PAID},
    "cancel_stock_alert": {},
    "change_contact": {"email": "maya.new@example.com"},
    "change_default_address": {"street": "14 Oak Street", "city": "Portland", "postcode": "97209", "country": "US"},
    "change_newsletter": {"wanted": True, "email": "jo@example.com"},
    "forget": {"topic": "sizes"},
    "get_invoice": {"order_id": OWN_ARRIVED},
    "list_stock_alerts": {},
    "mail_invoice": {"order_id": OWN_ARRIVED},
    "mail_label": {"order_id": OWN_CLAIMED, "claim_id": "CL-FILED2"},
    "recall": {},
    "remember": {"facts": [{"kind": "material_avoided", "value": "linen"}]},
    "set_stock_alert": {"sku": "VM1001-S"},
    "calculate": {"expression": "2 * (59.90 + 4.95)"},
    "change_order_address": {
        "order_id": OWN_PENDING,
        "street": "12 Oak Street",
        "city": "Salem",
        "state": "OR",
        "postcode": "97301",
    },
    "change_order_items": {"order_id": OWN_PENDING, "lines": [{"line": 1, "sku": "VM1001-M-N"}]},
    "change_order_payment": {"order_id": OWN_PENDING, "method_id": "pm2"},
    "check_order_changes": {"order_id": OWN_PENDING},
    "check_reorder": {"order_id": OWN_ARRIVED, "lines": [1]},
    "list_product_types": {},
    "list_returnable": {},
    "reorder": {"order_id": OWN_PENDING},
    "add_photo": {"order_id": OWN_CLAIMED, "claim_id": "CL-PHOTO2"},
    "check_return": {"order_id": OWN_ARRIVED},
    "decide_claim": {"claim_id": "CL-REVIEW", "verdict": "deny", "clause": "window", "reason": "It was worn."},
    "file_exchange": {"order_id": OWN_ARRIVED, "items": [{"line": 1, "sku": "VM1001-M-N"}]},
    "get_claim": {"claim_id": "CL-REVIEW"},
    "list_claims": {},
    "list_tickets": {},
    "receive_return": {"claim_id": "CL-FILED2"},
    "reopen_claim": {"order_id": OWN_CLAIMED, "claim_id": "CL-DENIED", "note": "It was torn when it came."},
    "settle_claim": {"claim_id": "CL-READY2"},
    "withdraw_claim": {"order_id": OWN_CLAIMED, "claim_id": "CL-FILED2"},
    "claim_status": {"order_id": OWN_ARRIVED},
    "file_return": {"order_id": OWN_ARRIVED, "items": [{"line": 2, "quantity": 2}], "reason": "too_small"},
    "estimate_delivery": {"country": "US"},
    "find_passages": {"query": "How long does shipping take?"},
    "get_order": {"order_id": OWN_ARRIVED},
    "get_products": {"product_ids": ["VM1001"]},
    "get_profile": {},
    "get_return_rules": {},
    "hand_off": {"reason": "asked"},
    "call_off_hand_off": {},
    "list_orders": {},
    "enter_code": {"code": "123456"},
    "find_customer": {"email": "maya.lindholm@example.com"},
    "find_open_requests": {},
    "request_code": {"email": "maya.lindholm@example.com"},
    "override_refusal": {
        "order_id": OWN_FINAL,
        "line": 1,
        "quantity": 1,
        "reason": "too_small",
        "why": "The page did not say that it was a final sale.",
    },
    "prove_order": {"order_id": OWN_ARRIVED, "email": "maya.lindholm@example.com"},
    "search_products": {"query": "linen shirt"},
    "track_order": {"order_id": OWN_ARRIVED},
}
"""A call of every tool that succeeds for its owner; a new tool adds its own."""


def about(tool: ToolSpec, order_id: str) -> dict[str, Any]:
    """The tool's call, about another order where it is about one."""
    changed = {tool.order_argument: order_id} if tool.order_argument else {}
    return {**ARGUMENTS[tool.name], **changed}


@asynccontextmanager
async def small_shop(database: Database) -> AsyncIterator[SmallShop]:
    await _fill(database)
    context = ToolContext(
        principal=ANONYMOUS,
        conversation_id=CONVERSATION,
        channel="web",
        locale="en-US",
        now=NOW,
        shop=DemoShop(PROFILE, database),
        knowledge=BareKnowledge(),
        database=database,
        secret=b"only for tests, and never empty",
    )
    yield SmallShop(database, Executor(TOOLS), context)


async def _fill(database: Database) -> None:
    arrived = [parcel(1, [1, 2], delivered=3, expected=3)]
    lines = (line(1, "Meadow Linen Shirt"), line(2, "Fjord Wool Sweater", quantity=2, price=9900))
    orders = (
        order(10001, OrderStatus.DELIVERED, *lines, parcels=arrived),
        order(10002, OrderStatus.PAID),
        claimed_order(),
        pending(10004),
        order(10009, OrderStatus.DELIVERED, replace(line(1, "Last Season Tee"), final_sale=True), parcels=arrived),
        order(10003, OrderStatus.SHIPPED, parcels=[parcel(2, [1], delivered=None, expected=-2)]),
        replace(order(20001, OrderStatus.DELIVERED, *lines, parcels=arrived), customer_id=THEO, email=_email(THEO)),
        replace(order(20002, OrderStatus.PENDING), customer_id=THEO, email=_email(THEO)),
    )
    async with database.transaction() as session:
        session.add(ConversationRow(conversation_id=CONVERSATION, token_hash="x", principal={}, state={}))
        session.add_all(_customer(customer_id) for customer_id in (MAYA, THEO))
        session.add(_product())
        session.add(_alert())
        await session.flush()
        session.add_all(row_of(each) for each in orders)
        await session.flush()
        for record in seeded():
            await claim_store.file(session, record)
        connection = await session.raw()
        await connection.execute(A_PHOTO, CONVERSATION)


def _email(customer_id: CustomerId) -> str:
    return {MAYA: "maya.lindholm@example.com", THEO: "theo@example.com"}[customer_id]


def _customer(customer_id: CustomerId) -> CustomerRow:
    return CustomerRow(
        customer_id=customer_id,
        email=_email(customer_id),
        name="Maya Lindholm" if customer_id == MAYA else "Theo Brandt",
        phone=None,
        locale="en-US",
        address=US_HOME if customer_id == MAYA else {"postcode": "10001"},
        payment_methods=[method_row(method) for method in METHODS] if customer_id == MAYA else [],
        sizes={"tops": "M"},
        preferences={},
        joined_at=NOW - timedelta(days=400),
    )


def _alert() -> StockAlertRow:
    """Maya waits for the small one in navy."""
    return StockAlertRow(
        alert_id="SA-2222222222",
        customer_id=MAYA,
        email=_email(MAYA),
        product_id="VM1001",
        sku="VM1001-S-N",
        item="Meadow Linen Shirt",
        size="S",
        colour="Navy",
    )


def _product() -> ProductRow:
    shirt = product(1, "Meadow Linen Shirt")
    return ProductRow(
        product_id=shirt.product_id,
        name=shirt.name,
        description=shirt.description,
        category=shirt.category,
        price_minor=shirt.price.amount_minor,
        currency=shirt.price.currency,
        return_policy=shirt.return_policy,
        variants=[
            {"sku": each.sku, "size": each.size, "colour": each.colour, "stock": each.stock} for each in shirt.variants
        ],
        details={"materials": ["Linen"], "care": shirt.care, "tags": []},
    )


def row_of(of: Order) -> OrderRow:
    return OrderRow(
        order_id=of.order_id,
        customer_id=of.customer_id,
        email=of.email,
        postcode="97214" if of.customer_id == MAYA else "10001",
        status=of.status,
        placed_at=of.placed_at,
        currency="USD",
        lines=[line_row(each) for each in of.lines],
        shipping_method=of.shipping_method,
        shipping_minor=of.shipping.amount_minor,
        discount_minor=of.discount.amount_minor,
        total_minor=of.total.amount_minor,
        address=of.address,
        payment=of.payment,
        parcels=[_parcel_row(asdict(each)) for each in of.parcels],
        history=[],
        payments=[payment_row(payment, key="placed") for payment in of.payments],
        method_id=of.method_id,
        changes=list(of.changes),
    )


def _parcel_row(facts: dict[str, Any]) -> dict[str, Any]:
    """JSON writes times as text."""

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: plain(each) for name, each in value.items()}
        if isinstance(value, list | tuple):
            return [plain(each) for each in value]
        return value.isoformat() if hasattr(value, "isoformat") else value

    return plain(facts)
