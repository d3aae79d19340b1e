"""Does product search find what a shopper means, and say so when nothing fits?

Two judges: people's grades on a catalogue of 19,406 electronics and household goods (nDCG over the hits as a customer
sees them, and over judged products only), and what must come of queries to VerdeMuse.
"""

import csv
import gzip
import hashlib
import json
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evals.result import CaseResult, SuiteResult
from tools.knowledge.catalogue import CatalogueEntry, CatalogueIndex
from tools.knowledge.embedder import Embedder, MiniLM
from tools.knowledge.facets import Offer
from tools.knowledge.port import ProductFilters

DATA = Path(__file__).parents[1] / "data" / "search"
SHOP = Path(__file__).parents[2] / "synthetic_data" / "products" / "catalog.json"
CACHE = Path(__file__).parents[2] / ".shopsmart" / "cache"
DEPTH = 10
GOOD_ENOUGH = 0.7


@dataclass(frozen=True, slots=True)
class Judged:
    """One query of the public set: its figures, and the first hits with their grades (None: unjudged)."""

    query: str
    grades: Mapping[str, int]
    shown: Sequence[str]
    ndcg_all: float
    ndcg_judged: float
    took_ms: float
    cpu_ms: float

    @property
    def has_relevant(self) -> bool:
        return any(self.grades.values())


def run(data: Path | None = None) -> SuiteResult:
    """Judges the public catalogue and VerdeMuse's, or the catalogue of `data` (a folder) alone."""
    folder = data or DATA
    embedder = MiniLM.open()
    entries = read_products(folder)
    index = CatalogueIndex(entries, vectors_of(entries, embedder), embedder=embedder)
    judged = [judge(index, query, grades) for query, grades in read_judgements(folder / "judgments.csv").items()]
    names = {entry.product_id: entry.name for entry in entries}
    metrics, cases = figures(judged), [_case(it, names) for it in judged]
    if data is None:
        own = judge_shop(embedder)
        cases += own
        metrics["verdemuse_passed"] = sum(case.passed for case in own) / len(own)
    return SuiteResult("search", metrics, cases)


def figures(judged: Sequence[Judged]) -> dict[str, float]:
    """Means over the queries with something relevant; precision and recall of empty answers over all."""
    answerable = [it for it in judged if it.has_relevant]
    empty = [it for it in judged if not it.shown]
    hopeless = [it for it in judged if not it.has_relevant]
    rightly = sum(not it.has_relevant for it in empty)
    times = [it.took_ms for it in judged]
    return {
        "queries": float(len(judged)),
        "ndcg10_all": _mean([it.ndcg_all for it in answerable]),
        "ndcg10_judged": _mean([it.ndcg_judged for it in answerable]),
        "empty_precision": rightly / len(empty) if empty else 1.0,
        "empty_recall": rightly / len(hopeless) if hopeless else 1.0,
        "p50_ms": float(np.percentile(times, 50)),
        "p95_ms": float(np.percentile(times, 95)),
        "p95_cpu_ms": float(np.percentile([it.cpu_ms for it in judged], 95)),
    }


def judge(index: CatalogueIndex, query: str, grades: Mapping[str, int]) -> Judged:
    """Unjudged products count as 0 in `ndcg_all`, which is taken of what a customer sees, empty answers included."""
    start, cpu_start = time.perf_counter(), time.process_time()
    shown = [hit.product_id for hit in index.search(query, limit=DEPTH)]
    took_ms, cpu_ms = (time.perf_counter() - start) * 1000, (time.process_time() - cpu_start) * 1000
    score, _ = index.judge(query)
    order = (index.entries[number].product_id for number in np.argsort(-score, kind="stable"))
    ranked = [grades[product_id] for product_id in order if product_id in grades]
    ideal = sorted(grades.values(), reverse=True)
    seen = [grades.get(product_id, 0) for product_id in shown]
    return Judged(query, grades, shown, ndcg(seen, ideal), ndcg(ranked, ideal), took_ms, cpu_ms)


def ndcg(grades: Sequence[int], ideal: Sequence[int]) -> float:
    """nDCG at 10 with the grade as gain; 0 when nothing is relevant."""
    best = _dcg(ideal)
    return _dcg(grades) / best if best else 0.0


def read_products(folder: Path) -> list[CatalogueEntry]:
    """`products.jsonl` or `products.jsonl.gz`; numbers among the attributes are measures, not words, and left out."""
    plain = folder / "products.jsonl"
    text = plain.read_bytes() if plain.exists() else gzip.decompress((folder / "products.jsonl.gz").read_bytes())
    return [_entry(json.loads(line)) for line in text.splitlines() if line.strip()]


def read_judgements(path: Path) -> dict[str, dict[str, int]]:
    """Grades by query and product."""
    grades: dict[str, dict[str, int]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            grades.setdefault(row["query"], {})[row["product_id"]] = int(row["grade"])
    return grades


def vectors_of(entries: Sequence[CatalogueEntry], embedder: Embedder) -> NDArray[np.float32]:
    """Vectors of all entries, kept under the project's cache for the next run: the first takes a minute or two."""
    sentences = [entry.sentence for entry in entries]
    digest = hashlib.sha256("\n".join([embedder.name, *sentences]).encode()).hexdigest()[:16]
    path = CACHE / f"products-{digest}.npy"
    if path.exists():
        return np.load(path)
    from rich.progress import track

    parts = [sentences[at : at + 256] for at in range(0, len(sentences), 256)]
    silent = not sys.stderr.isatty()
    vectors = np.concatenate([embedder.embed(part) for part in track(parts, "Embedding products", disable=silent)])
    path.parent.mkdir(parents=True, exist_ok=True)
    np.save(path, vectors)
    return vectors


def judge_shop(embedder: Embedder) -> list[CaseResult]:
    """VerdeMuse's expectations on its own catalogue."""
    products = json.loads(SHOP.read_text(encoding="utf-8"))
    entries = [_shop_entry(product) for product in products]
    index = CatalogueIndex(entries, embedder.embed([entry.sentence for entry in entries]), embedder=embedder)
    by_id = {entry.product_id: entry for entry in entries}
    rows = [json.loads(line) for line in (DATA / "verdemuse.jsonl").read_text(encoding="utf-8").splitlines()]
    return [_shop_case(index, by_id, row) for row in rows]


def _shop_case(index: CatalogueIndex, by_id: Mapping[str, CatalogueEntry], row: Mapping[str, Any]) -> CaseResult:
    filters = row.get("filters", {})
    wishes: dict[str, Any] = {key: tuple(it) if isinstance(it, list) else it for key, it in filters.items()}
    hits = index.search(row["query"], filters=ProductFilters(**wishes), limit=3)
    found = [by_id[hit.product_id] for hit in hits]
    names = ", ".join(entry.name for entry in found) or "nothing"
    if row.get("nothing"):
        passed, expected = not found, "nothing"
    elif "only" in row:
        passed, expected = bool(found) and all(it.category == row["only"] for it in found), f"only {row['only']}"
    else:
        passed, expected = any(it.name in row["top"] for it in found), " or ".join(row["top"])
    return CaseResult(f"verdemuse/{row['query']}", passed, expected, names, tags=("verdemuse",))


def _case(it: Judged, names: Mapping[str, str]) -> CaseResult:
    best = sorted(it.grades, key=lambda product_id: -it.grades[product_id])[:2]
    expected = " / ".join(names.get(product_id, product_id) for product_id in best) if it.has_relevant else "nothing"
    shown = " / ".join(f"{names[p]} ({it.grades.get(p, '?')})" for p in it.shown[:3]) or "nothing"
    passed = it.ndcg_judged >= GOOD_ENOUGH and bool(it.shown) if it.has_relevant else not it.shown
    detail = f"nDCG@10 {it.ndcg_all:.2f} all, {it.ndcg_judged:.2f} judged only"
    return CaseResult(f"public/{it.query}", passed, expected, shown, detail, ("public",))


def _entry(row: Mapping[str, Any]) -> CatalogueEntry:
    attributes = {key: value for key, value in row["attributes"].items() if isinstance(value, str)}
    return CatalogueEntry(
        product_id=row["id"],
        name=row["title"],
        brand=row["brand"],
        description=row["description"] or "",
        attributes=attributes,
        offers=(Offer(row["price_cents"]),),
    )


def _shop_entry(row: Mapping[str, Any]) -> CatalogueEntry:
    offers = [
        Offer(round(100 * it.get("price", row["price"])), it["size"], it["colour"], it["stock"] > 0)
        for it in row["variants"]
    ]
    return CatalogueEntry(
        product_id=row["product_id"],
        name=row["name"],
        category=row["category"],
        description=row["description"],
        offers=tuple(offers),
        materials=tuple(row["materials"]),
        tags=tuple(row["tags"]),
    )


def _dcg(grades: Sequence[int]) -> float:
    return float(sum(grade / np.log2(rank + 2) for rank, grade in enumerate(grades[:DEPTH])))


def _mean(values: Sequence[float]) -> float:
    return float(np.mean(values)) if values else 0.0
