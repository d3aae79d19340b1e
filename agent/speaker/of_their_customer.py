"""What is told to a lead of the customer they serve: "your PayPal" is not the lead's. English only.

The other way round from `in_their_name`: there the lead's words are read as the customer's, here the words meant for
the customer are put as the lead should read them. Questions and requests are the lead's to answer, and stay.
"""

import re

_TO_THE_LEAD = re.compile(
    r"\b(?:(?:would|do|could|can|shall|should|are|have) you|(?:tell|ask|show|give|let) me|i can tell you|i'll show you"
    r"|if you like|you'd (?:like|rather)|you would (?:like|rather)|just say|write to you|ask me"
    r"|as you (?:told|say|said)|sorry you|thank you|(?:when|before) you say|what you know)\b",
    re.IGNORECASE,
)
"""Said to whoever writes; what belongs to somebody in it is the customer's all the same."""
_BEFORE_AN_OBJECT = re.compile(
    r"\b(?:to|for|with|from|of|at|by|on|about|call|behind|let|lets|costs?|e-?mails?|mails?|sends?|sent|gives?|gave|tells?|told|helps?"
    r"|reach|reaches|charges?|owes?|asks?|gets|leaves?|pays?|paid|refunds?|shows?)\s*$",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"“[^”]*”|\"[^\"]*\"|\byou(?P<rest>rs|r|'re|'ve|'ll|'d)?\b(?!-)", re.IGNORECASE)
""" "You", and what is quoted: that stays as it was written."""
_SENTENCE = re.compile(r"[^.!?\n]*(?:[.!?](?!\s|$)[^.!?\n]*)*(?:[.!?]+|\n|$)\s*")
_WISH = re.compile(r"\b(?P<before>(?:what|which|why|how)\b[^.!?]*? would )you(?= like\b)", re.IGNORECASE)
""" "Why would you like to return it?" asks for the customer's reason."""
_HERE = re.compile(r"(?<=send a photo of it )here in the chat(?= by\b)")
"""The customer is in no chat that a lead writes in."""
_SENDS = re.compile(r"^Please (?=send|hand)")
_ENDS = re.compile(r"\s*(?:$|[.,;:!?)])")


def of_their_customer(text: str) -> str:
    """The same in the third person; a sentence that asks the lead for something keeps its "you"."""
    return "".join(_told(found.group()) for found in _SENTENCE.finditer(text))


def _told(sentence: str) -> str:
    sentence = _HERE.sub("in their own chat, or you attach it here,", sentence)
    sentence = _WISH.sub(r"\g<before>they", _SENDS.sub("They ", sentence))
    is_to_the_lead = _TO_THE_LEAD.search(sentence) is not None
    return _PRONOUN.sub(lambda found: _theirs(found, keeps_you=is_to_the_lead), sentence)


def _theirs(found: re.Match[str], *, keeps_you: bool) -> str:
    if found.group()[0] in '“"':
        return found.group()
    rest = (found["rest"] or "").lower()
    if rest in ("r", "rs"):
        return _as_written(found, "thei" + rest)
    if keeps_you:
        return found.group()
    before, behind = found.string[: found.start()], found.string[found.end() :]
    is_object = not rest and (_BEFORE_AN_OBJECT.search(before) or (before.strip() and _ENDS.match(behind)))
    return _as_written(found, "them" if is_object else f"they{rest}")


def _as_written(found: re.Match[str], word: str) -> str:
    return word.capitalize() if found.group()[0].isupper() else word
