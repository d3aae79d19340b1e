"""The plain question behind each matter of the shop's rules: what is looked up for whatever words it was asked in.

"And from how much?" after gift cards is "Do you sell gift cards?". The questions are any shop's; what a shop has
written nothing about is said to be unknown.
"""

from collections.abc import Mapping, Sequence

from agent.table.reader import Table
from tools.words import word_set

QUESTIONS: Mapping[Table, Mapping[str, str]] = {
    "shipping": {
        "cost": "How much is shipping?",
        "express_cost": "How much is express shipping?",
        "free_from": "When is shipping free?",
        "time": "How long does delivery take?",
        "express_time": "What is your fastest shipping option?",
        "abroad": "Which countries do you ship to?",
        "customs": "Do I have to pay customs or duties?",
        "weekend": "Do you deliver on weekends?",
        "day": "Can I choose a delivery day?",
        "pickup": "Can I pick up my order in the store?",
        "pickup_point": "Can I choose the day of delivery or a pick-up point?",
        "carrier": "Which carriers do you use?",
        "tracking": "Is the parcel tracked, and when do I get the tracking number?",
        "when_sent": "When will an order be shipped if I order today?",
        "split": "Why does an order come in several parcels?",
        "po_box": "Which addresses do you deliver to?",
        "not_home": "I missed the delivery. What now?",
        "signature": "Do I have to sign for my parcel?",
        "left_where": "Can I choose the day of delivery or another place?",
        "lost": "What happens if my parcel is lost?",
        "stolen": "Tracking says delivered but I have nothing.",
        "late": "My order is late. What can you do?",
        "damaged": "My parcel arrived damaged. What now?",
        "packaging": "How are orders packed?",
        "change_address": "How do I change the delivery address?",
        "cancel": "Can I cancel an order?",
        "green": "Is shipping climate neutral?",
    },
    "returns": {
        "window": "How long do I have to return something?",
        "how": "How do I return an item?",
        "cost": "How much does a return cost?",
        "label": "How do I get a return label to send an item back?",
        "where": "Sending a return: who do I hand it to?",
        "store": "Can I return an online order in your store?",
        "condition": "Can I return something I have worn or without tags?",
        "excluded": "What cannot be returned?",
        "sale": "Can I return sale items?",
        "part": "Can I return only part of an order?",
        "refund_time": "When will I get my refund?",
        "refund_to": "How will I be refunded?",
        "refund_shipping": "Do you refund shipping costs?",
        "receipt": "Can I return something without a receipt or order number?",
        "gift": "Can I return a gift?",
        "exchange": "How do I exchange an item for another size or colour?",
        "exchange_difference": "Is there a price difference when I exchange?",
        "exchange_time": "How long does an exchange take?",
        "abroad": "How do I return something from abroad?",
        "damaged": "My item arrived damaged or faulty. What should I do?",
        "too_late": "What happens if I am past the return deadline?",
        "send_by": "I did not send my return in time. What now?",
        "arrived": "How do I know that you received my return?",
        "holiday": "Is the return window longer for holiday gifts?",
        "how_often": "Is there a limit on how often I can return?",
    },
    "payment": {
        "methods": "Which payment methods do you accept?",
        "later": "Can I pay later or in instalments?",
        "safe": "Is it safe to pay with my card?",
        "when_charged": "When will my card be charged?",
        "declined": "Why was my payment declined?",
        "split": "Can I split a payment between two methods?",
        "currency": "Which currency do I pay in?",
        "tax": "Do the prices include sales tax?",
        "codes": "Do you have a discount code?",
        "code_fails": "Why does my promo code not work?",
        "code_two": "Can I combine discount codes?",
        "code_after": "I forgot to enter a code. Can you add it after ordering?",
        "code_where": "Where do I enter a promo code?",
        "student": "Do you have a student discount?",
        "newsletter": "Is there a newsletter discount for new customers?",
        "refer": "Do you have a referral program?",
        "next_sale": "When do you have sales, for example on Black Friday?",
        "price_match": "Do you match prices of other shops?",
        "price_drop": "The price dropped after I bought. Can I get the difference?",
        "giftcard": "Do you sell gift cards?",
        "giftcard_valid": "Do gift cards expire?",
        "giftcard_balance": "How do I check the balance of a gift card?",
        "giftcard_use": "How do I pay with a gift card?",
        "giftcard_send": "Do gift cards come by e-mail, at once or on a day I choose?",
        "points": "Do you have a loyalty program with points?",
        "many": "What are your current offers and discounts?",
    },
    "shop": {
        "hours": "When can I reach customer service?",
        "holidays": "Are you open on holidays?",
        "phone": "What is your phone number?",
        "email": "How can I reach customer service by e-mail?",
        "complaint": "How do I make a complaint?",
        "answer_time": "How fast do you answer e-mails and messages?",
        "store": "Where is your store, and when is it open?",
        "getting_there": "How do I get to your store, and is there parking?",
        "store_try": "Can I try things on in your store?",
        "made_where": "Where are your clothes made, in which country?",
        "fair": "Who makes your clothes, and under which conditions?",
        "materials": "How sustainable are your materials?",
        "animals": "Are your products vegan, and how are animals treated?",
        "take_back": "Do you take back old clothes?",
        "repair": "Do you repair clothes?",
        "warranty": "How long is the warranty?",
        "warranty_covers": "What does the warranty cover?",
        "warranty_how": "How do I make a warranty claim?",
        "sizes": "How do I find my size?",
        "special_sizes": "Do you have petite, tall or maternity sizes?",
        "care": "How do I wash and care for my clothes?",
        "account_make": "Do I need an account to order?",
        "account_password": "I forgot my password.",
        "account_change": "How do I change my e-mail address or my details?",
        "account_delete": "How do I delete my account and my data?",
        "privacy": "What do you do with my data?",
        "newsletter_off": "How do I unsubscribe from the newsletter?",
        "reviews": "How do I write a review?",
        "gift_wrap": "Can I add a gift message or gift wrapping?",
        "gift_price": "Are there prices in the box when I send a gift?",
        "new": "When do new products arrive?",
        "wholesale": "Do you sell to companies or resellers?",
        "jobs": "Are you hiring?",
    },
}
EXCHANGE = "Can I exchange an item for another size or colour?"
"""Whether, for how much and how long; that of the table asks how."""
ANOTHER = "Can I exchange for a different product?"
SURE = 0.75
"""Confidence asked of what answers a plain question: it is put as shops put it, so that what is near is no hit."""
OF_A_PLACE = frozenset({"cost", "express_cost", "free_from", "time", "abroad"})
"""Matters of delivery that differ by country."""
AFTER: Mapping[tuple[str, str], str] = {
    ("store", "hours"): "store",
    ("store_try", "hours"): "store",
    ("getting_there", "hours"): "store",
    ("points", "giftcard_valid"): "points",
    ("exchange", "cost"): EXCHANGE,
    ("store", "cost"): "store",
    ("giftcard", "code_where"): "giftcard_use",
    ("giftcard_use", "code_where"): "giftcard_use",
    ("giftcard_valid", "code_where"): "giftcard_use",
    ("giftcard_balance", "code_where"): "giftcard_use",
    ("giftcard_send", "code_where"): "giftcard_use",
}
"""What the second asks after the first: "what time does it close" of the store, "where do I enter it" of a card.

The matter, or a question of its own."""
DONE_BY: Mapping[str, tuple[str, ...]] = {
    "change_address": ("change_address",),
    "po_box": ("change_address",),
    "cancel": ("cancel_order",),
    "late": ("track_order", "lost_parcel"),
    "lost": ("lost_parcel", "track_order"),
    "stolen": ("lost_parcel", "track_order"),
    "tracking": ("track_order",),
    "how": ("return_item",),
    "part": ("return_item",),
    "label": ("claim_question",),
    "exchange": ("exchange_item",),
    "damaged": ("return_item", "exchange_item", "refund_request", "warranty_claim"),
    "warranty_how": ("warranty_claim",),
    "warranty_covers": ("warranty_claim",),
    "repair": ("warranty_claim",),
    "refund_time": ("refund_status",),
    "refund_to": ("refund_status", "refund_request"),
    "arrived": ("refund_status", "claim_question"),
    "account_change": ("contact_details",),
    "account_delete": ("forget_me",),
    "privacy": ("remembered", "forget_me"),
    "sizes": ("product_question", "product_search", "remembered", "told_me"),
    "special_sizes": ("product_search",),
    "care": ("product_question",),
    "materials": ("product_question", "product_search"),
    "new": ("product_search", "stock_alert", "product_question"),
    "reviews": ("product_question",),
    "gift_price": ("invoice",),
    "newsletter": ("feedback_newsletter",),
    "newsletter_off": ("feedback_newsletter",),
}
"""Matters with an intent that does the very thing, or knows more of it than the writings."""
NO_GRIEVANCE = word_set(
    """
    not_home left_where signature day weekend pickup pickup_point po_box gift label condition where window receipt part
    holiday excluded gift_wrap gift_price giftcard giftcard_use giftcard_valid giftcard_balance care sizes
    """
)
"""Matters whose circumstances may sound sad and are nobody's fault: nobody is at home, the box is gone."""
OF_INTENT: Mapping[str, Table] = {
    "shipping_policy": "shipping",
    "returns_policy": "returns",
    "payment_policy": "payment",
    "promo_discount": "payment",
    "contact_info": "shop",
    "warranty_policy": "shop",
    "account_help": "shop",
}
"""The part of the rules that an intent asks about."""


def question(table: Table, name: str, places: Sequence[str]) -> str | None:
    """The plain question, of the country that is spoken of where it makes a difference; None for `elsewhere`."""
    if places and table == "shipping" and name in OF_A_PLACE:
        return f"Do you ship to {places[0]}, and what does it cost?"
    return QUESTIONS[table].get(name, name if name.endswith("?") else None)
