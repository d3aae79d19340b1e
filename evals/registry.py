"""The suites by name, in the order in which they run."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType


@dataclass(frozen=True, slots=True)
class Suite:
    name: str
    question: str
    is_selectable: bool = False
    """Its `run` takes `only`, `with_variants` and `progress` too."""
    is_sampled: bool = False
    """Runs on a part unless its `run` is told `everything`; that takes `progress` too."""
    is_trainable: bool = False
    """It has `train(progress)`, which makes the model anew that it judges, and returns a sentence on it."""

    def load(self) -> ModuleType:
        """Imported when it is run: each brings libraries that the others do without."""
        return import_module(f"evals.suites.{self.name.replace('-', '_')}")


SUITES: Mapping[str, Suite] = {
    suite.name: suite
    for suite in (
        Suite("intents", "are messages understood?", is_trainable=True),
        Suite("languages", "are German, French and Spanish understood without a model?"),
        Suite("follow-ups", "is what follows an answer read by what lies on the table?", is_trainable=True),
        Suite("sentiment", "is it heard when a customer loses patience?", is_trainable=True),
        Suite("grounding", "is every unbacked statement stopped?"),
        Suite(
            "grounding-model",
            "does a lying model get anything past the gate, and an honest one its words?",
            is_sampled=True,
        ),
        Suite("safety", "does a model that obeys the attacker let anything out, or do anything?", is_sampled=True),
        Suite("resilience", "does everybody get one whole answer while the model fails?", is_sampled=True),
        Suite("contexts", "is what speaks for itself read the same whatever came before?", is_sampled=True),
        Suite("turns", "does what comes next lean on what was just said?", is_sampled=True),
        Suite("pairs", "are two things that one message asks for both answered?", is_sampled=True),
        Suite("conversations", "do whole conversations come out right?", is_selectable=True),
        Suite("tau", "are tau-bench's retail tasks carried out in conversation?", is_selectable=True, is_sampled=True),
        Suite("tau-replay", "do our tools leave the end states of tau-bench's retail tasks?"),
        Suite("retrieval", "does a question find its answer?"),
        Suite("answers", "is what is known answered, and nothing else?"),
        Suite("search", "does product search find what a shopper means?"),
    )
}
