"""Every intent. A new one is its file and its line here; it has cues, or the classifier is trained anew."""

from importlib import import_module

from agent.intents import unsure
from agent.intents.spec import Intent

NAMES = (
    "claim_question",
    "claim_terms",
    "claim_options",
    "withdraw_claim",
    "warranty_claim",
    "send_photo",
    "reopen_claim",
    "lost_parcel",
    "account_help",
    "affirm_deny",
    "arrival_estimate",
    "assortment",
    "bought_items",
    "cancel_order",
    "change_address",
    "change_order",
    "chitchat",
    "compensation",
    "complaint",
    "contact_details",
    "contact_info",
    "override_refusal",
    "decide_claim",
    "desk_help",
    "exchange_item",
    "feedback_newsletter",
    "find_customer",
    "forget_me",
    "further_question",
    "human_agent",
    "invoice",
    "continue_elsewhere",
    "materials_policy",
    "no_person",
    "order_history",
    "order_question",
    "out_of_scope",
    "payment_issue",
    "payment_policy",
    "place_order",
    "remembered",
    "product_choice",
    "product_question",
    "product_search",
    "product_versions",
    "promo_discount",
    "refund_request",
    "refund_status",
    "return_deadline",
    "return_item",
    "returns_policy",
    "shipping_policy",
    "stock_alert",
    "tickets",
    "told_me",
    "uncancel_order",
    "track_order",
    "warranty_policy",
    "ways_to_pay",
)

INTENTS: dict[str, Intent] = {name: import_module(f"agent.intents.{name}").INTENT for name in NAMES}

UNSURE = unsure.INTENT


def named_outright(text: str) -> str | None:
    """The first intent, in the order above, whose cues are in the text."""
    return next((name for name, intent in INTENTS.items() if intent.cues and intent.cues.search(text)), None)
