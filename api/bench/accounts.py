"""Whether an answer's time tells who has an account: sign-ins and mailed links, for addresses that are known and not.

    python -m api.bench.accounts [--samples 600]

Known and unknown addresses take turns, one request at a time, against a service of its own. The figure is the AUC of
the best threshold on the time: 0.5 is a coin, 1.0 tells them apart every time.
"""

import argparse
import asyncio
import os
import random
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import httpx

from api.bench import processes
from api.hashing import PasswordHashes
from api.passwords import new_account_id
from api.settings import Settings
from api.storage import open_storage
from domain.accounts import NewAccount
from domain.customers import CustomerId
from store import accounts
from store.database import Database

TRIES_AN_ACCOUNT = 3
"""Of the five that find a permit."""
WARM_UP = 40

_CUSTOMERS = "SELECT customer_id, email, name FROM customers ORDER BY customer_id LIMIT $1"


@dataclass(frozen=True, slots=True)
class Separation:
    known_ms: list[float]
    unknown_ms: list[float]

    @property
    def auc(self) -> float:
        """How often a random known address takes longer than a random unknown one, whichever way round."""
        ordered = sorted([(took, 1) for took in self.known_ms] + [(took, 0) for took in self.unknown_ms])
        ranks = sum(place for place, (_, is_known) in enumerate(ordered, start=1) if is_known)
        count = len(self.known_ms)
        share = (ranks - count * (count + 1) / 2) / (count * len(self.unknown_ms))
        return max(share, 1 - share)

    def __str__(self) -> str:
        known, unknown = statistics.median(self.known_ms), statistics.median(self.unknown_ms)
        return f"AUC {self.auc:.3f}   median known {known:.1f} ms, unknown {unknown:.1f} ms   {len(self.known_ms)} each"


async def run(samples: int) -> dict[str, Separation]:
    """By what was asked for."""
    with tempfile.TemporaryDirectory(prefix="shopsmart-bench-", ignore_cleanup_errors=True) as folder:
        # As root, Postgres runs as somebody else, who must reach its files.
        os.chmod(folder, 0o755)  # noqa: PTH101 one path, before anything runs
        data_dir = Path(folder) / "data"
        async with processes.service(data_dir, {"SHOPSMART_TRUSTED_PROXIES": '["127.0.0.0/8"]'}) as measured:
            async with open_storage(Settings(data_dir=data_dir)) as database:
                known = await _make_accounts(database, samples // TRIES_AN_ACCOUNT)
            async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{measured.port}", timeout=30) as client:
                return {
                    "sign in": await _compare(client, known, samples, "/v1/sessions", {"password": "not this one"}),
                    "ask for a link": await _compare(client, known, samples, "/v1/passwords/links", {}),
                }


async def _make_accounts(database: Database, count: int) -> list[str]:
    """Addresses of so many customers, who now have an account with a password."""
    hashes = PasswordHashes()
    kept = await hashes.hash("the same for all of them")
    hashes.close()
    async with database.connection() as connection:
        rows = await connection.fetch(
            "SELECT customer_id, email, name FROM customers ORDER BY customer_id LIMIT $1", count
        )
        for row in rows:
            new = NewAccount(
                account_id=new_account_id(),
                email=row["email"],
                name=row["name"],
                customer_id=CustomerId(row["customer_id"]),
            )
            await accounts.create(connection, new)
            await connection.execute("UPDATE accounts SET password_hash = $2 WHERE email = $1", row["email"], kept)
    return [row["email"] for row in rows]


async def _compare(
    client: httpx.AsyncClient, known: list[str], samples: int, path: str, body: dict[str, str]
) -> Separation:
    took: dict[bool, list[float]] = {True: [], False: []}
    plan = [(is_known, number) for number in range(samples) for is_known in (True, False)]
    random.Random(7).shuffle(plan)
    for place, (is_known, number) in enumerate([*plan[:WARM_UP], *plan]):
        email = known[number % len(known)] if is_known else known[number % len(known)].replace("@", f".{number}@")
        headers = {"x-forwarded-for": f"10.{place >> 16}.{place >> 8 & 255}.{place & 255}"}
        started = time.perf_counter()
        response = await client.post(path, json={"email": email, **body}, headers=headers)
        if response.status_code == 429:
            continue
        if place >= WARM_UP:
            took[is_known].append((time.perf_counter() - started) * 1000)
    return Separation(took[True], took[False])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--samples", type=int, default=600, help="of each kind")
    samples = parser.parse_args().samples
    for what, found in asyncio.run(run(samples)).items():
        sys.stdout.write(f"{what:16}{found}\n")


if __name__ == "__main__":
    main()
