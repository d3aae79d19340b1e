"""`./dev faults`: ill-treat the service on purpose, on this machine and loopback only, and print what it kept.

python -m tests.faults [NAME ...] [--scale 0.1] [--out docs-table.md]
"""

import argparse
import asyncio
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from tests.faults.away import away
from tests.faults.clocks import clocks
from tests.faults.deploying import deploying
from tests.faults.full_disk import full_disk
from tests.faults.handing_over import handing_over
from tests.faults.pairs import pairs
from tests.faults.readers import readers
from tests.faults.report import Finding, markdown
from tests.faults.stage import Stage, stage
from tests.faults.storm import Weather, storm

Fault = Callable[[Stage, float], Awaitable[list[Finding]]]


def _storm(place: Stage, scale: float) -> Awaitable[list[Finding]]:
    """Faults become fewer by the root of the scale only: a short run is the harder one."""
    kills, stops = (max(1, round(number * scale**0.5)) for number in (20, 5))
    return storm(place, Weather(customers=max(8, round(1000 * scale)), kills=kills, stops=stops))


FAULTS: dict[str, Fault] = {
    "storm": _storm,
    "pairs": lambda place, scale: pairs(place, number=max(10, round(500 * scale))),
    "readers": lambda place, scale: readers(place, number=max(50, round(300 * scale))),
    "full_disk": lambda place, scale: full_disk(place, times=max(1, round(3 * scale))),
    "clocks": lambda place, scale: clocks(place, times=max(2, round(10 * scale))),
    "away": lambda place, scale: away(place, times=max(1, round(5 * scale))),
    "handing_over": lambda place, scale: handing_over(place, times=max(3, round(100 * scale))),
    "deploying": lambda place, scale: deploying(place, rounds=max(1, round(3 * scale))),
}
LIMIT_S = 5400.0


async def run(names: list[str], *, scale: float) -> tuple[str, bool]:
    """The tables, and whether every promise was kept."""
    tables, is_kept = [], True
    async with asyncio.timeout(LIMIT_S), stage() as place:
        for name in names:
            began = time.monotonic()
            findings = await FAULTS[name](place, scale)
            is_kept = is_kept and all(finding.is_kept for finding in findings)
            tables.append(markdown(f"{name} ({time.monotonic() - began:,.0f} s)", findings))
            sys.stdout.write(tables[-1] + "\n")
            sys.stdout.flush()
    return "\n".join(tables), is_kept


def main() -> int:
    parser = argparse.ArgumentParser(prog="./dev faults", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"which: {', '.join(FAULTS)} (all)")
    parser.add_argument("--scale", type=float, default=1.0, help="how much of it: 0.1 is a tenth")
    parser.add_argument("--out", type=Path, help="write the tables there, too")
    given = parser.parse_args()
    if unknown := set(given.names) - FAULTS.keys():
        parser.error(f"no such fault: {', '.join(sorted(unknown))}")
    tables, is_kept = asyncio.run(run(given.names or list(FAULTS), scale=given.scale))
    if given.out:
        given.out.write_text(tables, encoding="utf-8")
    return 0 if is_kept else 1


if __name__ == "__main__":
    sys.exit(main())
