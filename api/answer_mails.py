"""The mail that brings a person's answer to a customer who has gone, and the link in it by which they come back.

The link holds a key that only this installation can make, for one conversation and some days. It stands behind the
'#' of the address, so that no server writes it down.
"""

import hmac
import time
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import quote

from api.resources import Resources
from domain.codes import keyed_hash
from domain.conversations import ConversationId
from domain.errors import NotFound
from store.mail import Mail

LINK_LASTS = timedelta(days=7)
_PURPOSE = "resume"

_TEXTS = {
    "en": (
        "{name} from {shop} has answered you",
        "Hello,\n\nyou asked to be answered by e-mail. {name} writes:\n\n{text}\n\n"
        "To go on from here, open your conversation within seven days:\n{link}\n\n{shop} · {email}\n",
    ),
    "de": (
        "{name} von {shop} hat Ihnen geantwortet",
        "Guten Tag,\n\nSie möchten per E-Mail Antwort haben. {name} schreibt:\n\n{text}\n\n"
        "Hier geht Ihr Gespräch sieben Tage lang weiter:\n{link}\n\n{shop} · {email}\n",
    ),
    "fr": (
        "{name} de {shop} vous a répondu",
        "Bonjour,\n\nvous avez demandé une réponse par e-mail. {name} vous écrit :\n\n{text}\n\n"
        "Pour poursuivre la conversation, ouvrez ce lien dans les sept jours :\n{link}\n\n{shop} · {email}\n",
    ),
    "es": (
        "{name} de {shop} le ha respondido",
        "Hola:\n\nNos pidió que le respondiéramos por correo. {name} escribe:\n\n{text}\n\n"
        "Para seguir con la conversación, abra este enlace en los próximos siete días:\n{link}\n\n{shop} · {email}\n",
    ),
}


class LinkOver(NotFound):
    code = "link_over"
    sentence = "This link is too old or was cut off. Please start a new chat."


@dataclass(frozen=True, slots=True)
class Answered:
    text: str
    name: str
    """Of the person who writes."""
    locale: str
    key: str
    """The same key is the same mail."""


def answer_mail(resources: Resources, conversation_id: ConversationId, answered: Answered, *, to: str) -> Mail:
    """Its text is forgotten once it is sent: what was said stands in the conversation."""
    profile, serving = resources.shop.profile, resources.serving
    token = link_token(serving.secret, conversation_id, until=int(time.time() + LINK_LASTS.total_seconds()))
    link = f"{serving.public_url}/widget/frame?shop={quote(serving.widget.key)}#support-chat={token}"
    subject, text = _TEXTS.get(answered.locale[:2].lower(), _TEXTS["en"])
    values = {"name": answered.name, "shop": profile.name, "email": profile.support_email, "link": link}
    return Mail(
        key=answered.key,
        to=to,
        subject=subject.format(**values),
        text=text.format(text=answered.text, **values),
        is_secret=True,
    )


def link_token(secret: bytes, conversation_id: ConversationId, *, until: int) -> str:
    return f"{conversation_id}.{until}.{keyed_hash(secret, _PURPOSE, conversation_id, str(until))}"


def conversation_of(secret: bytes, token: str, *, now: float) -> ConversationId:
    """Raises LinkOver: too old, cut off, or not ours."""
    conversation_id, _, rest = token.partition(".")
    until, _, given = rest.partition(".")
    if not (secret and until.isascii() and until.isdigit() and len(until) <= 12):
        raise LinkOver("no link of ours")
    expected = keyed_hash(secret, _PURPOSE, conversation_id, until)
    if not hmac.compare_digest(expected.encode(), given.encode()) or int(until) <= now:
        raise LinkOver("forged or over")
    return ConversationId(conversation_id)
