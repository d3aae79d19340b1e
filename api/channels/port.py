"""What a channel does: make sure who delivers, read what came, put a reply into its form, send it.

NotOurs     403  nobody we trust delivered this
NotSent          an attempt to send that did not end well
├── SurelyNot    nothing went out: again later
├── MayHave      it may have gone out: look for it before anything else
└── Refused      the provider said no, and will say so again
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from domain.conversations import Reply
from domain.delivery import Delivery, Part
from domain.errors import NotPermitted, ShopSmartError
from store.sending import Outgoing


class NotOurs(NotPermitted):
    code = "bad_signature"
    sentence = "This request is not signed by the provider."


class NotSent(ShopSmartError):
    code = "not_sent"


class SurelyNot(NotSent):
    """`after`: how long the provider asks us to wait, where it says so."""

    code = "surely_not_sent"

    def __init__(self, detail: str, *, error_code: int | None = None, after: timedelta | None = None) -> None:
        super().__init__(detail)
        self.error_code = error_code
        self.after = after


class MayHave(NotSent):
    code = "may_have_been_sent"


class Refused(NotSent):
    code = "refused"

    def __init__(self, detail: str, *, error_code: int) -> None:
        super().__init__(detail)
        self.error_code = error_code


@dataclass(frozen=True, slots=True)
class Request:
    """What was posted to us, before anything of it is believed."""

    path: str
    query: str
    """As it came, without the question mark."""
    headers: Mapping[str, str]
    """Names in lower case."""
    body: bytes


@dataclass(frozen=True, slots=True)
class Media:
    url: str
    media_type: str


@dataclass(frozen=True, slots=True)
class Incoming:
    """A customer's message."""

    sid: str
    """The provider's number of it: the same number is the same message."""
    sender: str
    """A telephone number in E.164, or the conversation where that is how the channel knows its customers."""
    text: str
    media: tuple[Media, ...] = ()
    wish: str = ""
    """stop, start or help: heard by the provider, and answered by it."""
    proof: str | None = None
    """Hash of the token that opens the sender's conversation; None: the provider vouches for the sender."""


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a message that we sent."""

    sid: str
    delivery: Delivery
    recipient: str
    error_code: int | None = None
    outbox_id: int | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """What fits into one message of a channel."""

    characters: int
    is_pushed: bool = True
    """Replies are sent; False: customers come to read them."""
    segments: int | None = None
    """Messages that a carrier makes of it, where that is how it counts."""
    buttons: int = 0
    button_characters: int = 0
    has_pictures: bool = False
    window: timedelta | None = None
    """How long after the customer's last message we may write what we like; None: always."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A message as the provider knows it."""

    sid: str
    delivery: Delivery
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """What every delivery is answered with."""

    content: str
    media_type: str


class Channel(Protocol):
    @property
    def name(self) -> str: ...

    @property
    def limits(self) -> Limits: ...

    @property
    def acknowledgement(self) -> Acknowledgement: ...

    def verify(self, request: Request) -> None:
        """Raises NotOurs, or NotSignedIn where customers themselves deliver. Looks at nothing else."""
        ...

    def parse(self, request: Request) -> Incoming | Report:
        """Of a verified request. Raises InvalidInput; parameters it does not know it leaves alone."""
        ...

    def render(self, reply: Reply, *, is_first: bool) -> list[Part]:
        """The messages that say the reply, each within the limits; [] where customers come to read it.

        `is_first`: the first reply of a conversation, which says that an AI speaks and how to make it stop.
        """
        ...

    async def send(self, message: Outgoing) -> Sent:
        """Raises SurelyNot, MayHave, Refused."""
        ...

    async def find(self, message: Outgoing) -> Sequence[Sent]:
        """What the provider has that may be this message, oldest first. Raises SurelyNot: it could not be asked."""
        ...

    async def fetch(self, media: Media, *, most_bytes: int) -> bytes:
        """A picture that came with a message. Raises InvalidInput: not from the provider, too large, not a picture;
        SurelyNot: it could not be fetched just now."""
        ...
