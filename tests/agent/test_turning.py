"""What was spoken of before comes back when a message can hardly be of anything else."""

from dataclasses import replace

import pytest

from agent.acts import Act
from agent.dialogue.turning import on_the_table, set_aside, turns_back
from agent.state import ClaimInHand, Memory, Task, empty_memory
from agent.table.reader import Area, TableReader
from agent.understanding.heard import Heard
from agent.understanding.local_reading import Request, Understanding
from tests.agent.test_dialogue import heard as words
from tools.knowledge.embedder import MiniLM

ORDER = {"value": "VM-10234", "label": "VM-10234", "words": "meadow linen trousers hearth merino sweater"}
SOCKS = {"value": "VM1301", "label": "Trail Merino Socks", "words": ""}
CLAIM = ClaimInHand(intent="return_item", slots={}, claim_ids=["CL-URRVT9"], refusal="", is_told=False)
_SHOWN = {"order": {"order": [ORDER]}, "goods": {"products": [SOCKS]}}


@pytest.fixture(scope="module")
def reader() -> TableReader:
    return TableReader.open(MiniLM.open())


def after(*areas: Area) -> Memory:
    """These were spoken of, the last one last."""
    memory = empty_memory()
    for area in areas:
        if area == "claim":
            memory["claim"] = CLAIM
            continue
        set_aside(memory)
        memory["looking_at"] = "orders" if area == "order" else "products"
        memory["shown"] |= _SHOWN[area]
    return memory


def said(text: str, reader: TableReader, *, outright: bool = False) -> tuple[Understanding, Heard]:
    plain = words(text)
    request = Request(text, "track_order", 0.5, ("track_order",) if outright else (), plain.entities)
    return Understanding(text, Act("none"), plain.entities, (request,)), replace(plain, areas=reader.areas)


def turned(memory: Memory, text: str, reader: TableReader) -> Area | None:
    turns_back(memory, *said(text, reader))
    return on_the_table(memory)


@pytest.mark.parametrize(
    ("spoken_of", "text", "meant"),
    [
        (("order", "goods"), "and when does the other parcel come", "order"),
        (("order", "goods"), "who is bringing my parcel again", "order"),
        (("goods", "order"), "how much is the second pair", "goods"),
        (("goods", "order"), "is it machine washable", "goods"),
        (("claim", "order"), "did you receive my return by now", "claim"),
        (("claim", "goods"), "which address do i send it back to", "claim"),
        (("claim", "goods"), "which of them is the cheapest", "goods"),
        (("order", "goods"), "which one would you take", "goods"),
        (("order", "goods"), "do you ship to canada", "goods"),  # of the shop: nothing is turned back to
        (("order", "goods"), "thanks a lot", "goods"),
    ],
)
def test_what_it_is_about(spoken_of: tuple[Area, ...], text: str, meant: Area, reader: TableReader) -> None:
    assert turned(after(*spoken_of), text, reader) == meant


def test_a_named_thing_that_was_shown_is_likelier(reader: TableReader) -> None:
    assert turned(after("goods", "claim"), "and the socks in 39?", reader) == "goods"


def test_nothing_is_turned_back_to_that_was_never_spoken_of(reader: TableReader) -> None:
    assert turned(after("goods"), "and when does the other parcel come", reader) == "goods"


def test_a_claim_that_was_only_planned_does_not_come_back(reader: TableReader) -> None:
    memory = after("claim")
    memory["claim"] = ClaimInHand(intent="return_item", slots={}, claim_ids=[], refusal="", is_told=False)
    set_aside(memory)
    assert memory["claim"] is None
    assert turned(memory, "did you receive my return by now", reader) is None


def test_an_open_question_is_answered_first(reader: TableReader) -> None:
    memory = after("order", "goods")
    memory["tasks"] = [
        Task(key="1", intent="return_item", slots={}, text="", asked="reason", asked_by="", choices=[], tries=0,
             answered=[], put_off=0)
    ]  # fmt: skip
    assert turned(memory, "and when does the other parcel come", reader) == "goods"


def test_what_says_itself_is_left_alone(reader: TableReader) -> None:
    memory = after("order", "goods")
    turns_back(memory, *said("and when does the other parcel come", reader, outright=True))
    assert on_the_table(memory) == "goods"


def test_shares_sum_to_one_and_a_long_message_has_none(reader: TableReader) -> None:
    assert sum(reader.areas("whats the tracking number").values()) == pytest.approx(1.0)
    assert reader.areas("when " * 60) == {}
