"""What the tools of the customer's own account may answer, one sample a case that a reply has to put into words."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from domain.invoices import invoice_of
from domain.memories import MemoryKind, MemoryTopic, Remembered
from domain.orders import Order
from domain.stock_alerts import StockAlert
from tests.contract.samples import TODAY, every_order
from tools.contact import ContactChanged, DefaultAddressChanged
from tools.invoices import InvoiceMailed
from tools.memories import AboutYou, Forgotten, Kept
from tools.newsletter import NewsletterChanged
from tools.stock_alerts import AlertList, AlertsCancelled, AlertSet

TOLD = (
    ("name", "Jo"),
    ("size", "M"),
    ("colour", "Navy"),
    ("material", "linen"),
    ("category", "Shirts"),
    ("material_avoided", "wool"),
)
SAID_OF_AN_ACCOUNT: tuple[dict[str, Any], ...] = (
    {"alert_wish": "list"},
    {"alert_wish": "end"},
    {"alert_wish": "end", "all_alerts": True},
    {"contact_part": "phone"},
    {"email_said": "jo@example.com", "phone_said": "+15035550199"},
    {"email_said": "maya.lindholm@example.com"},
    {"told": [{"kind": kind, "value": value, "about": "", "said_on": TODAY.isoformat()} for kind, value in TOLD]},
    {"forget": {"topic": "sizes", "value": None}},
    {"forget": {"topic": "materials", "value": "silk"}},
)
"""What may be known of a task about one's own account."""
ALERT = StockAlert(
    alert_id="SA-7KQ2MD9XYZ",
    product_id="VM1001",
    sku="VM1001-S",
    item="Meadow Linen Shirt",
    size="S",
    colour="Moss Green",
    email="maya.lindholm@example.com",
)
OTHER = replace(ALERT, alert_id="SA-7KQ2MD9XYA", sku="VM1001-S-N", colour="Navy")


def every_account_answer() -> dict[str, Sequence[Any]]:
    facts = (
        Remembered(MemoryKind.NAME, "Jo", "", TODAY),
        Remembered(MemoryKind.SIZE, "M", "tops", TODAY),
        Remembered(MemoryKind.MATERIAL_AVOIDED, "wool", "", TODAY),
    )
    knows_all = AboutYou(
        is_known=True,
        name="Jo",
        facts=facts,
        sizes=(("tops", "M"), ("shoes", "39")),
        colours=("Moss Green",),
        materials=("linen",),
        categories=("Shirts",),
        colours_avoided=("Navy",),
        materials_avoided=("wool",),
        orders=11,
        claims=2,
        open_claims=1,
        newsletter=True,
        alerts=1,
    )
    bare = AboutYou(is_known=True, name="Maya", orders=1, claims=1)
    guest = AboutYou(is_known=False, facts=facts[2:], materials_avoided=("wool",))
    invoices = [invoice_of(order) for order in _invoiced()]
    mailed = [InvoiceMailed(invoices[0], "m…m@example.com", was_sent_today=was) for was in (False, True)]
    return {
        "recall": [knows_all, bare, guest, AboutYou(is_known=False)],
        "remember": [Kept(facts), Kept(())],
        "forget": [Forgotten(MemoryTopic.ALL, None, 5), Forgotten(MemoryTopic.MATERIALS, "wool", 1)],
        "list_stock_alerts": [AlertList(()), AlertList((ALERT,)), AlertList((ALERT, OTHER))],
        "set_stock_alert": [AlertSet(ALERT, is_new=True), AlertSet(ALERT, is_new=False)],
        "cancel_stock_alert": [AlertsCancelled((ALERT,)), AlertsCancelled((ALERT, OTHER))],
        "change_newsletter": [
            NewsletterChanged(wanted, "jo@example.com", is_done=is_done, was_so=was_so)
            for wanted in (True, False)
            for is_done, was_so in ((True, False), (True, True), (False, False))
        ],
        "change_contact": [
            ContactChanged("jo@example.com", None, "m…m@example.com"),
            ContactChanged("jo@example.com", None, "m…m@example.com", sign_in_link=True),
            ContactChanged(None, "+15035550199"),
            ContactChanged("jo@example.com", "+15035550199", "m…m@example.com"),
        ],
        "change_default_address": [DefaultAddressChanged(ADDRESS)],
        "get_invoice": invoices,
        "mail_invoice": mailed,
    }


ADDRESS = {
    "name": "Maya Lindholm",
    "street": "14 Oak Street",
    "city": "Portland",
    "state": "OR",
    "postcode": "97209",
    "country": "US",
}


def _invoiced() -> list[Order]:
    return [order for order in every_order() if order.status.has_invoice]
