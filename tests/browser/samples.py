"""One card of every kind, as the service sends them."""

from domain.conversations import Card

PRODUCTS = Card(
    "products",
    {
        "products": [
            {
                "product_id": "VM1121",
                "name": "Meadow Linen Shirt",
                "price": {"amount_minor": 7900, "currency": "USD", "text": "$79.00"},
                "category": "Shirts",
                "stock": 3,
                "sizes": ["S", "M", "L"],
                "colours": ["Ivory", "Navy"],
                "image": "images/VM1121.svg",
            },
            {
                "product_id": "VM1138",
                "name": "Verbena Wrap Blouse",
                "price": {"amount_minor": 7600, "currency": "USD", "text": "$76.00"},
                "category": "Shirts",
                "stock": 0,
                "sizes": ["M"],
                "colours": ["Sage Green"],
                "image": "images/VM1138.svg",
            },
            {
                "product_id": "VM1101",
                "name": "Everyday Organic Tee",
                "price": {"amount_minor": 2900, "currency": "USD", "text": "$29.00"},
                "category": "Tops",
                "stock": 197,
                "sizes": ["XS", "S", "M", "L", "XL"],
                "colours": ["Black", "Clay", "Blush Pink"],
                "image": "images/VM1101.svg",
            },
        ]
    },
    "Meadow Linen Shirt $79.00, Verbena Wrap Blouse $76.00, Everyday Organic Tee $29.00",
)
_ORDER = {
    "order_id": "VM-10234",
    "status": "shipped",
    "placed": "November 12",
    "placed_at": "2026-11-12T09:00:00+00:00",
    "total": {"amount_minor": 11800, "currency": "USD", "text": "$118.00"},
    "lines": [
        {
            "name": "Everyday Organic Tee",
            "size": "M",
            "colour": "Black",
            "quantity": 2,
            "price": {"amount_minor": 2900, "currency": "USD", "text": "$29.00"},
        }
    ],
    "parcels": [
        {
            "carrier": "UPS",
            "tracking_number": "1Z999AA10123456784",
            "tracking_url": "https://tracking.example.com/1Z999AA10123456784",
            "status": "in_transit",
            "expected": "November 24",
            "expected_on": "2026-11-24",
            "delivered": "",
            "delivered_at": None,
            "events": [
                {
                    "at": "November 19, 8:10 AM",
                    "time": "2026-11-19T08:10:00+00:00",
                    "description": "Departed facility",
                    "location": "Portland, OR",
                }
            ],
        }
    ],
}
ORDER = Card("order", _ORDER, "Order VM-10234 is on its way with UPS.")
ORDER_LIST = Card(
    "order_list",
    {"orders": [_ORDER, {**_ORDER, "order_id": "VM-10099", "status": "delivered", "parcels": []}]},
    "VM-10234, VM-10099",
)
CLAIM = Card(
    "claim",
    {
        "claims": [
            {
                "claim_id": "R-4K7PQ2",
                "order_id": "VM-10234",
                "item": "Everyday Organic Tee",
                "quantity": 1,
                "kind": "damaged",
                "status": "approved",
                "remedy": "refund",
                "refund": {"amount_minor": 5900, "currency": "USD", "text": "$59.00"},
                "method": "card ending in 4242",
                "send_back_by": "December 5",
                "due_by": "",
                "events": [
                    {"at": "November 20", "time": "2026-11-20T10:00:00+00:00", "event": "filed", "status": "filed"}
                ],
            }
        ]
    },
    "Claim R-4K7PQ2 is approved.",
)
CONFIRM = Card("confirm", {"tool": "file_return", "arguments": {}}, "Shall I file a return for 1 Everyday Organic Tee?")
RECEIPT = Card("receipt", {"number": "R-4K7PQ2", "done": "ClaimsFiled"}, "Your return is filed: R-4K7PQ2.")
RETURN_FORM = Card(
    "return_form",
    {
        "order_id": "VM-10234",
        "kind": "return",
        "lines": [
            {"line": 1, "name": "Everyday Organic Tee", "size": "M", "colour": "Black", "quantity": 2},
            {"line": 2, "name": "Meadow Linen Shirt", "size": "L", "colour": "Navy", "quantity": 1},
        ],
        "reasons": [{"value": "too_small", "label": "Too small"}, {"value": "damaged", "label": "It is damaged"}],
    },
    "What would you like to send back?",
)
CODE = Card("code", {"digits": 6, "to": "m***@example.com"}, "A code is on its way.")
SIGN_IN = Card("sign_in", {"by": "account_email"}, "Which e-mail address do you shop with?")

CARDS = (PRODUCTS, ORDER, ORDER_LIST, CLAIM, CONFIRM, RECEIPT, RETURN_FORM, CODE, SIGN_IN)
