"""What customers think of a thing, said as such: "this dress is sick!", "I love the colour". It asks for nothing."""

import re

_THING = r"(?:this|that|the|these|those|my|your|it|they)\b(?:\s[\w'-]+){0,3}?"
_IS = (
    r"(?:(?:\s(?:is|are|was|were|looks?|feels?)|'s|'re)"
    r"(?: (?:so|just|really|such|very|absolutely|totally|pretty|kinda))*)"
)
GOOD = (
    r"(?:sick|fire|lit|dope|gorgeous|amazing|awesome|beautiful|lovely|stunning|great|perfect|nice|pretty|cute|cool"
    r"|fantastic|wonderful|fabulous|super|brilliant|the best|to die for|everything|so good|love)"
)
_TAIL = r"(?:\W|\b(?:and|thanks|thank you|btw|honestly|though|tbh|guys|omg|lol)\b)*"
_OPINION = re.compile(
    rf"^\W*(?:(?:wow|omg|oh|haha|lol|ok|okay|btw|and|but|hey|hi)\W+)*"
    rf"(?:{_THING}{_IS} (?:an? )?{GOOD}(?: \w+)?{_TAIL}"
    rf"|(?:i|we)(?: (?:just|really|absolutely|totally|so))* (?:love|adore|am obsessed with|like)"
    rf" (?:it|this|that|them|these|those|(?:the|my|your|this|that)(?: [\w'-]+){{1,3}})(?: so much| a lot)?{_TAIL})$",
    re.IGNORECASE,
)

_IS_ILL = re.compile(r"\b(?:my|our) \w+(?: \w+)? (?:is|are|was|got|'s) (?:\w+ )?(?:sick|ill)\b", re.IGNORECASE)


def is_opinion(text: str) -> bool:
    """Praise of a thing and nothing else; a fault is a complaint or the reason for a claim, not an opinion."""
    return "?" not in text and not _IS_ILL.search(text) and _OPINION.match(text) is not None
