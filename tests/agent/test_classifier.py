"""The intent classifier: its weights file, its answers, the split of its data, and the suite that judges it."""

import gzip
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.intents.classifier import (
    WEIGHTS,
    IntentClassifier,
    IntentScore,
    Weights,
    WeightsUnusable,
    load_weights,
    save_weights,
)
from agent.intents.corpus import (
    FRAMES,
    Utterance,
    assign_parts,
    fill_frames,
    near_duplicate_groups,
    read_development,
    read_examples,
    read_glossed,
    share_of,
    too_like,
)
from agent.intents.features import BUCKETS, letter_shape, weigh
from agent.intents.scope import Neighbours, weigh_scope
from evals.suites import intents as suite
from tools.knowledge.embedder import MiniLM


@pytest.fixture(scope="module")
def classifier() -> IntentClassifier:
    return IntentClassifier.open(MiniLM.open())


class OtherEncoder:
    name = "another encoder"

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        return np.zeros((len(texts), 384), np.float32)


def test_fashion_shoppers_are_understood(classifier: IntentClassifier):
    wrong = [
        (text, intent, classifier.classify(text)[0])
        for text, intent in SANITY
        if classifier.classify(text)[0].name not in intent.split("|")
    ]
    assert len(wrong) <= len(SANITY) * 0.05, wrong


def test_every_intent_is_scored_most_probable_first(classifier: IntentClassifier):
    scores = classifier.classify("where is my order")
    assert {score.name for score in scores} <= {row.intent for row in read_examples()}
    assert len(scores) == 26
    assert [score.probability for score in scores] == sorted((s.probability for s in scores), reverse=True)
    assert sum(score.probability for score in scores) == pytest.approx(1, abs=1e-4)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=600))
def test_any_text_is_classified(classifier: IntentClassifier, text: str):
    scores = classifier.classify(text)
    assert sum(score.probability for score in scores) == pytest.approx(1, abs=1e-3)


def test_many_messages_are_scored_as_each_alone(classifier: IntentClassifier):
    texts = ["cancel my order", "hi", "", "do you have this in blue?"]
    for together, text in zip(classifier.classify_many(texts), texts, strict=True):
        alone = {score.name: score.probability for score in classifier.classify(text)}
        assert {score.name: score.probability for score in together} == pytest.approx(alone, abs=1e-5)
    assert classifier.classify_many([]) == []


def test_weights_for_another_encoder_are_refused():
    with pytest.raises(WeightsUnusable, match="another encoder"):
        IntentClassifier.open(OtherEncoder())


def test_damaged_weights_are_refused(tmp_path: Path):
    stored = dict(np.load(WEIGHTS))
    stored["bias"] = stored["bias"] + np.float16(0.5)
    np.savez(tmp_path / "weights.npz", **stored)
    with pytest.raises(WeightsUnusable, match="damaged"):
        load_weights(tmp_path / "weights.npz")


def test_a_file_that_is_no_weights_is_refused(tmp_path: Path):
    (tmp_path / "weights.npz").write_bytes(b"PK\x03\x04 not really")
    with pytest.raises(WeightsUnusable):
        load_weights(tmp_path / "weights.npz")
    with pytest.raises(WeightsUnusable):
        load_weights(tmp_path / "absent.npz")


def test_saved_weights_come_back(tmp_path: Path):
    random = np.random.default_rng(0)
    weights = Weights(
        intents=("a", "b"),
        encoder="e",
        temperature=0.7,
        sentence=random.normal(size=(384, 2)).astype(np.float32),
        letter=random.normal(size=(BUCKETS, 2)).astype(np.float32),
        bias=np.zeros(2, np.float32),
        rarity=np.ones(BUCKETS, np.float32),
        neighbours=Neighbours.of(random.normal(size=(300, 384)).astype(np.float32), np.arange(300) < 100),
    )
    save_weights(weights, tmp_path / "w.npz")
    back = load_weights(tmp_path / "w.npz")
    assert (back.intents, back.encoder, back.temperature) == (("a", "b"), "e", 0.7)
    assert np.allclose(back.letter, weights.letter, atol=5e-3)
    assert np.array_equal(back.neighbours.inside, weights.neighbours.inside)
    assert (len(back.neighbours.inside), len(back.neighbours.outside)) == (100, 200)


def test_what_lies_near_known_shop_messages_is_less_strange():
    random = np.random.default_rng(0)
    shop, other = np.eye(384, dtype=np.float32)[:2]
    known = np.vstack([shop + random.normal(0, 0.02, (200, 384)), other + random.normal(0, 0.02, (200, 384))])
    recall = Neighbours.of(known.astype(np.float32), np.arange(400) < 200).recall()
    near_shop, near_other = recall.strangeness(np.stack([shop, other]))
    assert near_shop < -0.5 < 0.5 < near_other


def test_a_message_torn_between_shop_intents_is_not_out_of_scope():
    torn, sure = weigh_scope(np.array([[1.5, 1.0, 1.0, 1.0], [1.5, 1.0, -9, -9]], np.float32), np.zeros(2), column=0)
    assert torn[0] < torn[1:].max()
    assert sure[0] > sure[1:].max()


def test_wordings_too_like_held_ones_are_found():
    held = ["where is my order?"]
    assert too_like(["Where is my order", "do you sell socks"], held).tolist() == [True, False]
    assert too_like([], held).tolist() == []


def test_letter_shape_forgives_case_digits_and_blanks():
    one, other = letter_shape("Order 12345  LATE"), letter_shape("order 98765 late")
    assert np.array_equal(one.buckets, other.buckets)
    assert len(np.unique(one.buckets)) == len(one.buckets)
    assert np.linalg.norm(weigh(one, np.ones(BUCKETS, np.float32))) == pytest.approx(1)
    assert letter_shape("").buckets.size == 0


def test_near_duplicates_share_a_group_and_others_do_not():
    texts = ["I want to cancel my order", "i want cancel my order!", "where is the shop in Kolkata"]
    assert near_duplicate_groups(texts) == [0, 0, 2]


def test_no_group_of_real_messages_is_on_both_sides_of_the_split():
    wordings = ["cancel my order pls", "Is there a store in {}", "price of {} please", "my {} has not come yet"]
    things = ["pune", "a mattress", "whey protein", "the blue jacket", "omega capsules"]
    rows = [
        Utterance(f"{w}-{t}-{n}", w.format(t) + "!" * n, "chitchat", source="hint3_curekart", kind="real_user")
        for w in wordings
        for t in things
        for n in range(3)
    ]
    parted = assign_parts(rows)
    sides: dict[int, set[str]] = {}
    for row, group in zip(parted, near_duplicate_groups([row.text for row in rows]), strict=True):
        sides.setdefault(group, set()).add(row.part)
    assert all(len(parts) == 1 for parts in sides.values())
    assert {row.part for row in parted} == {"train", "development"}


def test_the_split_is_the_same_every_time_and_about_two_fifths():
    once, again = (read_development(suite.CORPUS) for _ in range(2))
    assert [row.id for row in once] == [row.id for row in again]
    real = [row for row in once if row.kind == "real_user" and "powerplay11" not in row.source]
    assert 0.3 <= len(real) / 411 <= 0.5


def test_the_draw_depends_on_the_key_alone():
    assert share_of("a") == share_of("a")
    assert 0 <= share_of("b") < 1
    assert share_of("a") != share_of("b")


def test_frames_leave_no_gap_open_and_name_known_intents():
    filled = fill_frames(FRAMES, ["red scarf", "wool coat"], copies=2)
    assert not [row.text for row in filled if "{" in row.text or "}" in row.text]
    assert {row.intent for row in filled} <= {row.intent for row in read_examples()}


def test_also_ok_answers_pass_and_count_as_the_first_intent():
    row = Utterance("1", "swap it", "return_item", ("exchange_item",))
    asked = [row, replace(row, id="2"), Utterance("3", "moon", "out_of_scope", source="clinc150")]
    result = suite.judge(asked, [_sure("exchange_item"), _sure("out_of_scope"), _sure("out_of_scope")])
    assert [case.passed for case in result.cases] == [True, False, True]
    assert result.metrics["accuracy"] == 0.5
    assert result.metrics["accuracy_strict"] == 0
    assert result.metrics["shop_refused"] == 0.5
    assert result.metrics["out_of_scope_recall"] == 1
    assert result.confusion is not None
    assert result.confusion.counts[result.confusion.labels.index("return_item")] == (1, 1)


def _sure(intent: str) -> list[IntentScore]:
    return [IntentScore(intent, 0.9)]


def test_somebody_elses_file_is_scored_by_its_exact_rows(tmp_path: Path):
    rows = [
        {"text": "where is my order", "intent": "track_order"},
        {"text": "hmm", "intent": "chitchat", "fit": "approx"},
        {"text": "i want my money back", "intent": "return_item", "also_ok": ["refund_request"], "fit": "exact"},
    ]
    path = tmp_path / "mine.jsonl.gz"
    path.write_bytes(gzip.compress("\n".join(map(json.dumps, rows)).encode()))
    result = suite.run(path)
    assert result.metrics["rows"] == 2
    assert result.metrics["accuracy"] == 1
    assert [case.case_id for case in result.cases] == ["mine.jsonl.gz:1", "mine.jsonl.gz:3"]


def test_bad_rows_are_named_by_line(tmp_path: Path):
    path = tmp_path / "mine.jsonl"
    path.write_text(
        '{"text": "hi", "intent": "chitchat"}\n{"text": "", "intent": "chitchat"}\nnonsense\n\n'
        '{"text": "hi", "intent": "greeting"}\n[1]\n{"text": "x", "intent": "chitchat", "fit": "good"}\n'
    )
    with pytest.raises(suite.BadRows) as found:
        suite.run(path)
    message = str(found.value)
    assert all(f"line {number}:" in message for number in (2, 3, 5, 6, 7))
    assert "line 1:" not in message
    assert "unknown intent 'greeting'" in message


def test_an_unreadable_file_is_reported(tmp_path: Path):
    (tmp_path / "broken.jsonl.gz").write_bytes(b"plain text")
    for name in ("broken.jsonl.gz", "absent.jsonl"):
        with pytest.raises(suite.BadRows, match="cannot be read"):
            suite.run(tmp_path / name)


SANITY = [
    ("where is my order", "track_order"),
    ("wheres my stuff its been 3 weeks", "track_order"),
    ("has VM-10234 shipped", "track_order"),
    ("do you have this shirt in blue", "product_question|product_search"),
    ("is the linen dress still available in M", "product_question|product_search"),
    ("i want to return the jacket", "return_item"),
    ("the zip broke after two weeks", "return_item|warranty_policy"),
    ("these boots arrived with a scratch", "return_item"),
    ("u sent me the wrong colour", "return_item|exchange_item"),
    ("can i pay with paypal", "payment_policy"),
    ("do you take mastercard", "payment_policy"),
    ("talk to a human", "human_agent"),
    ("i need a real person", "human_agent"),
    ("what's the capital of france", "out_of_scope"),
    ("what is the weather in berlin", "out_of_scope"),
    ("who is the king of spain", "out_of_scope"),
    ("write a haiku about the sea", "out_of_scope"),
    ("cancel order VM-33110", "cancel_order"),
    ("i dont need it anymore please cancel", "cancel_order"),
    ("change my address its the wrong street", "change_address"),
    ("can you send it to my office instead", "change_address"),
    ("i want size L instead of M, the order is not sent yet", "change_order|exchange_item"),
    ("can i exchange these jeans for a smaller size", "exchange_item"),
    ("give me my money back", "refund_request|return_item"),
    ("when do i get my refund", "refund_status"),
    ("still no refund for the dress i returned", "refund_status"),
    ("how much is shipping to mexico", "shipping_policy"),
    ("do you deliver to france", "shipping_policy"),
    ("is express delivery possible", "shipping_policy"),
    ("how many days do i have to return a coat", "returns_policy"),
    ("can i return something that was on sale", "returns_policy"),
    ("is there a guarantee on handbags", "warranty_policy"),
    ("any promo codes", "promo_discount"),
    ("student discount?", "promo_discount"),
    ("my voucher isnt accepted", "promo_discount"),
    ("you charged my card twice", "payment_issue"),
    ("my payment was declined", "payment_issue"),
    ("please send me the invoice", "invoice"),
    ("i cant sign in to my account", "account_help"),
    ("how do i delete my account", "account_help"),
    ("show me summer dresses under 80 dollars", "product_search"),
    ("looking for a rain jacket for my son", "product_search"),
    ("i need black heels", "product_search"),
    ("wool scarf", "product_search"),
    ("what is this sweater made of", "product_question"),
    ("does the coat run large", "product_question"),
    ("how much are the sneakers", "product_question"),
    ("where is your store in chicago", "contact_info"),
    ("what are your hours", "contact_info"),
    ("your service is awful, i am furious", "complaint|human_agent"),
    ("i want to complain about the courier", "complaint|human_agent"),
    ("unsubscribe from your emails", "feedback_newsletter"),
    ("how do i leave a review", "feedback_newsletter"),
    ("hello!", "chitchat"),
    ("thank you very much", "chitchat"),
    ("are you a robot", "chitchat"),
    ("yes please", "affirm_deny"),
    ("no dont", "affirm_deny"),
    ("how do i check out", "place_order"),
    ("my cart is empty again", "place_order|account_help"),
]
"""Written by hand for a fashion shop; none of these is trained on."""


def test_glosses_are_learnt_from_without_what_is_held_out_or_blind(tmp_path: Path):
    row = {"text": "Wo ist mein Paket?", "intent": "track_order", "also_ok": ["complaint"], "difficulty": "plain"}
    for name, held_out in (("de.jsonl", False), ("fr.jsonl", True), ("blind/de.jsonl", False)):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(json.dumps(row | {"held_out": held_out}) + "\n", encoding="utf-8")
    (learnt,) = read_glossed(tmp_path)
    assert (learnt.text, learnt.accepted) == ("where is my parcel?", {"track_order", "complaint"})
