"""Prompts as files: front matter, instructions, and the turn's data in fences that the data cannot close.

    ---
    owner: respond            the node that uses it
    version: 1                raised with every change of the words; it goes into the turn's record
    variables: [shop]         the shop's own words, one line each
    data: [message, draft]    anything else: customers, documents, tools; always in a fence
    ---
    # Instructions
    ...
    # Turn
    {{ message }}

Figures and policies are never typed into a prompt: they come as data, out of the facts of the turn.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml
from jinja2 import Environment, StrictUndefined, Template
from langchain_core.messages import BaseMessage, HumanMessage, SystemMessage
from pydantic import BaseModel, ConfigDict

from agent.models.port import Role

_FOLDER = Path(__file__).parent
_PARTS = re.compile(r"---\n(?P<head>.*?)\n---\n# Instructions\n(?P<instructions>.*?)\n# Turn\n(?P<turn>.*)", re.DOTALL)

# What could end our fence, or be taken for a control token by a self-hosted server's chat template.
_FENCE = re.compile(r"<(?=[\s/]*data\b)", re.IGNORECASE)
_CONTROL = re.compile(r"<(?=/?s>|\|)|\[(?=/?[A-Z]+(?:_[A-Z]+)*\])")
_STAND_INS = {"<": "‹", "[": "⟦"}
_ONE_LINE = re.compile(r"[^\r\n<>]{0,200}")


class _Head(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    owner: Role
    version: int
    variables: tuple[str, ...] = ()
    data: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rendered:
    """What goes to the model, and the name under which the turn's record keeps it: "respond@1"."""

    name: str
    role: Role
    messages: tuple[BaseMessage, ...]

    @property
    def instructions(self) -> str:
        return str(self.messages[0].content)


@dataclass(frozen=True, slots=True)
class Prompt:
    name: str
    head: _Head
    instructions: Template
    turn: Template

    def render(self, variables: Mapping[str, str], data: Mapping[str, str]) -> Rendered:
        """Data that is empty is left out, with whatever the file says around it.

        Raises:
            ValueError: the names are not those of the file, or a variable is no plain line of text.
        """
        if {*variables} != {*self.head.variables} or {*data} != {*self.head.data}:
            raise ValueError(f"{self.name}: wants {self.head.variables} and {self.head.data}")
        if odd := [name for name, value in variables.items() if not _ONE_LINE.fullmatch(value)]:
            raise ValueError(f"{self.name}: {odd[0]} is no line of text")
        known = {**variables, **{name: fenced(name, text) if text else "" for name, text in data.items()}}
        return Rendered(
            name=f"{self.name}@{self.head.version}",
            role=self.head.owner,
            messages=(
                SystemMessage(self.instructions.render(known).strip()),
                HumanMessage(self.turn.render(known).strip()),
            ),
        )


Prompts = Mapping[str, Prompt]


def open_prompts(folder: Path = _FOLDER) -> Prompts:
    """Every prompt of the folder by name.

    Raises:
        ValueError: a file is not laid out as above.
    """
    environment = Environment(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, autoescape=False)
    return {file.stem: _read(file, environment) for file in sorted(folder.glob("*.md"))}


def _read(file: Path, environment: Environment) -> Prompt:
    parts = _PARTS.fullmatch(file.read_text(encoding="utf-8"))
    if parts is None:
        raise ValueError(f"{file.name}: a prompt is front matter, # Instructions and # Turn")
    head = _Head.model_validate(yaml.safe_load(parts["head"]))
    texts = (environment.from_string(parts[name]) for name in ("instructions", "turn"))
    return Prompt(file.stem, head, *texts)


def fenced(name: str, text: str) -> str:
    """The text between marks that nothing in it can close."""
    return f'<data name="{name}">\n{harmless(text)}\n</data>'


def harmless(text: str) -> str:
    """The same text, with look-alikes where it has our fences or a model's control tokens."""
    for pattern in (_FENCE, _CONTROL):
        text = pattern.sub(lambda match: _STAND_INS[match[0]], text)
    return text
