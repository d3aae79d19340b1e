"""Several answers, one reply."""

from typing import Any

from agent.nodes.state import Answer, Served
from agent.nodes.together import together
from agent.state import Memory, Task, empty_memory
from agent.steps import Ask, Propose, Say


def _task(key: str, intent: str) -> Task:
    return Task(
        key=key, intent=intent, slots={}, text="", asked=None, asked_by="", choices=[], tries=0, answered=[], put_off=1
    )


def _said(*parts: tuple[str, Ask | Propose | Say], memory: Memory | None = None) -> list[Any]:
    served = [Served(text, [Answer(step, str(at + 1))]) for at, (text, step) in enumerate(parts)]
    return [answer.step for answer in together(served, memory or empty_memory(), is_quotable=True)]


def test_the_same_answer_is_given_once() -> None:
    there = Say("on_its_way", {"order": "VM-1"})
    assert _said(("where is it?", there), ("when does it come?", Say("on_its_way", {"order": "VM-1"}))) == [there]


def test_what_nothing_is_known_of_is_named_and_the_offer_comes_last() -> None:
    price = Say("price", {"amount": 5})
    said = _said(("and do you have a podcast?", Say("not_known", opens="human_agent")), ("how much is it?", price))
    assert said[0] == price
    assert (said[1].say, said[1].facts["part"]) == ("part_not_known", "do you have a podcast")


def test_figures_of_the_customer_are_not_repeated() -> None:
    said = _said(("is it here by dec 8?", Say("not_known")), ("how much is it?", Say("price", {"amount": 5})))
    assert said[-1].facts["part"] == ""


def test_a_question_that_was_put_first_ends_the_reply_and_is_open_again() -> None:
    memory = empty_memory()
    memory["tasks"] = [_task("1", "return_item")]
    why, never = Ask("reason", "why_returned"), Say("passage", {"text": "They never expire."})
    assert _said(("can i return it?", why), ("do gift cards expire?", never), memory=memory) == [never, why]
    assert (memory["tasks"][0]["asked"], memory["tasks"][0]["put_off"]) == ("reason", 0)


def test_of_two_requests_one_is_put_and_the_other_announced() -> None:
    memory = empty_memory()
    memory["tasks"] = [_task("1", "return_item"), _task("2", "cancel_order")]
    shall_i = Propose("cancel_order", {}, "confirm_cancel", {}, "cancel")
    said = _said(("can i return it?", Ask("reason", "why_returned")), ("can i cancel the bag?", shall_i), memory=memory)
    assert [each.say for each in said] == ["then_the_rest", "confirm_cancel"]


def test_what_was_lost_beside_a_question_is_named() -> None:
    memory = empty_memory()
    memory["tasks"] = [_task("1", "return_item")]
    why = Ask("reason", "why_returned")
    said = _said(("can i return it?", why), ("do you like jazz?", Say("out_of_scope")), memory=memory)
    assert [(each.say, each.facts.get("part")) for each in said[:1]] == [("part_unanswered", "do you like jazz")]
    assert said[1:] == [why]


def test_of_two_lost_ones_a_colleague_is_offered_once() -> None:
    memory = empty_memory()
    lost = Say("not_known", opens="human_agent")
    said = _said(("is it lined?", lost), ("how much is it?", Say("price", {})), ("does it pill?", lost), memory=memory)
    assert [each.opens for each in said] == ["", "", "human_agent"]
    assert memory["offer"] is not None


def test_an_offer_does_not_swallow_what_was_to_be_asked() -> None:
    memory = empty_memory()
    memory["tasks"], memory["offer"] = [_task("1", "track_order")], {"intent": "human_agent", "slots": {}}
    offered = Say("compensation", opens="human_agent")
    number = Ask("order_id", "ask_order_number")
    said = _said(("my order is late, why?", number), ("do i get money off?", offered), memory=memory)
    assert [each.say for each in said] == ["part_unanswered", "compensation"]


def test_that_it_is_not_sold_is_no_answer_about_what_was_named() -> None:
    passage = Say("passage", {"text": "Peace silk."})
    said = _said(("is the scarf silk?", passage), ("so what's it made of?", Say("not_sold")))
    assert [each.say for each in said] == ["passage", "part_not_known"]
    kept = _said(("is the scarf silk?", passage), ("do you have tents?", Say("not_sold")))
    assert [each.say for each in kept] == ["passage", "not_sold"]
    first = _said(("do you have tents? i need it for may", Say("not_sold")), ("is paypal fine?", passage))
    assert [each.say for each in first] == ["not_sold", "passage"]
