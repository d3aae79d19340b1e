"""A wish or a trouble and a question of something else: "something arrived broken. Also, where is your store?".

What asks twice is cut by its form (`agent.understanding.asked_apart`); a wish is known as one of its own only by what
it is about. A cut is made where both sides stand alone and are surely of two matters. English words. Pure.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

from agent.intents.registry import INTENTS
from agent.understanding.asked_apart import MOST, body_of, is_of_bot, puts_a_question
from agent.understanding.local_reading import Request
from agent.understanding.matters import matters_of
from agent.understanding.one_more import is_whole, looks_for, stands_alone
from agent.understanding.requests import split
from agent.understanding.trouble import tells_trouble

_CUT = re.compile(
    r"(?<!\bno)(?<!\bnr)(?<!\bmr)(?<!\bms)(?<!\bst)[.!?;]+(?=\s)|\n+"
    r"|,?\s(?:and also|and|also|plus|oh and|&|but)\s(?=\w)|,\s",
    re.IGNORECASE,
)
_STOPS = ".!?;\n"
_SETTLES = {"return", "refund", "exchange", "warranty", "cancel"}
"""Matters by which a trouble is settled that was told."""
_OF_ONES_OWN = ("order", "returns")
_OF_CLAIMS = ("returns_policy", "warranty_policy", "return_deadline", "complaint")
"""Intents of other routes that a claim speaks of as well."""
_RULES = ("returns_policy", "warranty_policy")
_OF_NOTHING = ("chat", "oos", "human")
_SURELY = 0.3
"""Of both together."""
_THANKS = re.compile(r"[\s,.!]*\b(?:thanks|thank you|thx|cheers|please|pls)[\s.!]*$", re.IGNORECASE)


class _Clause(NamedTuple):
    text: str
    joint: str
    """What stands between it and the clause before."""
    is_joined: bool
    """By an "and" or a comma: no sentence of its own."""


def wishes_apart(part: str, read: Callable[[str], Request | None]) -> list[str]:
    """In order; `[part]` as it is where it is not surely of two matters, or their own words tell them apart.

    `read`: the one request in a text, if any.
    """
    pieces = split(part)
    if len(pieces) > 1:
        apart = [each for piece in pieces for each in wishes_apart(piece, read)]
        return apart if len(pieces) < len(apart) <= MOST else [part]
    before, *others = _clauses(part)
    apart = [before.text]
    for clause in others:
        is_after_one = is_whole(apart[-1]) or is_whole(before.text)
        if is_after_one and _stand_apart(apart[-1].strip(), body_of(clause.text), read, is_joined=clause.is_joined):
            apart.append(body_of(clause.text))
        else:
            apart[-1] += clause.joint + clause.text
        before = clause
    return [each.strip() for each in apart] if 1 < len(apart) <= MOST else [part]


def _stand_apart(before: str, behind: str, read: Callable[[str], Request | None], *, is_joined: bool) -> bool:
    """`is_joined`: by an "and" or a comma, behind which a mere question mark at the end makes no question."""
    if not stands_alone(behind) or (is_joined and not is_whole(behind.rstrip("?"))):
        return False
    return is_of_bot(body_of(before)) or _are_two(read(body_of(before)), read(_without_thanks(behind)))


def _are_two(before: Request | None, behind: Request | None) -> bool:
    if before is None or behind is None:
        return False
    if _names_goods(behind) and looks_for(behind.text) and (_names_goods(before) or not _is_of_a_search(before)):
        return True
    if _asks_of_one(before, behind) or _asks_the_rules_too(before, behind):
        return True
    first, last = _matter(before), _matter(behind)
    is_sure = before.confidence * behind.confidence >= _SURELY and bool(first and last) and first != last
    return is_sure and not (_is_settled_by(behind, before) or _is_settled_by(before, behind))


def _asks_of_one(before: Request, behind: Request) -> bool:
    """ "Got any sneakers? Does the Camp Zip Hoodie run small?"."""
    is_named = bool(behind.entities.products) or not _names_goods(behind)
    return looks_for(before.text) and _names_goods(before) and is_named and behind.intent == "product_question"


def _asks_the_rules_too(before: Request, behind: Request) -> bool:
    """ "I want to return something. Can I return sale items?": a wish, and a question of what holds for everybody."""
    names = {before.intent, behind.intent}
    is_wish = any(name in INTENTS and INTENTS[name].route == "returns" for name in names if name)
    asks = any(each.intent in _RULES and puts_a_question(each.text) for each in (before, behind))
    return is_wish and asks


def _is_of_a_search(request: Request) -> bool:
    """As far as anybody can tell."""
    return (request.intent or next(iter(request.alternatives), "")) == "product_search"


def _is_settled_by(wish: Request, trouble: Request) -> bool:
    """ "It came torn. I want my money back", "I want my money back, it never came": one matter."""
    is_of_own = _matter(trouble) in _OF_ONES_OWN and tells_trouble(trouble.text)
    return is_of_own and bool(matters_of(wish.text.casefold()) & _SETTLES)


def _matter(request: Request) -> str:
    """The route, or the intent itself where two of one route have nothing to do with each other; "": not sure."""
    if looks_for(request.text) and _names_goods(request):
        return "product"
    intent = INTENTS.get(request.intent or "")
    if intent is None or intent.route in _OF_NOTHING:
        return ""
    if intent.name in _OF_CLAIMS:
        return "returns"
    return intent.name if intent.route in ("policy", "account") or intent.name == "place_order" else intent.route


def _names_goods(request: Request) -> bool:
    return bool(request.entities.categories or request.entities.products)


def _without_thanks(text: str) -> str:
    return _THANKS.sub("", text)


def _clauses(part: str) -> list[_Clause]:
    clauses, start, joint = list[_Clause](), 0, ""
    for match in _CUT.finditer(part):
        is_stop = part[match.start()] in _STOPS
        end = match.end() if is_stop else match.start()
        if not body_of(part[start:end]):
            continue  # "oh and ..."
        clauses.append(_Clause(part[start:end], joint, is_joined=bool(joint.strip())))
        start, joint = match.end(), part[end : match.end()]
    return [*clauses, _Clause(part[start:], joint, is_joined=bool(joint.strip()))]
