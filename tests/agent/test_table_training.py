"""How the table's readers are made: every writer is judged by what the others wrote."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from agent.table.reader import TABLES, TableReader
from agent.table.training import Example, train

_SAID = {
    "when": ["when is it here", "by what day", "how long still"],
    "who": ["who brings it", "by whom", "which firm"],
}


class BagOfWords:
    """Vectors of what words there are: enough to tell matters apart that share none."""

    name = "bag of words"

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        vectors = np.zeros((len(texts), 64), np.float32)
        for row, text in zip(vectors, texts, strict=True):
            for word in text.split():
                row[sum(map(ord, word)) % 64] += 1
            row /= np.linalg.norm(row)
        return vectors


def _examples(voices: Sequence[str]) -> list[Example]:
    return [
        Example(table, voice, name, text)
        for table in TABLES
        for voice in voices
        for name, texts in _SAID.items()
        for text in texts
    ]


def test_weights_are_made_read_and_used(tmp_path: Path):
    reports = train(_examples(["1", "2"]), BagOfWords(), path=tmp_path / "weights.npz")
    assert set(reports) == set(TABLES)
    assert all(report.accuracy == 1 and report.rows == 12 for report in reports.values())
    reader = TableReader.open(BagOfWords(), tmp_path / "weights.npz")
    assert reader.read("order", "by what day").name == "when"
    assert reader.read("talk", "which firm").name == "who"


def test_the_same_examples_make_the_same_weights(tmp_path: Path):
    for name in ("first.npz", "second.npz"):
        train(_examples(["1", "2"]), BagOfWords(), path=tmp_path / name)
    first, second = (dict(np.load(tmp_path / name)) for name in ("first.npz", "second.npz"))
    assert all(np.array_equal(first[name], second[name]) for name in first)


def test_a_writer_is_judged_by_what_the_others_wrote(tmp_path: Path):
    """Where the second calls everything by the other name, neither learns anything of the other."""
    swapped = {"when": "who", "who": "when"}
    rows = _examples(["1"])
    rows += [Example(each.table, "2", swapped[each.name], each.text) for each in rows]
    reports = train(rows, BagOfWords(), path=tmp_path / "weights.npz")
    assert all(report.accuracy == 0 for report in reports.values())


def test_progress_ends_with_the_whole(tmp_path: Path):
    told: list[float] = []
    train(
        _examples(["1", "2"]),
        BagOfWords(),
        progress=lambda _doing, share: told.append(share),
        path=tmp_path / "weights.npz",
    )
    assert told == sorted(told)
    assert told[-1] == 1
