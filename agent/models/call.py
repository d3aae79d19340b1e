"""One call of a model while it runs: how long, how far, how much, and whether its answer is a whole one."""

import asyncio
import json
import re
from dataclasses import dataclass, field

from langchain_core.messages import AIMessage, AIMessageChunk
from langchain_core.messages.utils import count_tokens_approximately

from agent.models.instruments import CallSeen
from agent.models.port import Ask, Completion, ToolRequest, Usage
from agent.models.streamed import StreamedMistral
from domain.errors import ModelNonsense, ModelTruncated

WHOLE = frozenset({"stop", "tool_calls"})


@dataclass(frozen=True, slots=True)
class RoleSettings:
    model: str
    temperature: float
    max_tokens: int
    deadline_s: float
    """For the whole call, retries and the last word included."""
    price: "Price | None" = None
    """None: what calls cost is not known, and not told."""


@dataclass(frozen=True, slots=True)
class Price:
    """US dollars for a million tokens, as the server's operator has them."""

    prompt_usd: float
    completion_usd: float

    def of(self, prompt_tokens: int, completion_tokens: int) -> float:
        return (prompt_tokens * self.prompt_usd + completion_tokens * self.completion_usd) / 1_000_000


_CHARACTERS_A_TOKEN = 4

_LONGEST_TOKEN = 8
"""Characters a token can hardly exceed on average."""

_MODEL_NAME = re.compile(r"[\w./:@-]{1,80}")


@dataclass(slots=True)
class Call:
    """One call while it runs: how long, how far, how much."""

    ask: Ask
    settings: RoleSettings
    model: StreamedMistral
    began: float = field(default_factory=lambda: asyncio.get_running_loop().time())
    first_ms: float | None = None
    prompt_tokens: int = 0
    completion_tokens: int = 0
    characters: int = 0
    finish_reason: str | None = None
    served: str | None = None
    """The model that answered, by the server: "mistral-small-2506" where "mistral-small-latest" was asked for."""

    def __post_init__(self) -> None:
        self.prompt_tokens = count_tokens_approximately(self.ask.messages)

    @property
    def ends_at(self) -> float:
        return self.began + self.settings.deadline_s

    @property
    def longest(self) -> int:
        """Characters beyond which the server ignores max_tokens."""
        return self.settings.max_tokens * _LONGEST_TOKEN

    def ms(self) -> float:
        return (asyncio.get_running_loop().time() - self.began) * 1000

    def heard(self, words: str) -> None:
        """Raises ModelTruncated when the server goes on past the length it was given."""
        self.first_ms = self.first_ms or self.ms()
        self.characters += len(words)
        self.completion_tokens = self.characters // _CHARACTERS_A_TOKEN
        if self.characters > self.longest:
            raise ModelTruncated("the answer does not end")

    def whole(self, answer: AIMessage) -> Completion:
        """Raises ModelTruncated, ModelNonsense."""
        counted = answer.usage_metadata
        text = str(answer.text)
        self.completion_tokens = counted["output_tokens"] if counted else len(text) // _CHARACTERS_A_TOKEN
        self.prompt_tokens = counted["input_tokens"] if counted else self.prompt_tokens
        self.finish_reason = reason = answer.response_metadata.get("finish_reason")
        if reason not in WHOLE or len(text) > self.longest:
            raise ModelTruncated(f"finish_reason {reason}, {len(text)} characters")
        requests = _requests(answer)
        if not text.strip() and not requests:
            raise ModelNonsense("an empty answer")
        self.served = _version(answer.response_metadata.get("model_name")) or self.settings.model
        usage = Usage(self.served, self.prompt_tokens, self.completion_tokens, self.first_ms, self.ms(), self.cost_usd)
        return Completion(text, requests, usage)

    @property
    def cost_usd(self) -> float | None:
        price = self.settings.price
        return price.of(self.prompt_tokens, self.completion_tokens) if price else None

    def tell(self, seen: CallSeen) -> None:
        seen.input_tokens, seen.output_tokens = self.prompt_tokens, self.completion_tokens
        seen.first_s = None if self.first_ms is None else self.first_ms / 1000
        seen.finish_reason, seen.cost_usd, seen.served = self.finish_reason, self.cost_usd, self.served


def _requests(answer: AIMessage) -> tuple[ToolRequest, ...]:
    """LangChain mends a streamed call whose arguments break off ({"order_id": "VM-1), so the raw text is read here.

    Raises:
        ModelNonsense: the arguments are no JSON object.
    """
    if answer.invalid_tool_calls:
        raise ModelNonsense("arguments of a tool call cannot be read")
    if not isinstance(answer, AIMessageChunk):
        return tuple(ToolRequest(each["id"] or "", each["name"], each["args"]) for each in answer.tool_calls)
    raw = [(each["id"] or "", each["name"] or "", json.loads(each["args"] or "{}")) for each in answer.tool_call_chunks]
    if not all(isinstance(arguments, dict) for _, _, arguments in raw):
        raise ModelNonsense("arguments of a tool call are no object")
    return tuple(ToolRequest(*each) for each in raw)


def _version(named: object) -> str | None:
    """A server's word: it goes into records and spans only where it looks like a model's name."""
    return named if isinstance(named, str) and _MODEL_NAME.fullmatch(named) else None
