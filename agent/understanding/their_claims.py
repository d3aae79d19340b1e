"""Whether one of the team asks for the claims of the customer they serve: "any open ones for her?", "claims?". Pure.

Every word of such a question is on a closed list: "which claims wait" is of the queue, "where's her bag return" of one
claim, and neither is asked for here.
"""

import re

_CLAIMS = r"(?:claims?|cases?|returns?|refunds?|exchanges?|complaints?|warranty claims?)"
_WHOSE = r"(?:she|he|they|her|hers|his|him|their|them|(?:the |this )?(?:customer|client|caller)(?:['’]s)?)"
_FILLS = (
    r"ok|okay|and|so|but|no|not|then|now|please|pls|thx|thanks|right|also|hm+|orders|only|just|i|mean|meant"
    r"|any|all|every|some|open|what|which|who|the|this|show|list|give|get|see|tell|check|me|us|have|has|had|got|did|do"
    r"|does|is|are|was|were|there|ever|filed|file|for|of|from|by|with|on|in|at|about|been|how|many|much|a|an|our"
    r"|system|account|file|record|here|today|currently|present|moment|still|running|going|pending|active|ongoing"
    r"|under|way|waiting|yet|already|before|past|old|older|earlier|previous|closed|settled|denied|other|others|more|so"
    r"|far|current|history|status|state|stand|ones?|name|anything|claimed|returned|made|my|me|else"
    r"|altogether|overall|total|complete|full"
)
_ASKS = re.compile(
    rf"\W*(?:(?:{_FILLS}|{_WHOSE}|{_CLAIMS}|what['’]?s|there['’]?s|who['’]?s|s?he['’]?s|don['’]?t|didn['’]?t)\b\W*)+",
    re.IGNORECASE,
)
_SEVERAL = re.compile(r"\b(?:claims|cases|complaints|returns|refunds|exchanges)\b", re.IGNORECASE)
_ANY = re.compile(rf"\b(?:any|an?|open|ever|pending|got|another)\b.*\b{_CLAIMS}\b", re.IGNORECASE)
_BARE = re.compile(r"\bclaims\b|\b(?:any|open) claim\b|^\W*claim(?: status)?\W*$", re.IGNORECASE)
_NAMES_THEM = re.compile(rf"\b{_WHOSE}\b", re.IGNORECASE)
_OPEN_ONES = re.compile(r"\bopen (?:one|claim)s?\b", re.IGNORECASE)
_OF_ALL = re.compile(r"\b(?:all|every|queue|waiting|wait|us|our|today|desk)\b", re.IGNORECASE)
_FILES_ONE = re.compile(
    r"\b(?:file|get|give|make)\W+(?:me |us |her |him |them )?(?:an?|the|her|his|this)\b", re.IGNORECASE
)
_OPEN = re.compile(
    r"\b(?:open|pending|running|active|ongoing|current(?:ly)?|still|under way|going on|waiting|at the moment)\b",
    re.IGNORECASE,
)
_LONGEST = 14


_THEY_FILED = re.compile(
    rf"\b(?:what|anything|which)\b.*\b(?:did|has|have) {_WHOSE}\b.*\b(?:claim(?:ed)?|return(?:ed)?|filed?)\b",
    re.IGNORECASE,
)


def asks_for_their_claims(text: str, *, serves: bool, speaks_of_claims: bool = False) -> bool:
    """`serves`: somebody's account is open, so that "claims?" is of theirs; `speaks_of_claims`: so did the talk."""
    if len(text.split()) > _LONGEST or _ASKS.fullmatch(text) is None or _FILES_ONE.search(text):
        return False
    names_them = _NAMES_THEM.search(text) is not None
    of_claims = (
        _SEVERAL.search(text)
        or _ANY.search(text)
        or _THEY_FILED.search(text)
        or (speaks_of_claims and _OPEN_ONES.search(text))
    )
    if names_them and of_claims:
        return True
    return serves and _BARE.search(text) is not None and not _OF_ALL.search(text)


def only_open_ones(text: str) -> bool:
    return _OPEN.search(text) is not None
