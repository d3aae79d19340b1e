"""What is asked of one claim by what it is for: "where's my bag return", "scarf claim status". Pure."""

import re

_CLAIM = r"(?:claim|return|refund|exchange)(?! (?:label|slip|policy|window|address|number|form|period)s?\b)"
_MINE = r"(?:my|the|that|this)"
OF_ONE_CLAIM = (
    rf"\bwhere(?:['’]?s| is) {_MINE} (?:[\w-]+ ){{0,2}}{_CLAIM}\b"
    rf"|(?<!\ba )(?<!\ban )(?<!\bto )\b{_CLAIM} (?:status|state)\b"
    rf"|\bstat(?:us|e) of {_MINE} (?:[\w-]+ ){{0,2}}{_CLAIM}\b"
    rf"|\b{_MINE} (?:[\w-]+ ){{0,2}}{_CLAIM}\W+(?:what(?:['’]?s| is) the |any )(?:state|status|news|update)\b"
    r"|\b(?:ask(?:s|ing)?|calling|called|writing|question|here) about (?:my|the|a) (?:[\w-]+ )?claim\b"
    r"|\bmy (?:refund|claim) (?:for|of|on) (?:my|the|that) [\w -]{3,25}?,? (?:was|is|has|did)\b.{0,14}"
    r"\b(?:paid|settled|done|through|approved|processed|sent)\b"
)
_OF_ONE = re.compile(OF_ONE_CLAIM, re.IGNORECASE)


def is_of_one_claim(text: str) -> bool:
    return _OF_ONE.search(text) is not None
