"""Everything the agent's nodes may use, handed in through LangGraph's runtime context."""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Protocol

from agent.entities.conventions import Conventions
from agent.entities.lexicon import Lexicon
from agent.entities.vocabulary import COLOUR_FAMILIES, MATERIALS
from agent.glossing.glossary import Glossary
from agent.intents.classifier import IntentScore
from agent.models.turn import LanguageModel, TurnModel
from agent.mood.sentiment import SentimentReader
from agent.table.reader import TableReader
from agent.turn import Emit, TurnInput
from agent.understanding.typos import Mender
from agent.writer.templates import TemplateWriter
from domain.catalog import Product
from store.database import Database
from tools.execute import Executor
from tools.garments import KINDS
from tools.knowledge.port import Knowledge
from tools.shelves import Called, Shelves
from tools.shops.port import Shop


class Classifier(Protocol):
    def classify(self, text: str) -> Sequence[IntentScore]:
        """All intents, the likeliest first; probabilities are calibrated and sum to one."""
        ...


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The catalogue as words: rebuilt when the catalogue changes."""

    lexicon: Lexicon
    cheap_minor: int
    """A third of all products cost less: what "cheap" means in this shop."""
    dear_minor: int
    mender: Mender = field(default_factory=lambda: Mender.build(()))
    names: tuple[str, ...] = ()
    """Of the products, in lower case."""
    options: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Values by option, in a shop that lets more be chosen than size and colour; empty in any other."""
    shelves: Shelves = field(default_factory=lambda: Shelves.of(()))

    @classmethod
    def of(
        cls, products: Sequence[Product], *, written: Sequence[str] = (), synonyms: dict[str, str] | None = None
    ) -> "Vocabulary":
        """`written`: the shop's own texts, whose words are no slips."""
        prices = sorted(product.price.amount_minor for product in products) or [0]
        return cls(
            lexicon=Lexicon.build(
                categories=dict.fromkeys(product.category for product in products),
                colours=dict.fromkeys(colour for product in products for colour in product.colours),
                sizes=dict.fromkeys(size for product in products for size in product.sizes),
                materials=dict.fromkeys(material for product in products for material in product.materials),
                product_names={product.product_id: product.name for product in products},
                synonyms=synonyms,
            ),
            cheap_minor=prices[len(prices) // 3],
            dear_minor=prices[len(prices) * 2 // 3],
            mender=_mender(_words(products), tuple(written)),
            names=tuple(product.name.casefold() for product in products),
            options=_options(products),
            shelves=Shelves.of(Called(each.name, each.category, tuple(each.tags)) for each in products),
        )


@lru_cache(maxsize=2)
def _mender(words: frozenset[str], written: tuple[str, ...]) -> Mender:
    """A sold shirt changes the catalogue and none of its words: building one takes a fifth of a second."""
    return Mender.build(words, written=written)


def _words(products: Sequence[Product]) -> frozenset[str]:
    """Of names, kinds, colours and materials, and whatever else garments are called."""
    said = [
        text for product in products for text in (product.name, product.category, *product.colours, *product.materials)
    ]
    variants = (variant for product in products for variant in product.variants)
    said += [text for variant in variants for option in variant.options.items() for text in option]
    words = (word for text in (*said, *KINDS, *COLOUR_FAMILIES, *MATERIALS) for word in re.split(r"[\s/-]+", text))
    return frozenset(word.casefold() for word in words if word.isalpha())


def _options(products: Sequence[Product]) -> dict[str, list[str]]:
    if not any(variant.options for product in products for variant in product.variants):
        return {}
    found: dict[str, dict[str, None]] = {}
    for product in products:
        for variant in product.variants:
            for name, value in variant.chosen.items():
                found.setdefault(name, {})[value] = None
    return {name: list(values) for name, values in found.items()}


class Vocabularies:
    """The vocabulary of the catalogue and the texts that are in force now."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._products: Sequence[Product] | None = None
        self._written: Sequence[str] | None = None
        self._current: Vocabulary | None = None

    def current(self) -> Vocabulary:
        products, written = self._knowledge.catalogue(), self._knowledge.written()
        if self._current is None or products is not self._products or written is not self._written:
            self._products, self._written = products, written
            self._current = Vocabulary.of(products, written=written)
        return self._current


async def _not_ahead(texts: Sequence[str]) -> None:
    """Each is embedded when it is asked for."""


@dataclass(frozen=True, slots=True)
class Services:
    """Opened once a process."""

    classifier: Classifier
    sentiment: SentimentReader
    table: TableReader
    vocabularies: Vocabularies
    conventions: Conventions
    executor: Executor
    shop: Shop
    knowledge: Knowledge
    database: Database
    writer: TemplateWriter
    glossaries: Mapping[str, Glossary] = field(default_factory=dict[str, Glossary])
    """By language, for those that are answered beside English."""
    can_text: bool = False
    """Whether the shop sends text messages: codes may then go to a telephone."""
    service_url: str = ""
    """Where the world reaches the service, for links in mails."""
    secret: bytes = b""
    """The installation's key, for keyed hashes of codes and of what limits count."""
    embed_ahead: Callable[[Sequence[str]], Awaitable[None]] = _not_ahead
    """Has the encoder read texts that the classifier and the sentiment reader are about to ask for."""
    language_model: LanguageModel | None = None
    """None: local models, rules and templates do everything."""


@dataclass(frozen=True, slots=True)
class Context:
    """One turn's view of it all."""

    services: Services
    turn: TurnInput
    emit: Emit
    model: TurnModel | None = None
    """The language model, as far as this turn may use it."""
