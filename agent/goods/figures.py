"""What a shop earns and sells: "how many of those do you sell in a month". Hardly any shop tells. Pure."""

import re

_FIGURES = re.compile(
    r"\bhow (?:many|much)\b(?!.{0,60}\b(?:left|in stock|kinds?|types?|different|colou?rs?|sizes?|styles?)\b).{0,40}?"
    r"(?:\b(?:do|did|have|has|are|does) (?:you|u|ya|they|the shop|your (?:shop|store|company))(?: guys| all)?"
    r"(?: \w+)? (?:sells?|sold|selling|shift|move|earn|make|made|making)\b(?! (?:it|them|that|this|these|those"
    r"|your|the \w+) (?:for|from|of|out|with)\b)(?! (?:for|at)\b)"
    r"|\b(?:people|customers|others|buyers|shoppers) (?:have |already )*(?:bought|buy|ordered|order|purchased)\b"
    r"|\b(?:get|are|were|have been|been) sold\b)"
    r"|\bhow many (?:customers|clients|buyers|sales|orders a \w+|orders per \w+|visitors) (?:do|did|have|are|does)\b"
    r"|\b(?:your|the (?:shop|store|company)['’]?s?) (?:\w+ )?(?:turnover|revenues?|profits?|profit margins?|margins?"
    r"|mark-?ups?|sales (?:figures|numbers|volume))\b",
    re.IGNORECASE,
)
_OFFERED = re.compile(r"\bdo (?:you|u) (?:sell|make)\b\W*$", re.IGNORECASE)
""" "How many jackets do you sell?": may ask what there is to choose from."""


def asks_figures(text: str) -> bool:
    return _FIGURES.search(text) is not None and _OFFERED.search(text) is None
