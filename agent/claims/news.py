"""Whether a wish to have a claim looked at again brings anything new: "reopen it" does not, "I found the slip" does."""

import re

_WISH = re.compile(
    r"\b(?:re-?open(?:ed)?|appeal|dispute|contest|reconsider(?:ed)?"
    r"|(?:look(?:ed)?|check(?:ed)?)(?: at)?(?: it| that| this)?(?: over)? again)\b"
    r"|\b(?:my |the |this |that )?(?:claims?|decision|denial|return|exchange)\b|\bcl-?\w{6}\b|\bvm-?\w{5}\b"
    r"|\b(?:that'?s|it'?s|this is|not) (?:not )?(?:fair|right|true|ok(?:ay)?)\b"
    r"|\b(?:(?:dis)?agree|(?:un)?happy) with\b|\b(?:second|another) opinion\b",
    re.IGNORECASE,
)
_SAYS_NOTHING = re.compile(
    r"please|wants?|would|like|the|and|have|that|this|you|some(?:one|body)|else|again|with|can|could|for|was|but|unfair"
    r"|not|don't|look|why|denied|refused|rejected|one|more|once|it's|i'm|i'd"
)


def news_in(text: str) -> str | None:
    """The text, when it says more than the bare wish."""
    rest = re.findall(r"[a-z][a-z']{2,}", _WISH.sub(" ", text.lower()))
    return text if len([word for word in rest if not _SAYS_NOTHING.fullmatch(word)]) > 1 else None
