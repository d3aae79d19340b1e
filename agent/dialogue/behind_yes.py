"""A yes to a summary with more beside it: read by itself what is asked, once it is known whether the yes counts. Pure.

Whether it does, `agent.acts.among` decides of the whole message, before its questions are cut apart: a condition in the
last of them is one of the yes in the first. One that does not count hides in front of a question that one is put, so
that is read alone, and the reply says that nothing is done yet.
"""

import re
from dataclasses import dataclass

from agent.acts import dialogue_act
from agent.acts.among import agreed_among, said_outright
from agent.acts.said import Said
from agent.dialogue import tasks
from agent.dialogue.agreed_by_name import agreed_by_name
from agent.dialogue.answers import wonders
from agent.entities.found import Entities
from agent.state import Memory
from agent.understanding.requests import opens_request

_FEWEST = 3


_SAYS_YES = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|oh|well|great|fine|right|h+m+)\W+)*(?:yes|yeah|yep|yup|ya|sure|go ahead|do it|please do)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class BesideYes:
    text: str
    """What is to be read: without the yes, where something else is asked."""
    counts: bool
    says: str = ""
    """The phrase that goes before the answer."""


def beside_yes(memory: Memory, text: str, named: Entities) -> BesideYes | None:
    """None where no summary waits, nothing says yes to it, or a yes is all. `named`: in the text."""
    pending = tasks.waiting(memory)
    if pending is None or agreed_by_name(memory, text) is not None:
        return None
    said, goods = Said.of(text), [each.text for each in (*named.products, *named.categories)]

    def names_other(words: str) -> bool:
        own = [each for each in goods if each.casefold() in words]
        return bool(own) and not any(_is_of(each, pending.get("shown", "")) for each in own)

    agreed = agreed_among(said, pending["verb"], names_other)
    if agreed is not None:
        return BesideYes(agreed, counts=True) if agreed else None
    found = said_outright(said, pending["verb"])
    rest = found[1] if found is not None else ""
    if (found is None and not _SAYS_YES.match(text)) or _does(text, pending["verb"]):
        return None
    is_asked = wonders(rest) or rest.rstrip().endswith("?") or opens_request(rest)
    if is_asked and len(rest.split()) >= _FEWEST and not _does(rest, pending["verb"]):
        return BesideYes(rest, counts=False, says="yes_with_a_question")
    return BesideYes(text, counts=False, says="nothing_yet")


def _does(text: str, verb: str) -> bool:
    """Whether the words do something else to what waits: they correct it, refuse it, or put it off."""
    return dialogue_act(text, expecting="confirmation", pending=verb).kind != "none"


def _is_of(thing: str, summary: str) -> bool:
    """Whether the summary speaks of such a thing; one that is not known may speak of any."""
    shown = {word.rstrip("s") for word in re.findall(r"[^\W\d_]{3,}", summary.casefold())}
    return not shown or any(word.rstrip("s") in shown for word in re.findall(r"[^\W\d_]{3,}", thing.casefold()))
