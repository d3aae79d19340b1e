"""Words that reach us from others: carriers, merchants' product texts, documents that somebody could edit.

What they tell is passed on; what in them speaks to whoever answers is not. This is no defence of its own: whatever a
text demands, nothing is done without the tools' rules and the customer's yes. It keeps such words out of replies.
"""

import re

_SPEAKS_TO_US = re.compile(
    r"\b(?:ai|assistants?|(?:support |chat ?)?bots?|language models?|llms?)\b[^.!?]{0,30}"
    r"(?:\breading this\b|\bmust\b|\bshould (?:say|answer|reply|tell|append)\b|:)"
    r"|\b(?:instructions?|updates?|messages?|notes?|notices?) (?:for|to) (?:the |all )?(?:\w+ )?"
    r"(?:ai|assistants?|bots?|language models?|llms?)\b"
    r"|\b(?:your|each|every|the) (?:next )?(?:answer|reply|response|output)s? (?:with|by|in)\b"
    r"|\b(?:in|to|from) (?:your|each|every) (?:\w+ )?(?:answer|reply|response|output)s?\b"
    r"|\b(?:ignore|disregard|forget) (?:all |any )?(?:of )?(?:the |your )?(?:previous|prior|above|earlier) "
    r"|\b(?:your|its) (?:system )?(?:prompt|instructions)\b"
    r"|\bwhen you (?:summari[sz]e|answer|reply|respond)\b"
    r"|\breply with\b|\bappend this\b"
    r"|\[/?(?:inst|tool_calls|tool_results|system_prompt)\]|</?(?:system|assistant|user|document|data|script|img)\b"
    r"|!\[[^\]]*\]\(|javascript:",
    re.IGNORECASE,
)
_LINK = re.compile(r"\bhttps?://|\bwww\.", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.!?])(?=\s)|(?=\n)")


def told(text: str) -> str:
    """Without sentences that speak to whoever answers; empty where all of them do."""
    if _SPEAKS_TO_US.search(text) is None:
        return text
    return "".join(part for part in _SENTENCE.split(text) if _SPEAKS_TO_US.search(part) is None).strip()


def reported(text: str) -> str:
    """As `told`, for words of people whose links we do not vouch for."""
    if _LINK.search(text):
        text = "".join(part for part in _SENTENCE.split(text) if _LINK.search(part) is None).strip()
    return told(text)
