"""A yes beside other words, and the one rule for when it counts. Pure.

A yes counts where it is said outright in a clause of its own ("yes", "yes please", "go ahead", "file it", "fine, do
it"), and everything beside it is one of these: a courtesy or a remark before it; a question or a wish about something
else; how or when it goes on once it is done ("how do I send it back", "when will the money be there"); what the summary
itself offers ("pic later"); or why it may be done ("I checked with her").

It does not count where any word beside it may be a condition, a doubt or a change: but, if, unless, only, as long as,
first, before, wait, a negation; what it costs, who pays, what is refunded, whether it is final; another size, colour,
number, address or way; or a question that asks for the deed itself otherwise ("can you do it tomorrow"). A price, a
size, a place or a change is that of something else only where other goods are named, which `names_other` knows. In
doubt it is no yes, because a yes may move money; whoever calls says then that nothing was done.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from agent.acts import phrases as lists
from agent.acts.change import CHANGES
from agent.acts.said import Said, consume
from agent.acts.yes import is_no, is_yes, outright, says_more_of_it, without_promise
from agent.entities.reading import Reading
from agent.entities.reasons import find_reasons
from agent.understanding.requests import opens_request
from domain.claims import ReturnReason

_CUT = re.compile(
    r"(?P<stop>[.!?…\n]+(?=\s|$)|[.!?…\n]+|[:;]-?[)dp](?=\s|$))"
    r"|(?P<joint>\s*[,;]\s+|\s+[-–—]+\s+|\s+(?=(?:and|also|plus|btw|by the way|because)\b))"
)
_LEAD = re.compile(
    r"^(?:(?:then|so|ok|okay|well|right|good|and|finally|yay|whatever|hm+|ugh|argh|cool|great|lovely|perfect|fine|sure)"
    r"[\s,:)]+)+"
)
_ADDS = re.compile(r"(?:and|also|plus|now|next|then|by the way|btw|besides|another thing|one more thing)\b")
_OF_THE_DEED = re.compile(rf"(?:{_ADDS.pattern}\W+)+(?:with|by|via|using|on|onto|in|into|to|at|as|from|for)\b")
""" "And with PayPal": how it is to be done, in a sentence of its own."""
_ASKS = re.compile(
    r"(?:(?:and|also|plus|now|next|then|so|btw|by the way|oh|please)\W+)*"
    r"(?:(?:what|when|where|which|who|why|how)(?:'?s)?\b|do (?:you|u|i)\b|does\b|did\b|is\b|are\b|was\b|will\b"
    r"|(?:can|could|would) (?:you|u|i)\b|have (?:you|u)\b|any\b|show me|tell me)"
)
_TIED = re.compile(r"^(?:and|also|plus)\s+(?:also\s+|then\s+)?", re.IGNORECASE)
_CHANGES_BEFORE = re.compile(
    rf"\b(?:{lists.TAKES_BACK}|only when|cancel|free|costs?|charged?"
    r"|charges|fees?|pay|paying|pays|extra|refund(?:ed)?|make (?:it|that|them)|change|switch|swap|sizes?"
    r"|colou?rs?|keep|first|second|other|another|bigger|smaller|larger|wrong|the (?:\w+ )?ones?|how much|final"
    r"|(?:only|just) (?:the|an?|one|two|this|that|these|those|my|her|his|in|size)"
    r"|not (?:the|that|this|both|all|yet|sure)|don't|do not|never)\b|\d|\bin (?:an? )?\w+\W*$"
)
""" "The other one. yes": what is told before a yes may say what it is to."""
_BEARS = re.compile(
    rf"\b(?:{lists.TAKES_BACK}|hm+|not|no|nope|never|only|just|first|unsure|final|binding"
    r"|make (?:it|that|them)|undo|reverse|right|sure|correct|certain|guaranteed?|ok|okay)\b|n't\b"
)
"""A condition or a doubt, whatever it is said of."""
_CHANGES_SOMETHING = re.compile(r"\b(?:change|switch|swap|cancel|keep)\b")
"""A change, and of the deed itself unless the same words are of other goods."""
_JOINS = re.compile(r"\b(?:return|replace)\b")
""" "Return it with the boots": a change where other goods are named, else how it goes on: "how do I return it"."""
_FOR_OTHER_GOODS = re.compile(
    r"\b(?:for|to|into|with|as|than) (?:an?|the|my|one|some|those|these)\b|\ball\b|\bboth\b|\border\b"
)
""" "Swap for the boots", "keep the refund as the boots": what the deed is to become. "The order" may hold both."""
_OF_ITS_PRICE = re.compile(
    r"\b(?:free|costs?|charged?|charges|fees?|pay|paying|pays|paid|extra|how much|price[sd]?|difference|expensive"
    r"|cheaper)\b"
)
_OF_ITS_KIND = re.compile(
    r"\b(?:sizes?|colou?rs?|bigger|smaller|larger|quantity|address|express|exchange|replacement"
    r"|(?:another|other|different) (?:one|size|colou?r|address|card|way)"
    r"|(?:send|ship|deliver|post|mail|get)\w* (?:it|this|that|them|'?em)\b.*?\bto)\b"
    r"|\bin (?:an? |size )?[\w-]+\W*$"
)
"""How the deed might be otherwise."""
_HOW_OR_WHEN = re.compile(
    r"(?:(?:and|also|plus|so|then|oh|now)\W+)*(?:when\b|how (?:long|soon)\b|by when\b"
    r"|(?:how|where) (?:do|does|can|will|should)\b|what happens\b)"
)
"""What comes after it is done."""
_OF_IT = re.compile(
    r"\b(?:it|this|that|them|these|those|'?em|refund\w*|money|amount|credit|do (?:i|we) (?:get|have|need|still))\b"
)
_ASKS_OF_US = re.compile(
    r"\b(?:can|could|would|will|may|might|should) (?:you|u|we|i|it|that)\b|\b(?:right|sure|correct)\b"
)
""" "Can you send it to my sister? yes": what is wished before a yes may be what it is to."""
_IS_DONE = re.compile(r"\bis (?:it|that) (?:all )?(?:done|changed|filed|cancelled|sent|through|settled)\b")
_HARMLESS = re.compile(
    r"\bdo(?:n't| not) forget\b"
    r"|\b(?:what|which) (?:colou?r|size)s?(?: and (?:colou?r|size))? (?:did|have|do|was|is|were|are) (?:i|we|my)\b"
)
""" "And which colour did I order?": asked, and no other colour is wished."""
_SAID_BEFORE = re.compile(
    r"\bi(?:'ve| have)?(?: just| already)? sa(?:id|y) yes(?: (?:\d+|two|three|\w+) times)?(?: (?:now|already))?\b"
)
_VOUCHES = re.compile(
    r"(?:(?:right|ok|okay|and|yes)[\s,]+)*(?:i|we)(?:'ve| have)?(?: just| already)? "
    r"(?:checked|confirmed|agreed)(?: (?:it|that|this))? with "
    r"(?:her|him|them|me|the customer)\W*"
)
""" "Yes file it. right, I checked with her.": says why it may be done, and nothing else."""
_OF_CLAIMS = frozenset({"return", "file", "claim", "report", "exchange"})
"""Verbs of a summary that a fault told behind the yes may change."""
_FAULTS = (ReturnReason.DAMAGED, ReturnReason.DEFECTIVE, ReturnReason.MISSING_ITEM)
"""Of goods alone; "the wrong one" may be of the summary itself."""

NamesOther = Callable[[str], bool]
"""Whether these words name goods, and none of those that the summary is of."""


@dataclass(frozen=True, slots=True)
class _Clause:
    start: int
    end: int
    """Behind what ends it."""
    text: str
    is_sentence: bool
    """Nothing but a stop stands between it and what follows."""
    is_asked: bool


def agreed_among(said: Said, pending: str | None, names_other: NamesOther = lambda words: False) -> str | None:
    """What is asked besides, "" where nothing is; None where there is no yes that counts. `pending`: its verbs."""
    found = said_outright(said, pending)
    if found is None:
        return None
    before, rest, is_sentence = found
    plain = without_promise(rest.lower()).strip(" ,;.!")
    if _may_change(before) or (not before.strip() and not rest.strip()):
        return None
    if not plain or _VOUCHES.fullmatch(rest.lower()):
        return ""
    rest = rest if plain == rest.lower().strip(" ,;.!") else without_promise(rest).strip(" ,;.")
    counts = _only_adds(rest, names_other, is_sentence=is_sentence) or (is_sentence and _reports(rest, pending))
    return (rest if is_sentence else _TIED.sub("", rest)) if counts else None


def said_outright(said: Said, pending: str | None) -> tuple[str, str, bool] | None:
    """What stands before and behind the first yes of its own, and whether a sentence ends there; None: no yes."""
    clauses = _clauses(said.plain)
    first = next((at for at, each in enumerate(clauses) if _opens(clauses[:at]) and _is_plain_yes(each, pending)), None)
    if first is None:
        return None
    last = clauses[first]
    for clause in clauses[first + 1 :]:
        if clause.is_asked or not says_more_of_it(_said(clause).words, pending):
            break
        last = clause
    rest = said.text[last.end :].strip(" \t\n,;:)-–—")
    return said.plain[: clauses[first].start], rest, last.is_sentence


def _opens(before: list[_Clause]) -> bool:
    """A sentence begins here, but for "great, ..."."""
    if not before or before[-1].is_sentence:
        return True
    return _LEAD.fullmatch(f"{before[-1].text} ") is not None and _opens(before[:-1])


def _clauses(plain: str) -> list[_Clause]:
    found: list[_Clause] = []
    start = 0
    for match in [*_CUT.finditer(plain), None]:
        end = match.start() if match else len(plain)
        stop = (match["stop"] or "") if match else "."
        if re.search(r"\w", plain[start:end]) or "👍" in plain[start:end]:
            behind = match.end() if match else end
            found.append(_Clause(start, behind, plain[start:end], bool(stop), "?" in stop))
        start = match.end() if match else end
    return found


def _is_plain_yes(clause: _Clause, pending: str | None) -> bool:
    said = _said(clause)
    if clause.is_asked or not said.words or not is_yes(said, pending):
        return False
    strong = f"{lists.YES}|{outright(pending)}"
    return sum(consume(said.words, strong, lists.WEAK_YES, lists.FILLERS)[:1]) > 0


def _said(clause: _Clause) -> Said:
    """Without what only leads it in: "and", "great"."""
    return Said.of(_LEAD.sub("", clause.text.strip(" ,:)-")) or "-")


def _may_change(before: str) -> bool:
    """Whether what is told before the yes says no, or says what it is to."""
    told = _SAID_BEFORE.sub("", without_promise(before))
    clauses = _clauses(told)
    if (
        _CHANGES_BEFORE.search(told)
        or _OF_ITS_PRICE.search(told)
        or any(each.is_asked and _ASKS_OF_US.search(each.text) for each in clauses)
    ):
        return True
    sentences = [Said.of(each) for each in re.split(r"[.!?…\n]+", told)]  # "no, just what you show" is no no
    return any(each.words and is_no(each) for each in sentences)


def _only_adds(rest: str, names_other: NamesOther, *, is_sentence: bool) -> bool:
    """A question or a wish of its own, no word of which bears on what was agreed to."""
    plain = _HARMLESS.sub("", rest.lower())
    if _BEARS.search(plain):
        return False
    is_other = False
    for at, clause in enumerate(_clauses(plain)):
        is_own = names_other(clause.text)
        is_other = is_other or is_own  # "the boots, what sizes, and can you ship them to Canada"
        if (not is_own and _OF_ITS_PRICE.search(clause.text)) or (not is_other and _bears_on_it(clause.text)):
            return False
        is_change = _CHANGES_SOMETHING.search(clause.text) or (at == 0 and CHANGES.match(plain))
        is_change = is_change or (is_own and _JOINS.search(clause.text))
        if is_change and not (is_own and _is_of_others_alone(clause.text)):
            return False
    if not is_sentence:  # tied on with a comma or an "and"
        return _ASKS.match(plain) is not None or (is_other and opens_request(_TIED.sub("", rest)))
    is_asked = "?" in plain or _ASKS.match(plain) or any(opens_request(clause.text) for clause in _clauses(rest))
    return bool(is_asked) or (_ADDS.match(plain) is not None and _OF_THE_DEED.match(plain) is None)


def _is_of_others_alone(clause: str) -> bool:
    """ "Also can I change the size on the alder tee": nothing of it points back at what was agreed to."""
    return _OF_IT.search(clause) is None and _FOR_OTHER_GOODS.search(clause) is None


def _bears_on_it(clause: str) -> bool:
    if _OF_ITS_KIND.search(clause):
        return True
    return not _HOW_OR_WHEN.match(clause.strip()) and _OF_IT.search(_IS_DONE.sub("", clause)) is not None


def _reports(rest: str, pending: str | None) -> bool:
    """ "Yes. The trousers of my last order have a hole.", to anything but a claim: trouble of its own."""
    is_of_claim = bool(_OF_CLAIMS.intersection((pending or "").split("|")))
    plain = rest.lower()
    if (
        is_of_claim
        or "?" in plain
        or _BEARS.search(plain)
        or _OF_ITS_PRICE.search(plain)
        or _OF_ITS_KIND.search(plain)
        or CHANGES.match(plain)
    ):
        return False
    return any(found.value in _FAULTS for found in find_reasons(Reading.of(rest)))
