"""That it may cost more than was said before: "the price can be higher", "money is no object". Pure."""

import re

_DEARER = r"(?:a (?:bit|little|lot) |much )?(?:more(?: expensive)?|higher|dearer|pricier|up)\b(?! than)"
_LIFTS = re.compile(
    rf"\b(?:price|budget|sum|limit)s?(?: limit)? (?:may|can|could|might) (?:also )?(?:be|go|rise) {_DEARER}"
    r"|\b(?:price|money|budget|cost)s?(?: limit)? (?:does(?:n['’]?t| not) matter"
    r"|is(?:n['’]?t| not) (?:important|an issue)|is no (?:object|issue|problem))\b"
    rf"|\b(?:it|they|that|this)(?: all)? (?:may|can|could|might) (?:also )?(?:cost|be) {_DEARER}"
    rf"|\b(?:i|we)(?:['’]d)? (?:also )?(?:(?:can|could|would|might|will)"
    rf"|(?:am|are|be|would be) (?:willing|happy|ready) to) (?:also )?(?:spend|pay|go) {_DEARER}"
    rf"|\bif (?:i|we) (?:spend|pay|spent|paid|go|went) {_DEARER}"
    r"|\bmore expensive(?: ones?)? (?:is|are|would be) (?:ok|okay|fine|alright|no problem)\b"
    r"|\b(?:ignore|forget|never mind|drop|lift)(?: about)? (?:the |my )?(?:price|budget)(?: limit)?\b"
    r"|\bwhatever (?:it|they) costs?\b|\b(?:no matter|regardless of|whatever) the price\b",
    re.IGNORECASE,
)
_LED = re.compile(r"(?:[,;.\s]|\b(?:and|but|so|even|also|the|my|ok|if|hm+)\b)*$", re.IGNORECASE)
"""What leads to it and says nothing alone."""


def lifts_price(text: str) -> bool:
    return _LIFTS.search(text) is not None


def besides_lifted(text: str) -> str:
    """What is looked for, blank where the words let the price go: no product's text has them."""
    while found := _LIFTS.search(text):
        begins = len(_LED.sub("", text[: found.start()]))
        text = text[:begins] + " " * (found.end() - begins) + text[found.end() :]
    return text
