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


def thing_told_of(text: str, before: Quoted) -> tuple[str, str]:
    """The question alone and the thing, where the passage quoted last speaks of it; else two empty ones."""
    asked = _THE_THING.search(text)
    return (asked[0], asked["thing"]) if asked and has_word(before["told"], asked["thing"]) else ("", "")


def told_elsewhere_of_it(text: str, before: Quoted, found: Sequence[Found]) -> list[Found]:
    """The sentence that says how the thing is to be had, where the same matter is told once more."""
    _, thing = thing_told_of(text, before)
    matter = set(content(before["told"]))
    for each in sorted(found, key=lambda each: -each.confidence) if thing else ():
        is_same = 2 * sum(has_word(written(each.passage), word) for word in matter) > len(matter)
        kept = [said.strip() for said in sentences(each.passage.text) if has_word(said, thing) and STEPS.search(said)]
        if is_same and kept and each.passage.passage_id != before["passage_id"]:
            return [replace(each, passage=replace(each.passage, text=" ".join(kept)))]
    return []
