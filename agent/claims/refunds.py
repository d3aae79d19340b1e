"""What is asked of money that was paid back: why so little, on which card, where the rest is. Pure words.

Of the claim that was shown or filed. Its sum is explained by `agent.intents.refund_explained`.
"""

import re

from agent.state import Memory

_SUM = re.compile(
    r"\bminus (?:what|which)\b|\bnot the (?:full|whole) (?:amount|price|sum|refund|money)\b"
    r"|\b(?:was|were|has|have|had|did|got|is|been|you) (?:\w+ ){0,3}?(?:taken off|take off|deducted|deduct|subtracted"
    r"|subtract|withheld|kept back|keep back)\b"
    r"|\bwhy\b.{0,24}\b(?:only|so little|less|not (?:all|more|the full|the whole)|(?:is|was) it \d)"
    r"|\bi (?:thought|figured|expected|was expecting|paid)\b.{0,30}\b(?:more|higher|full (?:price|amount))\b"
    r"|\b(?:that'?s|its|it'?s|this is|that is|it was|i got|you (?:paid|sent))(?: \w+){0,3} (?:less|short|too little)\b"
    r"|\bwhere(?:'?s| is) the rest (?:of (?:it|the money|my (?:money|refund))|gone|\W*$)"
    r"|\b(?:what|how much) (?:was|did you|is|got|have you) (?:taken|take|took|deduct\w*|keep|kept)\b",
    re.IGNORECASE,
)
_TO = re.compile(
    r"\b(?:to|on|onto|into) (?:which|what) (?:card|account|(?:payment )?method|wallet)\b"
    r"|\b(?:which|what) (?:card|account|wallet)\b.{0,24}\b(?:refund\w*|pa(?:y|id)\b|credit\w*|sen[dt]|go\b|went|back)"
    r"|\bwhere (?:did|has|was|have|is) (?:it|that|this|(?:the|my) (?:money|refund)|you)(?: \w+)? "
    r"(?:go|gone|paid|pay|sent|send|end up|landed?|refunded)\b"
    r"|\b(?:do ?n[o']?t|can ?n?[o']?t|never|nothing|did ?n[o']?t)(?: \w+)? "
    r"(?:see|find|saw|got|arrived?|show(?:ing|n))\b.{0,24}"
    r"\b(?:on|in) my (?:card|account|bank|pay ?pal|statement|apple pay|klarna)\b",
    re.IGNORECASE,
)
TOO_LITTLE_BACK = re.compile(
    r"\b(?:my|the) refund\b.{0,40}\b(?:less|smaller|lower|short|too (?:little|low|small)|not (?:all|the full))\b"
    r"|\b(?:got|received|given|get|getting|refunded|paid)\b(?: me| only| just| \$?[\d.]+)*.{0,10}"
    r"\b(?:less|too little|not enough|only (?:part|half|some|\$?\d[\d.]*))\b.{0,24}\b(?:back|refund\w*|than i paid)\b"
    r"|\b(?:you|they) (?:only |just )?refunded (?:me )?(?:only |just )?(?:too little|less|not enough|half|\$?\d+)\b"
    r"|\bwhy\b.{0,16}\bonly\b.{0,24}\b(?:back|refund\w*)\b"
    r"|\brefund(?:ed)?\b.{0,24}\b(?:less than|not what) (?:what )?i paid\b",
    re.IGNORECASE,
)
_UNSEEN = re.compile(r"(?:n[o']?t|\bnever|\bnothing)\b.{0,12}\b(?:see|find|saw|show|there|got|arriv)", re.IGNORECASE)


def asked_of_refund(text: str) -> str:
    """ "paid_to" or "cost", as `agent.claims.asked` calls them; "" where it asks neither."""
    if _TO.search(text):
        return "paid_to"
    return "cost" if _SUM.search(text) else ""


def asks_sum(text: str) -> bool:
    """Why so much came back, whatever else is asked."""
    return _SUM.search(text) is not None


def is_too_little(text: str) -> bool:
    """ "My refund is $10.90 less than I paid": of one's own money, and not how much that will be."""
    return TOO_LITTLE_BACK.search(text) is not None


def is_missing(text: str) -> bool:
    """ "I don't see it on my card": it was told as paid, and is not there."""
    return _UNSEEN.search(text) is not None


def comes_back_to_refund(memory: Memory, text: str) -> bool:
    """Takes the claim up again that was told of before an order was looked at."""
    aside = memory["claim_aside"]
    is_of_it = memory["claim"] is None and aside is not None and len(aside["claim_ids"]) == 1
    if not is_of_it or not (asked_of_refund(text) or re.search(r"\b(?:the|my) refund\b", text, re.IGNORECASE)):
        return False
    memory["claim"] = aside
    return True
