"""The real encoder, loaded once, which counts what it reads."""

import pytest

from tests.tools.knowledge_samples import CountingEmbedder


@pytest.fixture(scope="session")
def encoder() -> CountingEmbedder:
    encoder = CountingEmbedder.open()
    encoder.read = []
    return encoder


@pytest.fixture
def embedder(encoder: CountingEmbedder) -> CountingEmbedder:
    encoder.read.clear()
    return encoder
