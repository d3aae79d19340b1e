"""The benchmark's tasks and its database as they are on disk (evals/data/tau_retail/README.md)."""

import gzip
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from domain.errors import InvalidInput

FOLDER = Path(__file__).parents[1] / "data" / "tau_retail"
SETS = ("tasks", "tasks_simple")

EndState = Mapping[str, Mapping[str, Mapping[str, Any]]]
"""{"orders": {order: {field: value}}, "users": {...}}: the fields that change, as they are afterwards."""


class BadTasks(InvalidInput):
    """A file of tasks cannot be read."""

    code = "bad_tasks"


@dataclass(frozen=True, slots=True)
class ToolUse:
    name: str
    arguments: Mapping[str, Any]

    @property
    def is_write(self) -> bool:
        return self.name.split("_", 1)[0] in ("cancel", "modify", "return", "exchange")


@dataclass(frozen=True, slots=True)
class Script:
    """What the simulated customer is told about themselves."""

    reason: str
    known: str = ""
    unknown: str = ""
    manner: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    task_id: str
    kind: str
    """full, synthetic or written"""
    user_id: str
    script: Script
    gold: Sequence[ToolUse]
    accepted: Sequence[EndState]
    """Any one of them."""
    must_tell: Sequence[str] = field(default=())

    @property
    def writes(self) -> list[ToolUse]:
        return [use for use in self.gold if use.is_write]


def customer_of(task: Task, database: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Any]:
    """The account; a task without actions names it only in the customer's words. Raises BadTasks."""
    users, said = database["users"], f"{task.script.reason} {task.script.known}"
    if task.user_id in users:
        return users[task.user_id]
    for user_id, user in users.items():
        name = f"{user['name']['first_name']} {user['name']['last_name']}"
        is_named = name in said or re.search(rf"\b{re.escape(user_id)}\b", said) is not None
        if user["email"] in said or (is_named and user["address"]["zip"] in said):
            return user
    raise BadTasks(f"{task.task_id}: nobody in the database is its customer")


def read_database(folder: Path = FOLDER) -> dict[str, dict[str, Any]]:
    """{"products": ..., "users": ..., "orders": ...}, each by id. Raises BadTasks."""
    try:
        with gzip.open(folder / "db.json.gz", "rt", encoding="utf-8") as file:
            return json.load(file)
    except (OSError, ValueError) as error:
        raise BadTasks(f"{folder / 'db.json.gz'}: {error}") from error


def read_tasks(folder: Path = FOLDER, *, sets: Sequence[str] = SETS) -> list[Task]:
    """Raises BadTasks."""
    tasks: list[Task] = []
    for name in sets:
        path = folder / f"{name}.jsonl.gz"
        try:
            with gzip.open(path, "rt", encoding="utf-8") as file:
                tasks += [_task(json.loads(line)) for line in file if line.strip()]
        except (OSError, ValueError, KeyError) as error:
            raise BadTasks(f"{path}: {error}") from error
    return tasks


def _task(row: Mapping[str, Any]) -> Task:
    others = row.get("alternative_end_state")
    return Task(
        task_id=row["id"],
        kind=row.get("kind", "full"),
        user_id=row["user_id"],
        script=_script(row["customer"]),
        gold=[ToolUse(use["name"], use["arguments"]) for use in row["gold_actions"]],
        accepted=[row["expected_end_state"], *([others] if others else [])],
        must_tell=row["must_tell"],
    )


def _script(customer: Any) -> Script:
    if isinstance(customer, str):
        return Script(customer)
    return Script(
        customer["reason_for_call"],
        customer.get("known_info") or "",
        customer.get("unknown_info") or "",
        customer.get("task_instructions") or "",
    )
