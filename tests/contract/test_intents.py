"""What holds for every intent: a new one is its file and its line, and these tests say what is missing."""

import gzip
import json
from functools import cache
from itertools import product
from pathlib import Path
from typing import get_args

import pytest

from agent.intents.classifier import load_weights
from agent.intents.registry import INTENTS, UNSURE
from agent.intents.spec import Intent, Route
from agent.nodes.refusals import refusal
from agent.nodes.state import Desk
from agent.state import empty_memory
from agent.steps import Ask, Call, HandOver, Propose, Say, Step
from agent.understanding.slots import FILLERS
from agent.writer.templates import TemplateWriter
from domain.customers import Principal
from domain.errors import NotFound, NotPossible, NotSignedIn, ShopSmartError, TooManyRequests
from tests.contract.samples import NOW
from tests.contract.spoken import SHOP, SLOTS, SPEAKERS, new_task, told
from tools.handoff import HandoffReason
from tools.registry import TOOLS
from tools.spec import Effect

PROJECT = Path(__file__).parents[2]
AGENT = PROJECT / "agent" / "intents"
EVERY = [*INTENTS.values(), UNSURE]
ASKED_BESIDE_SLOTS = {"proof", "intent", "line"}
"""Questions whose answers are read otherwise: an address with a number, a choice of meanings, a choice of lines."""


def examples(name: str) -> list[str]:
    path = AGENT / "examples" / f"{name}.txt"
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else [name]
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


SPECIAL = (
    "i cancelled an order last week",
    "how long is it?",
    "what is your return policy",
    "how much did I pay?",
    "are you a bot?",
    "a gift",
    "until when can I return it?",
    "can I return this?",
    "I love the dress!",
    "this is so annoying",
    "can you help me?",
)
"""Words that intents look for themselves, beside what the classifier makes of a message."""


SLOTS_BESIDE_WORDS = ({}, {"order_id": "VM-20009", "line": 1}, {"product_ids": ["VM1001"]})


@cache
def every_step(name: str) -> list[Step]:
    """What the intent may want: with every slot known or not, whoever speaks, and in every kind of words."""
    intent, text = (INTENTS | {UNSURE.name: UNSURE})[name], examples(name)[0]
    speakers = SPEAKERS.values()
    found = [told(intent, text, slots, speaker) for slots, speaker in product(SLOTS, speakers)]
    found += [
        told(intent, words, slots, speaker)
        for words, slots, speaker in product((*examples(name)[1:6], *SPECIAL), SLOTS_BESIDE_WORDS, speakers)
    ]
    return [step for path in found for step in path]


@pytest.fixture(scope="module")
def writer() -> TemplateWriter:
    return TemplateWriter.open(SHOP)


def test_every_intent_is_known_to_the_classifier_or_has_cues() -> None:
    learnt = set(load_weights(AGENT / "weights.npz").intents)
    assert len(learnt) == 26
    assert learnt <= set(INTENTS)
    assert {name for name, intent in INTENTS.items() if intent.cues is None and not intent.goes_on} <= learnt


@pytest.mark.parametrize("name", ["hint3", "bitext", "clinc150", "multidogo"])
def test_labelled_messages_are_labelled_with_our_intents(name: str) -> None:
    with gzip.open(PROJECT / "evals" / "data" / "intents" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        messages = [json.loads(line) for line in lines]
    labels = {intent for each in messages for intent in (each["intent"], *each.get("also_ok", ()))}
    assert labels <= set(INTENTS)


@pytest.mark.parametrize("intent", INTENTS.values(), ids=INTENTS)
def test_an_intent_says_what_it_is(intent: Intent) -> None:
    assert len(set(examples(intent.name))) >= 12
    assert intent.label and intent.meaning
    assert intent.label[0].islower() and not intent.label.endswith(".")
    assert intent.route in get_args(Route)


def test_labels_tell_intents_apart() -> None:
    assert len({intent.label for intent in INTENTS.values()}) == len(INTENTS)


@pytest.mark.parametrize("intent", EVERY, ids=lambda intent: intent.name)
def test_an_intent_names_slots_and_tools_that_exist(intent: Intent) -> None:
    assert set(intent.slots) <= FILLERS.keys() | ASKED_BESIDE_SLOTS
    assert set(intent.tools) <= TOOLS.keys()


@pytest.mark.parametrize("intent", EVERY, ids=lambda intent: intent.name)
def test_an_intent_wants_only_what_it_declares(intent: Intent, writer: TemplateWriter) -> None:
    languages = {folder.name for folder in (PROJECT / "agent" / "writer" / "phrases").iterdir() if folder.is_dir()}
    keys = [writer.keys(language) for language in languages]
    for step in every_step(intent.name):
        if isinstance(step, Call):
            assert step.tool in intent.tools
            assert TOOLS[step.tool].effect is not Effect.WRITE or not TOOLS[step.tool].confirmation
            TOOLS[step.tool].normalise(step.arguments)
            continue
        assert all(step.say in known for known in keys), step.say
        if isinstance(step, Propose):
            assert step.tool in intent.tools
            assert TOOLS[step.tool].effect is Effect.WRITE and TOOLS[step.tool].confirmation
            TOOLS[step.tool].normalise(step.arguments)
        if isinstance(step, Ask):
            assert step.slot in FILLERS.keys() | ASKED_BESIDE_SLOTS
        if isinstance(step, Say) and step.opens:
            assert step.opens in INTENTS
            assert step.opens_slots.keys() <= set(INTENTS[step.opens].slots)
        if isinstance(step, HandOver):
            assert "hand_off" in intent.tools
            assert step.reason in get_args(HandoffReason)


@pytest.mark.parametrize("name", INTENTS)
def test_an_intent_answers_whoever_asks(name: str) -> None:
    for slots, speaker in product(SLOTS, SPEAKERS.values()):
        assert any(not isinstance(step, Call) for step in told(INTENTS[name], examples(name)[0], slots, speaker))


@pytest.mark.parametrize(
    "error",
    [NotSignedIn("x"), NotFound("x"), NotPossible("not_delivered", clause="delivered_items"), TooManyRequests("x")],
    ids=lambda error: error.code,
)
@pytest.mark.parametrize("slots", [{}, {"order_id": "VM-20009"}], ids=["no_order", "order"])
def test_a_tool_that_says_no_leads_to_words(
    error: ShopSmartError, slots: dict[str, str], writer: TemplateWriter
) -> None:
    task = new_task("track_order", text="", slots=slots)
    desk = Desk(failures={"tracking": error})
    step = refusal(task, desk, memory=empty_memory(), principal=Principal(), now=NOW)
    assert isinstance(step, Say | Ask)
    keys = writer.keys()
    assert step.say in keys
