"""What the agent needs of a language model: whole answers, or an error that says which kind of not whole.

Knows no vendor. Messages are LangChain's, because the graph, the tracing and the evaluations speak them.
"""

from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from langchain_core.messages import BaseMessage
from pydantic import BaseModel

Role = Literal["understand", "plan", "respond", "summarise", "judge"]
"""What a call is for. Each may have a model, a temperature and limits of its own."""


@dataclass(frozen=True, slots=True)
class ToolRequest:
    """A call that the model proposes. Nobody has run it, and its name may be one that does not exist."""

    request_id: str
    name: str
    arguments: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Usage:
    """What a call cost. Tokens are the server's own count, or our estimate where it gives none."""

    model: str
    """That answered, by the server's own word where it gives one: an alias ("-latest") says little later on."""
    prompt_tokens: int
    completion_tokens: int
    first_ms: float | None
    """Until the first words; None for a call that was not streamed."""
    total_ms: float
    cost_usd: float | None = None
    """None where no price is configured."""

    @property
    def tokens(self) -> int:
        return self.prompt_tokens + self.completion_tokens


@dataclass(frozen=True, slots=True)
class Completion:
    """A whole answer: words, or tool calls; never half of one."""

    text: str
    tool_requests: tuple[ToolRequest, ...]
    usage: Usage


@dataclass(frozen=True, slots=True)
class Ask:
    """One call to a model."""

    role: Role
    messages: Sequence[BaseMessage]
    conversation_id: str
    """Whose budget it is."""
    tools: Sequence[Mapping[str, Any]] = ()
    """Function schemas, as the wire wants them."""
    schema: type[BaseModel] | None = None
    """The answer must be JSON of this shape."""
    prompt: str = ""
    """Name and version of the prompt behind it, for the turn's record: "respond@1"."""


class ChatModel(Protocol):
    """All methods raise domain.errors.ModelFailed and nothing else, within the role's deadline."""

    async def complete(self, ask: Ask) -> Completion: ...

    def stream(self, ask: Ask) -> AsyncGenerator[str | Completion]:
        """Words as they come, then the Completion that holds them all. An error after words means: not whole."""
        ...
