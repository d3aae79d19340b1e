"""Price and time asked of one matter in one breath: one passage that tells both, else one for each. Pure."""

import re
from collections.abc import Sequence

from agent.dialogue.aspects import ASPECTS, Aspect
from agent.dialogue.further_questions import content, has_word
from tools.knowledge.port import Found

_COST, _TIME = ASPECTS[:2]
_CHARGED = re.compile(
    r"\bwho(?: \w+)? (?:pays?|covers?|bears?)\b|\b(?:do|does|will|would|must|should) \w+ (?:have to |need to )?pay"
    r" (?:for|to|extra|anything)\b|\bhow much (?:does|do|is|are|will|would)\b|\bfor free\b",
    re.IGNORECASE,
)
"""Whether something is charged at all, and to whom."""
_TIMES = re.compile(r"\btimes?\b", re.IGNORECASE)
_JOINED = re.compile(r"\band\b|[,&+/?]|\bplus\b|\bas well as\b", re.IGNORECASE)
_SURE = 0.5
_NEAR = 0.35
"""Of the matter that the best one answers, if not the very question: enough for the half that it leaves open."""


def asks_both(text: str) -> bool:
    """ "Cost and how long", "how many days do i have and do i pay for it"; not "when do i pay"."""
    cost, time = _COST[0].search(text), _TIME[0].search(text) or _TIMES.search(text)
    if cost is None or time is None:
        return False
    first, last = sorted((cost, time), key=lambda match: match.start())
    return _JOINED.search(text, first.end(), last.start()) is not None


def telling(sure: Sequence[Found], text: str, *, others: Sequence[Found] = ()) -> list[Found]:
    """What answers all that was asked, best first: one passage, or two where each tells a half.

    `others` were found with it, and are no answers by themselves.
    """
    best = list(sure[:1])
    if not best or not asks_both(text):
        return _charging([*sure, *others], text)[:1] or best
    whole = [each for each in sure if all(_tells(each, aspect) for aspect in (_COST, _TIME))]
    if whole:
        return whole[:1]
    missing = [aspect for aspect in (_COST, _TIME) if not _tells(best[0], aspect)]
    near = [each for each in (*sure, *others) if each.confidence >= _NEAR]
    other = next((each for each in near if missing and all(_tells(each, aspect) for aspect in missing)), None)
    return best if other is None or len(missing) > 1 else [*best, other]


def _charging(found: Sequence[Found], text: str) -> list[Found]:
    """ "Who pays for the exchange": of what is equally sure, what says so."""
    if _CHARGED.search(text) is None:
        return []
    named = content(_CHARGED.sub(" ", text))
    told = [each for each in found if each.confidence >= _SURE and _tells(each, _COST)]
    return [each for each in told if all(has_word(each.passage.text, word) for word in named)]


def _tells(found: Found, aspect: Aspect) -> bool:
    _, told = aspect
    return told.search(found.passage.text) is not None
