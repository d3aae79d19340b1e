"""The first words of a conversation, before anybody has asked anything. Not stored: no turn said them."""

from domain.customers import Principal
from tools.shops.port import Shop

_GREETINGS = {
    "en": (
        "Hi{name}! I'm {shop}'s assistant, an AI. Ask me about orders, returns or our products; "
        "a colleague can take over at any time.",
        ["Where is my order?", "How do returns work?", "Help me find something"],
    ),
}
"""By language. A language that is missing gets English."""


async def greet(shop: Shop, principal: Principal, *, locale: str) -> tuple[str, list[str]]:
    """Text and quick replies, by name for a signed-in customer."""
    text, quick_replies = _GREETINGS.get(locale[:2].lower(), _GREETINGS["en"])
    customer = await shop.customer(principal.customer_id) if principal.customer_id else None
    name = f" {customer.first_name}" if customer else ""
    return text.format(name=name, shop=shop.profile.name), list(quick_replies)
