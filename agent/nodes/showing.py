"""What a reply leaves behind to point at: what it showed, what was looked for, which request it closed."""

from agent.dialogue.further_questions import carried, goes_on, remembered
from agent.intents.of_kind import ANYTHING
from agent.intents.plain_questions import as_plain
from agent.intents.plainly_known import EVERY
from agent.intents.registry import INTENTS, UNSURE
from agent.nodes.looked_for import looked_for
from agent.nodes.state import Answer, TurnState
from agent.state import Closed, Memory, Offer, Quoted, Task
from agent.steps import HandOver, Say, Step
from domain.knowledge import Passage, SourceKind
from tools.places import places_said


def remember_shown(answer: Answer, state: TurnState) -> None:
    step, memory = answer.step, state["memory"]
    if not isinstance(step, Say):
        return
    if step.shows and step.shows_kind:
        _show(memory["shown"], step)
        memory["looking_at"] = step.shows_kind
    if step.opens:
        memory["offer"] = Offer(intent=step.opens, slots=dict(step.opens_slots))


_MOST_REMEMBERED = 4
"""Of what was looked at one by one."""


def _show(shown: dict[str, list[dict[str, str]]], step: Say) -> None:
    """What is shown last takes the place of what was; one product out of a list leaves the list standing."""
    choices = [choice.as_memory() for choice in step.shows]
    listed = [each["value"] for each in shown.get(step.shows_kind, ())]
    is_found = "result" in step.facts  # a list of one, when it is what a search found
    is_one_of_list = len(choices) == 1 and choices[0]["value"] in listed and not is_found
    if not is_one_of_list:
        shown[step.shows_kind] = choices
    one = step.shows_kind.removesuffix("s")
    before = [each for each in (*shown.get(one, ()), *shown.get(f"earlier_{one}", ())) if each not in choices]
    if before:
        shown[f"earlier_{one}"] = before[:_MOST_REMEMBERED]  # "how much are both", "the sweater and the dress"
    shown[one] = choices if len(choices) == 1 else []


def remember_search(task: Task, step: Step, state: TurnState) -> None:
    """What was looked for, or the one product that was looked at, for a fragment that follows."""
    _remember_quoted(task, step, state["memory"])
    if isinstance(step, Say) and step.say in ("what_kind", "assortment"):
        limits = task["slots"].get("limits", {})
        text = task["text"][:200] if step.say == "what_kind" else ANYTHING
        state["memory"]["search"] = {"text": text, "limits": limits, "product": None, "is_asked": True}
    if isinstance(step, Say) and step.shows_kind == "products":
        state["memory"]["search"] = looked_for(task, step, state["memory"])


_WHEN_PEOPLE_ARE_THERE = Quoted(
    question="When is your team there to answer?", passage_id="", told="wait reply respond write call come back hear"
)
_READ_SURELY = 0.9
"""From here the plain question is what was asked, whatever its words were."""
_LEAVES_THE_MATTER = ("out_of_scope", "small_talk", "asked_after", "thanks", "all_right")
"""What these answer is no matter of its own: whoever asks on afterwards means the one before."""


def _in_full(text: str) -> str:
    """The plain question that the words come to, about the countries that they name."""
    plain = as_plain(text, EVERY)
    return text if plain == text else " ".join([plain, *places_said(text)])


def _its_question(passage: Passage) -> str:
    """What was answered, as the shop asks it; "": it is of some places, or of no question."""
    return passage.title if passage.kind is SourceKind.FAQ and not places_said(passage.title) else ""


def _remember_quoted(task: Task, step: Step, memory: Memory) -> None:
    """What a further question goes on from: the shop's writings, their silence, or the person that was called."""
    if isinstance(step, Say) and step.say in _LEAVES_THE_MATTER:
        return
    leant_on = task["slots"].get("leans_on")
    topic = task["slots"].get("topic", memory["topic"]) if leant_on else task["intent"]
    before, about = leant_on or memory["quoted"], memory["topic"]
    memory["topic"], memory["quoted"] = "", None
    passages = step.facts.get("passages") if isinstance(step, Say) else None
    if isinstance(step, HandOver):
        memory["topic"], memory["quoted"] = "contact_info", _WHEN_PEOPLE_ARE_THERE
    elif passages:
        is_more = leant_on or (goes_on(task["text"]) and topic == about)
        question = carried(task["text"], before, passages[0]) if before and is_more else _in_full(task["text"])
        if leant_on and task["slots"].get("likely", 0.0) >= _READ_SURELY:
            question = _its_question(passages[0]) or task["slots"]["plainly"]
            places = () if places_said(question) or before is None else places_said(before["question"])
            question = " ".join([question, *places])
        if topic == about and before and not is_more and not places_said(question):
            question = " ".join([question, *places_said(before["question"])])
        memory["topic"], memory["quoted"] = topic, remembered(passages[0], question)
    elif isinstance(step, Say) and step.say == "not_known":
        memory["topic"], memory["quoted"] = topic, before if leant_on else remembered(None, task["text"])


def remember_chosen(question: str, passage: Passage | None, memory: Memory) -> None:
    """What was read out in place of what the search would have said; None: that nothing is written about it."""
    memory["topic"], memory["quoted"] = memory["topic"] or "further_question", remembered(passage, question)
    if passage is None:
        memory["offer"] = Offer(intent="human_agent", slots={})
    elif memory["offer"] is not None and memory["offer"]["intent"] == "human_agent":
        memory["offer"] = None


def remember_closed(task: Task, step: Step, state: TurnState) -> None:
    intent = INTENTS.get(task["intent"], UNSURE)
    is_of_order = intent.route in ("order", "returns") or bool(intent.undone_by or task["slots"].get("order_id"))
    if isinstance(step, Say) and is_of_order and "order_id" in intent.slots and "of_claim" not in task["slots"]:
        is_done = "receipt" in step.facts
        state["memory"]["closed"] = Closed(intent=intent.name, slots=dict(task["slots"]), is_done=is_done)
