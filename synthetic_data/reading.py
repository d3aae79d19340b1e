"""A shop's folder read as records, each with its place, and every problem found on the way.

Reads all of it before saying anything, so that a shop owner sees every mistake at once. Opens no database.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from synthetic_data.records import (
    ChatLogRecord,
    FaqRecord,
    FrontMatter,
    Manifest,
    OrderRecord,
    ProductRecord,
    ProfileRecord,
    ShopRecord,
)

R = TypeVar("R", bound=BaseModel)

_FRONT_MATTER = re.compile(r"\A---\r?\n(.*?)\r?\n---\r?\n(.*)\Z", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Problem:
    """`index` counts the records of a file from 1; `line` is where the record (or the mistake) begins."""

    file: str
    reason: str
    index: int | None = None
    line: int | None = None
    field: str = ""

    def __str__(self) -> str:
        where = self.file + (f":{self.line}" if self.line else "")
        record = f" record {self.index}" if self.index else ""
        return f"{where}:{record}{' ' + self.field if self.field else ''}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Placed(Generic[R]):
    """A record and where it was read."""

    record: R
    file: str
    index: int
    line: int

    def problem(self, reason: str, *, field: str = "") -> Problem:
        return Problem(self.file, reason, index=self.index, line=self.line, field=field)


@dataclass(frozen=True, slots=True)
class Page:
    """A Markdown file: its head, and its text without the head."""

    name: str
    """Folder and stem: "policies/return_policy"."""
    head: FrontMatter
    text: str

    @property
    def file(self) -> str:
        return f"{self.name}.md"


@dataclass(slots=True)
class ShopFiles:
    """Everything in a folder. None: the folder has no such file; what was loaded of that kind stays."""

    shop: ShopRecord | None = None
    manifest: Manifest = field(default_factory=Manifest)
    products: list[Placed[ProductRecord]] | None = None
    profiles: list[Placed[ProfileRecord]] | None = None
    orders: list[Placed[OrderRecord]] | None = None
    faqs: list[Placed[FaqRecord]] | None = None
    chats: list[Placed[ChatLogRecord]] | None = None
    policies: list[Page] | None = None
    articles: list[Page] | None = None
    problems: list[Problem] = field(default_factory=list)


def read_folder(folder: Path) -> ShopFiles:
    """Blocking: call it in a thread. The folder need not hold every file, but must hold one of them."""
    files = ShopFiles()
    problems = files.problems
    files.shop = read_object(folder, "shop.json", ShopRecord, problems)
    files.manifest = read_object(folder, "manifest.json", Manifest, problems) or files.manifest
    files.products = read_list(folder, "products/catalog.json", ProductRecord, problems)
    files.profiles = read_list(folder, "users/profiles.json", ProfileRecord, problems)
    files.orders = read_list(folder, "orders/orders.json", OrderRecord, problems)
    files.faqs = read_list(folder, "faqs/faqs.json", FaqRecord, problems)
    files.chats = read_list(folder, "conversations/conversation_logs.json", ChatLogRecord, problems)
    files.policies = read_pages(folder, "policies", problems)
    files.articles = read_pages(folder, "articles", problems)
    parts = (files.products, files.profiles, files.orders, files.faqs, files.chats, files.policies, files.articles)
    if not problems and all(part is None for part in parts):
        problems.append(Problem(folder.name, "nothing to load: no products, users, orders, FAQs, policies or articles"))
    return files


def read_object(folder: Path, name: str, model: type[R], problems: list[Problem]) -> R | None:
    text = _text(folder, name, problems)
    if text is None:
        return None
    try:
        return model.model_validate(_storable(json.loads(text, parse_constant=_refuse)))
    except (ValueError, RecursionError) as error:
        problems.extend(_mistakes(error, name))
        return None


def read_list(folder: Path, name: str, model: type[R], problems: list[Problem]) -> list[Placed[R]] | None:
    """The good records of a JSON list; each bad one becomes a problem. None when there is no such file."""
    text = _text(folder, name, problems)
    if text is None:
        return None
    placed: list[Placed[R]] = []
    try:
        for index, (line, value) in enumerate(_items(text), 1):
            try:
                placed.append(Placed(model.model_validate(_storable(value)), name, index, line))
            except ValueError as error:
                problems.extend(_mistakes(error, name, index=index, line=line))
    except (ValueError, RecursionError) as error:
        problems.extend(_mistakes(error, name))
    return placed


def read_pages(folder: Path, part: str, problems: list[Problem]) -> list[Page] | None:
    if not (folder / part).is_dir():
        return None
    pages = [read_page(folder, f"{part}/{path.stem}", problems) for path in sorted((folder / part).glob("*.md"))]
    return [page for page in pages if page]


def read_page(folder: Path, name: str, problems: list[Problem]) -> Page | None:
    file = f"{name}.md"
    text = _text(folder, file, problems)
    if text is None:
        return None
    found = _FRONT_MATTER.match(text)
    if not found:
        problems.append(Problem(file, "does not begin with a head between two lines of ---", line=1))
        return None
    try:
        head = FrontMatter.model_validate(yaml.safe_load(found[1]))
    except (ValueError, yaml.YAMLError, RecursionError) as error:
        problems.extend(_mistakes(error, file))
        return None
    if not found[2].strip():
        problems.append(Problem(file, "has no text"))
    return Page(name, head, found[2].strip() + "\n")


def _text(folder: Path, name: str, problems: list[Problem]) -> str | None:
    try:
        text = (folder / name).read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return None
    except UnicodeDecodeError as error:
        problems.append(Problem(name, f"is not UTF-8: {error.reason} at byte {error.start}"))
        return None
    if "\x00" in text:
        problems.append(Problem(name, "contains a NUL character", line=text.count("\n", 0, text.index("\x00")) + 1))
        return None
    return text


def _storable(value: Any) -> Any:
    """The value itself, unless Postgres would refuse it: escaped NULs and halves of surrogate pairs."""
    flat = json.dumps(value, ensure_ascii=False)
    if "\\u0000" in flat.replace("\\\\", ""):
        raise ValueError("contains a NUL character")
    try:
        flat.encode()
    except UnicodeEncodeError as error:
        raise ValueError("contains half of a surrogate pair") from error
    return value


def _items(text: str) -> Iterator[tuple[int, Any]]:
    """The values of a JSON list one by one, with the line each begins on."""
    decoder = json.JSONDecoder(parse_constant=_refuse)
    position = _skip(text, 0)
    if text[position : position + 1] != "[":
        raise json.JSONDecodeError("Expecting a list of records", text, position)
    position = _skip(text, position + 1)
    line, counted = 1, 0
    while text[position : position + 1] != "]":
        line, counted = line + text.count("\n", counted, position), position
        value, position = decoder.raw_decode(text, position)
        yield line, value
        position = _skip(text, position)
        if text[position : position + 1] == ",":
            position = _skip(text, position + 1)
            if text[position : position + 1] == "]":
                raise json.JSONDecodeError("Expecting a record after ','", text, position)
        elif text[position : position + 1] != "]":
            raise json.JSONDecodeError("Expecting ',' or ']'", text, position)
    if _skip(text, position + 1) != len(text):
        raise json.JSONDecodeError("Extra data after the list", text, position + 1)


def _skip(text: str, position: int) -> int:
    while text[position : position + 1] in (" ", "\t", "\n", "\r"):
        position += 1
    return position


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not a number")


def _mistakes(error: Exception, file: str, *, index: int | None = None, line: int | None = None) -> Iterator[Problem]:
    if isinstance(error, ValidationError):
        for each in error.errors(include_url=False, include_context=False):
            path = ".".join(str(part) for part in each["loc"])
            reason = each["msg"].removeprefix("Value error, ")
            yield Problem(file, reason, index=index, line=line, field=path)
    elif isinstance(error, json.JSONDecodeError):
        yield Problem(file, f"is not JSON: {error.msg} (column {error.colno})", line=error.lineno)
    elif isinstance(error, yaml.MarkedYAMLError) and error.problem_mark:
        yield Problem(file, f"head is not YAML: {error.problem}", line=error.problem_mark.line + 2)
    else:
        yield Problem(file, str(error) or type(error).__name__, index=index, line=line)
