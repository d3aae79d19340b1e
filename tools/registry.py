"""Every tool there is. A new tool is its file and its line here."""

from tools.account import get_profile, prove_order
from tools.claims import check_return, claim_status, file_return
from tools.handoff import hand_off
from tools.orders import cancel_pending_order, get_order, list_orders, track_order
from tools.policies import find_passages, get_return_rules
from tools.products import get_products, search_products
from tools.spec import ToolSpec

TOOLS: dict[str, ToolSpec] = {
    tool.name: tool
    for tool in (
        cancel_pending_order,
        check_return,
        claim_status,
        file_return,
        find_passages,
        get_order,
        get_products,
        get_profile,
        get_return_rules,
        hand_off,
        list_orders,
        prove_order,
        search_products,
        track_order,
    )
}
