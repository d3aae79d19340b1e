"""The country that a speaker's parcels go to, and what the shop has written of it rather than of another.

A question that names no country is one about the speaker's own: prices, times and duties differ by it. Known is it
from what they said, else from the account, else from the locale that the conversation is held in.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from babel import Locale
from babel.core import UnknownLocaleError

from tools.knowledge.port import Found
from tools.places import places_in, places_said
from tools.spec import ToolContext

_OUTSIDE = re.compile(r"\boutside (?:of )?(.+)", re.IGNORECASE)
_LIKELY = 0.5
"""Confidence from which a passage would have been an answer."""


async def home_of(context: ToolContext) -> str:
    """ISO 3166; "" where nothing tells, as of a lead who serves nobody yet."""
    if context.home:
        return context.home
    principal = context.principal
    customer = await context.shop.customer(principal.subject) if principal.subject else None
    if customer is not None:
        return customer.address.get("country") or region_of(customer.locale)
    return "" if principal.is_staff else region_of(context.locale)


def region_of(locale: str) -> str:
    """ "CA" of "en-CA"; "" of "en"."""
    try:
        return Locale.parse(locale.replace("_", "-"), sep="-").territory or ""
    except (UnknownLocaleError, ValueError):
        return ""


def name_of_country(home: str) -> str:
    """As English texts write it."""
    return Locale("en").territories.get(home, home)


def is_of_another(found: Found, home: str) -> bool:
    """ "How do I return from outside the US?" is of every country but that one."""
    outside = _OUTSIDE.findall(found.passage.heading)
    if outside:
        return home in places_in(" in ".join(outside))
    about = places_in(found.passage.heading)
    return bool(about) and home not in about


def depends_on_country(query: str, found: Sequence[Found]) -> bool:
    """Asks of none by name, where something that was found is written of one."""
    return not places_said(query) and any(places_in(each.passage.heading) for each in found)


def at_home(query: str, found: Sequence[Found], *, home: str, search: Callable[[str], Sequence[Found]]) -> list[Found]:
    """What is written of another country yields to what is written of this one, which is searched for by its name.

    What answers the question of another country is an answer of this one, so that the first of its own takes that
    place. Where nothing is written of this country, the others are left out all the same: their price answers nothing.
    """
    kept = [each for each in found if not is_of_another(each, home)]
    if all(each.confidence < _LIKELY for each in found if is_of_another(each, home)):
        return kept
    named = search(f"{query} ({name_of_country(home)})")
    own = [each for each in named if home in places_in(each.passage.heading)]
    if is_of_another(found[0], home):
        own = [replace(each, confidence=max(each.confidence, found[0].confidence)) for each in own[:1]] + own[1:]
    best = {each.passage.passage_id: each for each in sorted((*kept, *own), key=lambda each: each.confidence)}
    return sorted(best.values(), key=lambda each: -each.confidence)
