"""The label that goes on a parcel back to the shop: mailed to the address on file as soon as something is to come back.

A slip with the shop's address and the claim's number. It knows no carrier: a shop that has one prints theirs instead.
"""

from domain.claims import Claim
from domain.orders import Order
from store import mail
from store.database import WriteSession
from store.mail import Mail
from tools.spec import ToolContext


async def mail_label_once(session: WriteSession, claim: Claim, order: Order | None, context: ToolContext) -> None:
    """Queued with the claim, when its next step is to send the item back; once, however often that comes to be."""
    if claim.waits_for_item and order is not None:
        await queue_label(session, claim, order, context, key=f"label:{claim.claim_id}")


async def queue_label(session: WriteSession, claim: Claim, order: Order, context: ToolContext, *, key: str) -> str:
    """The address it goes to."""
    customer = await context.shop.customer(order.customer_id, session=session)
    address = customer.email if customer else order.email
    subject = f"Your return label for claim {claim.claim_id}"
    await mail.enqueue(session, Mail(key=key, to=address, subject=subject, text=written(claim, context)))
    return address


def written(claim: Claim, context: ToolContext) -> str:
    profile = context.shop.profile
    last_day = claim.due_by or claim.send_back_by
    parts = (
        f"{profile.name}\nReturn label",
        f"To: {profile.returns_address or profile.name}",
        f"Claim {claim.claim_id}, order {claim.order_id}\n{claim.quantity} x {claim.item}",
        "Print this page, or write the claim's number on the parcel, and hand it to the carrier by "
        f"{last_day:%B} {last_day.day}, {last_day.year}. Keep the receipt until the claim is settled.",
        f"Questions? {profile.support_email}, {profile.support_phone}",
    )
    return "\n\n".join(parts) + "\n"
