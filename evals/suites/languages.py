"""Are messages in German, French and Spanish understood without a model?

Each message is read as the bot reads it at the beginning of a conversation: its language is told, it is glossed into
English words, and acts, rules and the local classifier read those. Messages written beside the glosses flatter them, so
those of the folder `blind` are counted apart, by difficulty: they were written before any gloss was read, no gloss may
be made for them, and the report keeps their words to itself.
"""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, cast

from pydantic import BaseModel, ConfigDict, ValidationError

from agent.context import Services
from agent.intents.registry import INTENTS
from agent.language import spoken
from agent.nodes.to_read import in_english
from agent.turn import Inbound, TurnInput
from agent.understanding.heard import Heard
from agent.understanding.local_reading import Understanding, understand
from agent.understanding.slots import fill
from domain.customers import Principal
from domain.errors import InvalidInput
from evals.progress import Progress, silent
from evals.result import CaseResult, SuiteResult
from evals.shop_floor import open_shop_floor
from graphs.run import SupportAgent

MESSAGES = Path(__file__).parents[1] / "data" / "languages"
BLIND = "blind"
HARMLESS = ("unsure", "out_of_scope")
"""What a message that is not understood should come to: a question, or a person; not an act that nobody wants."""
_ACTS = {
    "human": "human_agent",
    "affirm": "affirm_deny",
    "deny": "affirm_deny",
    "cancel": "affirm_deny",
    "thanks": "chitchat",
    "greeting": "chitchat",
    "goodbye": "chitchat",
    "help": "chitchat",
}
"""What a message asks for that is nothing but an act."""


class BadLines(InvalidInput):
    """Lines of a data file cannot be scored; each is named with what is wrong with it."""

    code = "bad_lines"


class Message(BaseModel):
    """One line. `slots` are those that its words fill, as far as they are to be checked; `part` is the folder."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str
    intent: str
    also_ok: tuple[str, ...] = ()
    slots: dict[str, Any] = {}
    held_out: bool = False
    difficulty: Literal["", "plain", "idiomatic", "typos"] = ""
    part: str = ""
    language: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Heeded:
    """A message, and what was made of it."""

    message: Message
    language: str
    english: str
    intent: str
    slots: dict[str, Any]

    @property
    def is_right(self) -> bool:
        return self.intent in (self.message.intent, *self.message.also_ok)

    @property
    def has_slots(self) -> bool:
        return all(self.slots.get(name) == value for name, value in self.message.slots.items())


def run(data: Path | None = None, *, progress: Progress = silent) -> SuiteResult:
    """Reads our own messages, or those of a file (its name is the language) or folder.

    Raises:
        BadLines: a file has lines that cannot be read; nothing is scored then.
    """
    messages = read_messages(data or MESSAGES)
    heeded = asyncio.run(_heed(messages, progress))
    return SuiteResult("languages", figures(heeded), [_case(one) for one in heeded])


def read_messages(path: Path) -> list[Message]:
    files = [path] if path.is_file() else sorted(path.rglob("*.jsonl"))
    found: list[Message] = []
    wrong: list[str] = []
    for file in files:
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            if not line.strip():
                continue
            part = file.parent.name if path.is_dir() and file.parent != path else ""
            name = f"{part}{'/' if part else ''}{file.name}:{number}"
            try:
                one = Message.model_validate_json(line)
            except ValidationError as error:
                wrong.append(f"{name}: {error.errors()[0]['msg']}")
                continue
            if unknown := {one.intent, *one.also_ok} - set(INTENTS):
                wrong.append(f"{name}: no intent {min(unknown)}")
            found.append(one.model_copy(update={"language": file.stem, "part": part, "name": name}))
    if wrong or not found:
        raise BadLines("; ".join(wrong) or f"{path}: no messages")
    return found


async def _heed(messages: Sequence[Message], progress: Progress) -> list[Heeded]:
    advance = progress("Messages", len(messages))
    async with open_shop_floor() as floor:
        services = cast(SupportAgent, floor.agent).services
        heeded: list[Heeded] = []
        for message in messages:
            heeded.append(heed(message, services))
            advance()
    return heeded


def heed(message: Message, services: Services) -> Heeded:
    words = {language: glossary.words for language, glossary in services.glossaries.items()}
    language = spoken(message.text, before="", words=words) or "en"
    english = in_english(message.text, language, services)
    said = (Inbound(1, message.text),)
    turn = TurnInput("c_languages", 1, said, {}, Principal(), "en-US", "web", datetime.now(UTC))
    understood = understand(english, turn, services, expecting=None, pending=None)
    vocabulary = services.vocabularies.current()
    heard = Heard(text=english, entities=understood.entities, today=turn.now.date(), vocabulary=vocabulary, shown={})
    slots = fill(INTENTS[message.intent].slots, heard)
    return Heeded(message, language, english, _asked(understood, message), slots)


def _asked(understood: Understanding, message: Message) -> str:
    """What is asked for first; what follows a right first one is for other suites."""
    wanted = [request.intent for request in understood.requests]
    if understood.act.kind == "human":
        return "human_agent"
    if not wanted:
        return _ACTS.get(understood.act.kind, understood.act.kind)
    right = [intent for intent in wanted if intent in (message.intent, *message.also_ok)]
    return (right or wanted)[0] or "unsure"


def figures(heeded: Sequence[Heeded]) -> dict[str, float]:
    return {"messages": float(len(heeded)), **dict(_shares(heeded))}


def _shares(heeded: Sequence[Heeded]) -> Iterator[tuple[str, float]]:
    for language in sorted({one.message.language for one in heeded}):
        own = [one for one in heeded if one.message.language == language]
        beside = [one for one in own if not one.message.part]
        slotted = [one for one in own if one.message.slots]
        yield from _accuracy(f"accuracy.{language}", beside)
        yield from _accuracy(f"held_out.{language}", [one for one in beside if one.message.held_out])
        for part in sorted({one.message.part for one in own} - {""}):
            yield from _part_shares(f"{part}.{language}", [one for one in own if one.message.part == part])
        if slotted:
            yield f"slots.{language}", sum(one.has_slots for one in slotted) / len(slotted)
        yield f"told.{language}", sum(one.language == language for one in own) / len(own)


def _part_shares(name: str, heeded: Sequence[Heeded]) -> Iterator[tuple[str, float]]:
    """Right ones, by difficulty too, and those that would be answered as something else (`misled`)."""
    yield from _accuracy(name, heeded)
    for difficulty in ("plain", "idiomatic", "typos"):
        yield from _accuracy(f"{name}.{difficulty}", [one for one in heeded if one.message.difficulty == difficulty])
    misled = [one for one in heeded if not one.is_right and one.intent not in HARMLESS]
    yield f"{name}.misled", len(misled) / len(heeded)


def _accuracy(name: str, heeded: Sequence[Heeded]) -> Iterator[tuple[str, float]]:
    if heeded:
        yield name, sum(one.is_right for one in heeded) / len(heeded)


def _case(heeded: Heeded) -> CaseResult:
    message = heeded.message
    is_told = heeded.language == message.language
    read = f"{message.text} -> {heeded.english}" + (f" -> {heeded.slots}" if message.slots else "")
    return CaseResult(
        case_id=message.name,
        passed=heeded.is_right and heeded.has_slots,
        expected="|".join((message.intent, *message.also_ok)),
        actual=heeded.intent if is_told else f"{heeded.intent}, taken for {heeded.language}",
        detail="" if message.part == BLIND else read,
        tags=(message.language, message.part or ("held_out" if message.held_out else "development")),
    )
