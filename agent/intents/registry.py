"""Every intent. A new one is its file and its line here (and a retraining: `shopsmart eval intents --train`)."""

from agent.intents import (
    account_help,
    affirm_deny,
    cancel_order,
    change_address,
    change_order,
    chitchat,
    complaint,
    contact_info,
    exchange_item,
    feedback_newsletter,
    human_agent,
    invoice,
    out_of_scope,
    payment_issue,
    payment_policy,
    place_order,
    product_question,
    product_search,
    promo_discount,
    refund_request,
    refund_status,
    return_item,
    returns_policy,
    shipping_policy,
    track_order,
    unsure,
    warranty_policy,
)
from agent.intents.spec import Intent

INTENTS: dict[str, Intent] = {
    module.INTENT.name: module.INTENT
    for module in (
        account_help,
        affirm_deny,
        cancel_order,
        change_address,
        change_order,
        chitchat,
        complaint,
        contact_info,
        exchange_item,
        feedback_newsletter,
        human_agent,
        invoice,
        out_of_scope,
        payment_issue,
        payment_policy,
        place_order,
        product_question,
        product_search,
        promo_discount,
        refund_request,
        refund_status,
        return_item,
        returns_policy,
        shipping_policy,
        track_order,
        warranty_policy,
    )
}

UNSURE = unsure.INTENT
