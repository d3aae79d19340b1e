"""What one of the team commands about a claim, and the reason given with it: "deny CL-7KQ2MD, it was worn". Pure."""

import re
from typing import Literal

Verdict = Literal["approve", "deny", "settle", "receive"]

NUMBER = r"(?:claim\s*)?(?:number\s*)?cl-?\w{6}"
_THIS = (
    rf"(?:{NUMBER}|(?:it|this|that)\b(?! (?:claim|return|exchange|refund))"
    r"|(?:the|this|that|her|his|their)\s+(?:[\w-]+\s+){0,2}(?:claim|return|exchange|refund)\b)"
)
_OPENING = (
    r"^\W*(?:(?:please|no|yes|ok(?:ay)?|actually|then|now|and|so|let'?s|i(?:'d| would) like to|i want to|"
    r"can you|could you)\W+)*"
)
_VERBS: dict[Verdict, str] = {
    "approve": r"approve|accept|grant",
    "deny": r"deny|reject|decline|refuse|turn down",
    "settle": r"settle|pay out|close",
    "receive": r"receive|take in",
}
_ANY_VERB = "|".join(_VERBS.values())
_COMMANDS: dict[Verdict, re.Pattern[str]] = {
    verdict: re.compile(rf"{_OPENING}(?:{verbs})\s+(?:the\s+)?{_THIS}", re.IGNORECASE)
    for verdict, verbs in _VERBS.items()
}
_IS_BACK = re.compile(
    rf"\b{NUMBER}\W+(?:has |is |was |have |just )*(?:arrived|come back|came back|received|back|in the warehouse|here)\b"
    rf"|\b(?:came|come|is|arrived) back\b.{{0,20}}\b{NUMBER}"
    rf"|\b(?:received|got) (?:the (?:parcel|item|return) (?:of|for) )?{NUMBER}"
    rf"|\bmark {NUMBER} (?:as )?(?:received|returned|arrived)",
    re.IGNORECASE,
)
_COMMAND = re.compile(
    rf"{_OPENING}(?:{_ANY_VERB})\b\s*(?:(?:the\s+)?{_THIS})?(?:\s+(?:then|please|anyway)\b)?[\s,:;.-]*"
    r"(?:(?:because|since|as|reason(?: is)?)\b[\s:]*)?",
    re.IGNORECASE,
)
_OF_THING = rf"{_OPENING}(?:approve|deny|reject)\s+(?:the|her|his|their)\s+[\w-]+(?:\s+[\w-]+)?\W*$"
""" "Approve the tee": its claim is shown first; a verdict is on a claim that was named or is being looked at."""
_DECIDES = re.compile(
    rf"\b(?:{_ANY_VERB}|approved|accepted|denied|rejected|declined|grant|yes|no|nope|not|don'?t|won'?t|can'?t|pass|through"
    r"|green light|fine|ok(?:ay)?|good(?: enough)?|let|give|knock|say|turn"
    r"|anyway|all the same|exception|overrid\w*|overrule|waive)\b",
    re.IGNORECASE,
)
CUES = "|".join((*(pattern.pattern for pattern in _COMMANDS.values()), _IS_BACK.pattern, _OF_THING))


def verdict_in(text: str) -> Verdict | None:
    """By the verb in command position; a reason may hold any of these words."""
    if _IS_BACK.search(text) and not text.rstrip().endswith("?"):
        return "receive"
    return next((verdict for verdict, pattern in _COMMANDS.items() if pattern.search(text)), None)


def reason_in(text: str) -> str | None:
    """What is left of it behind the command; all of it where there is none. None when that says nothing."""
    rest = re.sub(NUMBER, "", _COMMAND.sub("", text, count=1), flags=re.IGNORECASE).strip(" .,;:-")
    return rest[:400] if re.search(r"[^\W\d_]{3,}", rest) else None


def reason_beside(text: str) -> str | None:
    """Of a verdict in the words of everyday: "looks fine to me, photo is clear, pass it". What decides is no reason."""
    clauses = re.split(r"\s*[,.;:!?]+\s*|\s+(?:because|since)\s+", text)
    reasons = [each for each in clauses if len(each.split()) > 2 and not _DECIDES.search(each)]
    return ", ".join(reasons)[:400] or None
