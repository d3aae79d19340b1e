"""What is asked on of a thing that the last answer spoke of: "how do I get that label?", after old clothes.

By itself it sounds like the label of a return. Pure.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from agent.dialogue.further_answers import STEPS
from agent.dialogue.further_questions import content, has_word, written
from agent.grounding import sentences
from agent.state import Quoted
from tools.knowledge.port import Found

_THE_THING = re.compile(
    r"\b(?:how|where|when|who)\b[^.?!]{0,40}(?<!does )(?<!do )(?<!is )(?<!are )(?<!will )(?<!would )(?<!can )"
    r"\b(?:that|those|these|this|such an?) (?:\w+ )?(?P<thing>[a-z]{3,})\W*$",
    re.IGNORECASE,
)
_MOST_OF_IT = 0.5
"""Of what was told, in the words of another passage: it is of the same matter."""


def thing_told_of(text: str, before: Quoted) -> tuple[str, str]:
    """The question alone and the thing, where the passage quoted last speaks of it; else two empty ones."""
    asked = _THE_THING.search(text)
    return (asked[0], asked["thing"]) if asked and has_word(before["told"], asked["thing"]) else ("", "")


def told_elsewhere_of_it(text: str, before: Quoted, found: Sequence[Found]) -> list[Found]:
    """The sentence that says how the thing is to be had, where the same matter is told once more."""
    _, thing = thing_told_of(text, before)
    matter = set(content(before["told"]))
    for each in sorted(found, key=lambda each: -each.confidence) if thing else ():
        told = written(each.passage)
        is_same = sum(has_word(told, word) for word in matter) > _MOST_OF_IT * len(matter)
        if not is_same or each.passage.passage_id == before["passage_id"]:
            continue
        kept = [said.strip() for said in sentences(each.passage.text) if has_word(said, thing) and STEPS.search(said)]
        if kept:
            return [replace(each, passage=replace(each.passage, text=" ".join(kept)))]
    return []
