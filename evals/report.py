"""A run for people and for programs: terminal tables, one JSON document, one HTML page that needs nothing else."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from evals.gates import Gate
from evals.result import CaseResult, Confusion, SuiteResult

TEMPLATE = Path(__file__).with_name("report.html.jinja")
SHOWN_IN_TERMINAL = 12


@dataclass(frozen=True, slots=True)
class SuiteRun:
    """One suite that was run; `error` is set when it broke off, and then it has failed."""

    result: SuiteResult
    gates: Sequence[Gate]
    seconds: float
    error: str = ""

    @property
    def passed(self) -> bool:
        return not self.error and all(gate.passed for gate in self.gates)


@dataclass(frozen=True, slots=True)
class Run:
    suites: Sequence[SuiteRun]
    started_at: datetime

    @property
    def passed(self) -> bool:
        return bool(self.suites) and all(suite.passed for suite in self.suites)


def print_run(run: Run, console: Console) -> None:
    for suite in run.suites:
        console.print()
        cases = f"{len(suite.result.cases):,} cases, {len(suite.result.failures):,} failed"
        console.print(f"[bold]{suite.result.suite}[/]: {cases}, {suite.seconds:.1f} s")
        console.print(_metrics_table(suite))
        if suite.error:
            console.print(f"[red]broke off: {escape(suite.error)}[/]")
        for case in suite.result.failures[:SHOWN_IN_TERMINAL]:
            line = f"  [red]✗[/] {escape(case.case_id)}  [dim]{escape(_short(case))}[/]"
            console.print(line, highlight=False, no_wrap=True, overflow="ellipsis")
        if (left := len(suite.result.failures) - SHOWN_IN_TERMINAL) > 0:
            console.print(f"  [dim]and {left} more: --html FILE shows them all[/]")
    console.print()
    missed = [f"{suite.result.suite} {gate.metric}" for suite in run.suites for gate in suite.gates if not gate.passed]
    missed += [f"{suite.result.suite} broke off" for suite in run.suites if suite.error]
    verdict = (
        "[green]All marks reached.[/]"
        if run.passed
        else f"[red]Below the marks: {', '.join(missed) or 'nothing ran'}.[/]"
    )
    console.print(verdict)


def as_json(run: Run) -> str:
    """Everything but the cases that passed."""
    document = {
        "started_at": run.started_at.isoformat(),
        "passed": run.passed,
        "suites": [
            {
                "suite": suite.result.suite,
                "passed": suite.passed,
                "error": suite.error or None,
                "seconds": round(suite.seconds, 2),
                "metrics": suite.result.metrics,
                "gates": [_gate(gate) for gate in suite.gates],
                "cases": len(suite.result.cases),
                "failures": [asdict(case) for case in suite.result.failures],
                "confusion": asdict(suite.result.confusion) if suite.result.confusion else None,
            }
            for suite in run.suites
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=1)


def as_html(run: Run) -> str:
    """Escaped throughout: cases hold what strangers wrote."""
    from jinja2 import Environment

    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.filters["figure"] = figure
    environment.globals["confused"] = confused
    return environment.from_string(TEMPLATE.read_text(encoding="utf-8")).render(run=run)


def figure(value: float | None) -> str:
    if value is None:
        return "missing"
    return f"{value:,.0f}" if float(value).is_integer() and abs(value) > 1 else f"{value:.3f}"


def confused(confusion: Confusion) -> dict[str, Any]:
    """The table without labels that nobody meant and nobody was given, and each cell's share of its row."""
    used = [
        at
        for at, _ in enumerate(confusion.labels)
        if any(confusion.counts[at]) or any(row[at] for row in confusion.counts)
    ]
    rows = []
    for at in used:
        counts = [confusion.counts[at][to] for to in used]
        total = sum(counts) or 1
        cells = [{"count": n, "share": n / total, "right": to == at} for to, n in zip(used, counts, strict=True)]
        rows.append({"label": confusion.labels[at], "cells": cells, "total": sum(counts)})
    return {"labels": [confusion.labels[at] for at in used], "rows": rows}


def _metrics_table(suite: SuiteRun) -> Table:
    """Figures with a mark first; of the rest not those with a dot, which are shares of a part: the page has them."""
    table = Table(box=None, pad_edge=True)
    table.add_column("figure")
    table.add_column("reached", justify="right")
    table.add_column("mark")
    for gate in suite.gates:
        colour = "green" if gate.passed else "red"
        table.add_row(gate.metric, f"[{colour}]{figure(gate.reached)}[/]", str(gate.mark))
    marked = {gate.metric for gate in suite.gates}
    for name, value in suite.result.metrics.items():
        if name not in marked and ("." not in name or name.startswith("variants.")):
            table.add_row(f"[dim]{escape(name)}[/]", f"[dim]{figure(value)}[/]")
    return table


def _short(case: CaseResult) -> str:
    text = case.actual if case.actual != "block" and case.actual != "pass" else case.detail
    line = " ".join(f"{text} (expected {case.expected})".split() if len(case.expected) < 60 else text.split())
    return line if len(line) <= 160 else line[:157] + "..."


def _gate(gate: Gate) -> dict[str, Any]:
    return {
        "metric": gate.metric,
        "min": gate.mark.min,
        "max": gate.mark.max,
        "reached": gate.reached,
        "passed": gate.passed,
    }
