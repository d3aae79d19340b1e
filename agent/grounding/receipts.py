"""Which actions may be spoken of: what tools really did, and what stored states say happened.

A new WRITE tool adds one line to RECEIPTS: the name of its result type and the actions it proves.
"""

RECEIPTS: dict[str, frozenset[str]] = {
    "OrderCancelled": frozenset({"cancelled", "refund_due", "refunded"}),
    "OrderItemsChanged": frozenset({"changed", "charged", "refund_due", "refunded"}),
    "OrderPaymentChanged": frozenset({"changed", "charged", "refund_due", "refunded"}),
    "OrderAddressChanged": frozenset({"changed"}),
    "OrderPlaced": frozenset({"ordered", "charged", "opened"}),
    "ClaimFiled": frozenset({"filed", "opened"}),
    "ClaimsFiled": frozenset({"filed", "opened", "mailed"}),
    "ExchangeFiled": frozenset({"filed", "opened", "reserved", "mailed"}),
    "ClaimWithdrawn": frozenset({"cancelled"}),
    "ClaimReopened": frozenset({"filed", "opened"}),
    "PhotoTaken": frozenset({"received", "recorded"}),
    "ClaimDecided": frozenset({"approved", "denied", "recorded"}),
    "ReturnReceived": frozenset({"received", "recorded"}),
    "ClaimSettled": frozenset({"refunded", "refund_due", "recorded", "sent"}),
    "AlertSet": frozenset({"opened", "contacted", "watched", "mailed"}),
    "AlertsCancelled": frozenset({"cancelled", "changed"}),
    "ContactChanged": frozenset({"changed", "mailed", "contacted"}),
    "DefaultAddressChanged": frozenset({"changed"}),
    "Forgotten": frozenset({"changed"}),
    "InvoiceMailed": frozenset({"mailed"}),
    "LabelMailed": frozenset({"mailed"}),
    "NewsletterChanged": frozenset({"subscribed", "changed", "mailed"}),
    "HandedOff": frozenset({"handed_off", "contacted", "opened", "recorded"}),
}
"""Result type to actions it proves: "I have cancelled it", "a colleague will write to you"."""

STATES: dict[str, frozenset[str]] = {
    "pending": frozenset({"shipped_due", "delivered_due"}),
    "paid": frozenset({"shipped_due", "delivered_due", "paid_order"}),
    "packed": frozenset({"paid_order", "shipped_due", "delivered_due", "packed"}),
    "shipped": frozenset({"paid_order", "shipped", "sent", "delivered_due"}),
    "in_transit": frozenset({"paid_order", "shipped", "sent", "delivered_due"}),
    "delayed": frozenset({"paid_order", "shipped", "sent", "delivered_due"}),
    "out_for_delivery": frozenset({"paid_order", "shipped", "sent", "delivered_due"}),
    "delivered": frozenset({"paid_order", "shipped", "sent", "delivered"}),
    "cancelled": frozenset({"cancelled", "refund_due"}),
    "returned": frozenset({"paid_order", "shipped", "delivered", "received", "returned"}),
    "lost": frozenset({"paid_order", "lost", "shipped", "sent"}),
    "filed": frozenset({"filed", "opened", "refund_due"}),
    "evidence": frozenset({"filed", "opened"}),
    "lapsed": frozenset({"filed", "opened"}),
    "review": frozenset({"filed", "opened", "contacted"}),
    "approved": frozenset({"filed", "opened", "approved", "refund_due"}),
    "denied": frozenset({"filed", "opened", "denied"}),
    "settled": frozenset({"filed", "opened", "approved", "received", "refunded", "refund_due"}),
    "withdrawn": frozenset({"filed", "opened"}),
    "eligible": frozenset({"refund_due"}),
    "handed_off": frozenset({"handed_off"}),
}
"""Stored status to what may be said in the passive: "your parcel has been delivered"."""

ABOUT_THE_SHOP = frozenset({"shipped", "delivered", "received", "approved", "denied", "refunded", "sent", "lost"})
"""Actions that the shop's people or carriers do: "we shipped it" rests on the stored state alone."""
