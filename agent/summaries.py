"""A conversation in a few sentences, for the person who takes it over.

What the customer claims stays a claim, and whatever the summary states must stand in the conversation: the gate takes
the conversation itself for evidence, and drops the sentences that go beyond it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from agent.grounding import Evidence, Gate, sentences
from agent.models.turn import LanguageModel, TurnModel
from domain.errors import ModelNonsense

MOST_MESSAGES = 60
_LONGEST = 12_000
"""Characters of a conversation, from its end: what came last is what it is about."""
_LONGEST_SUMMARY = 900


@dataclass(frozen=True, slots=True)
class Line:
    who: str
    text: str


async def summarise(
    language_model: LanguageModel, conversation_id: str, lines: Sequence[Line], *, shop: str, locale: str
) -> str:
    """Raises ModelFailed, and ModelNonsense when nothing of the summary stands in the conversation."""
    text = "\n".join(f"{line.who}: {line.text}" for line in lines)[-_LONGEST:]
    model = TurnModel(language_model, conversation_id, calls_left=1)
    rendered = model.render("summarise", {"shop": shop}, {"conversation": text})
    completion = await model.complete(model.ask(rendered))
    gate = Gate(Evidence.of([], shop_texts=[text], customer_text=text), language=locale)
    kept = "".join(gate.release(sentence).text for sentence in sentences(completion.text)).strip()
    if not kept:
        raise ModelNonsense("a summary of something else")
    return kept[:_LONGEST_SUMMARY]
