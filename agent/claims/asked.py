"""What is asked of a claim that is being talked about: what it costs, when the money comes, what else could be done."""

import re

from agent.table.reader import UNREAD, Asked
from agent.understanding.heard import Heard

_IT = r"(?:it|that|this|them|those|these|the (?:claim|return|exchange|replacement|refund|repair))"
_ITEM = r"(?:it|that|this|them|those|these|the \w+(?: \w+)?|my \w+)"
_WHO = r"(?:i|she|he|we|they)"
_SHALL = r"(?:do|does|did|will|must|should|would|can|could|may|shall)"
_PICTURE = r"(?:photo|picture|pic|image)s?"
_REMEDY = r"(?:replacement|refund|exchange|repair|return)"
_WORDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "remedy",
        (
            rf"\b(?:it'?s|its|it is|is it|that'?s|that is|is that|set|booked|noted|filed|registered|down)"
            rf"(?: (?:really|now|still|then|set|to|for|as|in|up|down|be|a|an|the))* {_REMEDY}\b"
            r"(?! (?:policy|label|fee))"
            r"(?!.*\b(?:want|like|prefer|need|please|pls|rather|instead|free)\b)",
            r"\b(?:do|will|would) i get (?:the |a )?(?:same|new (?:one|pair)|money)\b.{0,20}\bor\b",
            r"\bwhat (?:do|will|would) i (?:actually |then )?get(?: (?:then|now|for (?:it|that)))?\W*$",
        ),
    ),
    (
        "options",
        (
            r"\bwhat(?:'?s|'re| is| are| were| would be)? (?:my|the|her|his) (?:option|choice|alternative)s?\b",
            r"\bwhat (?:else )?(?:can|could) (?:i|we|be) (?:even )?(?:do|done)\b|\bwhat should i do\b|\bwhat else\W*$",
            r"\bwhat (?:else )?can (?:you|u) (?:do|offer)(?: me)? (?:about|then|now|instead|for)\b",
            r"\bis there (?:really )?(?:nothing|no way|any(?:thing| way| other way| chance)|another way)\b",
            r"\b(?:any|some|no) (?:other )?(?:way|option|alternative|chance)s?\b|\bmy options\b|\bcan'?t you just\b",
            r"\bwhat now\W*$|\bnow what\b|\bnot fair\b|\bwhat do (?:you|u) (?:suggest|recommend)\b",
        ),
    ),
    (
        "keeping",
        (
            r"\b(?:some|part|a bit|little|half|\w+ ?%|percent)(?: of)? (?:my |the )?(?:money|price|cash"
            r"|refund) (?:off|back)\b",
            r"\b(?:partial|part) (?:refund|credit)\b|\bmoney off\b|\bprice reduction\b|\b\w+ ?(?:%|percent) off\b",
            r"\b(?:a|some|get|any|just|offer|give|have)(?: me)?(?: an?)? (?:small |little |partial |bit of )?"
            r"(?:discount|compensation)\b(?! codes?)",
            r"\bkeep (?:it|them|the \w+)\b.{0,25}\b(?:discount|compensat\w+|cheaper|less)\b",
        ),
    ),
    (
        "undo",
        (
            r"\b(?:can|could|may) (?:i|she|he|we) (?:still )?take (?:it|that|this|them) back\b",
            r"\bchanged? (?:my|her|his) mind (?:later|afterwards|again|after|then|still)\b",
            rf"\b(?:can|could|may) {_WHO} (?:still |later |then )*(?:change (?:my|her|his) mind|cancel|withdraw|undo"
            r"|stop|back out)\b(?! (?:an?|my|the|this|that) order)",
            rf"\bwhat if {_WHO} (?:change|want to keep|decide to keep|keep)\b",
        ),
    ),
    (
        "repair",
        (
            r"\b(?:if|when) (?:you|it|that|they) (?:can'?t|cannot|couldn'?t|don'?t) (?:be )?(?:fix|repair|mend)",
            r"\bwhat if (?:the repair|repairing)\b|\bwill (?:it|they) be (?:repaired|fixed|replaced)\b",
        ),
    ),
    (
        "sold_out",
        (
            r"\b(?:if|what about|when)\b.{0,40}\b(?:sold out|out of stock|unavailable|none left|no more)\b",
            r"\b(?:if|what about|when)\b.{0,40}\bnot (?:in stock|available)\b",
            r"\b(?:if|when) (?:you|u|they)(?: guys)? (?:do ?n[o']?t|dont|no longer) have (?:it|them|any|one|that"
            r"|more)\b",
        ),
    ),
    (
        "stock",
        (
            r"\b(?:is|are|(?:do|have) (?:you|u))\b.{0,30}\b(?:in stock|available|stock|left)"
            r"(?: in (?:(?:that|the|her|his|my|this) )?(?:size |colou?r )?[\w-]+)?\W*$",
            r"\b(?:do|have) (?:you|u) (?:still |even |got )*(?:have |got )?(?:it|them|one|any|that one"
            r"|(?:(?:it|one|any|an?|the) )?(?:in )?(?:size )?(?:x{0,2}[sl]|m|\d{2}))(?: left)?(?: in [\w -]+)?\W*$",
        ),
    ),
    (
        "photo",
        (
            rf"\b(?:do|does|did) (?:you|u|{_WHO}) (?:need|want|have to|need to)\b.{{0,25}}\b{_PICTURE}\b",
            rf"\bis an? {_PICTURE} (?:needed|required|necessary)\b|\bwithout (?:a |the )?{_PICTURE}\b",
            r"\b(?:need|want|require)\b.{0,12}\b(?:proof|evidence)\b|\bprove it\b",
            rf"\bwhere {_SHALL} {_WHO} (?:send|upload|put|attach|mail) (?:an? |the |my )*{_PICTURE}\b",
            rf"\b(?:no|any|send a|take a) {_PICTURE}\b|\bhow {_SHALL} {_WHO} send (?:an? |the |you )*{_PICTURE}\b",
        ),
    ),
    (
        "covered",
        (
            r"\b(?:which|what) (?:\w+ )?(?:clause|rule|section|paragraph|policy)"
            r"(?: (?:is|was|does|do) (?:that|it|this))?\W*$",
            rf"\b(?:is|are|does|will) (?:{_ITEM}|the warranty) (?:still |also |even )?(?:be )?cover(?:ed)?\b",
        ),
    ),
    (
        "shipping",
        (
            r"\b(?:is|are|does|do|will|would|can|could|including|with|and)\b.{0,20}\b(?:shipping|postage|delivery)"
            r"(?: (?:cost|fee|charge)s?)?(?: (?:also|too|be|get))* (?:included|refunded|covered|paid|back|free)\b",
            rf"\b(?:does|is|will) {_IT} (?:also )?includ(?:e|ing) (?:the )?(?:shipping|postage|delivery)\b",
        ),
    ),
    (
        "cost",
        (
            rf"\b{_SHALL} {_WHO} (?:have to |need to |get to )?(?:pay|be charged)\b(?! (?:with|by|via|using|later))",
            r"\bwho(?:'s| is| does|'ll| will)? pays?\b",
            rf"\b(?:would|will|should) (?:{_IT}|an? (?:exchange|swap|return)) (?:then |still )?(?:be |come )"
            r"(?:for )?free\b",
            rf"\bis (?:{_IT}|returning it|sending it back|(?:return )?shipping|the label|postage) (?:for )?free\b",
            rf"\bfree of charge\b|\bat my (?:own )?(?:cost|expense)\b|\b(?:does|will|would|do) {_IT} cost\b",
            rf"\bhow much (?:does|will|would|is) (?:{_IT}|the (?:return )?(?:postage|shipping|label))\b(?: cost)?"
            r"(?!.{0,12}\b(?:refund|back)\b)",
            r"\bwhat (?:does|will|would) (?:it|that|this) cost\b|\bany (?:costs?|fees?|charges?)\b",
            r"\b(?:do|will) you (?:charge|take|deduct)\b",
            r"\bwhy\b.{0,30}\b(?:taken off|deducted|less|charged|not the (?:full|whole)|minus)\b",
            r"\b(?:cover|pay) (?:for )?(?:the )?(?:return|postage|shipping)\b",
            r"\b(?:how much (?:does|will|would|is)|what (?:does|will|would)) (?:the |an? )?"
            r"(?:exchange|return|swap|repair)\b",
            r"\b(?:\d+[.,]\d\d|fee) (?:is |gets? |was )?(?:off|less|taken off|deducted|fee)\b|\bwhy\b.{0,20}\bfee\b",
        ),
    ),
    (
        "others",
        (
            rf"\b(?:which|what|how many) (?:other |open |more )?(?:ones|claims|returns) {_SHALL} {_WHO} have\b",
            r"\b(?:what|which) (?:other|else)\b.{0,20}\b(?:claims?|returns)\b",
            rf"\b{_SHALL} {_WHO} have (?:any )?other claims\b",
            r"\b(?:only|just) (?:the |that |this )?(?:one|1|single) (?:claim|return|exchange)\b",
            r"\bwhat (?:have i|do i have|i have|have we) (?:still |all )?(?:got )?(?:open|pending|running|going)\b",
            r"\b(?:my|all|the) (?:open |other |current )?claims\b(?=.*(?:\bstatus|\bopen|\bhow|\bnews|\?)|\W*$)",
        ),
    ),
    (
        "in_store",
        (
            rf"\b{_SHALL} {_WHO}\b.{{0,40}}\b(?:in|at|to|into) (?:one of )?"
            r"(?:(?:a|an|the|your|any|my|local|nearest) ){0,2}(?:stores?|shops?|branch|showroom)\b",
            r"\b(?:return|drop|bring|hand|swap|exchange)\b.{0,25}\b(?:in person|in[- ]store)\b",
        ),
    ),
    (
        "where",
        (
            rf"\bwhere {_SHALL} {_WHO} (?:have to )?(?:send|ship|post|mail|bring|take|return|drop)\b|\bwhere to\b",
            rf"\bwhere (?:does|do|should) {_ITEM} (?:go|get sent)\b|\b(?:what|which) address\b",
            rf"\bhow {_SHALL} {_WHO} (?:send|ship|post|mail|pack|return) {_ITEM}\b(?!.*\b(?:{_PICTURE}|money)\b)",
            r"\b(?:print|get|where(?:'?s| is)|about) (?:a|the|my|that) (?:return )?label\b",
        ),
    ),
    (
        "until",
        (
            rf"\bhow (?:long|much time|many days) (?:do|does|have|has) {_WHO}(?: still)?(?: have| got)?\b",
            r"\b(?:until|till|by) when\b|\bdeadline\b|\blast day\b",
            rf"\bwhen {_SHALL} {_WHO} (?:have to |need to )?(?:send|return|ship)\b",
        ),
    ),
    (
        "back",
        (
            rf"\b{_SHALL} {_WHO} (?:have to |need to |get to |still )*(?:keep|send|return|give|ship|bring|hand) "
            rf"(?:you )?(?:{_ITEM}|back)\b(?!.{{0,20}}\b(?:label|{_PICTURE}|email)\b)",
            r"\bwhat (?:do|should|shall) i do with (?:the|it|them|my)\b",
            r"\b(?:do|does) (?:it|the \w+ one|they) (?:have|need) to (?:come|go|be sent) back\b",
        ),
    ),
    (
        "filed",
        (
            rf"\bwhen (?:was|were|did) (?:{_WHO} )?(?:{_IT}|file|claim|report|open)(?: \w+)?(?: filed| opened| made"
            rf"| start\w*)?\b",
            r"\b(?:claim|reference|case|ticket) (?:number|no\b|id|nr)",
        ),
    ),
    (
        "when",
        (
            rf"\bwhen {_SHALL} (?:{_WHO}|it|that)\b|\bwhen(?:'?s| is| are| am) (?:i|it|that|the|my)\b",
            rf"\bwhen {_SHALL} (?:the|my|her|his) (?:new|other|right|replacement|refund|exchange|money|repair)",
            r"\bhow (?:long|soon|quick(?:ly)?|fast) (?:does|do|will|would|is|until|till|before|can|for|to|it)\b",
            r"\bhow long\W*$|^\W*when\W*$|\bhow long\b.{0,20}\btake\b",
        ),
    ),
    (
        "paid_to",
        (
            r"^(?!.*\bpay(?:ing)?\b).*\b(?:on|onto|to|via|by|with|into) (?:my )?(?:pay ?pal"
            r"|(?:credit|debit) card|bank|visa|master ?card"
            r"|klarna|apple pay)"
            r"\b(?=.{0,12}\b(?:instead|rather|too|now)\b|\W*$)",
            r"\b(?:store credit|gift card|voucher|another card|(?:other|different|new|same) (?:card|account|method))\b",
            r"\b(?:to|on|onto) (?:my|her|his|a|an|the) (?:\w+ )?(?:card|paypal|bank account|account)\b",
            r"\b(?:which|what) (?:card|account|method)\b|\bwhere (?:does|will) (?:the|my) money\b",
        ),
    ),
    (
        "amount",
        (
            rf"\b(?:how much|what) {_SHALL} {_WHO} (?:\w+ )?(?:get|receive|be refunded)\b|\bhow much am i\b",
            r"\b(?:full|whole|all (?:of )?(?:my|the)) (?:refund|amount|money|price)\b",
            r"\bhow much (?:is|was|would|will) (?:it|that)(?: be)?\W*$|\bwhat(?:'?s| is) the (?:total|amount"
            r"|refund)\b",
            rf"\bhow (?:{_SHALL}|was|is) (?:{_WHO}|it|the money|the refund) (?:get |be )?"
            r"(?:the money|refunded|paid(?: back)?|my money)\b",
        ),
    ),
    (
        "mail",
        (
            rf"\b(?:{_SHALL}) {_WHO} (?:get|receive) (?:an? |the )?(?:e-?mail|confirmation|receipt|mail)\b",
            r"\b(?:no|never|not|did ?n[o']?t|have ?n[o']?t) (?:got|get|gotten|received?|had|have|seen?)\b.{0,12}"
            r"\b(?:confirmation|e-?mail|receipt)\b",
            rf"\b(?:{_SHALL}) (?:you|u) (?:e-?mail|write|confirm|let me know|tell me)\b",
        ),
    ),
    (
        "next",
        (
            r"\b(?:do|does|did) (?:you|u) (?:still )?(?:need|want) (?:anything|something|more)\b",
            r"\b(?:do|must|should) i (?:still )?(?:need|have) to do (?:anything|something)\b"
            r"|\banything (?:else )?i (?:need|have) to do\b",
            rf"\bwhat (?:happens|will happen)(?: (?:with|to) {_IT})?\W*$"
            r"|\bwhat (?:happens|comes|will happen) (?:(?:with|to) \w+ )?"
            r"(?:now|next|then|after (?:that|this)|afterwards)\b"
            r"|\bwhat(?:'s| is) next\b(?! (?:in|on|for)\b)",
            r"\bwhat do (?:i|we|you) (?:have to |need to )?do (?:now|next|then)\b|^\W*(?:(?:ok(?:ay)?|so"
            r"|well)\W+)*and (?:now|then)\W*$",
        ),
    ),
    (
        "status",
        (
            rf"\b(?:status|progress|news|update)s? (?:of|on|about|with|for) {_IT}\b|\bhow far (?:is|are) {_IT}\b",
            rf"\bhow(?:'?s| is) {_IT} (?:going|doing|coming)\b|\bshow (?:me )?{_IT}\b",
            rf"\bwhat(?:'?s| is) (?:up|happening|going on) with {_IT}\b",
            rf"\b(?:did|have) (?:you|u)(?: guys)? (?:already )?(?:get|got|gotten|receive[d]?) {_ITEM}\W*$",
            r"\bhow (?:do|can) i (?:check|track|follow|see|find out)\b.{0,12}\b(?:it|that|this|later|claim)\b",
            rf"\b(?:did|have|has|was|were) (?:{_WHO}|it) (?:get|got|received?|paid|refunded)\b.{{0,15}}"
            r"(?:money|refund|back)\b",
        ),
    ),
)
ASKED = tuple((asked, re.compile("|".join(words), re.IGNORECASE)) for asked, words in _WORDS)
"""What may be asked of a claim in hand; the first that fits."""
_OF_ANOTHER_MATTER = re.compile(
    r"\b(?:my (?:other )?orders?|delivery (?:time|cost)|shipping to|polic(?:y|ies)|gift cards|newsletter|my account"
    r"|password|printer|express|ship to|deliver to|warranty period)\b",
    re.IGNORECASE,
)
_READ_ONLY = {"packaging", "who_decides", "why_no", "denied", "anyway", "sent"}
NAMES = frozenset(asked for asked, _ in _WORDS if asked != "remedy") | _READ_ONLY
_IN_THE_RULES = {
    "refund_time": "when",
    "exchange_time": "when",
    "refund_to": "paid_to",
    "refund_shipping": "shipping",
    "exchange_difference": "amount",
    "cost": "cost",
    "label": "where",
    "where": "where",
    "store": "in_store",
    "condition": "packaging",
    "send_by": "until",
    "arrived": "status",
}
"""Matters of the rules that are asked of a claim as well."""
_SURE_OF_RULES = 0.9
LIKELY = 0.6
SURELY = 0.85
"""Where an answer is awaited, which may be any words, a question must be plainer."""


def read_of_claim(heard: Heard, *, is_awaited: bool) -> Asked:
    """Which of these it asks by the likeness to examples; `UNREAD` if none."""
    asked = heard.read("claim", heard.text)
    if asked.probability < LIKELY and not is_awaited:
        asked = _of_the_rules(heard)
    is_likely = asked.probability >= (SURELY if is_awaited else LIKELY)
    return asked if is_likely and asked.name in NAMES and not _OF_ANOTHER_MATTER.search(heard.text) else UNREAD


def _of_the_rules(heard: Heard) -> Asked:
    """The claim's table is in doubt, and the one of the rules for returns knows what it would be of the rules."""
    asked = heard.read("returns", heard.text)
    is_sure = asked.probability >= _SURE_OF_RULES and asked.name in _IN_THE_RULES
    return Asked(_IN_THE_RULES[asked.name], LIKELY) if is_sure else UNREAD


def asked_of_claim(text: str) -> str:
    """Which of these a message asks; "" where it asks none, or something of the shop at large."""
    found = (asked for asked, pattern in ASKED if pattern.search(text))
    return "" if _OF_ANOTHER_MATTER.search(text) else next(found, "")
