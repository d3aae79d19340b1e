"""The size somebody says they wear elsewhere: "I'm usually a 12", "uk" and centimetres aside. Pure."""

import re

_WORN = re.compile(
    r"\b(?:us|american|usually|normally|am|i['’]?m|size|wear|he['’]?s|she['’]?s|takes)\b"
    r"(?: (?:an?|size|us|wom[ae]ns?|m[ae]ns?|in|usually|normally))* (?P<size>\d{1,2}(?:\.5)?)(?!['’\"\d])",
    re.IGNORECASE,
)
_MEASURED_OTHERWISE = re.compile(
    r"\b(?:uk|eu|european|british|italian|french|cm|kg|lbs?|inch(?:es)?|old|years?)\b", re.IGNORECASE
)


def worn_size(text: str) -> str | None:
    """The number alone: a US size, or the shop's own where it sells that one."""
    worn = _WORN.search(text)
    return None if worn is None or _MEASURED_OTHERWISE.search(text) else worn["size"]
