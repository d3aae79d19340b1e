"""How a message feels, and what follows from it over several turns."""

import gzip
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.acts import Act
from agent.intents.chitchat import STARTERS
from agent.intents.complaint import INTENT as COMPLAINT
from agent.intents.stored import WeightsUnusable
from agent.mood.easing import after, eased, felt, may_be_upset, quick_replies, settled, shortened
from agent.mood.sentiment import CALM, WEIGHTS, Feeling, SentimentReader, Signs, clauses, load_sentiment
from agent.mood.sentiment_training import Felt, read_wordings
from agent.nodes.state import Answer
from agent.state import Mood
from agent.steps import HandOver, Say
from evals.suites import sentiment as suite
from tools.knowledge.embedder import MiniLM

CALM_MOOD = Mood(level=0, is_upset=False)
UPSET = Feeling("negative", 0.7, False)
FURIOUS = Feeling("negative", 0.95, True)


@pytest.fixture(scope="module")
def reader() -> SentimentReader:
    return SentimentReader.open(MiniLM.open())


class OtherEncoder:
    name = "another encoder"

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        return np.zeros((len(texts), 384), np.float32)


@pytest.mark.parametrize(
    "text",
    [
        "I've been on this for an hour and nobody is able to help",
        "this is so annoying, where is VM-10246?",
        "honestly you are the worst shop I ever bought from",
        "why do you keep asking me the same question??",
        "I'm fed up. Cancel it.",
        "I AM SO ANGRY ABOUT THIS",
    ],
)
def test_lost_patience_is_heard(reader: SentimentReader, text: str):
    assert reader.read(text).is_frustrated


@pytest.mark.parametrize(
    "text",
    [
        "that top is wicked, do you have it in M?",
        "holy crap these boots are gorgeous",
        "the left sleeve came apart at the seam",
        "my parcel from VM-10246 has not come yet",
        "the dress is too tight and the colour is not what I expected",
        "no, the grey one",
        "DO YOU HAVE THIS IN SIZE M",
        "can I get a refund for the boots?",
        "two of the buttons were missing when it arrived",
        "yes please!!",
    ],
)
def test_slang_capitals_and_damage_are_no_anger(reader: SentimentReader, text: str):
    assert not reader.read(text).is_frustrated


def test_emphasis_makes_it_strong(reader: SentimentReader):
    assert reader.read("THIS IS ABSOLUTELY UNACCEPTABLE!!!").is_strong
    assert not reader.read("damn good shirt!!").is_strong


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=600))
def test_any_text_is_read(reader: SentimentReader, text: str):
    assert 0 <= reader.read(text).frustration <= 1


def test_clauses_are_read_only_where_there_are_several():
    assert clauses("where is my order") == []
    assert clauses("I am so fed up, where is VM-10246?") == ["I am so fed up"]
    assert len(clauses("a b c. " * 50)) == 4


def test_signs_of_emphasis():
    assert Signs.of("WHERE IS MY ORDER").shouts
    assert not Signs.of("VM-10246 XL").shouts
    assert Signs.of("hello??").is_heated
    assert not Signs.of("damn good shirt").is_emphatic


def test_weights_that_cannot_be_used_are_refused(tmp_path: Path):
    with pytest.raises(WeightsUnusable, match="another encoder"):
        SentimentReader.open(OtherEncoder())
    stored = dict(np.load(WEIGHTS))
    stored["bias"] = stored["bias"] + np.float16(0.5)
    np.savez(tmp_path / "damaged.npz", **stored)
    for name in ("damaged.npz", "absent.npz"):
        with pytest.raises(WeightsUnusable):
            load_sentiment(tmp_path / name)


def test_a_yes_is_never_read(reader: SentimentReader):
    assert not may_be_upset("yes please go ahead", Act("affirm"), reader, is_plain=False)
    assert not may_be_upset("VM-10246", Act("none"), reader, is_plain=False)
    assert may_be_upset("useless!!", Act("none"), reader, is_plain=True)
    assert felt("useless!!", reader).is_frustrated


def test_a_plain_request_is_read_only_when_its_letters_sound_upset(reader: SentimentReader):
    assert not may_be_upset("Where is my order VM-10234?", Act("none"), reader, is_plain=True)
    assert may_be_upset("Where is my order VM-10234?", Act("none"), reader, is_plain=False)
    upset = "where is my order? it's been three weeks and nobody answers"
    assert may_be_upset(upset, Act("none"), reader, is_plain=True)


def test_a_few_words_must_be_clear_to_count(reader: SentimentReader):
    assert felt("the third one", reader) == CALM
    assert felt("this is taking forever", reader).is_frustrated


def test_a_strong_message_or_two_others_reach_the_offer():
    once = after(CALM_MOOD, UPSET)
    assert (once["level"], once["is_upset"]) == (1, True)
    assert after(settled(once), UPSET)["level"] == after(CALM_MOOD, FURIOUS)["level"] == 2


def test_calm_messages_bring_calm_back():
    mood = after(after(CALM_MOOD, FURIOUS), FURIOUS)
    for _ in range(mood["level"]):
        mood = after(mood, CALM)
        assert not mood["is_upset"]
    assert mood == {**CALM_MOOD, "told": 0}


def test_the_answer_stays_behind_a_word_of_acknowledgement():
    answers = [Answer(Say("greeting_short")), Answer(Say("order_status")), Answer(Say("passage"))]
    assert eased(answers, CALM_MOOD, words=_plainly) == answers
    heard = eased(answers, Mood(level=1, is_upset=True), words=_plainly)
    assert [answer.step for answer in heard] == [Say("order_status"), Say("passage")]
    assert [answer.lead for answer in heard] == ["heard", ""]
    assert eased(answers, Mood(level=2, is_upset=True), words=_plainly)[0].lead == "heard_offer_person"


def test_it_is_said_once_until_all_is_well_again():
    answers = [Answer(Say("order_status"))]
    mood = settled(after(CALM_MOOD, UPSET))
    assert eased(answers, Mood(level=1, is_upset=True, told=mood.get("told", 0)), words=_plainly)[0].lead == ""
    mood = after(mood, UPSET)
    assert eased(answers, mood, words=_plainly)[0].lead == "heard_offer_person"
    mood = after(settled(mood), UPSET)
    assert eased(answers, mood, words=_plainly)[0].lead == ""
    while mood["level"]:
        mood = after(settled(mood), CALM)
    assert eased(answers, after(mood, UPSET), words=_plainly)[0].lead == "heard"


def test_an_answer_that_regrets_is_not_put_behind_another_regret():
    answers, sorry = [Answer(Say("order_status"))], lambda _: "It is late. I'm sorry about that."
    assert eased(answers, Mood(level=1, is_upset=True), words=sorry)[0].lead == ""
    assert eased(answers, Mood(level=2, is_upset=True), words=sorry)[0].lead == "or_a_person"


def _plainly(_: Answer) -> str:
    return "It is on its way."


def test_where_a_person_is_spoken_of_nothing_is_added():
    for step in (HandOver("asked"), Say("sorry_offer_person", opens="human_agent"), Say("x", {"handoff": object()})):
        assert eased([Answer(step)], Mood(level=3, is_upset=True), words=_plainly) == [Answer(step)]


def test_courtesies_go_and_answers_stay():
    low = Mood(level=1, is_upset=False)
    assert shortened("It is on its way. Anything else I can do?", low) == "It is on its way."
    assert shortened("Happy to help.", low) == "Happy to help."
    assert shortened("It is on its way. Anything else I can do?", CALM_MOOD).endswith("do?")


def test_quick_replies_lose_suggestions_and_gain_a_person():
    assert quick_replies(STARTERS, CALM_MOOD) == list(STARTERS)
    assert quick_replies([*STARTERS, "M"], Mood(level=1, is_upset=True)) == ["M"]
    assert quick_replies(["Yes, please"], Mood(level=2, is_upset=False)) == ["Yes, please", "Talk to a person"]


@pytest.mark.parametrize("text", ["you are useless", "this is ridiculous!", "what a joke", "You guys are so pathetic."])
def test_an_outburst_is_a_complaint_whatever_the_classifier_says(text: str):
    assert COMPLAINT.cues is not None
    assert COMPLAINT.cues.search(text)


def test_an_outburst_with_a_matter_is_left_to_the_classifier():
    assert COMPLAINT.cues is not None
    assert not COMPLAINT.cues.search("this is ridiculous, where is my order")


def test_our_wordings_are_of_both_kinds():
    kinds = [row.is_frustrated for row in read_wordings()]
    assert min(kinds.count(True), kinds.count(False)) > 40


def test_figures_of_the_suite():
    rows = [
        Felt("1", "a", "goemotions", "negative", True),
        Felt("2", "b", "goemotions", "neutral", False),
        Felt("3", "c", "shops", None, False),
        Felt("4", "d", "shops", None, False),
    ]
    result = suite.judge(rows, [UPSET, UPSET, CALM, FURIOUS])
    assert result.metrics["accuracy"] == 0.5
    assert result.metrics["frustration_recall"] == 1
    assert result.metrics["frustration_precision"] == 0.5
    assert result.metrics["shop_false_alarms"] == 0.5
    assert [case.passed for case in result.cases] == [True, False, True, False]


def test_somebody_elses_file_is_scored_and_bad_rows_are_named(tmp_path: Path):
    path = tmp_path / "mine.jsonl.gz"
    rows = [
        {"text": "I love it", "sentiment": "positive", "source": "mine"},
        {"text": "I am furious", "sentiment": "negative", "detail": {"emotions": ["anger"]}},
    ]
    path.write_bytes(gzip.compress("\n".join(map(json.dumps, rows)).encode()))
    assert suite.run(path).metrics["frustration_recall"] == 1
    bad = tmp_path / "bad.jsonl"
    bad.write_text('{"text": ""}\n[]\n{"text": "x", "sentiment": "sad"}\n{"text": "x"}\n')
    with pytest.raises(suite.BadMessages) as found:
        suite.run(bad)
    assert all(f"line {number}:" in str(found.value) for number in (1, 2, 3, 4))


def test_the_held_back_part_shares_no_wording_with_training():
    rows = suite.read_messages(suite.MESSAGES)
    texts = {part: {row.text for row in rows if row.part == part} for part in ("train", "development")}
    assert texts["train"].isdisjoint(texts["development"])
    assert 0.2 < len(texts["development"]) / len(rows) < 0.4
