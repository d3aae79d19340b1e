"""Price and time asked of one matter in one breath: one passage that tells both, else one for each. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from agent.dialogue.further_questions import content, has_word
from tools.knowledge.port import Found


@dataclass(frozen=True, slots=True)
class Aspect:
    asked: re.Pattern[str]
    told: re.Pattern[str]
    """In what is written, where it is answered."""


COST = Aspect(
    re.compile(
        r"\bhow much\b|\bcosts?\b|\bprices?\b|\bpric(?:y|ing)\b|\bfees?\b|\bcharges?\b|\bpay\b|\bfor free\b"
        r"|\bexpensive\b",
        re.IGNORECASE,
    ),
    re.compile(r"[$€£]\s?\d", re.IGNORECASE),
)
TIME = Aspect(
    re.compile(
        r"\bhow (?:long|fast|quick(?:ly)?|soon|many (?:working |business )?days)\b|\bdays?\b|\btimes?\b|\bwhen\b"
        r"|\buntil\b|\bduration\b",
        re.IGNORECASE,
    ),
    re.compile(r"\d (?:working |business )?(?:days?|weeks?|months?)\b", re.IGNORECASE),
)
CHARGED = Aspect(
    re.compile(
        r"\bwho(?: \w+)? (?:pays?|covers?|bears?)\b|\b(?:do|does|will|would|must|should) \w+ (?:have to |need to )?pay"
        r" (?:for|to|extra|anything)\b|\bhow much (?:does|do|is|are|will|would)\b|\bfor free\b",
        re.IGNORECASE,
    ),
    re.compile(r"[$€£]\s?\d|\bfree\b|\bnothing\b|\bincluded\b", re.IGNORECASE),
)
"""Whether something is charged at all, and to whom: an amount tells it, and so does "free"."""
_BOTH = (COST, TIME)
_JOINED = re.compile(r"\band\b|[,&+/?]|\bplus\b|\bas well as\b", re.IGNORECASE)
_SURE = 0.5
_NEAR = 0.35
"""Of the matter that the best one answers, if not the very question: enough for the half that it leaves open."""


def asks_both(text: str) -> bool:
    """ "Cost and how long", "how many days do i have and do i pay for it"; not "when do i pay"."""
    cost, time = COST.asked.search(text), TIME.asked.search(text)
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
    whole = [each for each in sure if all(_tells(each, aspect) for aspect in _BOTH)]
    if whole:
        return whole[:1]
    missing = [aspect for aspect in _BOTH if not _tells(best[0], aspect)]
    near = [each for each in (*sure, *others) if each.confidence >= _NEAR]
    other = next((each for each in near if missing and all(_tells(each, aspect) for aspect in missing)), None)
    return best if other is None or len(missing) > 1 else [*best, other]


def _charging(found: Sequence[Found], text: str) -> list[Found]:
    """ "Who pays for the exchange": of what is equally sure, what says so."""
    if CHARGED.asked.search(text) is None:
        return []
    named = content(CHARGED.asked.sub(" ", text))
    told = [each for each in found if each.confidence >= _SURE and _tells(each, CHARGED)]
    return [each for each in told if all(has_word(each.passage.text, word) for word in named)]


def _tells(found: Found, aspect: Aspect) -> bool:
    return aspect.told.search(found.passage.text) is not None
