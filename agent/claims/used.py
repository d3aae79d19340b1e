"""Whether a thing that is told of was worn or washed, so that it cannot be one that is still under way. Pure words."""

import re

_USED = re.compile(
    r"(?<!un)(?<!never )(?<!not )(?<!n't )(?<!nt )(?<!be )(?<!when )(?<!if )\b(?:washed|washing|wore|worn|wearing)\b"
    r"(?! (?:machine|instructions?|label))"
    r"|\b(?:after|in|during) (?:\w+ ){0,3}(?:wash(?:es)?|wears?|uses|weeks|months|years?)\b"
    r"|\b(?:had|owned) (?:it|them|(?:the|this|these|an?) \w+(?: \w+){0,3}) (?:for|since)\b",
    re.IGNORECASE,
)


def was_used(text: str) -> bool:
    """ "A hole after two washes", "I've had it since spring"."""
    return _USED.search(text) is not None
