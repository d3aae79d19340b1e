"""A conversation in a few sentences: for the person who takes it over, and for prompts once it is long.

What the customer claims stays a claim, and whatever the summary states must stand in the conversation: the gate takes
the conversation itself for evidence, and drops the sentences that go beyond it. Codes, passwords and card numbers are
taken out before a model reads it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from agent.grounding import Evidence, Gate, sentences
from agent.models.port import Usage
from agent.models.turn import LanguageModel, TurnModel
from domain.errors import ModelNonsense
from domain.hearsay import told
from domain.redact import without_secrets

MOST_MESSAGES = 60
_LONGEST = 12_000
"""Characters of a conversation, from its end: what came last is what it is about."""
_LONGEST_SUMMARY = 900


@dataclass(frozen=True, slots=True)
class Line:
    who: str
    text: str


@dataclass(frozen=True, slots=True)
class Retold:
    text: str
    prompt: str
    """Name and version: "summarise@2"."""
    usage: Usage


async def summarise(
    language_model: LanguageModel,
    conversation_id: str,
    lines: Sequence[Line],
    *,
    shop: str,
    locale: str,
    earlier: str = "",
) -> Retold:
    """`earlier`: the summary of what came before these lines; it goes into the new one.

    Raises ModelFailed, and ModelNonsense when nothing of the summary stands in the conversation.
    """
    text = without_secrets("\n".join(f"{line.who}: {line.text}" for line in lines))[-_LONGEST:]
    model = TurnModel(language_model, conversation_id, calls_left=1)
    rendered = model.render("summarise", {"shop": shop}, {"earlier": earlier, "conversation": text})
    completion = await model.complete(model.ask(rendered))
    known = f"{earlier}\n{text}"
    gate = Gate(Evidence.of([], shop_texts=[known], customer_text=known), language=locale)
    kept = "".join(gate.release(sentence).text for sentence in sentences(told(completion.text))).strip()
    if not kept:
        raise ModelNonsense("a summary of something else")
    return Retold(_bounded(without_secrets(kept)), rendered.name, completion.usage)


def _bounded(text: str) -> str:
    """Whole sentences, as many as fit."""
    kept = ""
    for sentence in sentences(text):
        if len(kept) + len(sentence) > _LONGEST_SUMMARY:
            break
        kept += sentence
    return kept.strip() or text[:_LONGEST_SUMMARY]
