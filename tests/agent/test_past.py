"""What came of a conversation's requests, as prompts and packets have it."""

from datetime import date

from agent.dialogue import tasks
from agent.dialogue.past import MOST_KEPT, note, told
from agent.intents.registry import INTENTS
from agent.state import Memory, Task, empty_memory
from agent.steps import Ask, HandOver, Say
from tests.claims import claim_with

IN_REVIEW = claim_with(claim_id="CL-ABC123", due_by=date(2026, 11, 25))


def opened(memory: Memory, intent: str, **slots: str) -> Task:
    return tasks.open_task(memory, INTENTS[intent], text="words of the customer", slots=dict(slots))


def test_each_request_is_a_line_with_what_came_of_it() -> None:
    memory = empty_memory()
    note(memory, opened(memory, "cancel_order", order_id="VM-1"), Say("order_was_cancelled", {"receipt": object()}))
    note(memory, opened(memory, "cancel_order", order_id="VM-2"), Say("not_possible", {"reason": "shipped"}))
    note(memory, opened(memory, "returns_policy"), Say("return_rules"))
    note(memory, opened(memory, "human_agent"), HandOver("asked", "handed_off"))

    memory["tasks"] = []
    assert [line.rpartition(": ")[2] for line in told(memory).split("\n")] == [
        "done",
        "refused",
        "answered",
        "given to a person",
    ]
    assert "(VM-1): done" in told(memory)


def test_what_was_promised_stands_beside_it() -> None:
    memory = empty_memory()
    note(
        memory,
        opened(memory, "return_item", order_id="VM-1"),
        Say("filed", {"receipt": object(), "claims": (IN_REVIEW,)}),
    )

    assert "promised: a decision on claim CL-ABC123 by 2026-11-25" in told(memory)


def test_what_is_open_comes_last_and_words_of_the_customer_nowhere() -> None:
    memory = empty_memory()
    task = opened(memory, "return_item", order_id="VM-1")
    note(memory, task, Ask("reason", "ask_reason"))
    task["asked"] = "reason"

    assert told(memory).endswith("(VM-1): open, waits for reason")
    assert memory["past"] == []
    assert "words of the customer" not in told(memory)


def test_small_talk_leaves_nothing_and_the_list_stays_short() -> None:
    memory = empty_memory()
    note(memory, opened(memory, "chitchat"), Say("greeting"))
    assert memory["past"] == []
    for number in range(2 * MOST_KEPT):
        note(memory, opened(memory, "track_order", order_id=f"VM-{number}"), Say("order_status"))

    assert len(memory["past"]) == MOST_KEPT
    assert memory["past"][-1]["about"] == f"VM-{2 * MOST_KEPT - 1}"
