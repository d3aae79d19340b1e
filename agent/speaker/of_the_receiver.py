"""What is asked for who gets a present: "can she return it herself?", "how long does my mum have?". Pure.

Put as any shop would put it, since the shop's writings speak of "you" and of "a gift".
"""

import re

_WHO = (
    r"(?:she|he|(?:my|her|his) (?:mom|mum|mother|dad|father|sister|brother|wife|husband|girlfriend|boyfriend|partner"
    r"|friend|aunt|uncle|gran\w*|niece|nephew|cousin|daughter|son|colleague|boss)"
    r"|the (?:person|one) who (?:gets|got) it|the (?:receiver|recipient))"
)
_MAY_RETURN = re.compile(
    rf"\b(?:can|could|may|will|would) {_WHO}(?: (?:still|also|then|just|be able to))*"
    r" (?:return|send|exchange|swap|bring)\b"
    r"(?: or (?:return|exchange|swap))?(?: (?:it|them|this|that))?(?: back)?(?: (?:herself|himself))?"
    r"(?: or (?:return|exchange|swap)(?: (?:it|them))?)?",
    re.IGNORECASE,
)
_HAS = re.compile(
    rf"\bhow (?:long|many days|much time) (?:does|do|did|would|will) {_WHO} (?:have|get)\b"
    r"(?: (?:for (?:that|it|this)|to (?:do|return|exchange|send)(?: (?:it|that|them))?(?: back)?))?",
    re.IGNORECASE,
)


def of_the_receiver(text: str) -> str:
    """The text with such questions as the giver would ask them; as it was without any."""
    return _HAS.sub("how long do i have to return it", _MAY_RETURN.sub("can i return a gift", text))
