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
from agent.dialogue.answers import wonders
from agent.entities.found import Entities
from agent.state import Memory
from agent.understanding.requests import opens_request

_FEWEST = 3


@dataclass(frozen=True, slots=True)
class BesideYes:
    text: str
    """What is asked or wished, without the yes."""
    counts: bool


def beside_yes(memory: Memory, text: str, named: Entities) -> BesideYes | None:
    """None where no summary waits, nothing says yes to it, or nothing is asked beside. `named`: in the text."""
    pending = tasks.waiting(memory)
    said = Said.of(text)
    if pending is None or (found := said_outright(said, pending["verb"])) is None:
        return None
    goods = [each.text for each in (*named.products, *named.categories)]

    def names_other(words: str) -> bool:
        own = [each for each in goods if each.casefold() in words]
        return bool(own) and not any(_is_of(each, pending.get("shown", "")) for each in own)

    if rest := agreed_among(said, pending["verb"], names_other):
        return BesideYes(rest, counts=True)
    rest = found[1]
    is_asked = wonders(rest) or rest.rstrip().endswith("?") or opens_request(rest)
    if not is_asked or len(rest.split()) < _FEWEST:
        return None
    acts = [dialogue_act(each, expecting="confirmation", pending=pending["verb"]).kind for each in (text, rest)]
    return BesideYes(rest, counts=False) if acts == ["none", "none"] else None


def _is_of(thing: str, summary: str) -> bool:
    """Whether the summary speaks of such a thing; one that is not known may speak of any."""
    shown = {word.rstrip("s") for word in re.findall(r"[^\W\d_]{3,}", summary.casefold())}
    return not shown or any(word.rstrip("s") in shown for word in re.findall(r"[^\W\d_]{3,}", thing.casefold()))
