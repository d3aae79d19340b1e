"""Letters that stand for a word in a chat, put in full: "how much wld it be w that, idk". English words. Pure.

A capital is a size ("W", "32W"), and so is what stands behind a figure or "size"; a letter with a hyphen is a cut.
"""

import re

_SHORT = {
    "u": "you", "ur": "your", "em": "them", "wld": "would", "cld": "could", "shld": "should", "abt": "about",
    "rn": "right now", "idk": "I don't know", "thx": "thanks", "thnx": "thanks", "tnx": "thanks",
    "pls": "please", "plz": "please",
}  # fmt: skip
_ANY = re.compile(
    rf"(?<![\w@.'’/-])(?P<short>{'|'.join(sorted(_SHORT, key=len, reverse=True))})(?![\w@'’/-]|\.\w)", re.IGNORECASE
)
_WITH = re.compile(
    r"(?<![\w@.'’/-])(?<![\d\"”'] )(?<!\bsize )(?<!\bwidth )w(?:/(?P<out>o\b) ?|/ ?(?=[A-Za-z\d])| (?=[a-z\d\"“]))"
)
_BECAUSE = re.compile(
    r"(?<![\w@,.'’/-])(?<!, )(?:bc|cuz|cos|coz)(?= (?:i|it|its|they|the|my|she|he|you|u|we|this|that|im|there)\b)"
)


def put_in_full(text: str) -> str:
    text = _WITH.sub(lambda found: "without " if found["out"] else "with ", text)
    text = _BECAUSE.sub("because", text)
    return _ANY.sub(_full, text)


def _full(found: re.Match[str]) -> str:
    short = found["short"]
    if short.isupper() and not found.string.isupper():
        return short  # "U" and "EM" stand for something else
    return _SHORT[short.casefold()]
