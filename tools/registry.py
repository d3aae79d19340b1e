"""Every tool there is. A new tool is its file and its line here."""

from tools.account import get_profile
from tools.arithmetic import calculate
from tools.claim_decisions import decide_claim, list_claims, receive_return, settle_claim
from tools.claim_files import get_claim
from tools.claim_photos import add_photo
from tools.claims import claim_status, reopen_claim, withdraw_claim
from tools.contact import change_contact, change_default_address
from tools.continuations import find_open_requests
from tools.deliveries import estimate_delivery
from tools.exchanges import file_exchange
from tools.handoff import call_off_hand_off, hand_off
from tools.identity import enter_code, prove_order, request_code
from tools.invoices import get_invoice, mail_invoice
from tools.label_mails import mail_label
from tools.leads import find_customer
from tools.memories import forget, recall, remember
from tools.newsletter import change_newsletter
from tools.order_changes import (
    change_order_address,
    change_order_items,
    change_order_payment,
    check_order_changes,
)
from tools.orders import cancel_pending_order, get_order, list_orders, track_order
from tools.overrides import override_refusal
from tools.policies import find_passages, get_return_rules
from tools.products import get_products, list_product_types, search_products
from tools.reorders import check_reorder, reorder
from tools.returns import check_return, file_return, list_returnable
from tools.spec import ToolSpec
from tools.stock_alerts import cancel_stock_alert, list_stock_alerts, set_stock_alert
from tools.tickets import list_tickets

TOOLS: dict[str, ToolSpec] = {
    tool.name: tool
    for tool in (
        add_photo,
        calculate,
        cancel_pending_order,
        cancel_stock_alert,
        change_contact,
        change_default_address,
        change_newsletter,
        change_order_address,
        change_order_items,
        change_order_payment,
        check_order_changes,
        check_reorder,
        check_return,
        claim_status,
        decide_claim,
        enter_code,
        estimate_delivery,
        file_exchange,
        file_return,
        find_customer,
        find_open_requests,
        find_passages,
        forget,
        get_claim,
        get_invoice,
        get_order,
        get_products,
        get_profile,
        get_return_rules,
        hand_off,
        call_off_hand_off,
        list_claims,
        list_orders,
        list_product_types,
        list_returnable,
        list_stock_alerts,
        list_tickets,
        mail_invoice,
        mail_label,
        override_refusal,
        prove_order,
        recall,
        receive_return,
        remember,
        reopen_claim,
        reorder,
        request_code,
        search_products,
        set_stock_alert,
        settle_claim,
        track_order,
        withdraw_claim,
    )
}
