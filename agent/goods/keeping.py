"""What a thing is to keep out, in the word that a shop would write: "keep my feet dry", "keep the rain out". Pure."""

import re

_WHOM = r"(?:me|us|you|him|her|them|one|(?:my|your|his|her|their|our|the) \w+(?: \w+)?)"
_WELL = r"(?:(?:nice and|really|properly|completely|fully|still|even) )*"
_MEANT = {
    "waterproof": re.compile(
        rf"\bkeeps? {_WHOM} {_WELL}dry\b"
        r"|\bkeeps? (?:out )?(?:the |any )?(?:rain|water|wet|snow|damp|puddles)\b(?: out| off)?"
        r"|\b(?:stay|keep) dry (?:in|with|wearing)\b|\bfeet (?:stay|keep|remain) dry\b|\b(?:feet|me) get wet\b"
        r"|\blets? (?:the |any |in )*(?:rain|water)\b(?: in| through)?",
        re.IGNORECASE,
    ),
    "windproof": re.compile(r"\bkeeps? (?:out )?(?:the |any )?wind\b(?: out| off)?", re.IGNORECASE),
    "warm": re.compile(
        rf"\bkeeps? {_WHOM} {_WELL}warm\b|\bkeeps? (?:out )?the cold\b(?: out| off)?"
        r"|\b(?:stay|keep) warm (?:in|with|wearing)\b",
        re.IGNORECASE,
    ),
}


def keeps(text: str) -> str:
    """ "Waterproof"; "" where nothing of the kind is asked."""
    return next((word for word, said in _MEANT.items() if said.search(text)), "")
