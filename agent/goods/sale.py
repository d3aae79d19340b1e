"""Goods that cost less than before: "what's on sale", "any discounted dresses", "got a clearance section?". Pure words.

Not codes, not a sale to come, and not what was reduced when it was bought: those are the shop's rules.
"""

import re

_GOODS = r"(?:items?|things?|stuff|goods|products?|pieces|clothes|clothing|styles|section|page|rack|corner|range)"
_KIND = (
    r"(?!(?:my|it|that|this|these|those|the (?:order|price|delivery|shipping)|shipping|delivery|orders?)\b)[a-z]{3,}"
)
_LESS = r"(?:reduced|discounted|marked[- ]down)"
_NO_GOODS = r"(?! (?:tax|rep|team|person|assistant|figures))"
_OTHERWISE = (
    r"\b(?:return\w*|refund\w*|exchange|send(?:ing)? back|get back|bought|ordered|was|were|before|later|when|next"
    r"|upcoming|will|goes?|codes?|coupons?|vouchers?|students?|ship\w*|deliver\w*|newsletter|members?|tax"
    r"|black friday|cyber|final sale|elsewhere|even|appl\w+|includ\w+|combin\w+|valid|tell me"
    r"|(?:it|that|discount) works?|notify|alert|let me know|e-?mail me|(?:is|are) (?:the|this|that|these|those|it|they)"
    r"|price (?:drop|match|adjust)\w*)\b"
)
_NO_FRAGMENT = r"(?!\W*(?:(?:and|but|also|what about|how about)\W+)?(?:for|on|with|to) (?!sale\W*$))"
""" "And for sale items?" goes on with what was told."""
REDUCED = (
    rf"^{_NO_FRAGMENT}(?!.*{_OTHERWISE}).*(?:"
    r"\b(?:on|in)(?: the| your)? (?:sale|special|promotion|clearance|special offer)\b|\bin the offer\b"
    rf"|\b(?:sale|clearance|outlet|bargain) {_GOODS}\b|\b(?:clearance|markdowns?|bargains?|half[- ]price)\b"
    rf"|\b(?:{_LESS}|on[- ]sale) (?:\w+ )?(?:{_GOODS}|{_KIND}s)\b|\bsale {_KIND}s\b"
    rf"|\bwhat(?:['’]?s| is| are| do you have)(?: \w+)? (?:{_LESS}|on offer)\b"
    rf"|\b(?:any(?:thing)?|something|which|{_GOODS}) (?:\w+ ){{0,3}}{_LESS}\b"
    rf"|\b(?:deals?|bargains?|reductions?|discounts?|offers?|sales?) (?:on|for) {_KIND}s\b"
    r"|\b(?:any|some)thing (?:\w+ ){0,2}for sale\b"
    r"|\b(?:is there|are there|having|you have|you['’]ve got|have you got|got|running|there)"
    r"(?: an?| any| some| your| currently| current| big| summer| winter| seasonal| special)*"
    rf" sales?\b{_NO_GOODS}"
    rf"|\bany sales?\b{_NO_GOODS}|^\W*(?:the )?sale\W*$)"
)
"""A pattern of whole messages, to be searched without regard to case."""
_IS_REDUCED = re.compile(
    r"^\W*(?:(?:and|so|but|hi|hey|ok|also)\W+)*(?:is|are) (?:the|your|any of (?:the|your)) (?:[a-z'’-]+ ){1,3}"
    r"(?:(?:still|currently|now|already) )*(?:on (?:sale|offer)|reduced|discounted|marked down)(?: (?:now|too|at the"
    r" moment|right now|today))*\W*$",
    re.IGNORECASE,
)
""" "Is the velvet dress on sale": of a kind that is named, which those who ask have to know."""
_REDUCED = re.compile(REDUCED, re.IGNORECASE | re.DOTALL)


def asks_for_reduced(text: str) -> bool:
    return _REDUCED.search(text) is not None


def asks_if_reduced(text: str) -> bool:
    return _IS_REDUCED.match(text) is not None
