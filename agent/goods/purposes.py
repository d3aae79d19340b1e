"""What one of several things is to be good for, or free of: "better when it's wet", "no nickel, which is ok". Pure."""

import re

from agent.goods.vague import besides_frame
from tools.words import word_set

_FOR = re.compile(
    r"\b(?:for|when|if|against|during|suits?|(?:wear|take|bring|go) to|to wear (?:at|to))\b"
    r"(?P<what>(?:(?!\b(?:this|that) one\b)[^,.;:?!])+)",
    re.IGNORECASE,
)
_ALLERGIC = re.compile(
    r"\b(?:allergic|allergy|sensitive|react(?:s|ing)?|intoleran\w+) to (?:any |the )?(?P<to>[a-z]{3,})\b"
    r"|\b(?P<of>(?!an\b|any\b|her\b|his\b|my\b|the\b|skin\b|bad\b|have\b|has\b)[a-z]{3,})[ -]allerg\w+",
    re.IGNORECASE,
)
_OK = re.compile(
    r"\b(?:which|what|any|are|is|do|does|can|could|would)\b.{0,40}"
    r"\b(?:ok(?:ay)?|fine|safe|good|better|best|suitable|alright|right|work|suit|wear|recommend|take)\b",
    re.IGNORECASE,
)
_NO_PURPOSE = word_set(
    """
    money price prices value buck size sizes style look looks quality now today first one ones these those them him
    her me myself us you everyone everybody anyone people person long term it's its she's he's she'll he'll going
    there same sure example instance real reason reasons what which whom decide choose compare order buy usually
    day days weather season temperature temperatures night nights evening evenings outside during while
    """
)
_APART = re.compile(r"\band\b|\bor\b|/|\+|&", re.IGNORECASE)
AND = " / "
"""Between the things that it is to be good for."""


def purpose(text: str) -> str:
    """What it is to be good for, as it may be written of a thing; "" where that is nobody's but the asker's."""
    said = next((found["what"] for found in _FOR.finditer(text)), "")
    parts = (besides_frame(part).split() for part in _APART.split(said))
    return AND.join(filter(None, (" ".join(word for word in part if word not in _NO_PURPOSE) for part in parts)))


def free_of(text: str) -> str:
    """What somebody cannot wear, where it is asked which they can."""
    found = _ALLERGIC.search(text)
    if found is None or not _OK.search(_ALLERGIC.sub(" ", text)):
        return ""
    return (found["to"] or found["of"]).casefold()
