"""A wish that names no kind of thing: "something warm", "a present for my dad, he likes hiking". Pure."""

import re
from collections.abc import Mapping
from typing import Any

from agent.goods.kindred import kindred
from agent.goods.shopping import NOT_DRESSED

_NO = re.compile(r"\b(?:no|not|nothing|without|less)\b|n['’]t\b", re.IGNORECASE)

_VAGUE = re.compile(
    r"\b(gifts?|presents?|something|anything|stuff|clothes|outfit|recommend\w*|suggest\w*"
    r"|(?:what|which)(?: \w+)? (?:can|could|should|would|do|to) (?:i |he |she |we |you |one )?wear)\b",
    re.IGNORECASE,
)
_OF_WISH = re.compile(
    r"\b(?:i'?m|i|we|he|she|they|his|her|my|our|the|an?|some|of|for|to|as|and|or|in|on|at|is|are|be|was|who|that|it|this"
    r"|with|looking|search\w*|find|need|needs|want|wants|would|could|can|do|does|you|have|has|got|get|give|buy|sell|show"
    r"|me|like|likes|loves?|enjoys?|into|really|very|nice|good|great|special|small|something|anything|stuff|things?|gifts?"
    r"|presents?|ideas?|recommend\w*|suggest\w*|outfits?|clothes|birthday|christmas|xmas|anniversary|mother'?s|father'?s|day"
    r"|dad|father|mom|mum|mother|husband|wife|boyfriend|girlfriend|brother|sister|son|daughter|friend|colleague|boss"
    r"|grandma|grandpa|grandmother|grandfather|uncle|aunt|auntie|nephew|niece|cousin|partner|fiance\w*|parents?|kids?"
    r"|teacher|neighbou?r|hubby|bf|gf|gran|granny|someone|somebody|guy|girl|lady|woman|man|women|men|though|also|think|lots?|going|go|wear|wearing"
    r"|around|about|under|over|below|max|budget|dollars?|bucks|euros?|pounds?|cheap\w*|not|no|too|please"
    r"|pls|hi|hey|hello|what|which|how|any|but|so|just|more|less|than|up|maybe|expensive|affordable|hm+|ok)\b",
    re.IGNORECASE,
)
"""The frame of a wish: what is left says what the thing should be like."""


def is_vague(text: str) -> bool:
    return _VAGUE.search(text) is not None and NOT_DRESSED.search(text) is None


def wanted_of(text: str, limits: Mapping[str, Any]) -> str:
    """What a vague wish says of the thing: "hiking" of "a present for my dad, he likes hiking"."""
    if not is_vague(text) or limits.get("categories"):
        return ""
    clauses = re.split(r"[,.;!?]+", text)
    said = next(filter(None, (besides_frame(clause) for clause in clauses if _VAGUE.search(clause))), "")
    if said and kindred(said.split()):
        return said
    others = [word for clause in clauses if not _NO.search(clause) for word in besides_frame(clause).split()]
    known = [word for word in others if kindred([word])]  # "an outfit for autumn, you know chilly mornings"
    return " ".join(known) or said or besides_frame(text)


def besides_frame(text: str) -> str:
    return " ".join(re.findall(r"[a-z][a-z'-]+", _OF_WISH.sub(" ", text.casefold())))


def names_no_kind(text: str, limits: Mapping[str, Any]) -> bool:
    """ "A present for my dad, around 50": no kind of thing, and yet enough to show some."""
    return (
        is_vague(text) and not limits.get("categories") and bool(limits.keys() - {"for_someone_else", "in_stock_only"})
    )
