"""Answers out of the shop's written knowledge: shared by every intent whose answer is a passage."""

import re
from collections.abc import Callable, Sequence

from agent.intents.plain_questions import PlainQuestion, asked_plainly
from agent.intents.spec import View
from agent.state import Task
from agent.steps import Call, Say, Step
from domain.knowledge import SourceKind
from tools.knowledge.port import Found
from tools.policies import PassagesFound

_HOW_TO = re.compile(
    r"^\W*(?:so |and |but |hi |hello |hey )*(?:how (?:do|can|would|does|to|could)|what happens|is it possible|"
    r"what if|can (?:i|you|we|one) (?:even |still )?(?:return|cancel|exchange) (?:an?|any|items?|orders?|things?)\b)",
    re.IGNORECASE,
)
_OWN = re.compile(r"\b(my|this|that|these|vm-?\s?\d+|#\d+)\b", re.IGNORECASE)


def is_how_to(text: str) -> bool:
    """ "How do I cancel an order?" wants to be told; "how do I cancel my order?" wants it done."""
    return _HOW_TO.search(text) is not None and _OWN.search(text) is None


_LEANS = re.compile(r"^\W*(?:and|or|what about|how about|what if|also)\b(?:\W+\w+){1,4}\W*$", re.IGNORECASE)
""" "And to Canada": without its topic it may be about anything."""

SURE = 0.5
"""Calibrated confidence from which a passage counts as an answer."""

WIDER_SURE = 0.62
"""The same when the topic was put before the question: its words are the shop's own and lift every passage a little."""

_KINDS = (SourceKind.FAQ.value, SourceKind.POLICY.value, SourceKind.ARTICLE.value)


def from_passages(
    topic: str, *, then: str = "", person: bool = False, plain: Sequence[PlainQuestion] = ()
) -> Callable[[Task, View], Step]:
    """A `next_step` that looks the question up and quotes the best passage.

    `topic` is added to a search for the customer's bare words when those alone find nothing ("what about
    Canada?"); `then` is an intent to offer afterwards; `person` puts a way to a person beside the answer; `plain` are
    ways to ask that are put plainly before they are looked up.
    """

    def next_step(task: Task, view: View) -> Step:
        found = view.results.get("passages")
        asked = asked_plainly(view.text, plain)
        if not isinstance(found, PassagesFound):
            query = f"{topic}: {view.text}" if _LEANS.match(view.text) else asked.question if asked else view.text
            return Call("find_passages", {"query": query, "kinds": _KINDS}, "passages")
        if sure := [each for each in answers(found) if _tells(each, asked)]:
            return answer(sure, opens=then, person=person)
        wider = view.results.get("wider")
        if asked is None and not isinstance(wider, PassagesFound):
            return Call("find_passages", {"query": f"{topic}: {view.text}", "kinds": _KINDS}, "wider")
        if isinstance(wider, PassagesFound) and (sure := [it for it in wider.found if it.confidence >= WIDER_SURE]):
            return answer(sure, opens=then, person=person)
        return Say("not_known", {"topic": topic}, opens="human_agent")

    return next_step


def _tells(found: Found, asked: PlainQuestion | None) -> bool:
    return asked is None or asked.tells is None or asked.tells.search(found.passage.text) is not None


def answers(found: PassagesFound) -> list[Found]:
    return [each for each in found.found if each.confidence >= SURE]


def answer(sure: list[Found], *, opens: str = "", person: bool = False) -> Say:
    """Quote the best one word for word."""
    return Say(
        "passage",
        {"passages": [sure[0].passage]},
        quick_replies=("Talk to a person",) if person else (),
        opens=opens,
    )
