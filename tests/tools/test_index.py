import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from domain.knowledge import Audience, Passage, SourceKind
from tools.knowledge.embedder import Embedder, MiniLM
from tools.knowledge.index import IndexDamaged, PassageIndex
from tools.knowledge.ingest import embed_together
from tools.knowledge.meaning import Meaning
from tools.knowledge.passages import Entry
from tools.knowledge.phrasings import Phrasings

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
TRACKING = passage("faq/track#", "Where is my order?", "Open My orders.", kind=SourceKind.FAQ)
CANCEL = passage("faq/cancel#", "Can I cancel my order?", "Until it is packed.", kind=SourceKind.FAQ)
ALL = [
    *(Entry(each) for each in (REFUNDS, CARE, STAFF, OLD, CANCEL)),
    Entry(TRACKING, ("track my parcel", "track my package")),
]


class HashEmbedder:
    """A direction per text: equal texts meet, others do not. Quick, and needs no model."""

    dimensions = 32
    name = "hash-32"

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        raw = [np.frombuffer(hashlib.sha256(text.encode()).digest(), np.uint8) for text in texts]
        vectors = np.array(raw, np.float32).reshape(len(texts), 32) - 127.5
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def built(entries: Sequence[Entry], embedder: Embedder) -> PassageIndex:
    readings = [(asked, entry.passage.text) for entry in entries for asked in entry.asked]
    vectors = embed_together(embedder, readings) if readings else np.zeros((0, embedder.dimensions), np.float32)
    return PassageIndex(entries, vectors, embedder=embedder)


@pytest.fixture(scope="module")
def index() -> PassageIndex:
    return built(ALL, MiniLM.open())


def ids(index: PassageIndex, query: str, audience: Audience = Audience.PUBLIC, day: date = TODAY) -> list[str]:
    return [hit.passage.passage_id for hit in index.search(query, audience=audience, day=day, limit=10)]


def test_the_right_passage_comes_first(index: PassageIndex) -> None:
    assert ids(index, "how long until I get my refund")[0] == "refunds#card"
    assert ids(index, "can linen go in the machine")[0] == "care#linen"
    assert ids(index, "where's my parcel")[0].startswith("faq/track")


def test_what_is_asked_in_the_words_of_a_heading_is_answered_by_it() -> None:
    question = "Can I exchange an item for another size or colour?"
    neighbour = "No, an exchange is for another size or colour of the same product; an item of another is a return."
    same = passage("faq/size#", question, "Yes, for free.", kind=SourceKind.FAQ)
    other = passage("faq/other#", "Can I exchange an item for another one?", neighbour, kind=SourceKind.FAQ)
    found = built([Entry(other, (f"{question} of another",)), Entry(same)], MiniLM.open())
    assert ids(found, question)[0] == "faq/size#"


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
    empty = built([], HashEmbedder())
    assert ids(empty, "anything") == []
    empty.verify()


def test_vectors_of_a_wrong_shape_are_refused() -> None:
    with pytest.raises(IndexDamaged):
        PassageIndex([Entry(REFUNDS)], np.zeros((1, 31), np.float32), embedder=HashEmbedder())


def test_damage_in_memory_is_noticed() -> None:
    index = built(ALL, HashEmbedder())
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
    asked = [["track my order", "where is my order", "order status"], ["cancel my order", "stop my order"]]
    phrasings = Phrasings(asked, embedder.embed([text for texts in asked for text in texts]))
    message = "what is the status of my order"
    near = phrasings.nearness(message, embedder.embed([message])[0], np.array([1, 0]))
    assert near.together[1] > near.together[0]
    assert near.nearest[1] > near.nearest[0]


def test_nearness_of_some_passages_is_that_of_all_of_them() -> None:
    asked = [["a b"], ["c", "d e", "f"], ["g"], ["h", "i"]]
    embedder = HashEmbedder()
    phrasings = Phrasings(asked, embedder.embed([text for texts in asked for text in texts]))
    vector = embedder.embed(["d e"])[0]
    everything = phrasings.nearness("d e", vector, np.arange(4))
    some = phrasings.nearness("d e", vector, np.array([1, 3]))
    assert some.nearest == pytest.approx(everything.nearest[[1, 3]])
    assert some.together == pytest.approx(everything.together[[1, 3]])
    assert everything.nearest[1] == pytest.approx(1.0, abs=1e-3)


def test_a_telling_word_that_is_missing_costs() -> None:
    linen = passage("faq/linen#", "How do I wash linen?", "At 30 degrees.", kind=SourceKind.FAQ)
    wool = passage("faq/knits#", "How do I care for knitwear?", "Wool is washed by hand.", kind=SourceKind.FAQ)
    index = built([Entry(linen), Entry(wool)], MiniLM.open())
    assert ids(index, "how do I wash wool?")[0] == "faq/knits#"
    assert ids(index, "how do I wash linen?")[0] == "faq/linen#"


def test_foreign_words_make_less_sure(index: PassageIndex) -> None:
    known = index.search("can I cancel my order", audience=Audience.PUBLIC, day=TODAY)[0]
    foreign = index.search("can I cancel my spotify order", audience=Audience.PUBLIC, day=TODAY)[0]
    assert foreign.evidence.unknown > known.evidence.unknown == 0
    assert foreign.confidence < known.confidence
