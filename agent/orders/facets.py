"""What a short message asks of an order that is on the table: what is in it, who brings it, why it is late.

Pure words. Which order is meant, and what is known of it, is found out elsewhere.
"""

import re
from typing import Literal

OrderFacet = Literal[
    "contents",
    "late",
    "parcels",
    "carrier",
    "number",
    "payment",
    "shipping",
    "discount",
    "total",
    "address",
    "changeable",
    "faster",
    "placed",
    "arrival",
    "money_back",
    "left_where",
]

LONGEST = 14
"""Words up to which a message may lean on the order that was spoken of last."""
_IT = r"(?:it|that|this|they|them|there|(?:the|my|that|this)(?: \w+)? (?:orders?|one|ones|parcel|package|box|stuff))"
_PARCEL = (
    r"\b(?:other|second|first|2nd|1st|last|remaining|missing|next|both|two|one of the) "
    r"(?:parcels?|packages?|box(?:es)?|shipments?|half|part)\b|\bthe rest(?! of the (?:shop|range))\b"
)

_PATTERNS: tuple[tuple[OrderFacet, str], ...] = (
    (
        "money_back",
        r"\b(?:when|how (?:long|soon|quick\w*))\b.{0,40}\b(?:money|refund|cash)\b"
        r"|\b(?:money|refund)\b.{0,25}\b(?:how long|when)\b"
        r"|\b(?:how much|what) (?:do|will|would|did) i get back\b",
    ),
    (
        "changeable",
        r"\b(?:which|what)(?: ones?| orders?| of (?:my|the|these|those|them)(?: \w+)?)?\b.{0,12}\b(?:can|could|may)\b"
        r".{0,12}\b(?:still |yet )?(?:be )?(?:chang|edit|modif|amend|alter|cancel)\w*\b"
        r"(?!.{0,25}\b(?:size|colou?r|address|to)\b)"
        r"|\b(?:is|are|can)\b.{0,24}\b(?:changeable|(?:still )?be (?:changed|modified|edited|amended))\b"
        r"(?!.{0,25}\b(?:size|colou?r|address|to)\b)"
        r"|\bwhat can i (?:still )?(?:change|edit|modify) (?:on|in|about|with) " + _IT,
    ),
    (
        "late",
        r"\bwhy\b.{0,25}\b(?:late|delayed|slow|stuck|held up|overdue|taking|take|not (?:here|arrived|come|moving)|"
        r"(?:has|have|is)n'?t)\b(?!.{0,30}\b(?:refund|money|return|claim|photo|code)\b)"
        r"|\b(?:late|delayed)\b.{0,12}\bsince when\b|\bsince when\b.{0,20}\b(?:late|delayed)\b|\bhow late\b"
        r"|\bwhat(?:'s| is|s)? (?:causing|taking|holding)\b"
        r"|\bwhat (?:caused|happened to) (?:it|the delay|my (?:order|parcel))"
        r"|\b(?:it'?s|it has|has) been (?:(?:a|an|over|more than|\w+) )?(?:days?|weeks?|months?|ages|forever)\b"
        r"|\b(?:is|are) (?:it|that|this|they)(?: one| order)? (?:late|delayed)\b"
        r"|\b(?:which|what)(?: ones?| orders?| of (?:them|these|those|my orders))?(?:'?s| is| are) "
        r"(?:late|delayed|overdue|stuck)\b"
        r"|\b(?:is|are) (?:any|one|some)(?: of (?:them|these|those))? (?:late|delayed)\b"
        r"|^\W*(?:(?:and|so|ok(?:ay)?|but)\W+)*what (?:happens|do (?:i|you|we) do|can (?:i|you|we) do|should i do)"
        r" (?:now|next|then|about (?:it|that|this))\W*$",
    ),
    (
        "contents",
        r"\bwhat(?:'?s|’s| is| was| are| were| did i (?:have|put|get))?(?: all| exactly)? in (?:it|there|that|this|them"
        r"|(?:the|that|this|my)(?: \w+){0,2} ?(?:orders?|one|ones|parcel|package|box))\b"
        r"|\bwhat(?:'?s|’s| is)(?: \w+)? (?:inside|on the way|coming)\b(?! to)"
        r"|\b(?:how many|(?:what|which) (?:size|colou?r))\b.{0,30}\bdid i (?:order|buy|get|pick|choose|take)\b"
        r"|^\W*(?:(?:and|so|in|ok)\W+)*(?:what|which) (?:size|colou?r)(?: (?:is|was) (?:it|that)| do i have)?\W*$"
        r"|\b(?:which|what) (?:ones|items?|things|products|pieces) (?:are|is|were|was|do i have|did i \w+)\b"
        r"(?!.{0,20}\b(?:sale|return|exclu|stock|popular|new|best)\w*)"
        r"|^\W*(?:\w+\W+){0,2}?what (?:did|do) (?:i|we) (?:order|buy|get)"
        r"(?: (?:there|in (?:it|that|this)(?: one| order)?|again|exactly|then))*\W*$",
    ),
    (
        "left_where",
        r"\bwhere (?:did|have|was|has)\b.{0,24}\b(?:lea?ve|left|put|drop(?:ped)?|place[d]?|deliver(?:ed)?)\b"
        r"(?:.{0,4}\b" + _IT + r")?(?: (?:at|off|then|exactly))*\W*$"
        r"|\bwho (?:took|accepted|signed|got|has|received)\b.{0,8}\b" + _IT,
    ),
    ("parcels", _PARCEL),
    (
        "carrier",
        r"\b(?:which|what|who(?:'s| is)?(?: the)?)\b.{0,8}\b(?:carrier|courier|shipper|(?:delivery|shipping|parcel)"
        r" (?:company|service))\b"
        r"|\bwho(?:'?s| is| was| are| will| does)? ?(?:be )?(?:deliver|bring|carry|ship)\w* (?:it|that|this|them|my)\b"
        r"|\bwho (?:is|are) (?:it|they) (?:coming|shipped|sent|shipping) (?:with|by)\b",
    ),
    ("number", r"\btracking(?: (?:number|no|code|link|id|info))?\W*$|\bparcel number\b"),
    (
        "shipping",
        r"\b(?:what|how much)\b.{0,10}\b(?:did|have|was|were|is)\b.{0,10}\b(?:i|me|we|the)?\b.{0,14}"
        r"\b(?:pay|paid|charged?|spend)\b.{0,12}\b(?:shipping|delivery|postage)\b"
        r"|\b(?:how much|what) (?:was|were) (?:the )?(?:shipping|delivery|postage)\b"
        r"|\b(?:was|did i get) (?:the )?(?:free )?(?:shipping|delivery|postage)\b(?:.{0,4}free|.{0,12}"
        + _IT
        + r"|\W*$)",
    ),
    (
        "discount",
        r"\b(?:was|were|is|did|had|got|have|has)\b.{0,16}\b(?:discount|coupon|voucher|promo(?:tion)?|money off)\b"
        r".{0,8}(?:\b(?:on|with|for|in|applied|taken|used|off)\b.{0,10}" + _IT + r"?)\W*$",
    ),
    (
        "payment",
        r"\bhow (?:did|have|was|were) (?:i|we|it|that|they) (?:pay|paid)\b|\bwhat did (?:i|we) pay (?:it |that )?with\b"
        r"|\b(?:which|what) (?:card|payment(?: method)?) (?:did|have|was|is)\b"
        r"|\b(?:is|was|has|have|did)\b.{0,16}\b(?:been |get |got )?(?:paid(?: for)?|payment go(?:ne)? through)\b"
        r"|\b(?:did|has|was|is) (?:my|the) payment\b.{0,12}"
        r"\b(?:go(?:ne)?|work(?:ed)?|arrived?|received|confirmed|accepted|ok(?:ay)?|through|come)\b"
        r"|\b(?:it|that)(?:'?s|’s) (?:now |already |all )?paid(?: now)?\W*$",
    ),
    (
        "address",
        r"\b(?:what|which)(?:'?s|’s| is| was)?(?: the)? (?:delivery |shipping )?address\b"
        r"(?!.{0,30}\b(?:e-?mail|return|store|shop|your|send (?:it |them )?back)\b)"
        r"|\bwhere (?:is|are|was|will) (?:it|that|they|this) (?:be )?(?:going|sent|shipped|delivered|go)\b"
        r"|\bwhere (?:are|will|did|do) (?:you|u) (?:send|sending|ship|shipping|deliver)\w* (?:it|that|them|this)\b"
        r"(?! from)"
        r"|\baddress (?:(?:do|did) )?(?:you|u|i) (?:have|got|gave|give|use)\b",
    ),
    (
        "faster",
        r"\b(?:speed|hurry|rush)\b.{0,12}\b(?:it|this|that|things|them|up|order|parcel|delivery)\b"
        r"|\b(?:get|make|have|send|deliver|come|arrive)\b.{0,14}\b(?:it|that|this|them)?\b.{0,8}"
        r"\b(?:faster|sooner|quicker|earlier|more quickly)\b"
        r"|\b(?:upgrade|switch|change)\b.{0,12}\bto express\b"
        r"|\b(?:ship|send|deliver)\b.{0,4}\b(?:it|that|this|them|mine)\b.{0,12}"
        r"\b(?:express|overnight|priority|next day)\b",
    ),
    (
        "placed",
        r"\bwhen (?:did|have) i (?:order|buy|place)\w* (?:it|that|this|them)\b|\bwhen was (?:it|that) ordered\b",
    ),
    (
        "placed",
        r"\bwhich(?: one| order| of (?:them|these|those))?(?: is|'s|s| was)?(?: the| my)?"
        r" (?:oldest|newest|most recent|first|last)\b",
    ),
    (
        "total",
        r"\bhow much (?:was|is|were)(?: (?:it|that|this|the (?:order|total|whole (?:thing|order))))"
        r"(?: (?:now|then|in total|altogether|again))*\W*$"
        r"|\b(?:what(?:'?s|’s| is| was)|how much(?:'?s| is| was)) the (?:new |whole |order )?total\b"
        r"|\bwhat (?:do|will|would) i (?:have to )?pay(?: (?:now|then|in total|altogether|for (?:it|that)))*\W*$"
        r"|\b(?:price|amount|sum)(?: that)? i paid\W*$"
        r"|\bhow much did (?:i|it|that) (?:pay|cost)(?: (?:for (?:it|that)|in total|altogether))*\W*$",
    ),
    (
        "arrival",
        r"^\W*(?:\w+\W+){0,3}?(?:when|what (?:day|date|time)|which day|how (?:much longer|long|soon))\b.{0,20}"
        r"\b(?:it|this|that|they|them|these|those|the (?:parcel|package|order|rest))\b.{0,24}"
        r"\b(?:arriv\w*|com(?:e|es|ing)|get|here|deliver\w*|ship(?:s|ped)?|sent|leave|be)\b"
        r"|\b(?:latest|exact|expected|delivery|arrival) (?:date|day|time)\b(?!.{0,20}\b(?:return|send))"
        r"|^\W*(?:\w+\W+){0,2}?(?:is|was|has|have|did|are) (?:it|that|this|that one|they)\b.{0,10}"
        r"\b(?:ship(?:ped)?|sent|left|leave|go(?:ne)? out|on (?:its|the) way|late|delayed|delivered|arriv\w+|packed"
        r"|cancel+ed)\b"
        r"|\bwhere (?:is|are|'s) (?:it|that|this|they)(?: now| at| right now| exactly)*\W*$"
        r"|\bhow long (?:should|do|must|will) i (?:have to )?wait\b|\b(?:has|have)(?:n'?t| not) moved\b",
    ),
)
_FACETS: tuple[tuple[OrderFacet, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern, re.IGNORECASE)) for name, pattern in _PATTERNS
)
_BARE = re.compile(
    r"^\W*(?:(?:and|so|ok(?:ay)?|but|hm+|well)\W+)*(?:when|when then|by when|what day)\W*$", re.IGNORECASE
)
""" "So when?": of the order, when nothing else was answered last."""
LEANING = ("arrival", "total", "faster")
"""Said alike of a policy or a product: of an order only when that was the last thing on the table."""


_OF_PARCEL = re.compile(_PARCEL, re.IGNORECASE)


def is_of_parcel(text: str) -> bool:
    """ "The second parcel" is a part of one order, not the second of several."""
    return _OF_PARCEL.search(text) is not None


def order_facet(text: str) -> OrderFacet | None:
    """What of an order is asked; None for anything longer than a question in passing, or of something else."""
    if len(text.split()) > LONGEST:
        return None
    if _BARE.match(text):
        return "arrival"
    return next((name for name, pattern in _FACETS if pattern.search(text)), None)
