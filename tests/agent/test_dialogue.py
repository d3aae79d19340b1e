"""Whatever is said in whatever order: a new task starts clean, a dropped one is gone, a yes is for one summary."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.acts import dialogue_act
from agent.context import Vocabulary
from agent.dialogue import tasks
from agent.dialogue.interpretation import Interpretation
from agent.dialogue.interpreting import expecting, interpret, pending_verb
from agent.entities import extract
from agent.entities.lexicon import Lexicon
from agent.intents.registry import INTENTS
from agent.state import Memory, Pending, empty_memory
from agent.understanding.heard import Heard
from agent.understanding.local_reading import SURE, Request, Understanding
from agent.understanding.slots import fill

TODAY = date(2026, 11, 21)
VOCABULARY = Vocabulary(
    Lexicon.build(["Shirts", "Trousers", "Socks"], ["Ivory", "Navy"], ["S", "M"], ["linen"]), 5000, 9000
)


@dataclass(frozen=True, slots=True)
class Turn:
    text: str
    intent: str | None = None
    """What the classifier takes it for."""
    then: str = ""
    """What the reply asks of the task on top: a slot, or `confirmation`."""


OPENING = (
    ("I want to return the shirt", "return_item"),
    ("I want to return the trousers from VM-10234, too small", "return_item"),
    ("return two of the socks in VM-10187, they are damaged", "return_item"),
    ("cancel VM-10246 please", "cancel_order"),
    ("I want to cancel my order, I ordered it by mistake", "cancel_order"),
    ("where is VM-10217?", "track_order"),
)
OTHERS = (
    ("what is your return policy?", "returns_policy"),
    ("do you ship to Canada?", "shipping_policy"),
    ("it is too big", "product_question"),
    ("VM-10198", "track_order"),
    ("make it two", None),
    ("yes", None),
    ("no", None),
    ("forget it", None),
    ("go back", None),
    ("why do you need that?", None),
    ("thanks", None),
)
ASKED = ("", "order_id", "reason", "quantity", "confirmation")
TURNS = st.lists(
    st.builds(
        lambda said, then: Turn(said[0], said[1], then), st.sampled_from((*OPENING, *OTHERS)), st.sampled_from(ASKED)
    ),
    max_size=12,
)


def heard(text: str) -> Heard:
    entities = extract(text, lexicon=VOCABULARY.lexicon, today=TODAY)
    return Heard(text, entities, TODAY, VOCABULARY, {})


def take(memory: Memory, turn: Turn) -> Interpretation:
    """One turn as the graph runs it: read, apply, and let the reply ask something of the task on top."""
    words = heard(turn.text)
    act = dialogue_act(turn.text, expecting=expecting(memory), pending=pending_verb(memory))
    rest = turn.text if act.kind == "none" else act.remainder
    own = heard(rest)
    requests = (Request(rest, turn.intent, SURE, (), own.entities),) if rest and turn.intent else ()
    result = interpret(memory, Understanding(turn.text, act, words.entities, requests), words)
    if result.confirmed and (pending := memory["pending"]) is not None:
        done = tasks.find(memory, pending["task"])
        assert done is not None
        tasks.close(memory, done)
    if (task := tasks.current(memory)) is not None:
        task["asked"] = turn.then if turn.then not in ("", "confirmation") else None
        task["choices"] = []
        memory["pending"] = summary(task["key"]) if turn.then == "confirmation" else memory["pending"]
    return result


def summary(key: str) -> Pending:
    return Pending(
        action_id=key, tool="t", arguments={}, digest=key, verb="x", task=key, expires_at="2026-11-21", shown_in=1
    )


def said_alone(turn: Turn) -> dict[str, Any]:
    return fill(INTENTS[turn.intent or ""].slots, heard(turn.text))


@given(TURNS, st.sampled_from(OPENING))
def test_a_task_that_opens_knows_only_what_its_own_message_says(before: list[Turn], opening: tuple[str, str]):
    memory = empty_memory()
    for turn in before:
        take(memory, turn)
    known = {task["key"] for task in memory["tasks"]}
    last = Turn(*opening)
    take(memory, last)
    for task in memory["tasks"]:
        if task["key"] not in known:
            assert task["slots"] == said_alone(last)
            assert task["answered"] == [] and task["tries"] == 0


@given(TURNS, st.sampled_from(["forget everything", "start over", "let's start over please", "Forget all of that."]))
def test_forgetting_everything_leaves_an_empty_memory(before: list[Turn], words: str):
    memory = empty_memory()
    for turn in before:
        take(memory, turn)
    take(memory, Turn(words))
    fresh = empty_memory()
    assert {key: memory[key] for key in ("tasks", "pending", "offer", "shown", "search", "topic")} == {
        key: fresh[key] for key in ("tasks", "pending", "offer", "shown", "search", "topic")
    }


@given(TURNS)
def test_a_summary_always_belongs_to_an_open_task(turns: list[Turn]):
    memory = empty_memory()
    for turn in turns:
        take(memory, turn)
        pending = memory["pending"]
        assert pending is None or tasks.find(memory, pending["task"]) is not None
        assert len({task["key"] for task in memory["tasks"]}) == len(memory["tasks"]) <= tasks.MAX_OPEN


@given(TURNS)
def test_a_yes_confirms_only_the_summary_on_top(turns: list[Turn]):
    memory = empty_memory()
    for turn in turns:
        top, pending = tasks.current(memory), memory["pending"]
        is_shown_last = pending is not None and top is not None and pending["task"] == top["key"]
        result = take(memory, turn)
        assert not result.confirmed or (is_shown_last and turn.text == "yes")


@pytest.mark.parametrize("words", ["go back", "forget it", "start over", "it is too big", "where is VM-10217?", "why?"])
def test_nothing_but_a_yes_confirms(words: str):
    memory = empty_memory()
    take(memory, Turn("cancel VM-10246 please", "cancel_order", "confirmation"))
    assert not take(memory, Turn(words, "track_order" if "VM-" in words else None)).confirmed


def test_going_back_takes_exactly_the_last_answer():
    memory = empty_memory()
    take(memory, Turn("I want to return the shirt", "return_item", "order_id"))
    take(memory, Turn("VM-10198", "track_order", "reason"))
    take(memory, Turn("it is too big", "product_question", "confirmation"))
    task = memory["tasks"][-1]
    assert (task["slots"]["order_id"], task["slots"]["reason"]) == ("VM-10198", "too_big")
    take(memory, Turn("go back"))
    assert "reason" not in task["slots"] and task["slots"]["order_id"] == "VM-10198" and memory["pending"] is None


def test_a_second_thing_to_return_is_a_second_task():
    memory = empty_memory()
    take(memory, Turn("I want to return the shirt", "return_item", "reason"))
    take(memory, Turn("I want to return the trousers", "return_item", "reason"))
    assert len(memory["tasks"]) == 2


def test_no_more_tasks_stay_open_than_anybody_can_follow():
    memory = empty_memory()
    for number in range(10001, 10012):
        take(memory, Turn(f"cancel VM-{number}", "cancel_order", "confirmation"))
    assert len(memory["tasks"]) == tasks.MAX_OPEN
