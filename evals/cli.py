"""`shopsmart eval`: runs the suites, prints and writes what came out, and ends with code 1 below the marks."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from domain.errors import ShopSmartError
from evals import progress
from evals.gates import read_marks
from evals.registry import SUITES, Suite
from evals.report import Run, as_html, as_json, print_run
from evals.running import run_suites

app = typer.Typer(name="eval", add_completion=False, pretty_exceptions_enable=False)

_NAMES = "; ".join(f"{suite.name}: {suite.question}" for suite in SUITES.values())
_SAMPLED = ", ".join(suite.name for suite in SUITES.values() if suite.is_sampled)


@app.command()
def evaluate(
    suites: Annotated[
        list[str] | None, typer.Argument(help=f"All when none is named. {_NAMES}", show_default=False)
    ] = None,
    data: Annotated[
        Path | None, typer.Option(help="Your own file or folder, for one suite. See docs/evals.md.")
    ] = None,
    only: Annotated[str | None, typer.Option(help="Conversations whose name or tag has this pattern.")] = None,
    everything: Annotated[bool, typer.Option("--all", help=f"All cases, not a sample, of {_SAMPLED}.")] = False,
    variants: Annotated[
        bool | None,
        typer.Option(
            "--variants/--no-variants",
            help="Hold conversations in other wordings too. A whole run does; a part (--only, --data) when told to.",
            show_default=False,
        ),
    ] = None,
    train: Annotated[bool, typer.Option("--train", help="First make the suite's model anew: a minute.")] = False,
    json_file: Annotated[Path | None, typer.Option("--json", help="Write figures and failing cases here.")] = None,
    html_file: Annotated[Path | None, typer.Option("--html", help="Write one page with all of it here.")] = None,
    gates: Annotated[Path | None, typer.Option(help="Marks other than evals/gates.toml.")] = None,
) -> None:
    """Run the evaluation suites. Ends with code 1 when a mark is missed, 2 when a file is wrong."""
    chosen = _chosen(suites or [])
    _refuse_contradictions(chosen, data=data, only=only, variants=bool(variants), train=train, everything=everything)
    # Held fast, because LangSmith's own noise is kept out by pointing sys.stderr elsewhere.
    bars = Console(file=sys.stderr)
    try:
        marks = read_marks(gates) if gates else read_marks()
        for suite in (suite for suite in chosen if train and suite.is_trainable):
            _train(suite, bars)
        with _progress(bars) as showing:
            run = run_suites(
                chosen,
                marks,
                data=data,
                only=only,
                everything=everything,
                with_variants=(not (only or data)) if variants is None else variants,
                progress=showing,
                began=lambda suite: bars.print(f"[dim]{suite.name}: {suite.question}[/]") if bars.is_terminal else None,
            )
    except ShopSmartError as error:
        print(error, file=sys.stderr)
        raise typer.Exit(2) from None
    except KeyboardInterrupt:
        raise typer.Exit(130) from None
    _tell(run, json_file=json_file, html_file=html_file)
    raise typer.Exit(0 if run.passed else 1)


def _tell(run: Run, *, json_file: Path | None, html_file: Path | None) -> None:
    print_run(run, Console(highlight=False))
    if json_file:
        json_file.write_text(as_json(run), encoding="utf-8")
    if html_file:
        html_file.write_text(as_html(run), encoding="utf-8")


def _chosen(names: list[str]) -> list[Suite]:
    if unknown := [name for name in names if name not in SUITES]:
        raise typer.BadParameter(f"there is no suite {unknown[0]}, but {', '.join(SUITES)}")
    return [suite for name, suite in SUITES.items() if not names or name in names]


def _refuse_contradictions(
    chosen: list[Suite], *, data: Path | None, only: str | None, variants: bool, train: bool, everything: bool
) -> None:
    """What would be ignored in silence is refused instead."""
    if data is not None and len(chosen) != 1:
        raise typer.BadParameter("--data is for one suite: name it")
    if data is not None and not data.exists():
        raise typer.BadParameter(f"{data}: there is no such file or folder")
    if (only or variants) and not any(suite.is_selectable for suite in chosen):
        raise typer.BadParameter("--only and --variants are for the suites conversations and tau")
    if train and not any(suite.is_trainable for suite in chosen):
        trainable = ", ".join(suite.name for suite in SUITES.values() if suite.is_trainable)
        raise typer.BadParameter(f"--train is for the suites {trainable}")
    if everything and not any(suite.is_sampled for suite in chosen):
        raise typer.BadParameter(f"--all is for the suites {_SAMPLED}")


@contextmanager
def _progress(console: Console) -> Iterator[progress.Progress]:
    """Bars on a terminal, nothing elsewhere."""
    if not console.is_terminal:
        yield progress.silent
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, redirect_stdout=False, redirect_stderr=False, transient=True) as bars:

        def begin(what: str, steps: int) -> progress.Advance:
            task = bars.add_task(what, total=steps)
            return lambda: bars.advance(task)

        yield begin


def _train(suite: Suite, console: Console) -> None:
    columns = (TextColumn("Training: {task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bars:
        task = bars.add_task("starting", total=1.0)
        came_out = suite.load().train(lambda doing, share: bars.update(task, description=doing, completed=share))
    console.print(came_out)
