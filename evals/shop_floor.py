"""The demo shop on a server of its own, on which conversations are held one after another.

Each begins with the shop as it was loaded: whatever one changed, in any table, is put back before the next.
Conversations go through the same turns as over HTTP; only the wire is missing.
"""

import json
import re
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from agent.turn import Agent
from api.assistant import open_assistant
from api.auth import new_token
from api.commands import seed
from api.live import LiveEvents
from api.resources import Assistant, OpenAssistant, Resources, Serving, open_resources
from api.settings import Mistral, Settings
from api.turns import Timing, Turns
from domain.conversations import ConversationId
from domain.customers import Principal, signed_in
from domain.errors import NotFound, ShopSmartError
from evals.given import Ledger
from evals.observed import Said, said_by
from evals.shop_rows import ShopRows, remember
from store import conversations, staff
from store.database import Database
from store.embedded import EmbeddedPostgres
from store.listener import Listener
from store.migrations import migrate

BURST_S = 0.15
REPLY_S = 30.0


_REMEMBERED = "SELECT state::text, principal::text FROM conversations WHERE conversation_id = $1"
_REMEMBER = "UPDATE conversations SET state = $2::text::jsonb, principal = $3::text::jsonb WHERE conversation_id = $1"
_AGE_CODES = "UPDATE codes SET expires_at = expires_at - $2::interval WHERE conversation_id = $1"
_LAST_CODE = "SELECT text FROM mail WHERE is_secret ORDER BY queued_at DESC LIMIT 1"
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d[\d:.]*(?:Z|[+-]\d\d:?\d\d)")


class NoReply(ShopSmartError):
    """A message was not answered in time."""

    code = "no_reply"


class Conversation:
    def __init__(self, floor: "ShopFloor", conversation_id: ConversationId, token_hash: str) -> None:
        self._floor = floor
        self._id = conversation_id
        self._token_hash = token_hash

    @property
    def conversation_id(self) -> ConversationId:
        return self._id

    async def say(self, *texts: str) -> Said:
        """One message, or several at once, and the one reply.

        Raises:
            NoReply: none came.
        """
        turns = self._floor.turns(is_burst=len(texts) > 1)
        accepted = [await turns.accept(self._id, text, token_hash=self._token_hash) for text in texts]
        answer = await turns.answer_to(self._id, accepted[-1], timeout_s=REPLY_S)
        if answer is None:
            raise NoReply("no reply came in time")
        async with self._floor.database.connection() as connection:
            state, trace = await conversations.summary(connection, self._id)
        return said_by(answer.reply, state, trace)

    async def wait(self, minutes: int) -> None:
        """Time passes: whatever instant the conversation remembers is that much longer ago."""
        async with self._floor.database.connection() as connection:
            remembered = await connection.fetchrow(_REMEMBERED, self._id) or ()
            moved = [json.dumps(_earlier(json.loads(value), timedelta(minutes=minutes))) for value in remembered]
            await connection.execute(_REMEMBER, self._id, *moved)
            await connection.execute(_AGE_CODES, self._id, timedelta(minutes=minutes))

    async def mailed(self) -> dict[str, dict[str, str]]:
        """The code in the newest mail, and one that is not it; as a customer would type them."""
        async with self._floor.database.connection() as connection:
            text = await connection.fetchval(_LAST_CODE) or ""
        found = re.search(r"\b(\d{3}) (\d{3})\b", text)
        code = found[1] + found[2] if found else "000000"
        wrong = f"{(int(code) + 1) % 1_000_000:06d}"
        return {"code": {"": code}, "wrong_code": {"": wrong}}


class ShopFloor:
    def __init__(
        self,
        resources: Resources,
        bursts: Turns,
        ledger: Ledger,
        rows: ShopRows,
        agent: Agent,
    ) -> None:
        self._resources = resources
        self._bursts = bursts
        self._number = 0
        self.rows = rows
        self.database = resources.database
        self.ledger = ledger
        self.agent = agent

    def turns(self, *, is_burst: bool) -> Turns:
        return self._bursts if is_burst else self._resources.turns

    async def begin(self, *, customer: str | None, channel: str, locale: str) -> Conversation:
        """Raises NotFound when the shop has no customer with this e-mail address."""
        principal = Principal()
        if customer is not None:
            principal = await self._signed_in(customer)
        self._number += 1
        conversation_id, (_, hashed) = ConversationId(f"c_eval_{self._number}"), new_token()
        async with self.database.connection() as connection:
            await conversations.open_conversation(
                connection, conversation_id, token_hash=hashed, channel=channel, locale=locale, principal=principal
            )
        return Conversation(self, conversation_id, hashed)

    async def _signed_in(self, email: str) -> Principal:
        async with self.database.connection() as connection:
            member = await staff.by_email(connection, email)
        if member is not None:
            return member.principal()
        found = await self._resources.shop.customer_by_email(email)
        if found is None:
            raise NotFound(f"the shop has no customer {email}")
        return signed_in(found.customer_id)


@asynccontextmanager
async def open_shop_floor(shop_dir: Path | None = None, *, mistral: Mistral | None = None) -> AsyncIterator[ShopFloor]:
    """The demo shop, or the shop of a folder, as of today, on a server that is thrown away afterwards.

    Without `mistral` no language model is used, whatever the environment says: figures stay comparable.
    """
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(_throwaway_folder())
        settings = Settings(data_dir=folder, database_url=None).model_copy(update={"mistral": mistral or Mistral()})
        if shop_dir is not None:
            settings = settings.model_copy(update={"shop_dir": shop_dir})
        server = await stack.enter_async_context(EmbeddedPostgres(folder / "postgres", durable=False))
        await migrate(server.dsn)
        async with Database(server.dsn) as database:
            await seed.run(settings, database)
            remembered = await remember(database)
            ledger = await _ledger(database)
        agents: list[Agent] = []
        opened = _noting(open_assistant(settings), agents)
        resources = await stack.enter_async_context(open_resources(server.dsn, opened, serving=Serving()))
        live = stack.enter_context(closing(LiveEvents(per_conversation=1, per_process=100)))
        timing = Timing(gather_s=BURST_S)
        bursts = Turns(resources.database, agents[0], live, on_dead=_nobody, timing=timing, notices=resources.notices)
        stack.push_async_callback(bursts.drain, timeout_s=5)
        rows = ShopRows(resources.database, remembered)
        yield ShopFloor(resources, bursts, ledger, rows, agents[0])


@contextmanager
def _throwaway_folder() -> Iterator[Path]:
    """In memory, where there is enough of it: a busy disk makes a new server ten times slower."""
    memory = Path("/dev/shm")
    place = str(memory) if memory.is_dir() and shutil.disk_usage(memory).free > 2**30 else None
    with tempfile.TemporaryDirectory(prefix="shopsmart-eval-", dir=place, ignore_cleanup_errors=True) as folder:
        # As root, Postgres runs as a user that could not enter the folder otherwise.
        Path(folder).chmod(0o755)
        yield Path(folder)


def _noting(open_assistant: OpenAssistant, agents: list[Agent]) -> OpenAssistant:
    """The same, and the agent is kept for a second `Turns`: bursts need one that waits for more messages."""

    @asynccontextmanager
    async def opened(database: Database, listener: Listener) -> AsyncIterator[Assistant]:
        async with open_assistant(database, listener) as assistant:
            agents.append(assistant.agent)
            yield assistant

    return opened


async def _nobody(conversation_id: ConversationId, reason: str) -> None:
    return None


async def _ledger(database: Database) -> Ledger:
    async with database.connection() as connection:
        orders = await connection.fetch("SELECT * FROM orders ORDER BY order_id")
        customers = await connection.fetch("SELECT * FROM customers ORDER BY customer_id")
        claimed = await connection.fetch("SELECT order_id, count(*) AS n FROM claims GROUP BY 1")
    return Ledger(
        [_decoded(row) for row in orders],
        [_decoded(row) for row in customers],
        {row["order_id"]: row["n"] for row in claimed},
        datetime.now(UTC).date(),
    )


def _decoded(row: Any) -> dict[str, Any]:
    """JSON columns arrive as text on the driver's own connection, if its codec is not SQLAlchemy's."""
    return {
        key: json.loads(value) if isinstance(value, str) and value[:1] in "[{" else value for key, value in row.items()
    }


def _earlier(value: Any, by: timedelta) -> Any:
    """JSON with every instant in it moved back; days and other texts stay."""
    if isinstance(value, dict):
        return {key: _earlier(inner, by) for key, inner in value.items()}
    if isinstance(value, list):
        return [_earlier(inner, by) for inner in value]
    if isinstance(value, str) and _INSTANT.fullmatch(value):
        return (datetime.fromisoformat(value) - by).isoformat()
    return value
