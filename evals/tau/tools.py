"""Our tools under the benchmark's names and in its argument shapes.

Nothing is done here: every read and write goes through `tools.execute`, as the customer whom the benchmark's own
sign-in (e-mail, or name and postcode) found, writes with a yes to exactly that action, and so with a receipt.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, is_dataclass, replace
from datetime import UTC, datetime
from typing import Any

from agent.context import Services
from domain.customers import CustomerId, Principal, Rung
from domain.errors import NotFound
from domain.orders import Order
from evals.shop_floor import ShopFloor
from evals.tau.shop import address, cancel_reason
from evals.tau.tasks import ToolUse
from tools.execute import Confirmation, Executor, ToolCall
from tools.spec import Effect, ToolContext

Arguments = Mapping[str, Any]

THINKING = ("think",)
"""Calls that ask nothing of a shop."""
SIGN_IN = ("find_user_id_by_email", "find_user_id_by_name_zip")


@dataclass(slots=True)
class TauTools:
    """The tools of one run. `principal` is nobody until the customer is found."""

    context: ToolContext
    executor: Executor

    async def call(self, use: ToolUse) -> Any:
        """What the tool found or did, as JSON values.

        Raises:
            ShopSmartError: refused, as it would be to our own agent.
        """
        if use.name in THINKING:
            return ""
        if use.name in SIGN_IN:
            return await self._find(use.arguments)
        call = await self._ours(use)
        spec = self.executor.spec(call.tool)
        confirmation = None
        if spec.effect is Effect.WRITE:
            said_to = self.executor.digest(call, actor=self.context.principal.signature)
            confirmation = Confirmation(uuid.uuid4().hex, said_to)
        result = await self.executor.run(call, self.context, confirmation=confirmation)
        value = result.value
        return asdict(value) if is_dataclass(value) and not isinstance(value, type) else value

    def sign_in(self, user_id: str) -> None:
        """As the benchmark's sign-in does, for a task whose gold actions leave it out."""
        principal = Principal(Rung.SIGNED_IN, CustomerId(user_id), actor=f"customer:{user_id}")
        self.context = replace(self.context, principal=principal)

    async def _find(self, arguments: Arguments) -> str:
        """Raises NotFound."""
        if "email" in arguments:
            customer = await self.context.shop.customer_by_email(arguments["email"])
            found = customer.customer_id if customer else None
        else:
            name = f"{arguments['first_name']} {arguments['last_name']}"
            found = await _by_name(self.context, name, arguments["zip"])
        if found is None:
            raise NotFound("customer")
        self.sign_in(found)
        return found

    async def _ours(self, use: ToolUse) -> ToolCall:
        arguments = use.arguments
        match use.name:
            case "get_user_details":
                return ToolCall("get_profile", {})
            case "get_order_details":
                return ToolCall("get_order", {"order_id": arguments["order_id"]})
            case "get_product_details":
                return ToolCall("get_products", {"product_ids": [arguments["product_id"]]})
            case "get_item_details":
                return ToolCall("get_products", {"product_ids": [self._product_with(arguments["item_id"])]})
            case "list_all_product_types":
                return ToolCall("list_product_types", {})
            case "calculate":
                return ToolCall("calculate", {"expression": arguments["expression"]})
            case "transfer_to_human_agents":
                return ToolCall("hand_off", {"reason": "cannot_do"})
            case "cancel_pending_order":
                reason = cancel_reason(arguments["reason"])
                return ToolCall("cancel_pending_order", {"order_id": arguments["order_id"], "reason": reason})
            case "modify_user_address":
                return ToolCall("change_default_address", address(arguments))
            case "modify_pending_order_address":
                return ToolCall("change_order_address", {"order_id": arguments["order_id"], **address(arguments)})
            case "modify_pending_order_payment":
                method = {"method_id": arguments["payment_method_id"]}
                return ToolCall("change_order_payment", {"order_id": arguments["order_id"], **method})
            case _:
                return await self._about_lines(use)

    async def _about_lines(self, use: ToolUse) -> ToolCall:
        """Raises KeyError for a tool that the benchmark does not have."""
        arguments = use.arguments
        order = await self.context.shop.order(arguments["order_id"])
        if order is None:
            raise NotFound("order")
        items = [{"line": line} for line in lines_of(order, arguments["item_ids"])]
        if "new_item_ids" in arguments:
            items = [{**item, "sku": sku} for item, sku in zip(items, arguments["new_item_ids"], strict=True)]
        common = {"order_id": order.order_id, "method_id": arguments["payment_method_id"]}
        return {
            "return_delivered_order_items": ToolCall(
                "file_return", {**common, "items": items, "reason": "changed_mind"}
            ),
            "exchange_delivered_order_items": ToolCall("file_exchange", {**common, "items": items}),
            "modify_pending_order_items": ToolCall("change_order_items", {**common, "lines": items}),
        }[use.name]

    def _product_with(self, sku: str) -> str:
        products = self.context.knowledge.catalogue()
        return next((product.product_id for product in products for each in product.variants if each.sku == sku), sku)


def lines_of(order: Order, item_ids: Sequence[str]) -> list[int]:
    """An item that is named twice is two lines of the order. Raises NotFound."""
    left = list(order.lines)
    numbers: list[int] = []
    for item_id in item_ids:
        line = next((line for line in left if line.sku == item_id), None)
        if line is None:
            raise NotFound(f"item {item_id}")
        left.remove(line)
        numbers.append(line.line)
    return numbers


async def _by_name(context: ToolContext, name: str, postcode: str) -> CustomerId | None:
    """Only when it is one: the benchmark signs in whoever knows both."""
    async with context.database.connection() as connection:
        rows = await connection.fetch(
            "SELECT customer_id FROM customers WHERE lower(name) = lower($1) AND address->>'postcode' = $2",
            name,
            postcode,
        )
    return CustomerId(rows[0]["customer_id"]) if len(rows) == 1 else None


async def tools_for(floor: ShopFloor, services: Services) -> TauTools:
    """The tools of a new run, with a conversation of its own."""
    conversation = await floor.begin(customer=None, channel="web", locale="en-US")
    context = ToolContext(
        principal=Principal(),
        conversation_id=conversation.conversation_id,
        channel="web",
        locale="en-US",
        now=datetime.now(UTC),
        shop=services.shop,
        knowledge=services.knowledge,
        database=services.database,
    )
    return TauTools(context, services.executor)
