"""An index on disk: one file that is either whole or refused.

Layout: magic, header length (8 bytes, big endian), header (JSON: passages and facts), vectors (float32, little
endian), SHA-256 of all that comes before.
"""

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from domain.knowledge import Audience, Passage, SourceKind

Vectors = NDArray[np.float32]

_MAGIC = b"SHOPSMART-INDEX-1\n"
_DIGEST = 32


class IndexDamaged(RuntimeError):
    """An index is not what was built: cut, changed, or of another encoder. It must be built again."""


def checksum_of(passages: Sequence[Passage], vectors: Vectors, embedder_name: str) -> str:
    """SHA-256 over everything that decides what a search finds."""
    digest = hashlib.sha256(_MAGIC + embedder_name.encode())
    for passage in passages:
        digest.update(repr(passage).encode())
    digest.update(np.ascontiguousarray(vectors, dtype="<f4").tobytes())
    return digest.hexdigest()


def write_index(path: Path, passages: Sequence[Passage], vectors: Vectors, *, embedder_name: str) -> None:
    """Written beside and moved into place: a reader sees the old file or the new one."""
    header = json.dumps(
        {
            "embedder": embedder_name,
            "dimensions": int(vectors.shape[1]),
            "checksum": checksum_of(passages, vectors, embedder_name),
            "passages": [asdict(passage) for passage in passages],
        },
        default=date.isoformat,
    ).encode()
    content = _MAGIC + len(header).to_bytes(8, "big") + header + np.ascontiguousarray(vectors, dtype="<f4").tobytes()
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.{os.getpid()}.part")
    beside.write_bytes(content + hashlib.sha256(content).digest())
    beside.replace(path)


def read_index(path: Path, *, embedder_name: str, dimensions: int) -> tuple[list[Passage], Vectors]:
    """What `write_index` wrote.

    Raises:
        IndexDamaged: the file is missing, cut, changed, or of another encoder.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise IndexDamaged(f"{path.name}: {error.strerror}") from error
    if not content.startswith(_MAGIC) or len(content) < len(_MAGIC) + 8 + _DIGEST:
        raise IndexDamaged(f"{path.name}: not an index, or cut")
    if hashlib.sha256(content[:-_DIGEST]).digest() != content[-_DIGEST:]:
        raise IndexDamaged(f"{path.name}: cut or changed")
    start = len(_MAGIC) + 8
    end = start + int.from_bytes(content[len(_MAGIC) : start], "big")
    header = json.loads(content[start:end])
    if (header["embedder"], header["dimensions"]) != (embedder_name, dimensions):
        raise IndexDamaged(f"{path.name}: made with {header['embedder']} ({header['dimensions']} dimensions)")
    passages = [_passage(row) for row in header["passages"]]
    vectors = np.frombuffer(content[end:-_DIGEST], dtype="<f4")
    if vectors.size != len(passages) * dimensions:
        raise IndexDamaged(f"{path.name}: {vectors.size} numbers for {len(passages)} passages")
    return passages, vectors.reshape(-1, dimensions).astype(np.float32)


def _passage(row: Mapping[str, str]) -> Passage:
    return Passage(
        passage_id=row["passage_id"],
        document_id=row["document_id"],
        kind=SourceKind(row["kind"]),
        title=row["title"],
        heading=row["heading"],
        text=row["text"],
        audience=Audience(row["audience"]),
        effective_from=_day(row["effective_from"]),
        effective_to=_day(row["effective_to"]),
        last_updated=_day(row["last_updated"]),
    )


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
