"""How the table's readers are made: every writer is judged by what the others wrote."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from agent.table.reader import TABLES, WHOLE, TableReader
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
    assert set(reports) == {*TABLES, WHOLE}
    assert all(reports[table].accuracy == 1 and reports[table].rows == 12 for table in TABLES)
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
    assert all(reports[table].accuracy == 0 for table in TABLES)


def test_the_whole_tells_which_thing_is_spoken_of(tmp_path: Path):
    rows = [Example(table, voice, name, f"{table} {text}") for table in ("order", "claim", "goods", "talk", "shop")
            for voice in ("1", "2") for name, texts in _SAID.items() for text in texts]  # fmt: skip
    others = [each for each in _examples(["1", "2"]) if each.table in ("desk", "shipping", "returns", "payment")]
    train([*rows, *others], BagOfWords(), path=tmp_path / "weights.npz")
    reader = TableReader.open(BagOfWords(), tmp_path / "weights.npz")
    shares = reader.areas("claim by what day")
    assert max(shares, key=lambda area: shares[area]) == "claim"
    assert set(shares) == {"order", "claim", "goods", "talk", "rules"}


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
