"""What a customer said, out of what one of the team writes of it: "ok told her. she says the seam split" holds it.

On a claim's file stand the customer's words, or none: never what the lead said to the assistant. Pure; English only.
"""

import re

_THEY = r"(?:s?he|they|(?:the |this |our |my )?(?:customer|client|caller|lady|woman|man|guy|gentleman))"
_SAYS = (
    r"(?:(?:just |also )?(?:says?|said|reports?|reported|claims?|claimed|writes?|wrote|explains?|explained|mentions?"
    r"|mentioned|complains?|complained|describes?)|(?:is|was) (?:saying|complaining)|tells? (?:me|us)|told (?:me|us))"
)
_REPORTED = re.compile(
    rf"(?:\b(?:{_THEY} (?:also )?{_SAYS}|(?:in )?(?:her|his|their|the customer['’]s) (?:own )?words(?: are| were)?)"
    r"|(?:^|[.!?;,]\s+)(?:and )?(?:says|said))(?: that\b)?[\s:,]+(?P<words>[^\n.!?;]*[^\s.!?;])",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[\"“](?P<words>[^\"”]{6,})[\"”]")
_THEN_ASKS = re.compile(
    rf",? (?:(?:and|but|so) )?(?:{_THEY}\b ?)?(?:['’]?d like|wants?|wanted|would (?:like|rather|prefer)|needs?|asks?"
    r"|is asking|prefers?)\b.*$"
    r"|,? (?:so |and )*(?:can|could|please|pls|will) (?:we|you|i)\b.*$",
    re.IGNORECASE,
)
""" "... and wants her money back, can you file it": a wish, and no word of what is wrong."""
_FEWEST = 2


def in_their_words(text: str) -> str:
    """ "" where nothing is reported."""
    found = [each["words"] for pattern in (_QUOTED, _REPORTED) for each in pattern.finditer(text)]
    told = [_THEN_ASKS.sub("", words).strip(' ,:"“”') for words in found]
    kept = [words for words in told if len(words.split()) >= _FEWEST]
    return "; ".join(dict.fromkeys(kept))
