"""A person is called, or what became of that is asked: "I want to talk to somebody", "is anybody there?". Pure."""

from agent.acts.person import asks_of_the_call
from agent.acts.said import Said
from agent.dialogue.interpretation import Interpretation
from agent.dialogue.openings import open_one
from agent.state import Memory
from agent.understanding.heard import Heard
from agent.understanding.local_reading import Understanding


def calls_a_person(memory: Memory, result: Interpretation, understood: Understanding, heard: Heard) -> bool:
    """With the order that is named; what is open waits, since a person takes it from here."""
    is_of_the_call = memory["handed_off"] is not None and asks_of_the_call(Said.of(heard.text))
    if understood.act.kind != "human" and not is_of_the_call:
        return False
    for task in memory["tasks"]:
        task["put_off"] += 1
    orders = {str(found.value) for found in understood.entities.order_numbers}
    open_one(memory, result, "human_agent", heard.text, {"order_id": orders.pop()} if len(orders) == 1 else {})
    return True
