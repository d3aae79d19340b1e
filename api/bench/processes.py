"""The processes that are measured: started here, ended here, their CPU time read from the kernel."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from api.bench.wire import Wire
from api.loopback import free_port
from api.settings import PROJECT
from domain.errors import ShopSmartError

START_WITHIN_S = 180.0
"""A first start on a slow disk embeds a thousand passages."""
UNLIMITED = {
    f"SHOPSMART_LIMITS__{name}": "100000000"
    for name in (
        "CONVERSATION_MESSAGES_PER_MINUTE",
        "ADDRESS_MESSAGES_PER_MINUTE",
        "ADDRESS_CONVERSATIONS_PER_MINUTE",
        "ADDRESS_SIGN_INS_PER_MINUTE",
    )
}
_PROC = Path("/proc")


class NotStarted(ShopSmartError):
    """A process to be measured ended before it took requests."""

    code = "bench_not_started"


@dataclass(frozen=True, slots=True)
class Cpu:
    """Seconds of CPU since a process began; None where the kernel does not say (no /proc)."""

    own: float | None
    children: float | None
    """Of all its descendants, those that ended included: for the service that is Postgres."""

    def since(self, before: "Cpu") -> "Cpu":
        return Cpu(_difference(self.own, before.own), _difference(self.children, before.children))


def total(used: Iterable[Cpu]) -> Cpu:
    """Of several processes; None where one of them is not known."""
    both = list(used)
    own, children = [one.own for one in both], [one.children for one in both]
    return Cpu(_sum(own), _sum(children))


@dataclass(frozen=True, slots=True)
class Measured:
    port: int
    pid: int

    def cpu(self) -> Cpu:
        if not (_PROC / "self" / "stat").exists():
            return Cpu(None, None)
        return Cpu(_times(self.pid)[0], sum(sum(_times(pid)) for pid in _descendants(self.pid)))


@asynccontextmanager
async def service(data_dir: Path, more: Mapping[str, str] | None = None) -> AsyncIterator[Measured]:
    """The demo shop's service: one process, its own Postgres, limits off, quiet. `more`: of its environment."""
    environment = {**os.environ, **UNLIMITED, "SHOPSMART_LOG_LEVEL": "warning", "OTEL_SDK_DISABLED": "true"}
    environment |= more or {}
    environment.pop("DATABASE_URL", None)
    port = free_port()
    command = ("-m", "api.cli", "run", "--port", str(port), "--data-dir", str(data_dir))
    async with _running(command, port, environment, log=data_dir.with_suffix(f".{port}.log")) as found:
        yield found


@asynccontextmanager
async def model(home: Path, *options: str) -> AsyncIterator[Measured]:
    """`shopsmart fake-mistral` with these options, in a process of its own; its log is a neighbour of `home`."""
    port = free_port()
    command = ("-m", "api.cli", "fake-mistral", "--port", str(port), *options)
    async with _running(command, port, dict(os.environ), log=home.with_suffix(".model.log")) as found:
        yield found


@asynccontextmanager
async def echo(data_dir: Path) -> AsyncIterator[Measured]:
    """The bare route of `api.bench.echo`, in a process of its own."""
    port = free_port()
    command = ("-m", "api.bench.echo", str(port))
    async with _running(command, port, dict(os.environ), log=data_dir.with_suffix(".echo.log")) as found:
        yield found


@asynccontextmanager
async def _running(
    command: tuple[str, ...], port: int, environment: Mapping[str, str], *, log: Path
) -> AsyncIterator[Measured]:
    with log.open("wb") as output:
        process = await asyncio.create_subprocess_exec(
            sys.executable, *command, stdout=output, stderr=output, cwd=PROJECT, env=environment
        )
    try:
        await _taking_requests(process, port, log)
        yield Measured(port, process.pid)
    finally:
        if process.returncode is None:
            process.terminate()
            await process.wait()


async def _taking_requests(process: asyncio.subprocess.Process, port: int, log: Path) -> None:
    async with asyncio.timeout(START_WITHIN_S):
        while process.returncode is None:
            try:
                wire = await Wire.open(port)
            except OSError:
                await asyncio.sleep(0.1)
                continue
            await wire.close()
            return
    words = await asyncio.to_thread(log.read_text, errors="replace")
    raise NotStarted(f"A process to be measured ended with {process.returncode}:\n{words}")


def _times(pid: int) -> tuple[float, float]:
    """CPU seconds of a process itself, and of its children that have ended; zero when it is gone."""
    try:
        fields = (_PROC / str(pid) / "stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return 0.0, 0.0
    tick = os.sysconf("SC_CLK_TCK")
    user, system, children_user, children_system = (int(field) / tick for field in fields[11:15])
    return user + system, children_user + children_system


def _descendants(pid: int) -> list[int]:
    parents: dict[int, int] = {}
    for path in _PROC.glob("[0-9]*/stat"):
        try:
            parents[int(path.parent.name)] = int(path.read_text().rsplit(")", 1)[1].split()[1])
        except OSError:
            continue
    found = {pid}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return sorted(found - {pid})


def _sum(values: Iterable[float | None]) -> float | None:
    known = list(values)
    return None if None in known else sum(value for value in known if value is not None)


def _difference(after: float | None, before: float | None) -> float | None:
    return None if after is None or before is None else after - before
