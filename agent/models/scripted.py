"""A model that plays a script: for tests and for evaluations, where every word must be known beforehand."""

import re
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass, field

from agent.models.port import Ask, Completion, ToolRequest, Usage
from domain.errors import ModelFailed

Line = str | tuple[ToolRequest, ...] | ModelFailed | Callable[[Ask], str]
"""What to answer: words, tool calls, a failure, or words made of what was asked."""

USAGE = Usage("scripted", prompt_tokens=0, completion_tokens=0, first_ms=None, total_ms=0.0)


@dataclass
class ScriptedModel:
    """`agent.models.port.ChatModel`: one line a call, the last one again and again."""

    lines: list[Line]
    asked: list[Ask] = field(default_factory=list)

    async def complete(self, ask: Ask) -> Completion:
        line = self._next(ask)
        if isinstance(line, tuple):
            return Completion("", line, USAGE)
        return Completion(line, (), USAGE)

    async def stream(self, ask: Ask) -> AsyncGenerator[str | Completion]:
        completion = await self.complete(ask)
        for word in re.findall(r"\s*\S+", completion.text):
            yield word
        yield completion

    def _next(self, ask: Ask) -> str | tuple[ToolRequest, ...]:
        self.asked.append(ask)
        line = self.lines.pop(0) if len(self.lines) > 1 else self.lines[0]
        if isinstance(line, ModelFailed):
            raise line
        return line(ask) if callable(line) else line
