"""A wish or a trouble and a question of something else: "something arrived broken. Also, where is your store?".

What asks twice is cut by its form (`agent.understanding.asked_apart`); a wish is known as one of its own only by what
it is about. A cut is made where both sides stand alone and are surely of two matters. English words. Pure.
"""

import re
from collections.abc import Callable, Iterator

from agent.intents.registry import INTENTS
from agent.understanding.asked_apart import MOST, body_of, is_of_bot
from agent.understanding.local_reading import SURE, Request
from agent.understanding.matters import matters_of
from agent.understanding.one_more import is_whole, looks_for, stands_alone, tells_trouble
from agent.understanding.requests import split

_CUT = re.compile(
    r"(?<!\bno)(?<!\bnr)(?<!\bmr)(?<!\bms)(?<!\bst)[.!?;]+(?=\s)|\n+"
    r"|,?\s(?:and also|and|also|plus|oh and|&|but)\s(?=\w)|,\s",
    re.IGNORECASE,
)
_SETTLES = {"return", "refund", "exchange", "warranty", "cancel"}
"""Matters by which a trouble is settled that was told."""
_OF_ONES_OWN = ("order", "returns")
_OF_CLAIMS = ("returns_policy", "warranty_policy", "return_deadline", "complaint")
"""Intents of other routes that a claim speaks of as well."""
_OF_NOTHING = ("chat", "oos", "human")


def wishes_apart(part: str, read: Callable[[str], Request | None]) -> list[str]:
    """In order; `[part]` as it is where it is not surely of two matters, or their own words tell them apart.

    `read`: the one request in a text, if any.
    """
    pieces = split(part)
    if len(pieces) > 1:
        apart = [each for piece in pieces for each in wishes_apart(piece, read)]
        return apart if len(pieces) < len(apart) <= MOST else [part]
    for before, behind in _cuts(part):
        if not (is_whole(before) and stands_alone(behind)):
            continue
        if is_of_bot(body_of(before)) or _are_two(read(body_of(before)), read(behind)):
            rest = wishes_apart(behind, read)
            return [before, *rest] if len(rest) < MOST else [part]
    return [part]


def _are_two(before: Request | None, behind: Request | None) -> bool:
    if before is None or behind is None:
        return False
    if _names_goods(behind) and looks_for(behind.text) and (_names_goods(before) or not _is_of_goods(before)):
        return True
    if _asks_of_one(before, behind):
        return True
    first, last = _matter(before), _matter(behind)
    return (
        bool(first and last)
        and first != last
        and not (_is_settled_by(behind, before) or _is_settled_by(before, behind))
    )


def _asks_of_one(before: Request, behind: Request) -> bool:
    """ "Got any sneakers? Does the Camp Zip Hoodie run small?"."""
    is_named = bool(behind.entities.products) or not _names_goods(behind)
    return looks_for(before.text) and _names_goods(before) and is_named and behind.intent == "product_question"


def _is_of_goods(request: Request) -> bool:
    """As far as anybody can tell."""
    likely = request.intent or next(iter(request.alternatives), "")
    return likely in INTENTS and INTENTS[likely].route == "product"


def _is_settled_by(wish: Request, trouble: Request) -> bool:
    """ "It came torn. I want my money back", "I want my money back, it never came": one matter."""
    is_of_own = _matter(trouble) in _OF_ONES_OWN and tells_trouble(trouble.text)
    return is_of_own and bool(matters_of(wish.text.casefold()) & _SETTLES)


def _matter(request: Request) -> str:
    """The route, or the intent itself where two of one route have nothing to do with each other; "": not sure."""
    if looks_for(request.text) and _names_goods(request):
        return "product"
    intent = INTENTS.get(request.intent or "")
    if intent is None or request.confidence < SURE or intent.route in _OF_NOTHING:
        return ""
    if intent.name in _OF_CLAIMS:
        return "returns"
    return intent.name if intent.route in ("policy", "account") or intent.name == "place_order" else intent.route


def _names_goods(request: Request) -> bool:
    return bool(request.entities.categories or request.entities.products)


def _cuts(part: str) -> Iterator[tuple[str, str]]:
    for match in _CUT.finditer(part):
        end = match.end() if part[match.start()] in ".!?;" else match.start()
        before, behind = part[:end].strip(), part[match.end() :].strip()
        is_joined = part[match.start()] not in ".!?;\n"
        behind = body_of(behind)
        if before and behind and not (is_joined and is_whole(behind) and not is_whole(behind.rstrip("?"))):
            yield before, behind
