"""`shopsmart fake-mistral`: a server that speaks Mistral's API and thinks nothing, to try and to test against."""

from typing import Annotated

import typer
import uvicorn
from rich.console import Console

from api.fake_mistral.answers import Mode
from api.fake_mistral.app import Behaviour, create_fake
from api.fake_mistral.faults import Fault, Faults

app = typer.Typer(help="A loopback server that speaks Mistral's API.")


@app.command()
def fake_mistral(
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port on 127.0.0.1.")] = 8100,
    mode: Annotated[Mode, typer.Option(help="What it says: the truth, lies, or what it is told.")] = Mode.GOOD,
    first_ms: Annotated[float, typer.Option(min=0, help="Milliseconds to the first token.")] = 0,
    token_ms: Annotated[float, typer.Option(min=0, help="Milliseconds between tokens.")] = 0,
    tokens: Annotated[
        int | None, typer.Option(min=1, help="Every answer is so many tokens long; else a token a word.")
    ] = None,
    fault_rate: Annotated[float, typer.Option(min=0, max=1, help="Share of calls that go wrong.")] = 0,
    fault: Annotated[list[Fault] | None, typer.Option(help="Only these faults; may be repeated.")] = None,
    seed: Annotated[int, typer.Option(help="The same seed makes the same lies and faults.")] = 7,
) -> None:
    """Serve it until Ctrl-C. Point the service at it with MISTRAL_BASE_URL=http://127.0.0.1:8100/v1."""
    chosen = fault or list(Fault)
    behaviour = Behaviour(
        mode=mode,
        first_s=first_ms / 1000,
        token_s=token_ms / 1000,
        tokens=tokens,
        faults=Faults({one: fault_rate / len(chosen) for one in chosen}),
        seed=seed,
    )
    Console().print(f"MISTRAL_BASE_URL=http://127.0.0.1:{port}/v1   mode {mode}, {fault_rate:.0%} faults")
    uvicorn.run(create_fake(behaviour), host="127.0.0.1", port=port, log_level="warning", access_log=False)
