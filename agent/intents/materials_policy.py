"""What is written of the shop's materials: "is your linen organic?"; each one that is named has its own passage."""

import re

from agent.dialogue.further_questions import has_word
from agent.entities.vocabulary import AMBIGUOUS_MATERIALS, MATERIALS
from agent.intents.answering import KINDS, from_passages
from agent.intents.spec import Intent, View
from agent.state import Task
from agent.steps import Call, Say, Step
from domain.knowledge import Passage
from tools.policies import PassagesFound

_MATERIAL = "|".join(
    re.escape(name) for name in sorted(MATERIALS, key=len, reverse=True) if name not in AMBIGUOUS_MATERIALS
)
_NAMED = re.compile(rf"\b(?:{_MATERIAL})\b", re.IGNORECASE)
_QUALITY = (
    r"(?:organic\w*|certified|certificates?|sustainab\w+|ethical\w*|mulesing\w*|cruelty[- ]free|recycled|natural"
    r"|eco[- ]?friendly|fair ?trade|traceable)"
)
_ALL = (
    rf"(?:your |the |ur |all (?:of )?(?:your |the )?)*(?:{_MATERIAL})"
    rf"(?:(?:,| and| or|, and| &) (?:the |your )?(?:{_MATERIAL}))*"
)
_ASKS = (
    rf"^\W*(?:(?:and|so|ok(?:ay)?|but|only|hi|hey|really|hm+)\W+)*(?:"
    rf"(?:is|are) {_ALL}(?: (?:you use|really|all|also|even|too|then|actually|from))* {_QUALITY}\b"
    rf"|(?:what|how) about {_ALL}\W+(?:is|are) (?:it|that|they|those|these|both)"
    rf"(?: (?:really|all|also|even|too))* {_QUALITY}\b"
    rf"|where (?:does|do) {_ALL} come from\b|what(?: kind of)? certificates? (?:does|do) {_ALL} have\b)"
)
_SURE = 0.75
_OF_CARE = re.compile(r"\bwash\w*|\bcare\b|\biron\w*", re.IGNORECASE)
_MOST = 3
_from_passages = from_passages("materials")


def next_step(task: Task, view: View) -> Step:
    named = list(dict.fromkeys(match[0].casefold() for match in _NAMED.finditer(view.text)))[:_MOST]
    told: list[Passage] = []
    for material in named:
        found = view.results.get(material)
        if not isinstance(found, PassagesFound):
            return Call("find_passages", {"query": f"Our materials: {material}", "kinds": KINDS}, material)
        told += [passage for passage in [_of(material, found)] if passage is not None and passage not in told]
    if not told:
        return _from_passages(task, view)
    return Say("passage", {"passages": told, "offered": "", "not_to": ""})


def _of(material: str, found: PassagesFound) -> Passage | None:
    """What is written of where it comes from and how it is certified, not of how it is washed."""
    sure = [each.passage for each in found.found if each.confidence >= _SURE]
    words = material.split()
    return next(
        (each for each in sure if not _OF_CARE.search(each.title) and all(has_word(each.text, word) for word in words)),
        None,
    )


INTENT = Intent(
    name="materials_policy",
    meaning="where the shop's materials come from and how they are certified",
    route="policy",
    label="know about our materials",
    next_step=next_step,
    tools=("find_passages",),
    cues=re.compile(_ASKS, re.IGNORECASE),
)
