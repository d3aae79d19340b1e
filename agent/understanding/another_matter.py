"""That what is asked next is of something else: "I meant with the code. Anyway, what's shipping". Pure."""

import re

_PUTS_RIGHT = re.compile(r"(?:no\W+)?(?:i|we) mea(?:n|nt)\b", re.IGNORECASE)
_TURNS = re.compile(r"\W*(?:(?:and|but|so|ok|okay|well)\W+)*any(?:ways?|how)\b", re.IGNORECASE)


def turns_away(before: str, after: str) -> bool:
    """What is put right belongs to what was said before, and the question behind it does not."""
    return _TURNS.match(after) is not None and _PUTS_RIGHT.match(before) is not None
