"""What a message says of a claim beyond its reason: which things, how many, what instead, what for, paid how.

Slots of `agent.understanding.slots`, kept apart because only claims read them. Values are plain JSON.
"""

import re
from collections.abc import Callable
from typing import Any

from agent.claims.news import news_in
from agent.claims.one_each import one_each
from agent.claims.remedies import remedy
from agent.claims.used import was_used
from agent.claims.verdicts import reason_in, verdict_in
from agent.dialogue.left_out import left_out_span
from agent.goods.variants import PRICE, said
from agent.understanding.heard import Heard
from agent.understanding.owned import is_pointed_at, tells_of_mine

_BETWEEN = re.compile(r"\s*(?:,|;|&|\+|\band\b|\bplus\b|\bas well as\b|\balong with\b)\s*", re.IGNORECASE)
_INSTEAD = re.compile(
    r"\b(?:(?:for|into|against)\s+|(?:to|with)\s+(?=(?:an?|the|one|size|another|x{0,2}[sml]|\d+)\b))", re.IGNORECASE
)
_SAYS_INSTEAD = re.compile(r"\binstead\W*$", re.IGNORECASE)
""" "Can I have it in blue instead?": however many words it takes."""
_STAYS = re.compile(r"\b(?:keep|keeping|except|not|without|but not|leave|stays?)\b", re.IGNORECASE)
_STAYS_SO = re.compile(rf"{_STAYS.pattern}\W+(?:(?:the|my|this|that|those)\W+)?$", re.IGNORECASE)
"""Right before a thing; "not resistant, the bookshelf ..." says nothing of the bookshelf."""
_TO = re.compile(
    r"(?<!like )(?<!want )(?<!need )(?<!wish )\b(?:for|into|to|against)\s+(?:one (?:with|that is|that has|in)\s+)?"
    r"|\binstead of\b.*?,|\bpreferably\b",
    re.IGNORECASE,
)
_WITH = re.compile(r"\bwith\s+", re.IGNORECASE)
_REPLACES = re.compile(r"\b(?:replac|swap|exchang|chang|substitut)", re.IGNORECASE)
SAME = re.compile(
    r"\b(?:the |an? )?(?:very |exact(?:ly)? )?same (?:one|ones|again|thing|item|model|make|kind|version|pair|spec\w*"
    r"|options?|product|size(?: and|,)? (?:the )?(?:same )?colou?r)\b|\bidentical\b|\bsame again\b",
    re.IGNORECASE,
)
"""The wish for another piece of just what one has."""
_SAME_COLOUR = re.compile(r"\b(?:same|this|that) colou?r\b", re.IGNORECASE)
""" "The same colour, of course", when asked which one: what was said of the size before stands."""
_SIZE_UP = re.compile(
    r"\b(?:bigger|larger|(?:one|a|1) (?:size )?up|up (?:one|a|1)(?: size)?|size up|next (?:size|one up))\b",
    re.IGNORECASE,
)
_SIZE_DOWN = re.compile(
    r"\b(?:smaller|(?:one|a|1) (?:size )?down|down (?:one|a|1)(?: size)?|size down|next (?:size|one) down)\b",
    re.IGNORECASE,
)
_BY_STEPS = re.compile(r"\bone size (?:up|down|bigger|larger|smaller)\b", re.IGNORECASE)
""" "One size smaller" is no "One size"."""
_EVERYTHING = re.compile(
    r"\b(?:everything|(?:whole|entire|complete) order|all (?:of it|of them|items|three|four|five)|it all|them all)\b",
    re.IGNORECASE,
)
_EXCEPT = re.compile(r"\b(?:except|but not|apart from|besides|other than|all but)\b", re.IGNORECASE)
_BOTH = re.compile(r"\bboth\b(?! (?:are|were|is|have|do|don'?t|came|arrived|too)\b)", re.IGNORECASE)
_POINTS_AT_CLAIM = re.compile(
    r"\bit\b|\b(?:that|this|the|my|her|his|their) (?:one\b|claim|return|exchange|decision|refund)"
    r"|\b(?:with|about|of|on|approve|deny|settle|withdraw|reopen|cancel|undo|revoke) (?:that|this)\b",
    re.IGNORECASE,
)
_TAKES_BACK = re.compile(r"\b(?:cancel|undo|revoke|withdraw|take back|call off)\b", re.IGNORECASE)
_PAYS_WITH = re.compile(
    r"\b(?:pay ?pal|gift card|store credit|klarna|apple pay|google pay|visa|master ?card|amex|american express|discover"
    r"|(?:credit|debit) card|card ending(?: in)? \d{4}|\d{4} card|original (?:payment )?method|same card|my card)\b"
    r"(?: (?:ending (?:in |with )?)?\d{4}\b)?",
    re.IGNORECASE,
)
_LETTER = re.compile(r"(?<![\w'’-])(XXS|XS|S|M|L|XL|XXL|3XL)(?![\w'’-])")
_LETTER_IN = re.compile(r"(?:,\s*|\b(?:in|size)\s+(?:an?\s+)?)(xxs|xs|s|m|l|xl|xxl|3xl)(?=[\s?.!,]*$)", re.IGNORECASE)
""" "In green, s": small letters only where they can be nothing else."""
_TOLD = 0.75
WISHES = ("size", "colour", "words_wanted", "same")
"""Of a part, and of what is wanted in place of a single thing."""
_COUNTS = {"both": 2, "two": 2, "three": 3, "four": 4, "five": 5, "one": 1}
_COUNT = re.compile(
    r"\b(both|one|two|three|four|five|\d{1,2})\b"
    r"(?! (?:of the )?(?:months?|days?|weeks?|years?|wash(?:es)?|wears?|uses|times|size))",
    re.IGNORECASE,
)


def parts(heard: Heard) -> list[dict[str, Any]] | None:
    """The things named side by side, each with its number and with what is wanted instead of it.

    [{"words": "the shirt", "quantity": None, "size": "L", "colour": None}]
    """
    if heard.vocabulary.options:
        return _parts_by_name(heard)
    found: list[dict[str, Any]] = []
    start = 0
    for match in [*_BETWEEN.finditer(heard.text), None]:
        end = match.start() if match else len(heard.text)
        if (chunk := heard.text[start:end]).strip() and not _STAYS.search(chunk):
            found.append(_part(heard, start, end))
        start = match.end() if match else end
    return found if len(found) > 1 else None


def everything(heard: Heard) -> str | None:
    """ "all" of what there is; "both" means that only where there are two."""
    if _EXCEPT.search(heard.text) and left_out_span(heard) is None:
        return None
    if _EVERYTHING.search(heard.text):
        return "all"
    return "both" if _BOTH.search(heard.text) else None


def instead(heard: Heard) -> dict[str, str] | None:
    """What is wanted in place of the item, when one thing is spoken of: {"size": "L", "colour": "Navy"}."""
    if wishes_several(parts(heard)):
        return None
    marker = next(iter(_INSTEAD.finditer(heard.text)), None)
    is_answer = len(heard.text.split()) <= 6 or _SAYS_INSTEAD.search(heard.text) is not None
    wanted = _options(heard, marker.end() if marker else 0, len(heard.text))
    if marker is None and not is_answer:
        wanted.pop("colour", None)
    if "size" in wanted and _BY_STEPS.search(heard.text):
        wanted.pop("size")
    if "size" not in wanted and (step := _step(heard.text)):
        wanted["step"] = step
    if wish := _wish(heard, 0, len(heard.text), is_answer=is_answer):
        wanted["words_wanted"] = wish
    if not wanted and SAME.search(heard.text):
        wanted["same"] = "yes"
    if not wanted and _SAME_COLOUR.search(heard.text):
        wanted["keeps"] = "colour"
    return wanted or None


def wishes_several(named: list[dict[str, Any]] | None) -> bool:
    """Whether something is wanted in place of each of two or more things."""
    return sum(any(part.get(name) for name in WISHES) for part in named or ()) > 1


def claim_meant(heard: Heard) -> str | None:
    """By its number; else "it", "that claim": the one that was shown last, unless a thing is named."""
    entities = heard.entities
    if entities.claim_numbers:
        return entities.claim_numbers[0].value
    if entities.products or entities.categories or entities.order_numbers or not _POINTS_AT_CLAIM.search(heard.text):
        return None
    focus = [each["label"] for each in heard.shown.get("order", ())]
    return focus[0] if len(focus) == 1 and focus[0].startswith("CL-") else None


def claim_taken_back(heard: Heard) -> str | None:
    """ "Cancel that", said of the claim that was just filed or shown, is about the claim and not about the talk."""
    return claim_meant(heard) if _TAKES_BACK.search(heard.text) else None


def trouble(heard: Heard) -> bool | None:
    """ "The earrings turned my ears green": something is wrong with it, whatever that is called."""
    read = heard.read("order", heard.text)
    is_read = read.name == "damaged" and read.probability >= _TOLD and is_pointed_at(heard.text, heard.entities)
    is_read = is_read or tells_of_mine(heard.text, heard.entities)
    return True if is_read and not heard.entities.reasons else None


def pays_with(heard: Heard) -> str | None:
    """The words that name a way of paying."""
    match = _PAYS_WITH.search(heard.text)
    return match.group() if match else None


CLAIM_FILLERS: dict[str, Callable[["Heard"], Any]] = {
    "claim_id": claim_meant,
    "verdict": lambda heard: verdict_in(heard.text),
    "verdict_reason": lambda heard: reason_in(heard.quotable),
    "parts": parts,
    "everything": everything,
    "instead": instead,
    "remedy": remedy,
    "pays_with": pays_with,
    "news": lambda heard: (heard.own_words or news) if (news := news_in(heard.text)) else None,
    "swaps": lambda heard: None,
    "swapping": lambda heard: None,
    "lines": lambda heard: None,
    "is_wrong": lambda heard: None,
    "trouble": trouble,
    "one_each": one_each,
    "was_used": lambda heard: was_used(heard.text) or None,
}
"""`lines` is filled by the dialogue, when "both" answers the question which one; `is_wrong` by a yes to that."""


def _part(heard: Heard, start: int, end: int) -> dict[str, Any]:
    chunk = heard.text[start:end]
    marker = _INSTEAD.search(chunk)
    split = start + marker.start() if marker else end
    wanted = _options(heard, split, end) if marker else {}
    counted = _COUNT.search(heard.text[start:split])
    number = counted[1].lower() if counted else ""
    return {
        "words": heard.text[start:split].strip(),
        "quantity": _COUNTS.get(number) or (int(number) if number.isdigit() else None),
        "size": wanted.get("size"),
        "colour": wanted.get("colour"),
    }


def _parts_by_name(heard: Heard) -> list[dict[str, Any]] | None:
    """Where options are words of any kind, a comma says nothing: each part reaches to the next thing that is named."""
    starts = [start for start, _ in _things(heard, 0, len(heard.text))]
    if len(starts) < 2:
        return None
    found: list[dict[str, Any]] = []
    for start, end in zip(starts, [*starts[1:], len(heard.text)], strict=True):
        wish = _wish(heard, start, end)
        same = SAME.search(heard.text, start, end) if wish is None else None
        marker = heard.text.rfind(wish, start, end) if wish else same.start() if same else end
        words = _TO.sub(" ", _WITH.sub(" ", heard.text[start:marker]))
        if _STAYS_SO.search(heard.text[:start]) is None:
            part = {"words": words.strip(), "quantity": None, "size": None, "colour": None, "words_wanted": wish}
            found.append({**part, "same": "yes"} if same else part)
    return found


def described(heard: Heard) -> str | None:
    """The one thing that is named, with the options by which it is told from its like: "Bookshelf, height 3 ft"."""
    things = _things(heard, 0, len(heard.text))
    if not heard.vocabulary.options or len({heard.text[start:end].casefold() for start, end in things}) != 1:
        return None
    (start, end), *_ = things
    marker = _towards(heard, end, len(heard.text))
    chosen = said(heard.vocabulary.options, heard.text[start : marker.start() if marker else len(heard.text)])
    return ", ".join([heard.text[start:end], *(f"{name} {value}" for name, value in chosen.items())])


def _things(heard: Heard, start: int, end: int) -> list[tuple[int, int]]:
    """Where products or kinds of product are named, from left to right."""
    named = sorted((found.start, found.end) for found in (*heard.entities.products, *heard.entities.categories))
    apart: list[tuple[int, int]] = []
    for span in named:
        if start <= span[0] < end and (not apart or span[0] >= apart[-1][1]):
            apart.append(span)
    return apart


def _wish(heard: Heard, start: int, end: int, *, is_answer: bool = False) -> str | None:
    """The words that say which options are wanted instead, in a shop that has more of them than size and colour."""
    options = heard.vocabulary.options
    if not options:
        return None
    things = _things(heard, start, end)
    marker = _towards(heard, things[0][1] if things else start, end)
    if marker:
        name = heard.text[slice(*things[0])].casefold() if things else ""
        end = next((at for at, to in things if at > marker.start() and heard.text[at:to].casefold() != name), end)
    wish = heard.text[marker.end() : end] if marker else heard.text[start:end] if is_answer or not things else ""
    return wish if said(options, wish) or PRICE.search(wish) else None


def _towards(heard: Heard, start: int, end: int) -> re.Match[str] | None:
    """Where it begins what is wanted instead. "With" tells that only of a swap, else which one is owned."""
    marker = _TO.search(heard.text, start, end)
    return marker or (_WITH.search(heard.text, start, end) if _REPLACES.search(heard.text) else None)


def _options(heard: Heard, start: int, end: int) -> dict[str, str]:
    sizes = [found for found in heard.entities.sizes if start <= found.start < end]
    colours = [found for found in heard.entities.colours if start <= found.start < end]
    wanted: dict[str, str] = {}
    if sizes:
        wanted["size"] = heard.vocabulary.lexicon.size(sizes[-1].value)
    elif letter := _LETTER.search(heard.text, start, end) or _LETTER_IN.search(heard.text, start, end):
        wanted["size"] = letter[1].upper()
    if colours:
        wanted["colour"] = colours[-1].value.name
    return wanted


def _step(text: str) -> str | None:
    if _SIZE_UP.search(text):
        return "up"
    return "down" if _SIZE_DOWN.search(text) else None
