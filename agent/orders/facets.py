"""What a short message asks of an order that is on the table: what is in it, who brings it, why it is late.

Pure words. Which order is meant, and what is known of it, is found out elsewhere.
"""

import re
from typing import Literal

from agent.orders.others import asks_of_others
from agent.orders.parcels import PARCEL
from agent.orders.places import ASKS_WHETHER, HANDOVER, IT, REFUSES
from agent.orders.waiting import BACK_TO_METHOD, COUNTS_AS_LOST, JUST_WAIT, MAY_I_PAY, NEVER_PAID, TAKEN, UNPAID
from agent.orders.why import asks_why

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
    "handover",
    "soonest",
    "invoice_name",
    "too_late",
    "charged",
    "notify",
    "link",
    "speed",
    "never_comes",
    "cost_of_it",
    "confirmed",
    "weight",
    "others",
    "just_wait",
    "unpaid",
]
BY_RULE_ONLY: frozenset[OrderFacet] = frozenset({"others", "just_wait", "unpaid"})
"""Those that no reader has learnt yet: their patterns alone tell them."""

LONGEST = 14
"""Words up to which a message may lean on the order that was spoken of last."""
_LEAVES = r"(?:mov\w+|ship(?:s|ped)?|leaves?|left|goes? out|sent|arriv\w+|comes?|delivered|packed|there|here|paid|out)"

_ANY = (
    r"(?:it|that(?: one)?|this|they|(?:the|my) other(?: one| order)?"
    r"|(?:each|all|both|any|most|everything)(?: one)?(?: (?:of|in) (?:it|that|this|them|these|those))?)"
)

_PATTERNS: tuple[tuple[OrderFacet, str], ...] = (
    ("just_wait", JUST_WAIT),
    ("unpaid", UNPAID),
    ("never_comes", COUNTS_AS_LOST),
    (
        "notify",
        r"\b(?:tell|let|text|message|write|ping|call|mail|e-?mail|notify|inform|remind|warn|update)\b.{0,10}\b(?:me|us)?\b"
        r".{0,8}\b(?:when|once|as soon as|if|before)\b.{0,12}\b(?:it|that|this|they|order|parcel|package|there'?s)\b"
        r".{0,20}\b(?:" + _LEAVES + r"|news|update|anything)\b"
        r"|\b(?:will|do|does|would|am) i\b.{0,8}\b(?:get|receive|be|hear)\b.{0,16}"
        r"\b(?:e-?mail|mail|text|message|sms|told|notified|informed|from you|notification|update)\b"
        r".{0,12}\b(?:when|once|if|before|as soon as)\b",
    ),
    ("handover", HANDOVER),
    (
        "charged",
        r"\bcharged?\b.{0,30}\b(?:twice|two times|2x|2 times|double|again|too much|wrong(?:ly)?)\b"
        r"|\b(?:double|two|2|second|duplicate)[- ]?(?:charged?|charges|payments?|debits?)\b"
        r"|\b(?:paid|pay|debited|taken|took|billed)\b(?!.{0,20}\b(?:shipping|delivery|postage))"
        r".{0,20}\b(?:twice|two times|double)\b"
        r"|\b(?:what|how much) (?:did (?:you|u) (?:charge|take)|was i charged|have (?:you|u) (?:charged|taken))\b",
    ),
    (
        "soonest",
        r"\b(?:which|what)(?:'s| is)?(?: one| ones| order| parcel| package| of (?:them|these|those))?\b.{0,20}"
        r"\b(?:com(?:es|ing)|arriv(?:es|ing)|be|get(?:s|ting)?|is|here|deliver\w*|will)\b.{0,16}"
        r"\b(?:first|next|soonest|earliest|sooner|earlier)\b"
        r"|^\W*(?:(?:and|so|ok)\W+)*(?:which|what)(?: one)?(?:'s| is)? (?:coming |arriving )?"
        r"(?:next|first|soonest)\W*$",
    ),
    (
        "link",
        r"\b(?:link|tracking(?: number| page| link| site)?|number|site|page)\b.{0,16}"
        r"\b(?:does ?n[o']?t|do ?n[o']?t|is ?n[o']?t|not|won'?t|ca ?n[o']?t"
        r"|says? (?:it'?s )?(?:invalid|unknown|not found))\b.{0,12}"
        r"\b(?:work\w*|open\w*|load\w*|found|find|valid|known|recogni[sz]ed|exist)?\b\W*$"
        r"|\b(?:broken|dead|invalid) (?:tracking )?(?:link|number)\b"
        r"|\b(?:link|number) is (?:broken|dead|invalid|wrong)\b",
    ),
    (
        "invoice_name",
        r"\b(?:put|add|change|write|have|include|correct|get|use|with|want|need|to|on)\b.{0,24}"
        r"\b(?:(?:company|business|firm|tax|vat)(?:'?s)?(?: name| number| id| no)?)\b.{0,10}"
        r"(?:\b(?:on|to|in|for) (?:it|that|this|them|there|the (?:invoice|bill|receipt))\b|\W*$)"
        r"|\b(?:name|address) on (?:it|the (?:invoice|bill|receipt))\b",
    ),
    (
        "too_late",
        r"\b(?:that'?s|that is|that will be|it'?s|it is|way|far) (?:way |far |a bit |really )?"
        r"too (?:late|slow)\b(?! to\b)"
        r"|\btoo late for (?:me|us|that|my|the|a|her|him)\b|\bthat'?s (?:way |far )?too long\b"
        r"|\b(?:need|needed|want(?:ed)?) (?:it|that|this|them) (?:by|before|for|on|until|till|earlier|sooner)\b"
        r"|\bca ?n[o']?t wait (?:that|so) long\b",
    ),
    (
        "money_back",
        r"\b(?:when|how (?:long|soon|quick\w*))\b.{0,40}\b(?:money|refund|cash)\b"
        r"|\bhow (?:do|will|would|can) (?:i|we) (?:get|receive) (?:my|the|our) (?:money|refund|cash)\b"
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
        r"|\bwhat can i (?:still )?(?:change|edit|modify) (?:on|in|about|with) " + IT,
    ),
    (
        "late",
        r"\bwhy\b.{0,25}\b(?:late|delayed|slow|stuck|held up|overdue|taking|take|not (?:here|arrived|come|moving)|"
        r"(?:has|have|is)n'?t)\b(?!.{0,30}\b(?:refund|money|return|claim|photo|code)\b)"
        r"|^\W*(?:(?:and|but|so|ok)\W+)*why (?:so|that|this|is (?:it|that|this) (?:taking )?so) (?:long|late|slow)\W*$"
        r"|\b(?:late|delayed)\b.{0,12}\bsince when\b|\bnew (?:delivery |arrival )?date\b"
        r"|\bsince when\b.{0,20}\b(?:late|delayed)\b|\bhow late\b"
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
        r"|(?:the|that|this|my)(?: \w+){0,2} ?(?:orders?|one|ones|parcel|package|box)"
        r"|order (?:#|no\.? ?|number )?(?:[a-z]{2,3}-)?\d+"
        r"|(?:#|[a-z]{2,3}-)?\d{4,8})\b"
        r"|\bwhat(?:'?s|’s| is)(?: \w+)? inside\b"
        r"|\b(?:how many|(?:what|which) (?:size|colou?r))\b.{0,30}\bdid i (?:order|buy|get|pick|choose|take)\b"
        r"|^\W*(?:(?:and|so|in|ok)\W+)*(?:what|which) (?:size|colou?r)(?: (?:is|was) (?:it|that)| do i have)?\W*$"
        r"|\b(?:is|was|are) (?:it|that|this|they|those) the (?:ones?|orders?|parcel|package) (?:with|that has)\b"
        r"|\b(?:which|what) (?:ones|items?|things|products|pieces) (?:are|is|were|was|do i have|did i \w+)\b"
        r"(?!.{0,20}\b(?:sale|return|exclu|stock|popular|new|best)\w*)"
        r"|^\W*(?:\w+\W+){0,2}?what (?:did|do) (?:i|we) (?:order|buy|get)"
        r"(?: (?:there|in (?:it|that|this)(?: one| order)?|again|exactly|then|(?:the )?last time))*\W*$",
    ),
    (
        "left_where",
        r"\bwhere (?:did|have|was|has)\b.{0,24}\b(?:lea?ve|left|put|drop(?:ped)?|place[d]?|deliver(?:ed)?)\b"
        r"(?:.{0,4}\b" + IT + r")?(?: (?:at|off|then|exactly))*\W*$"
        r"|\bwho (?:took|accepted|signed|got|has|received)\b.{0,8}\b" + IT,
    ),
    ("parcels", PARCEL),
    (
        "carrier",
        r"\b(?:which|what|who(?:'s| is)?(?: the)?)\b.{0,8}\b(?:carrier|courier|shipper|(?:delivery|shipping|parcel)"
        r" (?:company|service))\b"
        r"|\bwho(?:'?s| is| was| are| will| does)? ?(?:be )?(?:deliver|bring|carry|ship)\w* (?:it|that|this|them|my)\b"
        r"|\bwho(?:'?s| has|'?s got| has got) (?:got )?(?:it|that|my (?:order|parcel|package))(?: now)?\W*$"
        r"|\bwho (?:is|are) (?:it|they) (?:coming|shipped|sent|shipping) (?:with|by)\b",
    ),
    ("number", r"\btracking(?: (?:number|no|code|link|id|info))?\W*$|\bparcel number\b"),
    (
        "shipping",
        r"\b(?:what|how much)\b.{0,10}\b(?:did|have|was|were|is)\b.{0,10}\b(?:i|me|we|the)?\b.{0,14}"
        r"\b(?:pay|paid|charged?|spend)\b.{0,12}\b(?:shipping|delivery|postage)\b"
        r"|\b(?:how much|what) (?:was|were) (?:the )?(?:shipping|delivery|postage)\b"
        r"|\bdid i (?:have to )?pay (?:for |any |extra |extra for |anything for )?(?:the )?"
        r"(?:shipping|delivery|postage)\b"
        r"|\b(?:was|did i get) (?:the )?(?:free )?(?:shipping|delivery|postage)\b(?:.{0,4}free|.{0,12}"
        + IT
        + r"|\W*$)",
    ),
    (
        "discount",
        r"\b(?:was|were|is|did|had|got|have|has)\b.{0,16}\b(?:discount|coupon|voucher|promo(?:tion)?|money off)\b"
        r".{0,8}(?:\b(?:on|with|for|in|applied|taken|used|off)\b.{0,10}" + IT + r"?)\W*$",
    ),
    (
        "payment",
        r"\bhow (?:did|have|was|were) (?:i|we|it|that|they) (?:pay|paid)\b|\bwhat did (?:i|we) pay (?:it |that )?with\b"
        r"|\b(?:which|what) (?:card|payment(?: method)?) (?:did|have|was|is)\b"
        r"|^\W*(?:(?:and|so|ok|but)\W+)*(?:to|on|with|from) (?:which|what) (?:card|account|payment method)\W*$"
        r"|\b(?:is|was|has|have|did)\b[^.,;?!]{0,16}\b(?:been |get |got )?(?:paid(?: for)?|payment go(?:ne)? through)\b"
        r"|\b(?:did|has|was|is) (?:my|the) payment\b.{0,12}"
        r"\b(?:go(?:ne)?|work(?:ed)?|arrived?|received|confirmed|accepted|ok(?:ay)?|through|come)\b"
        r"|\b(?:it|that)(?:'?s|’s) (?:now |already |all )?paid(?: now)?\W*$"
        rf"|{TAKEN}|{NEVER_PAID}|{MAY_I_PAY}|{BACK_TO_METHOD}"
        r"|(?:\b(?:thought|sure|think) |^\W*(?:(?:but|and|well|hm+|no|oh)\W+)*)i(?:'ve| have| had|'d)? "
        r"(?:already |just )?(?:paid|payed)(?: (?:already|for (?:it|that|the \w+)|that|yesterday|it|though|now))*\W*$",
    ),
    (
        "address",
        r"\b(?:what|which)(?:'?s|’s| is| was)?(?: the)? (?:delivery |shipping )?address\b"
        r"(?!.{0,40}\b(?:e-?mail|return|store|shop|your|back)\b)"
        r"|^\W*(?:(?:and|so|but|ok|hi)\W+)*(?:was|were|did|is|are) (?:it|that|they|this|(?:the|my) [\w' -]{2,25}?)"
        r" (?:be |been )?(?:sent|going|go|shipped|delivered|addressed) to (?:my|the|\d)"
        r"|\bwhere (?:is|are|was|will) (?:it|that|they|this) (?:be )?(?:going|sent|shipped|delivered|go)\b"
        r"|\bwhere (?:are|will|did|do) (?:you|u) (?:send|sending|ship|shipping|deliver)\w* (?:it|that|them|this)\b"
        r"(?! from)"
        r"|\baddress (?:(?:do|did) )?(?:you|u|i) (?:have|got|gave|give|use)\b"
        r"|\b(?:did|have) (?:you|u) (?:\w+ )?(?:chang|updat|correct)\w*\b.{0,24}\baddress\b(?!.{0,20}\baccount\b)",
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
        r"\bwhen (?:did|have) i (?:order|buy|place)\w* (?:it|that|this|them)\b|\bwhen was (?:it|that) ordered\b"
        r"|\bwhich(?: one| order| of (?:them|these|those))?(?: is|'s|s| was)?(?: the| my)?"
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
        r"^\W*(?:\w+\W+){0,2}?(?:does|will|do|would|did|should|can) (?:it|that|this|they|mine)\b.{0,10}"
        r"\b(?:arriv\w*|come(?! (?:in(?! time)|with|as)\b)|be (?:here|there|late|delivered|delayed|on time)"
        r"|get (?:here|there)|make it|leave|ship)\b"
        r"|^\W*(?:\w+\W+){0,3}?(?:when|what (?:day|date|time)|which day|how (?:much longer|long|soon))\b.{0,20}"
        r"\b(?:it|this|that|they|them|these|those|the (?:parcel|package|order|rest|other|first|second|last))\b.{0,24}"
        r"\b(?:arriv\w*|com(?:e|es|ing)|get|here|deliver\w*|ship(?:s|ped)?|sent|leave|be)\b"
        r"|\bwhen\b.{0,12}\b(?:get|have|receive|expect) (?:it|them|that|mine)(?: then| now| here| to \w+)*\W*$"
        r"|^\W*(?:(?:and|so|ok(?:ay)?|but)\W+)*(?:(?:do|have) you (?:have|got) |is there |any |got )+(?:an? |any )?"
        r"(?:(?:rough|new|firm|estimated|shipping) )?(?:date|eta|estimate)\b"
        r"(?: (?:yet|then|now|at all|for (?:it|that)))*\W*$"
        r"|\b(?:latest|exact|expected|delivery|arrival) (?:date|day|time)\b(?!.{0,20}\b(?:return|send))"
        r"|^\W*(?:(?:and|so|but|ok)\W+)*(?:do (?:you|u|we) have|have you got|is there|got) (?:an?|any|the) "
        r"(?:date|day|eta)(?: (?:yet|now|already|then|for (?:it|that|this|them)))*\W*$"
        rf"|^\W*(?:\w+\W+){{0,2}}?(?:is|was|has|have|did|are) {_ANY}\b(?! sent (?:to|over)\b).{{0,10}}"
        r"\b(?:ship(?:ped)?|sent|left|leave|go(?:ne)? out|on (?:its|the) way|(?<!too )late|delayed|delivered|arriv\w+"
        r"|packed(?! (?:in|with|well|safely|properly|carefully)\b)|cancel+ed)\b"
        rf"|\bwhere (?:(?:is|are|'s) {_ANY}|{_ANY}(?:'s| is| are))"
        r"(?: now| at| right now| exactly| currently| at the moment)*\W*$"
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
_SENTENCE = re.compile(r"[^.!?;\n]+[.!?;\n]*")
""" "Which colour did I order there? I bought a few things around then": the one question of a longer message."""
LEANING = ("arrival", "total", "faster")
"""Said alike of a policy or a product: of an order only when that was the last thing on the table."""


OF_A_DAY_TO_COME = ("handover", "too_late", "notify", "faster", "soonest")
"""A day in these is when it should be there, not when it was ordered."""


def order_facet(text: str) -> OrderFacet | None:
    """What of an order is asked; None for anything longer than a question in passing, or of something else."""
    if asks_of_others(text):
        return "others"
    if asks_why(text):
        return "late"
    asked = [each for each in _SENTENCE.findall(text) if each.rstrip().endswith("?")]
    said = dict.fromkeys((text, *(asked if len(asked) == 1 else ())))
    return next((facet for each in said if len(each.split()) <= LONGEST and (facet := _facet(each))), None)


def _facet(text: str) -> OrderFacet | None:
    if _BARE.match(text):
        return "arrival"
    facet: OrderFacet | None = next((name for name, pattern in _FACETS if pattern.search(text)), None)
    if facet == "handover" and REFUSES.search(text):
        return None
    return "arrival" if facet == "handover" and ASKS_WHETHER.match(text) else facet
