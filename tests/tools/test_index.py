import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from domain.knowledge import Audience, Passage, SourceKind
from tools.knowledge.chunks import Document, faq_passages
from tools.knowledge.embedder import MiniLM
from tools.knowledge.index import PassageIndex
from tools.knowledge.index_file import IndexDamaged
from tools.knowledge.meaning import Meaning
from tools.knowledge.topics import TopicRanker

TODAY = date(2026, 9, 1)


def passage(passage_id: str, heading: str, text: str, **facts: object) -> Passage:
    made = Passage(
        passage_id=passage_id,
        document_id=passage_id.partition("#")[0],
        kind=SourceKind.ARTICLE,
        title=heading,
        heading=heading,
        text=text,
        audience=Audience.PUBLIC,
        effective_from=None,
        effective_to=None,
        last_updated=date(2026, 8, 1),
    )
    return replace(made, **facts)  # pyright: ignore[reportArgumentType]: test shorthand


REFUNDS = passage("refunds#card", "Refund times", "Money comes back to your card within five working days.")
CARE = passage("care#linen", "Washing linen", "Wash linen at 30 degrees and hang it to dry.")
STAFF = passage("staff#refunds", "Refund times for staff", "Refunds over 200 need a lead.", audience=Audience.STAFF)
OLD = passage("old#refunds", "Earlier refund times", "Money came back within ten days.", effective_to=date(2026, 7, 1))
TRACKING = faq_passages(
    Document("faq/track", SourceKind.FAQ, "Orders", ""),
    question="Where is my order?",
    answer="Open My orders.",
    phrasings=("track my parcel",),
)
CANCEL = faq_passages(
    Document("faq/cancel", SourceKind.FAQ, "Orders", ""),
    question="Can I cancel my order?",
    answer="Until it is packed.",
)
ALL = [REFUNDS, CARE, STAFF, OLD, *TRACKING, *CANCEL]


class HashEmbedder:
    """A direction per text: equal texts meet, others do not. Quick, and needs no model."""

    dimensions = 32
    name = "hash-32"

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        raw = [np.frombuffer(hashlib.sha256(text.encode()).digest(), np.uint8) for text in texts]
        vectors = np.array(raw, np.float32).reshape(len(texts), 32) - 127.5
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


@pytest.fixture(scope="module")
def index() -> PassageIndex:
    return PassageIndex.build(ALL, embedder=MiniLM.open())


def ids(index: PassageIndex, query: str, audience: Audience = Audience.PUBLIC, day: date = TODAY) -> list[str]:
    return [hit.passage.passage_id for hit in index.search(query, audience=audience, day=day, limit=10)]


def test_the_right_passage_comes_first(index: PassageIndex) -> None:
    assert ids(index, "how long until I get my refund")[0] == "refunds#card"
    assert ids(index, "can linen go in the machine")[0] == "care#linen"
    assert ids(index, "where's my parcel")[0].startswith("faq/track")


def test_staff_texts_are_for_staff(index: PassageIndex) -> None:
    assert "staff#refunds" not in ids(index, "refund needs a lead", Audience.CUSTOMER)
    assert ids(index, "which refunds need a lead", Audience.STAFF)[0] == "staff#refunds"


def test_a_text_is_found_only_while_in_force(index: PassageIndex) -> None:
    assert "old#refunds" not in ids(index, "earlier refund times")
    assert "old#refunds" in ids(index, "earlier refund times", day=date(2026, 6, 30))
    assert "old#refunds" not in ids(index, "earlier refund times", day=date(2026, 7, 1))


def test_kinds_narrow_the_search(index: PassageIndex) -> None:
    hits = index.search("refund", audience=Audience.STAFF, day=TODAY, kinds=(SourceKind.FAQ,), limit=10)
    assert {hit.passage.kind for hit in hits} == {SourceKind.FAQ}


def test_a_faq_with_many_phrasings_comes_up_once(index: PassageIndex) -> None:
    documents = [
        hit.passage.document_id for hit in index.search("track my parcel", audience=Audience.PUBLIC, day=TODAY)
    ]
    assert documents.count("faq/track") == 1


def test_small_talk_is_answered_with_little_confidence(index: PassageIndex) -> None:
    sure = index.search("how long do refunds take", audience=Audience.PUBLIC, day=TODAY)[0].confidence
    unsure = index.search("who won the football game", audience=Audience.PUBLIC, day=TODAY)[0].confidence
    assert unsure < 0.5 < sure


def test_nothing_asked_or_nothing_known_gives_nothing(index: PassageIndex) -> None:
    assert ids(index, "   ") == []
    empty = PassageIndex.build([], embedder=HashEmbedder())
    assert ids(empty, "anything") == []
    empty.verify()


def test_a_change_adds_replaces_and_removes_without_touching_the_old() -> None:
    embedder = HashEmbedder()
    before = PassageIndex.build([REFUNDS, CARE], embedder=embedder)
    edited = replace(REFUNDS, text="Money comes back within three days.")
    new = passage("gifts#cards", "Gift cards", "They never expire.")
    vectors = PassageIndex.build([edited, new], embedder=embedder)
    after = before.changed([edited, new], vectors._meaning.vectors, removed=[CARE.passage_id])
    assert {it.text for it in after.passages} == {edited.text, new.text}
    assert {it.text for it in before.passages} == {REFUNDS.text, CARE.text}
    assert after.checksum == PassageIndex.build([edited, new], embedder=embedder).checksum != before.checksum
    assert ids(after, "gift cards expire")[0] == "gifts#cards"


def test_an_index_survives_the_disk(tmp_path: Path) -> None:
    embedder = HashEmbedder()
    saved = PassageIndex.build(ALL, embedder=embedder)
    saved.save(tmp_path / "knowledge.index")
    loaded = PassageIndex.load(tmp_path / "knowledge.index", embedder=embedder)
    assert loaded.passages == saved.passages and loaded.checksum == saved.checksum


@pytest.mark.parametrize("cut", [0, 5, 40, -1, -33])
def test_a_cut_file_is_refused(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "knowledge.index"
    PassageIndex.build(ALL, embedder=HashEmbedder()).save(path)
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(IndexDamaged):
        PassageIndex.load(path, embedder=HashEmbedder())


def test_every_flipped_byte_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "knowledge.index"
    PassageIndex.build(ALL, embedder=HashEmbedder()).save(path)
    whole = path.read_bytes()
    for at in range(0, len(whole), 97):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0x10]) + whole[at + 1 :])
        with pytest.raises(IndexDamaged):
            PassageIndex.load(path, embedder=HashEmbedder())


def test_another_encoders_file_and_a_missing_one_are_refused(tmp_path: Path) -> None:
    class Other(HashEmbedder):
        name = "hash-of-tomorrow"

    PassageIndex.build(ALL, embedder=HashEmbedder()).save(tmp_path / "knowledge.index")
    with pytest.raises(IndexDamaged, match="made with hash-32"):
        PassageIndex.load(tmp_path / "knowledge.index", embedder=Other())
    with pytest.raises(IndexDamaged):
        PassageIndex.load(tmp_path / "nowhere.index", embedder=HashEmbedder())


def test_vectors_of_a_wrong_shape_are_refused() -> None:
    with pytest.raises(IndexDamaged):
        PassageIndex([REFUNDS], np.zeros((1, 31), np.float32), embedder=HashEmbedder())


def test_damage_in_memory_is_noticed() -> None:
    index = PassageIndex.build(ALL, embedder=HashEmbedder())
    index.verify()
    index._meaning.vectors[2, 3] += 0.5
    with pytest.raises(IndexDamaged):
        index.verify()


def test_clusters_find_what_a_flat_search_finds() -> None:
    rng = np.random.default_rng(3)
    vectors = rng.normal(size=(3000, 16)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    wanted = rng.random(3000) < 0.5
    flat, clustered = Meaning(vectors), Meaning(vectors, flat_up_to=1000)
    agreeing = 0
    for query in vectors[:50]:
        found = clustered.nearest(query, wanted=wanted, limit=5)
        assert wanted[found].all()
        agreeing += len(set(found) & set(flat.nearest(query, wanted=wanted, limit=5)))
    assert agreeing > 0.6 * 250
    assert clustered.damage() is None


def test_many_near_phrasings_outvote_a_single_one_of_the_same_nearness() -> None:
    embedder = MiniLM.open()
    phrasings = ["track my order", "where is my order", "order status", "cancel my order", "stop my order"]
    topics = ["track", "track", "track", "cancel", "cancel"]
    ranker = TopicRanker(phrasings, topics, embedder.embed(phrasings))
    message = "what is the status of my order"
    scores = ranker.rank(message, embedder.embed([message])[0])
    assert ranker.names[int(scores.score.argmax())] == "track"
    assert phrasings[ranker.nearest_phrasing(0, scores.nearness)] == "order status"


def test_one_topic_alone_can_be_ranked() -> None:
    ranker = TopicRanker(["hello"], ["greeting"], HashEmbedder().embed(["hello"]))
    assert ranker.rank("hello", HashEmbedder().embed(["hello"])[0]).nearness[0] == pytest.approx(1.0, abs=1e-3)
