"""Wires the thinking: the demo shop, its knowledge, the local classifier, tools, writer, graph.

The only module that names a concrete shop, encoder or writer.
"""

import asyncio
import json
import os
from collections.abc import AsyncIterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from typing import Any

from agent.context import Services, Vocabularies
from agent.entities.conventions import Conventions, OrderNumberFormat, ProductIdFormat
from agent.glossing.glossaries import Glossaries
from agent.glossing.glossary import open_glossary
from agent.intents.classifier import IntentClassifier
from agent.models.turn import LanguageModel
from agent.mood.sentiment import SentimentReader
from agent.table.reader import TableReader
from agent.writer.notices import Notices
from agent.writer.templates import FALLBACK, TemplateWriter
from api.resources import Assistant, OpenAssistant
from api.secrets import installation_secret
from api.settings import Settings
from graphs.run import SupportAgent
from graphs.traces import open_turn_traces
from store.database import Database
from store.listener import Listener
from synthetic_data.terms import ShopTerms, read_terms
from tools.execute import Executor
from tools.knowledge.embedder import CachedEmbedder, MiniLM
from tools.knowledge.service import open_live_knowledge
from tools.registry import TOOLS
from tools.shops.demo import DemoShop
from tools.shops.port import ShopProfile

GLOSSARIES_AFTER_S = 3.0
"""By then whoever waited for the start has an answer."""


def open_assistant(settings: Settings) -> OpenAssistant:
    """What opens the assistant of the shop in `settings.shop_dir`, once there is a database.

    The encoder is loaded meanwhile, by a thread: that takes 0.15 s in which Python is not needed.
    """
    threads = ThreadPoolExecutor(1, thread_name_prefix="encoder")
    encoder = threads.submit(MiniLM.open)
    threads.shutdown(wait=False)

    def opened(database: Database, listener: Listener) -> AbstractAsyncContextManager[Assistant]:
        return _opened(settings, database, listener, encoder)

    return opened


@asynccontextmanager
async def _opened(
    settings: Settings, database: Database, listener: Listener, encoder: Future[MiniLM]
) -> AsyncIterator[Assistant]:
    facts = json.loads((settings.shop_dir / "shop.json").read_text(encoding="utf-8"))
    terms = read_terms(settings.shop_dir / "policies", currency=facts["currency"])
    profile = profile_of(facts, terms)
    shop = DemoShop(profile, database)
    embedder = CachedEmbedder(await asyncio.wrap_future(encoder))
    writer = TemplateWriter.open(
        {
            "name": profile.name,
            "hours": profile.support_hours,
            "email": profile.support_email,
            "phone": profile.support_phone,
        }
    )
    async with (
        open_live_knowledge(database, shop, embedder, listener) as knowledge,
        _language_model(settings, database) as language_model,
        open_turn_traces(os.environ, shop) as traces,
        _made_ready(glossaries_of(writer)) as glossaries,
    ):
        services = Services(
            classifier=IntentClassifier.open(embedder),
            sentiment=SentimentReader.open(embedder),
            table=TableReader.open(embedder),
            vocabularies=Vocabularies(knowledge),
            conventions=conventions_of(facts),
            executor=Executor(TOOLS),
            shop=shop,
            knowledge=knowledge,
            database=database,
            writer=writer,
            glossaries=glossaries,
            service_url=settings.public_url or f"http://{settings.host}:{settings.port}",
            can_text=settings.twilio.account_sid is not None and settings.twilio.sms_number is not None,
            secret=installation_secret(settings),
            embed_ahead=embedder.embed_ahead,
            language_model=language_model,
        )
        agent = SupportAgent(services, traces)
        notices = Notices(lambda: writer)
        yield Assistant(agent, shop, lambda: knowledge.version >= 0, language_model, notices)


def _language_model(settings: Settings, database: Database) -> AbstractAsyncContextManager[LanguageModel | None]:
    if not settings.mistral.is_configured:
        return nullcontext()
    # Here, because the client's library takes half a second to import, and most shops start without it.
    from api.language_model import open_language_model

    return open_language_model(settings.mistral, database)


def glossaries_of(writer: TemplateWriter) -> Glossaries:
    """For each language that there are phrases in, beside English; our own buttons are its first entries."""
    return Glossaries(
        writer.languages - {FALLBACK},
        lambda language: open_glossary(language, buttons=writer.words(language).originals),
    )


@asynccontextmanager
async def _made_ready(glossaries: Glossaries) -> AsyncIterator[Glossaries]:
    """While entered, a quiet moment is used to make them: whoever writes in another language need not wait."""

    async def make() -> None:
        await asyncio.sleep(GLOSSARIES_AFTER_S)
        await asyncio.to_thread(glossaries.make)

    making = asyncio.create_task(make(), name="glossaries")
    try:
        yield glossaries
    finally:
        making.cancel()
        await asyncio.wait([making])


def profile_of(facts: dict[str, Any], terms: ShopTerms) -> ShopProfile:
    """From the shop's shop.json and its policies. Raises KeyError when a fact is missing."""
    return ShopProfile(
        name=facts["name"],
        currency=facts["currency"],
        time_zone=facts["time_zone"],
        order_prefix=facts["order_number"]["prefix"],
        order_digits=facts["order_number"]["digits"],
        support_hours=facts["support"]["hours"],
        support_email=facts["support"]["email"],
        support_phone=facts["support"]["phone"],
        returns_address=facts["support"].get("address", ""),
        refund_working_days=terms.refund_working_days,
        shipping_zones=terms.shipping_zones,
        cut_off_hour=terms.cut_off_hour,
        cancel_reasons=tuple(facts.get("cancel_reasons", ())),
        changed_items_are_final=terms.changed_items_are_final,
    )


def conventions_of(facts: dict[str, Any]) -> Conventions:
    return Conventions(
        order_numbers=OrderNumberFormat(**facts["order_number"]),
        product_ids=ProductIdFormat(**facts["product_id"]),
        currency=facts["currency"],
    )
