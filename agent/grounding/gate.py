"""The gate: a sentence passes when everything it states is in the evidence of this turn."""

from collections import Counter
from dataclasses import dataclass, field

from agent.grounding.evidence import Evidence
from agent.grounding.judge import Judge
from agent.grounding.mentions import Kind


@dataclass(frozen=True, slots=True)
class Finding:
    """Something said that nothing backs."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Released:
    """What may be shown; empty when neither the sentence nor its fallback was clean."""

    text: str
    findings: tuple[Finding, ...] = ()


@dataclass(slots=True)
class Gate:
    """One turn's gate. `blocked` counts findings by kind for the trace; no text is kept."""

    evidence: Evidence
    language: str = "en"
    blocked: Counter[str] = field(default_factory=Counter)

    def release(self, sentence: str, fallback: str | None = None) -> Released:
        """The sentence if clean, else the fallback if that is, else nothing."""
        findings = unbacked(sentence, self.evidence, language=self.language)
        if not findings:
            return Released(sentence)
        self.blocked.update(finding.kind for finding in findings)
        if fallback is not None and not unbacked(fallback, self.evidence, language=self.language):
            return Released(fallback, tuple(findings))
        return Released("", tuple(findings))


def unbacked(sentence: str, evidence: Evidence, *, language: str = "en") -> list[Finding]:
    """Everything the sentence states that the evidence does not; empty means it may be said.

    `language` is a language or a locale: "en-GB" reads 05/03 day first, plain "en" accepts both orders.
    """
    judge = Judge(sentence, evidence, language)
    return [Finding(mention.kind, mention.text) for mention in judge.mentions() if not judge.is_backed(mention)]
