"""Sentences as vectors: the seam every encoder fits behind, and the encoder that ships with the shop.

Knows nothing of documents, indexes or intents. The model file is made by `encoder/make_encoder.py`; its origin,
licence and digests stand in `encoder/NOTICE`.
"""

import asyncio
import hashlib
import threading
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, Self

import numpy as np

if TYPE_CHECKING:
    import onnxruntime
    import tokenizers

ENCODER_FOLDER = Path(__file__).parent / "encoder"
MODEL_SHA256 = "1dc153a425ae37ec6ee74cebfe4f54850d5d9a7ea0dec80cb1bbe9431bb5b10e"
TOKENIZER_SHA256 = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"
LONGEST_TOKENS = 256


class EncoderDamaged(RuntimeError):
    """A file of the encoder is missing or is not the one this version was measured with."""


class Embedder(Protocol):
    """Anything that turns texts into unit vectors; `name` changes whenever its vectors do."""

    @property
    def dimensions(self) -> int: ...

    @property
    def name(self) -> str: ...

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        """(n, dimensions) float32, rows L2-normalised, in the order of `texts`; n may be 0."""
        ...


class MiniLM:
    """all-MiniLM-L6-v2 as int8 ONNX: English, 384 dimensions, text beyond 256 tokens is not read.

    About 1 ms for a query on one thread; the run releases the GIL, and threads may share one instance. Texts are run
    one at a time: activations are quantised by the range of the whole batch, so a text in company would get another
    vector than alone (cosine 0.97 to 0.99), and batches of 32 were measured 10 % faster at best (6 tokens) and 60 %
    slower at 150 tokens.
    """

    dimensions = 384
    name = f"all-minilm-l6-v2-int8-{MODEL_SHA256[:8]}"

    def __init__(self, session: "onnxruntime.InferenceSession", tokenizer: "tokenizers.Tokenizer") -> None:
        self._session = session
        self._tokenizer = tokenizer

    @classmethod
    def open(cls, folder: Path = ENCODER_FOLDER) -> Self:
        """Loads the model in about 0.2 s, of which 15 ms are the digests of both files.

        Raises:
            EncoderDamaged: a file is missing or its SHA-256 is not the pinned one.
        """
        import onnxruntime
        import tokenizers

        model = _read_pinned(folder / "all-minilm-l6-v2.int8.onnx", MODEL_SHA256)
        vocabulary = _read_pinned(folder / "tokenizer.json", TOKENIZER_SHA256)
        tokenizer = tokenizers.Tokenizer.from_buffer(vocabulary)
        tokenizer.enable_truncation(LONGEST_TOKENS)
        tokenizer.no_padding()
        return cls(onnxruntime.InferenceSession(model, _one_thread(), ["CPUExecutionProvider"]), tokenizer)

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        vectors = np.empty((len(texts), self.dimensions), np.float32)
        for i, encoding in enumerate(self._tokenizer.encode_batch_fast(list(texts))):
            ids = np.array([encoding.ids], np.int64)
            (embedding,) = self._session.run(["embedding"], {"input_ids": ids, "attention_mask": np.ones_like(ids)})
            vectors[i] = embedding[0]  # pyright: ignore[reportIndexIssue, reportOptionalSubscript]: dense by model
        return vectors


class CachedEmbedder:
    """Remembers the last vectors: one customer message is embedded for its intent, its search and its FAQ.

    Threads may share one instance; two that miss the same text at the same time both compute it.
    """

    def __init__(self, embedder: Embedder, *, capacity: int = 512) -> None:
        self._embedder = embedder
        self._capacity = capacity
        self._vectors: OrderedDict[str, np.ndarray] = OrderedDict()
        self._lock = threading.Lock()
        self._beside = ThreadPoolExecutor(1, "embedder")

    @property
    def dimensions(self) -> int:
        return self._embedder.dimensions

    @property
    def name(self) -> str:
        return self._embedder.name

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        """As `Embedder.embed`; more texts than `capacity` are computed but not kept: that is ingestion."""
        if len(texts) > self._capacity:
            return self._embedder.embed(texts)
        known = self._recall(texts)
        unknown = [text for text in dict.fromkeys(texts) if text not in known]
        if unknown:
            computed = self._embedder.embed(unknown)
            known |= {text: vector.copy() for text, vector in zip(unknown, computed, strict=True)}
        self._remember(known)
        return np.stack([known[text] for text in texts]) if texts else np.empty((0, self.dimensions), np.float32)

    async def embed_ahead(self, texts: Sequence[str]) -> None:
        """So that `embed` finds them. In a thread: the encoder leaves the interpreter to other turns meanwhile."""
        if unknown := [text for text in texts if text not in self._vectors]:
            await asyncio.get_running_loop().run_in_executor(self._beside, self.embed, unknown)

    def _recall(self, texts: Sequence[str]) -> dict[str, np.ndarray]:
        with self._lock:
            return {text: self._vectors[text] for text in texts if text in self._vectors}

    def _remember(self, vectors: dict[str, np.ndarray]) -> None:
        with self._lock:
            for text, vector in vectors.items():
                self._vectors[text] = vector
                self._vectors.move_to_end(text)
            while len(self._vectors) > self._capacity:
                self._vectors.popitem(last=False)


def _read_pinned(path: Path, digest: str) -> bytes:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise EncoderDamaged(f"{path.name}: {error.strerror}") from error
    found = hashlib.sha256(content).hexdigest()
    if found != digest:
        raise EncoderDamaged(f"{path.name}: SHA-256 is {found}, expected {digest}")
    return content


def _one_thread() -> "onnxruntime.SessionOptions":
    """A second thread gains 30 % at most and costs up to 40 % more CPU, which other turns need."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.add_session_config_entry("session.inter_op.allow_spinning", "0")
    return options
