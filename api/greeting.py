"""The first words of a conversation, before anybody has asked anything. Not stored: no turn said them."""

from domain.customers import Principal
from tools.shops.port import Shop

_GREETINGS = {
    "en": (
        "Hi{name}! I'm {shop}'s assistant, an AI. Ask me about orders, returns or our products; "
        "a colleague can take over at any time.",
        ["Where is my order?", "How do returns work?", "Help me find something"],
    ),
    "de": (
        "Hallo{name}! Ich bin der Assistent von {shop}, eine KI. Fragen Sie mich nach Bestellungen, Rücksendungen oder "
        "unseren Produkten; jemand aus dem Team kann jederzeit übernehmen.",
        ["Wo ist meine Bestellung?", "Wie funktionieren Rücksendungen?", "Helfen Sie mir, etwas zu finden"],
    ),
    "fr": (
        "Bonjour{name} ! Je suis l'assistant de {shop}, une IA. Posez-moi vos questions sur les commandes, les retours "
        "ou nos articles ; un collègue peut prendre le relais à tout moment.",
        ["Où est ma commande ?", "Comment fonctionnent les retours ?", "Aidez-moi à trouver quelque chose"],
    ),
    "es": (
        "¡Hola{name}! Soy el asistente de {shop}, una IA. Pregúnteme por pedidos, devoluciones o nuestros artículos; "
        "una persona del equipo puede tomar el relevo en cualquier momento.",
        ["¿Dónde está mi pedido?", "¿Cómo funcionan las devoluciones?", "Ayúdeme a encontrar algo"],
    ),
}
"""By language. A language that is missing gets English."""


async def greet(shop: Shop, principal: Principal, *, locale: str) -> tuple[str, list[str]]:
    """Text and quick replies, by name for a signed-in customer."""
    text, quick_replies = _GREETINGS.get(locale[:2].lower(), _GREETINGS["en"])
    customer = await shop.customer(principal.customer_id) if principal.customer_id else None
    name = f" {customer.first_name}" if customer else ""
    return text.format(name=name, shop=shop.profile.name), list(quick_replies)
