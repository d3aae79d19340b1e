"""The gate that no unbacked statement passes, whoever wrote it: a template, or a model that lies."""

from agent.grounding.evidence import Evidence
from agent.grounding.gate import Finding, Gate, Released, unbacked
from agent.grounding.sentences import SentenceStream, sentences

__all__ = ["Evidence", "Finding", "Gate", "Released", "SentenceStream", "sentences", "unbacked"]
