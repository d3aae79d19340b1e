"""The reference of the scenario format, written from the models themselves: what is not in it does not exist.

`python -m evals.scenario_reference` puts it into docs/scenarios.md; a test fails while that is out of date.
"""

import re
import types
from pathlib import Path
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from evals import scenario, scenario_values

DOCUMENT = Path(__file__).parents[1] / "docs" / "scenarios.md"
BEGIN, END = "<!-- reference: written by evals/scenario_reference.py -->", "<!-- end of reference -->"
_PARTS = (
    ("Scenario", scenario.Scenario),
    ("A role that is an order", scenario.OrderWanted),
    ("A role that is a customer", scenario.CustomerWanted),
    ("Turn", scenario.Turn),
    ("expect", scenario.Expect),
    ("end", scenario.End),
    ("A claim in `end`", scenario.ClaimExpected),
)
_NAMES = {
    scenario_values.Wanted: "number or range",
    scenario_values.Patterns: "patterns",
    scenario_values.Pattern: "pattern",
    scenario_values.AnyOf: "pattern, or a list of them",
}


def reference() -> str:
    """Every part of a scenario with all its keys, as Markdown tables."""
    return "\n\n".join(_table(title, model) for title, model in _PARTS)


def _table(title: str, model: type[scenario.Part]) -> str:
    rows = [
        f"| `{field.alias or name}` | {_kind(field)} | {_told(field)} |" for name, field in model.model_fields.items()
    ]
    about = " ".join((model.__doc__ or "").split())
    return "\n".join(
        [f"### {title}", "", *([about, ""] if about else []), "| key | value | |", "| --- | --- | --- |", *rows]
    )


def _told(field: FieldInfo) -> str:
    required = "Required. " if field.is_required() else ""
    return (required + " ".join((field.description or "").split())).replace("|", "\\|")


def _kind(field: FieldInfo) -> str:
    whole: Any = Annotated[(field.annotation, *field.metadata)] if field.metadata else field.annotation
    return _named(whole)


def _named(kind: Any) -> str:
    known = next((name for known, name in _NAMES.items() if kind == known), None)
    if known is not None:
        return known
    origin, inside = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return _named(inside[0])
    if origin in (Union, types.UnionType):
        return " or ".join(dict.fromkeys(_named(each) for each in inside if each is not type(None)))
    if origin is Literal:
        return " or ".join(f"`{each}`" for each in inside)
    if origin is tuple:
        return f"list of {_named(inside[0])}"
    if origin is dict:
        return f"map of {_named(inside[0])} to {_named(inside[1])}"
    if isinstance(kind, type) and issubclass(kind, scenario.Part):
        return re.sub(r"(?<!^)(?=[A-Z])", " ", kind.__name__).lower()
    return {str: "text", int: "whole number", float: "number", bool: "true or false"}[kind]


def with_reference(document: str) -> str:
    """The document with the reference of today between its marks."""
    before, _, rest = document.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{reference()}\n\n{END}{after}"


if __name__ == "__main__":
    DOCUMENT.write_text(with_reference(DOCUMENT.read_text(encoding="utf-8")), encoding="utf-8")
