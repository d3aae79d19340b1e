"""Which of the turn's answers a model may put into words, and what is said when it cannot.

Code disposes: summaries that wait for a yes, receipts, refusals, questions about who speaks and handoffs are said in
the template's words. What is left are answers that explain something: a passage, a product, where a parcel is.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from agent.context import Context, Vocabulary
from agent.entities.attributes import find_attributes
from agent.entities.reading import Reading
from agent.entities.sizes import find_sizes
from agent.grounding import Evidence, Gate
from agent.language import ENGLISH_NAMES, detect_language, language_of
from agent.models.turn import TurnModel
from agent.nodes.retelling import so_far
from agent.nodes.state import Answer, TurnState
from agent.steps import Say
from agent.turn import Stopped
from agent.writer.draft import Draft, Terms
from agent.writer.facts import product_lines, products_of
from agent.writer.formats import filters, locale_of
from agent.writer.mistral import ModelWriter, NotFaithful
from agent.writer.places import Gloss
from domain.conversations import Event
from domain.errors import ModelFailed
from domain.knowledge import Passage

_EXPLAINS = frozenset({"passages", "result", "products", "product", "tracking"})
"""Facts that a model may explain; an answer without any of them is short, and well said as it is."""
_WORD_FOR_WORD = frozenset({"receipt", "handoff", "reason", "clause"})


History = Callable[[TurnModel, Context], Awaitable[str]]
"""What came before in the conversation; asked only where a model is about to be."""


@dataclass(frozen=True, slots=True)
class Around:
    """What a wording may know of the talk beside its facts."""

    customer_text: str
    so_far: History
    last_reply: str = ""
    home: str = ""
    """The country that the customer is in, as it is called; "" where nobody said so."""

    @property
    def where(self) -> str:
        return f"The customer is in {self.home}." if self.home else ""


def around(state: TurnState, country: Callable[[str], str]) -> Around:
    """`country`: what one is called, in the language of the reply."""
    memory = state["memory"]
    home = country(memory["home"]) if memory["home"] else ""
    return Around(state["text"], partial(so_far, memory), memory["last_reply"], home)


@dataclass(frozen=True, slots=True)
class Piece:
    """What the templates say for one answer: the words in front of it, and the answer itself."""

    answer: Answer
    lead: str
    text: str

    @property
    def whole(self) -> str:
        return f"{self.lead}{self.text}"

    @property
    def is_free(self) -> bool:
        step = self.answer.step
        return isinstance(step, Say) and not _EXPLAINS.isdisjoint(step.facts) and _WORD_FOR_WORD.isdisjoint(step.facts)


@dataclass(frozen=True, slots=True)
class Spoken:
    text: str
    by_answer: tuple[str | None, ...]
    """The words of each answer, for its cards; None: stopped before it was its turn, or half-way."""
    is_stopped: bool = False


async def speak(
    pieces: list[Piece],
    context: Context,
    *,
    locale: str,
    evidence: Evidence,
    around: Around,
) -> Spoken:
    """Says all of it, as events, and returns what was said.

    Stopped, it explains no more; what was done, refused or asked is said all the same.
    """
    texts: list[str] = []
    by_answer: list[str | None] = []
    stop = context.turn.stop
    run = _free_run(pieces) if context.model is not None and context.model.calls_left else range(0)
    for at, piece in enumerate(pieces):
        if at < len(by_answer):
            continue  # said together with the one before
        if stop.is_asked and piece.is_free:
            by_answer.append(None)
        elif at not in run:
            _say(piece.whole, texts, context)
            by_answer.append(piece.whole)
        else:
            together = [pieces[each] for each in run]
            assert context.model is not None  # or the run would be empty
            before = await around.so_far(context.model, context)
            writer = _writer(
                together, context, context.model, locale=locale, evidence=evidence, around=around, before=before
            )
            said = await _in_other_words(together, writer, texts, context)
            if said is None:
                by_answer += [None] * len(together)
            else:
                by_answer += [said] if len(together) == 1 else [each.whole for each in together]
    return Spoken("\n\n".join(texts), tuple(by_answer), is_stopped=None in by_answer)


def _free_run(pieces: list[Piece]) -> range:
    """The first answers in a row that may be put into other words, as one call has it."""
    start = next((at for at, piece in enumerate(pieces) if piece.is_free), len(pieces))
    end = next((at for at in range(start, len(pieces)) if not pieces[at].is_free), len(pieces))
    return range(start, end)


def _say(text: str, texts: list[str], context: Context) -> None:
    context.emit(Event("delta", {"text": text if not texts else f"\n\n{text}"}))
    texts.append(text)


async def _in_other_words(pieces: list[Piece], writer: ModelWriter, texts: list[str], context: Context) -> str | None:
    """The model's words where they hold; the templates' where they do not, and then nothing else stays visible.

    None: stopped. What was shown until then stands, and is all that was said.
    """
    lead = pieces[0].lead
    shown = ""

    def release(words: str) -> None:
        nonlocal shown
        if words:
            before = "" if shown else ("\n\n" if texts else "") + lead
            context.emit(Event("delta", {"text": before + words}))
            shown += words

    try:
        said = lead + await context.turn.stop.unless_asked(writer.write(release))
    except Stopped:
        writer.model.count("stopped")
        if shown:
            texts.append(lead + shown)
        return None
    except (ModelFailed, NotFaithful) as failed:
        writer.model.count("fallback_" + (failed.code if isinstance(failed, ModelFailed) else "not_faithful"))
        for lacking in failed.args if isinstance(failed, NotFaithful) else ():
            writer.model.count(f"lacking_{lacking}")
        said = "\n\n".join(piece.whole for piece in pieces)
        if not shown:
            _say(said, texts, context)
            return said
        context.emit(Event("start", {}))
        for text in (again := [*texts, said]):
            context.emit(Event("delta", {"text": text if text is again[0] else f"\n\n{text}"}))
    texts.append(said)
    return said


def _writer(
    pieces: list[Piece],
    context: Context,
    model: TurnModel,
    *,
    locale: str,
    evidence: Evidence,
    around: Around,
    before: str,
) -> ModelWriter:
    services, turn = context.services, context.turn
    facts: list[Mapping[str, Any]] = [piece.answer.step.facts for piece in pieces if isinstance(piece.answer.step, Say)]
    formats = filters(locale_of(locale), turn.now.date())
    passages: list[Passage] = [passage for each in facts for passage in each.get("passages", ())]
    text = "\n\n".join(piece.text for piece in pieces)
    draft = Draft(
        text=text,
        passages=tuple(passages),
        facts="\n".join(
            filter(None, (product_lines(facts, formats), around.home and f"The customer is in {around.home}."))
        ),
        names=tuple(_named(facts, text)),
        customer_text=around.customer_text,
        so_far=before,
        last_reply=around.last_reply,
        locale=locale,
        terms=terms_of(services.vocabularies.current()),
        gloss=_gloss(passages, context, locale),
        original=_original(passages, context, locale),
        announcement=_written("in_english", {}, context, locale),
    )
    # A gate of its own: what a model had held back is no fault of the templates.
    language = ENGLISH_NAMES.get(language_of(locale), "English")
    gate = Gate(evidence, language=locale)
    return ModelWriter(model, gate, draft, services.shop.profile.name, language=language)


def _gloss(passages: Iterable[Passage], context: Context, locale: str) -> Gloss | None:
    """The answer's sentences in English, where passages and catalogue are English and the customer is not."""
    services, language = context.services, language_of(locale)
    glossary = services.glossaries.get(language)
    if glossary is None or any(detect_language(passage.text) == language for passage in passages):
        return None
    return partial(glossary.english, names=services.vocabularies.current().names)


def _original(passages: Sequence[Passage], context: Context, locale: str) -> Gloss | None:
    """How English words are quoted to this reader; None where there are none, or nobody needs it."""
    if not passages or _gloss(passages, context, locale) is None:
        return None
    return lambda words: _written("in_the_original", {"quote": words}, context, locale)


def _written(key: str, facts: Mapping[str, Any], context: Context, locale: str) -> str:
    turn = context.turn
    return context.services.writer.write(key, facts, locale=locale, today=turn.now.date(), turn=turn.fence)


def _named(facts: Iterable[Mapping[str, Any]], text: str) -> list[str]:
    names = (product.name for each in facts for product in products_of(each))
    return [name for name in dict.fromkeys(names) if name in text]


def terms_of(vocabulary: Vocabulary) -> Terms:
    """Sizes, colours and materials in a text, as this shop's catalogue knows them."""

    def terms(text: str) -> frozenset[str]:
        reading, lexicon = Reading.of(text), vocabulary.lexicon
        attributes = find_attributes(reading, lexicon)
        named = [found.value for found in (*find_sizes(reading, lexicon), *attributes.materials)]
        named += [found.value.name for found in attributes.colours]
        return frozenset(name.casefold() for name in named)

    return terms
