"""What is remembered about the speaker, all of it and in words."""

import re
from collections.abc import Mapping

from agent.intents.spec import Intent, View
from agent.state import Task
from agent.steps import Call, Say, Step
from domain.customers import Customer
from tools.memories import AboutYou

_DETAIL = (
    r"(?:(?:home|delivery|shipping|e-?mail|postal)\ )?"
    r"(?:address|e-?mail|phone|number|phone\ number|contact\ details)"
)
_MY = r"\ (?:is\ |are\ )?my\ (?:own\ |current\ |saved\ |default\ |usual\ )*"
_OF_CONTACT = re.compile(
    rf"""
      \b(?:what|which)(?:'s|’s|s|\ is|\ are)?\ (?:is\ |are\ )?(?:my|the)\ (?:current\ |saved\ |default\ )?{_DETAIL}\b
      (?:\ (?:on\ (?:file|my\ account|record)|in\ my\ account|you\ have|saved|right\ now|now|again))+\W*$
    | ^\W*(?:and\ |so\ |then\ )*what(?:'s|’s|s|\ is)?{_MY}{_DETAIL}(?:\ (?:with|at)\ you)?\W*$
    | \b(?:what|which)\ {_DETAIL}\ (?:do\ you\ have|have\ you\ got|is\ (?:saved|stored|on\ file|in\ my\ account))\b
    | \bwhere\ (?:do|will)\ you\ send\ my\ (?:orders|parcels|stuff)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_OF_NAME = re.compile(
    r"""
      \b(?:what(?:'s|’s|s|\ is)|(?:(?:do|did)\ you\ )?(?:still\ |even\ )?(?:know|remember))
      \ my\ (?:first\ |last\ |real\ |own\ )?name\b(?!['’-]|\ (?:on|in|for|at|with|is|was|got|and|or|to|from|of)\b)
    | \b(?:what|which)\ name\ (?:do\ you\ have|have\ you\ got|is)\b.{0,20}\b(?:for\ me|on\ file|my\ account)\W*$
    | ^\W*(?:(?:and|so|ok|hey)\W+)*who\ am\ i(?:\ (?:to\ you|then))?\W*$
    """,
    re.IGNORECASE | re.VERBOSE,
)
_CUES = re.compile(
    _OF_CONTACT.pattern
    + "|"
    + _OF_NAME.pattern
    + r"""
    | \bwhat\ (?:all\ )?(?:do|did|have)\ you\ (?:know|remember|have|keep|store|save|got|kept)\b
      .{0,25}\b(?:about|on|of)\ me\b
    | \bwhat\ have\ you\ (?:saved|stored|learned|remembered)\b.{0,25}\b(?:about|on|of)\ me\b
    | \b(?:what|which)\ (?:personal\ )?(?:data|info\w*|details?|facts?)\ (?:do|have)\ you\b
      .{0,25}\b(?:on|about|of)\ me\b
    | \bdo\ you\ (?:still\ )?(?:remember|know)\ (?:me\b|who\ i\ am|what\ i\ (?:like|wear))
    | \bdo\ you\ (?:still\ )?(?:remember|know)\ my\ (?:(?:shoe\ )?sizes?|preferences|colou?rs|likes)
    | \bwhat(?:'s|\ is|\ are)\ my\ (?:saved\ |usual\ )?(?:(?:shoe|shirt)\ )?(?:sizes?|preferences|likes)\b(?!\ if\b)
    | \b(?:what|which)\ (?:sizes?|colou?rs?|materials?)\ do\ i\ (?:(?:usually|normally|always|mostly)\ )?
      (?:wear|take|have|like|avoid|prefer)\b
    | \b(?:what|which)\ (?:preferences|likes)\ (?:of\ mine\ )?(?:do|have|are|did)\ (?:you\ )?
      (?:know|remember|have|keep|store|saved?|got|kept|on\ file)\b(?:.{0,20}\bfor\ me\b|.{0,12}\W*$)
    | \b(?:what|which)\ sizes?\ (?:of\ mine\ )?(?:do|have|are|did)\ (?:you\ )?
      (?:(?:know|remember|store|saved?|on\ file)\b(?:.{0,20}\bfor\ me\b|.{0,12}\W*$)
        |(?:have|keep|got|kept)\b.{0,12}\b(?:for\ me|on\ (?:file|record|my\ account)|saved|stored)\b)
    | \bwhat\ do\ you\ know\ about\ my\ (?:taste|style|sizes?|preferences|likes|account)\b
    | \b(?:why|how(?:\ come)?|where|who|what\ makes|since\ when)\b.{0,20}
      \b(?:(?:do|did|would|can|does)\ (?:you|it)\ (?:say|think|know|assume|believe|get|write)
        |you\ (?:say|think|know|believe)|told\ you|says?)\b
      .{0,24}\b(?:i\ (?:like|prefer|love|wear|avoid)|my\ (?:\w+\ )?(?:sizes?|taste|preferences|likes|colou?rs))\b
    | \bi\ (?:have\ )?never\ (?:said|told\ you)(?:\ that)?\ i\ (?:like|prefer|love|wear|avoid)d?\b
    | \bwhat(?:'s|’s|s|\ is)\ (?:all\ )?(?:on|in|saved\ in|stored\ in)\ my\ account\b
    | \b(?:show|tell)\ me\ (?:what\ you\ know|what\ you\ remember|my\ (?:saved\ )?(?:preferences|sizes|data))\b
    """,
    re.IGNORECASE | re.VERBOSE,
)

_PROFILE = Call("get_profile", {}, "profile")
PARTS: Mapping[str, re.Pattern[str]] = {
    "email": re.compile(r"\be-?mail\b", re.IGNORECASE),
    "phone": re.compile(r"\b(?:phone|mobile|telephone|number)\b", re.IGNORECASE),
    "address": re.compile(r"(?<!mail )\baddress\b|\bsend my\b", re.IGNORECASE),
}
_OF_SIZES = re.compile(r"\b(?:(?P<shoes>shoe) )?sizes?\b", re.IGNORECASE)
_OF_MORE = re.compile(r"\b(?:preferences|colou?rs?|likes?|materials?|data|everything)\b", re.IGNORECASE)


def next_step(task: Task, view: View) -> Step:
    """Guests hear what they said here; if that was nothing, who they are is asked for."""
    if _OF_CONTACT.search(view.text):
        customer = view.results.get("profile")
        return _on_file(customer, view.text) if isinstance(customer, Customer) else _PROFILE
    about = view.results.get("about")
    if not isinstance(about, AboutYou):
        return Call("recall", {}, "about")
    if about.is_known and _OF_NAME.search(view.text):
        return Say("your_name", {"about": about})
    if about.sizes and (asked := _OF_SIZES.search(view.text)) and not _OF_MORE.search(view.text):
        of_shoes = tuple(each for each in about.sizes if each[0] == "shoes") if asked["shoes"] else ()
        return Say("remembered_sizes", {"sizes": of_shoes or about.sizes})
    if about.is_known:
        return Say("remembered_all" if not about.is_empty else "remembered_little", {"about": about})
    if about.facts:
        return Say("remembered_here", {"about": about})
    return _PROFILE if "profile" not in view.results else Say("remembered_nothing")


def _on_file(customer: Customer, text: str) -> Say:
    """The one detail that is asked for, or all of them."""
    asked = [part for part, words in PARTS.items() if words.search(text)]
    if len(asked) != 1:
        return Say("on_file", {"customer": customer})
    return Say("on_file_part", {"customer": customer, "part": asked[0]})


INTENT = Intent(
    name="remembered",
    meaning="what the shop knows or remembers about the customer",
    route="account",
    label="hear what I remember about you",
    next_step=next_step,
    tools=("recall", "get_profile"),
    cues=_CUES,
)
