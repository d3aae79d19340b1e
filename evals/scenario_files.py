"""Scenarios out of YAML files. A mistake is reported with file, line and column, and nothing is run then."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from domain.errors import InvalidInput
from evals.scenario import Scenario

SHIPPED = Path(__file__).parent / "scenarios"


class BadScenarios(InvalidInput):
    """Nothing was run. The text has a line for each mistake: file, line, column, what is wrong."""

    code = "bad_scenarios"


class _Loader(yaml.SafeLoader):
    """Refuses a key that is given twice, of which YAML keeps the last without a word, and takes yes and no as words."""


def _mapping(loader: _Loader, node: yaml.MappingNode) -> dict[Any, Any]:
    keys = [loader.construct_object(key) for key, _ in node.value]
    for at, key in enumerate(keys):
        if key in keys[:at]:
            raise yaml.constructor.ConstructorError(None, None, f"`{key}` is given twice", node.value[at][0].start_mark)
    return yaml.SafeLoader.construct_mapping(loader, node, deep=True)


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool" or first in "tTfF"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def read_scenarios(place: Path | None = None) -> list[Scenario]:
    """Those of a file, of all *.yaml and *.yml under a folder, or our own.

    Raises:
        BadScenarios: with every mistake.
    """
    place = place or SHIPPED
    if not place.exists():
        raise BadScenarios(f"{place}: there is no such file or folder")
    paths = sorted(path for path in place.rglob("*") if path.suffix in (".yaml", ".yml")) if place.is_dir() else [place]
    scenarios: list[Scenario] = []
    wrong: list[str] = [] if paths else [f"{place}: no *.yaml in it"]
    seen: dict[str, str] = {}
    for path in paths:
        for scenario, position, mistakes in _read(path):
            wrong += mistakes
            if scenario is None:
                continue
            if scenario.name in seen:
                wrong.append(f"{position}: the name {scenario.name} is taken, see {seen[scenario.name]}")
            seen.setdefault(scenario.name, position)
            scenarios.append(scenario)
    if wrong:
        raise BadScenarios("\n".join(wrong))
    return scenarios


def _read(path: Path) -> Iterator[tuple[Scenario | None, str, list[str]]]:
    """Each scenario with its position, or the mistakes that keep it from being one."""
    try:
        text = path.read_text(encoding="utf-8")
        root = yaml.compose(text, _Loader)
        content = yaml.load(text, _Loader)
    except UnicodeDecodeError as error:
        yield None, path.name, [f"{path.name}: not UTF-8: {error.reason}"]
        return
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"{path.name}:{mark.line + 1}:{mark.column + 1}" if mark else path.name
        yield None, where, [f"{where}: {error.problem or error.context}"]
        return
    if root is None:
        yield None, path.name, [f"{path.name}: empty"]
        return
    is_list = isinstance(content, list)
    for at, one in enumerate(content if is_list else [content]):
        node = root.value[at] if is_list else root
        position = _position(path, node)
        try:
            yield Scenario.model_validate(one), position, []
        except ValidationError as error:
            name = f" ({one['name']})" if isinstance(one, dict) and isinstance(one.get("name"), str) else ""
            yield None, position, [_mistake(path, node, each, name) for each in _mistakes(error)]


def _mistakes(error: ValidationError) -> list[Any]:
    """Without "too few items" of a list whose items are wrong themselves: pydantic counts only the good ones."""
    found = error.errors()
    return [
        one
        for one in found
        if one["type"] != "too_short"
        or not any(other["loc"][: len(one["loc"])] == one["loc"] != other["loc"] for other in found)
    ]


def _mistake(path: Path, node: yaml.Node, error: Any, name: str) -> str:
    is_key = error["type"] == "extra_forbidden"
    found, walked = _walk(node, error["loc"], ends_at_key=is_key)
    message = "no such key" if is_key else error["msg"].removeprefix("Value error, ")
    inside = ".".join(walked)
    return f"{_position(path, found)}{name}: {f'{inside}: ' if inside else ''}{message}"


def _walk(node: yaml.Node, location: Sequence[str | int], *, ends_at_key: bool) -> tuple[yaml.Node, list[str]]:
    """The node that a location leads to, as far as it does: pydantic also names the branches of unions."""
    walked: list[str] = []
    for at, step in enumerate(location):
        inner = None
        if isinstance(node, yaml.MappingNode):
            pairs = {key.value: (key, value) for key, value in node.value}
            if str(step) in pairs:
                inner = pairs[str(step)][0 if ends_at_key and at == len(location) - 1 else 1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            inner = node.value[step]
        if inner is not None:
            node = inner
            walked.append(str(step))
    return node, walked


def _position(path: Path, node: yaml.Node) -> str:
    mark = node.start_mark
    return f"{path.name}:{mark.line + 1}:{mark.column + 1}" if mark else path.name
