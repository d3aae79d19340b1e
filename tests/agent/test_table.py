"""What a message asks of the thing on the table, read by its likeness to examples."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import get_args

import numpy as np
import pytest

from agent.acts import Act
from agent.claims.asked import ASKED, NAMES
from agent.dialogue.asked_of_rules import asked_plainly
from agent.dialogue.leaning import may_lean
from agent.goods.asked import FACETS, WRITTEN, plain_question, read_of_goods
from agent.intents.stored import WeightsUnusable
from agent.orders.asked import asks_if_done, facet_of, facet_read, wish_read
from agent.orders.facets import BY_RULE_ONLY, OrderFacet
from agent.state import Quoted, empty_memory
from agent.table.questions import QUESTIONS
from agent.table.reader import (
    ELSEWHERE,
    LONGEST,
    RULES,
    TABLES,
    UNREAD,
    WEIGHTS,
    Table,
    TableReader,
    load_tables,
)
from agent.table.training import read_examples
from agent.understanding.heard import Heard
from agent.understanding.local_reading import Request, Understanding
from agent.understanding.of_the_talk import of_the_talk
from evals.suites import follow_ups as suite
from tests.agent.test_dialogue import heard as words
from tools.knowledge.embedder import MiniLM


@pytest.fixture(scope="module")
def reader() -> TableReader:
    return TableReader.open(MiniLM.open())


class OtherEncoder:
    name = "another encoder"

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        return np.zeros((len(texts), 384), np.float32)


def heard(text: str, reader: TableReader) -> Heard:
    return replace(words(text), read=reader.read)


def request(text: str, intent: str | None = None, *, confidence: float = 0.5, outright: bool = False) -> Request:
    others = (intent,) if outright and intent else ()
    return Request(text, intent, confidence, others, words(text).entities)


@pytest.mark.parametrize(
    ("table", "text", "asked"),
    [
        ("order", "my doorbell doesn't work, they should call me", "handover"),
        ("order", "i picked the quick delivery, right?", "speed"),
        ("order", "i really can't wait that long, my trip starts before", "too_late"),
        ("claim", "i threw the carton away already", "packaging"),
        ("claim", "so whose pocket does the postage come out of", "cost"),
        ("goods", "will i be warm enough in it in january", "suits"),
        ("goods", "got anything that's kinder to my wallet", "cheaper"),
        ("talk", "i'll sleep on it", "think"),
        ("talk", "that's got nothing to do with what i wanted", "not_that"),
    ],
)
def test_what_is_asked_in_other_words(reader: TableReader, table: Table, text: str, asked: str):
    found = reader.read(table, text)
    assert found.name == asked
    assert 0.5 < found.probability <= 1


def test_a_message_too_long_to_lean_is_not_read(reader: TableReader):
    assert reader.read("order", "when " * (LONGEST + 1)) == UNREAD
    assert reader.read("order", "") == UNREAD


def test_weights_that_cannot_be_used_are_refused(tmp_path: Path):
    with pytest.raises(WeightsUnusable, match="another encoder"):
        TableReader.open(OtherEncoder())
    stored = dict(np.load(WEIGHTS))
    stored["order_bias"] = stored["order_bias"] + np.float16(0.5)
    np.savez(tmp_path / "damaged.npz", **stored)
    for name in ("damaged.npz", "absent.npz"):
        with pytest.raises(WeightsUnusable):
            load_tables(tmp_path / name)


def test_every_matter_that_is_told_can_be_read(reader: TableReader):
    """A name that only one side knows would never be answered."""
    assert set(get_args(OrderFacet)) - BY_RULE_ONLY <= set(reader.names("order"))
    assert not BY_RULE_ONLY & set(reader.names("order"))
    assert set(reader.names("claim")) >= NAMES
    assert {name for name, _ in ASKED} - NAMES == {"remedy"}, "told by its words alone"
    assert {*FACETS, *WRITTEN} <= set(reader.names("goods"))
    for table in RULES:
        assert set(QUESTIONS[table]) | {ELSEWHERE} == set(reader.names(table))


def test_what_is_judged_was_not_learnt():
    learnt = {(each.table, each.text.casefold()) for each in read_examples()}
    judged = [(each.table, each.text.casefold()) for each in read_examples(suite.MESSAGES)]
    assert not learnt.intersection(judged)
    assert {table for table, _ in judged} == set(TABLES)


def test_an_example_without_a_matter_is_refused(tmp_path: Path):
    (tmp_path / "order-1.txt").write_text("where is it\n")
    with pytest.raises(ValueError, match="before the first matter"):
        read_examples(tmp_path)
    (tmp_path / "order-1.txt").rename(tmp_path / "chair-1.txt")
    with pytest.raises(ValueError, match="chair"):
        read_examples(tmp_path)


def test_a_detail_of_an_order_and_a_wish_for_it(reader: TableReader):
    detail = "is that the quick delivery i picked"
    assert facet_of(heard(detail, reader)) == facet_read(request(detail), heard(detail, reader)) == "speed"
    wish = "i've gone off it, no need to send it any more"
    assert wish_read(request(wish), heard(wish, reader)) == "cancel_order"
    assert facet_read(request(wish), heard(wish, reader)) is None
    asked = "so have you called it off by now"
    assert asks_if_done(request(asked), heard(asked, reader))


def test_what_says_itself_leans_on_nothing(reader: TableReader):
    memory = empty_memory()
    text = "can i pay in instalments"
    assert not may_lean(memory, request(text, "payment_policy", confidence=0.95), heard(text, reader))
    assert not may_lean(memory, request(text, "payment_policy", outright=True), heard(text, reader))
    assert may_lean(memory, request("is it still coming", "track_order"), heard("is it still coming", reader))
    assert not may_lean(memory, request("mine is maya@example.com"), heard("mine is maya@example.com", reader))


def test_goods_are_asked_about_in_plain_words(reader: TableReader):
    text = "got anything that's kinder to my wallet"
    asked = read_of_goods(request(text), heard(text, reader), is_of_rules=False)
    assert asked is not None
    assert plain_question(asked.name, text) == "anything cheaper"
    assert plain_question("cheapest", "and the most luxurious one?") == "which one is the most expensive"
    assert read_of_goods(request(text, "promo_discount", outright=True), heard(text, reader), is_of_rules=False) is None


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("i'll sleep on it", "wait"),
        ("that's got nothing to do with what i wanted", "stuck"),
        ("fair enough, i'll just be patient then", "nod"),
        ("do you sell gloves", "none"),
        ("yes but make it two", "none"),
        ("what are you here for", "about"),
        ("could do with a hand here", "more"),
        ("alright, a couple of things", "more"),
        ("what a hopeless bunch you are", "upset"),
    ],
)
def test_the_talk_itself(reader: TableReader, text: str, act: str):
    said = Understanding(text, Act("none"), words(text).entities, (request(text),))
    assert of_the_talk(empty_memory(), said, heard(text, reader), expecting=None).act.kind == act


@pytest.mark.parametrize(
    ("before", "text", "plain"),
    [
        ("do you sell gift cards", "and for how long are they good", "Do gift cards expire?"),
        ("how much is shipping", "and who is it that brings it", "Which carriers do you use?"),
        ("how much is shipping", "and if i live in norway", "Do you ship to norway, and what does it cost?"),
        ("do you ship to canada", "and how many days is that", "Do you ship to canada, and what does it cost?"),
        (
            "what is your return policy",
            "even if i have worn it once",
            "Can I return something I have worn or without tags?",
        ),
        ("what is your return policy", "my order VM-10234 then", None),
        ("what is your return policy", "tell me a joke about it", None),
    ],
)
def test_what_is_asked_on_is_put_plainly(reader: TableReader, before: str, text: str, plain: str | None):
    quoted = Quoted(question=before, passage_id="", told="")
    asked = asked_plainly(request(text), quoted, heard(text, reader), is_elsewhere=False)
    assert (asked.question if asked is not None else None) == plain


def test_nothing_is_agreed_to_by_likeness(reader: TableReader):
    """A yes may move money: whatever sounds like one is none here, summary on the table or not."""
    for text in ("let's have it then", "that would be marvellous", "go for it i guess", "sounds like a plan"):
        said = Understanding(text, Act("none"), words(text).entities, (request(text),))
        for expecting in (None, "confirmation"):
            read = of_the_talk(empty_memory(), said, heard(text, reader), expecting=expecting)
            assert read.act.kind not in ("affirm", "deny")


def test_the_suite_judges_and_refuses(tmp_path: Path):
    with pytest.raises(suite.BadFollowUps, match="holds no"):
        suite.run(tmp_path)
    (tmp_path / "talk.txt").write_text("[thanks]\nthanks a lot\n[bye]\nthanks a lot\n")
    result = suite.run(tmp_path)
    assert (result.metrics["accuracy.talk"], len(result.failures)) == (0.5, 1)
