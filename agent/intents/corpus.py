"""What the intent classifier learns from and is judged by, as rows with a part assigned to each.

Real messages to shops (HINT3, `kind` real_user) are the ones that count. They are split here by groups of
near-duplicates, the same way every time, so that no wording is on both sides. Needs numpy only.

Messages in other languages are learnt as their glosses, which are no good English: the folder `languages` beside the
corpus, without those that are held out or in its folder `blind`.
"""

import gzip
import hashlib
import json
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import numpy as np

from agent.glossing.glossary import open_glossary

Part = Literal["train", "shopping", "development", "unused"]
"""`shopping`: a real message to a shop whose intent nobody knows; good to learn what is in scope."""

EXAMPLES_FOLDER = Path(__file__).parent / "examples"
FRAMES = Path(__file__).parent / "frames.tsv"
"""The shop's own sentences with a gap for a product or a topic: `intent<TAB>sentence`."""
TOPICS = Path(__file__).parent / "topics.txt"
DEVELOPMENT_SHARE = 0.4
GROUP_COSINE = 0.8
"""Two real messages this alike are one wording: they stay on one side."""
SPLIT_SETS = ("hint3", "clinc150")
TRAINING_SETS = ("bitext", "banking77", "multidogo")
LEAK_COSINE = 0.85
"""A row of any source this like a development message is not trained on."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """One labelled message; predicting a member of `also_ok` is not a mistake.

    `fit` is `exact` (train and score), `approx` (train only) or `drop`; `label` is the source's own.
    """

    id: str
    text: str
    intent: str
    also_ok: tuple[str, ...] = ()
    source: str = ""
    fit: str = "exact"
    label: str = ""
    kind: str = ""
    part: Part = "train"

    @property
    def accepted(self) -> frozenset[str]:
        return frozenset((self.intent, *self.also_ok))


def read_corpus(folder: Path) -> list[Utterance]:
    """Every row of the public sets under `folder` and of the shop's own wordings, each with its part.

    Whatever is too like a development message comes along as `unused`. An intent that only a dozen examples of our own
    know is left to its cues: learnt from so few it takes messages from its neighbours.
    """
    products = list(read_rows(folder / "queryner.jsonl.gz", source="queryner"))
    rows = [
        *fill_frames(FRAMES, [row.text for row in products]),
        *(row for name in (*SPLIT_SETS, *TRAINING_SETS) for row in _read_set(folder, name)),
    ]
    learnable = {row.intent for row in rows}
    own = [*read_examples(), *read_glossed(folder.parent / "languages")]
    rows = [*(row for row in own if row.accepted <= learnable), *rows]
    return _without_leaks(assign_parts(rows))


def read_development(folder: Path) -> list[Utterance]:
    """The rows that are never trained on; the same ones that `read_corpus` holds back, in a tenth of the time."""
    rows = assign_parts([row for name in SPLIT_SETS for row in _read_set(folder, name)])
    return [row for row in rows if row.part == "development"]


def read_examples(folder: Path = EXAMPLES_FOLDER) -> list[Utterance]:
    """The shop's own wordings: one file an intent, one utterance a line."""
    return [
        Utterance(id=f"{path.stem}-{number}", text=line.strip(), intent=path.stem, source="examples")
        for path in sorted(folder.glob("*.txt"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if line.strip()
    ]


def read_glossed(folder: Path) -> list[Utterance]:
    """Foreign messages in the words that the classifier will be given for them."""
    rows: list[Utterance] = []
    for path in sorted((*folder.glob("*.jsonl"), *folder.glob("development/*.jsonl"))):
        glossary = open_glossary(path.stem)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            row = json.loads(line)
            if not row.get("held_out"):
                rows.append(
                    Utterance(
                        id=f"glossed-{path.parent.name}-{path.stem}-{number}",
                        text=glossary.english(row["text"]),
                        intent=row["intent"],
                        also_ok=tuple(row.get("also_ok", ())),
                        source="glossed",
                    )
                )
    return rows


def fill_frames(path: Path, products: Sequence[str], *, copies: int = 8) -> list[Utterance]:
    """Each frame with `copies` different fillings, so that no product or topic word decides an intent by itself."""
    fillings = {"{product}": products, "{topic}": TOPICS.read_text(encoding="utf-8").splitlines()}
    filled = []
    for line in path.read_text(encoding="utf-8").splitlines():
        intent, frame = line.split("\t")
        for copy in range(copies):
            parts = re.split(r"(\{\w+\})", frame)
            for place, part in enumerate(parts):
                if choices := fillings.get(part):
                    parts[place] = choices[int(share_of(f"{frame} {copy} {place}") * len(choices))]
            filled.append(Utterance(id=f"{frame} {copy}", text="".join(parts), intent=intent, source="frames"))
    return filled


def _read_set(folder: Path, name: str) -> Iterator[Utterance]:
    return read_rows(folder / f"{name}.jsonl.gz", source=name)


def read_rows(path: Path, *, source: str) -> Iterator[Utterance]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            yield Utterance(
                id=row["id"],
                text=row["text"],
                intent=row["intent"],
                also_ok=tuple(row["also_ok"]),
                source=f"{source}_{row['bot']}" if "bot" in row else source,
                fit=row["fit"],
                label=row["label"],
                kind=row.get("kind", ""),
            )


def assign_parts(rows: Sequence[Utterance]) -> list[Utterance]:
    """Real messages of the shops are split by group of near-duplicates, out-of-scope queries by their id."""
    real = [i for i, row in enumerate(rows) if is_real_shop_message(row)]
    parts = [_first_part(row) for row in rows]
    for i, group in zip(real, near_duplicate_groups([rows[i].text for i in real]), strict=True):
        if share_of(rows[real[group]].id) < DEVELOPMENT_SHARE:
            parts[i] = "development"
    for i, row in enumerate(rows):
        if _is_out_of_scope_probe(row) and share_of(row.id) < DEVELOPMENT_SHARE:
            parts[i] = "development"
    return [replace(row, part=part) for row, part in zip(rows, parts, strict=True)]


def _first_part(row: Utterance) -> Part:
    if row.fit != "drop":
        return "train"
    unanswered = row.label == "NO_NODES_DETECTED" and row.kind == "real_user"
    return "shopping" if unanswered else "unused"


def near_duplicate_groups(texts: Sequence[str], *, cosine: float = GROUP_COSINE) -> list[int]:
    """For each text the index of the first text of its group; groups are closed under likeness."""
    vectors = _character_vectors(texts)
    first = list(range(len(texts)))
    for i, j in np.argwhere(np.triu(vectors @ vectors.T >= cosine, 1)):
        low, high = sorted((first[i], first[j]))
        first = [low if group == high else group for group in first]
    return first


def share_of(key: str) -> float:
    """A number in [0, 1) that depends on the key alone: the draw by which rows are split."""
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], "big") / 2**64


def is_real_shop_message(row: Utterance) -> bool:
    return row.kind == "real_user" and row.source != "hint3_powerplay11" and row.fit != "drop"


def _is_out_of_scope_probe(row: Utterance) -> bool:
    return (row.source == "clinc150" and row.label == "oos") or (
        row.source == "hint3_powerplay11" and row.kind == "real_user" and row.fit == "exact"
    )


def _without_leaks(rows: Sequence[Utterance]) -> list[Utterance]:
    leaks = too_like([row.text for row in rows], [row.text for row in rows if row.part == "development"])
    return [
        replace(row, part="unused") if leak and row.part != "development" else row
        for row, leak in zip(rows, leaks, strict=True)
    ]


def too_like(texts: Sequence[str], held: Sequence[str], *, chunk: int = 4096) -> np.ndarray:
    """(n,) bool: which texts are, in other letters, one of the `held`: trained on, they would flatter the judgement."""
    others = _character_vectors(held).T
    starts = range(0, len(texts), chunk)
    likest = [(_character_vectors(texts[at : at + chunk]) @ others).max(axis=1, initial=0.0) for at in starts]
    return np.concatenate([np.empty(0, np.float32), *likest]) >= LEAK_COSINE


def _character_vectors(texts: Sequence[str]) -> np.ndarray:
    """(n, 2048) float32 counts of hashed character 2- to 4-grams of the letters and digits, rows L2-normalised."""
    vectors = np.zeros((len(texts), 2048), np.float32)
    for row, text in zip(vectors, texts, strict=True):
        padded = f" {re.sub(r'[^a-z0-9]+', ' ', text.lower()).strip()} ".encode()
        grams = [padded[at : at + size] for size in (2, 3, 4) for at in range(len(padded) - size + 1)]
        row += np.bincount([zlib.crc32(gram) % 2048 for gram in grams], minlength=2048)
    return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
