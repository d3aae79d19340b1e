"""The shipped encoder, and the memory in front of it."""

import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from tools.knowledge.embedder import ENCODER_FOLDER, CachedEmbedder, EncoderDamaged, MiniLM


@pytest.fixture(scope="module")
def encoder() -> MiniLM:
    return MiniLM.open()


class CountingEmbedder:
    dimensions = 2
    name = "counting"

    def __init__(self) -> None:
        self.computed: list[str] = []

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        self.computed.extend(texts)
        return np.array([[len(text), 1] for text in texts], np.float32).reshape(-1, 2)


def test_rows_are_unit_vectors_in_the_order_of_the_texts(encoder: MiniLM):
    texts = ["where is my order", "", "do you have this shirt in blue and also in a larger size", "refund"]
    vectors = encoder.embed(texts)
    assert vectors.shape == (4, 384)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert np.array_equal(vectors, np.vstack([encoder.embed([text]) for text in texts]))


def test_no_texts_give_no_rows(encoder: MiniLM):
    assert encoder.embed([]).shape == (0, 384)


def test_paraphrases_are_nearer_than_other_matters(encoder: MiniLM):
    parcel, package, zip_broke = encoder.embed(
        ["where is my parcel", "my package has not arrived yet", "the zip of the jacket broke"]
    )
    assert parcel @ package > parcel @ zip_broke + 0.2


def test_text_beyond_256_tokens_is_not_read(encoder: MiniLM):
    long = "shirt " * 300
    first, second = encoder.embed([long, long + "refund please"])
    assert np.array_equal(first, second)


def test_a_changed_model_file_is_refused(tmp_path: Path):
    for name in ("all-minilm-l6-v2.int8.onnx", "tokenizer.json"):
        shutil.copy(ENCODER_FOLDER / name, tmp_path)
    with (tmp_path / "tokenizer.json").open("a") as file:
        file.write(" ")
    with pytest.raises(EncoderDamaged, match=r"tokenizer\.json: SHA-256"):
        MiniLM.open(tmp_path)


def test_a_missing_model_file_is_named(tmp_path: Path):
    with pytest.raises(EncoderDamaged, match=r"all-minilm-l6-v2\.int8\.onnx"):
        MiniLM.open(tmp_path)


def test_a_remembered_text_is_not_computed_again():
    inner = CountingEmbedder()
    cached = CachedEmbedder(inner)
    first = cached.embed(["a", "bb", "a"])
    second = cached.embed(["bb", "ccc"])
    assert inner.computed == ["a", "bb", "ccc"]
    assert first[:, 0].tolist() == [1, 2, 1]
    assert second[:, 0].tolist() == [2, 3]


def test_the_least_recently_used_text_is_forgotten_first():
    inner = CountingEmbedder()
    cached = CachedEmbedder(inner, capacity=2)
    for text in ("a", "bb", "a", "ccc", "a", "bb"):
        cached.embed([text])
    assert inner.computed == ["a", "bb", "ccc", "bb"]


def test_a_caller_may_change_what_it_was_given():
    cached = CachedEmbedder(CountingEmbedder())
    cached.embed(["a"])[:] = 99
    assert cached.embed(["a"])[0].tolist() == [1, 1]


def test_texts_beyond_the_capacity_are_served_all_the_same():
    cached = CachedEmbedder(CountingEmbedder(), capacity=2)
    assert cached.embed(["a", "bb", "ccc"])[:, 0].tolist() == [1, 2, 3]
    assert cached.embed([]).shape == (0, 2)
