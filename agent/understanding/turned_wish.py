"""A wish taken back in the same breath: "I want to send the boots back. Hm wait, can I exchange them instead?".

What was said first tells which thing and why, what was said last tells what is to be done with it. English words. Pure.
"""

import re

_TURNS = re.compile(
    r"(?:^|(?<=[.!?,;\n]))\s*(?:(?:hm+|oh|no|sorry|but|well|or|and|ok(?:ay)?)[\s,.!-]+)*"
    r"(?:wait|actually|hang on|hold on|no|on second thoughts?|scratch that|or rather|rather|better)\b"
    r"[\s,.!:-]*(?P<rest>.+)$",
    re.IGNORECASE | re.DOTALL,
)
_SWAPS = re.compile(
    r"\b(?:exchang|swap)\w*\b|\b(?:bigger|larger|smaller|different|other) (?:one|size|colou?r|pair)\b", re.IGNORECASE
)
_RETURNS = re.compile(
    r"\breturn(?:ing)?\b|\bsen[dt](?:ing)? (?:it|them|this|these|that|those) back\b|\brefund(?:ed)?\b|\bmoney back\b"
    r"|\b(?:the|my) money\b",
    re.IGNORECASE,
)
_SENDS_BACK = re.compile(rf"{_RETURNS.pattern}|\bsen[dt](?:ing)?\b.{{2,40}}\bback\b", re.IGNORECASE)
_REFUSES = re.compile(r"\b(?:not|n['’]?t|never|neither|policy|rules?)\b", re.IGNORECASE)
LONGEST = 14
"""Words of a second thought; a longer story is more than one."""


def turned_wish(text: str) -> str:
    """The intent of the later wish where it replaces the earlier; "" where nothing is taken back."""
    for match in reversed(list(_TURNS.finditer(text))):
        first, rest = text[: match.start()], match["rest"]
        if _REFUSES.search(rest) or len(rest.split()) > LONGEST:
            return ""
        swaps, returns = _SWAPS.search(rest) is not None, _RETURNS.search(rest) is not None
        if swaps and not returns and _SENDS_BACK.search(first):
            return "exchange_item"
        if returns and not swaps and _SWAPS.search(first):
            return "return_item"
    return ""
